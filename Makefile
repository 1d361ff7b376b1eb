# Two commands do all the set-up: `make start` and `make test`. Each keeps .venv up to date by itself.
.DEFAULT_GOAL := start
PYTHON ?= python3
BIN := .venv/bin
FRONTEND := tracker/widgets/frontend

.PHONY: help start phone sample frontend screenshots test test-all check bench trust cov docs format lock clean

# Run a script of the frontend's package.json. Node comes with the dev extra, its packages from npm;
# where these cannot be had, nobody is kept from the rest, except in CI.
npm_run = @export PATH="$(CURDIR)/$(BIN):$$PATH" && cd $(FRONTEND) && \
	if [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent; then \
		npm run --silent $(1); \
	elif [ -n "$$CI" ]; then exit 1; \
	else echo "Skipped the frontend's $(1): Node or its npm packages are absent and cannot be fetched."; fi

help:                       ## list what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

start: .venv/.run           ## open the kit, ready to use
	$(BIN)/tracker start

phone: .venv/.run           ## the same, for a phone on the home network too
	$(BIN)/tracker start --phone

sample: .venv/.run          ## write the labelled sample diary and open it
	$(BIN)/tracker sample
	$(BIN)/tracker --diary data/sample.db start

frontend: .venv/.dev        ## bundle the widgets' scripts and styles anew, into tracker/widgets/static
	$(call npm_run,build)

screenshots: .venv/.dev     ## take the README's pictures of the app anew, from the sample
	$(BIN)/python benchmarks/screenshots.py

# What takes long each runs by make test-all: simulations, and pages that change seldom.
SELECTED := -m "not slow"

test: .venv/.dev            ## unit tests, doctests, browser tests, then every notebook
	$(call npm_run,test)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(SELECTED)
	@# The notebooks run on a made-up diary in a folder of their own, never on yours.
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(BIN)/tracker --diary "$$folder/sample.db" sample && \
	TRACKER_DIARY="$$folder/sample.db" $(BIN)/python -m pytest --nbval-lax notebooks

test-all: SELECTED :=
test-all: test              ## the same with all that is slow

check: .venv/.dev           ## lint, format, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(call npm_run,check)

trust: .venv/.dev           ## try to lose a save and to get in uninvited, and print what came of it
	$(BIN)/python benchmarks trust

cov: .venv/.dev             ## which lines the tests without a browser run, as build/coverage/index.html
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --ignore tests/browser \
		--cov tracker --cov-branch --cov-report term:skip-covered --cov-report html:build/coverage

bench: .venv/.dev           ## how fast it is beside what one would use instead, into benchmarks/README.md
	$(BIN)/python benchmarks

docs: .venv/.dev            ## the API reference from the docstrings, as build/docs/index.html
	$(BIN)/python -m pdoc --docformat numpy --no-search --output-directory build/docs tracker

format: .venv/.dev          ## put every file into the house format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(call npm_run,format)

lock: .venv/.dev            ## renew requirements.lock from pyproject.toml, package-lock.json from package.json
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-annotate --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements.lock
	$(call npm_run,lock)

clean:                      ## remove the environment; the diary in data/ stays
	rm -rf .venv $(FRONTEND)/node_modules

.venv/.run: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

.venv/.dev: .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable ".[dev]"
	touch $@

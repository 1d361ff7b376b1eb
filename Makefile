# Two commands do all the set-up: `make start` and `make test`. Each keeps .venv up to date by itself.
.DEFAULT_GOAL := start
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help start phone sample test check cov docs format lock clean

help:                       ## list what make can do here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

start: .venv/.run           ## open the log, ready to use
	$(BIN)/tracker start

phone: .venv/.run           ## the same, for a phone on the home network too
	$(BIN)/tracker start --phone

sample: .venv/.run          ## write the labelled sample diary and open it
	$(BIN)/tracker sample
	$(BIN)/tracker --diary data/sample.db start

test: .venv/.dev            ## unit tests, doctests, browser tests, then every notebook
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile
	@# The notebooks run on a made-up diary in a folder of their own, never on yours.
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(BIN)/tracker --diary "$$folder/sample.db" sample && \
	TRACKER_DIARY="$$folder/sample.db" $(BIN)/python -m pytest --nbval-lax notebooks

check: .venv/.dev           ## lint, format, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

cov: .venv/.dev             ## which lines the tests without a browser run, as build/coverage/index.html
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --ignore tests/browser \
		--cov tracker --cov-branch --cov-report term:skip-covered --cov-report html:build/coverage

docs: .venv/.dev            ## the API reference from the docstrings, as build/docs/index.html
	$(BIN)/python -m pdoc --docformat numpy --no-search --output-directory build/docs tracker

format: .venv/.dev          ## put every file into the house format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: .venv/.dev            ## renew requirements.lock from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-annotate --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

clean:                      ## remove the environment; the diary in data/ stays
	rm -rf .venv

.venv/.run: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

.venv/.dev: .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable ".[dev]"
	touch $@

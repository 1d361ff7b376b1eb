"""environment.yml and pyproject.toml name the same packages with the same bounds."""

import re
import tomllib
from pathlib import Path

import tracker

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LISTED = re.findall(r"^\s+- (.+)$", (ROOT / "environment.yml").read_text(), re.MULTILINE)


def test_the_same_packages_and_bounds():
    asked_for = {
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["dev"],
        f"python{PROJECT['requires-python']}",
    }
    about_conda = {"conda-forge", "pip", "pip:", "--editable ."}
    assert set(LISTED) - about_conda == asked_for


def test_the_version_is_written_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "tracker/__init__.py"
    source = (ROOT / "tracker" / "__init__.py").read_text()
    assert f'__version__ = "{tracker.__version__}"' in source


def test_other_programs_see_the_types():
    assert (ROOT / "tracker" / "py.typed").is_file()


def name_of(requirement: str) -> str:
    """Return the package's name in the one spelling that indexes go by (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[><=;]", requirement)[0]).lower().strip()


def test_what_the_user_fixed_is_there():
    names = {name_of(entry) for entry in LISTED}
    fixed = {"jupyterlab", "pandas", "matplotlib", "ipywidgets", "seaborn", "pytest", "nbval"}
    assert fixed <= names


def test_the_lock_covers_every_package_and_names_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    locked = {name_of(line) for line in lock.splitlines()}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {name_of(entry) for entry in wanted} <= locked
    assert "://" not in lock
    assert " @ " not in lock


def test_whoever_cites_the_kit_names_its_version():
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert cited is not None
    assert cited[1] == tracker.__version__

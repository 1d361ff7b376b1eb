"""Every command, option, page and public name says what it is, and is in the README."""

import argparse
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import tracker
from tracker import charts, guide, relief, wording
from tracker.app.pages import PAGES
from tracker.cli.main import parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    """Each command of the command line with its parser."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


@pytest.mark.parametrize("name", commands())
def test_a_command_is_in_the_readme_and_explains_itself(name):
    assert re.search(rf"\btracker (--diary \S+ )?{name}\b|make {name}\b", README), name
    command = commands()[name]
    assert command.description, f"tracker {name} --help says nothing of what it does"
    # "-h" explains itself.
    silent = [action.dest for action in command._actions if not action.help]
    assert not silent, f"tracker {name}: no help on {', '.join(silent)}"


@pytest.mark.parametrize("label", PAGES.values())
def test_a_page_is_in_the_readme(label):
    assert f"**{label}**" in README or f"page {label}" in README, label


def test_every_target_of_make_is_in_contributing():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    assert "start" in targets
    missing = [name for name in targets if f"make {name}" not in CONTRIBUTING + README]
    assert not missing


def public_names(place: ModuleType) -> list[str]:
    """The names that a module offers, also where it keeps them from `help`."""
    return list(getattr(place, "_HOME", None) or place.__all__)


@pytest.mark.parametrize(
    "place", [tracker, charts, guide, relief, wording], ids=lambda one: one.__name__
)
def test_a_public_name_says_what_it_is(place):
    for name in public_names(place):
        value = getattr(place, name)
        if inspect.ismodule(value) or inspect.isclass(value) or inspect.isroutine(value):
            assert inspect.getdoc(value), f"{place.__name__}.{name} says nothing of itself"

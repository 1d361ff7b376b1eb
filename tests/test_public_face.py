"""The public face: every name is loaded on first use, and `help` is a page."""

import ast
import pydoc
import re
from pathlib import Path

import pytest

import tracker


def declared() -> list[str]:
    """The names that type checkers are told of."""
    for node in ast.walk(ast.parse(Path(tracker.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    raise AssertionError("tracker declares no public names")


@pytest.mark.parametrize("name", declared())
def test_every_public_name_is_there_and_explained(name):
    assert getattr(tracker, name) is not None
    assert name in dir(tracker)
    assert re.search(rf"^    .*\b{name}\b", tracker.__doc__, flags=re.MULTILINE)


def test_help_is_a_page():
    page = pydoc.plain(pydoc.render_doc(tracker))
    assert len(page.splitlines()) < 100
    assert "hold_coach        be guided through a hold of 90 s" in page


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="module 'tracker' has no attribute 'log_fom'"):
        _ = tracker.log_fom

"""An entry is noted by hand on one form at a time."""

from datetime import UTC, datetime

import pytest

from tracker.widgets import log_panel

NOW = datetime(2026, 11, 18, 12, 32, tzinfo=UTC)
DRAFT = "01a2008d-7400-7000-8000-000000000005"


def shown(panel):
    return [kind for kind, form in panel.forms.items() if form.layout.display is None]


def test_it_opens_on_a_release_and_the_choice_shows_the_other_form(diary):
    panel = log_panel(diary, now=lambda: NOW)
    assert panel.kind.description == "What do you want to log?"
    assert shown(panel) == ["release"]
    panel.kind.value = "check-in"
    assert shown(panel) == ["check-in"]


def test_it_opens_on_what_was_left_unfinished(diary):
    diary.drafts.keep(DRAFT, "check-in form", {"pain": 4}, at=NOW, sequence=1)
    assert shown(log_panel(diary, now=lambda: NOW)) == ["check-in"]


@pytest.mark.parametrize(
    ("search", "kind"),
    [
        ("?kind=check-in", "check-in"),
        ("?kind=check-in&edit=1", "check-in"),
        ("?kind=release", "release"),
        ("?kind=anything", "release"),
        ("", "release"),
    ],
)
def test_a_link_opens_it_on_one_kind(diary, search, kind):
    panel = log_panel(diary, now=lambda: NOW)
    panel.status._handle_custom_msg({"type": "near", "region": "DE", "search": search}, None)
    assert shown(panel) == [kind]

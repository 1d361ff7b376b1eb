"""The week is chosen, read and kept, and what is kept is what was read."""

from datetime import UTC, datetime

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets import week_panel

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LAST = "2026-W47"


@pytest.fixture
def panel(diary, release, noon):
    # Noon is Wednesday 18 November 2026, in week 47.
    running = release(started_at="2026-11-24T08:00:00+00:00")
    diary.add_all([release(pain_after=3), running, CheckIn(at=noon, pain=4)], recorded_at=NOW)
    return week_panel(diary, now=lambda: NOW)


def test_weeks_with_entries_are_offered_and_the_last_full_one_is_chosen(panel, ask):
    answer = ask(panel, "weeks")

    assert answer["chosen"] == LAST
    assert answer["weeks"] == [
        {"week": "2026-W48", "label": "23 to 29 November 2026, so far", "held": "1 release"},
        {"week": LAST, "label": "16 to 22 November 2026", "held": "1 release, 1 check-in"},
    ]


def test_an_empty_diary_has_its_last_full_week(diary, ask):
    empty = week_panel(diary, now=lambda: NOW)

    (only,) = ask(empty, "weeks")["weeks"]
    assert (only["week"], only["held"]) == (LAST, "no entries")
    assert ask(empty, "report", week=LAST)["outcome"] == "done"


def test_a_report_that_was_read_is_not_offered_again(panel, diary, ask):
    assert diary.settings.get("report_seen") is None

    answer = ask(panel, "report", week=LAST)
    assert "<!doctype html>" in answer["markup"][:20]
    assert diary.settings.get("report_seen") == LAST


def test_a_week_that_still_runs_and_an_older_one_leave_the_offer_as_it_is(panel, diary, ask):
    ask(panel, "report", week="2026-W48")
    assert diary.settings.get("report_seen") is None

    diary.settings.keep("report_seen", "2026-W48")
    ask(panel, "report", week=LAST)
    assert diary.settings.get("report_seen") == "2026-W48"


def test_the_file_is_what_was_read_whatever_was_logged_meanwhile(panel, diary, release, ask):
    shown = ask(panel, "report", week=LAST)["markup"]
    diary.add(release(pain_after=0, side="right"), recorded_at=NOW)

    kept = ask(panel, "file", page="week", kind="html", paper="a4")
    assert kept["name"] == "sciatica-2026-W47.html"
    assert kept["buffers"] == [shown.encode()]


@pytest.mark.parametrize(
    ("page", "name"),
    [("week", "sciatica-2026-W47.pdf"), ("clinician", "sciatica-2026-W47-clinician.pdf")],
)
def test_both_pages_come_as_pdf(panel, ask, page, name):
    ask(panel, "report", week=LAST)

    kept = ask(panel, "file", page=page, kind="pdf", paper="us-letter")
    assert kept["name"] == name
    assert kept["buffers"][0].startswith(b"%PDF")


def test_nothing_can_be_kept_before_it_was_read(panel, ask):
    answer = ask(panel, "file", page="week", kind="pdf", paper="a4")

    assert answer["outcome"] == "problems"
    assert answer["problems"]["week"].startswith("week must be shown before it can be saved")


def test_a_file_of_another_kind_is_refused(panel, ask):
    ask(panel, "report", week=LAST)

    answer = ask(panel, "file", page="week", kind="exe", paper="a4")
    assert answer["text"] == "NOT SAVED: There is no page 'week' as 'exe' on 'a4'."


def test_a_week_that_is_none_is_refused_in_a_sentence(panel, ask):
    answer = ask(panel, "report", week="2026-W60")

    assert answer["outcome"] == "failed"
    assert answer["text"] == "NOT SHOWN: week must be from 1 to 53 of 2026, not '2026-W60'."


def test_in_a_diary_of_several_people_one_is_named(diary, release, ask):
    hers = release(person="A", started_at="2026-11-10T12:00:00+00:00")
    diary.add_all([hers, release(person="B")], recorded_at=NOW)

    anybody = week_panel(diary, now=lambda: NOW)
    assert ask(anybody, "report", week=LAST)["text"] == (
        "NOT SHOWN: person must be named, because this diary holds entries of 'A' and 'B'."
    )
    a = week_panel(diary, person="A", now=lambda: NOW)
    weeks = [(one["week"], one["held"]) for one in ask(a, "weeks")["weeks"]]
    assert weeks == [(LAST, "no entries"), ("2026-W46", "1 release")]
    assert ask(a, "report", week="2026-W46")["outcome"] == "done"

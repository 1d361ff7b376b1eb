"""The top of the log page offers what is due, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets import check_in_form, today

NOW = datetime(2026, 11, 18, 12, 32, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)


def due(diary, now=NOW):
    return today(diary, now=lambda: now).due


def test_an_empty_diary_has_a_check_in_to_make_and_no_report(diary):
    assert due(diary) == {"check_in": True, "weekly": True, "report": {}, "remind": {}}


def test_one_check_in_a_day_by_the_clock_it_was_noted_on(diary):
    diary.add(CheckIn(at="2026-11-18T00:10+01:00", pain=3), recorded_at=NOW)
    assert not due(diary)["check_in"]
    # 23:32 in UTC is the next day where the check-in was noted.
    assert due(diary, NOW + 11 * HOUR)["check_in"]


@pytest.mark.parametrize(
    ("day", "report"),
    [
        ("2026-11-08", {}),
        ("2026-11-09", {"week": "2026-W46", "days": "9 to 15 November"}),
        ("2026-11-15", {"week": "2026-W46", "days": "9 to 15 November"}),
        ("2026-11-16", {}),
    ],
)
def test_last_week_s_report_is_offered_where_there_is_something_in_it(diary, day, report):
    diary.add(CheckIn(at=f"{day}T12:00+00:00", pain=3), recorded_at=NOW)
    assert due(diary)["report"] == report


def test_a_release_is_something_to_report_and_a_week_seen_is_not_offered_again(diary, release):
    diary.add(release(started_at=NOW - 8 * 24 * HOUR), recorded_at=NOW)
    assert due(diary)["report"]["week"] == "2026-W46"
    diary.settings.keep("report_seen", "2026-W45")
    assert due(diary)["report"]["week"] == "2026-W46"
    diary.settings.keep("report_seen", "2026-W46")
    assert due(diary)["report"] == {}


def test_a_week_across_two_years_and_two_months(diary):
    diary.add(
        CheckIn(at="2027-01-01T12:00+00:00", pain=3), recorded_at=datetime(2027, 1, 5, tzinfo=UTC)
    )
    assert due(diary, datetime(2027, 1, 5, 12, tzinfo=UTC))["report"] == {
        "week": "2026-W53",
        "days": "28 December to 3 January",
    }


def test_the_last_release_can_be_asked_about_while_it_is_fresh(diary, release, ask):
    made = diary.add(release(started_at=NOW - HOUR, pain_after=3), recorded_at=NOW)
    widget = today(diary, now=lambda: NOW)
    assert widget.due["remind"] == {"id": str(made.id), "title": "the left piriformis"}
    ask(widget, "ask_later", id=str(made.id))
    assert widget.due["remind"] == {}
    assert due(diary, NOW + HOUR)["remind"] == {}


def test_a_large_rise_is_asked_about_without_a_request(diary, release):
    diary.add(release(started_at=NOW - HOUR, pain_before=5, pain_after=8), recorded_at=NOW)
    assert due(diary)["remind"] == {}


def test_a_check_in_saved_below_is_known_at_once(diary, ask):
    widget = today(diary, now=lambda: NOW)
    assert widget.due["check_in"]
    form = check_in_form(diary, now=lambda: NOW)
    values = {"at": "2026-11-18T13:30:00+01:00", "pain": 3}
    ask(form, "save", id="01a2008d-7400-7000-8000-000000000003", values=values)
    assert not widget.due["check_in"]

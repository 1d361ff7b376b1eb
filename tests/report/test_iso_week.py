from datetime import UTC, date, datetime

import pytest

from tracker.report.iso_week import Week, parse_week
from tracker.report.weekly_report import weekly_report

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("week", [46, date(2026, 11, 10)])
def test_a_week_is_named_by_a_text(week):
    with pytest.raises(TypeError, match=r"^week must be an ISO week such as '2026-W46', not "):
        parse_week(week, NOW)


def test_a_report_is_made_from_a_diary():
    with pytest.raises(
        TypeError, match=r"^diary must be what tracker\.open_diary\(\.\.\.\) gives, "
    ):
        weekly_report("diary.db", now=NOW)


@pytest.mark.parametrize(
    ("first", "last_full", "named"),
    [
        ("monday", "16 to 22 November 2026", "9 to 15 November 2026"),
        ("saturday", "14 to 20 November 2026", "7 to 13 November 2026"),
        ("sunday", "15 to 21 November 2026", "8 to 14 November 2026"),
    ],
)
def test_a_week_begins_on_the_day_that_is_kept(first, last_full, named):
    # Wednesday 25 November 2026.
    assert parse_week(None, NOW, first).days == last_full
    week = parse_week("2026-W46", NOW, first)
    assert (week.days, week.name) == (named, "2026-W46")


def test_only_an_iso_week_is_called_by_its_number():
    assert Week(date(2026, 11, 9)).title == "Week 46"
    assert Week(date(2026, 11, 8)).title == "Week of 8 November"

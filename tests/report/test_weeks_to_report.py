"""Which weeks there is a report of, by the clock on the wall where the person was."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.report.entries import weeks_to_report

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db") as opened:
        yield opened


def listed(diary, now=NOW):
    return [
        (one.week.name, one.releases, one.check_ins, one.is_over)
        for one in weeks_to_report(diary, now)
    ]


def test_the_last_full_week_is_there_even_without_entries(diary):
    assert listed(diary) == [("2026-W47", 0, 0, True)]


def test_sunday_a_minute_before_midnight_is_still_its_week(diary, release):
    diary.add_all(
        [
            release(started_at="2026-11-15T23:59:00-05:00"),
            release(started_at="2026-11-16T00:00:00-05:00"),
        ]
    )
    assert listed(diary) == [("2026-W47", 1, 0, True), ("2026-W46", 1, 0, True)]


def test_the_week_is_that_of_the_place_where_the_person_was(diary):
    # One moment: Sunday evening in New York, Monday morning in Tokyo.
    moment = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    new_york, tokyo = timezone(timedelta(hours=-5)), timezone(timedelta(hours=9))
    diary.add(CheckIn(at=moment.astimezone(new_york), pain=4))
    diary.add(CheckIn(at=moment.astimezone(tokyo), pain=4))
    assert listed(diary) == [("2026-W47", 0, 1, True), ("2026-W46", 0, 1, True)]


def test_a_week_53_and_the_days_of_january_in_it(diary, release):
    now = datetime(2027, 1, 4, tzinfo=UTC)
    diary.add(release(started_at="2027-01-03T12:00:00+00:00"), recorded_at=now)
    assert listed(diary, now) == [("2026-W53", 1, 0, True)]


def test_a_week_that_runs_is_not_over(diary, release):
    diary.add(release(started_at="2026-11-23T08:00:00+00:00"), recorded_at=NOW)
    assert listed(diary)[0] == ("2026-W48", 1, 0, False)

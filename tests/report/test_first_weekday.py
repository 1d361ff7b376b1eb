"""Weeks begin on the day that the person has set, in tables, charts, the report and on Today."""

from datetime import UTC, date, datetime

import matplotlib.dates as mdates
import pandas as pd
import pytest

from tracker.charts import plot_level, plot_sciatica
from tracker.protocol.check_in import CheckIn
from tracker.relief import by_week, releases_by_day, sciatica_by_day, sciatica_over_time
from tracker.relief.week_comparison import pain_week_comparison
from tracker.report.entries import weeks_to_report
from tracker.report.weekly_report import weekly_report
from tracker.widgets import today
from tracker.widgets.filters import Filter, Frames, Selection
from tracker.widgets.overview import overview
from tracker.widgets.sections import latest_week

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def diary(diary, release):
    """Pressed on Saturday, Sunday and Monday with 2, 4 and 1 points of relief."""
    for day, before in ((14, 6), (15, 8), (16, 5)):
        at = f"2026-11-{day}T09:00Z"
        diary.add(release(started_at=at, pain_before=before, pain_30s=4, pain_after=4))
        diary.add(CheckIn(at=at, pain=before))
    return diary


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("monday", [("2026-W46", "2026-11-09", 2, 3.0), ("2026-W47", "2026-11-16", 1, 1.0)]),
        ("sunday", [("2026-W46", "2026-11-08", 1, 2.0), ("2026-W47", "2026-11-15", 2, 2.5)]),
        ("saturday", [("2026-W47", "2026-11-14", 3, 7 / 3)]),
    ],
)
def test_a_week_sums_up_the_days_from_its_first(diary, first, expected):
    diary.keep_first_weekday(first)
    table = by_week(diary.releases())
    assert table["week"].tolist() == [week for week, *_ in expected]
    assert table["week_start"].tolist() == [pd.Timestamp(start) for _, start, *_ in expected]
    assert table["n"].tolist() == [n for _, _, n, _ in expected]
    assert table["mean_relief"].tolist() == pytest.approx([mean for *_, mean in expected])


def test_a_frame_in_hand_follows_its_own_attribute(diary):
    frame = diary.releases()
    assert len(by_week(frame)) == 2
    frame.attrs["first_weekday"] = "saturday"
    assert len(by_week(frame)) == 1


def test_the_pain_of_a_week_is_compared_by_the_same_days(diary):
    diary.keep_first_weekday("sunday")
    answer = pain_week_comparison(diary.check_ins(), "2026-W47", 1)
    assert (answer.days, answer.mean) == (2, 6.5)
    assert (answer.days_before, answer.mean_before) == (1, 6.0)
    assert answer.start == pd.Timestamp("2026-11-15")


def test_charts_label_the_first_days_of_weeks(diary):
    diary.keep_first_weekday("sunday")
    later = datetime(2026, 11, 29, 9, tzinfo=UTC)
    diary.add(CheckIn(at=later, pain=3), recorded_at=later)
    by_day = sciatica_by_day(diary.check_ins())
    *_, below = plot_sciatica(by_day, releases_by_day(diary.releases()))
    assert days_labelled(below) == ["2026-11-15", "2026-11-22", "2026-11-29"]
    *_, below = plot_level(sciatica_over_time(diary.check_ins()), of="pain")
    assert days_labelled(below) == ["2026-11-15", "2026-11-22", "2026-11-29"]


def days_labelled(ax):
    return [mdates.num2date(tick).date().isoformat() for tick in ax.get_xticks()]


def test_the_report_is_of_the_last_full_week(diary):
    diary.keep_first_weekday("sunday")
    report = weekly_report(diary, now=NOW)
    assert (report.week.name, report.week.days) == ("2026-W46", "8 to 14 November 2026")
    assert "Week of 8 November" in report.to_html()
    assert report.weeks[-1].n == 1
    assert weekly_report(diary, "2026-W47", now=NOW).weeks[-1].n == 2


def test_the_list_of_weeks_counts_the_same_days(diary):
    diary.keep_first_weekday("sunday")
    assert [(one.week.days, one.releases, one.is_over) for one in weeks_to_report(diary, NOW)] == [
        ("15 to 21 November 2026", 2, False),
        ("8 to 14 November 2026", 1, True),
    ]


def test_today_offers_that_week_and_counts_this_one_from_its_first_day(diary):
    diary.keep_first_weekday("sunday")
    report = today(diary, now=lambda: NOW).due["report"]
    assert report == {"week": "2026-W46", "days": "8 to 14 November"}
    assert "2 releases" in overview(diary, NOW)["week"]["sentence"]


def test_each_person_has_weeks_of_their_own(diary):
    other = diary.of("ada")
    other.keep_first_weekday("saturday")
    assert (diary.first_weekday(), other.first_weekday()) == ("monday", "saturday")


def test_only_three_days_begin_a_week(diary):
    with pytest.raises(
        ValueError, match=r"^first_weekday must be one of monday, saturday, sunday, not 'friday'\.$"
    ):
        diary.keep_first_weekday("friday")
    diary.settings.keep("first_weekday", "friday")
    assert diary.first_weekday() == "monday"


def test_the_relief_page_is_in_the_week_of_its_last_day(diary):
    def latest(day):
        frames = Frames(diary.releases(), diary.check_ins(), diary.catalogue(), NOW)
        return latest_week(Selection(frames, Filter(), day))

    # 22 November 2026 is a Sunday.
    assert latest(date(2026, 11, 22)) == "2026-W47"
    diary.keep_first_weekday("sunday")
    assert latest(date(2026, 11, 22)) == "2026-W48"
    assert latest(date(2026, 11, 21)) == "2026-W47"

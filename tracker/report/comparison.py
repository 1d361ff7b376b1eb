"""A week compared with the weeks before it, computed once for all parts of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import isnan
from typing import Any, Final

import pandas as pd

from tracker.protocol.check_in import PATH_SITES, SCIATICA
from tracker.protocol.weeks import FirstWeekday
from tracker.relief import columns as c
from tracker.relief.days import sciatica_by_day
from tracker.relief.derive import week_starts
from tracker.relief.intervals import t_interval
from tracker.relief.over_time import daily
from tracker.relief.pooling.adjust import spot_adjusted
from tracker.relief.pooling.pool import Pooled
from tracker.relief.week_comparison import (
    MIN_DAYS,
    WeekComparison,
    pain_week_comparison,
    week_comparison,
)
from tracker.report.entries import Entries
from tracker.report.iso_week import Week

FOUR: Final = 4
"""How many weeks before are taken together, beside the week before alone."""

WEEKS_SHOWN: Final = 12
"""How many weeks the page looks back on, its own included."""

BOTHERSOMENESS: Final = "bothersomeness"


@dataclass(frozen=True)
class WeekLine:
    """One of the twelve weeks, summed up.

    Attributes
    ----------
    week : Week
    n, n_rated, days : int
        Releases, rated releases, days with a release.
    relief, low, high : float or None
        Average of the daily averages of adjusted relief, and its 95 % interval.
    pain : float or None
        Average of the daily averages of sciatica pain.
    pain_days : int
        Days with such a rating.
    bothersomeness : float or None
        Sciatica Bothersomeness Index, 0 to 24, the average of the week's.
    """

    week: Week
    n: int
    n_rated: int
    days: int
    relief: float | None
    low: float | None
    high: float | None
    pain: float | None
    pain_days: int
    bothersomeness: float | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """The figures of a week, of the week before, and of the four before it.

    Attributes
    ----------
    entries : Entries
        Up to the end of the week.
    week : Week
    pooled : Pooled
    site : str
        The place of pain that is followed.
    pain, relief : (WeekComparison, WeekComparison)
        Against the week before, and against the four before.
    pain_usual : WeekComparison
        Against the eight weeks before: the one comparison that an alert rests on.
    weeks : tuple of WeekLine
        Twelve, this one last.
    """

    entries: Entries
    week: Week
    pooled: Pooled
    site: str
    pain: tuple[WeekComparison, WeekComparison]
    relief: tuple[WeekComparison, WeekComparison]
    pain_usual: WeekComparison
    weeks: tuple[WeekLine, ...]


def compare(entries: Entries, week: Week, pooled: Pooled) -> Comparison:
    """Compare a week with those before; `entries` reach up to its end, and `pooled` is of them."""
    site = site_of(entries.check_ins)
    name = week.name
    return Comparison(
        entries,
        week,
        pooled,
        site,
        (
            pain_week_comparison(entries.check_ins, name, 1, site),
            pain_week_comparison(entries.check_ins, name, FOUR, site),
        ),
        (
            week_comparison(entries.releases, name, 1, pooled=pooled),
            week_comparison(entries.releases, name, FOUR, pooled=pooled),
        ),
        pain_week_comparison(entries.check_ins, name, site=site),
        week_lines(entries, week, pooled, site),
    )


def site_of(check_ins: pd.DataFrame) -> str:
    """Name the place of pain to follow: the sciatica, or the one rated most if imported."""
    sites = check_ins[c.SITE].astype(str)
    if sites.empty or (sites == SCIATICA).any():
        return SCIATICA
    along = [site for site in PATH_SITES if (sites == site).any()]
    return max(along, key=lambda site: int((sites == site).sum()), default=SCIATICA)


def week_lines(entries: Entries, week: Week, pooled: Pooled, site: str) -> tuple[WeekLine, ...]:
    """Sum up each of the twelve weeks up to a week, as far as entries say."""
    adjusted = spot_adjusted(entries.releases, pooled=pooled)
    relief = daily(adjusted[c.DAY], adjusted[c.ADJUSTED])
    index = bothersomeness_indices(entries.check_ins)
    first = entries.first_weekday
    weeks = [week.earlier(back) for back in reversed(range(WEEKS_SHOWN))]
    table = pd.concat(
        [
            _releases_by_week(entries.releases, first),
            _average_by_week(relief.loc[relief[c.N] > 0, [c.DAY, c.MEAN]], first),
            _average_by_week(sciatica_by_day(entries.check_ins, [site])[[c.DAY, c.PAIN]], first),
            index.groupby(entries.check_ins.loc[index.index, c.WEEK_START]).mean(),
        ],
        axis=1,
        keys=("releases", "relief", "pain", "index"),
        sort=True,
    ).reindex(pd.DatetimeIndex([one.start for one in weeks]).as_unit("us"))
    return tuple(_line(one, row) for one, row in zip(weeks, table.to_numpy().tolist(), strict=True))


def _releases_by_week(releases: pd.DataFrame, first: FirstWeekday) -> pd.DataFrame:
    by_week = releases.groupby(week_starts(releases[c.DAY], first))
    return pd.DataFrame(
        {"n": by_week.size(), "rated": by_week[c.RELIEF].count(), "days": by_week[c.DAY].nunique()}
    )


def _average_by_week(by_day: pd.DataFrame, first: FirstWeekday) -> pd.DataFrame:
    """Average daily averages by week, with the 95 % interval of three days or more."""
    day, value = (by_day[name] for name in by_day)
    by_week = value.groupby(week_starts(day, first))
    mean, n = by_week.mean(), by_week.count()
    low, high = t_interval(mean, by_week.std(), n)
    enough = n >= MIN_DAYS
    return pd.DataFrame({"mean": mean, "low": low[enough], "high": high[enough], "n": n})


def _line(week: Week, row: Sequence[float]) -> WeekLine:
    n, rated, days, relief, low, high, _, pain, _, _, pain_days, index = map(value_or_none, row)
    if low is not None and high is not None and round(low, 1) == round(high, 1):
        # Days alike have no spread, and "3.0 to 3.0" would claim certainty.
        low = high = None
    return WeekLine(
        week,
        int(n or 0),
        int(rated or 0),
        int(days or 0),
        relief,
        low,
        high,
        pain,
        int(pain_days or 0),
        index,
    )


def bothersomeness_indices(check_ins: pd.DataFrame) -> "pd.Series[float]":
    """Add up the four items of each Sciatica Bothersomeness Index that was answered."""
    answered = check_ins[BOTHERSOMENESS].astype(str)
    answered = answered[answered != ""]
    sums = [float(sum(map(int, items.split(";")))) for items in answered]
    return pd.Series(sums, index=answered.index, dtype="float64")


def first_day_shown(week: Week) -> pd.Timestamp:
    """Give the first day of the twelve weeks up to a week."""
    return pd.Timestamp(week.start - timedelta(weeks=WEEKS_SHOWN - 1))


def value_or_none(value: Any) -> float | None:
    """Give a figure, or None where it is missing."""
    return None if value is None or isnan(value) else float(value)

"""What did each of the weeks up to this one come to?"""

from collections.abc import Sequence
from datetime import timedelta
from math import isnan
from typing import Any, Final

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.days import sciatica_by_day
from tracker.relief.intervals import t_interval
from tracker.relief.over_time import daily
from tracker.relief.pooling.adjust import spot_adjusted
from tracker.relief.pooling.pool import Pooled
from tracker.relief.week_comparison import MIN_DAYS
from tracker.report.entries import Entries
from tracker.report.iso_week import Week
from tracker.report.values import STRIP_WEEKS, WeekLine

BOTHERSOMENESS: Final = "bothersomeness"


def week_lines(entries: Entries, week: Week, pooled: Pooled, site: str) -> tuple[WeekLine, ...]:
    """Sum up each of the twelve weeks up to a week, as far as entries say."""
    adjusted = spot_adjusted(entries.releases, pooled=pooled)
    relief = daily(adjusted[c.DAY], adjusted[c.ADJUSTED])
    index = indices(entries.check_ins)
    weeks = [week.earlier(back) for back in reversed(range(STRIP_WEEKS))]
    table = pd.concat(
        [
            _presses(entries.releases),
            _averages(relief.loc[relief[c.N] > 0, [c.DAY, c.MEAN]]),
            _averages(sciatica_by_day(entries.check_ins, [site])[[c.DAY, c.PAIN]]),
            index.groupby(_monday(entries.check_ins.loc[index.index, c.DAY])).mean(),
        ],
        axis=1,
        keys=("presses", "relief", "pain", "index"),
    ).reindex(pd.DatetimeIndex([one.monday for one in weeks]).as_unit("us"))
    return tuple(_line(one, row) for one, row in zip(weeks, table.to_numpy().tolist(), strict=True))


def _monday(day: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    return day - pd.to_timedelta(day.dt.day_of_week, unit="D")


def _presses(releases: pd.DataFrame) -> pd.DataFrame:
    by_week = releases.groupby(_monday(releases[c.DAY]))
    return pd.DataFrame(
        {"n": by_week.size(), "rated": by_week[c.RELIEF].count(), "days": by_week[c.DAY].nunique()}
    )


def _averages(by_day: pd.DataFrame) -> pd.DataFrame:
    """Average daily averages by week, with the 95 % interval of three days or more."""
    day, value = (by_day[name] for name in by_day)
    by_week = value.groupby(_monday(day))
    mean, n = by_week.mean(), by_week.count()
    low, high = t_interval(mean, by_week.std(), n)
    enough = n >= MIN_DAYS
    return pd.DataFrame({"mean": mean, "low": low[enough], "high": high[enough], "n": n})


def _line(week: Week, row: Sequence[float]) -> WeekLine:
    n, rated, days, relief, low, high, _, pain, _, _, pain_days, index = map(known, row)
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


def indices(check_ins: pd.DataFrame) -> "pd.Series[float]":
    """Add up the four items of each Sciatica Bothersomeness Index that was answered."""
    answered = check_ins[BOTHERSOMENESS].astype(str)
    answered = answered[answered != ""]
    sums = [float(sum(map(int, items.split(";")))) for items in answered]
    return pd.Series(sums, index=answered.index, dtype="float64")


def start_of_strip(week: Week) -> pd.Timestamp:
    """Give the first day of the twelve weeks up to a week."""
    return pd.Timestamp(week.monday - timedelta(weeks=STRIP_WEEKS - 1))


def known(value: Any) -> float | None:
    """Give a figure, or None where it is missing."""
    return None if value is None or isnan(value) else float(value)

"""How does the week stand beside the last, and beside the four before?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import isnan
from typing import Any, Final, Literal

import pandas as pd

from tracker.protocol.check_in import SCIATICA
from tracker.relief import columns as c
from tracker.relief.adjusted import spot_adjusted
from tracker.relief.days import sciatica_by_day
from tracker.relief.interval import t_interval
from tracker.relief.over_time import daily
from tracker.relief.pool import Pooled
from tracker.relief.week_against_week import (
    MIN_DAYS,
    WeekAgainstWeek,
    pain_week_against_week,
    week_against_week,
)
from tracker.relief.wording import counted
from tracker.report.entries import Entries, within
from tracker.report.values import STRIP_WEEKS, Measure, Week, WeekLine

FOUR: Final = 4
BOTHERSOMENESS: Final = "bothersomeness"


@dataclass(frozen=True, eq=False)
class Seen:
    """What of a week is compared, worked out once for all that ask.

    Attributes
    ----------
    entries : Entries
        Up to the end of the week.
    week : Week
    pooled : Pooled
    site : str
        The place of pain that is followed.
    pain, relief : (WeekAgainstWeek, WeekAgainstWeek)
        Against the week before, and against the four before.
    weeks : tuple of WeekLine
        Twelve, this one last.
    """

    entries: Entries
    week: Week
    pooled: Pooled
    site: str
    pain: tuple[WeekAgainstWeek, WeekAgainstWeek]
    relief: tuple[WeekAgainstWeek, WeekAgainstWeek]
    weeks: tuple[WeekLine, ...]


def seen(entries: Entries, week: Week, pooled: Pooled) -> Seen:
    """Compare a week with those before; `entries` reach up to its end, and `pooled` is of them."""
    site = site_of(entries.check_ins)
    name = week.name
    return Seen(
        entries,
        week,
        pooled,
        site,
        (
            pain_week_against_week(entries.check_ins, name, 1, site),
            pain_week_against_week(entries.check_ins, name, FOUR, site),
        ),
        (
            week_against_week(entries.releases, name, 1, pooled=pooled),
            week_against_week(entries.releases, name, FOUR, pooled=pooled),
        ),
        week_lines(entries, week, pooled, site),
    )


def site_of(check_ins: pd.DataFrame) -> str:
    """Which place of pain to follow: the sciatica, or of an imported diary the one rated most."""
    sites = check_ins[c.SITE].astype(str)
    if sites.empty or (sites == SCIATICA).any():
        return SCIATICA
    along = [site for site in c.PATH_SITES if (sites == site).any()]
    return max(along, key=lambda site: int((sites == site).sum()), default=SCIATICA)


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


def measures(seen: Seen) -> tuple[Measure, ...]:
    """Give the five figures of a week, in the order of the page."""
    return (_pain(seen), _bothersomeness(seen), _releases(seen), _days(seen), _relief(seen))


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
    n, rated, days, relief, low, high, _, pain, _, _, pain_days, index = map(_known, row)
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


def _pain(seen: Seen) -> Measure:
    last, four = seen.pain
    line = seen.weeks[-1]
    ratings = counted(last.n, "rating")
    return Measure(
        "pain",
        f"{seen.site.capitalize()} pain",
        "0 to 10, average of the days rated",
        line.pain,
        _known(last.mean_before),
        _known(four.mean_before),
        None,
        None,
        f"{ratings} on {counted(last.days, 'day')}" if last.n else "not rated this week",
        _compared(last),
        _compared(four),
        "lower",
        1,
        tuple(week.pain for week in seen.weeks),
    )


def _relief(seen: Seen) -> Measure:
    last, four = seen.relief
    line = seen.weeks[-1]
    return Measure(
        "relief",
        "Relief after a press",
        "points of 10, at like spots and starting pain",
        line.relief,
        _known(last.mean_before),
        _known(four.mean_before),
        line.low,
        line.high,
        f"{counted(last.n, 'rated release')} on {counted(last.days, 'day')}"
        if last.n
        else "none rated this week",
        _compared(last),
        _compared(four),
        "higher",
        1,
        tuple(week.relief for week in seen.weeks),
    )


def _bothersomeness(seen: Seen) -> Measure:
    history = tuple(week.bothersomeness for week in seen.weeks)
    asked = len(indices(within(seen.entries.check_ins, seen.week)))
    return _plain(
        "bothersomeness",
        "Bothersomeness",
        "0 to 24, Sciatica Bothersomeness Index",
        history,
        _mean([value for value in history[-1 - FOUR : -1] if value is not None]),
        f"answered {'once' if asked == 1 else f'{asked} times'}" if asked else "not answered",
        "lower",
        0 if all(value is None or value == int(value) for value in history[-2:]) else 1,
    )


def _releases(seen: Seen) -> Measure:
    line = seen.weeks[-1]
    return _plain(
        "releases",
        "Releases",
        "presses logged",
        _since_the_first(seen, [float(week.n) for week in seen.weeks]),
        None,
        f"{line.n_rated} of {line.n} rated" if line.n else "none logged",
        "",
        0,
    )


def _days(seen: Seen) -> Measure:
    days = seen.weeks[-1].days
    return _plain(
        "days",
        "Days active",
        "days with a release, of 7",
        _since_the_first(seen, [float(week.days) for week in seen.weeks]),
        None,
        ("every day" if days == 7 else f"{7 - days} without") if days else "none",
        "",
        0,
    )


def _plain(
    key: str,
    name: str,
    scale: str,
    history: tuple[float | None, ...],
    before: float | None,
    n: str,
    better: Literal["lower", "higher", ""],
    decimals: int,
) -> Measure:
    """Make a measure that is compared as it stands, without an interval."""
    earlier = [value for value in history[-1 - FOUR : -1] if value is not None]
    before = _mean(earlier) if before is None else before
    this, last = history[-1], history[-2]
    return Measure(
        key,
        name,
        scale,
        this,
        last,
        before,
        None,
        None,
        n,
        _step(this, last, better, decimals),
        _step(this, before, better, 1),
        better,
        decimals,
        history,
    )


def _since_the_first(seen: Seen, values: list[float]) -> tuple[float | None, ...]:
    """Leave out the weeks before the first entry: nobody was counting then."""
    first = seen.entries.first_day
    return tuple(
        value if first is not None and line.week.sunday >= first else None
        for value, line in zip(values, seen.weeks, strict=True)
    )


def _compared(weeks: WeekAgainstWeek) -> str:
    if not weeks.enough:
        return "too few days to compare" if weeks.days and weeks.days_before else ""
    size = f"{abs(weeks.difference):.1f}"
    if size == "0.0":
        return "about the same"
    way = "lower" if weeks.difference < 0 else "higher"
    if weeks.low <= 0 <= weeks.high:
        return f"{size} {way}, no clear change"
    near, far = sorted((abs(weeks.low), abs(weeks.high)))
    likely = f", likely {near:.1f} to {far:.1f}" if far - near >= 0.05 else ""
    return f"{size} {way}{likely}"


def _step(this: float | None, other: float | None, better: str, decimals: int) -> str:
    if this is None or other is None:
        return ""
    size = f"{abs(this - other):.{decimals}f}".removesuffix(".0")
    if float(size) == 0:
        return "the same"
    more, fewer = ("higher", "lower") if better else ("more", "fewer")
    return f"{size} {more if this > other else fewer}"


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _known(value: Any) -> float | None:
    return None if value is None or isnan(value) else float(value)


def start_of_strip(week: Week) -> pd.Timestamp:
    """Give the first day of the twelve weeks up to a week."""
    return pd.Timestamp(week.monday - timedelta(weeks=STRIP_WEEKS - 1))

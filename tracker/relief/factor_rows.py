"""Which rows compare tool, pressure, side, time, hold and rest, on the same spot?"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.autocorrelation import Contrast, contrast
from tracker.relief.days import releases_by_day, sciatica_by_day
from tracker.relief.derive import local_time
from tracker.relief.pooling.pool import SPOT_KEYS

RELIEF_OF_A_PRESS: Final = "relief of a press, in points: positive is more relief"

TOOL: Final = "tool"
PRESSURE: Final = "pressure"
SIDE: Final = "side"
TIME: Final = "time of day"
HOLD: Final = "hold length"
REST: Final = "days since last press"

LONGER_S: Final = 10
LONGEST_REST_DAYS: Final = 14
"""A longer rest counts as so many days, so that one holiday cannot tilt the slope."""

_OF_LEVEL: Final = {TOOL: c.TOOL, PRESSURE: c.PRESSURE, SIDE: c.SIDE, TIME: c.TIME_OF_DAY}
_REST: Final = "rest"


def press_factors(derived: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Compare relief by what else was different, on the same spot at equal pain before.

    Parameters
    ----------
    derived : DataFrame
        Releases with the columns of `derive`.

    Yields
    ------
    dict
        A row of `factors` each, without ``notable``.
    """
    with_rest = derived.assign(**{_REST: _days_since_last_press(derived)})
    rated = with_rest[with_rest[c.RELIEF].notna()]
    for factor, column in _OF_LEVEL.items():
        yield from _levels(rated.dropna(subset=[column]), factor, column)
    held = rated[rated[c.OUTCOME] == c.HELD].dropna(subset=[c.HELD_S])
    yield _slope(
        held, held[c.HELD_S] / LONGER_S, HOLD, f"each {LONGER_S} s more", f"{LONGER_S} s less"
    )
    again = rated.dropna(subset=[_REST])
    yield _slope(again, again[_REST], REST, "each day more", "one day less")


def row_of(found: Contrast, *, n_level: int, enough: bool, **named: Any) -> dict[str, Any]:
    """One row of `factors`, without ``notable``.

    Parameters
    ----------
    found : Contrast
    n_level : int
        Of the rows compared, those at the level; for a slope, all.
    enough : bool
        Whether there are rows enough; that there are runs enough is seen to here.
    **named
        ``factor``, ``level``, ``compared_with``, ``measures``.
    """
    return {
        **named,
        c.ESTIMATE: found.estimate,
        c.LOW: found.low,
        c.HIGH: found.high,
        c.N: int(found.informative.sum()),
        c.N_LEVEL: n_level,
        c.P: found.p,
        c.ENOUGH: bool(enough and not np.isnan(found.low)),
    }


def _levels(rated: pd.DataFrame, factor: str, column: str) -> Iterator[dict[str, Any]]:
    level = rated[column].astype(str)
    for other, usual in _pairs(_places(rated, factor), level):
        rows = rated[level.isin([usual, other])]
        x = (rows[column].astype(str) == other).to_numpy(dtype=float)
        # That one spot is better on the left says nothing about sides until it repeats from spot
        # to spot: so spots, not days, are what varies by chance.
        place = _places(rows, factor)
        unit = place if factor == SIDE else rows[c.DAY]
        found = contrast(rows[c.RELIEF], x, rows[c.PAIN_BEFORE], place, unit)
        n, n_level = int(found.informative.sum()), int(x[found.informative].sum())
        yield row_of(
            found,
            n_level=n_level,
            enough=min(n_level, n - n_level) >= c.MIN_RELEASES,
            factor=factor,
            level=other,
            compared_with=usual,
            measures=RELIEF_OF_A_PRESS,
        )


def _slope(
    rows: pd.DataFrame, x: "pd.Series[float]", factor: str, level: str, other: str
) -> dict[str, Any]:
    place = _places(rows, factor)
    found = contrast(rows[c.RELIEF], x, rows[c.PAIN_BEFORE], place, rows[c.DAY])
    n = int(found.informative.sum())
    return row_of(
        found,
        n_level=n,
        enough=n >= 2 * c.MIN_RELEASES,
        factor=factor,
        level=level,
        compared_with=other,
        measures=RELIEF_OF_A_PRESS,
    )


def _places(rows: pd.DataFrame, factor: str) -> "pd.Series[int]":
    """Number alike what is compared with each other: on one spot and side; for sides, one spot."""
    keys = [c.MUSCLE, c.SPOT] if factor == SIDE else SPOT_KEYS
    return rows.groupby(keys, observed=True).ngroup()


def _pairs(place: "pd.Series[int]", level: "pd.Series[str]") -> Iterator[tuple[str, str]]:
    """Each level but the one used most, with the one used more that shares most with it."""
    count = pd.crosstab(place, level)
    used = count.sum().sort_values(ascending=False, kind="stable").index
    for number, other in enumerate(used[1:], start=1):
        more_used = count[used[:number]]
        shared = ((more_used > 0) & (count[[other]] > 0).to_numpy()).mul(count[other], axis=0)
        yield other, str((shared + more_used.where(shared > 0, 0)).sum().idxmax())


def _days_since_last_press(derived: pd.DataFrame) -> "pd.Series[float]":
    ordered = derived.sort_values([c.STARTED_AT, c.ID])
    gap = ordered.groupby(SPOT_KEYS, observed=True)[c.STARTED_AT].diff()
    days: pd.Series[float] = gap.dt.total_seconds() / (24 * 60 * 60)
    return days.clip(upper=LONGEST_REST_DAYS).reindex(derived.index)


Array = NDArray[np.float64]

ACTIVITY: Final = "activity the day before"
RELEASES: Final = "releases the day before"

_BEFORE: Final = "before"
_EARLIER: Final = ("two_before", "three_before")
_ONE_DAY: Final = pd.Timedelta(days=1)


def day_factors(derived: pd.DataFrame, check_ins: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Compare a day's sciatica pain by what was done the day before, at equal pain that day.

    Parameters
    ----------
    derived : DataFrame
        Releases with the columns of `derive`.
    check_ins : DataFrame
        Check-ins as the diary hands them out. Read: ``at``, ``at_offset``, ``site``, ``pain``,
        ``activities``.

    Yields
    ------
    dict
        A row of `factors` each, without ``notable``.

    Notes
    -----
    Of several sites, the one with the most rated days; of equals, the first along the nerve.
    Taking the pain of the day before into account keeps a bad day, on which one presses more and
    does less, from passing for their effect the next day. One rating is a noisy reading of a day
    and would take only part of it into account, so that day's pain is read from the ratings of the
    two days before it (two-stage least squares: they are the instruments).

    References
    ----------
    Anderson & Hsiao (1982), doi:10.1016/0304-4076(82)90095-1, for earlier values as instruments.
    """
    by_day = sciatica_by_day(check_ins)
    if by_day.empty:
        return
    site = by_day.groupby(c.SITE, observed=True).size().idxmax()
    pain = by_day[by_day[c.SITE] == site].set_index(c.DAY)[c.PAIN]
    before = _moved_on(pain)
    earlier = [_moved_on(before), _moved_on(_moved_on(before))]
    days = pd.DataFrame({c.PAIN: pain, _BEFORE: before}).dropna()
    days = days.assign(
        **{name: day.reindex(days.index) for name, day in zip(_EARLIER, earlier, strict=True)}
    )
    measures = f"{site} pain the next day, in points: positive is more pain"
    for activity, done in _activities(check_ins).items():
        yield _row(
            days,
            done,
            factor=ACTIVITY,
            level=activity,
            compared_with="days without it",
            measures=measures,
        )
    pressed = releases_by_day(derived).set_index(c.DAY)[c.N].astype("float64")
    yield _row(
        days,
        pressed,
        factor=RELEASES,
        level="each release more",
        compared_with="one release less",
        measures=measures,
    )


def _row(days: pd.DataFrame, done: "pd.Series[float]", **named: Any) -> dict[str, Any]:
    x = _moved_on(done).reindex(days.index).dropna()
    rows = days.loc[x.index]
    before, kept = _read_again(rows, x)
    outcome = rows[c.PAIN] - kept * rows[_BEFORE]
    found = contrast(outcome, x, before, np.zeros(len(x)), x.index)
    with_it = int((x > x.min()).sum())
    enough = min(with_it, len(x) - with_it) >= c.MIN_RELEASES
    n_level = with_it if named[c.FACTOR] == ACTIVITY else len(x)
    return row_of(found, n_level=n_level, enough=enough, **named)


def _read_again(rows: pd.DataFrame, x: "pd.Series[float]") -> tuple[Array, float]:
    """The pain of the day before as earlier ratings tell it, and how much of it is kept overnight.

    The next day's pain less what is kept, set against x at an equal pain so read, is what
    two-stage least squares says of x.
    """
    earlier = rows[list(_EARLIER)].fillna(rows[_BEFORE].mean())
    known = np.column_stack([np.ones(len(x)), x, earlier])
    before = known @ np.linalg.lstsq(known, rows[_BEFORE].to_numpy(dtype=float))[0]
    second = np.column_stack([np.ones(len(x)), x, before])
    kept = np.linalg.lstsq(second, rows[c.PAIN].to_numpy(dtype=float))[0][2]
    return before, float(kept)


def _moved_on(by_day: "pd.Series[float]") -> "pd.Series[float]":
    """What was on a day, at the day after it."""
    return by_day.set_axis(pd.DatetimeIndex(by_day.index) + _ONE_DAY)


def _activities(check_ins: pd.DataFrame) -> "dict[str, pd.Series[float]]":
    """For each activity by name, 1 on the days that note it and 0 on other days checked in."""
    day = local_time(check_ins[c.AT], check_ins[c.AT_OFFSET]).dt.normalize()
    noted = check_ins[c.ACTIVITIES].astype(str).str.split(";")
    names = sorted({name for listed in noted for name in listed if name})
    return {
        name: noted.map(lambda listed, name=name: float(name in listed)).groupby(day).max()
        for name in names
    }

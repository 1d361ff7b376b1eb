"""Which days compare the sciatica after an activity, or after more releases, with other days?"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.days import releases_by_day, sciatica_by_day
from tracker.relief.derive import local_time
from tracker.relief.press_factors import row_of
from tracker.relief.runs import contrast

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

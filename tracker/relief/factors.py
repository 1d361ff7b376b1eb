"""Compare relief, and the next day's pain, by tool, pressure, side, time, hold and activity."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.block_sign_flip import Contrast, contrast
from tracker.relief.days import main_site, releases_by_day, sciatica_by_day
from tracker.relief.derive import local_time, shared
from tracker.relief.pooling.pool import SPOT_KEYS

Array = NDArray[np.float64]

RELIEF_OF_A_PRESS: Final = "relief of a press, in points: positive is more relief"

TOOL: Final = "tool"
PRESSURE: Final = "pressure"
SIDE: Final = "side"
TIME: Final = "time of day"
HOLD: Final = "hold length"
REST: Final = "days since last press"
ACTIVITY: Final = "activity the day before"
MEDICATION: Final = "medication the day before"
RELEASES: Final = "releases the day before"

LONGER_S: Final = 10
LONGEST_REST_DAYS: Final = 14
"""A longer rest counts as so many days, so that one holiday cannot tilt the slope."""

_OF_LEVEL: Final = {TOOL: c.TOOL, PRESSURE: c.PRESSURE, SIDE: c.SIDE, TIME: c.TIME_OF_DAY}
_REST: Final = "rest"
_BEFORE: Final = "before"
_EARLIER: Final = ("two_before", "three_before")
_ONE_DAY: Final = pd.Timedelta(days=1)

NOTABLE_BELOW: Final = 0.05
"""The chance of any notable row at all, in a world where nothing has an effect."""

COLUMNS: Final = (
    c.FACTOR,
    c.LEVEL,
    c.COMPARED_WITH,
    c.WHAT,
    c.ESTIMATE,
    c.LOW,
    c.HIGH,
    c.N,
    c.N_LEVEL,
    c.P,
    c.NOTABLE,
    c.ENOUGH,
    c.APART_IN_TIME,
)

_KINDS: Final = {
    **dict.fromkeys((c.ESTIMATE, c.LOW, c.HIGH, c.P), "float64"),
    **dict.fromkeys((c.N, c.N_LEVEL), "int64"),
    **dict.fromkeys((c.NOTABLE, c.ENOUGH, c.APART_IN_TIME), "bool"),
}


def factors(frame: pd.DataFrame, check_ins: pd.DataFrame | None = None) -> pd.DataFrame:
    """Compare what else was different: tool, pressure, side, time, hold, rest, the day before.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    check_ins : DataFrame, optional
        Check-ins as the diary hands them out.

    Returns
    -------
    DataFrame
        One row per comparison, RangeIndex: ``factor``, ``level``, ``compared_with``, ``measures``
        (str: what is compared, and which way is which), ``estimate``, ``low``, ``high`` (float64,
        points: difference and its 95 % interval, NaN where nothing can be compared), ``n`` (int64:
        releases or days compared), ``n_level`` (int64: of those, at the level), ``p`` (float64,
        two-sided), ``notable``, ``enough`` and ``apart_in_time`` (bool: nothing can be compared
        because the two were used one after the other). Enough first, then by p, then by name.

        Relief, on the same spot and side at equal pain before: "tool", "pressure", "side" and
        "time of day", each level against the one used more that shares most releases on the same
        spots with it; "hold length" per 10 s longer, of
        releases held to the end only (the others are short because of how pain went); "days since
        last press" of that spot, per day, 14 at most.

        Sciatica pain, at equal pain the day before: "activity the day before", days after it
        against days after none of it; "medication the day before", days after any was named against
        days after none, whichever it was; "releases the day before", per release.

    Notes
    -----
    n counts only rows that can be compared: a tool used on one spot alone, with which no other
    tool was used, says nothing about tools. Nor does a tool that took the place of another: what
    else changed since then, relief's own drift among it, cannot be told from the tool. So levels
    are compared over the time in which both were used on a spot, and every comparison of releases
    or days takes a trend over the diary (a straight line and its bend) out first. "Enough" means 5
    on either side (10 for a slope) and 6 blocks of days. Spots are not pooled here: a tool that is
    used on good spots only would otherwise borrow their relief.

    "Notable" is Holm's rule at 5 % over every row with enough: where nothing has any effect, the
    chance that even one row is notable is at most 5 %, however the rows hang together. So a small
    true difference often goes without the label.

    Nothing here was drawn by lot, and each comparison leaves the others out of account: it shows
    what went together, not what caused what. For that, see `tracker.relief.experiments.analysis`.

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70. The intervals and p values: see `block_sign_flip.contrast`.
    """
    derived = shared(frame).frame
    rows = list(press_factors(derived))
    if check_ins is not None:
        rows += day_factors(derived, check_ins)
    table = pd.DataFrame(rows).assign(**{c.NOTABLE: False})[list(COLUMNS)]
    table = table.astype({name: _KINDS.get(name, "str") for name in COLUMNS})
    table.loc[table[c.ENOUGH], c.NOTABLE] = holm(table.loc[table[c.ENOUGH], c.P].to_numpy())
    order = table.assign(**{c.ENOUGH: ~table[c.ENOUGH]}).sort_values(
        [c.ENOUGH, c.P, c.FACTOR, c.LEVEL]
    )
    return table.loc[order.index].reset_index(drop=True)


def holm(
    p: "np.typing.NDArray[np.float64]", level: float = NOTABLE_BELOW
) -> "np.typing.NDArray[np.bool_]":
    """Mark the p values that Holm's rule rejects at a family-wise error rate of `level`.

    Parameters
    ----------
    p : array, shape (k,)
    level : float

    Returns
    -------
    array of bool, shape (k,)

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70.

    Examples
    --------
    >>> holm(np.array([0.012, 0.04, 0.5, 0.01])).tolist()
    [True, False, False, True]
    """
    order = np.argsort(p, kind="stable")
    passed = p[order] <= level / np.arange(len(p), 0, -1)
    stands_out = np.zeros(len(p), dtype=bool)
    stands_out[order] = np.logical_and.accumulate(passed)
    return stands_out


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


def factor_row(
    result: Contrast,
    *,
    n_level: int,
    enough: bool,
    apart_in_time: bool = False,
    **named: Any,
) -> dict[str, Any]:
    """Make one row of `factors`, without ``notable``.

    Parameters
    ----------
    result : Contrast
    n_level : int
        Of the rows compared, those at the level; for a slope, all.
    enough : bool
        Whether there are rows enough; that there are enough blocks is checked here.
    apart_in_time : bool
        Whether there were rows enough but for the time in which both were used.
    **named
        ``factor``, ``level``, ``compared_with``, ``measures``.
    """
    return {
        **named,
        c.ESTIMATE: result.estimate,
        c.LOW: result.low,
        c.HIGH: result.high,
        c.N: int(result.informative.sum()),
        c.N_LEVEL: n_level,
        c.P: result.p,
        c.ENOUGH: bool(enough and not np.isnan(result.low)),
        c.APART_IN_TIME: apart_in_time,
    }


def _levels(rated: pd.DataFrame, factor: str, column: str) -> Iterator[dict[str, Any]]:
    level = rated[column].astype(str)
    for other, usual in _pairs(_strata(rated, factor), level):
        both = rated[level.isin([usual, other])]
        is_other = both[column].astype(str) == other
        rows = both[_used_together(_strata(both, factor), is_other, both[c.DAY])]
        x = is_other[rows.index].to_numpy(dtype=float)
        # That one spot is better on the left says nothing about sides until it repeats from spot
        # to spot: so spots, not days, are what varies by chance.
        stratum = _strata(rows, factor)
        unit = stratum if factor == SIDE else rows[c.DAY]
        result = contrast(rows[c.RELIEF], x, _pain_and_time(rows), stratum, unit)
        n, n_level = int(result.informative.sum()), int(x[result.informative].sum())
        enough = min(n_level, n - n_level) >= c.MIN_RELEASES
        yield factor_row(
            result,
            n_level=n_level,
            enough=enough,
            apart_in_time=not enough and _would_be_enough(_strata(both, factor), is_other),
            factor=factor,
            level=other,
            compared_with=usual,
            measures=RELIEF_OF_A_PRESS,
        )


def _used_together(
    stratum: "pd.Series[int]", is_other: "pd.Series[bool]", day: "pd.Series[pd.Timestamp]"
) -> "pd.Series[bool]":
    """Mark the rows of the days from which to which both levels were in use on their spot."""
    grouped = day.groupby([stratum, is_other])
    first, last = grouped.min().unstack(), grouped.max().unstack()
    if first.shape[1] < 2:
        return day.isna()
    begins = first.max(axis=1).where(first.notna().all(axis=1))
    ends = last.min(axis=1).where(last.notna().all(axis=1))
    return (day >= stratum.map(begins)) & (day <= stratum.map(ends))


def _would_be_enough(stratum: "pd.Series[int]", is_other: "pd.Series[bool]") -> bool:
    count = pd.crosstab(stratum, is_other)
    shared = count[(count > 0).all(axis=1)].sum()
    return len(count.columns) == 2 and bool(shared.min() >= c.MIN_RELEASES)


def _pain_and_time(rows: pd.DataFrame) -> Array:
    """Covariates of a comparison: pain before, and a trend over the diary."""
    return np.column_stack([rows[c.PAIN_BEFORE].to_numpy(dtype=float), _trend(rows[c.DAY])])


def _trend(day: "pd.Series[pd.Timestamp] | pd.DatetimeIndex") -> Array:
    """A straight line over the days that rows span, and its bend, shape (n, 2)."""
    index = pd.DatetimeIndex(day)
    days = np.asarray((index - index.min()) / _ONE_DAY, dtype=float)
    line = days / max(float(days.max(initial=0.0)), 1.0)
    return np.column_stack([line, line**2])


def _slope(
    rows: pd.DataFrame, x: "pd.Series[float]", factor: str, level: str, other: str
) -> dict[str, Any]:
    stratum = _strata(rows, factor)
    result = contrast(rows[c.RELIEF], x, _pain_and_time(rows), stratum, rows[c.DAY])
    n = int(result.informative.sum())
    return factor_row(
        result,
        n_level=n,
        enough=n >= 2 * c.MIN_RELEASES,
        factor=factor,
        level=level,
        compared_with=other,
        measures=RELIEF_OF_A_PRESS,
    )


def _strata(rows: pd.DataFrame, factor: str) -> "pd.Series[int]":
    """Number the stratum of each row: its spot and side; for the comparison of sides, its spot."""
    keys = [c.MUSCLE, c.SPOT] if factor == SIDE else SPOT_KEYS
    return rows.groupby(keys, observed=True).ngroup()


def _pairs(stratum: "pd.Series[int]", level: "pd.Series[str]") -> Iterator[tuple[str, str]]:
    """Each level but the one used most, with the one used more that shares most with it."""
    count = pd.crosstab(stratum, level)
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


def day_factors(derived: pd.DataFrame, check_ins: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Compare a day's sciatica pain by what was done the day before, at equal pain that day.

    Parameters
    ----------
    derived : DataFrame
        Releases with the columns of `derive`.
    check_ins : DataFrame
        Check-ins as the diary hands them out. Read: ``at``, ``at_offset``, ``site``, ``pain``,
        ``activities`` and, where it is there, ``medication``.

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
    site = main_site(by_day)
    pain = by_day[by_day[c.SITE] == site].set_index(c.DAY)[c.PAIN]
    before = _lagged(pain)
    earlier = [_lagged(before), _lagged(_lagged(before))]
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
    if (taken := _medication(check_ins)) is not None:
        yield _row(
            days,
            taken,
            factor=MEDICATION,
            level="any",
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
    x = _lagged(done).reindex(days.index).dropna()
    rows = days.loc[x.index]
    before, kept = _instrumented(rows, x)
    outcome = rows[c.PAIN] - kept * rows[_BEFORE]
    covariates = np.column_stack([before, _trend(pd.DatetimeIndex(x.index))])
    result = contrast(outcome, x, covariates, np.zeros(len(x)), x.index)
    with_it = int((x > x.min()).sum())
    enough = min(with_it, len(x) - with_it) >= c.MIN_RELEASES
    n_level = with_it if named[c.FACTOR] in (ACTIVITY, MEDICATION) else len(x)
    return factor_row(result, n_level=n_level, enough=enough, **named)


def _instrumented(rows: pd.DataFrame, x: "pd.Series[float]") -> tuple[Array, float]:
    """Give the pain of the day before, instrumented by earlier days, and its coefficient.

    The next day's pain less what is kept, set against x at an equal pain so read, is what
    two-stage least squares says of x.
    """
    earlier = rows[list(_EARLIER)].fillna(rows[_BEFORE].mean())
    instruments = np.column_stack([np.ones(len(x)), x, earlier])
    before = instruments @ np.linalg.lstsq(instruments, rows[_BEFORE].to_numpy(dtype=float))[0]
    second = np.column_stack([np.ones(len(x)), x, before])
    kept = np.linalg.lstsq(second, rows[c.PAIN].to_numpy(dtype=float))[0][2]
    return before, float(kept)


def _lagged(by_day: "pd.Series[float]") -> "pd.Series[float]":
    """Shift a series by one day."""
    return by_day.set_axis(pd.DatetimeIndex(by_day.index) + _ONE_DAY)


def _activities(check_ins: pd.DataFrame) -> "dict[str, pd.Series[float]]":
    """For each activity by name, 1 on the days that note it and 0 on other days checked in."""
    day = _day(check_ins)
    noted = check_ins[c.ACTIVITIES].astype(str).str.split(";")
    names = sorted({name for listed in noted for name in listed if name})
    return {
        name: noted.map(lambda listed, name=name: float(name in listed)).groupby(day).max()
        for name in names
    }


def _medication(check_ins: pd.DataFrame) -> "pd.Series[float] | None":
    """1 on the days that name any medication and 0 on other days checked in; None where none do."""
    if c.MEDICATION not in check_ins:
        return None
    named = (check_ins[c.MEDICATION].astype(str) != "").astype("float64")
    return named.groupby(_day(check_ins)).max() if named.any() else None


def _day(check_ins: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    return local_time(check_ins[c.AT], check_ins[c.AT_OFFSET]).dt.normalize()

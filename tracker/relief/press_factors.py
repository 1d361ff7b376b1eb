"""Which rows compare tool, pressure, side, time, hold and rest, on the same spot?"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from tracker.relief import columns as c
from tracker.relief.pool import SPOT_KEYS
from tracker.relief.runs import Contrast, contrast

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

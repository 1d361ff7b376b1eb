"""What else went with more or less relief, or with a better or worse next day?"""

from typing import Final

import numpy as np
import pandas as pd

from tracker.relief import columns as c
from tracker.relief.derive import derive
from tracker.relief.factor_rows import day_factors, press_factors

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
)

_KINDS: Final = {
    **dict.fromkeys((c.ESTIMATE, c.LOW, c.HIGH, c.P), "float64"),
    **dict.fromkeys((c.N, c.N_LEVEL), "int64"),
    **dict.fromkeys((c.NOTABLE, c.ENOUGH), "bool"),
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
        two-sided), ``notable`` and ``enough`` (bool). Enough first, then by p, then by name.

        Relief, on the same spot and side at equal pain before: "tool", "pressure", "side" and
        "time of day", each level against the one used more that shares most releases on the same
        spots with it; "hold length" per 10 s longer, of
        releases held to the end only (the others are short because of how pain went); "days since
        last press" of that spot, per day, 14 at most.

        Sciatica pain, at equal pain the day before: "activity the day before", days after it
        against days after none of it; "releases the day before", per release.

    Notes
    -----
    n counts only rows that can be compared: a tool used on one spot alone, with which no other
    tool was used, says nothing about tools. "Enough" means 5 on either side (10 for a slope) and
    6 runs of days. Spots are not pooled here: a tool that is used on good spots only would
    otherwise borrow their relief.

    "Notable" is Holm's rule at 5 % over every row with enough: where nothing has any effect, the
    chance that even one row is notable is at most 5 %, however the rows hang together. So a small
    true difference often goes without the label.

    Nothing here was drawn by lot, and each comparison leaves the others out of account: it shows
    what went together, not what caused what. For that, see `tracker.relief.experiments.analysis`.

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70. The intervals and p values: see `runs.contrast`.
    """
    derived = derive(frame)
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
    """Which of several p values stand out, with at most `level` chance of any by chance alone.

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

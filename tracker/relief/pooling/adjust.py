"""Adjust each release's relief for its spot and its starting pain."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.derive import Array, Codes, Derived, shared
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled, place_of_rows, pool


def spot_adjusted(
    frame: pd.DataFrame,
    *,
    muscle: str | None = None,
    spot: str | None = None,
    side: str | None = None,
    pooled: Pooled | None = None,
) -> pd.DataFrame:
    """Subtract from each release's relief what its spot and its pain before explain.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    muscle, spot, side : str, optional
        Which releases to give; spots and starting pain are always learnt from all of `frame`.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already.

    Returns
    -------
    DataFrame
        The rated releases asked for, derived, in the order and with the index of `frame`, and
        ``adjusted`` (float64, points)::

            adjusted = relief - (leaf - average leaf) - slope (pain before - reference pain)

        with leaf the pooled mean of the release's spot and side, and its average over the releases
        asked for: adjusted relief is on the level of those, and of one spot alone only the
        starting pain is taken out.

    Notes
    -----
    So a week on better spots, or one that began with more pain, is not a better week by that
    alone. With too few releases for `pool` to fit, adjusted relief is relief.

    Spots are known only so far as they were pressed, and pulled toward their muscle: some of their
    difference is left in. If a spot was pressed in one period only, spot and period cannot be told
    apart.
    """
    of = shared(frame)
    asked = _selected(of, muscle, spot, side)
    adjusted = adjusted_relief(frame, pooled=pooled)
    return of.frame[asked].assign(**{c.ADJUSTED: adjusted.of_rows(asked)})


@dataclass(frozen=True)
class Adjusted:
    """Each release's relief, and what its spot and its pain before explain of it.

    Attributes
    ----------
    relief : array, shape (n,)
        NaN where not rated.
    leaf : array, shape (n,)
        The estimate of its spot; 0 where too little is known to adjust.
    from_pain : array, shape (n,)
        What the pain before explains.
    """

    relief: Array
    leaf: Array
    from_pain: Array

    def of_rows(self, rows: NDArray[np.bool_] | Codes) -> Array:
        """Give the adjusted relief of some releases, on the level of those."""
        leaf = self.leaf[rows]
        from_spot = leaf - leaf.mean() if len(leaf) else leaf
        # Rounded as relief is: the last bits of a fit must not part days that are alike.
        return np.round(self.relief[rows] - from_spot - self.from_pain[rows], 9)


def adjusted_relief(frame: pd.DataFrame, *, pooled: Pooled | None = None) -> Adjusted:
    """Give what `spot_adjusted` takes out of each release's relief."""
    of = shared(frame)
    pooled = pool(frame) if pooled is None else pooled
    known = _adjusted.get(pooled)
    if known is None or known[0] is not of:
        known = of, _adjust(of, pooled)
        _adjusted[pooled] = known
    return known[1]


_adjusted: "WeakKeyDictionary[Pooled, tuple[Derived, Adjusted]]" = WeakKeyDictionary()
"""What was taken out last by each answer: a page asks for it once a table."""


def _adjust(of: Derived, pooled: Pooled) -> Adjusted:
    if pooled.fit is None:
        return Adjusted(of.relief, *np.zeros((2, len(of.relief))))
    place = place_of_rows(of, pooled.spots)
    leaf = pooled.spots[c.MEAN].to_numpy(dtype=float)[place]
    slope = pooled.fit.slope
    reference = pooled.spots[c.REFERENCE_PAIN].to_numpy(dtype=float)[place]
    from_pain = slope * (of.frame[c.PAIN_BEFORE].to_numpy(dtype=float) - reference)
    return Adjusted(of.relief, leaf, from_pain)


def adjusted_by_day(
    frame: pd.DataFrame,
    *,
    muscle: str | None = None,
    spot: str | None = None,
    side: str | None = None,
    pooled: Pooled | None = None,
) -> "tuple[pd.Series[pd.Timestamp], pd.Series[float]]":
    """Give the local day and the adjusted relief of the releases that `spot_adjusted` gives."""
    of = shared(frame)
    asked = _selected(of, muscle, spot, side)
    day = of.frame[c.DAY][asked]
    adjusted = adjusted_relief(frame, pooled=pooled).of_rows(asked)
    return day, pd.Series(adjusted, index=day.index)


def _selected(
    of: Derived, muscle: str | None, spot: str | None, side: str | None
) -> NDArray[np.bool_]:
    """Mark the rated releases of a muscle, spot or side."""
    wanted = of.is_rated.copy()
    for key, value in zip(SPOT_KEYS, (muscle, spot, side), strict=True):
        if value is not None:
            wanted &= (of.frame[key] == value).to_numpy()
    return wanted

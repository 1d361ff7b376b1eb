"""Adjust each release's relief for its spot and its starting pain."""

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.derive import derive
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled, pool


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
    derived = derive(frame)
    rated = derived[derived[c.RELIEF].notna() & _selected(derived, muscle, spot, side)]
    pooled = pool(derived) if pooled is None else pooled
    if pooled.fit is None:
        return rated.assign(**{c.ADJUSTED: rated[c.RELIEF]})
    places = pd.MultiIndex.from_frame(pooled.spots[SPOT_KEYS])
    place = places.get_indexer(pd.MultiIndex.from_frame(rated[SPOT_KEYS].astype("str")))
    leaf = pooled.spots[c.MEAN].to_numpy(dtype=float)[place]
    from_spot = leaf - leaf.mean() if len(leaf) else leaf
    slope = pooled.fit.beta[1] if len(pooled.fit.beta) > 1 else 0.0
    reference = pooled.spots[c.REFERENCE_PAIN].to_numpy(dtype=float)[place]
    from_pain = slope * (rated[c.PAIN_BEFORE] - reference)
    # Rounded as relief is: the last bits of a fit must not part days that are alike.
    adjusted = (rated[c.RELIEF] - from_spot - from_pain).round(9)
    return rated.assign(**{c.ADJUSTED: adjusted})


def _selected(
    derived: pd.DataFrame, muscle: str | None, spot: str | None, side: str | None
) -> "pd.Series[bool]":
    wanted = pd.Series(data=True, index=derived.index, dtype="bool")
    for key, value in zip(SPOT_KEYS, (muscle, spot, side), strict=True):
        if value is not None:
            wanted &= derived[key] == value
    return wanted

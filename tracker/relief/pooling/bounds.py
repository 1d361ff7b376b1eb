"""Bound each spot's relief where presses were moved from, or their ends not rated.

Neither is missing at random: a press is moved where nothing falls, and a rating is forgotten rather
where nothing came of it. Without a lot only bounds are honest.
"""

from typing import Any, Final

import numpy as np
import pandas as pd

from tracker.relief import columns as c
from tracker.relief.derive import shared
from tracker.relief.pooling.mixture import Mixture
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled, pool, spot_means
from tracker.relief.thirty_seconds import SCALE_TOP

N_MISSING: Final = "n_missing"
HELD_LEAST: Final = "held_least"
HELD_MOST: Final = "held_most"
HELD_LOW_95: Final = "held_low_95"
HELD_HIGH_95: Final = "held_high_95"
WORST: Final = "worst"
BEST: Final = "best"

MISSING_FROM: Final = 0.1
"""Share of ends that are not rated from which the bounds are to be said."""

_BOUNDS: Final = [HELD_LEAST, HELD_MOST, HELD_LOW_95, HELD_HIGH_95, WORST, BEST]


def spot_bounds(frame: pd.DataFrame, *, pooled: Pooled | None = None) -> pd.DataFrame:
    """Bound the relief of held presses, and of all presses where ends are missing.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already; its reference is kept.

    Returns
    -------
    DataFrame
        The rows of ``pooled.spots`` in their order: ``muscle``, ``spot``, ``side``, ``n``,
        ``moved``, ``n_missing`` (int64: releases, those moved from, those whose end was not
        rated), ``mean``, ``low_95``, ``high_95`` (float64, points: as you press it, leaving where
        nothing falls), then in points

        - ``held_least``, ``held_most``: the average of a held press lies between, with
          ``held_low_95`` and ``held_high_95`` around them; NaN where no press was moved from;
        - ``worst``, ``best``: the average as if pain had risen to 10 in every release whose end
          is missing, and as if it had gone; NaN under a tenth of missing ends.

        All are pooled, at the same reference pain.

    Notes
    -----
    A moved press is taken to have come, if held, to no less than it had on leaving, and on average
    to no more than the held presses of the spot. Where staying was drawn by lot,
    `thirty_second_rule` knows more.

    References
    ----------
    Manski 1990, Am Econ Rev 80:319-323 (worst and best); Manski & Pepper 2000, Econometrica
    68:997-1010, doi:10.1111/1468-0262.00144 (monotone response and selection).
    """
    derived = shared(frame).frame
    pooled = pool(derived) if pooled is None else pooled
    moved = derived[c.OUTCOME] == c.MOVED
    missing = derived[c.RELIEF].isna()
    counted = derived[SPOT_KEYS].astype("str").assign(**{c.MOVED: moved, N_MISSING: missing})
    counts = counted.groupby(SPOT_KEYS)[[c.MOVED, N_MISSING]].sum()
    spots = pooled.spots.set_index(SPOT_KEYS)
    table = spots[[c.N, c.MEAN, c.LOW_95, c.HIGH_95]].join(counts)
    table[[c.MOVED, N_MISSING]] = table[[c.MOVED, N_MISSING]].fillna(0).astype("int64")
    table[_BOUNDS] = np.nan
    if moved.any():
        held = spot_means(derived[~moved], pooled)
        middle = _mean(held)
        low, high = held.quantile([0.025, 0.975]) if held else (np.nan, np.nan)
        some = table[c.MOVED] > 0
        least = table[c.MEAN]
        bounds = {
            HELD_LEAST: np.fmin(least, middle),
            HELD_MOST: np.fmax(least, middle),
            HELD_LOW_95: np.fmin(table[c.LOW_95], low),
            HELD_HIGH_95: np.fmax(table[c.HIGH_95], high),
        }
        for name, values in bounds.items():
            table[name] = values.where(some)
    many = table[N_MISSING] >= np.maximum(MISSING_FROM * table[c.N], 1)
    if many.any():
        for name, end in ((WORST, SCALE_TOP), (BEST, 0.0)):
            ended = spot_means(_ended_at(derived, missing, end), pooled)
            table[name] = np.where(many, _mean(ended), np.nan)
    first = [c.N, c.MOVED, N_MISSING, c.MEAN, c.LOW_95, c.HIGH_95]
    return table[[*first, *_BOUNDS]].reset_index()


def _ended_at(derived: pd.DataFrame, missing: "pd.Series[bool]", pain: float) -> pd.DataFrame:
    """Fill in what pain was at the end of the releases whose end is missing."""
    moved = derived[c.OUTCOME] == c.MOVED
    return derived.assign(
        **{
            c.PAIN_30S: derived[c.PAIN_30S].mask(missing & moved, pain),
            c.PAIN_AFTER: derived[c.PAIN_AFTER].mask(missing & ~moved, pain),
        }
    )


def _mean(spots: Mixture | None) -> Any:
    return np.nan if spots is None else spots.weight @ spots.centre

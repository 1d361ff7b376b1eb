"""Test whether a spot gives less relief now than at first (habituation)."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.protocol.place_name import place_name
from tracker.relief import columns as c
from tracker.relief.display import ShownAsTable, figures, interval, percent, points
from tracker.relief.over_time import daily, level_of
from tracker.relief.pooling.adjust import adjusted_by_day
from tracker.relief.pooling.pool import Pooled

LESS_BY: Final = 0.5
"""Points of relief less than at first, from which less is worth a word."""

SURE_FROM: Final = 0.95
"""Probability from which it is said."""


@dataclass(frozen=True, repr=False)
class Habituation(ShownAsTable):
    """A spot's level of relief in the first part of its history and now.

    Attributes
    ----------
    muscle, spot, side : str
    verdict : {"wearing off", "no sign", "not enough yet"}
    change, low, high : float
        Level on the last day less its average over the first part, in points of relief, and the
        95 % interval; NaN where not enough.
    probability : float
        That the level now is more than half a point lower; NaN where not enough.
    n_first, n_last : int
        Releases in the first part, and in the last.
    """

    muscle: str
    spot: str
    side: str
    verdict: Literal["wearing off", "no sign", "not enough yet"]
    change: float
    low: float
    high: float
    probability: float
    n_first: int
    n_last: int

    def _caption(self) -> str:
        return f"Habituation: {place_name(self.muscle, self.spot, self.side)}"

    def _cells(self) -> pd.DataFrame:
        return figures(
            {
                "verdict": self.verdict,
                "change in points": points(self.change),
                "95 % interval": interval(self.low, self.high),
                "chance of a loss": percent(self.probability),
                "n at first": str(self.n_first),
                "n lately": str(self.n_last),
            }
        )


def habituation(
    frame: pd.DataFrame, muscle: str, spot: str, side: str, *, pooled: Pooled | None = None
) -> Habituation:
    """Compare a spot's level of relief now with that of its first releases.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    muscle, spot, side : str
        The spot.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already.

    Returns
    -------
    WearingOff
        The first part is the earliest days that together hold a third of the spot's rated
        releases and at least five; the last part likewise, from the end. Where the two would
        overlap it is "not enough yet". "wearing off" needs a probability of .95 or more.

    Notes
    -----
    Relief is taken at a like pain before (`spot_adjusted`): pain that starts lower has less far to
    fall, and that is not wearing off. It says that relief fell, not why.

    It speaks up seldom, so "no sign" is no proof that nothing changed. Of simulated spots that
    lost 2 points steadily over twelve weeks it found 1 in 5 with 40 releases and 1 in 2 with 80;
    of spots that never changed, looked at every week, it called 1 in 120 wearing off at some time.
    """
    table = daily(*adjusted_by_day(frame, muscle=muscle, spot=spot, side=side, pooled=pooled))
    n = table[c.N].to_numpy(dtype=float)
    first, last = _ends(n)
    if not first.any() or (first & last).any():
        n_first, n_last = int(n @ first), int(n @ last)
        unknown = (np.nan, np.nan, np.nan, np.nan)
        return Habituation(muscle, spot, side, "not enough yet", *unknown, n_first, n_last)
    share = -n * first / (n @ first)
    share[-1] += 1
    change = level_of(table).contrast(share)
    low, high = change.quantile([0.025, 0.975])[:, 0]
    probability = 1 - float(change.above(-LESS_BY)[0])
    return Habituation(
        muscle,
        spot,
        side,
        "wearing off" if probability >= SURE_FROM else "no sign",
        float(change.weight @ change.centre[:, 0]),
        float(low),
        float(high),
        probability,
        int(n @ first),
        int(n @ last),
    )


def _ends(n: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the days of the first part, and those of the last."""
    needed = max(c.MIN_RELEASES, n.sum() / 3)
    earlier, later = n.cumsum() - n, n[::-1].cumsum()[::-1] - n
    return earlier < needed, later < needed

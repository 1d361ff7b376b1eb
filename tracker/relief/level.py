"""Smooth a daily series by the local-level model (Kalman filter and smoother).

The level takes a random step each night, and a day's average scatters
around it, the less the more values went into it::

    y_t     ~ N(level_t, s2 / n_t)
    level_t ~ N(level_s, q s2 (t - s)),  s the day before t in the series

with a flat prior on the first level, p(s2) ~ 1 / s2, and sqrt(q) ~ half-normal(0.15). Given q,
everything has a closed form (a Kalman filter, then a smoother); q is integrated over a grid of 25
nodes. Arrays are over nodes (G) and days (T).

References
----------
Durbin & Koopman 2012, Time Series Analysis by State Space Methods,
doi:10.1093/acprof:oso/9780199641178.001.0001, chapters 2 and 4; Harvey 1990, Forecasting,
Structural Time Series Models and the Kalman Filter, doi:10.1017/CBO9781107049994, section 3.2.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tracker.relief.intervals import FLAT, VariancePrior
from tracker.relief.pooling.mixture import Mixture

Array = NDArray[np.float64]

STEP_SD: Final = 0.15
"""Scale of the half-normal prior on a night's step, as a multiple of one value's noise."""

_COARSE: Final = np.concatenate([[0.0], np.geomspace(0.003, 1.5, 24)])
"""Steps sqrt(q) tried first; 0, a level that never moves, is one of them."""

_NEGLIGIBLE: Final = 12.0
"""How far below the highest log weight a step no longer matters."""

# Days that all agree leave no residual; its logarithm must stay finite.
_LEAST_RSS: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Level:
    """The level on each day of a series, given all its days.

    Attributes
    ----------
    weight : array, shape (G,)
        How much each node counts; adds to 1.
    mean : array, shape (G, T)
        The level, in the unit of the series.
    variance : array, shape (G, T)
        Its variance over s2.
    smoother_gain : array, shape (G, T - 1)
        How far each day's level follows what is learnt about the next one's.
    conditional_variance : array, shape (G, T)
        Variance over s2 of each day's level where the next one's is known.
    rss : array, shape (G,)
        Weighted residual sum of squares, that of the prior included.
    freedom : float
        Days with values, less one, and the prior's.
    """

    weight: Array
    mean: Array
    variance: Array
    smoother_gain: Array
    conditional_variance: Array
    rss: Array
    freedom: float

    def each_day(self) -> Mixture:
        """The level on each day, T quantities."""
        return self._mixture(self.mean, self.variance)

    def contrast(self, share: ArrayLike) -> Mixture:
        """A linear contrast of the levels, with their covariance taken into account.

        Parameters
        ----------
        share : array, shape (T,)
            How each day counts, such as 1 on the last day and -1 on the first.
        """
        shares = np.asarray(share, dtype=float)
        # Each level is what it follows of the next day's, plus a part of its own.
        carried = np.zeros_like(self.conditional_variance)
        carried[:, 0] = shares[0]
        for t in range(1, len(shares)):
            carried[:, t] = shares[t] + self.smoother_gain[:, t - 1] * carried[:, t - 1]
        variance = np.einsum("gt,gt->g", carried**2, self.conditional_variance)
        return self._mixture((self.mean @ shares)[:, None], variance[:, None])

    def _mixture(self, centre: Array, variance: Array) -> Mixture:
        s2 = self.rss / self.freedom
        return Mixture(self.weight, centre, np.sqrt(s2[:, None] * variance), self.freedom)


def local_level(
    day: ArrayLike, mean: ArrayLike, n: ArrayLike, *, prior: VariancePrior = FLAT
) -> Level:
    """Follow the level through a series of days.

    Parameters
    ----------
    day : array, shape (T,)
        The days, ascending, in days since any beginning; gaps need no rows of their own.
    mean : array, shape (T,)
        Each day's average; ignored where n is 0.
    n : array, shape (T,)
        How many values went into it; 0 asks for the level of a day without any.
    prior : VariancePrior
        Of s2; with `WEAK` days that agree by chance have a band too.

    Raises
    ------
    ValueError
        Shapes that differ, days that do not ascend, a first day without values, fewer than two
        days with values, an average that is not finite.

    Notes
    -----
    How far single values scatter is learnt from the daily averages alone: values of one day share
    its mood, and would make the level look surer than it is. With few days the bands are wide.

    The level is smooth by assumption: a sudden change is drawn as a slope of some days. It says
    when things changed, never why.

    Examples
    --------
    >>> level = local_level([0, 1, 3], [2.0, 4.0, 3.0], [2, 2, 1])
    >>> level.each_day().mean.round(2)
    array([2.98, 3.02, 3.02])
    """
    gap, means, counts = _checked(day, mean, n)
    root, share = _grid(gap, means, counts, prior)
    return _smoothed(root, share, gap, means, counts, prior)


def _checked(day: ArrayLike, mean: ArrayLike, n: ArrayLike) -> tuple[Array, Array, Array]:
    days, means, counts = (np.asarray(values, dtype=float) for values in (day, mean, n))
    if days.ndim != 1 or not days.shape == means.shape == counts.shape:
        raise ValueError(
            f"day, mean and n must be of one length, "
            f"not of shapes {days.shape}, {means.shape} and {counts.shape}."
        )
    gap = np.diff(days)
    if not (gap > 0).all():
        raise ValueError("day must ascend: sort the days and give each of them once.")
    if (counts > 0).sum() < 2:
        raise ValueError(f"n must be above 0 on two days or more, not {(counts > 0).sum()}.")
    if counts[0] <= 0:
        raise ValueError("n must be above 0 on the first day: nothing is known before it.")
    if not np.isfinite(means[counts > 0]).all():
        raise ValueError("mean must be a finite number wherever n is above 0.")
    return gap, means, counts


def _grid(
    gap: Array, mean: Array, n: Array, prior: VariancePrior, nodes: int = 25
) -> tuple[Array, Array]:
    """Gauss-Legendre nodes over the steps whose weight is not negligible, and their shares."""
    log_det, rss = _kalman_filter(_COARSE[:, None] ** 2 * gap, mean, n)[2:]
    matters = _log_weight(_COARSE, log_det, rss + prior.squares, _freedom(n) + prior.n)
    inside = np.flatnonzero(matters > matters.max() - _NEGLIGIBLE)
    low = _COARSE[max(inside[0] - 1, 0)]
    high = _COARSE[min(inside[-1] + 1, len(_COARSE) - 1)]
    points, shares = np.polynomial.legendre.leggauss(nodes)
    return low + (high - low) * (points + 1) / 2, shares


def _log_weight(root: Array, log_det: Array, rss: Array, freedom: float) -> Array:
    log_rss: Array = np.log(rss)
    return -((root / STEP_SD) ** 2 + log_det + freedom * log_rss) / 2


def _freedom(n: Array) -> int:
    return int((n > 0).sum()) - 1


def _smoothed(
    root: Array, share: Array, gap: Array, mean: Array, n: Array, prior: VariancePrior = FLAT
) -> Level:
    """Smooth at each step ``root``, which counts for its share of the integral."""
    step = root[:, None] ** 2 * gap
    level, variance, log_det, rss = _kalman_filter(step, mean, n)
    rss, freedom = rss + prior.squares, _freedom(n) + prior.n
    log_weight = _log_weight(root, log_det, rss, freedom)
    weight = share * np.exp(log_weight - log_weight.max())
    gain = variance[:, :-1] / (variance[:, :-1] + step)
    own = np.hstack([variance[:, :-1] * (1 - gain), variance[:, -1:]])
    smooth, spread = level.copy(), own.copy()
    for t in reversed(range(len(gap))):
        smooth[:, t] += gain[:, t] * (smooth[:, t + 1] - level[:, t])
        spread[:, t] += gain[:, t] ** 2 * spread[:, t + 1]
    return Level(weight / weight.sum(), smooth, spread, gain, own, rss, freedom)


def _kalman_filter(step: Array, mean: Array, n: Array) -> tuple[Array, Array, Array, Array]:
    """Kalman filter: each day's level given the days up to it, log |F| and the residual sum.

    The first day's values alone say where the level begins, which a flat prior makes exact.
    """
    level, variance = np.empty((len(step), len(n))), np.empty((len(step), len(n)))
    level[:, 0], variance[:, 0] = mean[0], 1 / n[0]
    log_det, rss = np.zeros(len(step)), np.zeros(len(step))
    for t in range(1, len(n)):
        ahead = variance[:, t - 1] + step[:, t - 1]
        if n[t] == 0:
            level[:, t], variance[:, t] = level[:, t - 1], ahead
            continue
        spread = ahead + 1 / n[t]
        surprise = mean[t] - level[:, t - 1]
        level[:, t] = level[:, t - 1] + ahead / spread * surprise
        variance[:, t] = ahead / spread / n[t]
        log_det += np.log(spread)
        rss += surprise**2 / spread
    return level, variance, log_det, np.maximum(rss, _LEAST_RSS)

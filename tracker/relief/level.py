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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg.lapack import dtbtrs

from tracker.relief.intervals import FLAT, VariancePrior
from tracker.relief.pooling.grid import LEAST_RSS, legendre_nodes
from tracker.relief.pooling.mixture import Mixture

Array = NDArray[np.float64]

STEP_SD: Final = 0.15
"""Scale of the half-normal prior on a night's step, as a multiple of one value's noise."""

_COARSE: Final = np.concatenate([[0.0], np.geomspace(0.003, 1.5, 24)])
"""Steps sqrt(q) tried first; 0, a level that never moves, is one of them."""

_AT_ONCE: Final = 24
"""Series that are filtered together: more would take more memory and hardly less time."""

_NEGLIGIBLE: Final = 12.0
"""How far below the highest log weight a step no longer matters."""


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
        none = np.zeros((len(self.smoother_gain), 1))
        carried = _recursion(
            np.hstack([none, self.smoother_gain]),
            np.broadcast_to(shares, self.conditional_variance.shape),
        )
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
    return next(local_levels([(day, mean, n)], prior=prior))


def local_levels(
    series: Sequence[tuple[ArrayLike, ArrayLike, ArrayLike]], *, prior: VariancePrior = FLAT
) -> Iterator[Level]:
    """Follow the level through several series, each of `local_level`'s day, mean and n.

    Notes
    -----
    The filter goes from day to day through many series at once.
    """
    left = iter(series)
    while some := list(islice(left, _AT_ONCE)):
        checked = [_checked(*one) for one in some]
        coarse = _filtered(checked, [_COARSE] * len(checked))
        grids = [
            _grid(one, counts, prior) for one, (_, _, counts) in zip(coarse, checked, strict=True)
        ]
        fine = _filtered(checked, [root for root, _ in grids])
        for (root, share), one, (gap, _, n) in zip(grids, fine, checked, strict=True):
            yield _smoothed(root, share, gap, n, one, prior)


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
    filtered: "_Filtered", n: Array, prior: VariancePrior, nodes: int = 25
) -> tuple[Array, Array]:
    """Gauss-Legendre nodes over the steps whose weight is not negligible, and their shares."""
    rss = filtered.rss + prior.squares
    matters = _log_weight(_COARSE, filtered.log_det, rss, _freedom(n) + prior.n)
    inside = np.flatnonzero(matters > matters.max() - _NEGLIGIBLE)
    low = _COARSE[max(inside[0] - 1, 0)]
    high = _COARSE[min(inside[-1] + 1, len(_COARSE) - 1)]
    points, shares = legendre_nodes(nodes)
    return low + (high - low) * (points + 1) / 2, shares


def _log_weight(root: Array, log_det: Array, rss: Array, freedom: float) -> Array:
    log_rss: Array = np.log(rss)
    return -((root / STEP_SD) ** 2 + log_det + freedom * log_rss) / 2


def _freedom(n: Array) -> int:
    return int((n > 0).sum()) - 1


@dataclass(frozen=True, eq=False)
class _Filtered:
    """Each day's level given the days up to it, (G, T), log |F| and the residual sum, (G,)."""

    level: Array
    variance: Array
    log_det: Array
    rss: Array


def _smoothed(
    root: Array, share: Array, gap: Array, n: Array, filtered: _Filtered, prior: VariancePrior
) -> Level:
    """Smooth at each step ``root``, which counts for its share of the integral."""
    level, variance = filtered.level, filtered.variance
    step = root[:, None] ** 2 * gap
    rss, freedom = filtered.rss + prior.squares, _freedom(n) + prior.n
    log_weight = _log_weight(root, filtered.log_det, rss, freedom)
    weight = share * np.exp(log_weight - log_weight.max())
    gain = variance[:, :-1] / (variance[:, :-1] + step)
    own = np.hstack([variance[:, :-1] * (1 - gain), variance[:, -1:]])
    none = np.zeros((len(gain), 1))
    follows = np.hstack([none, gain[:, ::-1]])
    rest = np.hstack([(1 - gain) * level[:, :-1], level[:, -1:]])
    smooth = _recursion(follows, rest[:, ::-1])[:, ::-1]
    spread = _recursion(follows**2, own[:, ::-1])[:, ::-1]
    return Level(weight / weight.sum(), smooth, spread, gain, own, rss, freedom)


def _filtered(
    series: Sequence[tuple[Array, Array, Array]], roots: Sequence[Array]
) -> Iterator[_Filtered]:
    """Kalman filter of several series, each with its own steps, all as many.

    The first day's values alone say where the level begins, which a flat prior makes exact.
    """
    days = max(len(n) for _, _, n in series)
    counts = np.zeros((days, len(series), 1))
    step = np.zeros((days, len(series), len(roots[0])))
    for at, ((gap, _, n), root) in enumerate(zip(series, roots, strict=True)):
        counts[: len(n), at, 0] = n
        step[1 : len(n), at] = root**2 * gap[:, None]
    ahead, variance = _variances(step, counts)
    for at, (_, mean, n) in enumerate(series):
        yield _levels(ahead[: len(n), at].T, variance[: len(n), at].T, mean, n)


def _variances(step: Array, n: Array) -> tuple[Array, Array]:
    """Each day's variance over s2 before and after its values, (T, S, G); the first's after only.

    The one recursion that no library has; so it is taken through all series and nodes at once.
    """
    ahead, variance = np.zeros_like(step), np.empty_like(step)
    variance[0] = 1 / n[0]
    seen = np.empty_like(step[0])
    for before, here, now, count, more in zip(
        variance, ahead[1:], variance[1:], n[1:], step[1:], strict=False
    ):
        np.add(before, more, out=here)
        np.multiply(count, here, out=seen)
        np.add(seen, 1, out=seen)
        np.divide(here, seen, out=now)
    return ahead, variance


def _levels(ahead: Array, variance: Array, mean: Array, n: Array) -> _Filtered:
    mean = np.where(n > 0, mean, 0.0)
    pull = n * variance
    level = _recursion(1 - pull, pull * mean)
    rated = np.flatnonzero(n[1:] > 0) + 1
    spread = ahead[:, rated] + 1 / n[rated]
    surprise = mean[rated] - level[:, rated - 1]
    rss = (surprise**2 / spread).sum(axis=1)
    return _Filtered(level, variance, np.log(spread).sum(axis=1), np.maximum(rss, LEAST_RSS))


def _recursion(factor: Array, own: Array) -> Array:
    """x[t] = own[t] + factor[t] x[t - 1] along the days of (G, T); the first factor is not read."""
    bands = np.ones((2, factor.shape[1]))
    solved = np.empty(factor.shape)
    for row, (factors, values) in enumerate(zip(factor, own, strict=True)):
        bands[1, :-1] = -factors[1:]
        solved[row] = dtbtrs(bands, values, uplo="L", diag="U")[0].ravel()
    return solved

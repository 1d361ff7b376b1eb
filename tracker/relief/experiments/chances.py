"""Give the chance that one arm of an experiment is better, and a stopping rule that rests on it.

A pair's difference d_i (relief of A less relief of B, at equal pain before) is taken as::

    d_i ~ N(delta, sigma2),  delta ~ N(0, 1),  sigma2 ~ scaled inverse chi2(4, 1.95^2)

in points: a true difference beyond 2 points is rare, and before any pair the scatter counts as if
four pairs had shown 1.95 (each release scatters by about 1.4). Given sigma, delta is normal in
closed form; sigma is integrated over a grid.

References
----------
Schroeder et al. 2019, the PREEMPT n-of-1 trials of chronic pain, PMC6398612, for chances as what is
told to the person. Gelman et al. 2013, Bayesian Data Analysis, chapter 2, for the formulae.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtrit

from tracker.protocol.experiment import FEWEST_PAIRS, MOST_STOPPING_PAIRS, STOPS_AT
from tracker.relief import columns as c
from tracker.relief.display import ShownAsTable, figures, interval, percent, points
from tracker.relief.experiments.analysis import DIFFERENCE_POINTS, SD_OF_DIFFERENCE, differences
from tracker.relief.experiments.randomization import Arms

Array = NDArray[np.float64]

PRIOR_SD: Final = 1.0
PRIOR_PAIRS: Final = 4.0
BY_POINTS: Final = 1.0
"""Less apart than this, two arms are as good as the same."""

SD_OF_RELEASE: Final = SD_OF_DIFFERENCE / np.sqrt(2)

_SIGMA: Final = np.geomspace(0.3, 10.0, 32)


@dataclass(frozen=True)
class NextRelease:
    """What the next release of an arm gives: points, and its 80 % range; NaN without a release."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, repr=False)
class Chances(ShownAsTable):
    """How likely it is that one arm is better, after so many pairs.

    Attributes
    ----------
    arms : tuple of str
        A and B.
    better : float
        Chance that A gives more relief than B, 0 to 1; that of B is the rest.
    better_by_1, same, worse_by_1 : float
        Chances that A is better by a point or more, that the two are less than a point apart, and
        that B is better by a point or more; they add to 1.
    n_pairs : int
        Rated pairs.
    next_a, next_b : NextRelease
        What the next release of either gives, at the average pain before of the experiment.
    """

    arms: Arms
    better: float
    better_by_1: float
    same: float
    worse_by_1: float
    n_pairs: int
    next_a: NextRelease
    next_b: NextRelease

    def _caption(self) -> str:
        return f"Chances: {self.arms[0]} against {self.arms[1]}, {self.n_pairs} pairs"

    def _cells(self) -> pd.DataFrame:
        first, second = self.arms
        return figures(
            {
                f"{first} is better": percent(self.better),
                f"{first} by 1 point or more": percent(self.better_by_1),
                "as good as the same": percent(self.same),
                f"{second} by 1 point or more": percent(self.worse_by_1),
                f"next release of {first}": _next(self.next_a),
                f"next release of {second}": _next(self.next_b),
            }
        )


def _next(release: NextRelease) -> str:
    return f"{points(release.mean)} ({interval(release.low, release.high)})"


def chances(pairs: pd.DataFrame, *, slope: float = 0.0, arms: Arms = ("A", "B")) -> Chances:
    """Give the chance that A is better than B, and what the next release of each gives.

    Parameters
    ----------
    pairs : DataFrame
        As `analyse` reads it.
    slope : float
        As in `analyse`.
    arms : tuple of str
        The names in ``arm``.

    Notes
    -----
    Unlike the p of the sign-flip test it answers what a person asks, and takes for it the normal
    noise and the prior above. In experiments drawn from that prior, with 8 pairs, arms given .7 to
    .9 were the better one in .8, and those given more than .95 in .98 (`benchmarks`).

    Examples
    --------
    >>> pairs = pd.DataFrame({"pair": [1, 1, 2, 2], "arm": ["A", "B", "B", "A"],
    ...     "pain_before": 6.0, "relief": [3.0, 1.0, 1.0, 2.0]})
    >>> round(chances(pairs).better, 2)
    0.75
    """
    values, adjusted = differences(pairs, slope=slope, arms=arms)
    p = [float(chance_above(values, at)) for at in (0.0, BY_POINTS, -BY_POINTS)]
    by_arm = [adjusted.loc[adjusted[c.ARM] == arm, c.RELIEF].dropna() for arm in arms]
    return Chances(
        arms=arms,
        better=p[0],
        better_by_1=p[1],
        same=p[2] - p[1],
        worse_by_1=1 - p[2],
        n_pairs=len(values),
        next_a=_next_release(by_arm[0].to_numpy(dtype=float)),
        next_b=_next_release(by_arm[1].to_numpy(dtype=float)),
    )


def _next_release(relief: Array) -> NextRelease:
    n = len(relief)
    if not n:
        return NextRelease(np.nan, np.nan, np.nan, 0)
    mean, freedom = float(relief.mean()), n - 1 + PRIOR_PAIRS
    spread = ((relief - mean) ** 2).sum() + PRIOR_PAIRS * SD_OF_RELEASE**2
    margin = float(stdtrit(freedom, 0.9) * np.sqrt(spread / freedom * (1 + 1 / n)))
    return NextRelease(mean, mean - margin, mean + margin, n)


def chance_above(difference: ArrayLike, threshold: float = 0.0) -> Array:
    """Give the chance that the true difference is above a threshold.

    Parameters
    ----------
    difference : array, shape (..., n)
        The pairs' differences, in points; n may be 0.
    threshold : float

    Returns
    -------
    array, shape (...)
    """
    values = np.asarray(difference, dtype=float)
    n = values.shape[-1]
    mean = values.mean(axis=-1) if n else np.zeros(values.shape[:-1])
    squares = ((values - mean[..., None]) ** 2).sum(axis=-1)
    return _chance_above(float(n), mean, squares, threshold)


def _chance_above(n: float, mean: Array, squares: Array, threshold: float) -> Array:
    """The same from the mean and the sum of squares around it, any shape."""
    variance = _SIGMA**2
    log_weight = -0.5 * (PRIOR_PAIRS + max(n - 1, 0)) * np.log(variance) - 0.5 * (
        (PRIOR_PAIRS * SD_OF_DIFFERENCE**2 + squares[..., None]) / variance
    )
    if n:
        of_mean = PRIOR_SD**2 + variance / n
        log_weight = log_weight - 0.5 * (np.log(of_mean) + mean[..., None] ** 2 / of_mean)
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    precision = 1 / PRIOR_SD**2 + n / variance
    centre = mean[..., None] * (n / variance) / precision
    above = ndtr((centre - threshold) * np.sqrt(precision))
    return np.asarray((weight * above).sum(axis=-1) / weight.sum(axis=-1), dtype=np.float64)


def stopped_after(difference: ArrayLike, stops_at: float) -> int | None:
    """Give the pair after which an experiment stops, or None where it goes on.

    Parameters
    ----------
    difference : array, shape (n,)
        The pairs' differences in their order; NaN where a pair is not rated.
    stops_at : float
        The chance, of either arm, at which it stops; looked at from the sixth rated pair on.
    """
    values = np.asarray(difference, dtype=float)
    for pair in range(1, len(values) + 1):
        rated = values[:pair][~np.isnan(values[:pair])]
        if len(rated) < FEWEST_PAIRS or np.isnan(values[pair - 1]):
            continue
        better = float(chance_above(rated))
        if max(better, 1 - better) >= stops_at:
            return pair
    return None


@dataclass(frozen=True)
class StoppingRates:
    """How often an experiment with the stopping rule names an arm, by simulation.

    Attributes
    ----------
    false : float
        Share that names an arm where the two give the same.
    found : float
        Share that names the better arm where it is better by 1.5 points.
    pairs : float
        Pairs pressed on average where it is better by 1.5 points.
    """

    false: float
    found: float
    pairs: float


def stopping_rates(most_pairs: int, stops_at: float = STOPS_AT) -> StoppingRates:
    """Give the error rates of the stopping rule, for at most so many pairs.

    Parameters
    ----------
    most_pairs : int
        The planned length, at which it ends at the latest.
    stops_at : float
        The chance at which it stops.

    Notes
    -----
    2,000 simulated experiments each, differences scattering by 1.95 points, fixed seed: the figures
    are sure to about a hundredth.
    """
    none, some = (_stops(delta, stops_at) for delta in (0.0, DIFFERENCE_POINTS))
    return StoppingRates(
        false=float((np.abs(none) <= most_pairs).mean()),
        found=float(((some > 0) & (some <= most_pairs)).mean()),
        pairs=float(np.minimum(np.abs(some), most_pairs).mean()),
    )


@cache
def _stops(delta: float, stops_at: float, repeats: int = 2000) -> NDArray[np.int64]:
    """The pair at which each simulated experiment stops: negative where B is named."""
    rng = np.random.default_rng(17)
    values = rng.normal(delta, SD_OF_DIFFERENCE, (repeats, MOST_STOPPING_PAIRS))
    stops = np.full(repeats, MOST_STOPPING_PAIRS + 1)
    open_ = np.arange(repeats)
    for n in range(FEWEST_PAIRS, MOST_STOPPING_PAIRS + 1):
        better = chance_above(values[open_, :n])
        over = np.maximum(better, 1 - better) >= stops_at
        stops[open_[over]] = np.where(better[over] > 0.5, n, -n)
        open_ = open_[~over]
    return stops

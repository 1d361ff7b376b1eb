"""Give Student's t intervals of averages and Jeffreys intervals of shares."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.special import betaincinv, stdtrit


@dataclass(frozen=True)
class VariancePrior:
    """What is assumed of a residual variance before there are data.

    It counts as ``n`` values that scatter by ``sd``: s2 ~ n sd^2 / chi-square(n), which is
    conjugate, so that sums of squares and degrees of freedom just add.

    Attributes
    ----------
    n : float
        How many degrees of freedom it is worth; 0 assumes nothing, p(s2) ~ 1 / s2.
    sd : float
        In the unit of the values.

    References
    ----------
    Gelman et al. 2013, Bayesian Data Analysis, section 2.6 (scaled inverse chi-square).

    Examples
    --------
    Two equal reliefs leave no sum of squares, and still some scatter:

    >>> variance, freedom = WEAK.combine(0.0, 1)
    >>> round(variance, 3), freedom
    (0.845, 2.0)
    """

    n: float
    sd: float

    @property
    def squares(self) -> float:
        """The sum of squares that it adds."""
        return self.n * self.sd**2

    def combine(self, squares: Any, freedom: Any) -> tuple[Any, Any]:
        """Give the variance and its degrees of freedom, of numbers, arrays or Series.

        Parameters
        ----------
        squares, freedom : float, array or Series
            Sum of squared residuals, and rows less coefficients.
        """
        return (squares + self.squares) / (freedom + self.n), freedom + self.n


FLAT: Final = VariancePrior(n=0.0, sd=0.0)
"""No prior: ratings that all agree are taken to have no scatter at all."""

WEAK: Final = VariancePrior(n=1.0, sd=1.3)
"""Ratings that agree scatter too: worth one release, and next to nothing beside fifty."""


def t_interval(
    mean: "pd.Series[float]",
    sd: "pd.Series[float]",
    n: "pd.Series[int]",
    *,
    level: float = 0.95,
    prior: VariancePrior = FLAT,
) -> "tuple[pd.Series[float], pd.Series[float]]":
    """Give the t interval of each average.

    Parameters
    ----------
    mean, sd : Series of float
        Average and sample standard deviation (n - 1) of each group, in points.
    n : Series of int
        How many values went into each.
    level : float
        Share of such ranges that would hold the true average, by default 0.95.
    prior : VariancePrior
        Of the scatter; with `WEAK` values that agree by chance have a range too.

    Returns
    -------
    low, high : Series of float64
        Aligned with `mean`; NaN where n is under 2.

    Notes
    -----
    Student's t: mean -+ t(nu) s / sqrt(n), with s2 = ((n - 1) sd^2 + nu0 s0^2) / nu and
    nu = n - 1 + nu0; without a prior s is sd. It is plain: each group stands alone (nothing is
    pooled, so a lucky few presses can lead), starting pain is not adjusted for, presses of one day
    count as independent, and with two or three values the range may leave the 0-10 scale.

    Examples
    --------
    >>> low, high = t_interval(pd.Series([2.0]), pd.Series([1.0]), pd.Series([5]))
    >>> round(low[0], 3), round(high[0], 3)
    (np.float64(0.758), np.float64(3.242))
    """
    variance, freedom = prior.combine((n - 1) * sd**2, n - 1)
    margin: pd.Series[float] = np.sqrt(variance / n) * stdtrit(freedom, (1 + level) / 2)
    return mean - margin, mean + margin


def jeffreys_interval(k: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Give the Jeffreys interval of a share, k of n.

    Parameters
    ----------
    k, n : float
        How many, and of how many; where releases are weighted, of how many like ones.
    level : float
        Share of such ranges that would hold the true share, by default 0.95.

    Returns
    -------
    low, high : float
        From 0 to 1; NaN where n is 0.

    Raises
    ------
    ValueError
        k is not from 0 to n.

    Notes
    -----
    Equal tails of beta(k + 1/2, n - k + 1/2); at none (or all) of n, the low end is 0 (the high
    end 1).

    References
    ----------
    Brown, Cai & DasGupta 2001, Statistical Science 16:101-133, doi:10.1214/ss/1009213286.

    Examples
    --------
    >>> low, high = jeffreys_interval(12, 15)
    >>> round(low, 3), round(high, 3)
    (0.556, 0.94)
    """
    if not 0 <= k <= n:
        raise ValueError(f"k must be from 0 to n ({n}), not {k}.")
    if n == 0:
        return np.nan, np.nan
    tail = (1 - level) / 2
    low, high = betaincinv(k + 0.5, n - k + 0.5, [tail, 1 - tail])
    return 0.0 if k == 0 else float(low), 1.0 if k == n else float(high)

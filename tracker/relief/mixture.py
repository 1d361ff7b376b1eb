"""A mixture of t distributions: a posterior whose nuisance parameters are summed over nodes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, stdtr, stdtrit

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Mixture:
    """For each of K quantities, a weighted sum of t distributions with the same freedom.

    Attributes
    ----------
    weight : array, shape (G,)
        Adds to 1.
    centre, scale : array, shape (G, K)
    freedom : float
        Degrees of freedom, above 0.
    """

    weight: Array
    centre: Array
    scale: Array
    freedom: float

    @property
    def mean(self) -> Array:
        """Mean of each quantity, shape (K,); NaN with one degree of freedom or less."""
        if self.freedom <= 1:
            return np.full(self.centre.shape[1], np.nan)
        return self.weight @ self.centre

    @property
    def sd(self) -> Array:
        """Standard deviation of each quantity, shape (K,); infinite up to two degrees."""
        if self.freedom <= 2:
            return np.full(self.centre.shape[1], np.inf)
        within = self.scale**2 * self.freedom / (self.freedom - 2)
        spread = (self.centre - self.weight @ self.centre) ** 2
        return np.sqrt(self.weight @ (within + spread))

    def above(self, threshold: float) -> Array:
        """Probability that each quantity is above ``threshold``, shape (K,)."""
        return self.weight @ stdtr(self.freedom, (self.centre - threshold) / self.scale)

    def quantile(self, probability: ArrayLike) -> Array:
        """Quantiles, shape (Q, K), by Newton steps kept inside a bracket.

        Raises
        ------
        ValueError
            A probability that is not between 0 and 1.
        """
        levels = np.atleast_1d(np.asarray(probability, dtype=float))
        if not ((levels > 0) & (levels < 1)).all():
            raise ValueError(f"probability must lie between 0 and 1, not {levels.tolist()}.")
        return np.stack([self._quantile(level) for level in levels])

    def _quantile(self, level: float) -> Array:
        ends = self.centre + self.scale * stdtrit(self.freedom, level)
        low, high = ends.min(axis=0), ends.max(axis=0)
        guess = self.weight @ ends
        tolerance = 1e-10 * (1 + np.abs(high) + (high - low))
        for _ in range(100):
            z = (guess - self.centre) / self.scale
            excess = self.weight @ stdtr(self.freedom, z) - level
            low, high = np.where(excess < 0, guess, low), np.where(excess > 0, guess, high)
            with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
                newton = guess - excess / (self.weight @ (_density(z, self.freedom) / self.scale))
            inside = (newton >= low) & (newton <= high)
            step = np.where(inside, newton, (low + high) / 2) - guess
            guess = guess + step
            if (np.abs(step) <= tolerance).all():
                break
        return guess


def _density(z: Array, freedom: float) -> Array:
    log_constant = gammaln((freedom + 1) / 2) - gammaln(freedom / 2) - np.log(freedom * np.pi) / 2
    return np.exp(log_constant - (freedom + 1) / 2 * np.log1p(z**2 / freedom))

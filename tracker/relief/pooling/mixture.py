"""Give means, quantiles and tail probabilities of a mixture of t distributions.

References
----------
Hill 1970, Algorithm 395: Student's t-distribution, Commun ACM 13:617-619,
doi:10.1145/355598.362775.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtr, stdtr, stdtrit

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


_MANY: Final = 256
_APART: Final = 16

_NEARLY_NORMAL: Final = 100.0
"""Degrees of freedom from which Hill's expansion leaves less than 1e-15, in a third of the time."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """For each of K quantities, a posterior: a weighted sum of t distributions of one freedom.

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

    def above(self, threshold: float | Array) -> Array:
        """Probability that each quantity is above ``threshold``, or its own, shape (K,)."""
        return self.weight @ _distribution((self.centre - threshold) / self.scale, self.freedom)

    def quantile(self, probability: ArrayLike) -> Array:
        """Quantiles, shape (Q, K), by Halley steps kept inside a bracket.

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
        beyond = float(stdtrit(self.freedom, level))
        ends = self.centre + self.scale * beyond
        low, high = ends.min(axis=0), ends.max(axis=0)
        middle = self.weight @ self.centre
        spread = np.sqrt(self.weight @ (self.scale**2 + (self.centre - middle) ** 2))
        begins = np.full(len(middle), beyond)
        if len(middle) > _MANY:
            # Days that follow each other are much alike: a few of them tell where to begin.
            some = np.append(np.arange(0, len(middle) - 1, _APART), len(middle) - 1)
            few = Mixture(self.weight, self.centre[:, some], self.scale[:, some], self.freedom)
            told = (few._quantile(level) - middle[some]) / spread[some]
            begins = np.interp(np.arange(len(middle)), some, told)
        quantile = np.clip(middle + spread * begins, low, high)
        # What a Halley step leaves is as the cube of the step, in units of the narrowest node.
        near = 5e-4 * self.scale.min(axis=0)
        tolerance = np.maximum(1e-10 * (1 + np.abs(high) + (high - low)), near)
        left = np.arange(len(quantile))
        for _ in range(100):
            guess = quantile[left]
            excess, slope, bend = self._curve(left, guess, level)
            low[left] = np.where(excess < 0, guess, low[left])
            high[left] = np.where(excess > 0, guess, high[left])
            with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
                newton = excess / slope
                halley = guess - newton / (1 - newton * bend / (2 * slope))
            inside = (halley >= low[left]) & (halley <= high[left])
            quantile[left] = np.where(inside, halley, (low[left] + high[left]) / 2)
            left = left[np.abs(quantile[left] - guess) > tolerance[left]]
            if not len(left):
                break
        return quantile

    def _curve(self, of: Codes, at: Array, level: float) -> tuple[Array, Array, Array]:
        """How far the distribution functions are above ``level`` at ``at``, and two derivatives."""
        scale = self.scale[:, of]
        z = (at - self.centre[:, of]) / scale
        density = _density(z, self.freedom) / scale
        bend = -density * (self.freedom + 1) * z / (self.freedom + z**2) / scale
        return (
            self.weight @ _distribution(z, self.freedom) - level,
            self.weight @ density,
            self.weight @ bend,
        )


def _distribution(z: Array, freedom: float) -> Array:
    """The distribution function of t at ``z``."""
    if freedom < _NEARLY_NORMAL:
        return np.asarray(stdtr(freedom, z), dtype=np.float64)
    a = freedom - 0.5
    b = 48 * a * a
    square = a * np.log1p(z * z / freedom)
    least = ((4 * square + 33) * square + 240) * square + 855
    series = (square + 3) / b - least / (10 * b * (b + 0.8 * square * square + 100))
    normal = np.copysign(np.sqrt(square) * (1 + series), z)
    return np.asarray(ndtr(normal), dtype=np.float64)


def _density(z: Array, freedom: float) -> Array:
    log_constant = gammaln((freedom + 1) / 2) - gammaln(freedom / 2) - np.log(freedom * np.pi) / 2
    return np.exp(log_constant - (freedom + 1) / 2 * np.log1p(z**2 / freedom))

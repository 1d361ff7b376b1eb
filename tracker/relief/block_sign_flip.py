"""Estimate a slope within strata, tested by flipping the signs of blocks of neighbouring days."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tracker.relief.experiments.sign_flip import EXACT_UP_TO, SignFlip

Array = NDArray[np.float64]

FEWEST_BLOCKS: Final = 6
"""With fewer, no sign-flip test can reach p < .05."""

_NOTHING: Final = 1e-9
"""Variation below it is rounding."""


@dataclass(frozen=True, eq=False)
class Contrast:
    """The slope of an outcome on x, adjusted for strata and a covariate.

    Attributes
    ----------
    estimate : float
        Points of outcome per unit of x; NaN where x never varies within a stratum.
    low, high : float
        Its 95 % interval; NaN with fewer than 6 blocks.
    p : float
        Two-sided; NaN where there is no estimate.
    n_blocks : int
        Blocks in which x varies.
    informative : array of bool, shape (n,)
        The rows in strata where x varies.
    """

    estimate: float
    low: float
    high: float
    p: float
    n_blocks: int
    informative: NDArray[np.bool_]


def contrast(
    outcome: ArrayLike, x: ArrayLike, covariate: ArrayLike, stratum: ArrayLike, unit: ArrayLike
) -> Contrast:
    """Compare rows of the same stratum at equal covariates.

    Parameters
    ----------
    outcome, x : array, shape (n,)
        Finite numbers. x is 0 or 1 for two levels, or a number.
    covariate : array, shape (n,) or (n, k)
        Finite numbers, such as the pain before, and the time.
    stratum : array, shape (n,)
        Rows are compared within it, such as the spot.
    unit : array, shape (n,)
        What may be alike within itself and with its neighbours, in their order, such as the day.

    Notes
    -----
    Outcome and x each lose their stratum's mean and what goes with the covariates; the estimate is
    the slope of what is left (least squares). The units are cut into at most 14 blocks of
    neighbours, and each block adds its share to the slope: were the true slope d, those shares
    less d would be about as likely positive as negative, so they go through the sign-flip test,
    all their patterns of signs. What the shares scatter is scaled up by sqrt(n / (n - k)) for the k
    means and slopes that were fitted to the same rows.

    This is approximate randomization inference with blocks as clusters. Days within a block may be
    correlated in any way, blocks may scatter more or less; only from one block to the next must
    they be nearly independent. The price is a wider interval than one that takes every row as
    independent, about as with 13 degrees of freedom.

    References
    ----------
    Canay, Romano & Shaikh (2017), Econometrica 85:1013-1030, doi:10.3982/ECTA13081.
    """
    strata = np.unique(np.asarray(stratum), return_inverse=True)[1]
    inner = _within(np.asarray(x, dtype=float), strata)
    varies = np.bincount(strata, weights=np.abs(inner) > _NOTHING, minlength=1) > 0
    informative = varies[strata] if len(strata) else np.zeros(0, dtype=bool)
    strata, units = strata[informative], np.asarray(unit)[informative]
    z = np.asarray(covariate, dtype=float)
    columns = np.atleast_2d(z.T)[:, informative]
    span = _basis(np.column_stack([_within(column, strata) for column in columns]))
    left_x = _without(inner[informative], span)
    left_y = _without(_within(np.asarray(outcome, dtype=float)[informative], strata), span)
    block = _blocks(units)
    share = np.bincount(block, weights=left_x * left_y, minlength=1)
    weight = np.bincount(block, weights=left_x**2, minlength=1)
    fitted = int(varies.sum()) + span.shape[1]
    if weight.sum() <= _NOTHING * len(left_x) or len(left_x) <= fitted:
        return Contrast(np.nan, np.nan, np.nan, np.nan, 0, informative)
    speaks = weight > _NOTHING * weight.sum()
    expected = share.sum() / weight.sum() * weight
    scattered = expected + (share - expected) * np.sqrt(len(left_x) / (len(left_x) - fitted))
    test = SignFlip.of(scattered[speaks], weight[speaks])
    low, high = test.interval() if test.n >= FEWEST_BLOCKS else (np.nan, np.nan)
    return Contrast(test.estimate, low, high, test.p(), test.n, informative)


def _within(values: Array, strata: NDArray[Any]) -> Array:
    total = np.bincount(strata, weights=values, minlength=1)
    size = np.bincount(strata, minlength=1)
    return np.asarray(values - (total / np.maximum(size, 1))[strata], dtype=np.float64)


def _basis(z: Array) -> Array:
    """Orthonormal columns that span the covariates which vary, shape (n, r)."""
    left, size, _ = np.linalg.svd(z, full_matrices=False)
    return np.asarray(left[:, size > np.sqrt(_NOTHING)], dtype=np.float64)


def _without(values: Array, span: Array) -> Array:
    """The residuals of the values on the columns of a basis."""
    return np.asarray(values - span @ (span.T @ values), dtype=np.float64)


def _blocks(units: NDArray[Any]) -> NDArray[np.int64]:
    """Number the block of each row: at most 14 blocks of equally many neighbouring units."""
    place = np.unique(units, return_inverse=True)[1]
    n_units = int(place.max(initial=-1)) + 1
    return np.asarray(place * min(n_units, EXACT_UP_TO) // max(n_units, 1), dtype=np.int64)

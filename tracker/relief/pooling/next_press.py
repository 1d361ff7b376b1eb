"""Predict the next press from the residuals of those before it.

Ratings are whole points, so relief reaches 2 wherever what is behind it reaches 1.5, and residuals
are lumpy, skewed and differ from spot to spot. So the chance that the next press of a leaf reaches
a threshold t is taken over the residuals that there are::

    P(next >= t) = sum_i w_i P(theta + r_i >= t - h)

with theta the leaf's mean, r_i the residual of row i and h half the step of the ratings (0.5 for
whole points, 0 for decimals). Each residual of the leaf itself counts once; those of all leaves
count as `SHARED` more, and the model's t distribution as `MODELLED` among those: the posterior
predictive of two Dirichlet processes, one inside the other.

References
----------
Ferguson 1973, Annals of Statistics 1:209-230, doi:10.1214/aos/1176342360.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from tracker.relief.pooling.mixture import Mixture

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

SHARED: Final = 10.0
"""How many releases of a leaf the residuals of all leaves count as."""

MODELLED: Final = 10.0
"""How many releases the model's own distribution counts as among the residuals of all."""

_STEP: Final = 0.1
"""Residuals are put together in steps of this width, so that many rows cost no more than few."""


def half_step(values: Array) -> float:
    """Half the step in which values were given: whole points, halves, or finer (then 0).

    Examples
    --------
    >>> half_step(np.array([1.0, 3.0])), half_step(np.array([1.5])), half_step(np.array([1.3]))
    (0.5, 0.25, 0.0)
    """
    steps = (1.0, 0.5)
    return next((step / 2 for step in steps if not (np.round(values, 6) % step).any()), 0.0)


def probability_next_reaches(
    threshold: float, mean: Mixture, following: Mixture, residual: Array, of: Codes
) -> Array:
    """Give the chance that the next row of each leaf (or group) reaches a threshold, shape (K,).

    Parameters
    ----------
    threshold : float
        Less the half step of the ratings.
    mean, following : Mixture
        The mean of each, and the next row of each as the model has it; K quantities.
    residual : array, shape (n,)
        What each row is above the mean of its leaf.
    of : array of int, shape (n,)
        The leaf (or group) of each row, 0 to K - 1.
    """
    bins, at = np.unique(np.round(residual / _STEP).astype(np.int64), return_inverse=True)
    count = np.zeros((len(mean.centre[0]), len(bins)))
    np.add.at(count, (of, at), 1.0)
    reaches = _above(mean, np.asarray(threshold - bins * _STEP, dtype=np.float64))
    shared = reaches @ count.sum(axis=0) + MODELLED * following.above(threshold)
    shared = shared / (len(residual) + MODELLED)
    own = np.einsum("kb,kb->k", reaches, count)
    return np.asarray((own + SHARED * shared) / (count.sum(axis=1) + SHARED), dtype=np.float64)


def _above(mean: Mixture, thresholds: Array) -> Array:
    """The chance that each mean is above each threshold, (K, T), by one t of like mean and sd."""
    centre = mean.weight @ mean.centre
    scale = np.sqrt(mean.weight @ (mean.scale**2 + (mean.centre - centre) ** 2))
    z = (centre[:, None] - thresholds) / scale[:, None]
    return np.asarray(stdtr(mean.freedom, z), dtype=np.float64)

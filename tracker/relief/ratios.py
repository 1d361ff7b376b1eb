"""Which variance ratios (a, b) are worth looking at?"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ROUNDING: Final = 1e-12

Array = NDArray[np.float64]
Function = Callable[[Array, Array], Array]

COARSE: Final = np.concatenate([[0.0], np.geomspace(0.02, 40, 24)])
"""Ratios tried first; 0, no spread at all, is one of them."""

_NEGLIGIBLE: Final = 12.0
"""How far below the highest log weight a pair of ratios no longer matters."""


def lowest(of: Function, *, a_free: bool, b_free: bool) -> tuple[float, float]:
    """Find where a function of (a, b) is lowest, by a grid that closes in; 0 is allowed.

    Parameters
    ----------
    of : function
        Takes arrays a and b of one shape (G,), returns an array of that shape.
    a_free, b_free : bool
        Whether the ratio may differ from 0.
    """
    a_grid = COARSE if a_free else COARSE[:1]
    b_grid = COARSE if b_free else COARSE[:1]
    while True:
        values = of(*_pairs(a_grid, b_grid)).reshape(len(a_grid), len(b_grid))
        i, j = np.unravel_index(values.argmin(), values.shape)
        a, b = float(a_grid[i]), float(b_grid[j])
        if _is_fine(a_grid) and _is_fine(b_grid):
            return _or_zero(of, a, b)
        a_grid, b_grid = _closer(a_grid, int(i)), _closer(b_grid, int(j))


def quadrature(log_weight: Function, *, nodes: int = 16) -> tuple[Array, Array, Array, float]:
    """Lay Gauss-Legendre nodes over the box where the weight is not negligible.

    Returns
    -------
    a, b, weight : array, shape (G,)
        Weights add to 1; nodes that carry none are left out.
    log_total : float
        Log of the weight's integral over the box.
    """
    a, b = _pairs(COARSE, COARSE)
    matters = log_weight(a, b)
    inside = matters > matters.max() - _NEGLIGIBLE
    points, shares = np.polynomial.legendre.leggauss(nodes)
    sides, shares_of = [], []
    for ratio in (a, b):
        index = np.searchsorted(COARSE, ratio[inside])
        low = COARSE[max(index.min() - 1, 0)]
        high = COARSE[min(index.max() + 1, len(COARSE) - 1)]
        sides.append(low + (high - low) * (points + 1) / 2)
        shares_of.append(shares * (high - low) / 2)
    a, b = _pairs(*sides)
    log_w = log_weight(a, b) + np.log(np.outer(*shares_of).ravel())
    weight = np.exp(log_w - log_w.max())
    total = weight.sum()
    carries = weight > 1e-7
    kept = weight[carries] / weight[carries].sum()
    return a[carries], b[carries], kept, float(np.log(total) + log_w.max())


def _pairs(a: Array, b: Array) -> tuple[Array, Array]:
    first, second = np.meshgrid(a, b, indexing="ij")
    return first.ravel(), second.ravel()


def _is_fine(grid: Array) -> bool:
    return bool(grid[-1] - grid[0] <= 1e-8 + 1e-7 * grid[-1])


def _or_zero(of: Function, a: float, b: float) -> tuple[float, float]:
    """Take exact zeros where the function is as low there but for rounding."""
    at_a, at_b = np.array([0.0, 0.0, a, a]), np.array([0.0, b, 0.0, b])
    values = of(at_a, at_b)
    first = int(np.argmax(values <= values[-1] + _ROUNDING * abs(values[-1])))
    return float(at_a[first]), float(at_b[first])


def _closer(grid: Array, best: int) -> Array:
    """Nine points between the neighbours of the best; a best on the rim moves the grid along."""
    if len(grid) == 1:
        return grid
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    if best == len(grid) - 1:
        high = grid[-1] + (grid[-1] - grid[-2])
    elif best == 0 and grid[0] > 0:
        low = max(0.0, grid[0] - (grid[1] - grid[0]))
    return np.linspace(low, high, 9)

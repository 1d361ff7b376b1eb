"""Solve the nested model in closed form on a grid of variance ratios.

A node is a pair (a, b): the spread between groups, and between the leaves of a group, each as a
multiple of the residual standard deviation. Arrays are over nodes (G), leaves (L), groups (M) and
covariates (p).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tracker.relief.pooling.moments import Moments

Array = NDArray[np.float64]

# Outcomes that all agree leave no residual; its logarithm must stay finite.
_LEAST_RSS = 1e-12


@dataclass(frozen=True, eq=False)
class ConditionalModel:
    """The model given the variance ratios ``a``, ``b``, each of shape (G,)."""

    of: Moments
    a: Array
    b: Array

    @cached_property
    def leaf_kept(self) -> Array:
        """The share c of a leaf's rows that speaks for its group too, shape (G, L)."""
        return 1 / (1 + self.of.leaf_n * self.b[:, None] ** 2)

    @cached_property
    def leaf_gain(self) -> Array:
        """How far a leaf's own sum moves it, A, shape (G, L)."""
        return self.b[:, None] ** 2 * self.leaf_kept

    @cached_property
    def group_rows(self) -> Array:
        """How many rows speak for each group, K, shape (G, M)."""
        return (self.leaf_kept * self.of.leaf_n) @ self.of.member

    @cached_property
    def group_gain(self) -> Array:
        """How far a group's sum moves it, B, shape (G, M)."""
        return self.a[:, None] ** 2 / (1 + self.a[:, None] ** 2 * self.group_rows)

    @cached_property
    def group_sum(self) -> Array:
        """The rows that speak for each group, summed, T, shape (G, M, p + 1)."""
        # One matrix product: an einsum over three axes takes ten times as long.
        summed = self.leaf_kept @ self.of.member_sum
        return summed.reshape(len(self.b), -1, len(self.of.cross))

    @cached_property
    def log_det(self) -> Array:
        """log |V|, with V the covariance of the outcomes over s2, shape (G,)."""
        leaves: Array = np.log1p(self.of.leaf_n * self.b[:, None] ** 2)
        groups: Array = np.log1p(self.a[:, None] ** 2 * self.group_rows)
        return np.einsum("gl->g", leaves) + np.einsum("gm->g", groups)

    @cached_property
    def _weighted(self) -> Array:
        """Z' V^-1 Z, with Z = (X, y), shape (G, p + 1, p + 1)."""
        leaves = (self.leaf_gain @ self.of.leaf_square).reshape(-1, *self.of.cross.shape)
        gained = self.group_gain[:, :, None] * self.group_sum
        return self.of.cross - leaves - gained.transpose(0, 2, 1) @ self.group_sum

    @cached_property
    def beta_cov(self) -> Array:
        """(X' V^-1 X)^-1, the covariance of beta over s2, shape (G, p, p)."""
        return np.asarray(np.linalg.inv(self._weighted[:, :-1, :-1]), dtype=np.float64)

    @cached_property
    def beta(self) -> Array:
        """The coefficients, shape (G, p)."""
        return np.einsum("gxy,gy->gx", self.beta_cov, self._weighted[:, :-1, -1])

    @cached_property
    def rss(self) -> Array:
        """Weighted residual sum of squares, shape (G,)."""
        explained = np.einsum("gx,gx->g", self._weighted[:, :-1, -1], self.beta)
        return np.maximum(self._weighted[:, -1, -1] - explained, _LEAST_RSS)

    @property
    def _log_det_x(self) -> Array:
        return -np.linalg.slogdet(self.beta_cov).logabsdet

    def log_weight(self) -> Array:
        """Log posterior of each node, up to a constant, shape (G,)."""
        prior = -(self.a**2 + self.b**2) / 2
        likelihood = self.log_det + self._log_det_x + self.of.freedom * np.log(self.rss)
        return prior - likelihood / 2

    def criterion(self, method: Literal["reml", "ml"]) -> Array:
        """REML criterion or ML deviance as lme4 defines them, shape (G,).

        References
        ----------
        Bates, Maechler, Bolker & Walker 2015, doi:10.18637/jss.v067.i01, equations 34 and 41.
        """
        n = self.of.n if method == "ml" else self.of.freedom
        deviance = self.log_det + n * (1 + np.log(2 * np.pi * self.rss / n))
        return deviance if method == "ml" else deviance + self._log_det_x

    def group_effect(self) -> Array:
        """u, the conditional mean of each group's effect, shape (G, M)."""
        return self.group_gain * self._residual(self.group_sum)

    def leaf_effect(self) -> Array:
        """v, the conditional mean of each leaf's effect in its group, shape (G, L)."""
        residual = self.of.leaf_sum[:, -1] - self.beta @ self.of.leaf_sum[:, :-1].T
        from_group = self.of.leaf_n * self.group_effect()[:, self.of.group]
        return self.leaf_gain * (residual - from_group)

    def group_at(self, x_star: Array) -> tuple[Array, Array]:
        """Mean of each group at ``x_star``, and its variance over s2, each of shape (G, M)."""
        sums = self.group_sum
        tilt = x_star - self.group_gain[:, :, None] * sums[:, :, :-1]
        mean = self.group_gain * sums[:, :, -1] + np.einsum("gmx,gx->gm", tilt, self.beta)
        return mean, self.group_gain + self._spread(tilt)

    def leaf_at(self, x_star: Array) -> tuple[Array, Array]:
        """Mean of each leaf at ``x_star``, and its variance over s2, each of shape (G, L)."""
        own = self.leaf_gain[:, :, None] * self.of.leaf_sum
        via_group = self.leaf_kept * self.group_gain[:, self.of.group]
        pulled = own + via_group[:, :, None] * self.group_sum[:, self.of.group]
        tilt = x_star - pulled[:, :, :-1]
        mean = pulled[:, :, -1] + np.einsum("glx,gx->gl", tilt, self.beta)
        return mean, self.leaf_gain + self.leaf_kept * via_group + self._spread(tilt)

    def _residual(self, sums: Array) -> Array:
        return sums[:, :, -1] - np.einsum("gmx,gx->gm", sums[:, :, :-1], self.beta)

    def _spread(self, tilt: Array) -> Array:
        return np.einsum("gkx,gxy,gky->gk", tilt, self.beta_cov, tilt)


_ROUNDING: Final = 1e-12

Function = Callable[[Array, Array], Array]

COARSE: Final = np.concatenate([[0.0], np.geomspace(0.02, 40, 24)])
"""Ratios tried first; 0, no spread at all, is one of them."""

_NEGLIGIBLE: Final = 12.0
"""How far below the highest log weight a pair of ratios no longer matters."""


def minimize_on_grid(of: Function, *, a_free: bool, b_free: bool) -> tuple[float, float]:
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

"""Solve the nested model in closed form on a grid of variance ratios.

A node is a pair (a, b): the spread between groups, and between the leaves of a group, each as a
multiple of the residual standard deviation. Arrays are over nodes (G), leaves (L), groups (M) and
covariates (p).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tracker.relief.intervals import FLAT, VariancePrior
from tracker.relief.pooling.moments import Moments

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

# Outcomes that all agree leave no residual; its logarithm must stay finite.
LEAST_RSS: Final = 1e-12
"""The least residual sum of squares."""


@dataclass(frozen=True, eq=False)
class ConditionalModel:
    """The model given the variance ratios ``a``, ``b``, each of shape (G,)."""

    of: Moments
    a: Array
    b: Array
    prior: VariancePrior = FLAT

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
        return np.maximum(self._weighted[:, -1, -1] - explained, LEAST_RSS)

    @property
    def freedom(self) -> float:
        """Degrees of freedom of s2, those of the prior included."""
        return self.of.freedom + self.prior.n

    @cached_property
    def s2(self) -> Array:
        """The residual variance, shape (G,): (RSS + nu0 s0^2) / (nu + nu0)."""
        variance, _ = self.prior.combine(self.rss, self.of.freedom)
        return np.asarray(variance, dtype=np.float64)

    @property
    def _log_det_x(self) -> Array:
        return -np.linalg.slogdet(self.beta_cov).logabsdet

    def log_weight(self) -> Array:
        """Log posterior of each node, up to a constant, shape (G,)."""
        prior = -(self.a**2 + self.b**2) / 2
        likelihood = self.log_det + self._log_det_x + self.freedom * np.log(self.s2)
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

    @property
    def next_variance(self) -> Array:
        """The variance of a new row about its leaf's mean, over s2, shape (G,)."""
        return np.ones(len(self.b))

    def group_effect(self) -> Array:
        """u, the conditional mean of each group's effect, shape (G, M)."""
        return self.group_gain * self._residual(self.group_sum)

    def leaf_effect(self) -> Array:
        """v, the conditional mean of each leaf's effect in its group, shape (G, L)."""
        residual = self.of.leaf_sum[:, -1] - self.beta @ self.of.leaf_sum[:, :-1].T
        from_group = self.of.leaf_n * self.group_effect()[:, self.of.group]
        return self.leaf_gain * (residual - from_group)

    def group_at(self, x_star: Array) -> tuple[Array, Array]:
        """Mean of each group at ``x_star`` (M, p), and its variance over s2, each (G, M)."""
        sums = self.group_sum
        tilt = x_star - self.group_gain[:, :, None] * sums[:, :, :-1]
        mean = self.group_gain * sums[:, :, -1] + np.einsum("gmx,gx->gm", tilt, self.beta)
        return mean, self.group_gain + self._spread(tilt)

    def leaf_at(self, x_star: Array) -> tuple[Array, Array]:
        """Mean of each leaf at ``x_star`` (L, p), and its variance over s2, each (G, L)."""
        own = self.leaf_gain[:, :, None] * self.of.leaf_sum
        via_group = self.leaf_kept * self.group_gain[:, self.of.group]
        pulled = own + via_group[:, :, None] * self.group_sum[:, self.of.group]
        tilt = x_star - pulled[:, :, :-1]
        mean = pulled[:, :, -1] + np.einsum("glx,gx->gl", tilt, self.beta)
        return mean, self.leaf_gain + self.leaf_kept * via_group + self._spread(tilt)

    def draw_effects(
        self, node: Codes, beta: Array, s: Array, rng: np.random.Generator
    ) -> tuple[Array, Array]:
        """Draw u (draws, M) and u + v (draws, L), given the node, beta and s of each draw."""
        gain, sums = self.group_gain[node], self.group_sum[node]
        residual = sums[:, :, -1] - np.einsum("dmx,dx->dm", sums[:, :, :-1], beta)
        noise = rng.standard_normal(gain.shape)
        groups = gain * residual + s[:, None] * np.sqrt(gain) * noise

        # In place, because making room for arrays of this size costs more than the arithmetic.
        root = np.sqrt(self.leaf_gain)[node]
        noise = rng.standard_normal(root.shape)
        noise *= s[:, None]
        u = groups[:, self.of.group]
        leaves = beta @ -self.of.leaf_sum[:, :-1].T
        leaves += self.of.leaf_sum[:, -1]
        leaves -= self.of.leaf_n * u
        leaves *= root
        leaves += noise
        leaves *= root
        leaves += u
        return groups, leaves

    def _residual(self, sums: Array) -> Array:
        return sums[:, :, -1] - np.einsum("gmx,gx->gm", sums[:, :, :-1], self.beta)

    def _spread(self, tilt: Array) -> Array:
        return np.einsum("gkx,gxy,gky->gk", tilt, self.beta_cov, tilt)


_ROUNDING: Final = 1e-12

_STENCIL: Final = np.array([-1.0, 0.0, 1.0])
_LENGTHS: Final = 4 * 0.5 ** np.arange(8)

Function = Callable[[Array, Array], Array]

COARSE: Final = np.concatenate([[0.0], np.geomspace(0.02, 40, 24)])
"""Ratios tried first; 0, no spread at all, is one of them."""

NEGLIGIBLE: Final = 12.0
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
            best = _down_the_valley(of, a, b) if a_free and b_free else (a, b)
            return _or_zero(of, *best)
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
    inside = matters > matters.max() - NEGLIGIBLE
    at = (np.searchsorted(COARSE, ratio[inside]) for ratio in (a, b))
    sides, shares_of = zip(*(box(*limits(COARSE, index), nodes) for index in at), strict=True)
    a, b = _pairs(*sides)
    log_w = log_weight(a, b) + np.log(np.outer(*shares_of).ravel())
    weight = np.exp(log_w - log_w.max())
    total = weight.sum()
    carries = weight > 1e-7
    kept = weight[carries] / weight[carries].sum()
    return a[carries], b[carries], kept, float(np.log(total) + log_w.max())


def limits(grid: Array, inside: Codes) -> tuple[float, float]:
    """The ends of those places of a grid, and one more on each side."""
    low, high = max(inside.min() - 1, 0), min(inside.max() + 1, len(grid) - 1)
    return float(grid[low]), float(grid[high])


def box(low: float, high: float, nodes: int) -> tuple[Array, Array]:
    """Gauss-Legendre nodes and weights from one end to another."""
    points, shares = legendre_nodes(nodes)
    return low + (high - low) * (points + 1) / 2, shares * (high - low) / 2


@cache
def legendre_nodes(nodes: int) -> tuple[Array, Array]:
    """Gauss-Legendre nodes from -1 to 1 and their weights; never to be altered."""
    points, shares = np.polynomial.legendre.leggauss(nodes)
    points.flags.writeable = shares.flags.writeable = False
    return points, shares


def _pairs(a: Array, b: Array) -> tuple[Array, Array]:
    first, second = np.meshgrid(a, b, indexing="ij")
    return first.ravel(), second.ravel()


def _down_the_valley(of: Function, a: float, b: float) -> tuple[float, float]:
    """Follow the function down in both ratios at once, by Newton steps of halving lengths.

    A valley that runs aslant in (a, b) is too narrow for a grid: it closes in on the valley's wall.
    The function depends on the squares of the ratios, so it is smooth across 0.
    """
    best = np.array([a, b])
    value, h = float(of(*best[:, None])[0]), 0.25
    while h > 1e-5:
        width = h * np.maximum(best, 0.05)
        around = best + np.stack(_pairs(_STENCIL, _STENCIL), axis=1) * width
        step = _newton_step(of(*np.abs(around).T).reshape(3, 3)) * width
        tried = np.abs(np.concatenate([around, best + _LENGTHS[:, None] * step]))
        values = of(*tried.T)
        if values.min() < value - _ROUNDING * abs(value):
            best, value = tried[values.argmin()], float(values.min())
        else:
            h /= 4
    return float(best[0]), float(best[1])


def _newton_step(values: Array) -> Array:
    """The step to the lowest point of the parabola through 3 x 3 values a unit apart, (2,)."""
    (down_a, _, up_a), (down_b, middle, up_b) = values[:, 1], values[1]
    slope = np.array([up_a - down_a, up_b - down_b]) / 2
    mixed = (values[2, 2] - values[2, 0] - values[0, 2] + values[0, 0]) / 4
    bend = [[up_a - 2 * middle + down_a, mixed], [mixed, up_b - 2 * middle + down_b]]
    curvature, axes = np.linalg.eigh(bend)
    # Where it bends the other way, down is still down.
    step = axes @ ((axes.T @ slope) / np.maximum(np.abs(curvature), 1e-12))
    return np.asarray(-step, dtype=np.float64)


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

"""Solve the nested model with a day effect crossed with it, in closed form on a grid.

Releases of one day share its mood. With a leaf l inside a group m, on day t::

    y_i = x_i' beta + u_m + v_l + w_t + e_i,   w_t ~ N(0, s2 d^2)

and the rest as in `tracker.relief.pooling.nested`. Days are eliminated first (each is a block of
its own), which leaves the leaves tied to each other. For each d one eigendecomposition of their
matrix unties them again, for every b at once, and one of the groups' matrix does so for every a.
Arrays are over pairs (d, b) (P), values of a (A), nodes (G), leaves (L), groups (M) and q = p + 1
columns z = (x, y).

References
----------
Searle, Casella & McCulloch 1992, Variance Components, doi:10.1002/9780470316856, chapter 6
(mixed-model equations; absorbing one factor).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracker.relief.intervals import VariancePrior
from tracker.relief.pooling.grid import LEAST_RSS, Codes, box, limits
from tracker.relief.pooling.moments import DayMoments, Moments

Array = NDArray[np.float64]

DAY_RATIO: Final = 0.6
"""Scale of the half-normal prior on d: days differ less than single presses do."""

_COARSE: Final = np.concatenate([[0.0], np.geomspace(0.04, 20, 16)])
_COARSE_DAY: Final = np.array([0.0, 0.1, 0.2, 0.3, 0.45, 0.65, 0.9, 1.3, 2.0, 3.0])
_NODES: Final = (8, 10, 10)
_NEGLIGIBLE: Final = 8.0
_NEGLIGIBLE_SHARE: Final = 1e-3


@dataclass(frozen=True, eq=False)
class _Untied:
    """The leaves for given day ratios ``d`` (D,), in coordinates in which they are independent."""

    of: Moments
    days: DayMoments
    d: Array

    @cached_property
    def gain(self) -> Array:
        """How far a day's sum moves it, by its rows, shape (D, K)."""
        square = self.d[:, None] ** 2
        return np.asarray(square / (1 + self.days.rows * square), dtype=np.float64)

    @cached_property
    def log_det(self) -> Array:
        """log |V| of the days alone, shape (D,)."""
        return np.asarray(
            np.log1p(self.days.rows * self.d[:, None] ** 2) @ self.days.days, dtype=np.float64
        )

    @cached_property
    def _gram(self) -> Array:
        """The sums of squares of (leaves, z) without the days, shape (D, L + q, L + q)."""
        size = len(self.of.leaf_n)
        whole = np.zeros((size + len(self.of.cross),) * 2)
        whole[:size, :size] = np.diag(self.of.leaf_n)
        whole[:size, size:] = self.of.leaf_sum
        whole[size:, :size] = self.of.leaf_sum.T
        whole[size:, size:] = self.of.cross
        return np.asarray(whole - np.tensordot(self.gain, self.days.square, 1), dtype=np.float64)

    @cached_property
    def _eigen(self) -> tuple[Array, Array]:
        size = len(self.of.leaf_n)
        values, vectors = np.linalg.eigh(self._gram[:, :size, :size])
        return np.maximum(values, 0.0), vectors

    @property
    def rows(self) -> Array:
        """How many rows speak for each coordinate, shape (D, L)."""
        return self._eigen[0]

    @property
    def axes(self) -> Array:
        """The coordinates, as columns over the leaves, shape (D, L, L)."""
        return self._eigen[1]

    @cached_property
    def sums(self) -> Array:
        """Sum of z over each coordinate, shape (D, L, q)."""
        size = len(self.of.leaf_n)
        return np.asarray(self.axes.transpose(0, 2, 1) @ self._gram[:, :size, size:])

    @cached_property
    def member(self) -> Array:
        """How far each coordinate is of each group, shape (D, L, M)."""
        return np.asarray(self.axes.transpose(0, 2, 1) @ self.of.member)

    @property
    def cross(self) -> Array:
        """Sum of z z', shape (D, q, q)."""
        size = len(self.of.leaf_n)
        return self._gram[:, size:, size:]


@dataclass(frozen=True, eq=False)
class _Pairs:
    """The model for every pair of a day ratio (D of them) and a leaf ratio ``b`` (B): P = D B."""

    untied: _Untied
    b: Array

    def _by_day(self, share: Array, product: Array) -> Array:
        """Weigh (D, L, X, Y) over the coordinates by (D, B, L), as (D B, X, Y)."""
        flat = product.reshape(*product.shape[:2], -1)
        return (share @ flat).reshape(-1, *product.shape[2:])

    @cached_property
    def kept(self) -> Array:
        """c = 1 / (1 + b^2 rows), shape (D, B, L)."""
        return np.asarray(1 / (1 + self.b[:, None] ** 2 * self.untied.rows[:, None, :]))

    @cached_property
    def gain(self) -> Array:
        """A = b^2 c, shape (D, B, L)."""
        return np.asarray(self.b[:, None] ** 2 * self.kept)

    @cached_property
    def _groups(self) -> tuple[Array, Array]:
        member = self.untied.member
        product = member[:, :, :, None] * member[:, :, None, :]
        values, vectors = np.linalg.eigh(
            self._by_day(self.kept * self.untied.rows[:, None, :], product)
        )
        return np.maximum(values, 0.0), vectors

    @property
    def group_rows(self) -> Array:
        """How many rows speak for each of the groups' coordinates, shape (P, M)."""
        return self._groups[0]

    @property
    def group_axes(self) -> Array:
        """Those coordinates, as columns over the groups, shape (P, M, M)."""
        return self._groups[1]

    @cached_property
    def group_sums(self) -> Array:
        """Sum of z over them, shape (P, M, q)."""
        member, sums = self.untied.member, self.untied.sums
        product = member[:, :, :, None] * sums[:, :, None, :]
        return np.asarray(
            self.group_axes.transpose(0, 2, 1) @ self._by_day(self.kept, product), dtype=np.float64
        )

    @cached_property
    def _cross(self) -> Array:
        sums = self.untied.sums
        explained = self._by_day(self.gain, sums[:, :, :, None] * sums[:, :, None, :])
        return np.repeat(self.untied.cross, len(self.b), axis=0) - explained

    @cached_property
    def _log_det(self) -> Array:
        leaves = np.log1p(self.b[:, None] ** 2 * self.untied.rows[:, None, :]).sum(axis=-1)
        return np.asarray((self.untied.log_det[:, None] + leaves).ravel())

    def group_gain(self, a: Array) -> Array:
        """a^2 / (1 + a^2 rows), shape (P, A, M)."""
        square = a[:, None] ** 2
        return np.asarray(square / (1 + square * self.group_rows[:, None, :]))

    def weighted(self, a: Array) -> Array:
        """Z' V^-1 Z, with Z = (X, y), shape (P, A, q, q)."""
        sums = self.group_sums
        product = (sums[:, :, :, None] * sums[:, :, None, :]).reshape(*sums.shape[:2], -1)
        explained = (self.group_gain(a) @ product).reshape(
            len(sums), len(a), *self._cross.shape[1:]
        )
        return np.asarray(self._cross[:, None] - explained)

    def log_det(self, a: Array) -> Array:
        """log |V|, shape (P, A)."""
        groups = np.log1p(a[:, None] ** 2 * self.group_rows[:, None, :]).sum(axis=-1)
        return np.asarray(self._log_det[:, None] + groups)

    def log_weight(self, a: Array, prior: VariancePrior) -> Array:
        """Log posterior of each node, up to a constant, shape (D, B, A)."""
        weighted = self.weighted(a)
        freedom = self.untied.of.freedom + prior.n
        precision = weighted[..., :-1, :-1]
        _, rss = _least_squares(weighted)
        likelihood = self.log_det(a) + np.linalg.slogdet(precision).logabsdet
        likelihood += freedom * np.log((rss + prior.squares) / freedom)
        shape = (len(self.untied.d), len(self.b), len(a))
        d, b, a_ = np.meshgrid(self.untied.d / DAY_RATIO, self.b, a, indexing="ij")
        return np.asarray(-(d**2 + b**2 + a_**2 + likelihood.reshape(shape)) / 2)


def _least_squares(weighted: Array) -> tuple[Array, Array]:
    """The coefficients (..., p) and the residual sum of squares (...) of Z' V^-1 Z."""
    xy = weighted[..., :-1, -1]
    beta = np.linalg.solve(weighted[..., :-1, :-1], xy[..., None])[..., 0]
    rss = weighted[..., -1, -1] - (xy * beta).sum(axis=-1)
    return np.asarray(beta, dtype=np.float64), np.maximum(rss, LEAST_RSS)


@dataclass(frozen=True, eq=False)
class CrossedModel:
    """The model at nodes: ``a`` (G,), and the place of each in the pairs, ``pair`` (G,)."""

    pairs: _Pairs
    pair: Codes
    a: Array
    prior: VariancePrior

    @property
    def of(self) -> Moments:
        """The rows, summed."""
        return self.pairs.untied.of

    @property
    def b(self) -> Array:
        """The spread between the leaves of a group over sigma, shape (G,)."""
        return self.pairs.b[self.pair % len(self.pairs.b)]

    @property
    def d(self) -> Array:
        """The spread between days over sigma, shape (G,)."""
        return self.pairs.untied.d[self._day]

    @property
    def _day(self) -> Codes:
        return self.pair // len(self.pairs.b)

    @property
    def freedom(self) -> float:
        """Degrees of freedom of s2, those of the prior included."""
        return self.of.freedom + self.prior.n

    @cached_property
    def _group_gain(self) -> Array:
        square = self.a[:, None] ** 2
        return np.asarray(square / (1 + square * self.pairs.group_rows[self.pair]))

    @cached_property
    def _group_sums(self) -> Array:
        return self.pairs.group_sums[self.pair]

    @cached_property
    def _weighted(self) -> Array:
        pairs = self.pairs
        gained = self._group_gain[:, :, None] * self._group_sums
        return np.asarray(pairs._cross[self.pair] - gained.transpose(0, 2, 1) @ self._group_sums)

    @cached_property
    def log_det(self) -> Array:
        """log |V|, with V the covariance of the outcomes over s2, shape (G,)."""
        groups = np.log1p(self.a[:, None] ** 2 * self.pairs.group_rows[self.pair]).sum(axis=1)
        return np.asarray(self.pairs._log_det[self.pair] + groups)

    @cached_property
    def beta_cov(self) -> Array:
        """(X' V^-1 X)^-1, the covariance of beta over s2, shape (G, p, p)."""
        return np.asarray(np.linalg.inv(self._weighted[:, :-1, :-1]), dtype=np.float64)

    @cached_property
    def beta(self) -> Array:
        """The coefficients, shape (G, p)."""
        return np.asarray(_least_squares(self._weighted)[0])

    @cached_property
    def rss(self) -> Array:
        """Weighted residual sum of squares, shape (G,)."""
        return np.asarray(_least_squares(self._weighted)[1])

    @cached_property
    def s2(self) -> Array:
        """The residual variance, shape (G,)."""
        variance, _ = self.prior.combine(self.rss, self.of.freedom)
        return np.asarray(variance, dtype=np.float64)

    @property
    def next_variance(self) -> Array:
        """The variance of a row of a new day about its leaf's mean, over s2, shape (G,)."""
        return np.asarray(1 + self.d**2)

    @cached_property
    def _leaf_pull(self) -> tuple[Array, Array]:
        """What the sums make of each leaf, (G, L, q), and its variance over s2, (G, L)."""
        untied, pairs = self.pairs.untied, self.pairs
        axes = untied.axes[:, None]
        shape = (-1, len(self.of.leaf_n))
        own = axes @ (pairs.gain[..., None] * untied.sums[:, None])
        own_variance = (axes**2 @ pairs.gain[..., None])[..., 0]
        carried = axes @ (pairs.kept[..., None] * untied.member[:, None])
        via = carried.reshape(*shape, self.of.member.shape[1]) @ pairs.group_axes
        gained = self._group_gain[:, :, None] * self._group_sums
        pull = own.reshape(*shape, own.shape[-1])[self.pair] + via[self.pair] @ gained
        group_variance = (via[self.pair] ** 2 @ self._group_gain[:, :, None])[..., 0]
        return pull, own_variance.reshape(shape)[self.pair] + group_variance

    @cached_property
    def _group_pull(self) -> tuple[Array, Array]:
        """What the sums make of each group, (G, M, q), and its variance over s2, (G, M)."""
        axes = self.pairs.group_axes[self.pair]
        pull = axes @ (self._group_gain[:, :, None] * self._group_sums)
        return pull, (axes**2 @ self._group_gain[:, :, None])[..., 0]

    def group_effect(self) -> Array:
        """u, the conditional mean of each group's effect, shape (G, M)."""
        return self._centre(self._group_pull[0], np.zeros(self.beta.shape[1]))

    def leaf_effect(self) -> Array:
        """v, the conditional mean of each leaf's effect in its group, shape (G, L)."""
        both = self._centre(self._leaf_pull[0], np.zeros(self.beta.shape[1]))
        return np.asarray(both - self.group_effect()[:, self.of.group])

    def group_at(self, x_star: Array) -> tuple[Array, Array]:
        """Mean of each group at ``x_star`` (M, p), and its variance over s2, each (G, M)."""
        return self._at(*self._group_pull, x_star)

    def leaf_at(self, x_star: Array) -> tuple[Array, Array]:
        """Mean of each leaf at ``x_star`` (L, p), and its variance over s2, each (G, L)."""
        return self._at(*self._leaf_pull, x_star)

    def _at(self, pull: Array, variance: Array, x_star: Array) -> tuple[Array, Array]:
        tilt = x_star - pull[:, :, :-1]
        spread = ((tilt @ self.beta_cov) * tilt).sum(axis=-1)
        return self._centre(pull, x_star), np.asarray(variance + spread)

    def _centre(self, pull: Array, x_star: Array) -> Array:
        tilt = x_star - pull[:, :, :-1]
        return np.asarray(pull[:, :, -1] + (tilt @ self.beta[:, :, None])[..., 0])

    def draw_effects(
        self, node: Codes, beta: Array, s: Array, rng: np.random.Generator
    ) -> tuple[Array, Array]:
        """Draw u (draws, M) and u + v (draws, L), given the node, beta and s of each draw."""
        gain, sums = self._group_gain[node], self._group_sums[node]
        residual = sums[:, :, -1] - (sums[:, :, :-1] @ beta[:, :, None])[..., 0]
        standard = rng.standard_normal(gain.shape)
        untied_u = gain * residual + s[:, None] * np.sqrt(gain) * standard
        groups = (self.pairs.group_axes[self.pair[node]] @ untied_u[:, :, None])[..., 0]
        leaves = groups[:, self.of.group]
        root = np.sqrt(self.pairs.gain.reshape(-1, leaves.shape[1]))[self.pair[node]]
        noise = s[:, None] * rng.standard_normal(leaves.shape)
        untied, day_of = self.pairs.untied, self._day[node]
        for day in np.unique(day_of):
            on = np.flatnonzero(day_of == day)
            rest = untied.sums[day, :, -1] - beta[on] @ untied.sums[day, :, :-1].T
            rest -= groups[on] @ (untied.rows[day, :, None] * untied.member[day]).T
            own = root[on]
            rest *= own
            rest += noise[on]
            rest *= own
            leaves[on] += rest @ untied.axes[day].T
        return groups, leaves


def crossed_nodes(
    of: Moments, days: DayMoments, prior: VariancePrior
) -> tuple[CrossedModel, Array, float]:
    """Lay Gauss-Legendre nodes over the box of (d, b, a) where the weight is not negligible.

    Returns
    -------
    CrossedModel
        The nodes; those that carry next to nothing are left out.
    weight : array, shape (G,)
        Adds to 1.
    spread_evidence : float
        Bayes factor for any difference between groups or leaves against none.
    """

    def inside(d: Array, b: Array, a: Array) -> tuple[Codes, ...]:
        log_w = _Pairs(_Untied(of, days, d), b).log_weight(a, prior)
        return np.nonzero(log_w > log_w.max() - _NEGLIGIBLE)

    grids = (_COARSE_DAY, _COARSE, _COARSE)
    ends = (limits(grid, at) for grid, at in zip(grids, inside(*grids), strict=True))
    # Where there are many rows a coarse step is far wider than what matters within it.
    finer = tuple(np.linspace(low, high, 9) for low, high in ends)
    found = zip(finer, inside(*finer), _NODES, strict=True)
    (d, b, a), shares = zip(*(box(*limits(grid, at), n) for grid, at, n in found), strict=True)
    pairs = _Pairs(_Untied(of, days, d), b)
    log_w = pairs.log_weight(a, prior)
    highest = log_w.max()
    weight = np.exp(log_w - highest) * np.einsum("i,j,k->ijk", *shares)
    total = weight.sum()
    without = _Pairs(pairs.untied, np.zeros(1)).log_weight(np.zeros(1), prior).ravel()
    same = np.exp(without - highest) @ shares[0]
    # The priors' density, left out of the weights, is (2 / pi) exp(-(a^2 + b^2) / 2).
    evidence = float(
        np.exp(min(np.log(total) - np.log(max(same, 1e-300)) + np.log(2 / np.pi), 700.0))
    )
    flat = weight.ravel() / total
    order = np.argsort(flat)
    carries = np.sort(order[np.cumsum(flat[order]) > _NEGLIGIBLE_SHARE])
    node = np.unravel_index(carries, (weight.shape[0] * weight.shape[1], weight.shape[2]))
    model = CrossedModel(pairs, np.asarray(node[0]), a[node[1]], prior)
    return model, flat[carries] / flat[carries].sum(), evidence

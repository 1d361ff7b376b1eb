"""The nested model at given variance ratios, where everything has a closed form.

A node is a pair (a, b): the spread between groups, and between the leaves of a group, each as a
multiple of the residual standard deviation. Arrays are over nodes (G), leaves (L), groups (M) and
covariates (p).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tracker.relief.moments import Moments

Array = NDArray[np.float64]

# Outcomes that all agree leave no residual; its logarithm must stay finite.
_LEAST_RSS = 1e-12


@dataclass(frozen=True, eq=False)
class Nodes:
    """The model's closed form at the nodes ``a``, ``b``, each of shape (G,)."""

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

"""Fit the nested partial-pooling model: leaves (spots) within groups (muscles).

With a leaf l inside a group m, and x_i the covariates of row i::

    y_i = x_i' beta + u_m + v_l + e_i
    u_m ~ N(0, s2 a^2),  v_l ~ N(0, s2 b^2),  e_i ~ N(0, s2)

``method="bayes"`` integrates over the variance ratios a and b with half-normal(1) priors and
p(beta, s2) ~ 1 / s2, or a weak prior on s2 (`VariancePrior`); ``"reml"`` and ``"ml"`` maximise
the criteria as lme4 defines them, zero allowed, and exist so that the code can be checked against
published results.

The rows enter only through `Moments`, which add: a study can be summed from its parts.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from tracker.relief.intervals import FLAT, VariancePrior
from tracker.relief.pooling.crossed import CrossedModel, crossed_nodes
from tracker.relief.pooling.grid import ConditionalModel, minimize_on_grid, quadrature
from tracker.relief.pooling.mixture import Mixture
from tracker.relief.pooling.moments import DayMoments, Moments

Array = NDArray[np.float64]
Method = Literal["bayes", "reml", "ml"]


@dataclass(frozen=True, eq=False)
class Fit:
    """The fitted model: estimates of each leaf and each group.

    With ``"bayes"``, every figure is integrated over the variance ratios: means are posterior
    means and scales posterior standard deviations. With ``"reml"`` and ``"ml"`` the ratios are
    those that fit best, taken as known, and scales leave out how unsure they are.

    Attributes
    ----------
    method : {"bayes", "reml", "ml"}
    beta : array, shape (p,)
        The coefficients.
    sigma, sd_group, sd_leaf, sd_day : float
        Standard deviation of the residuals, between groups, between the leaves of a group, and
        between days; the last is 0 without a day effect.
    deviance : float
        REML criterion or ML deviance as lme4 defines them; NaN with ``"bayes"``.
    spread_evidence : float
        Bayes factor for any difference between groups or leaves against none; NaN but for bayes.
    group_effect, leaf_effect : array, shape (M,) and (L,)
        Conditional modes of u and v.
    leaf_mean, leaf_scale : array, shape (L,)
        Each leaf's mean outcome at ``x_star``, and how sure it is.
    group_mean, group_scale : array, shape (M,)
        The same for each group: what a new leaf of it is expected to give, on average.
    leaves, groups, next_row : Mixture
        The full answers behind them: the mean of each leaf (L) and group (M), and the next row of
        each leaf (L).
    """

    method: Method
    beta: Array
    sigma: float
    sd_group: float
    sd_leaf: float
    sd_day: float
    deviance: float
    spread_evidence: float
    group_effect: Array
    leaf_effect: Array
    leaf_mean: Array
    leaf_scale: Array
    group_mean: Array
    group_scale: Array
    leaves: Mixture
    groups: Mixture
    next_row: Mixture
    _nodes: ConditionalModel | CrossedModel
    _weight: Array
    _x_star: Array
    _x_group: Array

    def __repr__(self) -> str:
        """Give the spreads and the sizes, in place of every array."""
        leaves, groups = len(self.leaf_mean), len(self.group_mean)
        return (
            f"Fit(method={self.method!r}, {leaves} leaves in {groups} groups, "
            f"sigma={self.sigma:.3g}, sd_group={self.sd_group:.3g}, sd_leaf={self.sd_leaf:.3g})"
        )

    @property
    def slope(self) -> float:
        """Points of outcome per point of the covariate; 0 where there is none."""
        return float(self.beta[1]) if len(self.beta) > 1 else 0.0

    def quantile(self, q: ArrayLike) -> Array:
        """Quantiles of each leaf's mean, shape (Q, L)."""
        return self.leaves.quantile(q)

    def probability_above(self, threshold: float) -> Array:
        """Probability that each leaf's mean is above ``threshold``, shape (L,)."""
        return self.leaves.above(threshold)

    def probability_next_above(self, threshold: float) -> Array:
        """Probability that the next row of each leaf is above ``threshold``, shape (L,)."""
        return self.next_row.above(threshold)

    def probability_best(self, rng: np.random.Generator, draws: int = 4000) -> Array:
        """Probability that each leaf has the highest mean of all, shape (L,), from joint draws."""
        return shares_of_first(self.draws(rng, draws)[0])

    def draws(self, rng: np.random.Generator, draws: int = 4000) -> tuple[Array, Array]:
        """Joint draws of the means at ``x_star``: leaves (draws, L) and groups (draws, M).

        In the order node, s2, beta, u, v, each given those before it.
        """
        nodes = self._nodes
        node = rng.choice(len(self._weight), size=draws, p=self._weight)
        s = np.sqrt(nodes.s2[node] * nodes.freedom / rng.chisquare(nodes.freedom, size=draws))
        root = np.linalg.cholesky(nodes.beta_cov)[node]
        noise = rng.standard_normal((draws, root.shape[-1]))
        beta = nodes.beta[node] + s[:, None] * np.einsum("dxy,dy->dx", root, noise)
        groups, leaves = nodes.draw_effects(node, beta, s, rng)
        leaves += beta @ self._x_star.T
        return leaves, groups + beta @ self._x_group.T


def shares_of_first(draws: Array) -> Array:
    """Give the share of rows in which each column is the highest, shape (columns,)."""
    return np.bincount(draws.argmax(axis=1), minlength=draws.shape[1]) / len(draws)


def fit(
    of: Moments,
    method: Method = "bayes",
    x_star: ArrayLike | None = None,
    *,
    prior: VariancePrior = FLAT,
    days: DayMoments | None = None,
) -> Fit:
    """Fit the nested model.

    Parameters
    ----------
    of : Moments
    method : {"bayes", "reml", "ml"}
        With one leaf in every group (or one group), reml and ml cannot tell the two spreads
        apart: the leaves' (or the group's) is then 0.
    x_star : array, shape (p,) or (L, p), optional
        The covariates at which leaves are compared, the same for all or each at its own; by
        default the intercept alone, (1, 0, ...). A group is at the average of its rows' leaves.
    prior : VariancePrior
        Of the residual variance, with bayes only; none by default, p(s2) ~ 1 / s2.
    days : DayMoments, optional
        The same rows by day, for a day effect crossed with leaves and groups (see
        `tracker.relief.pooling.crossed`); with bayes only.

    Raises
    ------
    ValueError
        No more rows than coefficients, covariates that depend on each other, an unknown method.
    """
    p = len(of.cross) - 1
    if of.freedom < 1:
        raise ValueError(f"A fit needs more than {p} rows for {p} coefficients, not {of.n}.")
    if np.linalg.matrix_rank(of.cross[:-1, :-1], hermitian=True) < p:
        raise ValueError("The columns of X depend on each other; leave out those that never vary.")
    x = np.eye(p)[0] if x_star is None else np.asarray(x_star, dtype=float)
    if x.shape not in ((p,), (len(of.group), p)):
        raise ValueError(f"x_star must have {p} values, not shape {x.shape}.")
    x = np.broadcast_to(x, (len(of.group), p))
    spread_evidence = np.nan
    if method == "bayes" and days is not None:
        crossed, weight, spread_evidence = crossed_nodes(of, days, prior)
        return _summed(method, crossed, weight, x, spread_evidence)
    if method == "bayes":
        a, b, weight, log_total = quadrature(
            lambda a, b: ConditionalModel(of, a, b, prior).log_weight()
        )
        without = ConditionalModel(of, np.zeros(1), np.zeros(1), prior).log_weight()[0]
        # The priors' density, left out of the weights, is (2 / pi) exp(-(a^2 + b^2) / 2).
        spread_evidence = float(np.exp(min(log_total + np.log(2 / np.pi) - without, 700.0)))
    elif method in ("reml", "ml"):
        tried = np.unique(of.group[of.leaf_n > 0], return_counts=True)[1]
        ratios = minimize_on_grid(
            lambda a, b: ConditionalModel(of, a, b).criterion(method),
            a_free=len(tried) > 1,
            b_free=bool((tried > 1).any()),
        )
        a, b, weight = *(np.array([ratio]) for ratio in ratios), np.ones(1)
    else:
        raise ValueError(f"method must be one of bayes, reml, ml, not {method!r}.")
    nodes = ConditionalModel(of, a, b, prior if method == "bayes" else FLAT)
    deviance = np.nan if method == "bayes" else float(nodes.criterion(method)[0])
    return _summed(method, nodes, weight, x, spread_evidence, deviance)


def _summed(
    method: Method,
    nodes: ConditionalModel | CrossedModel,
    weight: Array,
    x_star: Array,
    spread_evidence: float,
    deviance: float = np.nan,
) -> Fit:
    freedom = nodes.freedom
    s2 = nodes.rss / nodes.of.n if method == "ml" else nodes.s2
    sigma = np.sqrt(s2) * (_mean_of_sd(freedom) if method == "bayes" else 1.0)
    # A group without rows takes its leaves alike, one without leaves takes all: the tiny weights
    # are nothing beside a row.
    rows = nodes.of.member.T * (nodes.of.leaf_n + 1e-9) + 1e-15
    x_group = rows @ x_star / rows.sum(axis=1, keepdims=True)
    leaf_mean, leaf_var = nodes.leaf_at(x_star)
    group_mean, group_var = nodes.group_at(x_group)
    leaves = Mixture(weight, leaf_mean, np.sqrt(s2[:, None] * leaf_var), freedom)
    groups = Mixture(weight, group_mean, np.sqrt(s2[:, None] * group_var), freedom)
    row_var = nodes.next_variance[:, None]
    next_row = Mixture(weight, leaf_mean, np.sqrt(s2[:, None] * (leaf_var + row_var)), freedom)
    return Fit(
        method=method,
        beta=weight @ nodes.beta,
        sigma=float(weight @ sigma),
        sd_group=float(weight @ (nodes.a * sigma)),
        sd_leaf=float(weight @ (nodes.b * sigma)),
        sd_day=float(weight @ (np.sqrt(nodes.next_variance - 1) * sigma)),
        deviance=deviance,
        spread_evidence=spread_evidence,
        group_effect=weight @ nodes.group_effect(),
        leaf_effect=weight @ nodes.leaf_effect(),
        leaf_mean=weight @ leaf_mean,
        leaf_scale=leaves.sd if method == "bayes" else leaves.scale[0],
        group_mean=weight @ group_mean,
        group_scale=groups.sd if method == "bayes" else groups.scale[0],
        leaves=leaves,
        groups=groups,
        next_row=next_row,
        _nodes=nodes,
        _weight=weight,
        _x_star=x_star,
        _x_group=x_group,
    )


def _mean_of_sd(freedom: float) -> float:
    """E[s] over its estimate, with s2 an inverse chi-square; no mean below two degrees."""
    if freedom < 2:
        return float("nan")
    ratio = gammaln((freedom - 1) / 2) - gammaln(freedom / 2)
    return float(np.sqrt(freedom / 2) * np.exp(ratio))

"""A Gibbs sampler for the nested model: the same posterior by a way that shares no formula with it.

All coefficients, groups and leaves are drawn at once from their dense normal equations. The ratios
a and b move twice a sweep: at given effects, where a spread is small, and at given standardised
effects, where it is large (interweaving), so that neither end is sticky. Chains run side by side.

References
----------
Yu & Meng (2011), doi:10.1198/jcgs.2011.203main, for the interweaving.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


def leaf_draws(
    y: Array,
    covariates: Array,
    leaf: Codes,
    group: Codes,
    rng: np.random.Generator,
    *,
    chains: int = 32,
    sweeps: int = 3000,
    burn_in: int = 300,
) -> Array:
    """Draw the leaves' means where all covariates but the intercept are 0.

    Returns
    -------
    array, shape (chains, sweeps, L)
    """
    p, m, n_leaves = covariates.shape[1], int(group.max()) + 1, len(group)
    design = np.hstack([covariates, np.eye(m)[group[leaf]], np.eye(n_leaves)[leaf]])
    cross, with_y, y_y = design.T @ design, design.T @ y, float(y @ y)
    of_group, of_leaf = slice(p, p + m), slice(p + m, None)
    diagonal = np.arange(len(cross))
    a, b = rng.uniform(0.1, 1.5, (2, chains))
    kept = np.empty((chains, sweeps, n_leaves))
    for sweep in range(-burn_in, sweeps):
        precision = np.repeat(cross[None], chains, axis=0)
        precision[:, diagonal[of_group], diagonal[of_group]] += a[:, None] ** -2
        precision[:, diagonal[of_leaf], diagonal[of_leaf]] += b[:, None] ** -2
        centre = np.linalg.solve(precision, with_y[:, None])[..., 0]
        s = np.sqrt((y_y - centre @ with_y) / rng.chisquare(len(y) - p, chains))
        root = np.linalg.cholesky(precision).transpose(0, 2, 1)
        noise = rng.standard_normal(centre.shape)
        effects = centre + s[:, None] * np.linalg.solve(root, noise[..., None])[..., 0]
        for part, ratio in ((of_group, a), (of_leaf, b)):
            _given_effects(ratio, effects[:, part] / s[:, None], rng)
            _given_standardised(ratio, part, effects, s, cross, with_y, rng)
        if sweep >= 0:
            u = effects[:, of_group][:, group]
            kept[:, sweep] = effects[:, :1] + u + effects[:, of_leaf]
    return kept


def _given_effects(ratio: Array, effects: Array, rng: np.random.Generator, steps: int = 4) -> None:
    """Metropolis steps of log ratio, in place; ``effects`` are in units of sigma."""
    square = (effects**2).sum(axis=1)

    def log_density(r: Array) -> Array:
        return (1 - effects.shape[1]) * np.log(r) - square / (2 * r**2) - r**2 / 2

    for _ in range(steps):
        proposed = ratio * np.exp(rng.normal(0, 0.4, len(ratio)))
        gain = log_density(proposed) - log_density(ratio)
        taken = np.log(rng.random(len(ratio))) < gain
        ratio[taken] = proposed[taken]


def _given_standardised(
    ratio: Array,
    part: slice,
    effects: Array,
    s: Array,
    cross: Array,
    with_y: Array,
    rng: np.random.Generator,
) -> None:
    """Draw the ratio from its truncated normal, in place, and the effects along with it."""
    standard = effects[:, part] / (ratio * s)[:, None]
    others = effects.copy()
    others[:, part] = 0
    left = with_y[part] - others @ cross[:, part]
    precision = np.einsum("cx,xy,cy->c", standard, cross[part, part], standard) + 1
    mean = (standard * left).sum(axis=1) / s / precision
    sd = precision**-0.5
    ratio[:] = mean - sd * ndtri(rng.random(len(ratio)) * ndtr(mean / sd))
    effects[:, part] = standard * (ratio * s)[:, None]

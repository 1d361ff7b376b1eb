"""Diaries made up by known rules, so that every answer can be held against the truth.

Effect sizes are invented. Rows are relief in points, the starting pain less 6 and the leaf (a spot
on one side of a muscle); leaves are compared at a starting pain of 6.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from tracker.relief.pooling.moments import Moments, moments

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

MUSCLES, LEAVES = 8, 72
GROUP: Codes = np.repeat(np.arange(MUSCLES), LEAVES // MUSCLES)
NOISE, SLOPE, REFERENCE = 1.3, 0.3, 6.0


@dataclass(frozen=True, eq=False)
class World:
    """One made-up diary, and each leaf's true mean relief at a starting pain of 6.

    ``y`` (n,) is relief, ``before`` (n,) the starting pain less 6, ``leaf`` (n,) the leaf of each
    row, ``truth`` (72,) what is to be found.
    """

    y: Array
    before: Array
    leaf: Codes
    truth: Array

    @property
    def covariates(self) -> Array:
        """Intercept and starting pain, shape (n, 2); the intercept alone where it never varies."""
        columns = [np.ones(len(self.y)), self.before]
        return np.column_stack(columns if np.ptp(self.before) > 0 else columns[:1])

    def moments(self) -> Moments:
        return moments(self.y, self.covariates, self.leaf, GROUP)


Builder = Callable[[np.random.Generator, int], World]


def as_assumed(rng: np.random.Generator, n: int) -> World:
    """Spreads drawn from the model's own priors, relief on a continuous scale."""
    a, b = np.abs(rng.standard_normal(2)) * NOISE
    leaf, before = _pressed(rng, n)
    truth = 1 + _effects(rng, a, b)
    return World(truth[leaf] + SLOPE * before + _noise(rng, n), before, leaf, truth)


def whole_points(rng: np.random.Generator, n: int) -> World:
    """Spreads of 0.6 and 0.5 points; ratings are whole numbers from 0 to 10."""
    leaf, before = _pressed(rng, n)
    latent = 1 + _effects(rng, 0.6, 0.5)
    y = _rated(before, latent[leaf] + SLOPE * before + _noise(rng, n))
    return World(y, before, leaf, _mean_rated(latent))


def proportional(rng: np.random.Generator, n: int) -> World:
    """Each leaf takes its own share off the starting pain; ratings are whole numbers."""
    leaf, before = _pressed(rng, n)
    share = 0.25 + _effects(rng, 0.1, 0.08)
    y = _rated(before, share[leaf] * (before + REFERENCE) + _noise(rng, n))
    return World(y, before, leaf, _mean_rated(share * REFERENCE))


def _pressed(rng: np.random.Generator, n: int) -> tuple[Codes, Array]:
    """Which leaf was pressed at which starting pain: some leaves far more often than others."""
    liked = np.exp(rng.normal(0, 0.7, LEAVES))
    leaf = rng.choice(LEAVES, size=n, p=liked / liked.sum())
    return leaf, rng.integers(3, 10, n) - REFERENCE


def _effects(rng: np.random.Generator, of_muscle: float, of_leaf: float) -> Array:
    return rng.normal(0, of_muscle, MUSCLES)[GROUP] + rng.normal(0, of_leaf, LEAVES)


def _noise(rng: np.random.Generator, n: int) -> Array:
    return rng.normal(0, NOISE, n)


def _rated(before: Array, relief: Array) -> Array:
    pain = before + REFERENCE
    return pain - np.clip(np.round(pain - relief), 0, 10)


def _mean_rated(latent: Array) -> Array:
    """What the average of whole ratings tends to, at a starting pain of 6."""
    limits = np.arange(10) + 0.5
    pain = 1 - ndtr((limits - (REFERENCE - latent[:, None])) / NOISE)
    return REFERENCE - pain.sum(axis=1)


def releases(
    day: Codes | Array,
    muscle: "NDArray[np.str_]",
    spot: "NDArray[np.str_]",
    before: Array,
    relief: Array,
    **columns: object,
) -> pd.DataFrame:
    """Held releases as the diary hands them out; ``columns`` replace the usual values."""
    n = len(before)
    started = pd.Timestamp("2026-01-05T12:00Z") + pd.to_timedelta(day, unit="D")
    frame = pd.DataFrame(
        {
            "id": [f"{i:06d}" for i in range(n)],
            "started_at": started.as_unit("us"),
            "started_at_offset": 0,
            "muscle": muscle,
            "spot": spot,
            "side": "left",
            "tool": "massage ball",
            "pressure": None,
            "pain_before": before,
            "pain_30s": np.nan,
            "pain_after": before - relief,
            "outcome": "held",
            "held_s": np.nan,
        }
    )
    return frame.assign(**columns)


def null_diary(rng: np.random.Generator, n: int, muscles: int, spots: int) -> pd.DataFrame:
    """Releases of spots that all give the same; ratings are whole numbers."""
    at = rng.integers(0, muscles * spots, n)
    before = rng.integers(3, 10, n) - REFERENCE
    y = _rated(before, 1 + SLOPE * before + _noise(rng, n))
    muscle, spot = np.char.add("muscle ", (at // spots).astype(str)), (at % spots).astype(str)
    return releases(np.arange(n) / 3, muscle, spot, before + REFERENCE, y)

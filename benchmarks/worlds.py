"""Diaries made up by known rules, so that every answer can be held against the truth.

Effect sizes are invented. Rows are relief in points, the starting pain less 6 and the leaf (a spot
on one side of a muscle); leaves are compared at a starting pain of 6.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, ndtr

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


def whole_points(rng: np.random.Generator, n: int, noise: float = NOISE) -> World:
    """Spreads of 0.6 and 0.5 points; ratings are whole numbers from 0 to 10."""
    leaf, before = _pressed(rng, n)
    latent = 1 + _effects(rng, 0.6, 0.5)
    y = _rated(before, latent[leaf] + SLOPE * before + rng.normal(0, noise, n))
    return World(y, before, leaf, _mean_rated(latent, noise))


def proportional(rng: np.random.Generator, n: int) -> World:
    """Each leaf takes its own share off the starting pain; ratings are whole numbers."""
    leaf, before = _pressed(rng, n)
    share = 0.25 + _effects(rng, 0.1, 0.08)
    y = _rated(before, share[leaf] * (before + REFERENCE) + _noise(rng, n))
    return World(y, before, leaf, _mean_rated(share * REFERENCE))


def flares(rng: np.random.Generator, n: int, usual: float = 4.0) -> pd.DataFrame:
    """Pressing does nothing; it is done rather in flares, which fade by a quarter meanwhile."""
    flare = rng.normal(0, 1.8, 40 * n)
    pressed = flare[rng.random(40 * n) < expit(2 * (flare - 1.5))][:n]
    before = np.clip(np.round(usual + pressed), 0, 10)
    after = np.clip(np.round(usual + 0.75 * pressed + rng.normal(0, 1.0, n)), 0, 10)
    at = rng.integers(0, 6, n)
    muscle, spot = np.char.add("muscle ", (at // 3).astype(str)), (at % 3).astype(str)
    return releases(np.arange(n) / 3, muscle, spot, before, before - after)


def arms(rng: np.random.Generator, n: int) -> tuple[pd.DataFrame, Array]:
    """Three spots, whole ratings from mild pain, and the share of presses of 2 points or more.

    Like the arms of a trial of treatments for back pain that reached 2 points in .77, .30 and .17.
    """
    mean, sd = np.array([2.65, 0.7, 0.1]), np.array([1.55, 1.5, 1.45])

    def relief(at: Codes, pain: Array) -> Array:
        latent = mean[at] + 0.3 * (pain - 4) + sd[at] * rng.standard_normal(len(at))
        return pain - np.clip(np.round(pain - latent), 0, 10)

    at, pain = rng.integers(0, 3, n), rng.choice([2.0, 3, 4, 5, 6, 7], n)
    many = np.repeat(np.arange(3), 20_000)
    share = (relief(many, np.full(len(many), 4.0)) >= 2).reshape(3, -1).mean(axis=1)
    y = relief(at, pain)
    spot = at.astype(str)
    return releases(np.arange(n) / 3, np.full(n, "psoas"), spot, pain, y), share


def left_early(
    rng: np.random.Generator, n: int, moved: bool, forgotten: float
) -> tuple[pd.DataFrame, Array]:
    """Presses moved from where nothing falls by 30 s, and ends that go unrated rather when poor.

    Six spots; what a press held to its end gives on average, by spot, is beside it.
    """
    truth = rng.permutation(np.linspace(0, 3, 6))
    at, before = rng.integers(0, 6, n), rng.integers(5, 9, n).astype(float)
    latent = truth[at] + SLOPE * (before - REFERENCE) + _noise(rng, n)
    relief = _rated(before - REFERENCE, latent)
    by_30s = _rated(before - REFERENCE, 0.6 * latent + rng.normal(0, 0.5, n))
    leaves = moved & (by_30s <= 0)
    unrated = ~leaves & (rng.random(n) < forgotten * 2 * expit(-1.5 * (relief - 1)))
    after = np.where(leaves | unrated, np.nan, before - relief)
    outcome = np.where(leaves, "moved", "held")
    columns = {"pain_30s": before - by_30s, "pain_after": after, "outcome": outcome}
    spot, day = at.astype(str), np.arange(n) / 3
    return releases(day, np.full(n, "psoas"), spot, before, relief, **columns), truth


def sessions(rng: np.random.Generator, n: int, mood: float, drift: float) -> tuple[World, Codes]:
    """Sessions of two to five presses on one muscle; days have moods, and relief drifts down.

    Three muscles of four spots each; relief moves by ``drift`` points from beginning to end, about
    the level that ``truth`` gives.
    """
    size = rng.integers(2, 6, n)
    muscle = np.repeat(rng.integers(0, 3, n), size)[:n]
    gone_by = np.cumsum(rng.geometric(0.8, n))
    day = np.repeat(gone_by, size)[:n]
    leaf = 4 * muscle + rng.integers(0, 4, n)
    truth = 1 + rng.normal(0, 0.6, 3).repeat(4) + rng.normal(0, 0.5, 12)
    before = rng.integers(4, 9, n) - REFERENCE
    of_day = rng.normal(0, mood, day.max() + 1) - drift * (np.arange(day.max() + 1) / day.max())
    of_row = of_day[day] + drift / 2
    y = _rated(before, truth[leaf] + SLOPE * before + of_row + _noise(rng, n))
    return World(y, before, leaf, truth), day


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


def _mean_rated(latent: Array, noise: float = NOISE) -> Array:
    """What the average of whole ratings tends to, at a starting pain of 6."""
    limits = np.arange(10) + 0.5
    pain = 1 - ndtr((limits - (REFERENCE - latent[:, None])) / noise)
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


def named_diary(
    rng: np.random.Generator, n: int, latent: Array, spots: int
) -> tuple[pd.DataFrame, Array]:
    """Releases of spots pressed about as often; they are named by number. And the true means."""
    at = rng.integers(0, len(latent), n)
    before = rng.integers(3, 10, n) - REFERENCE
    y = _rated(before, latent[at] + SLOPE * before + _noise(rng, n))
    muscle, spot = np.char.add("muscle ", (at // spots).astype(str)), at.astype(str)
    return releases(np.arange(n) / 3, muscle, spot, before + REFERENCE, y), _mean_rated(latent)

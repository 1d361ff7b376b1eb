"""Are the spots and muscles that the answer names truly over the mark, and how many does it find?

The mark is 30 % of a starting pain of 6, 1.8 points; all is compared at that pain.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
import worlds
from findings import Finding, finding
from numpy.typing import NDArray
from scipy.stats import norm

from tracker.relief import columns as c
from tracker.relief.pooling.pool import Pooled, pool
from tracker.relief.pooling.sets import CLEAR, clear_mark, front, what_each_gives

Array = NDArray[np.float64]
Truth = Callable[[np.random.Generator], Array]

MUSCLES, SPOTS = 4, 3
MARK: Final = clear_mark(worlds.REFERENCE)
SIZES: Final = (50, 100, 200, 500)
MIDDLES: Final = {"mean 1.2": 1.2, "many good": 2.4}
OF_MUSCLES, OF_SPOTS = 0.6, 0.5
"""Standard deviations of the true means, in points."""
GROWING: Final = range(30, 201, 10)


def spread_around(middle: float) -> Truth:
    """Muscles and spots that differ by .6 and .5 points around a mean."""

    def truth(rng: np.random.Generator) -> Array:
        of_muscle = np.repeat(rng.normal(0, OF_MUSCLES, MUSCLES), SPOTS)
        return middle + of_muscle + rng.normal(0, OF_SPOTS, MUSCLES * SPOTS)

    return truth


def two_best(_rng: np.random.Generator) -> Array:
    """Two spots of one muscle give 2.9 points, all others .8."""
    return np.where(np.arange(MUSCLES * SPOTS) < 2, 2.9, 0.8)


def all_at(points: float) -> Truth:
    """Spots that all give the same."""
    return lambda _rng: np.full(MUSCLES * SPOTS, points)


@dataclass
class Names:
    """What one answer named: the share of the good ones, the share of names that are wrong."""

    power: float
    wrong: float
    any_wrong: bool
    best_held: float


def name_findings(repeats: int) -> Iterator[Finding]:
    """Spots that are named as giving clear relief."""
    built: dict[str, tuple[Truth, tuple[float, ...]]] = {
        "mean 1.2": (spread_around(MIDDLES["mean 1.2"]), (0.38, 0.38, 0.37, 0.49)),
        "many good": (spread_around(MIDDLES["many good"]), (0.69, 0.60, 0.59, 0.67)),
        "two equal best": (two_best, (0.60, 0.75, 0.95, 0.99)),
    }
    for at, (name, (truth, goals)) in enumerate(built.items()):
        for n, goal in zip(SIZES, goals, strict=True):
            answers = list(_diaries(truth, n, repeats, at))
            named = [_names(answer.spots, means) for _, answer, means in answers]
            yield from _named(f"{name}, n = {n}", named, goal)
            held = [one.best_held for one in named if not np.isnan(one.best_held)]
            if held:
                yield finding(f"best set holds the best, {name}, n = {n}", held, at_least=0.9)
            if name in MIDDLES:
                known = [_known(*answer, MIDDLES[name]) for answer in answers]
                found = [power for power in known if not np.isnan(power)]
                yield finding(f"  were mean and spreads known, {name}, n = {n}", found or [0.0])
            led = [bool(answer.spots[c.LEADS].any()) for _, answer, _ in answers]
            yield finding(f"  a single best is certain, {name}, n = {n}", led)


def muscle_findings(repeats: int) -> Iterator[Finding]:
    """Muscles, as they were pressed."""
    for n, goal in zip(SIZES, (0.32, 0.4, 0.5, 0.6), strict=True):
        named = []
        for _, answer, means in _diaries(spread_around(1.8), n, repeats, 7):
            pressed, muscle = answer.spots[c.N_RATED], answer.spots[c.MUSCLE]
            truth = (means * pressed).groupby(muscle).sum() / pressed.groupby(muscle).sum()
            named.append(_names(answer.muscles, truth[answer.muscles[c.MUSCLE]].to_numpy()))
        yield from _named(f"muscles, n = {n}", named, goal)


def null_findings(repeats: int) -> Iterator[Finding]:
    """Diaries in which nothing is to be named."""
    for name, points, most in (("all at 0", 0.0, 0.0), ("all a hair under", MARK - 0.05, 0.19)):
        for n in (50, 200, 500):
            answers = _diaries(all_at(points), n, repeats, 9)
            wrong = [_names(answer.spots, means).any_wrong for _, answer, means in answers]
            yield finding(f"any spot named, {name}, n = {n}", wrong, at_most=most)


def withdrawal_findings(repeats: int) -> Iterator[Finding]:
    """Names that are lost again while a diary grows to 200 releases, ten at a time."""
    rng = np.random.default_rng(11)
    lost, lost_afresh = [], []
    for _ in range(repeats):
        frame, _ = worlds.named_diary(rng, 200, spread_around(1.8)(rng), SPOTS)
        grown = [pool(frame.head(n), reference_pain=worlds.REFERENCE).spots for n in GROWING]
        lost.append(_lost([set(table[c.SPOT][table[c.GIVES] == CLEAR]) for table in grown]))
        lost_afresh.append(_lost([_afresh(table) for table in grown]))
    yield finding("names withdrawn a diary", lost, at_most=0.08)
    yield finding("  were each look to name afresh", lost_afresh)


def _afresh(table: pd.DataFrame) -> set[str]:
    compared = (table[c.ENOUGH] & ~table[c.CONFLICTS_WITH_DATA]).to_numpy()
    gives = what_each_gives(*table[[c.P_CLEAR, c.P_FELL]].to_numpy().T, compared)
    return set(table[c.SPOT][gives == CLEAR])


def _lost(looks: list[set[str]]) -> int:
    return sum(len(before - after) for before, after in pairwise(looks))


def _named(of: str, named: list[Names], goal: float) -> Iterator[Finding]:
    power = [one.power for one in named if not np.isnan(one.power)]
    wrong = [one.wrong for one in named if not np.isnan(one.wrong)]
    any_wrong = [one.any_wrong for one in named]
    yield finding(f"good ones named, {of}", power or [0.0], at_least=goal)
    yield finding(f"names that are wrong, {of}", wrong or [0.0], at_most=0.025)
    yield finding(f"diaries with a wrong name, {of}", any_wrong, at_most=0.07)


def _diaries(
    truth: Truth, n: int, repeats: int, seed: int
) -> Iterator[tuple[pd.DataFrame, Pooled, Array]]:
    """Diaries, answers, and the true mean of each of their spots at the reference pain."""
    rng = np.random.default_rng([seed, n])
    for _ in range(repeats):
        frame, means = worlds.named_diary(rng, n, truth(rng), SPOTS)
        answer = pool(frame, reference_pain=worlds.REFERENCE)
        yield frame, answer, means[answer.spots[c.SPOT].astype("int64")]


def _known(frame: pd.DataFrame, answer: Pooled, truth: Array, middle: float) -> float:
    """The share of good spots named by who knows the mean, the spreads, the slope and the noise.

    Nobody can do better for sure, so that a goal above it is out of reach.
    """
    table = answer.spots
    n = table[c.N_RATED].to_numpy(dtype=float)
    muscle = table[c.MUSCLE].to_numpy()
    spread = OF_MUSCLES**2 * (muscle[:, None] == muscle) + OF_SPOTS**2 * np.eye(len(n))
    noise = worlds.NOISE**2 + 1 / 12  # of ratings in whole points
    covariance = np.linalg.inv(np.linalg.inv(spread) + np.diag(n / noise))
    above = frame[c.PAIN_BEFORE] - worlds.REFERENCE
    relief = frame[c.PAIN_BEFORE] - frame[c.PAIN_AFTER] - worlds.SLOPE * above
    average = relief.groupby(frame[c.SPOT]).mean()[table[c.SPOT]].to_numpy()
    mean = middle + covariance @ (n / noise * (average - middle))
    p_clear = norm.sf((MARK - mean) / np.sqrt(np.diag(covariance)))
    compared = n >= c.MIN_RELEASES
    named = np.zeros(len(n), dtype=bool)
    named[compared] = front(p_clear[compared])
    good = (truth > MARK) & compared
    return float(named[good].mean()) if good.any() else np.nan


def _names(table: pd.DataFrame, truth: Array) -> Names:
    named, best = (table[c.GIVES] == CLEAR).to_numpy(), table[c.IN_BEST_SET].to_numpy()
    compared = (table[c.ENOUGH] & ~table[c.CONFLICTS_WITH_DATA]).to_numpy()
    good, wrong = (truth > MARK) & compared, named & (truth <= MARK)
    holds = best.any() and truth[best].max() >= truth[compared].max() - 1e-9
    return Names(
        power=float(named[good].mean()) if good.any() else np.nan,
        wrong=float(wrong.sum() / named.sum()) if named.any() else np.nan,
        any_wrong=bool(wrong.any()),
        best_held=float(holds) if best.any() else np.nan,
    )

"""Do the bands over time and the week's interval hold the truth?"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import worlds
from findings import Finding, finding
from numpy.typing import NDArray

from tracker.relief.level import local_level
from tracker.relief.pooling.pool import Pooled, pool
from tracker.relief.week_comparison import week_comparison

Array = NDArray[np.float64]

DAYS = 84
MUSCLE = np.array(["piriformis", "piriformis", "psoas", "psoas"])
SPOT = np.array(["a", "b", "c", "d"])
RELIEF = np.array([3.0, 1.0, 2.0, 0.0])
EVEN, POORER, BETTER = [0.25] * 4, [0.1, 0.4, 0.1, 0.4], [0.4, 0.1, 0.4, 0.1]
GAIN = 1.0


def trend_findings(repeats: int) -> Iterator[Finding]:
    """Bands of 95 % around the level of 84 days with 0 to 5 releases each."""
    day = np.arange(DAYS)
    kinds: dict[str, tuple[Callable[[np.random.Generator], Array], float]] = {
        "flat": (lambda _: np.zeros(DAYS), 0.95),
        "drift by 2 points": (lambda _: -2 * day / DAYS, 0.95),
        "a step of 1.5 points": (lambda _: -1.5 * (day >= DAYS // 2), 0.94),
        "random walk": (lambda rng: np.cumsum(rng.normal(0, 0.12, DAYS)), 0.94),
    }
    for name, (level, goal) in kinds.items():
        rng = np.random.default_rng([7, len(name)])
        held = [_held(level(rng), rng) for _ in range(repeats)]
        yield finding(f"95 % band of the level, {name}", held, at_least=goal)


def _held(level: Array, rng: np.random.Generator) -> float:
    n = np.append(1, rng.poisson(1.5, DAYS - 1))
    mean = level + rng.normal(0, 1.2, DAYS) / np.sqrt(np.maximum(n, 1))
    low, high = local_level(np.arange(DAYS), mean, n).each_day().quantile([0.025, 0.975])
    return float(((low <= level) & (level <= high)).mean())


def week_findings(repeats: int) -> Iterator[Finding]:
    """The week's mix of spots gets better or worse while relief itself rises by a point."""
    rng = np.random.default_rng(8)
    diaries = [six_weeks(rng) for _ in range(repeats)]
    unadjusted = pool(diaries[0].head(0))
    for before, goal in ((1, 0.94), (4, 0.94)):
        against = "the week before" if before == 1 else f"the {before} weeks before"
        adjusted = [_holds(diary, before) for diary in diaries]
        plain = [_holds(diary, before, unadjusted) for diary in diaries]
        yield finding(f"95 % interval against {against}", adjusted, at_least=goal)
        yield finding("  the same without adjusting for the mix of spots", plain)


def _holds(diary: pd.DataFrame, before: int, pooled: Pooled | None = None) -> bool:
    answer = week_comparison(diary, "2026-W07", before, pooled=pooled)
    return answer.low <= GAIN <= answer.high


def six_weeks(rng: np.random.Generator) -> pd.DataFrame:
    """Releases in which the mix of spots changes; all give a point more in the sixth week."""
    day = np.repeat(np.arange(42), rng.integers(1, 4, 42))
    week = day // 7
    mix = [EVEN, EVEN, EVEN, EVEN, POORER, BETTER]
    spot = np.array([rng.choice(4, p=mix[w]) for w in week])
    before = rng.integers(4, 9, len(day)).astype(float)
    relief = RELIEF[spot] + 0.3 * (before - 6) + GAIN * (week == 5) + rng.normal(0, 1.2, len(day))
    return worlds.releases(day, MUSCLE[spot], SPOT[spot], before, relief)

"""Do the bands over time and the week's interval hold the truth?"""

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import worlds
from findings import Finding, finding
from numpy.typing import NDArray
from scipy import stats

from tracker.relief.intervals import WEAK
from tracker.relief.level import local_level
from tracker.relief.level_change import spot_changes
from tracker.relief.pooling.pool import Pooled, pool
from tracker.relief.week_comparison import pain_week_comparison, week_comparison

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
    low, high = (
        local_level(np.arange(DAYS), mean, n, prior=WEAK).each_day().quantile([0.025, 0.975])
    )
    return float(((low <= level) & (level <= high)).mean())


def contrast_findings(repeats: int) -> Iterator[Finding]:
    """The last 14 days less the first 14 of 84 days; and whether two first and last ranges part."""
    day = np.arange(DAYS)
    last, first = (day >= DAYS - 14) / 14, (day < 14) / 14
    levels: dict[str, Callable[[np.random.Generator], Array]] = {
        "flat": lambda _: np.zeros(DAYS),
        "a fall by 2": lambda _: -2 * day / DAYS,
        "random walk": lambda rng: np.cumsum(rng.normal(0, 0.12, DAYS)),
    }
    for name, level in levels.items():
        rng = np.random.default_rng([22, len(name)])
        held, found, apart = np.empty((3, repeats))
        for i in range(repeats):
            truth = level(rng)
            rated = np.append(1, rng.random(DAYS - 1) < 0.85)
            model = local_level(day, truth + rng.normal(0, 1.2, DAYS), rated, prior=WEAK)
            low, high = model.contrast(last - first).quantile([0.025, 0.975])[:, 0]
            held[i] = low <= (last - first) @ truth <= high
            found[i] = high < 0 or low > 0
            bottom, top = model.each_day().quantile([0.025, 0.975])
            apart[i] = top[-1] < bottom[0] or bottom[-1] > top[0]
        # The smoother takes a slow fall for a little less than it is.
        goal = 0.9 if name == "a fall by 2" else 0.94
        yield finding(f"95 % interval of the difference, {name}", held, at_least=goal)
        yield finding(f"  difference called clear, {name}", found)
        yield finding(f"  ranges of the first and last day part, {name}", apart)


def change_findings(repeats: int) -> Iterator[Finding]:
    """Eight spots over twelve weeks: none changes, or one loses 2 points from half-way on."""
    for lost, what, goal in ((0.0, "any spot named, none changes", 0.05), (2.0, "", None)):
        rng = np.random.default_rng([23, round(lost)])
        tables = [spot_changes(_eight_spots(rng, lost)) for _ in range(repeats)]
        named = [table[table["verdict"].isin(["more", "less"])] for table in tables]
        if goal is not None:
            yield finding(what, [len(one) > 0 for one in named], at_most=goal)
            same = [(table["verdict"] == "the same").sum() for table in tables]
            yield finding("  of 8 spots, called the same", same)
        else:
            right = [(one["spot"] == "0").any() for one in named]
            yield finding("the spot that lost 2 points named", right)
            others = [(one["spot"] != "0").any() for one in named]
            yield finding("any other spot named", others, at_most=0.05)


def _eight_spots(rng: np.random.Generator, lost: float) -> pd.DataFrame:
    day = np.sort(rng.integers(0, DAYS, 320))
    spot = rng.integers(8, size=320)
    truth = rng.normal(1.5, 0.8, 8)
    before = rng.integers(4, 9, 320).astype(float)
    mood = rng.normal(0, 0.5, DAYS)
    felt = truth[spot] + 0.3 * (before - 6) + mood[day] + rng.normal(0, 1.2, 320)
    felt -= lost * ((spot == 0) & (day >= DAYS // 2))
    relief = before - np.clip(np.round(before - felt), 0, 10)
    return worlds.releases(day, MUSCLE[spot % 4], spot.astype(str), before, relief)


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


def run_findings(repeats: int) -> Iterator[Finding]:
    """Sciatica pain whose bad days come in runs, and whose level never changes, or rises by 2."""
    for kept in (0.6, 0.8):
        rng = np.random.default_rng([21, round(10 * kept)])
        diaries = [runs_of_bad_days(rng, kept) for _ in range(repeats)]
        for before in (1, 8):
            against = "the week before" if before == 1 else f"the {before} weeks before"
            found = [_differs(diary, before) for diary in diaries]
            yield finding(f"called different from {against}, runs of {kept}", found, at_most=0.06)
        days = [diary["pain"].to_numpy() for diary in diaries]
        with warnings.catch_warnings():
            # A week of equal ratings has no variance, which is what the contrast is about.
            warnings.simplefilter("ignore", RuntimeWarning)
            welch = [
                stats.ttest_ind(d[-7:], d[-14:-7], equal_var=False).pvalue < 0.05 for d in days
            ]
        yield finding("  Welch over days, against the week before", welch)
    risen = [runs_of_bad_days(rng, 0.6, rise=2.0) for _ in range(repeats)]
    yield finding("a rise of 2 points found, runs of 0.6", [_differs(one, 8) for one in risen])


def _differs(check_ins: pd.DataFrame, before: int) -> bool:
    answer = pain_week_comparison(check_ins, "2026-W10", before)
    return not answer.low <= 0 <= answer.high


def runs_of_bad_days(rng: np.random.Generator, kept: float, rise: float = 0.0) -> pd.DataFrame:
    """Nine weeks of daily ratings whose days follow each other by ``kept`` (AR(1))."""
    state = rng.normal(0, 1, 63)
    for day in range(1, 63):
        state[day] = kept * state[day - 1] + np.sqrt(1 - kept**2) * state[day]
    state[-7:] += rise
    return pd.DataFrame(
        {
            "at": pd.date_range("2026-01-05T21:00Z", periods=63, unit="us"),
            "at_offset": 0,
            "site": "sciatica",
            "pain": np.clip(np.round(4.5 + state + rng.normal(0, 0.6, 63)), 0, 10),
        }
    )


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

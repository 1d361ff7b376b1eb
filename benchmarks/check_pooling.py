"""Do the pooled intervals hold the truth, and does noise name a winner?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import worlds
from findings import Finding, finding
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.intervals import FLAT, WEAK
from tracker.relief.pooling.bounds import BEST, HELD_HIGH_95, HELD_LOW_95, WORST, spot_bounds
from tracker.relief.pooling.moments import day_moments, moments
from tracker.relief.pooling.nested import fit
from tracker.relief.pooling.pool import LEADS_FROM, pool

Array = NDArray[np.float64]

AS_ASSUMED = "as the model assumes"
WHOLE_POINTS = "whole points 0-10"
PROPORTIONAL = "relief proportional to pain before"

_LEVELS = (0.025, 0.1, 0.9, 0.975)


def coverage_findings(repeats: int) -> Iterator[Finding]:
    """Intervals of all 72 leaves, tried or not, with 50 to 5,000 releases."""
    built = {AS_ASSUMED: worlds.as_assumed, WHOLE_POINTS: worlds.whole_points}
    for at, (name, build) in enumerate(built.items()):
        for n in (50, 500, 5000):
            in_95, in_80 = coverage(build, n, repeats, seed=at)
            yield finding(f"95 % interval, n = {n}, {name}", in_95, at_least=0.93, at_most=0.97)
            yield finding(f"80 % interval, n = {n}, {name}", in_80, at_least=0.77, at_most=0.83)
    for n in (50, 500, 5000):
        in_95, _ = coverage(worlds.proportional, n, repeats, seed=2)
        yield finding(f"95 % interval, n = {n}, {PROPORTIONAL}", in_95, at_least=0.92)


def few_findings(repeats: int) -> Iterator[Finding]:
    """The first releases of a diary."""
    built = {AS_ASSUMED: worlds.as_assumed, WHOLE_POINTS: worlds.whole_points}
    for at, (name, build) in enumerate(built.items()):
        for n in (4, 8, 15, 30):
            in_95, _ = coverage(build, n, repeats, seed=3 + at)
            yield finding(f"95 % interval, n = {n}, {name}", in_95, at_least=0.93)


def agreeing_findings(repeats: int) -> Iterator[Finding]:
    """Few whole ratings that agree or scatter widely, with the weak prior that `pool` uses."""
    for sd in (0.3, 0.7, 2.0):
        for n in (3, 5, 8, 30):
            rng = np.random.default_rng([6, n])
            diaries = [_held(worlds.whole_points(rng, n, sd)) for _ in range(repeats)]
            pressed, others, flat = np.transpose(diaries)
            of = f"n = {n}, residual sd {sd}"
            goal = 0.92 if n < 8 else 0.93
            yield finding(f"95 % interval of pressed spots, {of}", pressed, at_least=goal)
            yield finding("  of spots never pressed", others)
            yield finding("  of pressed spots, without the prior", flat)


def _held(world: worlds.World) -> tuple[float, float, float]:
    of = world.moments()
    tried = of.leaf_n > 0
    inside = [
        (low <= world.truth) & (world.truth <= high)
        for low, high in (fit(of, prior=prior).quantile([0.025, 0.975]) for prior in (WEAK, FLAT))
    ]
    return inside[0][tried].mean(), inside[0][~tried].mean(), inside[1][tried].mean()


def day_findings(repeats: int) -> Iterator[Finding]:
    """Sessions whose days have moods, or a drift; spots with three releases or more."""
    for name, mood, drift in (("moods", 0.75, 0), ("drift by 2", 0, 2), ("days alike", 0, 0)):
        for n in (30, 80, 250):
            rng = np.random.default_rng([9, n])
            diaries = [_with_days(*worlds.sessions(rng, n, mood, drift)) for _ in range(repeats)]
            spots, muscles, plain, wider = np.transpose(diaries)
            of = f"{name}, n = {n}"
            yield finding(f"95 % interval of spots, {of}", spots, at_least=0.93)
            yield finding(f"95 % interval of muscles, {of}", muscles, at_least=0.93)
            yield finding("  spots without a day effect", plain)
            at_most = 1.25 if name == "days alike" else None
            yield finding("  width over that without", wider, at_most=at_most)


def _with_days(world: worlds.World, day: NDArray[np.int64]) -> tuple[float, ...]:
    group = np.repeat(np.arange(3), 4)
    of = moments(world.y, world.covariates, world.leaf, group)
    days = day_moments(world.y, world.covariates, world.leaf, 12, day)
    tried = of.leaf_n >= 3
    fits = [fit(of, prior=WEAK, days=days), fit(of, prior=WEAK)]
    ends = [one.quantile([0.025, 0.975]) for one in fits]
    held = [((low <= world.truth) & (world.truth <= high))[tried].mean() for low, high in ends]
    share = of.member * of.leaf_n[:, None]
    share = share[:, share.any(axis=0)] / share.sum(axis=0)[share.any(axis=0)]
    draws = fits[0].draws(np.random.default_rng(0))[0] @ share
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    muscles = ((low <= world.truth @ share) & (world.truth @ share <= high)).mean()
    width = [(high - low)[tried].mean() for low, high in ends]
    return held[0], muscles, held[1], width[0] / width[1]


def bounds_findings(repeats: int) -> Iterator[Finding]:
    """What a held press gives, where presses are moved from or ends are not rated."""
    for n in (100, 300):
        rng = np.random.default_rng([10, n])
        rows = [_bounded(*worlds.left_early(rng, n, True, 0.0)) for _ in range(repeats)]
        held, _, pressed = np.transpose(rows)
        yield finding(f"bounds of a held press hold it, n = {n}", held, at_least=0.93)
        yield finding("  95 % interval as pressed", pressed)
        rows = [_bounded(*worlds.left_early(rng, n, False, 0.4)) for _ in range(repeats)]
        _, worst_best, pressed = np.transpose(rows)
        yield finding(f"worst to best with missing ends, n = {n}", worst_best, at_least=0.93)
        yield finding("  95 % interval of the rated ones", pressed)


def _bounded(frame: pd.DataFrame, truth: Array) -> tuple[float, float, float]:
    pooled = pool(frame, reference_pain=worlds.REFERENCE)
    table = spot_bounds(frame, pooled=pooled)
    true = truth[table[c.SPOT].astype(int)]

    def share(low: str, high: str) -> float:
        known = table[low].notna()
        return ((table[low] <= true) & (true <= table[high]))[known].mean()

    return share(HELD_LOW_95, HELD_HIGH_95), share(WORST, BEST), share(c.LOW_95, c.HIGH_95)


def next_findings(repeats: int) -> Iterator[Finding]:
    """P(the next press gives 2 points or more), less the share of presses that do."""
    for n in (60, 150):
        rng = np.random.default_rng([7, n])
        error = np.empty((2, repeats, 3))
        for i in range(repeats):
            frame, share = worlds.arms(rng, n)
            pooled = pool(frame, reference_pain=4)
            error[0, i] = pooled.spots.sort_values(c.SPOT)[c.P_NEXT_2] - share
            error[1, i] = pooled.fit.probability_next_above(c.POINTS) - share
        for arm, true in enumerate(np.round(share, 2)):
            of = f"n = {n}, truly {true}"
            yield finding(f"P(next gives 2), {of}", error[0, :, arm], at_least=-0.03, at_most=0.03)
            yield finding("  by the model's t distribution", error[1, :, arm])


def reference_findings(repeats: int) -> Iterator[Finding]:
    """Pressing does nothing, and flares fade: relief at usual pain is 0."""
    for n in (60, 300):
        rng = np.random.default_rng([8, n])
        diaries = [worlds.flares(rng, n) for _ in range(repeats)]
        for given, goal in ({"usual_pain": 4.0}, 0.93), ({}, None):
            spots = [pool(diary, **given).spots for diary in diaries]
            at = "at usual pain" if given else "  at the median of pressing"
            held = [((one[c.LOW_95] <= 0) & (one[c.HIGH_95] >= 0)).mean() for one in spots]
            yield finding(f"95 % interval holds 0, n = {n}, {at}", held, at_least=goal)
            helped = [(one[c.LOW_80] > 0).mean() for one in spots]
            at_most = 0.1 if given else None
            yield finding(f"  80 % interval above 0, n = {n}, {at}", helped, at_most=at_most)


def coverage(build: worlds.Builder, n: int, repeats: int, seed: int) -> tuple[Array, Array]:
    """The share of leaves whose 95 % and 80 % intervals hold the truth, per diary."""
    rng = np.random.default_rng([seed, n])
    in_95, in_80 = np.empty(repeats), np.empty(repeats)
    for i in range(repeats):
        world = build(rng, n)
        low_95, low_80, high_80, high_95 = fit(world.moments()).quantile(_LEVELS)
        in_95[i] = ((low_95 <= world.truth) & (world.truth <= high_95)).mean()
        in_80[i] = ((low_80 <= world.truth) & (world.truth <= high_80)).mean()
    return in_95, in_80


def flag_findings(repeats: int) -> Iterator[Finding]:
    """Diaries of spots that all give the same: any flag is false."""
    for muscles, spots in ((8, 9), (2, 3)):
        for n in (50, 200):
            rng = np.random.default_rng([5, muscles, n])
            led, bare = zip(*(_flags(rng, n, muscles, spots) for _ in range(repeats)), strict=True)
            of = f"{muscles * spots} spots, n = {n}"
            yield finding(f"any spot, muscle or side leads, {of}", led, at_most=0.05)
            yield finding(f"  bare rule P(above average spot) > 0.9, {of}", bare)


def _flags(rng: np.random.Generator, n: int, muscles: int, spots: int) -> tuple[bool, bool]:
    pooled = pool(worlds.null_diary(rng, n, muscles, spots))
    led = any(table[c.LEADS].any() for table in (pooled.spots, pooled.muscles, pooled.sides))
    draws = pooled.fit.draws(rng, 4000)[0]
    above = (draws > draws.mean(axis=1, keepdims=True)).mean(axis=0)
    return led, bool((above > LEADS_FROM).any())

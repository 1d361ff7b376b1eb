"""Do the pooled intervals hold the truth, and does noise name a winner?"""

from collections.abc import Iterator

import numpy as np
import worlds
from findings import Finding, finding
from numpy.typing import NDArray

from tracker.relief import columns as c
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

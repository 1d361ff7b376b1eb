"""How much relief is lost by following the plan, against always knowing the best spot?"""

from collections.abc import Callable, Iterator

import numpy as np
from findings import Finding, finding
from numpy.typing import NDArray

from tracker.relief.plan import scores
from tracker.relief.pooling.moments import Moments
from tracker.relief.pooling.nested import Fit, fit

Array = NDArray[np.float64]
Score = Callable[[Fit, np.random.Generator], Array]

MUSCLES, SPOTS = 12, 6
MUSCLE = np.repeat(np.arange(MUSCLES), SPOTS)
FIRST_ANYWHERE = 4


def optimistic(fitted: Fit, rng: np.random.Generator) -> Array:
    return scores(fitted, "optimistic", rng)


def thompson(fitted: Fit, rng: np.random.Generator) -> Array:
    return scores(fitted, "thompson", rng)


def plan_findings(repeats: int, releases: int = 420) -> Iterator[Finding]:
    """Points of relief lost per release."""
    worlds = (
        ("muscle given by chance, its 6 spots", 0.48, True, 0.33),
        ("free choice of 72 spots", 0.47, False, 0.55),
    )
    for name, sd_spot, muscle_given, goal in worlds:
        for rule in (optimistic, thompson):
            lost = [
                regret(rule, np.random.default_rng([6, seed]), sd_spot, releases, muscle_given)
                for seed in range(repeats)
            ]
            yield finding(f"{name}, {rule.__name__}", [one for one, _ in lost], at_most=goal)
        yield finding(f"  {name}, pressed at random", [anywhere for _, anywhere in lost])


def regret(
    rule: Score,
    rng: np.random.Generator,
    sd_spot: float,
    releases: int,
    muscle_given: bool,
) -> tuple[float, float]:
    """Lost by the rule, and by pressing at random, per release of one diary.

    Releases scatter by 1.2 points and give 0.25 more per point of starting pain.
    """
    n = len(MUSCLE)
    truth = 1 + rng.normal(0, 0.6, MUSCLES)[MUSCLE] + rng.normal(0, sd_spot, n)
    cross, leaf_n, leaf_sum = np.zeros((3, 3)), np.zeros(n), np.zeros((n, 3))
    lost, anywhere = 0.0, 0.0
    for done in range(releases):
        open_to = np.flatnonzero(rng.integers(MUSCLES) == MUSCLE) if muscle_given else np.arange(n)
        if done < FIRST_ANYWHERE:
            spot = rng.choice(open_to)
        else:
            seen = Moments(done, cross.copy(), leaf_n.copy(), leaf_sum.copy(), MUSCLE)
            spot = open_to[rule(fit(seen), rng)[open_to].argmax()]
        lost += truth[open_to].max() - truth[spot]
        anywhere += truth[open_to].max() - truth[open_to].mean()
        before = rng.normal(0, 1.3)
        row = np.array([1, before, truth[spot] + 0.25 * before + rng.normal(0, 1.2)])
        cross += np.outer(row, row)
        leaf_n[spot] += 1
        leaf_sum[spot] += row
    return lost / releases, anywhere / releases

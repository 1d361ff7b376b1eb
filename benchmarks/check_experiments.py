"""Does an experiment on oneself find what is there, and only that?"""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
from findings import Finding, finding
from numpy.typing import NDArray
from scipy import stats

from tracker.protocol.experiment import STOPS_AT
from tracker.relief.experiments.analysis import (
    DIFFERENCE_POINTS,
    SD_OF_DIFFERENCE,
    SIGNIFICANT,
    analyse,
)
from tracker.relief.experiments.chances import chance_above, stopped_after
from tracker.relief.experiments.randomization import plan_blocks
from tracker.relief.experiments.sign_flip import SignFlip

Array = NDArray[np.float64]

PAIRS = 10


def drift(rng: np.random.Generator) -> Array:
    """Relief rises by 4 points over the experiment, whatever is pressed."""
    return np.linspace(0, 4, 2 * PAIRS) + rng.normal(0, 0.5, 2 * PAIRS)


def autocorrelated(rng: np.random.Generator) -> Array:
    """Good and bad days follow each other, AR(1) with 0.9."""
    relief = rng.normal(0, 0.5, 2 * PAIRS)
    for i in range(1, len(relief)):
        relief[i] += 0.9 * relief[i - 1]
    return relief


def false_findings(repeats: int) -> Iterator[Finding]:
    """Two arms that give the same, 10 pairs."""
    noises: dict[str, Callable[[np.random.Generator], Array]] = {
        "drift": drift,
        "autocorrelation of 0.9": autocorrelated,
    }
    for name, noise in noises.items():
        rng = np.random.default_rng([9, len(name)])
        found, naive = np.empty((2, repeats))
        for i in range(repeats):
            relief = noise(rng)
            pairs = plan_blocks(PAIRS, rng).assign(pain_before=6.0, relief=relief)
            found[i] = analyse(pairs, planned_pairs=PAIRS).p <= SIGNIFICANT
            naive[i] = stats.ttest_ind(relief[:PAIRS], relief[PAIRS:]).pvalue <= SIGNIFICANT
        yield finding(f"found under {name}, coin-flipped pairs", found, at_most=0.05)
        yield finding("  t test of ten A, then ten B", naive)


def power_findings(repeats: int) -> Iterator[Finding]:
    """A true difference of 1.5 points, differences scattering by 1.95."""
    for pairs, goal in ((8, 0.46), (10, 0.56), (14, 0.77)):
        rng = np.random.default_rng([10, pairs])
        values = rng.normal(DIFFERENCE_POINTS, SD_OF_DIFFERENCE, (repeats, pairs))
        found = [SignFlip.of(one).p() <= SIGNIFICANT for one in values]
        yield finding(
            f"1.5 points found with {pairs} pairs (promised {goal})",
            found,
            at_least=goal - 0.03,
            at_most=goal + 0.03,
        )


def chance_findings(repeats: int) -> Iterator[Finding]:
    """True differences drawn from the prior, 8 pairs: are chances right as often as they say?"""
    rng = np.random.default_rng(25)
    delta = rng.normal(0, 1, repeats)
    sigma = SD_OF_DIFFERENCE * np.sqrt(4 / rng.chisquare(4, repeats))
    better = chance_above(delta[:, None] + sigma[:, None] * rng.normal(size=(repeats, 8)))
    sure, right = np.maximum(better, 1 - better), (better > 0.5) == (delta > 0)
    for low, high in ((0.7, 0.85), (0.95, 1.0)):
        told = (sure >= low) & (sure < high)
        said = float(sure[told].mean())
        yield finding(
            f"the better arm, where {said:.2f} is said",
            right[told],
            at_least=said - 0.03,
            at_most=said + 0.03,
        )


def stopping_findings(repeats: int) -> Iterator[Finding]:
    """Stopping at .99 from pair 6 on, 20 pairs at most; differences scatter by 1.95, 1.6 or 1.4.

    At 1.95 no rule finds .9: one look after 20 pairs that is wrong in .03 finds .85.
    """
    scatters = (SD_OF_DIFFERENCE, 1.6, 1.4)
    for delta, sd in product((0.0, DIFFERENCE_POINTS), scatters):
        rng = np.random.default_rng([26, round(10 * delta), round(10 * sd)])
        stops = [stopped_after(one, STOPS_AT) for one in rng.normal(delta, sd, (repeats, 20))]
        named = [stop is not None for stop in stops]
        if delta:
            goal = None if sd == SD_OF_DIFFERENCE else 0.9
            label = f"a difference of 1.5 found, scatter {sd:g}"
            yield finding(label if goal else f"  {label}", named, at_least=goal)
            yield finding(f"  pairs until then, scatter {sd:g}", [stop or 20 for stop in stops])
        else:
            yield finding(f"no difference, one is named, scatter {sd:g}", named, at_most=0.04)

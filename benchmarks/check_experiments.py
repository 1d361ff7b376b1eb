"""Does an experiment on oneself find what is there, and only that?"""

from collections.abc import Callable, Iterator

import numpy as np
from findings import Finding, finding
from numpy.typing import NDArray
from scipy import stats

from tracker.relief.experiments.analysis import (
    DIFFERENCE_POINTS,
    SD_OF_DIFFERENCE,
    SIGNIFICANT,
    analyse,
)
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

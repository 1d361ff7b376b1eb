"""Analyse a self-experiment of paired releases, and give the power of its length.

Releases come in pairs; in each pair a coin decides which of the two is pressed first. The design
and the pairs are plain frames: where they are kept is not decided here.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from tracker.relief import columns as c
from tracker.relief.display import NOT_ENOUGH, ShownAsTable, figures, interval, points
from tracker.relief.experiments.randomization import Arms, check_arms, check_pairs
from tracker.relief.experiments.sign_flip import SignFlip

FEWEST_PAIRS: Final = 6
"""With fewer, even if all lean one way, p is 2 / 2^5 = 0.0625 or more."""

DIFFERENCE_POINTS: Final = 1.5
SD_OF_DIFFERENCE: Final = 1.95
"""Points by which the difference of two releases scatters: each release by about 1.4."""

SIGNIFICANT: Final = 0.05


@dataclass(frozen=True, repr=False)
class Comparison(ShownAsTable):
    """The difference between the two arms of an experiment, as far as it is.

    Attributes
    ----------
    arms : tuple of str
        The two that are compared; differences are first - second.
    estimate : float
        Average difference of relief in points, at equal pain before; NaN without a whole pair.
    low, high : float
        Its 95 % interval; infinite with fewer than 6 pairs.
    p : float
        Of the two-sided sign-flip test.
    n_pairs : int
        Pairs in the answer.
    n_unrated : int
        Pairs whose releases are both there, but not both rated: left out.
    planned_pairs : int
    slope : float
        Points of relief per point of pain before, as fixed beforehand.
    exploratory : bool
        Whether this is an early look: the planned length is not reached.
    """

    arms: Arms
    estimate: float
    low: float
    high: float
    p: float
    n_pairs: int
    n_unrated: int
    planned_pairs: int
    slope: float
    exploratory: bool

    def _caption(self) -> str:
        first, second = self.arms
        stage = "an early look" if self.exploratory else "as planned"
        return f"Comparison: {first} - {second}, {stage}"

    def _cells(self) -> pd.DataFrame:
        enough = self.n_pairs >= FEWEST_PAIRS
        return figures(
            {
                "difference in points": points(self.estimate),
                "95 % interval": interval(self.low, self.high) if enough else NOT_ENOUGH,
                "p": f"{self.p:.3f}",
                "pairs": f"{self.n_pairs} of {self.planned_pairs} planned",
                "pairs without a rating": str(self.n_unrated),
                "slope": f"{self.slope:g}",
            }
        )


def power(
    n_pairs: int,
    difference_points: float = DIFFERENCE_POINTS,
    sd: float = SD_OF_DIFFERENCE,
) -> float:
    """Give the power: how often such an experiment finds a true difference (p < .05).

    Parameters
    ----------
    n_pairs : int
    difference_points : float
        The true difference, in points of relief.
    sd : float
        By how many points the difference scatters from pair to pair.

    Returns
    -------
    float
        Share of experiments, 0 to 1; 0 with fewer than 6 pairs.

    Raises
    ------
    ValueError
        No pair, or an sd that is not above 0.

    Notes
    -----
    The power of a paired t test, held to the level that the sign-flip test can reach with so many
    pairs. Beside the sign-flip test itself, simulated with normal noise, it is within 0.01 from 8
    pairs on and 0.03 too high with 6. Somebody's own scatter may be larger or smaller.

    Examples
    --------
    >>> [round(power(n), 2) for n in (5, 8, 10, 14)]
    [0.0, 0.45, 0.58, 0.76]
    """
    check_pairs("n_pairs", n_pairs)
    if not sd > 0:
        raise ValueError(f"sd must be above 0 points, not {sd}.")
    if n_pairs < FEWEST_PAIRS:
        return 0.0
    one_sided = np.floor(SIGNIFICANT * 2.0 ** (n_pairs - 1)) / 2.0**n_pairs
    freedom, shift = n_pairs - 1, difference_points / sd * np.sqrt(n_pairs)
    limit = stats.t.isf(one_sided, freedom)
    share = stats.nct.sf(limit, freedom, shift) + stats.nct.cdf(-limit, freedom, shift)
    return float(share)


def analyse(
    pairs: pd.DataFrame,
    *,
    planned_pairs: int,
    slope: float = 0.0,
    arms: Arms = ("A", "B"),
    rng: np.random.Generator | None = None,
) -> Comparison:
    """Compare the two arms over the planned pairs.

    Parameters
    ----------
    pairs : DataFrame
        One row per release pressed so far: ``pair`` (from 1), ``arm``, ``pain_before`` and
        ``relief`` (points, NaN where not rated).
    planned_pairs : int
        The length fixed beforehand. Pairs beyond it are left out.
    slope : float
        Points of relief per point of pain before, fixed beforehand (such as from earlier releases);
        0 compares relief as it is.
    arms : tuple of str
        The names in ``arm``; differences are first - second.
    rng : Generator, optional
        For more than 14 pairs; by default one with a fixed seed.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        An unknown arm, an arm twice in one pair, a slope that is not finite, no planned pair.

    Notes
    -----
    Baseline-adjusted relief is relief - slope (pain before - its mean). The slope must not come
    from the same pairs: fitted to them, it would no longer leave the coin alone to decide.

    An early look is labelled exploratory and changes nothing: the answer is that of the planned
    pairs, whenever it was looked at. Stopping at a look one likes would not be an answer.

    A pair left out for want of a rating may bias the answer where ratings are missing because of
    the arm (say, only where it hurt).
    """
    check_pairs("planned_pairs", planned_pairs)
    planned = pairs[pairs[c.PAIR] <= planned_pairs]
    difference, _ = differences(planned, slope=slope, arms=arms)
    whole = int((planned.groupby(c.PAIR).size() == 2).sum())
    estimate, low, high, p = _tested(difference, rng)
    return Comparison(
        arms=arms,
        estimate=estimate,
        low=low,
        high=high,
        p=p,
        n_pairs=len(difference),
        n_unrated=whole - len(difference),
        planned_pairs=planned_pairs,
        slope=slope,
        exploratory=whole < planned_pairs,
    )


def differences(
    pairs: pd.DataFrame, *, slope: float, arms: Arms
) -> "tuple[np.typing.NDArray[np.float64], pd.DataFrame]":
    """Give the difference of each rated pair at equal pain before, and the adjusted releases.

    Parameters
    ----------
    pairs, slope, arms
        As in `analyse`.

    Raises
    ------
    ValueError
        As `analyse`.
    """
    check_arms(arms)
    if not np.isfinite(slope):
        raise ValueError(f"slope must be a finite number of points per point, not {slope}.")
    _check_releases(pairs, arms)
    before = pairs[c.PAIN_BEFORE]
    adjusted = pairs.assign(**{c.RELIEF: pairs[c.RELIEF] - slope * (before - before.mean())})
    wide = adjusted.pivot(index=c.PAIR, columns=c.ARM, values=c.RELIEF).reindex(columns=list(arms))
    return (wide[arms[0]] - wide[arms[1]]).dropna().to_numpy(dtype=float), adjusted


def _check_releases(planned: pd.DataFrame, arms: Arms) -> None:
    unknown = planned[c.ARM][~planned[c.ARM].isin(arms)]
    if len(unknown):
        raise ValueError(f"arm must be {arms[0]!r} or {arms[1]!r}, not {unknown.iloc[0]!r}.")
    twice = planned[planned.duplicated([c.PAIR, c.ARM])]
    if len(twice):
        raise ValueError(
            f"Pair {twice[c.PAIR].iloc[0]} has the arm {twice[c.ARM].iloc[0]!r} more than once; "
            "give each pair one release of either."
        )


def _tested(
    difference: "np.typing.NDArray[np.float64]", rng: np.random.Generator | None
) -> tuple[float, float, float, float]:
    if not len(difference):
        return np.nan, -np.inf, np.inf, 1.0
    test = SignFlip.of(difference, rng=rng)
    return test.estimate, *test.interval(), test.p()

"""Say what an experiment of a given length can show, and what one showed."""

from math import isnan

from tracker.protocol.experiment import FEWEST_PAIRS, STOPS_AT
from tracker.relief.experiments.analysis import (
    DIFFERENCE_POINTS,
    SD_OF_DIFFERENCE,
    SIGNIFICANT,
    Comparison,
    power,
)
from tracker.relief.experiments.chances import BY_POINTS, Chances, NextRelease, stopping_rates
from tracker.wording.numbers import chance, counted, points


def length_sentence(
    n_pairs: int,
    difference_points: float = DIFFERENCE_POINTS,
    sd: float = SD_OF_DIFFERENCE,
) -> str:
    """Say, before it begins, how often an experiment so long would find a true difference.

    Parameters
    ----------
    n_pairs, difference_points, sd
        As in `power`.
    """
    if n_pairs < FEWEST_PAIRS:
        return (
            f"{counted(n_pairs, 'pair')} cannot reach p < 0.05, however clear the difference: "
            f"plan {FEWEST_PAIRS} pairs or more."
        )
    found_of_100 = round(100 * power(n_pairs, difference_points, sd))
    return (
        f"With {n_pairs} pairs, a true difference of {difference_points:.1f} points would be found "
        f"(p < 0.05) in about {found_of_100} of 100 such experiments and missed in the others, if "
        f"differences scatter by {sd:g} points."
    )


def stopping_sentence(most_pairs: int, stops_at: float = STOPS_AT) -> str:
    """Say, before it begins, how often an experiment with the stopping rule is right and wrong.

    Parameters
    ----------
    most_pairs, stops_at
        As in `stopping_rates`.
    """
    rates = stopping_rates(most_pairs, stops_at)
    return (
        f"It stops once either is better with a chance of {100 * stops_at:g} in 100, looked at "
        f"from pair {FEWEST_PAIRS} on, and after {most_pairs} pairs at the latest. Simulated: "
        f"where the two give the same it names one in {100 * rates.false:.0f} of 100 such "
        f"experiments; a true difference of {DIFFERENCE_POINTS:.1f} points is found in "
        f"{100 * rates.found:.0f} of 100, after {rates.pairs:.0f} pairs on average, if differences "
        f"scatter by {SD_OF_DIFFERENCE:g} points."
    )


def chances_sentence(chances: Chances) -> str:
    """Say how likely it is that one of the two is better, and what the next release of each gives.

    Parameters
    ----------
    chances : Chances
        From `chances` or `experiment_chances`.
    """
    if not chances.n_pairs:
        return "No pair is rated yet, so nothing speaks for either."
    first, second = chances.arms if chances.better >= 0.5 else chances.arms[::-1]
    better, by_1 = (
        (chances.better, chances.better_by_1)
        if chances.better >= 0.5
        else (1 - chances.better, chances.worse_by_1)
    )
    sentence = (
        f"The chance is {chance(better)} that {first} gives more relief than {second}, and "
        f"{chance(by_1)} that by {BY_POINTS:g} point or more; it is {chance(chances.same)} that "
        "the two are as good as the same, less than a point apart "
        f"({counted(chances.n_pairs, 'pair')})."
    )
    following = [
        _next_release(arm, release)
        for arm, release in zip(chances.arms, (chances.next_a, chances.next_b), strict=True)
        if not isnan(release.mean)
    ]
    return " ".join([sentence, *following])


def _next_release(arm: str, release: NextRelease) -> str:
    return (
        f"The next release of {arm} likely gives {points(release.mean)} points "
        f"(8 in 10: {points(release.low)} to {points(release.high)})."
    )


def experiment_sentence(result: Comparison) -> str:
    """Say what an experiment shows, and what it does not.

    Parameters
    ----------
    result : Comparison
        From `analyse`.
    """
    return " ".join(part for part in (_stage(result), _answer(result), _unrated(result)) if part)


def _stage(result: Comparison) -> str:
    if not result.exploratory:
        return ""
    return (
        f"An early look, at {result.n_pairs} of {result.planned_pairs} pairs: the answer is the "
        "one at the planned length."
    )


def _answer(result: Comparison) -> str:
    if result.n_pairs < FEWEST_PAIRS:
        return (
            f"Not enough yet: {counted(result.n_pairs, 'rated pair')}, and fewer than "
            f"{FEWEST_PAIRS} cannot reach p < 0.05."
        )
    first, second = result.arms
    size = round(result.estimate, 1)
    relief = (
        f"{first} and {second} gave about the same relief"
        if size == 0
        else f"{first} gave {abs(size):.1f} points {_more(size)} relief than {second}"
    )
    sentence = (
        f"Over {result.n_pairs} pairs, {relief} on average (likely between "
        f"{_end(result.low, result.high)} and {_end(result.high, result.low)}, "
        f"{_p(result.p)})."
    )
    if result.exploratory:
        return sentence
    if result.p < SIGNIFICANT:
        return f"{sentence} Chance alone would seldom do that."
    return f"{sentence} Chance alone could do that: this does not tell the two apart."


def _unrated(result: Comparison) -> str:
    if not result.n_unrated:
        return ""
    return f"{counted(result.n_unrated, 'pair')} left out for want of a rating."


def _more(points: float) -> str:
    return "more" if points > 0 else "less"


def _end(points: float, other: float) -> str:
    # The word is needed only where the two ends lie on either side of 0, or are below it.
    rounded = round(points, 1)
    if min(rounded, round(other, 1)) >= 0:
        return f"{abs(rounded):.1f}"
    return f"{abs(rounded):.1f} {_more(points)}"


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"

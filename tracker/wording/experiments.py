"""Say what an experiment of a given length can show, and what one showed."""

from tracker.relief.experiments.analysis import (
    DIFFERENCE_POINTS,
    FEWEST_PAIRS,
    SD_OF_DIFFERENCE,
    SIGNIFICANT,
    Comparison,
    power,
)
from tracker.wording.numbers import counted


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

"""Say what the pooled estimate of one spot shows.

"Likely between" is the 95 % interval of the pooled average.
"""

from typing import Any, Final

import pandas as pd

from tracker.protocol.place_name import place_in_sentence
from tracker.relief import columns as c
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled
from tracker.wording.answer import gives_sentence
from tracker.wording.numbers import chance, change, counted, fall, points, row_tuples
from tracker.wording.tables import BORROWED, NOT_PROOF

POOLED: Final = (
    "Each spot is pulled toward its muscle, the more the fewer its releases, so that one lucky "
    "press cannot win; all are compared at one starting pain."
)
TWO_QUESTIONS: Final = (
    "These are two questions: single presses scatter around their average, "
    "so the next one is less sure."
)


def spot_sentences(pooled: Pooled, muscle: str, spot: str, side: str) -> tuple[str, ...]:
    """Describe one spot: its average, two chances that are not to be mixed, its limits.

    Parameters
    ----------
    pooled : Pooled
        From `tracker.relief.pooling.pool`.
    muscle, spot, side : str
        The spot.

    Returns
    -------
    tuple of str
        Under five rated releases it says so first, and gives no chances. Where the estimate
        conflicts with the ratings, the ratings speak alone.

    Raises
    ------
    LookupError
        A spot that the estimate does not have.
    """
    table = pooled.spots
    wanted = (table[SPOT_KEYS] == [muscle, spot, side]).all(axis=1)
    if not wanted.any():
        place = place_in_sentence(muscle, spot, side)
        raise LookupError(f"No estimate of the {place}: pool it first.")
    one = table[wanted]
    row = row_tuples(one)[0]
    if row.conflicts_with_data:
        return (_as_rated_sentence(row), _not_compared(pooled.reference_pain))
    average = f"{_pressing(one, pooled.reference_pain)}."
    if not row.enough:
        missing = (
            f"Not enough yet: {counted(row.n_rated, 'rated release')} here, "
            f"and {c.MIN_RELEASES} are needed."
        )
        if pd.isna(row.mean):
            return (missing, NOT_PROOF)
        return (missing, f"Until then this leans on the rest of the {muscle}. {average}", NOT_PROOF)
    return (
        average,
        gives_sentence(row),
        f"That the average here is {c.POINTS:g} points or more: {chance(row.p_mean_2)}.",
        f"That your next press here gives {c.POINTS:g} points or more: {chance(row.p_next_2)}.",
        TWO_QUESTIONS,
        f"{NOT_PROOF} {BORROWED}",
    )


def bounds_sentence(row: Any) -> str:
    """Say what a spot would give if every press were held, and what missing ends leave open.

    Parameters
    ----------
    row : named tuple
        A row of `tracker.relief.pooling.bounds.spot_bounds`.

    Returns
    -------
    str
        "" where no press was moved from and few ends are missing, or under five rated releases.

    Examples
    --------
    >>> bounds = {"n": 20, "n_missing": 0, "mean": 2.6, "held_least": 2.6, "held_most": 3.04,
    ...           "held_low_95": 2.0, "held_high_95": 3.52, "worst": None, "best": None}
    >>> held, as_pressed = bounds_sentence(row_tuples(pd.DataFrame([bounds]))[0]).split("; ")
    >>> held
    'Held to the end it would be 2.6 to 3.0 points (likely 2.0 to 3.5)'
    >>> as_pressed
    'as you press it, leaving at 30 s where nothing falls, 2.6.'
    """
    if row.n - row.n_missing < c.MIN_RELEASES:
        return ""
    parts = []
    if not pd.isna(row.held_most):
        least, most = points(row.held_least), points(row.held_most)
        held = least if least == most else f"{least} to {most}"
        parts.append(
            f"Held to the end it would be {held} points (likely {points(row.held_low_95)} to "
            f"{points(row.held_high_95)}); as you press it, leaving at 30 s where nothing falls, "
            f"{points(row.mean)}."
        )
    if not pd.isna(row.worst):
        ends = "1 end is" if row.n_missing == 1 else f"{row.n_missing} ends are"
        parts.append(
            f"{ends} not rated: whatever pain was then, the average lies between "
            f"{points(row.worst)} and {points(row.best)}."
        )
    return " ".join(parts)


def _pressing(one: pd.DataFrame, reference: float) -> str:
    renamed = one.rename(columns={c.MEAN: c.MEAN_RELIEF, c.LOW_95: c.LOW, c.HIGH_95: c.HIGH})
    row = row_tuples(renamed)[0]
    return (
        f"After pressing the {_name(row)} at a starting pain of {reference:g}, your pain was "
        + (change(row))
    )


def _as_rated_sentence(row: Any) -> str:
    return (
        f"As you rated it, your pain after pressing the {_name(row)} was on average "
        f"{fall(row.plain)} ({counted(row.n_rated, 'release')})."
    )


def _not_compared(reference: float) -> str:
    return (
        "It began there at another level than elsewhere: what pressing here does at a starting "
        f"pain of {reference:g} can't be told yet."
    )


def _name(row: Any) -> str:
    return place_in_sentence(row.muscle, row.spot, row.side)

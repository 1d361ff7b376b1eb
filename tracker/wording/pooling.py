"""Say what pooled estimates show: whether a spot stands out, and one spot in detail.

"Likely between" is the 95 % interval of the pooled average. A spot is called ahead only where the
estimate itself says that it leads.
"""

from typing import Any, Final

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled
from tracker.wording.numbers import change, counted, fall, from_to, not_enough, row_tuples
from tracker.wording.tables import BORROWED, NO_RELEASES, NOT_PROOF

POOLED: Final = (
    "Each spot is pulled toward its muscle, the more the fewer its releases, so that one lucky "
    "press cannot win; all are compared at one starting pain."
)
NO_SPOT_STANDS_OUT: Final = (
    "No spot stands out yet: the differences between your spots are within what chance gives."
)
SHARPER: Final = "Each release you log makes the picture a little sharper."
TWO_QUESTIONS: Final = (
    "These are two questions: single presses scatter around their average, "
    "so the next one is less sure."
)


def pooled_sentence(pooled: Pooled) -> str:
    """Say whether one spot is ahead of the others, and how sure that is.

    Parameters
    ----------
    pooled : Pooled
        From `tracker.relief.pooling.pool`.

    Returns
    -------
    str
        A spot is named as ahead only where ``leads`` is true. Otherwise no spot is named: it says
        what the spots with five rated releases or more gave, taken together. Spots whose
        estimate conflicts with their ratings are left out of that, counted, and said to be.
    """
    spots = pooled.spots
    if spots.empty:
        return NO_RELEASES
    enough = spots[spots[c.ENOUGH]]
    if enough.empty:
        return not_enough("spot", spots)
    odd = enough[c.CONFLICTS_WITH_DATA]
    return " ".join(filter(None, [_compared(enough[~odd], pooled), _left_out(int(odd.sum()))]))


def _compared(enough: pd.DataFrame, pooled: Pooled) -> str:
    if enough.empty:
        return ""
    leading = enough[enough[c.LEADS]]
    if not leading.empty:
        return _ahead(leading.iloc[[0]], pooled.reference_pain)
    if len(enough) == 1:
        return _only(enough, pooled.reference_pain)
    return f"{_none_ahead(differ=pooled.differ)} {_together(enough, pooled.reference_pain)}"


def _left_out(n: int) -> str:
    if not n:
        return ""
    return f"{counted(n, 'spot')} can't be compared: pain began there at another level."


def leading_sentence(spots: pd.DataFrame) -> str:
    """Say which spot leads, or that none does, where nothing but the table is at hand.

    Parameters
    ----------
    spots : DataFrame
        ``pool(frame).spots``.
    """
    if spots.empty:
        return NO_RELEASES
    if not spots[c.ENOUGH].any():
        return not_enough("spot", spots)
    leading = row_tuples(spots[spots[c.LEADS]])
    if not leading:
        return "No spot stands out yet."
    return f"The {_name(leading[0])} is ahead of your other spots."


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
        raise LookupError(f"No estimate of the {side} {muscle} ({spot}): pool it first.")
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
        f"That the average here is {c.POINTS:g} points or more: chance {_chance(row.p_mean_2)}.",
        f"That your next press here gives {c.POINTS:g} points or more: "
        f"chance {_chance(row.p_next_2)}.",
        TWO_QUESTIONS,
        f"{NOT_PROOF} {BORROWED}",
    )


def _ahead(leading: pd.DataFrame, reference: float) -> str:
    row = row_tuples(leading)[0]
    return (
        f"The {_name(row)} is ahead of your other spots (chance {_chance(row.p_best)} that none "
        f"gives more on average). {_pressing(leading, reference)}. More releases can still "
        "change this."
    )


def _only(enough: pd.DataFrame, reference: float) -> str:
    return (
        f"Only the {_name(row_tuples(enough)[0])} has {c.MIN_RELEASES} rated releases or more "
        f"so far, so there is nothing to compare it with yet. {_pressing(enough, reference)}."
    )


def _none_ahead(*, differ: bool) -> str:
    if not differ:
        return NO_SPOT_STANDS_OUT
    return "No spot stands out yet: your spots seem to differ, but which is ahead is still open."


def _together(enough: pd.DataFrame, reference: float) -> str:
    n = counted(int(enough[c.N_RATED].sum()), "release")
    means = from_to(enough[c.MEAN].min(), enough[c.MEAN].max())
    likely = from_to(enough[c.LOW_95].min(), enough[c.HIGH_95].max())
    return (
        f"At a starting pain of {reference:g}, the averages of the {len(enough)} spots with "
        f"{c.MIN_RELEASES} rated releases or more ({n}) run from {means}; their likely ranges "
        f"together from {likely}. {SHARPER}"
    )


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
    return f"{row.side} {row.muscle} ({row.spot})"


def _chance(probability: float) -> str:
    """Say a chance in whole per cent; what is left to doubt is never rounded away.

    >>> _chance(0.934), _chance(0.9996), _chance(0.001)
    ('93 %', 'over 99 %', 'under 1 %')
    """
    if probability > 0.99:
        return "over 99 %"
    return "under 1 %" if probability < 0.01 else f"{100 * probability:.0f} %"

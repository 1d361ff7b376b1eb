"""How much does each release count, once staying at 30 s was drawn by lot?"""

from typing import Any

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.derive import derive


def stay_weights(frame: pd.DataFrame, stay_probability: float = 0.25) -> "pd.Series[float]":
    """Let each release that stayed by lot speak for those that the lot moved.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not. Read besides: ``stay_assigned``
        (True where the lot said stay, False where it said move, missing where none was drawn).
    stay_probability : float
        The chance of "stay" in the lot.

    Returns
    -------
    Series of float64, named "stay_weight"
        Aligned with `frame`: 1 / stay_probability where the lot said stay, 0 where it said move,
        1 where none was drawn.

    Raises
    ------
    ValueError
        A stay_probability that is not above 0 and at most 1.

    Notes
    -----
    A moved release has no "after", and was moved because pain did not fall: an average over the
    others flatters the worst spots (1.48 instead of 0.30 points in simulated diaries). Weighted
    averages of relief are right again, for the releases at which the lot was in use.

    The weight depends on the lot alone, never on what was done afterwards: a release that stayed
    though the lot said move has weight 0, and one that moved though it said stay keeps its weight.
    The lot is drawn where pain has not begun to fall; elsewhere ``stay_assigned`` is not read.
    Without a lot the weights cannot help: whoever stays by choice may have felt it coming.

    References
    ----------
    Horvitz & Thompson 1952, J Am Stat Assoc 47:663-685, doi:10.1080/01621459.1952.10483446.
    """
    if not 0 < stay_probability <= 1:
        raise ValueError(f"stay_probability must be above 0 and at most 1, not {stay_probability}.")
    drawn, stay = lots(derive(frame))
    weight = pd.Series(1.0, index=frame.index, name=c.STAY_WEIGHT)
    return weight.mask(drawn, 0.0).mask(stay, 1 / stay_probability)


def lots(derived: pd.DataFrame) -> "tuple[pd.Series[bool], pd.Series[bool]]":
    """Tell at which releases a lot was drawn, and where it said stay, both as plain booleans."""
    said: pd.Series[Any] = derived[c.STAY_ASSIGNED].astype("boolean")
    drawn = (said.notna() & (derived[c.RELIEF_30S] <= 0)).astype("bool")
    return drawn, drawn & said.fillna(False).astype("bool")

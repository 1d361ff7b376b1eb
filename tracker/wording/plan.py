"""Why is a spot suggested, in a sentence with its numbers that promises nothing?"""

from typing import Any, Final

import pandas as pd

from tracker.protocol.flare_up import LIGHTLY_NEARBY
from tracker.wording.numbers import counted

NO_TOOL_REACHES: Final = "No spot is within reach of the tools you chose: choose another tool."


def rest_note(rest_h: float) -> str:
    """Say which spots rest, and whose rule that is.

    Parameters
    ----------
    rest_h : float
        Hours that a spot rests after a press.
    """
    return (
        f"Spots pressed within the last {rest_h:g} hours are left out: "
        "the kit's own choice, not the protocol's."
    )


def reason(row: Any, *, is_best: bool, gently: bool) -> str:
    """Say why a spot is suggested.

    Parameters
    ----------
    row : named tuple
        ``mean``, ``low_80``, ``high_80`` (points of pooled relief), ``n_rated``, ``enough``.
    is_best : bool
        Whether no other spot with 5 rated releases or more has a higher mean.
    gently : bool
        Whether pain rose at another spot of the muscle.
    """
    said = _helped(row, is_best=is_best) if row.enough else _hopeful(row)
    return f"{said} {LIGHTLY_NEARBY}" if gently else said


def nothing_left(within_reach: pd.DataFrame, free: pd.DataFrame, rest_h: float) -> str:
    """Say why no spot is suggested, though pressing is not ruled out.

    Parameters
    ----------
    within_reach, free : DataFrame
        The spots that the person's tools reach, and those of them that nothing speaks against.
    rest_h : float
        Hours that a spot rests after a press.
    """
    if within_reach.empty:
        return NO_TOOL_REACHES
    if free.empty:
        return (
            f"Every spot within reach rests for now. {rest_note(rest_h)} "
            "So are spots that left pain that lingered."
        )
    return (
        "No spot helped clearly so far, and none little tried is promising. This shows what "
        "happened while you pressed; a health-care practitioner can look further."
    )


def _helped(row: Any, *, is_best: bool) -> str:
    name = "Best so far" if is_best else "Helped so far"
    return f"{name}: pain about {_points(row.mean)} after a press ({_range(row)}, {_n(row)})."


def _hopeful(row: Any) -> str:
    if pd.isna(row.mean):
        tried = "Not tried yet" if row.n_rated == 0 else f"Little tried ({_n(row)})"
        return f"{tried}: too few releases to compare spots, so any is worth a try."
    guess = f"pain about {_points(row.mean)} after a press"
    if row.n_rated == 0:
        return f"Promising, not tried yet: {guess}, going by other spots ({_range(row)})."
    return (
        f"Promising, little tried: {guess}, going by other spots too ({_range(row)}, {_n(row)}); "
        f"not enough yet to say."
    )


def _points(relief: float) -> str:
    rounded = round(relief, 1)
    if rounded == 0:
        return "the same"
    return f"{abs(rounded):.1f} points {_direction(rounded)}"


def _range(row: Any) -> str:
    low, high = round(row.low_80, 1), round(row.high_80, 1)
    if low >= 0:
        return f"80 % range {abs(low):.1f} to {abs(high):.1f}"
    return f"80 % range {_end(low)} to {_end(high)}"


def _end(points: float) -> str:
    return f"{abs(points):.1f} {_direction(points)}"


def _direction(relief: float) -> str:
    return "lower" if relief >= 0 else "higher"


def _n(row: Any) -> str:
    return counted(row.n_rated, "release")

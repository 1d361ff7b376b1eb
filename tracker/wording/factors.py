"""Say what a comparison of factors shows, naming no cause."""

from typing import Any

from tracker.relief.factors import ACTIVITY, HOLD, MEDICATION, RELEASES, REST
from tracker.wording.numbers import counted


def factor_sentence(row: Any) -> str:
    """Say what relief or pain went with.

    Parameters
    ----------
    row : named tuple or Series
        A row of `factors`.

    Returns
    -------
    str
        Where there is not enough to compare, that; never that one thing caused another.
    """
    of_days = row.factor in (ACTIVITY, MEDICATION, RELEASES)
    n = counted(row.n, "day" if of_days else "release")
    about = f"{row.factor.capitalize()}, {row.level}"
    if row.apart_in_time:
        return (
            f"{about} against {row.compared_with}: they were used one after the other, so what "
            "else changed since then cannot be told from it. Use both in the same weeks to compare."
        )
    if not row.enough:
        if _per_unit(row):
            return f"{about}: not enough yet ({n} to compare)."
        return (
            f"{about} against {row.compared_with}: not enough yet "
            f"({row.n_level} of {n} that can be compared)."
        )
    what = row.measures.split(",")[0].removesuffix(" of a press")
    # Days are alike: over other weeks the difference may be another, which the range leaves out.
    equal = f"{'the day before' if of_days else 'before, on the same spot'}, in these weeks"
    sentence = (
        f"{about}: went with {_difference(row, what)} (likely between {_end(row.low)} and "
        f"{_end(row.high)}, {n}), at equal pain {equal}."
    )
    verdict = (
        "That stands out, though it does not show which caused which."
        if row.notable
        else "That is no clear difference."
    )
    return f"{sentence} {verdict}"


def _per_unit(row: Any) -> bool:
    return row.factor in (HOLD, REST, RELEASES)


def _difference(row: Any, what: str) -> str:
    size = round(row.estimate, 1)
    than = "" if _per_unit(row) else f" than {row.compared_with}"
    if size == 0:
        return f"about the same {what}{than.replace(' than', ' as', 1)}"
    return f"{abs(size):.1f} points {_more(size)} {what}{than}"


def _more(points: float) -> str:
    return "more" if points > 0 else "less"


def _end(points: float) -> str:
    rounded = round(points, 1)
    return "0.0" if rounded == 0 else f"{abs(rounded):.1f} {_more(rounded)}"

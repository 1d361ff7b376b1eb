"""Say figures in words: a change of pain, a range, a count, a day."""

from typing import Any, Final

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.pooling.sets import LESS

NOT_ENOUGH: Final = f"Not enough yet: under {c.MIN_RELEASES} rated releases"
AS_RATED: Final = "As rated: pain began at another level there"
"""What stands over spots that are not ranked."""


def row_tuples(table: pd.DataFrame) -> list[Any]:
    """Give the rows of a table as named tuples."""
    return list(table.itertuples(index=False))


def change(row: Any) -> str:
    """Say a row's average relief, its likely range and its n.

    Examples
    --------
    >>> one = pd.DataFrame({"mean_relief": [2.1], "low": [1.2], "high": [3.0], "n_rated": [14]})
    >>> change(row_tuples(one)[0])
    'on average 2.1 points lower (likely between 1.2 and 3.0, 14 releases)'
    """
    low, high = round(row.low, 1), round(row.high, 1)
    likely = _range(low, high)
    return f"on average {fall(row.mean_relief)} ({likely}{counted(row.n_rated, 'release')})"


def fall(relief: float) -> str:
    """Say how much lower or higher pain was.

    Examples
    --------
    >>> fall(2.1), fall(-1.25), fall(-0.04)
    ('2.1 points lower', '1.2 points higher', 'about the same')
    """
    size = f"{abs(relief):.1f}"
    if size == "0.0":
        return "about the same"
    return f"{size} points {'lower' if relief > 0 else 'higher'}"


def from_to(low: float, high: float) -> str:
    """Say a range of relief, the smaller end first.

    Examples
    --------
    >>> from_to(-0.5, 1.3), from_to(-3.2, -2.7), from_to(0.9, 3.1)
    ('0.5 points higher to 1.3 points lower', '2.7 to 3.2 points higher', '0.9 to 3.1 points lower')
    """
    low, high = round(low, 1) + 0.0, round(high, 1) + 0.0
    if low < 0 <= high:
        return f"{-low:.1f} points higher to {high:.1f} points lower"
    if high < 0:
        return f"{-high:.1f} to {-low:.1f} points higher"
    return f"{low:.1f} to {high:.1f} points lower"


def heading(*, enough: bool, conflicts_with_data: bool) -> str:
    """Say what a spot stands under; nothing where it is ranked."""
    if conflicts_with_data:
        return AS_RATED
    return "" if enough else NOT_ENOUGH


def points(value: float) -> str:
    """Say a figure that may lie below 0, with a real minus and none before 0.

    Examples
    --------
    >>> points(2.96), points(-0.04), points(-1.25).encode("ascii", "backslashreplace")
    ('3.0', '0.0', b'\\\\u22121.2')
    """
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "\u2212")


def gives_words(gives: str) -> str:
    """Say what a spot gives where the words stand alone.

    Examples
    --------
    >>> gives_words("clear relief"), gives_words("less")
    ('clear relief', 'less than clear relief')
    """
    return "less than clear relief" if gives == LESS else gives


def chance(probability: float) -> str:
    """Say a chance as so many in ten, near either end in a hundred; no doubt is rounded away.

    Examples
    --------
    >>> chance(0.75), chance(0.934), chance(0.9996), chance(0.05), chance(0.001)
    ('8 in 10', '93 in 100', 'over 99 in 100', '5 in 100', 'under 1 in 100')
    """
    if probability > 0.99:
        return "over 99 in 100"
    if probability < 0.01:
        return "under 1 in 100"
    if 0.1 <= probability <= 0.9:
        return f"{10 * probability:.0f} in 10"
    return f"{100 * probability:.0f} in 100"


def counted(n: int, one: str, many: str | None = None) -> str:
    """Say how many: 1 release, 2 releases."""
    return f"{n} {one if n == 1 else many or f'{one}s'}"


def date(day: pd.Timestamp) -> str:
    """Say a day in English, whatever the computer's language: 9 November 2026."""
    return f"{day.day} {day.month_name()} {day.year}"


def week_of(row: Any) -> str:
    """Name the week of a row by its first day."""
    return f"the week of {date(row.week_start)}"


def not_enough(kind: str, table: pd.DataFrame) -> str:
    """Say that no group of a table has enough rated releases, and how far the fullest is."""
    return (
        f"Not enough yet: no {kind} has {c.MIN_RELEASES} rated releases "
        f"(the most so far is {table[c.N_RATED].max()})."
    )


def _range(low: float, high: float) -> str:
    # Ratings are whole numbers: five alike have no spread, and "2.0 to 2.0" would claim certainty.
    if low == high:
        return ""
    if low < 0 < high:
        return f"likely between {-low:.1f} higher and {high:.1f} lower, "
    near, far = sorted((abs(low), abs(high)))
    return f"likely between {near:.1f} and {far:.1f}, "

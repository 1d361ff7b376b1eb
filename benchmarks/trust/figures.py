"""A promise, what was tried to break it, and what came out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table: what was tried, the goal, what was found, and whether it holds.

    Attributes
    ----------
    holds : bool or None
        None where the trial could not be made here; ``found`` then says what it needs.
    """

    tried: str
    goal: str
    found: str
    holds: bool | None


def table(figures: list[Figure]) -> str:
    """Write the figures as a Markdown table."""
    verdict = {True: "holds", False: "**broken**", None: "not tried"}
    rows = [("Tried", "Goal", "Found", "")]
    rows += [(one.tried, one.goal, one.found, verdict[one.holds]) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])

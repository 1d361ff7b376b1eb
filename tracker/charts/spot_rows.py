"""Where does each row of the ranking stand, and what is it called?

Heights are in points from the top: the vertical axis of the ranking counts the same.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from tracker.charts.read import flags, numbers, words
from tracker.charts.style import LINE_SPACING
from tracker.charts.text import unwidowed, width_of, wrap
from tracker.relief import columns as c

LEGEND: Final = 30.0
"""Room above the rows for the names of the two yardsticks."""

HEADING: Final = 26.0
"""Room for the words over the rows that have not enough releases yet."""


@dataclass(frozen=True)
class Row:
    """One spot: its figures, its label's lines, and where label, mark and rule stand."""

    lines: tuple[str, ...]
    mean: float
    low: float
    high: float
    n: int
    enough: bool
    top: float
    label_y: float
    mark_y: float
    bottom: float


def spot_rows(
    table: pd.DataFrame, *, room: float, taken: float, size: float, above: bool
) -> list[Row]:
    """Place the rows of the ranking, the ones with enough releases first.

    Parameters
    ----------
    table : DataFrame
        From `tracker.relief.by_spot`.
    room : float
        Width for a label in points.
    taken : float
        How much of a label's first line is taken, by the figures that stand on it.
    size : float
        Size of the labels' type in points.
    above : bool
        Whether the label stands above its mark (a phone) or beside it.
    """
    rows = []
    top, before = LEGEND, True
    figures = zip(
        _labels(table, room, taken, size),
        *(numbers(table, name) for name in (c.MEAN_RELIEF, c.LOW, c.HIGH, c.N_RATED)),
        flags(table, c.ENOUGH),
        strict=True,
    )
    for lines, mean, low, high, n, enough in figures:
        if before and not enough:
            top += HEADING
        before = bool(enough)
        text = len(lines) * size * LINE_SPACING
        beside = max(24, text + 9)
        label_y = top + 6 + text / 2 if above else top + beside / 2
        mark_y = top + text + 16 if above else label_y
        bottom = mark_y + 12 if above else top + beside
        rows.append(Row(lines, mean, low, high, int(n), before, top, label_y, mark_y, bottom))
        top = bottom
    return rows


def label_width(rows: list[Row], size: float) -> float:
    """Measure the widest label in points."""
    return max(width_of(line, size) for row in rows for line in row.lines)


def _labels(table: pd.DataFrame, room: float, taken: float, size: float) -> list[tuple[str, ...]]:
    """Name the spots on one line each if all of them fit, otherwise each on two or more."""
    columns = (words(table, name) for name in (c.SIDE, c.MUSCLE, c.SPOT))
    names = [(f"{side} {muscle}", spot) for side, muscle, spot in zip(*columns, strict=True)]
    whole = [f"{muscle} · {spot}" for muscle, spot in names]
    if all(width_of(line, size) <= room - taken for line in whole):
        return [(line,) for line in whole]
    return [
        (*wrap(muscle, room - taken, size), *unwidowed(spot, room, size)) for muscle, spot in names
    ]

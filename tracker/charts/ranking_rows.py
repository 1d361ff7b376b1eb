"""The rows of a ranking: where each stands, what it is called, and under which heading.

Heights are in points from the top, as the vertical axis of the ranking counts them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.charts.columns import flags, numbers, words
from tracker.charts.style import LINE_SPACING, unwidowed, width_of, wrap
from tracker.relief import columns as c
from tracker.theme import LIGHT
from tracker.wording.numbers import heading

LEGEND: Final = 30.0
"""Room above the rows for the names of the two reference lines."""

HEADING: Final = 26.0
"""Room for the words over rows that are not ranked."""


@dataclass(frozen=True)
class Row:
    """One spot: its figures, its label's lines, and where label, mark and rule stand.

    ``under`` is the heading that it stands under: none where it is ranked.
    """

    lines: tuple[str, ...]
    mean: float
    low: float
    high: float
    n: int
    under: str
    top: float
    label_y: float
    mark_y: float
    bottom: float

    @property
    def enough(self) -> bool:
        """Whether it is ranked."""
        return not self.under

    @property
    def ink(self) -> str:
        """The colour of its words and figures."""
        return LIGHT.ink if self.enough else LIGHT.muted


def spot_rows(
    table: pd.DataFrame, room: float, taken: float, size: float, *, above: bool
) -> list[Row]:
    """Place the rows; where those under one heading begin, it has its room.

    Parameters
    ----------
    table : DataFrame
        From `tracker.relief.by_spot`, or of the same columns and ``conflicts_with_data``.
    room : float
        Width for a label in points.
    taken : float
        How much of a label's first line the figures that stand on it need.
    size : float
        Size of the labels' type in points.
    above : bool
        Whether the label stands above its mark (a phone) or beside it.
    """
    rows = []
    top, last = LEGEND, ""
    columns = zip(
        _labels(table, room, taken, size),
        *(numbers(table, name) for name in (c.MEAN_RELIEF, c.LOW, c.HIGH, c.N_RATED)),
        _headings(table),
        strict=True,
    )
    for lines, mean, low, high, n, under in columns:
        if under != last:
            top += HEADING
        last = under
        text = len(lines) * size * LINE_SPACING
        beside = max(24, text + 9)
        label_y = top + 6 + text / 2 if above else top + beside / 2
        mark_y = top + text + 16 if above else label_y
        bottom = mark_y + 12 if above else top + beside
        rows.append(Row(lines, mean, low, high, int(n), under, top, label_y, mark_y, bottom))
        top = bottom
    return rows


def headed(rows: list[Row]) -> list[Row]:
    """Give the rows that stand first under a heading."""
    before = ["", *(row.under for row in rows)]
    return [row for row, above in zip(rows, before, strict=False) if row.under not in ("", above)]


def label_width(rows: list[Row], size: float) -> float:
    """Measure the widest label in points."""
    return max(width_of(line, size) for row in rows for line in row.lines)


def _labels(table: pd.DataFrame, room: float, taken: float, size: float) -> list[tuple[str, ...]]:
    """Name the spots on one line each if all of them fit, otherwise each on two or more.

    A table of muscles has no spots, and its rows bear the muscle's name.
    """
    if c.SPOT not in table:
        return [tuple(wrap(muscle, room - taken, size)) for muscle in words(table, c.MUSCLE)]
    columns = (words(table, name) for name in (c.SIDE, c.MUSCLE, c.SPOT))
    names = [(f"{side} {muscle}", spot) for side, muscle, spot in zip(*columns, strict=True)]
    whole = [f"{muscle} · {spot}" for muscle, spot in names]
    if all(width_of(line, size) <= room - taken for line in whole):
        return [(line,) for line in whole]
    return [
        (*wrap(muscle, room - taken, size), *unwidowed(spot, room, size)) for muscle, spot in names
    ]


def _headings(table: pd.DataFrame) -> list[str]:
    return [
        heading(enough=bool(enough), conflicts_with_data=bool(odd))
        for odd, enough in zip(conflicts_with_data(table), flags(table, c.ENOUGH), strict=True)
    ]


def conflicts_with_data(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Give which spots' estimates conflict with their ratings; none where it is not said."""
    return (
        flags(table, c.CONFLICTS_WITH_DATA)
        if c.CONFLICTS_WITH_DATA in table
        else np.zeros(len(table), dtype="bool")
    )

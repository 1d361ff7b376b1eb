"""The chart of change: relief of each spot or muscle now against the first weeks."""

from math import isfinite
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.axes import point_ticks
from tracker.charts.columns import finite, numbers, words
from tracker.charts.layout import Head, Layout, empty_chart
from tracker.charts.style import (
    DESK,
    LINE_SPACING,
    MARGIN,
    NARROW,
    style,
    type_at,
    unwidowed,
    width_of,
)
from tracker.protocol.place_name import place_title
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.level_change import LESS, MORE, SAME_WITHIN
from tracker.theme import LIGHT
from tracker.wording.level_change import NAMED, changes_sentence

_READ: Final = (
    c.MUSCLE, c.WINDOW, c.DIFFERENCE, c.LOW, c.HIGH, c.N_FIRST, c.N_LAST, c.P, c.VERDICT,
)  # fmt: skip
_TICKS: Final = 20.0
_COUNTS: Final = 58.0
_LEGEND: Final = 26.0
_FARTHEST: Final = 3.0
"""Points of change in view at most: one wide range must not squeeze the others."""


@style()
def plot_relief_change(
    table: pd.DataFrame,
    *,
    most: int = 14,
    width: float = DESK,
    title: str | None = None,
    note: str = NAMED,
) -> Axes:
    """Draw how relief changed since the first weeks: a dot, its likely range, and both counts.

    Parameters
    ----------
    table : DataFrame
        From `tracker.relief.spot_changes` or `tracker.relief.muscle_changes`, in its order.
    most : int
        How many are shown; those that cannot be compared are only counted.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.changes_sentence`.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    Axes
        Change in points from left to right, less relief on the left. Solid dots are the changes
        that are named; the tinted band is a change of less than a point.
    """
    expect(table, _READ, name="table", source="relief.spot_changes(releases)")
    sentence = changes_sentence(table) if title is None else title
    compared = table[table[c.P].notna()]
    if compared.empty:
        return empty_chart(sentence, width=width)
    shown = compared.head(most)
    hidden = len(compared) - len(shown)
    head = Head(
        sentence,
        "Change of relief in points (dot; solid where it is named) and its likely range (line); "
        "tinted: less than a point. Right: rated releases then and now",
        f"+{hidden} more. {note}" if hidden else note,
    )
    sizes, room, above = type_at(width), 72 * width - 2 * MARGIN, width < NARROW
    labels = [unwidowed(name, (1 if above else 0.42) * room, sizes.label) for name in _names(shown)]
    column = (
        0.0 if above else 12 + max(width_of(line, sizes.label) for text in labels for line in text)
    )
    heights = [len(text) * sizes.label * LINE_SPACING + (30 if above else 12) for text in labels]
    bottoms = _LEGEND + np.cumsum(heights)
    layout = Layout(head, width=width, body=bottoms[-1] + _TICKS)
    ax = layout.axes(column, 0, room - column, bottoms[-1])
    ax.set_ylim(bottoms[-1], 0)
    marks = bottoms - (15 if above else np.array(heights) / 2)
    _scale(ax, shown, (room - column) / max(room - column - _COUNTS, 1), bottoms[-1])
    # On a phone the line would run through the labels.
    spans = [(y - 9, y + 9) for y in marks] if above else [(_LEGEND, bottoms[-1])]
    tops_of, ends_of = (list(ends) for ends in zip(*spans, strict=True))
    zero = [0.0] * len(spans)
    ax.vlines(zero, tops_of, ends_of, colors=LIGHT.control, linewidth=1, zorder=1, gid="zero")
    for row, y in zip(shown.itertuples(index=False), marks, strict=True):
        _draw(ax, row, y)
        counts = f"{row.n_first} \u2192 {row.n_last}"
        ax.text(1, y, counts, size=sizes.label, color=LIGHT.muted, ha="right", va="center_baseline",
            transform=ax.get_yaxis_transform(), gid="counts")  # fmt: skip
    tops = bottoms - heights
    places = tops + 6 + np.array([len(text) for text in labels]) * sizes.label * LINE_SPACING / 2
    ax.set_yticks(places if above else marks, ["\n".join(text) for text in labels])
    for label in ax.get_yticklabels():
        label.set(
            color=LIGHT.ink, size=sizes.label, ha="left", linespacing=LINE_SPACING, gid="name"
        )
    ax.tick_params(axis="y", pad=column)
    for x, text, side in ((0, "as at first", "center"), (1, "then \u2192 now", "right")):
        across = ax.transData if side == "center" else ax.get_yaxis_transform()
        ax.text(x, _LEGEND - 8, text, size=sizes.note, color=LIGHT.muted, ha=side, transform=across)
    return ax


def _names(table: pd.DataFrame) -> list[str]:
    if c.SPOT not in table:
        return words(table, c.MUSCLE)
    columns = (words(table, name) for name in (c.MUSCLE, c.SPOT, c.SIDE))
    return [place_title(*place) for place in zip(*columns, strict=True)]


def _scale(ax: Axes, table: pd.DataFrame, stretch: float, bottom: float) -> None:
    """Show the changes and their ranges, and leave the right edge to the counts."""
    values = finite([-1.2, 1.2], *(numbers(table, name) for name in (c.DIFFERENCE, c.LOW, c.HIGH)))
    low, high = max(values.min() - 0.2, -_FARTHEST), min(values.max() + 0.2, _FARTHEST)
    ax.set_xlim(low, low + (high - low) * stretch)
    ax.set_xticks(*point_ticks(low, high))
    ax.grid(visible=False)
    ax.fill_betweenx([_LEGEND, bottom], -SAME_WITHIN, SAME_WITHIN, color=LIGHT.line, alpha=0.5,
        linewidth=0, zorder=0, gid="the same")  # fmt: skip


def _draw(ax: Axes, row: object, y: float) -> None:
    change, low, high = (float(getattr(row, name)) for name in (c.DIFFERENCE, c.LOW, c.HIGH))
    named = getattr(row, c.VERDICT) in (MORE, LESS)
    colour = LIGHT.muted if not named else LIGHT.relief if change > 0 else LIGHT.worse
    left, right = -_FARTHEST, min(_FARTHEST, ax.get_xlim()[1])
    ax.plot([max(low, left), min(high, right)], [y, y], color=colour, linewidth=2, gid="range")
    for end, is_cut, arrow in ((left, low < left, "<"), (right, high > right, ">")):
        if is_cut:
            ax.plot(end, y, arrow, color=colour, markersize=5, clip_on=False)
    if isfinite(change):
        ax.plot(change, y, "o" if change >= 0 else "D", markersize=8, markeredgecolor=colour,
            markerfacecolor=colour if named else LIGHT.paper, zorder=4, gid="change")  # fmt: skip

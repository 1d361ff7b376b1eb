"""Which spot went with how much relief, and how sure is that?"""

from math import inf, isfinite
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.columns import finite, flags, numbers
from tracker.charts.layout import Head, Sheet, calm, width_in, write_around
from tracker.charts.reference_lines import NO_CHANGE, NOTICED, mark_relief_down
from tracker.charts.spot_rows import HEADING, LEGEND, Row, headed, label_width, spot_rows
from tracker.charts.style import DESK, LINE_SPACING, MARGIN, NARROW, Type, style, type_at
from tracker.charts.text import balanced, number, width_of
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.theme import LIGHT
from tracker.wording.tables import BORROWED, PLAIN_AVERAGES, spot_ranking_sentence

_N: Final = 34.0
_VALUE: Final = 36.0
_TICKS: Final = 20.0
_READ: Final = (c.MUSCLE, c.SPOT, c.SIDE, c.N_RATED, c.MEAN_RELIEF, c.LOW, c.HIGH, c.ENOUGH)


@style()
def plot_spot_ranking(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = 12,
    width: float = DESK,
    title: str | None = None,
    note: str = PLAIN_AVERAGES,
) -> Axes:
    """Rank the spots by mean relief: a dot for the mean, a line for its likely range, and n.

    Spots under 5 rated releases stand below the others, hollow and grey, and are not ranked.

    Parameters
    ----------
    table : DataFrame
        From `tracker.relief.by_spot`, in its order. Read: ``muscle``, ``spot``, ``side``,
        ``n_rated``, ``mean_relief``, ``low``, ``high`` (points), ``enough``.
    ax : Axes, optional
        Axes to draw in; without it a figure is made, as tall as its rows need.
    most : int
        How many spots are shown; the source line counts the others.
    width : float
        Width in inches of the figure that is made.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.spot_ranking_sentence`.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    Axes
        Relief in points from left to right, with 0 and the 2-point mark always in view.

    Notes
    -----
    Where a likely range leaves the axis an arrowhead says so: one wide range must not squeeze
    all the others.
    """
    expect(table, _READ, name="table", source="relief.by_spot(releases)")
    sentence = spot_ranking_sentence(table) if title is None else title
    if table.empty:
        return calm(sentence, ax=ax, width=width)
    shown = table.head(most)
    head = Head(
        sentence,
        "Mean relief in points (dot), its likely range (line) and rated releases (n)",
        " ".join(filter(None, [_others(table.iloc[most:]), note, BORROWED])),
    )
    inches = width if ax is None else width_in(ax)
    sizes, above = type_at(inches), ax is None and inches < NARROW
    room = 72 * inches - (2 * MARGIN if ax is None else 0)
    # In axes of someone else's the labels hang outside, where there is no edge to wrap at.
    label_room = inf if ax is not None else room if above else 0.45 * room
    rows = spot_rows(
        shown,
        room=label_room,
        taken=_N + _VALUE if above else 0.0,
        size=sizes.label,
        above=above,
    )
    height = rows[-1].bottom
    column, beside, top = 0.0, ax is not None, 0.0
    if ax is None:
        column = 0.0 if above else label_width(rows, sizes.label) + 12
        sheet = Sheet(head, width=width, body=height + _TICKS)
        ax = sheet.axes(column, 0, room - column, height)
    else:
        write_around(ax, head, above=LEGEND)
        top = LEGEND
    scale = _scale(ax, shown, room - column)
    ax.set_ylim(height, top)
    mark_relief_down(ax, _clear_of_labels(rows) if above else [(LEGEND - 4, height)])
    _name_yardsticks(ax, sizes, *scale)
    _name_rows(ax, rows, sizes, column, beside=beside)
    for row in rows:
        _draw(ax, row, sizes, scale[0], scale[1], above=above)
    return ax


def _others(hidden: pd.DataFrame) -> str:
    """Count the rows that are not shown."""
    enough = int(flags(hidden, c.ENOUGH).sum())
    few = len(hidden) - enough
    said = [f"+{enough} more with less relief"] if enough else []
    said += [f"+{few} more, not enough yet"] if few else []
    return f"{'; '.join(said)}." if said else ""


def _clear_of_labels(rows: list[Row]) -> list[tuple[float, float]]:
    return [(LEGEND - 4, LEGEND), *((row.mark_y - 8, row.bottom) for row in rows)]


def _scale(ax: Axes, table: pd.DataFrame, room: float) -> tuple[float, float, float]:
    """Set the axis of relief; give its lowest and highest value, and paper points per unit."""
    ranked = table[flags(table, c.ENOUGH)]
    seen = finite(
        [0.0, c.POINTS],
        numbers(table, c.MEAN_RELIEF),
        numbers(ranked, c.LOW),
        numbers(ranked, c.HIGH),
    )
    low, high = seen.min() - 0.35, seen.max() + 0.35
    per_point = (room - _N - _VALUE) / (high - low)
    ax.set_xlim(low, low + room / per_point)
    ax.grid(visible=False)
    every = 1 if per_point > 18 else 2
    ticks = [tick for tick in range(-10, 11, every) if low <= tick <= high]
    ax.set_xticks(ticks, [number(tick, 0) for tick in ticks])
    return low, high, per_point


def _name_yardsticks(ax: Axes, sizes: Type, low: float, high: float, per_point: float) -> None:
    to_the_right = (high - c.POINTS) * per_point + _N + _VALUE
    lines = balanced(f"2 points: {NOTICED}", to_the_right, sizes.note)
    _above(ax, c.POINTS, "\n".join(lines), "left", sizes)
    apart = c.POINTS * per_point
    wide = width_of(NO_CHANGE, sizes.note)
    if -low * per_point > wide / 2 and apart > wide / 2 + 6:
        _above(ax, 0, NO_CHANGE, "center", sizes)
    elif apart > wide + 6:
        _above(ax, 0, NO_CHANGE, "left", sizes)
    else:
        _above(ax, 0, "0", "center", sizes)


def _above(ax: Axes, relief: float, text: str, align: str, sizes: Type) -> None:
    ax.annotate(
        text,
        (relief, LEGEND),
        (0, 7),
        textcoords="offset points",
        size=sizes.note,
        color=LIGHT.muted,
        ha=align,
        va="bottom",
        linespacing=1.15,
        annotation_clip=False,
    )


def _name_rows(ax: Axes, rows: list[Row], sizes: Type, column: float, *, beside: bool) -> None:
    ax.set_yticks([row.label_y for row in rows], ["\n".join(row.lines) for row in rows])
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(
            color=LIGHT.ink if row.enough else LIGHT.muted,
            size=sizes.label,
            ha="right" if beside else "left",
            linespacing=LINE_SPACING,
        )
    ax.tick_params(axis="y", pad=8 if beside else column)
    start = -column / (72 * width_in(ax))
    across = ax.get_yaxis_transform()
    rules = [row.top for row in rows] + [rows[-1].bottom]
    ax.hlines(
        rules,
        start,
        1,
        colors=LIGHT.line,
        linewidths=0.8,
        transform=across,
        clip_on=False,
        zorder=0,
    )
    for row in headed(rows):
        ax.text(
            start,
            row.top - HEADING / 2 + 3,
            row.under,
            size=sizes.note,
            color=LIGHT.muted,
            va="center",
            transform=across,
            bbox={"facecolor": LIGHT.paper, "edgecolor": "none", "pad": 2},
        )


def _draw(ax: Axes, row: Row, sizes: Type, low: float, high: float, *, above: bool) -> None:
    colour = (LIGHT.relief if row.mean >= 0 else LIGHT.worse) if row.enough else LIGHT.control
    if isfinite(row.low) and isfinite(row.high):
        _draw_range(ax, row, colour, low, high)
    if isfinite(row.mean):
        ax.plot(
            row.mean,
            row.mark_y,
            marker="o" if row.mean >= 0 else "D",
            markersize=8.5 if row.mean >= 0 else 7,
            markerfacecolor=colour if row.enough else LIGHT.paper,
            markeredgecolor=colour,
            markeredgewidth=1.4,
            zorder=4,
            gid="mean",
        )
    _write_figures(ax, row, sizes, above=above)


def _draw_range(ax: Axes, row: Row, colour: str, low: float, high: float) -> None:
    y, left, right = row.mark_y, max(row.low, low), min(row.high, high)
    ax.plot(
        [left, right],
        [y, y],
        color=colour,
        linewidth=2.2 if row.enough else 1.2,
        solid_capstyle="butt",
        gid="likely range",
    )
    for end, cut, arrow in ((left, row.low < low, "<"), (right, row.high > high, ">")):
        if cut:
            ax.plot(end, y, arrow, color=colour, markersize=5, clip_on=False)


def _write_figures(ax: Axes, row: Row, sizes: Type, *, above: bool) -> None:
    """Write the mean and n at the right edge, in line with the first line of the row's name."""
    over = (len(row.lines) - 1) * sizes.label * LINE_SPACING / 2
    text_y = row.label_y - over if above else row.mark_y
    figure = ax.get_yaxis_transform()
    rated = isfinite(row.mean)
    ax.text(
        1 - _N / (72 * width_in(ax)) if rated else 1,
        text_y,
        number(row.mean) if rated else "not rated",
        size=sizes.label,
        weight="bold" if row.enough else "normal",
        color=LIGHT.ink if row.enough else LIGHT.muted,
        ha="right",
        va="center_baseline",
        transform=figure,
    )
    if rated:
        ax.text(
            1,
            text_y,
            f"n {row.n}",
            size=sizes.note,
            color=LIGHT.muted,
            ha="right",
            va="center_baseline",
            transform=figure,
        )

"""The chart of muscles by week: a cell for each, coloured by its mean relief."""

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from tracker.charts.axes import MONTHS, NO_CHANGE, NOTICED, TWO_POINTS, ZERO
from tracker.charts.columns import Numbers, dates, day_of, flags, fullest_first, groups, numbers
from tracker.charts.layout import Head, Layout, empty_chart, width_in, write_around
from tracker.charts.relief_scale import EDGES, STEPS, colours, text_on
from tracker.charts.style import (
    DESK,
    LINE_SPACING,
    MARGIN,
    NARROW,
    Type,
    balanced,
    number,
    style,
    type_at,
    width_of,
    wrap,
)
from tracker.relief import columns as c
from tracker.relief.columns import MIN_RELEASES, POINTS, expect
from tracker.relief.days import since_last_gap
from tracker.theme import LIGHT
from tracker.wording.numbers import counted
from tracker.wording.over_time import left_out_sentence
from tracker.wording.tables import BORROWED, WEEKS_DIFFER, muscle_weeks_sentence

_NOTE: Final = f"{WEEKS_DIFFER} {BORROWED}"

_KEY_HEIGHT: Final = {False: 54.0, True: 84.0}
"""Height in points, by whether the chart is narrow."""

_STEP: Final = 24.0
_BAR: Final = 11.0

_CELL: Final = (30.0, 36.0)
"""The least width and the height of a cell that holds a number and its n, in points."""

_TICKS: Final = 40.0
_READ: Final = (c.MUSCLE, c.WEEK_START, c.MEAN_RELIEF, c.N_RATED, c.ENOUGH)


@style()
def plot_muscle_weeks(
    weeks: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = 12,
    width: float = DESK,
    title: str | None = None,
    note: str = _NOTE,
) -> Axes:
    """Show each muscle's mean relief week by week, the number and n in every cell.

    Parameters
    ----------
    weeks : DataFrame
        From `tracker.relief.by_muscle_and_week`. Read: ``muscle``, ``week_start``,
        ``mean_relief`` (points), ``n_rated``, ``enough``.
    ax : Axes, optional
        Axes to draw in, then without a key to the colours; without it a figure is made.
    most : int
        How many muscles are shown, those with the most releases first; the source line counts
        the others.
    width : float
        Width in inches of the figure that is made. The latest weeks that fit legibly are shown,
        and the source line says of how many.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.muscle_weeks_sentence`.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    Axes
        Muscles down, weeks across by their first day. A week under 5 rated releases is hatched
        grey; one without any is blank.
    """
    expect(weeks, _READ, name="weeks", source="relief.by_muscle_and_week(releases)")
    sentence = muscle_weeks_sentence(weeks) if title is None else title
    rated = weeks[numbers(weeks, c.N_RATED) > 0]
    if rated.empty:
        return empty_chart(sentence, ax=ax, width=width)
    (rated,), before = since_last_gap(rated[c.WEEK_START], (rated, c.WEEK_START))
    left_out = left_out_sentence(before, "week")
    inches = width if ax is None else width_in(ax)
    sizes = type_at(inches)
    room = 72 * inches - (2 * MARGIN if ax is None else 0)
    parts = groups(rated, c.MUSCLE)
    order = fullest_first(parts, c.N_RATED)
    muscles = order[:most]
    label_room = 74.0 if inches < NARROW else 130.0
    labels = [wrap(muscle, label_room, sizes.label) for muscle in muscles]
    column = max(width_of(line, sizes.label) for lines in labels for line in lines) + 10
    across = room - column if ax is None else room
    every = _week_starts(dates(rated, c.WEEK_START))
    starts = every[-int(across // _CELL[0]) :]
    head = Head(
        sentence,
        "Mean relief in points and rated releases (n), weeks by their first day; blank: no release",
        " ".join(filter(None, [left_out, _hidden(starts, every, order[most:]), note])),
    )
    if ax is None:
        height = _CELL[1] * len(muscles)
        # A few weeks keep the cells' size rather than stretch: a cell is a cell.
        drawn = min(across, 1.8 * _CELL[0] * len(starts))
        layout = Layout(head, width=width, body=height + _TICKS + _KEY_HEIGHT[inches < NARROW])
        ax = layout.axes(column, 0, drawn, height)
        _draw_key(layout, height + _TICKS, sizes, narrow=inches < NARROW)
    else:
        write_around(ax, head)
    _draw_cells(ax, [parts[muscle] for muscle in muscles], starts, sizes)
    _name(ax, labels, starts, sizes, column)
    return ax


def _draw_key(layout: Layout, top: float, sizes: Type, *, narrow: bool) -> None:
    """Draw the scale with its numbers, no change and the 2-point mark named, and the hatch."""
    across = _STEP * len(STEPS)
    ax = layout.axes(0, top, layout.room, _KEY_HEIGHT[narrow])
    ax.set_xlim(0, layout.room)
    ax.set_ylim(_KEY_HEIGHT[narrow], 0)
    ax.set_axis_off()
    for i, colour in enumerate(STEPS):
        ax.add_patch(Rectangle((i * _STEP, 2), _STEP - 1.5, _BAR, facecolor=colour, linewidth=0))
    text: dict[str, Any] = {"size": sizes.note, "color": LIGHT.muted}
    for i, edge in enumerate(EDGES[1:-1], 1):
        ax.text(i * _STEP - 0.75, _BAR + 5, number(edge, 0), ha="center", va="top", **text)
    zero, two = (EDGES.index(edge) * _STEP - 0.75 for edge in (0.0, POINTS))
    for x, gid in ((zero, ZERO), (two, TWO_POINTS)):
        ax.plot([x, x], [0, _BAR + 4], color=LIGHT.ink, linewidth=1.2, gid=gid)
    ax.text(zero + 4, _BAR + 18, NO_CHANGE, ha="right", va="top", **text)
    noticed = "\n".join(balanced(NOTICED, 110, sizes.note))
    ax.text(two - 4, _BAR + 18, noticed, ha="left", va="top", **text)
    x, y = (0.0, _BAR + 50) if narrow else (across + 24, 2.0)
    ax.add_patch(
        Rectangle(
            (x, y),
            _STEP - 1.5,
            _BAR,
            facecolor="none",
            edgecolor=LIGHT.line,
            linewidth=0.8,
            hatch="////",
            hatchcolor=LIGHT.line,
        )
    )
    few = f"under {MIN_RELEASES} releases, not enough yet"
    ax.text(x + _STEP + 4, y + _BAR / 2, few, va="center", **text)


def _week_starts(starts: Numbers) -> Numbers:
    """Give the start of every week from the first to the last, those without a press included."""
    return np.arange(starts.min(), starts.max() + 1, 7)


def _hidden(shown: Numbers, every: Numbers, muscles: list[str]) -> str:
    weeks = f"The last {len(shown)} of {len(every)} weeks." if len(shown) < len(every) else ""
    fewer = f"+{counted(len(muscles), 'more muscle')} with fewer releases." if muscles else ""
    return f"{weeks} {fewer}".strip()


def _draw_cells(ax: Axes, parts: list[pd.DataFrame], starts: Numbers, sizes: Type) -> None:
    # seaborn takes longer to import than every chart here takes to draw.
    import seaborn as sns

    mean, n, enough = _grids(parts, starts)
    steps, norm = colours()
    sns.heatmap(
        np.where(enough, mean, np.nan),
        mask=~enough,
        cmap=steps,
        norm=norm,
        vmin=norm.vmin,
        vmax=norm.vmax,
        cbar=False,
        ax=ax,
        linewidths=2,
        linecolor=LIGHT.paper,
        xticklabels=False,
        yticklabels=False,
    )
    for i, j in np.argwhere(n > 0):
        if not enough[i, j]:
            ax.add_patch(_not_enough(j, i))
        _write_in(ax, j, i, mean[i, j], n[i, j], sizes, enough=enough[i, j])


def _grids(
    parts: list[pd.DataFrame], starts: Numbers
) -> tuple[Numbers, NDArray[np.int_], NDArray[np.bool_]]:
    """Mean relief, rated releases and whether they are enough: muscles down, weeks across."""
    mean = np.full((len(parts), len(starts)), np.nan)
    n = np.zeros_like(mean, dtype=int)
    enough = np.zeros_like(mean, dtype=bool)
    for i, part in enumerate(parts):
        at = np.rint((dates(part, c.WEEK_START) - starts[0]) / 7).astype(int)
        shown = at >= 0
        mean[i, at[shown]] = numbers(part, c.MEAN_RELIEF)[shown]
        n[i, at[shown]] = numbers(part, c.N_RATED)[shown]
        enough[i, at[shown]] = flags(part, c.ENOUGH)[shown]
    return mean, n, enough


def _write_in(ax: Axes, x: int, y: int, mean: float, n: int, sizes: Type, *, enough: bool) -> None:
    colour = text_on(mean) if enough else LIGHT.muted
    ax.text(
        x + 0.5,
        y + 0.36,
        number(mean),
        size=sizes.note + 1,
        color=colour,
        weight="bold" if enough else "normal",
        ha="center",
        va="center",
        gid="mean",
    )
    ax.text(
        x + 0.5,
        y + 0.72,
        f"n {n}",
        size=sizes.note,
        color=colour,
        ha="center",
        va="center",
        gid="n",
    )


def _not_enough(x: int, y: int) -> Rectangle:
    return Rectangle(
        (x + 0.04, y + 0.04),
        0.92,
        0.92,
        facecolor="none",
        edgecolor=LIGHT.line,
        linewidth=0.8,
        hatch="////",
        hatchcolor=LIGHT.line,
        gid="not enough yet",
    )


def _name(ax: Axes, labels: list[list[str]], starts: Numbers, sizes: Type, column: float) -> None:
    days = [day_of(start) for start in starts]
    months = ["", *(f"{day:%Y-%m}" for day in days)]
    names = [
        f"{day.day}\n{MONTHS[day.month - 1] if f'{day:%Y-%m}' != before else ' '}"
        for day, before in zip(days, months, strict=False)
    ]
    ax.set_xticks(np.arange(len(starts)) + 0.5, names, size=sizes.note, rotation=0)
    ax.set_yticks(np.arange(len(labels)) + 0.5, ["\n".join(lines) for lines in labels])
    for label in ax.get_yticklabels():
        label.set(
            ha="left", color=LIGHT.ink, size=sizes.label, rotation=0, linespacing=LINE_SPACING
        )
    ax.tick_params(axis="y", pad=column)
    ax.grid(visible=False)

"""Which spot gives relief, once a lucky press is pulled toward its muscle, and how sure is that?"""

from math import isfinite
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.columns import finite, flags, numbers
from tracker.charts.layout import Head, Sheet, calm
from tracker.charts.pooled_columns import (
    CHANCES,
    FIGURES,
    HEAD,
    Columns,
    columns,
    draw_columns,
    paper_per_point,
    place,
    write_figures,
)
from tracker.charts.reference_lines import NO_CHANGE, NOTICED, mark_relief_down
from tracker.charts.spot_rows import HEADING, LEGEND, Row, headed, label_width, spot_rows
from tracker.charts.style import DESK, LINE_SPACING, MARGIN, NARROW, Type, style, type_at
from tracker.charts.text import number, width_of
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.pooling.pool import display_estimates
from tracker.theme import LIGHT
from tracker.wording.numbers import AS_RATED
from tracker.wording.pooling import POOLED, leading_sentence
from tracker.wording.tables import BORROWED

_TICKS: Final = 20.0
_TWO_POINTS: Final = "2 points"
_READ: Final = (
    c.MUSCLE,
    c.SPOT,
    c.SIDE,
    c.N_RATED,
    c.PLAIN,
    c.MEAN,
    c.CONFLICTS_WITH_DATA,
    c.LEADS,
    c.ENOUGH,
)


@style()
def plot_pooled_ranking(
    spots: pd.DataFrame,
    *,
    most: int = 14,
    width: float = DESK,
    title: str | None = None,
    note: str = POOLED,
) -> Axes:
    """Rank the spots by pooled relief: its mean, where it likely lies, and two chances.

    Spots under 5 rated releases stand below the others, hollow and grey, without chances; those
    whose estimate conflicts with their ratings stand between, hollow, as they were rated.

    Parameters
    ----------
    spots : DataFrame
        ``pool(frame).spots``, in its order. Read: ``muscle``, ``spot``, ``side``, ``n_rated``,
        ``plain``, ``mean``, ``low_80``, ``high_80``, ``low_95``, ``high_95`` (points),
        ``p_mean_2``, ``p_next_2`` (0 to 1), ``enough``, ``conflicts_with_data``, ``leads``.
    most : int
        How many spots are shown; the source line counts the others.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.lead_sentence`. All that there is to
        say is in `tracker.wording.pooled_sentence`, which needs more than the table.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    Axes
        Relief in points from left to right, with 0 and the 2-point mark always in view.

    Notes
    -----
    The chance that the *average* is 2 points or more and the chance that the *next press* gives as
    much stand in columns of their own: a spot whose average surely is 2 still disappoints often.
    """
    expect(spots, _READ, name="spots", source="relief.pool(releases).spots")
    sentence = leading_sentence(spots) if title is None else title
    known = display_estimates(spots[numbers(spots, c.N_RATED) > 0])
    if known.empty or not isfinite(known[c.MEAN].iloc[0]):
        return calm(sentence, width=width)
    shown = known.head(most)
    head = Head(
        sentence,
        "Pooled mean relief in points (dot), likely range: 80 % (thick), 95 % (thin); rated "
        "releases (n). On the right two chances: that the average is 2 points or more, and that "
        f"the next press gives as much. Dashed: 2 points, {NOTICED}",
        " ".join(filter(None, [_others(known.iloc[most:]), note, BORROWED])),
    )
    narrow = width < NARROW
    sizes, room = type_at(width), 72 * width - 2 * MARGIN
    rows = spot_rows(
        shown.rename(columns={c.MEAN: c.MEAN_RELIEF, c.LOW_95: c.LOW, c.HIGH_95: c.HIGH}),
        room=room if narrow else 0.3 * room,
        taken=FIGURES if narrow else 0.0,
        size=sizes.label,
        above=narrow,
    )
    at = columns(room, 0.0 if narrow else label_width(rows, sizes.label) + 12, narrow=narrow)
    height = rows[-1].bottom
    sheet = Sheet(head, width=width, body=height + HEAD + _TICKS)
    ax = sheet.axes(0, 0, room, height + HEAD)
    ax.set_ylim(height, -HEAD)
    low, high = _scale(ax, shown, at, room)
    draw_columns(ax, rows, at, sizes)
    _draw_yardsticks(ax, rows, sizes, narrow=narrow)
    _name_rows(ax, rows, sizes)
    drawn = (numbers(shown, name) for name in (c.LOW_80, c.HIGH_80, *dict(CHANCES)))
    for row, low_80, high_80, *chances in zip(rows, *drawn, strict=True):
        _draw_mark(ax, row, (low_80, high_80), low, high)
        write_figures(ax, row, chances, at, sizes)
    return ax


def _others(hidden: pd.DataFrame) -> str:
    enough, odd = flags(hidden, c.ENOUGH), flags(hidden, c.CONFLICTS_WITH_DATA)
    counts = {
        "more with less relief": (enough & ~odd).sum(),
        "more, not compared": odd.sum(),
        "more, not enough yet": (~enough).sum(),
    }
    said = [f"+{n} {what}" for what, n in counts.items() if n]
    return f"{'; '.join(said)}." if said else ""


def _scale(ax: Axes, table: pd.DataFrame, at: Columns, room: float) -> tuple[float, float]:
    """Set the axis of relief, which ends where the columns begin; give its two ends."""
    ranked = table[flags(table, c.ENOUGH)]
    seen = finite(
        [0.0, c.POINTS],
        numbers(table, c.MEAN),
        numbers(ranked, c.LOW_95),
        numbers(ranked, c.HIGH_95),
    )
    low, high = float(seen.min()) - 0.3, float(seen.max()) + 0.3
    per_point = (at.plot - at.label) / (high - low)
    ax.set_xlim(low - at.label / per_point, low + (room - at.label) / per_point)
    every = 1 if per_point > 18 else 2
    ticks = [tick for tick in range(-10, 11, every) if low <= tick <= high]
    ax.set_xticks(ticks, [number(tick, 0) for tick in ticks])
    ax.grid(visible=False)
    ax.set_yticks([])
    return low, high


def _draw_yardsticks(ax: Axes, rows: list[Row], sizes: Type, *, narrow: bool) -> None:
    spans = [(LEGEND - 4, rows[-1].bottom)]
    if narrow:
        spans = [(LEGEND - 4, LEGEND), *((row.mark_y - 8, row.bottom) for row in rows)]
    mark_relief_down(ax, spans)
    scale = paper_per_point(ax)
    half = width_of(NO_CHANGE, sizes.note) / 2
    fits = c.POINTS * scale > half + width_of(_TWO_POINTS, sizes.note) / 2 + 6
    inside = -ax.get_xlim()[0] * scale > half - MARGIN
    for relief, text in ((0.0, NO_CHANGE if fits and inside else "0"), (c.POINTS, _TWO_POINTS)):
        ax.text(
            relief, LEGEND - 6, text, size=sizes.note, color=LIGHT.muted, ha="center", va="bottom"
        )


def _name_rows(ax: Axes, rows: list[Row], sizes: Type) -> None:
    for row in rows:
        ax.text(
            place(ax, 0),
            row.label_y,
            "\n".join(row.lines),
            size=sizes.label,
            color=LIGHT.ink if row.enough else LIGHT.muted,
            va="center",
            linespacing=LINE_SPACING,
            gid="spot",
        )
    rules = [row.top for row in rows] + [rows[-1].bottom]
    ax.hlines(rules, *ax.get_xlim(), colors=LIGHT.line, linewidths=0.8, zorder=0)
    for row in headed(rows):
        ax.text(
            place(ax, 0),
            row.top - HEADING / 2 + 3,
            row.under,
            size=sizes.note,
            color=LIGHT.muted,
            va="center",
            bbox={"facecolor": LIGHT.paper, "edgecolor": "none", "pad": 2},
        )


def _draw_mark(ax: Axes, row: Row, likely: tuple[float, float], low: float, high: float) -> None:
    told = row.enough or row.under == AS_RATED
    colour = (LIGHT.relief if row.mean >= 0 else LIGHT.worse) if told else LIGHT.control
    for start, end, wide, gid in (
        (row.low, row.high, 1.2, "95 %"),
        (*likely, 4.0 if row.enough else 2.4, "80 %"),
    ):
        if isfinite(start):
            inside = [max(start, low), min(end, high)]
            ax.plot(
                *(inside, [row.mark_y] * 2),
                color=colour,
                linewidth=wide,
                solid_capstyle="butt",
                gid=gid,
            )
    for end, cut, arrow in ((low, row.low < low, "<"), (high, row.high > high, ">")):
        if cut:
            ax.plot(end, row.mark_y, arrow, color=colour, markersize=5, clip_on=False)
    ax.plot(
        row.mean,
        row.mark_y,
        marker="o" if row.mean >= 0 else "D",
        markersize=8.5 if row.mean >= 0 else 7,
        markerfacecolor=colour if row.enough else LIGHT.paper,
        markeredgecolor=LIGHT.paper if row.enough else colour,
        markeredgewidth=1.2,
        zorder=4,
        gid="mean",
    )

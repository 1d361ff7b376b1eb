"""The rankings: of spots by plain averages, and of spots and muscles by pooled ones.

All draw the same rows: a label, a mark with its likely range on an axis of relief, and figures at
the right edge. Places across are in points from the left edge of the labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.axes import NO_CHANGE, NOTICED, mark_relief_down, point_ticks
from tracker.charts.columns import finite, flags, numbers
from tracker.charts.layout import Head, Layout, empty_chart, width_in, write_around
from tracker.charts.ranking_rows import (
    HEADING,
    LEGEND,
    Row,
    conflicts_with_data,
    headed,
    label_width,
    spot_rows,
)
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
)
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.pooling.pool import display_estimates
from tracker.theme import LIGHT
from tracker.wording.answer import AS_PRESSED, answer_sentence, muscles_answer
from tracker.wording.numbers import AS_RATED, chance
from tracker.wording.pooling import POOLED
from tracker.wording.tables import BORROWED, PLAIN_AVERAGES, spot_ranking_sentence

_CHANCES: Final = (
    (c.P_MEAN_2, "average\nis 2 or\nmore"),
    (c.P_NEXT_2, "next press\ngives 2 or\nmore"),
)
"""Each chance's column in the table, and what its column is headed with."""

_CHANCES_LEGEND: Final = 20.0
"""More room there, for the headings of the chances."""

_PLAIN_NOTE: Final = f"{PLAIN_AVERAGES} {BORROWED}"
_POOLED_NOTE: Final = f"{POOLED} {BORROWED}"
_MUSCLES_NOTE: Final = f"{AS_PRESSED} {BORROWED}"

_MEAN: Final = 36.0
_N: Final = 34.0
_CHANCE: Final = 62.0
_BETWEEN: Final = 9.0
_MEAN_WORD: Final = 26.0
_TICKS: Final = 20.0

_PLAIN_READ: Final = (c.MUSCLE, c.SPOT, c.SIDE, c.N_RATED, c.MEAN_RELIEF, c.LOW, c.HIGH, c.ENOUGH)
_POOLED_READ: Final = (
    c.MUSCLE,
    c.SPOT,
    c.SIDE,
    c.N_RATED,
    c.PLAIN,
    c.MEAN,
    c.CONFLICTS_WITH_DATA,
    c.GIVES,
    c.ENOUGH,
)


@style()
def plot_spot_ranking(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = 12,
    width: float = DESK,
    title: str | None = None,
    note: str = _PLAIN_NOTE,
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
    expect(table, _PLAIN_READ, name="table", source="relief.by_spot(releases)")
    sentence = spot_ranking_sentence(table) if title is None else title
    if table.empty:
        return empty_chart(sentence, ax=ax, width=width)
    shown = table.head(most)
    head = Head(
        sentence,
        "Mean relief in points (dot), its likely range (line) and rated releases (n)",
        " ".join(filter(None, [_hidden(table.iloc[most:]), note])),
    )
    if ax is None:
        ranking = _on_layout(shown, head, width, share=0.45, taken=_MEAN + _N)
    else:
        ranking = _in_axes(ax, shown, head)
    figures = _figures(ranking)
    low, high = _scale(ranking, shown, figures.start)
    _draw_reference_lines(ranking)
    _name_reference_lines(ranking, high, figures.start)
    _name_rows(ranking)
    for row in ranking.rows:
        ranges = [(row.low, row.high, 2.2 if row.enough else 1.2, "likely range")]
        _draw_mark(ranking.ax, row, ranges, low, high, ringed=False)
        _write_figures(ranking, row, figures)
    return ranking.ax


@style()
def plot_pooled_ranking(
    spots: pd.DataFrame,
    *,
    most: int = 14,
    width: float = DESK,
    title: str | None = None,
    note: str = _POOLED_NOTE,
) -> Axes:
    """Rank the spots by pooled relief: its mean, where it likely lies, and two chances.

    Spots under 5 rated releases stand below the others, hollow and grey, without chances; those
    whose estimate conflicts with their ratings stand between, hollow, as they were rated.

    Parameters
    ----------
    spots : DataFrame
        ``pool(frame).spots``, in its order. Read: ``muscle``, ``spot``, ``side``, ``n_rated``,
        ``plain``, ``mean``, ``low_80``, ``high_80``, ``low_95``, ``high_95`` (points),
        ``p_mean_2``, ``p_next_2`` (0 to 1), ``enough``, ``conflicts_with_data``, ``gives``; for the
        title also ``n_more`` and ``in_best_set``.
    most : int
        How many spots are shown; the source line counts the others.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.answer_sentence`, which
        names the muscles too where it has their table.
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
    expect(spots, _POOLED_READ, name="spots", source="relief.pool(releases).spots")
    sentence = answer_sentence(spots) if title is None else title
    return _plot_pooled(spots, sentence, most, width, note)


@style()
def plot_muscle_ranking(
    muscles: pd.DataFrame,
    *,
    most: int = 14,
    width: float = DESK,
    title: str | None = None,
    note: str = _MUSCLES_NOTE,
) -> Axes:
    """Rank the muscles by pooled relief, as `plot_pooled_ranking` ranks the spots.

    Parameters
    ----------
    muscles : DataFrame
        ``pool(frame).muscles``, in its order. Read: ``muscle`` and the columns that
        `plot_pooled_ranking` reads, but ``spot`` and ``side``.
    most : int
        How many muscles are shown; the source line counts the others.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.muscles_answer`.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    Axes
        Relief in points from left to right, with 0 and the 2-point mark always in view.

    Notes
    -----
    A muscle's relief is that of its spots as they were pressed: one good spot among poor ones can
    give clear relief where its muscle as a whole does not.
    """
    read = [name for name in _POOLED_READ if name not in (c.SPOT, c.SIDE)]
    expect(muscles, read, name="muscles", source="relief.pool(releases).muscles")
    sentence = muscles_answer(muscles) if title is None else title
    return _plot_pooled(muscles, sentence, most, width, note)


def _plot_pooled(spots: pd.DataFrame, sentence: str, most: int, width: float, note: str) -> Axes:
    rated = display_estimates(spots[numbers(spots, c.N_RATED) > 0])
    if rated.empty or not isfinite(rated[c.MEAN].iloc[0]):
        return empty_chart(sentence, width=width)
    shown = rated.head(most)
    head = Head(
        sentence,
        "Pooled mean relief in points (dot), likely range: 80 % (thick), 95 % (thin); rated "
        "releases (n). On the right two chances: that the average is 2 points or more, and that "
        f"the next press gives as much. Dashed: 2 points, {NOTICED}",
        " ".join(filter(None, [_hidden(rated.iloc[most:]), note])),
    )
    as_plain = shown.rename(columns={c.MEAN: c.MEAN_RELIEF, c.LOW_95: c.LOW, c.HIGH_95: c.HIGH})
    taken = _MEAN_WORD + _MEAN + _N
    ranking = _on_layout(as_plain, head, width, share=0.3, taken=taken, over=_CHANCES_LEGEND)
    figures = _figures(ranking, chances=True)
    low, high = _scale(ranking, as_plain, figures.start)
    _draw_reference_lines(ranking)
    _name_reference_lines_briefly(ranking)
    _head_columns(ranking, figures)
    _name_rows(ranking)
    columns = (numbers(shown, name) for name in (c.LOW_80, c.HIGH_80, *dict(_CHANCES)))
    for row, low_80, high_80, *chances in zip(ranking.rows, *columns, strict=True):
        thick = 4.0 if row.enough else 2.4
        ranges = [(row.low, row.high, 1.2, "95 %"), (low_80, high_80, thick, "80 %")]
        _draw_mark(ranking.ax, row, ranges, low, high, ringed=True)
        _write_figures(ranking, row, figures, chances)
    return ranking.ax


# --- where everything stands


@dataclass(frozen=True)
class _Ranking:
    """The axes of a ranking and the rows that are drawn in them.

    Labels are ``column`` points wide and stand left of the axes, which are ``room`` points wide;
    on a phone they stand ``above`` their marks. In someone else's axes they hang ``outside``.
    """

    ax: Axes
    rows: list[Row]
    sizes: Type
    column: float
    room: float
    above: bool = False
    outside: bool = False

    def across(self, x: float) -> float:
        """Turn points from the left edge of the labels into a share of the axes' width."""
        return (x - self.column) / self.room

    def write(
        self, x: float, y: float, text: str, size: float, colour: str, **options: Any
    ) -> None:
        """Write a figure that ends at x."""
        how: dict[str, Any] = {
            "va": "center_baseline",
            "ha": "right",
            "linespacing": 1.15,
        } | options
        across = self.ax.get_yaxis_transform()
        self.ax.text(self.across(x), y, text, size=size, color=colour, transform=across, **how)


@dataclass(frozen=True)
class _Figures:
    """Where the figures at the right edge start and end, in points from the left of the labels."""

    start: float
    mean: float
    n: float
    chances: tuple[float, ...] = ()


def _on_layout(
    table: pd.DataFrame, head: Head, width: float, *, share: float, taken: float, over: float = 0.0
) -> _Ranking:
    """Lay the ranking out on a figure of its own; labels take at most a share of its width."""
    sizes, room, above = type_at(width), 72 * width - 2 * MARGIN, width < NARROW
    label_room = room if above else share * room
    rows = spot_rows(table, label_room, taken if above else 0.0, sizes.label, above=above)
    column = 0.0 if above else label_width(rows, sizes.label) + 12
    height = rows[-1].bottom
    layout = Layout(head, width=width, body=height + over + _TICKS)
    ax = layout.axes(column, 0, room - column, height + over)
    ax.set_ylim(height, -over)
    return _Ranking(ax, rows, sizes, column, room - column, above=above)


def _in_axes(ax: Axes, table: pd.DataFrame, head: Head) -> _Ranking:
    """Lay the ranking out in axes of someone else's."""
    sizes = type_at(width_in(ax))
    # The labels hang outside, where there is no edge to wrap at.
    rows = spot_rows(table, inf, 0.0, sizes.label, above=False)
    write_around(ax, head, above=LEGEND)
    ax.set_ylim(rows[-1].bottom, LEGEND)
    return _Ranking(ax, rows, sizes, 0.0, 72 * width_in(ax), outside=True)


def _hidden(table: pd.DataFrame) -> str:
    """Count the spots that are not shown."""
    enough, odd = flags(table, c.ENOUGH), conflicts_with_data(table)
    counts = {
        "more with less relief": (enough & ~odd).sum(),
        "more, not compared": odd.sum(),
        "more, not enough yet": (~enough).sum(),
    }
    parts = [f"+{n} {what}" for what, n in counts.items() if n]
    return f"{'; '.join(parts)}." if parts else ""


def _figures(ranking: _Ranking, *, chances: bool = False) -> _Figures:
    """Divide the right edge; on a phone mean and n stand on the label's line instead."""
    end = ranking.column + ranking.room
    if not chances:
        return _Figures(end - _N - _MEAN, end - _N, end)
    first = end - _CHANCE - _BETWEEN
    left = first - _CHANCE - _BETWEEN
    if ranking.above:
        return _Figures(left, end - _N, end, (first, end))
    return _Figures(left - _N - _MEAN, left - _N, left, (first, end))


# --- drawing


def _scale(ranking: _Ranking, table: pd.DataFrame, end: float) -> tuple[float, float]:
    """Set the axis of relief, which ends where the figures start; give its two ends."""
    ranked = table[flags(table, c.ENOUGH)]
    values = finite(
        [0.0, c.POINTS],
        numbers(table, c.MEAN_RELIEF),
        numbers(ranked, c.LOW),
        numbers(ranked, c.HIGH),
    )
    low, high = float(values.min()) - 0.35, float(values.max()) + 0.35
    per_point = (end - ranking.column) / (high - low)
    ranking.ax.set_xlim(low, low + ranking.room / per_point)
    ranking.ax.grid(visible=False)
    ranking.ax.set_xticks(*point_ticks(low, high, 1 if per_point > 18 else 2))
    return low, high


def _per_point(ranking: _Ranking) -> float:
    """Measure how many points on paper a point of relief is."""
    low, high = ranking.ax.get_xlim()
    return ranking.room / (high - low)


def _draw_reference_lines(ranking: _Ranking) -> None:
    rows = ranking.rows
    spans = [(LEGEND - 4, rows[-1].bottom)]
    if ranking.above:
        spans = [(LEGEND - 4, LEGEND), *((row.mark_y - 8, row.bottom) for row in rows)]
    mark_relief_down(ranking.ax, spans)


def _name_reference_lines(ranking: _Ranking, high: float, end: float) -> None:
    """Name both lines above the rows, as wide as the room to their right allows."""
    size, per_point = ranking.sizes.note, _per_point(ranking)
    right = (high - c.POINTS) * per_point + ranking.column + ranking.room - end
    _name_line(ranking, c.POINTS, balanced(f"2 points: {NOTICED}", right, size), "left")
    between, wide = c.POINTS * per_point, width_of(NO_CHANGE, size)
    if -ranking.ax.get_xlim()[0] * per_point > wide / 2 and between > wide / 2 + 6:
        _name_line(ranking, 0, [NO_CHANGE], "center")
    elif between > wide + 6:
        _name_line(ranking, 0, [NO_CHANGE], "left")
    else:
        _name_line(ranking, 0, ["0"], "center")


def _name_reference_lines_briefly(ranking: _Ranking) -> None:
    """Name both lines in a word each: the subtitle says what 2 points are."""
    size, per_point = ranking.sizes.note, _per_point(ranking)
    half = width_of(NO_CHANGE, size) / 2
    fits = c.POINTS * per_point > half + width_of("2 points", size) / 2 + 6
    left = ranking.column - ranking.ax.get_xlim()[0] * per_point
    _name_line(ranking, 0, [NO_CHANGE if fits and left > half - MARGIN else "0"], "center")
    _name_line(ranking, c.POINTS, ["2 points"], "center")


def _name_line(ranking: _Ranking, relief: float, lines: list[str], align: str) -> None:
    ranking.ax.annotate(
        "\n".join(lines),
        (relief, LEGEND),
        (0, 7),
        textcoords="offset points",
        size=ranking.sizes.note,
        color=LIGHT.muted,
        ha=align,
        va="bottom",
        linespacing=1.15,
        annotation_clip=False,
    )


def _name_rows(ranking: _Ranking) -> None:
    ax, rows = ranking.ax, ranking.rows
    ax.set_yticks([row.label_y for row in rows], ["\n".join(row.lines) for row in rows])
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(
            color=row.ink,
            size=ranking.sizes.label,
            ha="right" if ranking.outside else "left",
            linespacing=LINE_SPACING,
            gid="spot",
        )
    ax.tick_params(axis="y", pad=8 if ranking.outside else ranking.column)
    start, across = ranking.across(0), ax.get_yaxis_transform()
    rules = [row.top for row in rows] + [rows[-1].bottom]
    how: dict[str, Any] = {"transform": across, "clip_on": False, "zorder": 0}
    ax.hlines(rules, start, 1, colors=LIGHT.line, linewidths=0.8, **how)
    for row in headed(rows):
        ax.text(
            start,
            row.top - HEADING / 2 + 3,
            row.under,
            size=ranking.sizes.note,
            color=LIGHT.muted,
            va="center",
            transform=across,
            bbox={"facecolor": LIGHT.paper, "edgecolor": "none", "pad": 2},
        )


def _draw_mark(
    ax: Axes,
    row: Row,
    ranges: Sequence[tuple[float, float, float, str]],
    low: float,
    high: float,
    *,
    ringed: bool,
) -> None:
    """Draw the ranges, each from, to, how wide and called what, and the mean over them."""
    colour = LIGHT.relief if row.mean >= 0 else LIGHT.worse
    if not (row.enough or row.under == AS_RATED):
        colour = LIGHT.control
    for start, end, wide, gid in ranges:
        if isfinite(start) and isfinite(end):
            x, y = [max(start, low), min(end, high)], [row.mark_y] * 2
            ax.plot(x, y, color=colour, linewidth=wide, solid_capstyle="butt", gid=gid)
    for end, is_cut, arrow in ((low, row.low < low, "<"), (high, row.high > high, ">")):
        if is_cut:
            ax.plot(end, row.mark_y, arrow, color=colour, markersize=5, clip_on=False)
    if isfinite(row.mean):
        ax.plot(
            row.mean,
            row.mark_y,
            marker="o" if row.mean >= 0 else "D",
            markersize=8.5 if row.mean >= 0 else 7,
            markerfacecolor=colour if row.enough else LIGHT.paper,
            markeredgecolor=LIGHT.paper if ringed and row.enough else colour,
            markeredgewidth=1.2 if ringed else 1.4,
            zorder=4,
            gid="mean",
        )


def _head_columns(ranking: _Ranking, figures: _Figures) -> None:
    """Head the columns, and draw a rule before each chance, which answers another question."""
    headings = [(x, text) for x, (_, text) in zip(figures.chances, _CHANCES, strict=True)]
    if not ranking.above:
        headings += [(figures.mean, "mean"), (figures.n, "n")]
    y, size = LEGEND - 7, ranking.sizes.note
    for x, text in headings:
        ranking.write(x, y, text, size, LIGHT.muted, va="bottom", gid="heading")
    rows = ranking.rows
    spans = [(8 - _CHANCES_LEGEND, LEGEND if ranking.above else rows[-1].bottom)]
    if ranking.above:
        spans += [(row.mark_y - 8, row.bottom) for row in rows]
    tops, bottoms = zip(*spans, strict=True)
    how: dict[str, Any] = {"transform": ranking.ax.get_yaxis_transform(), "gid": "between"}
    for x in figures.chances:
        left = [ranking.across(x - _CHANCE - _BETWEEN / 2)] * len(spans)
        ranking.ax.vlines(left, tops, bottoms, colors=LIGHT.line, linewidths=0.8, **how)


def _write_figures(
    ranking: _Ranking, row: Row, figures: _Figures, chances: Sequence[float] = ()
) -> None:
    """Write a row's mean and n and, where it has releases enough, its chances."""
    sizes, above, is_headed = ranking.sizes, ranking.above, bool(figures.chances)
    first_line = row.label_y - (len(row.lines) - 1) * sizes.label * LINE_SPACING / 2
    y = first_line if above else row.mark_y
    if not isfinite(row.mean):
        ranking.write(figures.n, y, "not rated", sizes.label, row.ink)
        return
    mean, weight = number(row.mean), "bold" if row.enough else "normal"
    ranking.write(figures.mean, y, mean, sizes.label, row.ink, weight=weight, gid="figure")
    if is_headed and above:
        before = width_of(f"{mean} ", sizes.label, bold=row.enough)
        ranking.write(figures.mean - before, y, "mean", sizes.note, LIGHT.muted)
    count = str(row.n) if is_headed and not above else f"n {row.n}"
    ranking.write(figures.n, y, count, sizes.note, LIGHT.muted, gid="n")
    if row.enough and is_headed:
        for x, likely, (column, _) in zip(figures.chances, chances, _CHANCES, strict=True):
            ranking.write(x, row.mark_y, _in_short(likely), sizes.label, row.ink, gid=column)


def _in_short(probability: float) -> str:
    """Say a chance as everywhere, with signs for the words that a column has no room for."""
    return chance(probability).replace("over ", ">").replace("under ", "<")

"""Where do the pooled ranking's figures stand beside its marks: mean, n, and two chances?

The two chances answer different questions, so each has a column under words of its own, and a
rule between them. Places are in points from the left of the axes, which fill the sheet's width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes

from tracker.charts.layout import width_in
from tracker.charts.spot_rows import LEGEND, Row
from tracker.charts.style import LINE_SPACING, Type, number, width_of
from tracker.relief import columns as c
from tracker.theme import LIGHT

CHANCES: Final = (
    (c.P_MEAN_2, "average\nis 2 or\nmore"),
    (c.P_NEXT_2, "next press\ngives 2 or\nmore"),
)
"""Each chance's column in the table, and what its column is headed with."""

HEAD: Final = 20.0
"""Room for the headings, above the room that the yardsticks' names have anyway."""

FIGURES: Final = 96.0
"""How much of a label's first line is taken on a phone, where mean and n stand on it."""

_MEAN: Final = 34.0
_N: Final = 32.0
_CHANCE: Final = 62.0
_BETWEEN: Final = 9.0


@dataclass(frozen=True)
class Columns:
    """Where everything ends across the sheet; on a phone mean and n stand beside the label."""

    label: float
    plot: float
    mean: float
    n: float
    chances: tuple[float, ...]
    narrow: bool


def columns(room: float, label: float, *, narrow: bool) -> Columns:
    """Divide the room among label, plot and figures."""
    first = room - _CHANCE - _BETWEEN
    n = room if narrow else first - _CHANCE - _BETWEEN
    end = first - _CHANCE - _BETWEEN if narrow else n - _N - _MEAN
    return Columns(label, end, n - _N, n, (first, room), narrow)


def draw_columns(ax: Axes, rows: list[Row], at: Columns, sizes: Type) -> None:
    """Head the columns, and keep the chances apart."""
    words = [(x, text) for x, (_, text) in zip(at.chances, CHANCES, strict=True)]
    if not at.narrow:
        words += [(at.mean, "mean"), (at.n, "n")]
    for x, text in words:
        _write(ax, x, LEGEND - 6, text, sizes.note, LIGHT.muted, va="bottom", gid="heading")
    spans = [(8 - HEAD, LEGEND if at.narrow else rows[-1].bottom)]
    if at.narrow:
        spans += [(row.mark_y - 8, row.bottom) for row in rows]
    tops, bottoms = zip(*spans, strict=True)
    for x in at.chances:
        left = [place(ax, x - _CHANCE - _BETWEEN / 2)] * len(spans)
        ax.vlines(left, tops, bottoms, colors=LIGHT.line, linewidths=0.8, gid="between")


def write_figures(ax: Axes, row: Row, chances: Sequence[float], at: Columns, sizes: Type) -> None:
    """Write a row's mean and n and, where it has releases enough, its chances."""
    first_line = row.label_y - (len(row.lines) - 1) * sizes.label * LINE_SPACING / 2
    y = first_line if at.narrow else row.mark_y
    ink = LIGHT.ink if row.enough else LIGHT.muted
    weight = "bold" if row.enough else "normal"
    mean = number(row.mean)
    _write(ax, at.mean, y, mean, sizes.label, ink, weight=weight, gid="figure")
    if at.narrow:
        before = width_of(f"{mean} ", sizes.label, bold=row.enough)
        _write(ax, at.mean - before, y, "mean", sizes.note, LIGHT.muted)
    count = f"n {row.n}" if at.narrow else str(row.n)
    _write(ax, at.n, y, count, sizes.note, LIGHT.muted, gid="n")
    if row.enough:
        for x, chance, (column, _) in zip(at.chances, chances, CHANCES, strict=True):
            _write(ax, x, row.mark_y, _percent(chance), sizes.label, ink, gid=column)


def place(ax: Axes, x: float) -> float:
    """Find where x points from the left of the axes are, in points of relief."""
    return ax.get_xlim()[0] + x / paper_per_point(ax)


def paper_per_point(ax: Axes) -> float:
    """Measure how many points on paper a point of relief is."""
    low, high = ax.get_xlim()
    return 72 * width_in(ax) / (high - low)


def _write(
    ax: Axes, x: float, y: float, text: str, size: float, colour: str, **options: Any
) -> None:
    """Write a figure that ends at x."""
    how: dict[str, Any] = {"va": "center_baseline", "ha": "right", "linespacing": 1.15} | options
    ax.text(place(ax, x), y, text, size=size, color=colour, **how)


def _percent(chance: float) -> str:
    if chance > 0.99:
        return ">99 %"
    return "<1 %" if chance < 0.01 else f"{100 * chance:.0f} %"

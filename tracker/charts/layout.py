"""The layout of a chart: its figure, the words around the plot, and equal panels."""

from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes

from tracker.charts.style import (
    LINE_SPACING,
    MARGIN,
    NARROW,
    Type,
    balanced,
    type_at,
    unwidowed,
    width_of,
    wrap,
)
from tracker.charts.styled_figure import ChartAxes, StyledFigure
from tracker.theme import LIGHT

_GAP: Final = 7.0
_BETWEEN: Final = 14.0
_BELOW: Final = 14.0
_SCALE: Final = 20.0
_TICKS: Final = 32.0
_LINE: Final = 1.06 * LINE_SPACING


@dataclass(frozen=True)
class Head:
    """What stands around a plot: the answer, what is plotted, and what it does not show."""

    sentence: str
    subtitle: str
    source: str

    @property
    def title(self) -> str:
        """The first sentence of the answer."""
        return self._split()[0]

    @property
    def lead(self) -> str:
        """The rest of the answer, or nothing."""
        return self._split()[1]

    def _split(self) -> tuple[str, str]:
        first, stop, rest = self.sentence.partition(". ")
        return (f"{first}.", rest) if stop else (self.sentence, "")


class Layout:
    """A figure with its head and source line, and room in points for the plot between them.

    Parameters
    ----------
    head : Head
        The texts; they are wrapped to the width.
    width : float
        Width of the figure in inches.
    body : float
        Height of the plot, its tick labels included, in points.
    """

    def __init__(self, head: Head, *, width: float, body: float) -> None:
        self.type: Type = type_at(width, sentence=head.title)
        self.room = 72 * width - 2 * MARGIN
        self.body = body
        parts = [
            ("title", head.title, self.type.title, LIGHT.ink),
            ("lead", head.lead, self.type.lead, LIGHT.ink),
            ("subtitle", head.subtitle, self.type.label - 0.5, LIGHT.muted),
        ]
        above = [(*part, self._lines(part[0], part[1], part[2])) for part in parts if part[1]]
        below = unwidowed(head.source, self.room, self.type.note) if head.source else []
        self._top = MARGIN + sum(_height(len(p[4]), p[2]) + _GAP for p in above) + 3
        self._height = self._top + body + _GAP + _height(len(below), self.type.note) + MARGIN
        self._width = 72 * width
        self.figure = StyledFigure(figsize=(width, self._height / 72))
        self.figure.set_label(f"{head.sentence} {head.subtitle}".strip())
        y = MARGIN
        for name, _, size, colour, lines in above:
            self._write(name, lines, y, size, colour)
            y += _height(len(lines), size) + _GAP
        if below:
            self._write("source", below, self._top + body + _GAP, self.type.note, LIGHT.muted)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes; all in points, from the top left corner of the plot's room."""
        x, y = MARGIN + left, self._height - self._top - top - height
        w, h = self._width, self._height
        place = (x / w, y / h, width / w, height / h)
        return self.figure.add_axes(place, axes_class=ChartAxes)

    def _lines(self, name: str, text: str, size: float) -> list[str]:
        if name == "title":
            return balanced(text, self.room, size, bold=True)
        return unwidowed(text, self.room, size)

    def _write(self, name: str, lines: list[str], y: float, size: float, colour: str) -> None:
        self.figure.text(
            MARGIN / self._width,
            1 - y / self._height,
            "\n".join(lines),
            size=size,
            color=colour,
            weight="bold" if name == "title" else "normal",
            va="top",
            ha="left",
            linespacing=LINE_SPACING,
            gid=name,
        )


def write_around(ax: Axes, head: Head, *, above: float = 0.0) -> None:
    """Dress axes that someone else has placed, with title, subtitle and source line around them.

    Parameters
    ----------
    ax : Axes
        They may have been made under other settings than the kit's.
    head : Head
        The texts, wrapped to the width of the axes; the lead is left out.
    above : float
        Room in points that the plot needs over its axes.
    """
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelcolor=LIGHT.muted)
    room = width_in(ax) * 72
    sizes = type_at(width_in(ax), sentence=head.title)
    subtitle = unwidowed(head.subtitle, room, sizes.note)
    title = balanced(head.title, room, sizes.title, bold=True)
    ax.set_title(
        "\n".join(title),
        fontsize=sizes.title,
        pad=above + _height(len(subtitle), sizes.note) + 10,
        linespacing=LINE_SPACING,
    )
    for name, lines, place, shift, va in (
        ("subtitle", subtitle, (0.0, 1.0), above + 6, "bottom"),
        ("source", unwidowed(head.source, room, sizes.note), (0.0, 0.0), -36.0, "top"),
    ):
        ax.annotate(
            "\n".join(lines),
            place,
            (0, shift),
            xycoords="axes fraction",
            textcoords="offset points",
            size=sizes.note,
            color=LIGHT.muted,
            va=va,
            linespacing=LINE_SPACING,
            annotation_clip=False,
            gid=name,
        )


def width_in(ax: Axes) -> float:
    """Measure axes in inches."""
    figure = ax.get_figure(root=True)
    return float(ax.get_window_extent().width / figure.dpi) if figure else 0.0


def empty_chart(sentence: str, *, ax: Axes | None = None, width: float) -> Axes:
    """Say in one sentence, in the place of a chart, that there is nothing to draw yet."""
    if ax is None:
        layout = Layout(Head("", "", ""), width=width, body=96)
        ax = layout.axes(0, 0, layout.room, 96)
        layout.figure.set_label(sentence)
    ax.spines[:].set_visible(False)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xticks([])
    ax.set_yticks([0, 1], ["", ""])
    sizes = type_at(width_in(ax))
    lines = balanced(sentence, 0.86 * 72 * width_in(ax), sizes.lead)
    ax.text(
        0.5,
        0.5,
        "\n".join(lines),
        size=sizes.lead,
        color=LIGHT.muted,
        ha="center",
        va="center",
        linespacing=LINE_SPACING,
    )
    return ax


def _height(lines: int, size: float) -> float:
    return lines * size * LINE_SPACING * 1.06


# --- equal panels


@dataclass(frozen=True)
class Panel:
    """One small chart: its name in bold, and under it quietly its n: texts and their colours."""

    name: str
    counts: tuple[tuple[str, str], ...]


def panels(
    head: Head, contents: list[Panel], *, width: float, height: float, long: bool = False
) -> tuple[list[Axes], float]:
    """Lay out equal panels, read row by row.

    Parameters
    ----------
    head : Head
        The texts around them.
    contents : list of Panel
        What each is called.
    width : float
        Width of the figure in inches.
    height : float
        Height of one plot in points.
    long : bool
        Whether each needs twice the width.

    Returns
    -------
    list of Axes
        One for each panel. Labels of the vertical axis are kept on the first of each row, those of
        the horizontal one on the last of each column.
    float
        Width of one plot in points.
    """
    columns = _columns(len(contents), narrow=width < NARROW, long=long)
    sizes = type_at(width)
    room = 72 * width - 2 * MARGIN
    wide = (room - _SCALE - (columns - 1) * _BETWEEN) / columns
    names = [wrap(panel.name, wide, sizes.label, bold=True) for panel in contents]
    quiet = sizes.note * LINE_SPACING + 8
    drawn = []
    rows = range(0, len(contents), columns)
    above = [max(map(len, names[i : i + columns])) * _LINE * sizes.label + quiet + 2 for i in rows]
    body = sum(above) + len(rows) * (height + _BELOW) - _BELOW + _TICKS
    layout = Layout(head, width=width, body=body)
    top = 0.0
    for first, room_above in zip(rows, above, strict=True):
        top += room_above
        for i in range(first, min(first + columns, len(contents))):
            column = i - first
            ax = layout.axes(_SCALE + column * (wide + _BETWEEN), top, wide, height)
            ax.tick_params(
                labelleft=column == 0,
                labelbottom=i + columns >= len(contents),
                labelsize=sizes.note,
            )
            ax.set_title(
                "\n".join(names[i]), fontsize=sizes.label, pad=quiet, linespacing=LINE_SPACING
            )
            _count(ax, contents[i], sizes.note)
            drawn.append(ax)
        top += height + _BELOW
    return drawn, wide


def _count(ax: Axes, panel: Panel, size: float) -> None:
    start = 0.0
    for text, colour in panel.counts:
        ax.annotate(
            text,
            (0, 1),
            (start, 4),
            xycoords="axes fraction",
            textcoords="offset points",
            size=size,
            color=colour,
            va="bottom",
            annotation_clip=False,
            gid="count",
        )
        start += width_of(f"{text}  ", size)


def _columns(n: int, *, narrow: bool, long: bool) -> int:
    if long:
        return 1 if narrow else min(n, 2)
    if narrow:
        return min(n, 2)
    return n if n <= 4 else 3 if n in (5, 6, 9) else 4

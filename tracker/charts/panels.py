"""How do many small charts of one kind stand on a sheet?

All share their axes, so that muscles can be compared across panels.
"""

from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes

from tracker.charts.layout import Head, Sheet
from tracker.charts.style import LINE_SPACING, MARGIN, NARROW, type_at, width_of, wrap

_BETWEEN: Final = 14.0
_BELOW: Final = 14.0
_SCALE: Final = 20.0
_TICKS: Final = 32.0
_LINE: Final = 1.06 * LINE_SPACING


@dataclass(frozen=True)
class Panel:
    """One small chart: its name in bold, and under it quietly its n: texts and their colours."""

    name: str
    counts: tuple[tuple[str, str], ...]


def panels(
    head: Head, contents: list[Panel], *, width: float, height: float, long: bool = False
) -> tuple[list[Axes], float]:
    """Make a sheet of equal panels, read row by row.

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
    sheet = Sheet(head, width=width, body=body)
    top = 0.0
    for first, room_above in zip(rows, above, strict=True):
        top += room_above
        for i in range(first, min(first + columns, len(contents))):
            column = i - first
            ax = sheet.axes(_SCALE + column * (wide + _BETWEEN), top, wide, height)
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

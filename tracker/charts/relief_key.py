"""What do the colours of relief mean?"""

from typing import Any, Final

from matplotlib.patches import Rectangle

from tracker.charts.relief_scale import EDGES, STEPS
from tracker.charts.sheet import Sheet
from tracker.charts.style import Type
from tracker.charts.text import balanced, number
from tracker.charts.yardsticks import NO_CHANGE, NOTICED, TWO_POINTS, ZERO
from tracker.look import LIGHT
from tracker.relief.columns import MIN_RELEASES, POINTS

KEY_HEIGHT: Final = {False: 54.0, True: 84.0}
"""Height in points, by whether the chart is narrow."""

_STEP: Final = 24.0
_BAR: Final = 11.0


def draw_key(sheet: Sheet, top: float, sizes: Type, *, narrow: bool) -> None:
    """Draw the scale with its numbers, no change and the 2-point mark named, and the hatch."""
    across = _STEP * len(STEPS)
    ax = sheet.axes(0, top, sheet.room, KEY_HEIGHT[narrow])
    ax.set_xlim(0, sheet.room)
    ax.set_ylim(KEY_HEIGHT[narrow], 0)
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

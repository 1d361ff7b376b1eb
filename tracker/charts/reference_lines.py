"""Where are no change and a change people usually notice, on every axis of relief?"""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from tracker.relief.columns import POINTS
from tracker.theme import LIGHT

ZERO: Final = "zero"
TWO_POINTS: Final = "two points"
"""What the two lines are called among a figure's artists."""

NO_CHANGE: Final = "no change"
NOTICED: Final = "a change people usually notice"


def mark_relief_down(ax: Axes, spans: Sequence[tuple[float, float]]) -> None:
    """Draw both lines down a chart whose relief runs from left to right, over these heights."""
    tops, bottoms = zip(*spans, strict=True)
    ax.vlines([0.0] * len(spans), tops, bottoms, zorder=1, gid=ZERO, **_SOLID)
    ax.vlines([POINTS] * len(spans), tops, bottoms, zorder=1, gid=TWO_POINTS, **_DASHED)


def mark_relief_across(ax: Axes) -> None:
    """Draw both lines across a chart whose relief runs upward."""
    ax.axhline(0, zorder=1, gid=ZERO, **_SOLID)
    ax.axhline(POINTS, zorder=1, gid=TWO_POINTS, **_DASHED)


_SOLID: Final[dict[str, Any]] = {"color": LIGHT.control, "linewidth": 1}
_DASHED: Final[dict[str, Any]] = {
    "color": LIGHT.muted,
    "linewidth": 1,
    "linestyle": (0, (4, 3)),
}

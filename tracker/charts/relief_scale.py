"""The scale of relief: a colour for each step of points, in both themes.

Steps, not a gradient: a cell's colour can be named from the key, and a number on it is legible.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from tracker.theme import DARK, LIGHT, RELIEF_SCALE, WORSE_SCALE

if TYPE_CHECKING:
    from matplotlib.colors import BoundaryNorm, ListedColormap

EDGES: Final = (-10.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 10.0)
"""Where the steps begin and end, in points of relief."""

STEPS: Final = (*reversed(WORSE_SCALE), *RELIEF_SCALE)
"""A colour for each step, from much worse to much relief."""

_STRONG: Final = {0, 7, 8}


def _mixed(colour: str, share: float, ground: str) -> str:
    """Mix a colour into a ground, both as "#RRGGBB"."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


DARK_STEPS: Final = (
    DARK.worse,
    _mixed(DARK.worse, 0.40, DARK.paper),
    _mixed(DARK.worse, 0.14, DARK.paper),
    _mixed(DARK.relief, 0.11, DARK.paper),
    _mixed(DARK.relief, 0.24, DARK.paper),
    _mixed(DARK.relief, 0.37, DARK.paper),
    _mixed(DARK.relief, 0.51, DARK.paper),
    DARK.relief,
    _mixed(DARK.relief, 0.50, DARK.ink),
)
"""The same steps on a dark page, where more must be brighter, not darker, to stand out."""


def colours() -> "tuple[ListedColormap, BoundaryNorm]":
    """Give the scale as matplotlib wants it."""
    # Here, where a chart wants it: the figure of the body needs no matplotlib.
    from matplotlib.colors import BoundaryNorm, ListedColormap

    return ListedColormap(STEPS, name="relief"), BoundaryNorm(EDGES, len(STEPS))


def step_of(relief: float) -> int:
    """Find the step of a relief, in points."""
    return min(max(bisect_right(EDGES, relief) - 1, 0), len(STEPS) - 1)


def text_on(relief: float) -> str:
    """Give the colour of a number that stands on this relief's colour, in either theme."""
    return LIGHT.card if step_of(relief) in _STRONG else LIGHT.ink


def themed_steps(svg: str) -> str:
    """Let the fills of the scale in an SVG follow the page's theme.

    The light colour stays as a first declaration, for a browser that knows no ``light-dark``. The
    strongest steps are theme tokens already and follow by themselves.
    """
    for light, dark in zip(STEPS, DARK_STEPS, strict=True):
        if light not in (LIGHT.relief, LIGHT.worse):
            fill = f"fill: {light.lower()}"
            svg = svg.replace(fill, f"fill: {light}; fill: light-dark({light}, {dark})")
    return svg

"""The drawings of the guide: the path of the sciatic nerve, and each muscle with its spots."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final

from tracker.charts.body.figure import (
    HEIGHT,
    MIDLINE,
    SIDES,
    VIEWS,
    Place,
    Point,
    draw_figure,
    figure,
    outward,
    to_drawing,
)
from tracker.charts.body.marks import draw_mark, mark_style
from tracker.protocol.catalogue import catalogue
from tracker.protocol.muscle import Muscle, View
from tracker.theme import LIGHT, themed

NERVE: Final = "nerve"
"""The name of the drawing of the sciatic nerve; the others go by their muscle."""

_HALF: Final = 122.0
_TOP: Final = 40.0
_BOTTOM: Final = 312.0
"""A view of a muscle is cut this far from the midline, and from the ribs to mid-thigh."""

_SIDE_Y: Final = 303.0
_NUMBER: Final = 10.5
"""Where the sides are named, and how far a number stands from its spot."""

_NEAR: Final = 26.0
"""A spot as near as this, and farther out, takes the place of a number."""

_INK: Final = LIGHT.ink.lower()
_MUTED: Final = LIGHT.muted.lower()
_ACCENT: Final = LIGHT.relief.lower()
_FONT: Final = "var(--tk-sans, system-ui, sans-serif)"
_HALO: Final = f"paint-order: stroke; stroke: {LIGHT.card.lower()}; stroke-width: 3"

_ROOTS: Final = "M382 136L397 189M382 152L397 189M384 169L397 189M386 186L397 189"
_PATH: Final = (
    "M395 186c5.7 6.6 12 12.8 17 19.8c5 7 9.9 13.6 13 22.4c3.8 10.7 4.8 24.4 6 38.4"
    "c1.5 16.8 1 36.7 1 55.8c0 20.1 -0.7 41.9 -1 62c-0.3 19.1 -0.7 37.2 -1 55.8"
    "c0.4 40 4 78 3 114c-1 34 -4 62 -3 88c0.4 8 2 14 5 19"
)
"""As `body.svg` draws the nerve down to the thigh, and on to the foot."""

_STATIONS: Final = (
    (395.0, 160.0, "L4 to S3"),
    (414.0, 210.0, "under the piriformis"),
    (431.0, 380.0, "back of the leg"),
    (437.0, 655.0, "foot and toes"),
)
"""Where the nerve passes what, in the order of the steps beside it."""


@dataclass
class Drawings:
    """Draws for one page, on which the body itself is written once and shown in every drawing.

    Attributes
    ----------
    prefix : str
        What its ids begin with.
    """

    prefix: str
    _is_written: bool = field(default=False, init=False)

    def draw(self, name: str) -> str:
        """Draw the nerve, or a muscle from each side that shows its spots."""
        if name == NERVE:
            return themed(self._nerve())
        muscle = catalogue()[name]
        shown = [view for view in VIEWS if any(s.view == view for s in muscle.spots.values())]
        return themed("".join(self._muscle(muscle, view) for view in shown))

    def _body(self) -> str:
        if self._is_written:
            return f'<use href="#{self.prefix}-body"/>'
        self._is_written = True
        return f'<g id="{self.prefix}-body">{draw_figure(self.prefix)}</g>'

    def _nerve(self) -> str:
        line = f"fill: none; stroke: {_ACCENT}; stroke-linecap: round; stroke-linejoin: round"
        nerve = (
            f'<path d="{_PATH}" style="{line}; stroke-width: 5"/>'
            f'<path d="{_ROOTS}" style="{line}; stroke-width: 2.4"/>'
        )
        mirrored = f'<g transform="matrix(-1 0 0 1 {2 * MIDLINE["back"]:g} 0)">{nerve}</g>'
        left, width = MIDLINE["back"] - _HALF + 12, 2 * _HALF + 160
        names = "".join(
            f'<path d="M{x + 6:g} {y:g}H486" style="stroke: {_MUTED}; stroke-width: 1"/>'
            + _text(f"{n}  {words}", 492, y, anchor="start", size=16)
            for n, (x, y, words) in enumerate(_STATIONS, start=1)
        )
        label = (
            "The body from behind, with the sciatic nerve of each leg: from L4 to S3 in the lower "
            "back, under the piriformis, down the back of the leg, to the foot and the toes."
        )
        return _svg(
            label, (left, _TOP, width, HEIGHT - _TOP), self._body() + nerve + mirrored + names
        )

    def _muscle(self, muscle: Muscle, view: View) -> str:
        middle = MIDLINE[view]
        box = (middle - _HALF, _TOP, 2 * _HALF, _BOTTOM - _TOP)
        seen = "from the front" if view == "front" else "from behind"
        label = f"{muscle.name.capitalize()} and its spots, {seen}, left and right."
        parts = [self._body(), *_regions(muscle.name, view), *self._spots(muscle, view)]
        parts += [
            _text(f"your {side}", middle + 60 * outward(view, side), _SIDE_Y, colour=_MUTED)
            for side in SIDES
        ]
        return _svg(label, box, "".join(parts))

    def _spots(self, muscle: Muscle, view: View) -> Iterator[str]:
        style = mark_style("untried", float("nan"), self.prefix)
        for side in SIDES:
            places = {
                n: to_drawing(Place(view, spot.x, spot.y, side))
                for n, spot in enumerate(muscle.spots.values(), start=1)
                if spot.view == view and spot.x is not None and spot.y is not None
            }
            way = outward(view, side)
            for n, at in places.items():
                yield _text(str(n), *_beside(at, way, places.values()), strong=True)
            yield from (draw_mark(style, *at) for at in places.values())


def _beside(at: Point, way: int, spots: Iterable[Point]) -> Point:
    """Give where the number of a spot stands: outward, or above where the next spot is there."""
    x, y = at
    for other_x, other_y in spots:
        if 0 < (other_x - x) * way < _NEAR and abs(other_y - y) < _NEAR / 2:
            return x, y - _NUMBER
    return x + _NUMBER * way, y


def _regions(muscle: str, view: View) -> Iterator[str]:
    """Lay colour over a muscle, left and right."""
    (body,) = (body for body in figure() if body.view == view)
    for (name, _side), region in body.muscles.items():
        if name == muscle:
            style = f"fill: {_ACCENT}; fill-opacity: 0.28; stroke: {_ACCENT}; stroke-width: 1.2"
            yield f'<path d="{_closed(region)}" style="{style}"/>'


def _closed(region: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in region) + "Z"


def _text(
    words: str,
    x: float,
    y: float,
    *,
    anchor: str = "middle",
    size: float = 12,
    strong: bool = False,
    colour: str = _INK,
) -> str:
    weight = "600 " if strong else ""
    style = (
        f"font: {weight}{size:g}px {_FONT}; text-anchor: {anchor}; dominant-baseline: central; "
        f"fill: {colour}; {_HALO}"
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" style="{style}">{escape(words)}</text>'


def _svg(label: str, box: tuple[float, float, float, float], content: str) -> str:
    view_box = " ".join(f"{value:g}" for value in box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
        f'viewBox="{view_box}">{content}</svg>'
    )

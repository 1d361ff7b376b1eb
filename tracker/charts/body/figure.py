"""What does the body look like, and where on it is a place of the catalogue?

The shapes are data, in `figure.toml` beside this file: knots of one side of the body, on the
catalogue's own scale. Here they are mirrored and laid out in units of the drawing.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import numpy as np

from tracker.charts.body.bezier import Points, between, inside, path, sampled
from tracker.protocol.fields import Side
from tracker.protocol.muscle import View

LineKind = Literal["bone", "spine", "contour", "crease", "nerve"]

VIEWS: Final[tuple[View, ...]] = ("front", "back")
SIDES: Final[tuple[Side, ...]] = ("left", "right")

MARGIN: Final = 34.0
GAP: Final = 44.0
ABOVE: Final = 62.0
BELOW: Final = 10.0
"""Room outside the hips, between the views, over the lowest ribs and under the soles, in units."""

_KNOTS_OF_A_FIBRE: Final = 7


@dataclass(frozen=True)
class Place:
    """A point on the figure as the catalogue says it, and the person's own side it is on."""

    view: View
    x: float
    y: float
    side: Side


@dataclass(frozen=True, eq=False)
class Shape:
    """Curves that follow each other, in units of the drawing."""

    curves: tuple[Points, ...]
    closed: bool = False

    @property
    def d(self) -> str:
        """The data of its SVG path."""
        return path(self.curves, closed=self.closed)

    def points(self) -> Points:
        """Give points along it, to measure with."""
        return sampled(self.curves)


@dataclass(frozen=True, eq=False)
class DrawnMuscle:
    """A muscle of one side: its shape, and the fibres inside it."""

    name: str
    side: Side
    shape: Shape
    fibres: tuple[Shape, ...]


@dataclass(frozen=True, eq=False)
class Line:
    """A landmark or a contour."""

    kind: LineKind
    shape: Shape


@dataclass(frozen=True)
class Label:
    """A name on the figure, and the middle of its line in units of the drawing."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Body:
    """One view of the body; deep muscles stand before those that lie over them.

    `flesh` are the muscles that the catalogue does not have, under all others, of one side only.
    """

    view: View
    outline: Shape
    flesh: tuple[DrawnMuscle, ...]
    muscles: tuple[DrawnMuscle, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


@cache
def figure() -> tuple[Body, ...]:
    """Give both views of the body, in units of the drawing."""
    return tuple(_body(view) for view in VIEWS)


def extent() -> tuple[float, float]:
    """Give the width and the height of the drawing in units."""
    width, height = _size()
    return 2 * MARGIN + 4 * width + GAP, ABOVE + height + BELOW


def midline(view: View) -> float:
    """Give where the middle of a view stands."""
    width, _ = _size()
    return MARGIN + width + (0 if view == "front" else 2 * width + GAP)


def outward(view: View, side: Side) -> int:
    """Give whether a side of the person lies to the viewer's right (1) or left (-1).

    Examples
    --------
    >>> outward("back", "left"), outward("front", "left")
    (-1, 1)
    """
    return 1 if (view == "front") == (side == "left") else -1


def to_drawing(place: Place) -> tuple[float, float]:
    """Turn a place of the catalogue into units of the drawing.

    Examples
    --------
    >>> to_drawing(Place("back", 0.5, 0.0, "left")) < to_drawing(Place("back", 0.5, 0.0, "right"))
    True
    """
    ((x, y),) = _laid_out([(place.x, place.y)], place.view, place.side)
    return float(x), float(y)


def to_place(x: float, y: float) -> Place:
    """Turn units of the drawing into the nearest place of the catalogue.

    Examples
    --------
    >>> to_place(*to_drawing(Place("front", 0.25, 0.5, "right")))
    Place(view='front', x=0.25, y=0.5, side='right')
    """
    width, height = _size()
    view: View = "front" if x < extent()[0] / 2 else "back"
    across = (x - midline(view)) / width * outward(view, "left")
    side: Side = "left" if across > 0 else "right"
    return Place(view, _share(abs(across)), _share((y - ABOVE) / height), side)


def on_figure(x: float, y: float) -> bool:
    """Whether a point of the drawing lies on the body, front or back.

    Examples
    --------
    >>> on_figure(*to_drawing(Place("back", 0.5, 0.2, "left"))), on_figure(0, 0)
    (True, False)
    """
    return any(inside(body.outline.points(), (x, y)) for body in figure())


def _body(view: View) -> Body:
    data = _data()[view]
    return Body(
        view,
        _outline(view, data["outline"]),
        tuple(_muscle(view, SIDES[0], **muscle) for muscle in data["flesh"]),
        tuple(_muscle(view, side, **muscle) for muscle in data["muscle"] for side in SIDES),
        tuple(line for entry in data["line"] for line in _lines(view, **entry)),
        tuple(_label(view, **entry) for entry in data.get("label", [])),
    )


def _outline(view: View, curves: list[Any]) -> Shape:
    there = [_laid_out(curve, view, SIDES[0]) for curve in curves]
    back = [_laid_out(curve[::-1], view, SIDES[1]) for curve in reversed(curves)]
    return Shape((*there, *back), closed=True)


def _muscle(
    view: View,
    side: Side,
    *,
    name: str,
    first: list[Any],
    last: list[Any],
    fibres: int,
    origin: list[Any] | None = None,
    insertion: list[Any] | None = None,
) -> DrawnMuscle:
    edges = (first, last, origin or [first[0], last[0]], insertion or [first[-1], last[-1]])
    one, two, start, end = (_laid_out(edge, view, side) for edge in edges)
    laid = between(one, two, start, end, along=_KNOTS_OF_A_FIBRE, across=fibres + 2)
    return DrawnMuscle(
        name,
        side,
        Shape((one, end, two[::-1], start[::-1]), closed=True),
        # Short of the ends, where fibres that meet in a tendon would run into a blot.
        tuple(Shape((fibre[:-1],)) for fibre in laid[1:-1]),
    )


def _lines(
    view: View, *, kind: LineKind, knots: list[Any], midline: bool = False
) -> tuple[Line, ...]:
    sides = SIDES[:1] if midline else SIDES
    return tuple(Line(kind, Shape((_laid_out(knots, view, side),))) for side in sides)


def _label(view: View, *, text: str, at: list[float]) -> Label:
    ((x, y),) = _laid_out([at], view, "right")
    return Label(text, float(x), float(y))


def _laid_out(knots: Sequence[Sequence[float]], view: View, side: Side) -> Points:
    width, height = _size()
    across = outward(view, side) * width
    origin, scale = np.array([midline(view), ABOVE]), np.array([across, height])
    return np.asarray(origin + np.asarray(knots) * scale, dtype=np.float64)


def _share(value: float) -> float:
    # Three decimals are half a millimetre: a place reads well, and there and back is the same.
    return round(min(max(value, 0.0), 1.0), 3)


def _size() -> tuple[float, float]:
    size = _data()["size"]
    return float(size["x"]), float(size["y"])


@cache
def _data() -> dict[str, Any]:
    text = files("tracker.charts.body").joinpath("figure.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

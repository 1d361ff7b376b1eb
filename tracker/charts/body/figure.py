"""The figure of the body from its one drawing, `body.svg`, and the places of the catalogue on it.

The drawing is an SVG that an illustrator can edit; the comment at its head says what is read here.
Nothing in this module needs pandas, numpy or matplotlib: the log form shows the figure too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final, cast
from xml.etree import ElementTree

from tracker.protocol.fields import Side
from tracker.protocol.muscle import View

Point = tuple[float, float]
Polygon = tuple[Point, ...]

VIEWS: Final[tuple[View, ...]] = ("front", "back")
SIDES: Final[tuple[Side, ...]] = ("left", "right")

MARGIN: Final = 34.0
GAP: Final = 44.0
"""Room outside the hips and between the views, in units of the drawing."""

_ACROSS: Final = 100.0
_DOWN: Final = 620.0
"""How many units the catalogue's x and y are: 18 cm from the midline to the hip's edge, 113 cm
from the lowest rib to the soles."""

_TOP: Final = 62.0
_BOTTOM: Final = 10.0
"""Room over the lowest ribs and under the soles."""

WIDTH: Final = 2 * MARGIN + 4 * _ACROSS + GAP
HEIGHT: Final = _TOP + _DOWN + _BOTTOM
MIDLINE: Final[dict[View, float]] = {
    "front": MARGIN + _ACROSS,
    "back": MARGIN + 3 * _ACROSS + GAP,
}

NAMED: Final = "piriformis"
"""The muscle that is named while none is chosen: the sciatic nerve runs under it."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_PREFIX: Final = "\N{SECTION SIGN}"
"""Stands in the kept markup where a drawing's own prefix goes; the drawing has no such sign."""

_TOKEN: Final = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:[eE]-?\d+)?")
_ARGUMENTS: Final = {"M": 1, "L": 1, "C": 3}
"""How many points each command of a path takes."""

_SAMPLES: Final = 12
"""Points on a curve, where it is measured."""


@dataclass(frozen=True)
class Place:
    """A point on the figure as the catalogue says it, and the person's own side it is on."""

    view: View
    x: float
    y: float
    side: Side


@dataclass(frozen=True)
class Label:
    """A name on the figure.

    Attributes
    ----------
    lines : tuple of str
    x, y : float
        The middle of all its lines, in units of the drawing.
    leader : str
        The data of a path to what it names; empty where it stands on that.
    muscle, side : str or None
        Shown only while this muscle is chosen, and on this side where it has one.
    whole : bool
        Whether it belongs to the whole figure rather than to the close-up.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    leader: str = ""
    muscle: str | None = None
    side: Side | None = None
    whole: bool = False


@dataclass(frozen=True)
class Frame:
    """A rectangle of the drawing that is shown."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, point: Point) -> bool:
        """Whether a point of the drawing is shown."""
        across, down = point[0] - self.x, point[1] - self.y
        return 0 <= across <= self.width and 0 <= down <= self.height


_CLOSE_TOP: Final = 40.0
_CLOSE_HEIGHT: Final = 304.0
"""Of the close-up, from the lowest ribs to the middle of the thigh."""

WHOLE: Final = Frame(0, 0, WIDTH, HEIGHT)
CLOSE: Final = Frame(0, _CLOSE_TOP, WIDTH, _CLOSE_HEIGHT)
CLOSE_VIEW: Final[dict[View, Frame]] = {
    view: Frame(middle - WIDTH / 4, _CLOSE_TOP, WIDTH / 2, _CLOSE_HEIGHT)
    for view, middle in MIDLINE.items()
}
"""The close-up of one view, for a screen on which two would be too small."""


@dataclass(frozen=True)
class Body:
    """One view of the body: its edge, the regions of the catalogue's muscles, and names."""

    view: View
    outline: Polygon
    muscles: dict[tuple[str, Side], Polygon]
    labels: tuple[Label, ...]


@cache
def figure() -> tuple[Body, ...]:
    """Give both views of the body, in units of the drawing."""
    return tuple(_body(view) for view in VIEWS)


@cache
def labels() -> tuple[Label, ...]:
    """Give the names on both views."""
    return tuple(label for body in figure() for label in body.labels)


def draw_figure(prefix: str) -> str:
    """Draw both views of the body, without marks, as elements of an SVG in the light palette.

    Parameters
    ----------
    prefix : str
        What its ids begin with; no other drawing on the page may have the same.
    """
    return _markup().replace(_PREFIX, prefix)


def outward(view: View, side: Side) -> int:
    """Give whether a side of the person lies to the viewer's right (1) or left (-1).

    Examples
    --------
    >>> outward("back", "left"), outward("front", "left")
    (-1, 1)
    """
    return 1 if (view == "front") == (side == "left") else -1


def to_drawing(place: Place) -> Point:
    """Turn a place of the catalogue into units of the drawing.

    Examples
    --------
    >>> to_drawing(Place("back", 0.5, 0.0, "left")) < to_drawing(Place("back", 0.5, 0.0, "right"))
    True
    """
    across = outward(place.view, place.side) * _ACROSS * place.x
    return MIDLINE[place.view] + across, _TOP + _DOWN * place.y


def to_place(x: float, y: float) -> Place:
    """Turn units of the drawing into the nearest place of the catalogue.

    Examples
    --------
    >>> to_place(*to_drawing(Place("front", 0.25, 0.5, "right")))
    Place(view='front', x=0.25, y=0.5, side='right')
    """
    view: View = "front" if x < WIDTH / 2 else "back"
    across = (x - MIDLINE[view]) / _ACROSS * outward(view, "left")
    side: Side = "left" if across > 0 else "right"
    return Place(view, _share(abs(across)), _share((y - _TOP) / _DOWN), side)


def on_figure(x: float, y: float) -> bool:
    """Whether a point of the drawing lies on the body, front or back.

    Examples
    --------
    >>> on_figure(*to_drawing(Place("back", 0.5, 0.2, "left"))), on_figure(0, 0)
    (True, False)
    """
    return any(inside(body.outline, (x, y)) for body in figure())


def inside(shape: Polygon, point: Point) -> bool:
    """Whether a point lies inside a closed shape, by counting how often a ray leaves it."""
    x, y = point
    crossed = 0
    for (x1, y1), (x2, y2) in zip(shape, (*shape[1:], shape[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossed += 1
    return crossed % 2 == 1


def sampled(d: str) -> Polygon:
    """Give points along the path of an SVG, close enough together to measure with.

    Parameters
    ----------
    d : str
        One path of the commands M, L, C and Z, in capitals (absolute) or not (relative).

    Raises
    ------
    ValueError
        There is another command in it.

    Examples
    --------
    >>> sampled("M0 0 L10 0 l0 5 Z")
    ((0.0, 0.0), (10.0, 0.0), (10.0, 5.0))
    """
    points: list[Point] = []
    for command, arguments in _commands(d):
        if command == "C":
            points += _curve(points[-1], *arguments)
        else:
            points += arguments
    return tuple(points)


def _commands(d: str) -> Iterator[tuple[str, list[Point]]]:
    """Read a path as absolute commands; one that is repeated may be written once."""
    tokens = _TOKEN.findall(d)
    command, here, i = "M", (0.0, 0.0), 0
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
            if command in "Zz":
                continue
        if command.upper() not in _ARGUMENTS:
            raise ValueError(f"A path of the body must be drawn with M, L, C and Z, not {command}.")
        count = 2 * _ARGUMENTS[command.upper()]
        x, y = here if command.islower() else (0.0, 0.0)
        values = [float(token) for token in tokens[i : i + count]]
        arguments = [(x + a, y + b) for a, b in zip(values[::2], values[1::2], strict=True)]
        yield command.upper(), arguments
        here, i = arguments[-1], i + count


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    """Give points along a cubic Bézier, without its beginning."""
    points = []
    for i in range(1, _SAMPLES + 1):
        t = i / _SAMPLES
        weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        corners = (a, b, c, d)
        points.append(
            (
                sum(w * corner[0] for w, corner in zip(weights, corners, strict=True)),
                sum(w * corner[1] for w, corner in zip(weights, corners, strict=True)),
            )
        )
    return points


def _share(value: float) -> float:
    # Three decimals are half a millimetre: a place reads well, and there and back is the same.
    return round(min(max(value, 0.0), 1.0), 3)


@cache
def _drawing() -> ElementTree.Element:
    text = files("tracker.charts.body").joinpath("body.svg").read_text(encoding="utf-8")
    # The kit's own file, never a stranger's: nothing in it can be expanded.
    return ElementTree.fromstring(text)  # noqa: S314


def _body(view: View) -> Body:
    body = _group(view)
    muscles = {
        (group.get("data-muscle", ""), cast(Side, group.get("data-side"))): _region(group)
        for group in body.iter(f"{_SVG}g")
        if group.get("data-muscle")
    }
    return Body(view, _points(_group(f"{view}-outline", "path")), muscles, tuple(_labels(view)))


def _labels(view: View) -> Iterator[Label]:
    for layer, whole in ((f"{view}-names", False), (f"{view}-whole-names", True)):
        for group in _drawing().findall(f".//{_SVG}g[@id='{layer}']/{_SVG}g"):
            leader, text = group.find(f"{_SVG}path"), group.find(f"{_SVG}text")
            if text is None:
                raise ValueError(f"A name in {layer} of body.svg has no text.")
            yield Label(
                tuple("".join(line.itertext()) for line in text.findall(f"{_SVG}tspan")),
                float(text.get("x", 0)),
                float(text.get("y", 0)),
                "" if leader is None else leader.get("d", ""),
                group.get("data-muscle"),
                cast(Side | None, group.get("data-side")),
                whole,
            )


def _group(name: str, kind: str = "g") -> ElementTree.Element:
    element = _drawing().find(f".//{_SVG}{kind}[@id='{name}']")
    if element is None:
        raise ValueError(f"body.svg has no {kind} with the id {name!r}.")
    return element


def _region(group: ElementTree.Element) -> Polygon:
    return _points(group.findall(f"{_SVG}path")[0])


def _points(path: ElementTree.Element) -> Polygon:
    return sampled(path.get("d", ""))


@cache
def _markup() -> str:
    """Give what a page needs of the drawing: no titles or names, and only ids that are used."""
    attributes = [value for element in _drawing().iter() for value in element.attrib.values()]
    used = {name for value in attributes for name in re.findall(r"(?:^|url\()#([\w-]+)", value)}
    return "".join(_element(child, used) for child in _drawing())


def _element(element: ElementTree.Element, used: set[str]) -> str:
    tag = _local(element.tag)
    names = element.get("id", "").endswith("-names")
    # An editor adds elements and attributes of its own, in namespaces of its own.
    if names or tag == "title" or not element.tag.startswith(_SVG):
        return ""
    attributes = "".join(_attributes(element, used))
    children = "".join(_element(child, used) for child in element)
    return f"<{tag}{attributes}>{children}</{tag}>" if children else f"<{tag}{attributes}/>"


def _attributes(element: ElementTree.Element, used: set[str]) -> Iterator[str]:
    for name, value in element.attrib.items():
        own = re.sub(r"(^|url\()#", rf"\g<1>#{_PREFIX}-", value)
        if name == "id":
            if value in used:
                yield f' id="{_PREFIX}-{value}"'
        elif not name.startswith("{") or _local(name) == "href":
            yield f' {_local(name)}="{escape(own)}"'


def _local(name: str) -> str:
    return name.rpartition("}")[2]

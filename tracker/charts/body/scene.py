"""What does a page need to draw the body map itself, and let a person touch it?

Plain JSON: styles, numbers and words. The page draws what is said here and decides nothing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from tracker.charts.body.callouts import callouts
from tracker.charts.body.drawing import draw_figure
from tracker.charts.body.figure import Place, extent, figure, to_drawing
from tracker.charts.body.key import HIGHER, LOWER, SCALE, TICKS, counts, samples
from tracker.charts.body.mark_style import CROSS, REACH, Ink, hatch, ink_of
from tracker.charts.body.marks import Mark, marks_of
from tracker.charts.relief_scale import STEPS, themed_steps
from tracker.protocol.catalogue import Catalogue
from tracker.theme import themed

if TYPE_CHECKING:
    import pandas as pd

Scene = dict[str, Any]

PREFIX: Final = "tkbodyfigure"
"""What the page replaces by a name of its own, so that no two figures share an id."""

_LINE_HEIGHT: Final = 24.0
"""Of the numbers beside the figure, in units, as large as they are on a phone."""


def figure_scene() -> Scene:
    """Give the figure without marks: its SVG elements, its size, and the shape of a mark."""
    width, height = extent()
    return {
        "svg": themed(hatch(PREFIX) + draw_figure(PREFIX)),
        "prefix": PREFIX,
        "width": width,
        "height": height,
        "radius": REACH,
        "cross": CROSS,
        "labels": [
            {"text": label.text, "x": round(label.x, 1), "y": round(label.y, 1)}
            for body in figure()
            for label in body.labels
        ],
    }


def spots_scene(spots: "pd.DataFrame | None", catalogue: Catalogue) -> Scene:
    """Give the marks, their numbers and the key.

    Parameters
    ----------
    spots : DataFrame or None
        As in `tracker.charts.body.map.body_svg`.
    catalogue : Catalogue
        With the person's own spots.

    Returns
    -------
    dict
        ``marks``: a list of muscle, spot, side, name, said, and x and y, None where it has no
        place, with styles; ``callouts``; ``key``.
    """
    marks = marks_of(spots, catalogue)
    return {
        "marks": [_mark(mark) for mark in marks],
        "callouts": [
            {"text": one.text, "x": one.x, "y": one.y, "line": list(one.line)}
            for one in callouts(marks, _LINE_HEIGHT)
        ],
        "key": _key(marks, rated=spots is not None),
    }


def places_scene(catalogue: Catalogue) -> Scene:
    """Give the marks as `spots_scene` does without a table, each saying how its spot is found.

    Returns
    -------
    dict
        ``marks``, of which each has ``own`` too: whether the person added it; and ``key``.
    """
    scene = spots_scene(None, catalogue)
    found = (catalogue[mark["muscle"]].spots[mark["spot"]] for mark in scene["marks"])
    return {
        "marks": [
            mark | {"said": spot.find, "own": spot.own}
            for mark, spot in zip(scene["marks"], found, strict=True)
        ],
        "key": scene["key"],
    }


def place_scene(place: Place) -> Scene:
    """Give where a place is on the drawing."""
    x, y = to_drawing(place)
    return {"x": round(x, 1), "y": round(y, 1)}


def _mark(mark: Mark) -> Scene:
    at = place_scene(mark.place) if mark.place else {"x": None, "y": None}
    said = {"name": mark.name, "said": mark.said}
    which = {"muscle": mark.muscle, "spot": mark.spot, "side": mark.side}
    return which | said | at | _styles(ink_of(mark.state, mark.mean, PREFIX))


def _styles(ink: Ink) -> Scene:
    return {
        "shape": ink.shape,
        "ground": themed(themed_steps(ink.ground)),
        "line": themed(ink.cross),
    }


def _key(marks: Iterable[Mark], *, rated: bool) -> Scene:
    steps = [themed(themed_steps(f"fill: {colour.lower()}")) for colour in STEPS] if rated else []
    return {
        "scale": SCALE,
        "ends": [HIGHER, LOWER],
        "steps": steps,
        "ticks": list(TICKS),
        "samples": [_styles(ink) | {"text": text} for ink, text in samples(PREFIX, rated=rated)],
        "counts": counts(list(marks)),
    }

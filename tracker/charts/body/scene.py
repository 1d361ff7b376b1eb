"""The body map as plain JSON, for a page that draws it and lets a person touch it.

Styles, numbers and words: the page draws what stands here and decides nothing.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from tracker.charts.body.figure import (
    CLOSE,
    CLOSE_VIEW,
    HEIGHT,
    NAMED,
    WHOLE,
    WIDTH,
    Frame,
    Place,
    draw_figure,
    labels,
    to_drawing,
)
from tracker.charts.body.key import HIGHER, LOWER, SCALE, TICKS, counts, samples
from tracker.charts.body.marks import (
    CROSS,
    REACH,
    Mark,
    MarkStyle,
    callouts,
    hatch,
    is_over,
    mark_style,
    marks_of,
)
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
    """Give the figure without marks: its elements, its frames, its names, the shape of a mark."""
    frames: dict[str, Frame] = {"whole": WHOLE, "close": CLOSE}
    for view, frame in CLOSE_VIEW.items():
        frames[view] = frame
    return {
        "svg": themed(hatch(PREFIX) + draw_figure(PREFIX)),
        "prefix": PREFIX,
        "width": WIDTH,
        "height": HEIGHT,
        "radius": REACH,
        "cross": CROSS,
        "frames": {name: asdict(frame) for name, frame in frames.items()},
        "labels": [asdict(label) for label in labels()],
        "named": NAMED,
    }


def spots_scene(spots: "pd.DataFrame | None", catalogue: Catalogue) -> Scene:
    """Give the marks, their numbers and the key.

    Parameters
    ----------
    spots : DataFrame or None
        As in `tracker.charts.body.chart.body_svg`.
    catalogue : Catalogue
        With the person's own spots.

    Returns
    -------
    dict
        ``marks``: a list of muscle, spot, side, name, said, and x and y, None where it has no
        place, with styles; ``callouts``; ``key``.
    """
    marks = marks_of(spots, catalogue)
    numbers = callouts(marks, _LINE_HEIGHT)
    return {
        "marks": [_mark(mark) for mark in marks],
        "callouts": [
            {
                "text": one.text,
                "x": one.x,
                "y": one.y,
                "line": list(one.line),
                "hides": [i for i, label in enumerate(labels()) if is_over(one, label)],
            }
            for one in numbers
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
    spots = (catalogue[mark["muscle"]].spots[mark["spot"]] for mark in scene["marks"])
    return {
        "marks": [
            mark | {"said": spot.find, "own": spot.own}
            for mark, spot in zip(scene["marks"], spots, strict=True)
        ],
        "key": scene["key"],
    }


def place_scene(place: Place) -> Scene:
    """Give where a place is on the drawing."""
    x, y = to_drawing(place)
    return {"x": round(x, 1), "y": round(y, 1)}


def _mark(mark: Mark) -> Scene:
    at = place_scene(mark.place) if mark.place else {"x": None, "y": None}
    words = {"name": mark.name, "said": mark.summary}
    which = {"muscle": mark.muscle, "spot": mark.spot, "side": mark.side}
    return which | words | at | _styles(mark_style(mark.state, mark.mean, PREFIX))


def _styles(style: MarkStyle) -> Scene:
    return {
        "shape": style.shape,
        "ground": themed(themed_steps(style.ground)),
        "line": themed(style.cross),
    }


def _key(marks: Iterable[Mark], *, rated: bool) -> Scene:
    steps = [themed(themed_steps(f"fill: {colour.lower()}")) for colour in STEPS] if rated else []
    return {
        "scale": SCALE,
        "ends": [HIGHER, LOWER],
        "steps": steps,
        "ticks": list(TICKS),
        "samples": [
            _styles(style) | {"text": text} for style, text in samples(PREFIX, rated=rated)
        ],
        "counts": counts(list(marks)),
    }

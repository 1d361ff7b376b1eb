"""Which marks have their number beside the figure, and where does it stand?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracker.charts.body.figure import GAP, MARGIN, Place, extent, outward, to_drawing
from tracker.charts.body.marks import Mark
from tracker.charts.text import number

CALLED_OUT: Final = 3
"""So many marks at most; the lines of more would cross."""


@dataclass(frozen=True)
class Callout:
    """A number beside the figure, in units of the drawing.

    Attributes
    ----------
    text : str
        Average relief in points.
    x, y : float
        The middle of the number.
    line : tuple of float
        From the mark to the number: x, y, x, y.
    """

    text: str
    x: float
    y: float
    line: tuple[float, float, float, float]


def callouts(marks: Iterable[Mark], line_height: float) -> list[Callout]:
    """Set the numbers of the few marks with most relief beside the figure, none over another.

    Parameters
    ----------
    marks : iterable of Mark
    line_height : float
        Of the numbers, in units of the drawing.

    Returns
    -------
    list of Callout
        From top to bottom; none for a mark whose pain did not fall.
    """
    relieving = [
        (mark.mean, mark.place)
        for mark in marks
        if mark.place and mark.state == "rated" and mark.mean >= 0.05
    ]
    most = sorted(relieving, key=lambda pair: -pair[0])[:CALLED_OUT]
    lowest: dict[float, float] = {}
    placed = []
    for mean, place in sorted(most, key=lambda pair: to_drawing(pair[1])[::-1]):
        from_x, from_y = to_drawing(place)
        x, room = _gutter(place)
        y = max(from_y, lowest.get(x, -line_height) + line_height)
        lowest[x] = y
        end = x - outward(place.view, place.side) * room / 2
        placed.append(Callout(number(mean), x, y, (from_x, from_y, end, y)))
    return placed


def _gutter(place: Place) -> tuple[float, float]:
    """Give the middle and the width of the free strip on the side of a place."""
    width, _ = extent()
    if (outward(place.view, place.side) > 0) == (place.view == "front"):
        return width / 2, GAP
    return (MARGIN / 2, MARGIN) if place.view == "front" else (width - MARGIN / 2, MARGIN)

"""How is the figure inked: which line is how strong, and what lies over what?

Everything is one grey in several strengths, so that the colours of relief are the only colours.
"""

from collections.abc import Iterable
from typing import Final

from tracker.charts.body.figure import (
    ABOVE,
    Body,
    DrawnMuscle,
    Line,
    LineKind,
    extent,
    figure,
    midline,
)
from tracker.theme import LIGHT

INK: Final = LIGHT.muted.lower()
SKIN: Final = LIGHT.card.lower()

_SHADES: Final = ((36, 18), (30, 18), (24, 18), (19, 20), (14, 22), (9, 25), (5, 30))
"""Ever narrower strokes along the inside of the outline: units wide, thousandths darker."""

_LINES: Final[dict[LineKind, str]] = {
    "bone": "stroke-width: 1.1; stroke-opacity: 0.6",
    "spine": "stroke-width: 7; stroke-dasharray: 9 11; stroke-opacity: 0.2",
    "contour": "stroke-width: 1; stroke-opacity: 0.3",
    "crease": "stroke-width: 1.2; stroke-opacity: 0.7",
    "nerve": "stroke-width: 5; stroke-opacity: 0.16",
}
_NERVE_FIBRES: Final = "stroke-width: 1.2; stroke-dasharray: 0.1 4; stroke-opacity: 0.7"
_UNDER_THE_MUSCLES: Final = ("nerve", "bone", "spine")

_MUSCLE: Final = (
    f"fill: {INK}; fill-opacity: 0.12; stroke-width: 0.7; stroke-opacity: 0.4",
    f"fill: {INK}; fill-opacity: 0.26; stroke-width: 1; stroke-opacity: 0.75",
)
_FLESH: Final = (
    f"fill: {INK}; fill-opacity: 0.06; stroke-width: 0.7; stroke-opacity: 0.18",
    "stroke-width: 0.5; stroke-opacity: 0.13",
)
"""Of a muscle that nobody presses here: its shape, and its fibres."""

_FIBRES: Final = "stroke-width: 0.6; stroke-opacity: 0.28"
_STRONGER: Final = "piriformis"
"""The one that people look for: the nerve passes under it."""


def draw_figure(prefix: str) -> str:
    """Draw both views of the body, without marks, as elements of an SVG in the light palette.

    Parameters
    ----------
    prefix : str
        What its ids begin with; no other drawing on the page may have the same.
    """
    bodies = "".join(_body(body, f"{prefix}-{body.view}") for body in figure())
    pen = f'stroke-linecap="round" stroke-linejoin="round" style="fill: none; stroke: {INK}"'
    return f'{_fade(prefix)}<g mask="url(#{prefix}-fade)"><g {pen}>{bodies}</g></g>'


def _fade(prefix: str) -> str:
    """Let the trunk end in nothing, where a line would look like a cut."""
    width, height = extent()
    box = f'x="0" y="0" width="{width:g}" height="{height:g}"'
    ends = f'x1="0" y1="{ABOVE - 42:g}" x2="0" y2="{ABOVE + 4:g}"'
    return (
        f'<linearGradient id="{prefix}-top" gradientUnits="userSpaceOnUse" {ends}>'
        '<stop offset="0" stop-color="black"/><stop offset="1" stop-color="white"/>'
        f'</linearGradient><mask id="{prefix}-fade" maskUnits="userSpaceOnUse" {box}>'
        f'<rect {box} fill="url(#{prefix}-top)"/></mask>'
    )


def _body(body: Body, name: str) -> str:
    outline = f'<use href="#{name}"'
    shade = (
        f'{outline} style="stroke-width: {width}; stroke-opacity: {share / 1000}"/>'
        for width, share in _SHADES
    )
    under = (line for line in body.lines if line.kind in _UNDER_THE_MUSCLES)
    over = (line for line in body.lines if line.kind not in _UNDER_THE_MUSCLES)
    return (
        f'<defs><path id="{name}" d="{body.outline.d}"/></defs>'
        f'<clipPath id="{name}-inside">{outline}/></clipPath>'
        f'{outline} style="fill: {SKIN}; stroke: none"/>'
        f'<g clip-path="url(#{name}-inside)">{"".join(shade)}{_flesh(body, name)}{_lines(under)}'
        f"{''.join(map(_muscle, body.muscles))}{_lines(over)}</g>"
        f'{outline} style="stroke-width: 1.3"/>'
    )


def _lines(lines: Iterable[Line]) -> str:
    return "".join(_line(line) for line in lines)


def _line(line: Line) -> str:
    drawn = f'<path d="{line.shape.d}" style="{_LINES[line.kind]}"/>'
    if line.kind == "nerve":
        drawn += f'<path d="{line.shape.d}" style="{_NERVE_FIBRES}"/>'
    return drawn


def _flesh(body: Body, name: str) -> str:
    """Draw it once and mirror it, which is half as long."""
    shapes = "".join(f'<path d="{muscle.shape.d}"/>' for muscle in body.flesh)
    fibres = "".join(fibre.d for muscle in body.flesh for fibre in muscle.fibres)
    shape, thread = _FLESH
    mirrored = f"translate({2 * midline(body.view):g} 0) scale(-1 1)"
    return (
        f'<g id="{name}-flesh"><g style="{shape}">{shapes}</g>'
        f'<path d="{fibres}" style="{thread}"/></g>'
        f'<use href="#{name}-flesh" transform="{mirrored}"/>'
    )


def _muscle(muscle: DrawnMuscle) -> str:
    fibres = "".join(fibre.d for fibre in muscle.fibres)
    return (
        f'<g data-muscle="{muscle.name}" data-side="{muscle.side}">'
        f'<path d="{muscle.shape.d}" style="{_MUSCLE[muscle.name == _STRONGER]}"/>'
        f'<path d="{fibres}" style="{_FIBRES}"/></g>'
    )

"""Marks in the light colours, and the titled SVG that holds them."""

from html import escape
from typing import Final, Literal

from tracker.theme import LIGHT

FONT: Final = "var(--tk-sans, system-ui, 'DejaVu Sans', sans-serif)"
INK: Final = LIGHT.ink.lower()
MUTED: Final = LIGHT.muted.lower()
LINE: Final = LIGHT.line.lower()
CONTROL: Final = LIGHT.control.lower()
RELIEF: Final = LIGHT.relief.lower()
WORSE: Final = LIGHT.worse.lower()
CARD: Final = LIGHT.card.lower()
FEW: Final = LIGHT.not_enough.lower()

Anchor = Literal["start", "middle", "end"]


def drawing(
    name: str, width: float, height: float, *, title: str, description: str, marks: str
) -> str:
    """Give an SVG that a screen reader reads as one picture.

    Parameters
    ----------
    name : str
        Unlike that of any other figure of the page.
    width, height : float
        In CSS pixels.
    title, description : str
        What it is, and what it shows in words.
    marks : str
        Elements, from the top left corner.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-t {name}-d" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{marks}</svg>'
    )


def text(
    words: str,
    x: float,
    y: float,
    *,
    size: float = 12,
    anchor: Anchor = "start",
    colour: str = MUTED,
    strong: bool = False,
    unit: str = "",
) -> str:
    """Write a line of text, with its unit after it in plain; `y` is its base line."""
    weight = 600 if strong else 400
    after = (
        f'<tspan dx="6" style="font-weight: 400; fill: {MUTED}">{escape(unit)}</tspan>'
        if unit
        else ""
    )
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" style="font: {weight} {size:g}px '
        f'{FONT}; fill: {colour}; font-variant-numeric: tabular-nums">{escape(words)}{after}</text>'
    )


def line(
    points: list[tuple[float, float]], *, colour: str, width: float = 1, dashed: bool = False
) -> str:
    """Draw a line through points."""
    path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    dash = "; stroke-dasharray: 3 3" if dashed else ""
    return (
        f'<path d="{path}" style="fill: none; stroke: {colour}; stroke-width: {width:g}; '
        f'stroke-linejoin: round; stroke-linecap: round{dash}"/>'
    )


def band(
    upper: list[tuple[float, float]],
    lower: list[tuple[float, float]],
    *,
    colour: str,
    opacity: float,
) -> str:
    """Fill between two lines."""
    path = "L".join(f"{_n(x)} {_n(y)}" for x, y in [*upper, *reversed(lower)])
    return f'<path d="M{path}Z" style="fill: {colour}; fill-opacity: {opacity:g}"/>'


def bar(
    x: float, y: float, width: float, height: float, *, colour: str, round_by: float = 0
) -> str:
    """Draw a rectangle from its top left corner."""
    corner = f' rx="{round_by:g}"' if round_by else ""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{corner} '
        f'style="fill: {colour}"/>'
    )


def dot(x: float, y: float, radius: float, *, colour: str, hollow: bool = False) -> str:
    """Draw a dot, or a ring of the same size where little is known."""
    ink = f"fill: {CARD}; stroke: {colour}; stroke-width: 2" if hollow else f"fill: {colour}"
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{radius:g}" style="{ink}"/>'


def _n(value: float) -> str:
    # Two decimals are a hundredth of a pixel; more would only make the page heavier.
    return f"{value:.2f}".rstrip("0").rstrip(".")

"""How is a word written on the drawing of the body?"""

from html import escape
from typing import Final, Literal

from tracker.theme import LIGHT

Anchor = Literal["start", "middle", "end"]

_FONT: Final = "var(--tk-sans, system-ui, sans-serif)"


def written(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: Anchor = "middle",
    strong: bool = False,
    on_figure: bool = False,
) -> str:
    """Write a line of text on an SVG; `y` is its base line, and `size` in units of the drawing.

    Where it stands on the figure, a halo keeps the lines behind it away.
    """
    weight = 600 if strong else 400
    colour = (LIGHT.ink if strong else LIGHT.muted).lower()
    halo = (
        f"; stroke: {LIGHT.card.lower()}; stroke-width: {size / 4:.1f}; paint-order: stroke; "
        "stroke-linejoin: round"
        if on_figure
        else ""
    )
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="font: {weight} '
        f'{size:.2f}px {_FONT}; fill: {colour}{halo}">{escape(text)}</text>'
    )

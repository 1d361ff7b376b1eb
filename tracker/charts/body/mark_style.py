"""What does a mark on the body look like: a colour, a hatch, or a plain cross?

Its shape says which way pain went, so that it is still told where a printer knows only greys.
"""

from dataclasses import dataclass
from typing import Final

from tracker.charts.body.marks import State
from tracker.charts.relief_scale import STEPS, step_of, text_on
from tracker.theme import LIGHT, WORSE_SCALE

CROSS: Final = "M-2.8 -2.8L2.8 2.8M2.8 -2.8L-2.8 2.8"
DISC: Final = "M-6.5 0a6.5 6.5 0 1 1 13 0a6.5 6.5 0 1 1 -13 0z"
DIAMOND: Final = "M0 -8.4L8.4 0L0 8.4L-8.4 0z"
"""Shapes around a spot, in units of the drawing: neighbours just touch."""

REACH: Final = 6.5
"""From a spot to the edge of its mark, in units."""

_INK: Final = LIGHT.ink.lower()
_GREY: Final = LIGHT.muted.lower()
_RIM: Final = f"stroke: {_GREY}; stroke-width: 0.9"
_HALO: Final = f"stroke: {LIGHT.card.lower()}; stroke-width: 4.6; stroke-linecap: round"


@dataclass(frozen=True)
class Ink:
    """How a mark is drawn, in the light palette.

    Attributes
    ----------
    shape, ground : str
        The data of the path under the cross, and its style.
    cross : str
        The style of the cross.
    """

    shape: str
    ground: str
    cross: str


def ink_of(state: State, mean: float, prefix: str) -> Ink:
    """Choose how a mark is drawn.

    Parameters
    ----------
    state : {"rated", "few", "untried"}
    mean : float
        Average relief in points; only read where the state is "rated".
    prefix : str
        That of the drawing with the hatch.

    Returns
    -------
    Ink
        A disc where pain fell or stayed, a diamond where it rose, a bare cross where none knows.
    """
    if state == "untried":
        return Ink(CROSS, _HALO, _cross(_INK))
    if state == "few":
        return Ink(DISC, f"fill: url(#{prefix}-few); {_RIM}", _cross(_INK))
    # As it is written: a number and its colour never disagree.
    shown = round(mean, 1) + 0.0
    step = step_of(shown)
    shape = DIAMOND if step < len(WORSE_SCALE) else DISC
    return Ink(shape, f"fill: {STEPS[step].lower()}; {_RIM}", _cross(text_on(shown).lower()))


def hatch(prefix: str) -> str:
    """Define the fine hatch of "not enough yet" for the drawing with this prefix."""
    return (
        f'<pattern id="{prefix}-few" width="3" height="3" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="3" height="3" style="fill: {LIGHT.not_enough.lower()}"/>'
        f'<path d="M0 0V3" style="stroke: {_GREY}; stroke-width: 1"/></pattern>'
    )


def draw_mark(ink: Ink, x: float, y: float, said: str = "") -> str:
    """Draw a mark, with what a pointer that rests on it is told; `said` is escaped already."""
    title = f"<title>{said}</title>" if said else ""
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">{title}'
        f'<path d="{ink.shape}" style="{ink.ground}"/>'
        f'<path d="{CROSS}" style="{ink.cross}"/></g>'
    )


def _cross(colour: str) -> str:
    return f"fill: none; stroke: {colour}; stroke-width: 1.5; stroke-linecap: round"

"""The marks of the spots on the figure: what each says, how it looks, and the numbers beside it.

A mark's shape says which way pain went, so that it is still told where a printer knows only greys.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Final, Literal

from tracker.charts.body.figure import (
    GAP,
    MARGIN,
    SIDES,
    WIDTH,
    Label,
    Place,
    outward,
    to_drawing,
)
from tracker.charts.relief_scale import STEPS, step_of, text_on
from tracker.charts.style import number
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.fields import Side
from tracker.protocol.place_name import place_name
from tracker.theme import LIGHT, WORSE_SCALE

if TYPE_CHECKING:
    import pandas as pd

State = Literal["rated", "few", "untried"]
"""Enough rated releases for a mean; some, but not enough; none at all."""

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

CALLED_OUT: Final = 3
"""So many numbers stand beside the figure at most; the lines of more would cross."""


_ACROSS: Final = 42.0
_DOWN: Final = 7.0
"""How near the middles of a name and a number may be: across, and down for half a line."""


@dataclass(frozen=True)
class Mark:
    """A spot of one side, and what its releases say.

    Attributes
    ----------
    muscle, spot, side : str
    place : Place or None
        Where the catalogue has it; None is not drawn.
    n : int
        Releases, rated or not.
    n_rated : int
        Rated releases.
    mean : float
        Average relief in points, as it was rated where the estimate conflicts with that; NaN
        where there is none.
    state : {"rated", "few", "untried"}
    gives : str
        What it gives, as `tracker.relief.pool` says it; "" where that is not said.
    whole : bool
        Whether the figures are those of its muscle as a whole.
    """

    muscle: str
    spot: str
    side: Side
    place: Place | None
    n: int = 0
    n_rated: int = 0
    mean: float = float("nan")
    state: State = "untried"
    gives: str = ""
    whole: bool = False

    @property
    def name(self) -> str:
        """The spot in words: "left piriformis, near the sacrum"."""
        return place_name(self.muscle, self.spot, self.side)

    @property
    def summary(self) -> str:
        """What its releases, or those of its muscle, say, with their number."""
        return f"all of {self.muscle}: {self._summary}" if self.whole else self._summary

    @property
    def _summary(self) -> str:
        if self.state == "untried":
            return "not tried yet"
        # Here, where there is relief to tell of: the bare figure needs no pandas.
        from tracker.wording.numbers import counted, fall, gives_words

        if self.state == "few":
            unrated = ", none rated" if not self.n_rated else ""
            return f"not enough yet, {counted(self.n_rated or self.n, 'release')}{unrated}"
        average = f"on average {fall(self.mean)}, {counted(self.n_rated, 'release')}"
        return f"{average}; {gives_words(self.gives)}" if self.gives else average


def marks_of(spots: "pd.DataFrame | None", names: Catalogue) -> list[Mark]:
    """Give every spot of the catalogue, left and right, with what a table says of it.

    Parameters
    ----------
    spots : DataFrame or None
        ``muscle``, ``spot``, ``side``, ``mean`` (points of relief), ``n_rated`` and ``enough``,
        and ``n``, ``plain`` and ``conflicts_with_data`` where they are known; such as
        ``pool(frame).spots``. Without a column ``spot``, such as ``pool(frame).sides`` or
        ``.muscles``, every spot of a muscle bears the figures of its muscle.
    names : Catalogue
        With the person's own spots.

    Returns
    -------
    list of Mark
        In the catalogue's order, left before right; then the table's spots that it does not have.
    """
    wholes = spots is not None and "spot" not in spots
    rows = {} if spots is None or wholes else {_key(row): row for row in spots.to_dict("records")}
    places = {
        (muscle.name, spot.name, side): (
            None if spot.x is None or spot.y is None else Place(spot.view, spot.x, spot.y, side)
        )
        for muscle in names.values()
        for spot in muscle.spots.values()
        for side in SIDES
    }
    if spots is not None and wholes:
        by = [name for name in ("muscle", "side") if name in spots]
        of = {tuple(row[name] for name in by): row for row in spots.to_dict("records")}
        # A muscle of one's own may have no spot that the catalogue knows: it has no place.
        return [
            _mark(key, place, of.get((key[0], key[2])[: len(by)]), whole=True)
            for key, place in places.items()
        ]
    places |= {key: None for key in rows if key not in places}
    return [_mark(key, place, rows.get(key)) for key, place in places.items()]


@dataclass(frozen=True)
class MarkStyle:
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


def mark_style(state: State, mean: float, prefix: str) -> MarkStyle:
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
    MarkStyle
        A disc where pain fell or stayed, a diamond where it rose, a bare cross where none knows.
    """
    if state == "untried":
        return MarkStyle(CROSS, _HALO, _cross(_INK))
    if state == "few":
        return MarkStyle(DISC, f"fill: url(#{prefix}-few); {_RIM}", _cross(_INK))
    # As it is written: a number and its colour never disagree.
    shown = round(mean, 1) + 0.0
    step = step_of(shown)
    shape = DIAMOND if step < len(WORSE_SCALE) else DISC
    return MarkStyle(shape, f"fill: {STEPS[step].lower()}; {_RIM}", _cross(text_on(shown).lower()))


def hatch(prefix: str) -> str:
    """Define the fine hatch of "not enough yet" for the drawing with this prefix."""
    return (
        f'<pattern id="{prefix}-few" width="3" height="3" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="3" height="3" style="fill: {LIGHT.not_enough.lower()}"/>'
        f'<path d="M0 0V3" style="stroke: {_GREY}; stroke-width: 1"/></pattern>'
    )


def draw_mark(style: MarkStyle, x: float, y: float, title: str = "") -> str:
    """Draw a mark, with what a pointer that rests on it is told; `title` is escaped already."""
    title_element = f"<title>{title}</title>" if title else ""
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">{title_element}'
        f'<path d="{style.shape}" style="{style.ground}"/>'
        f'<path d="{CROSS}" style="{style.cross}"/></g>'
    )


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
        for mark in _once_a_muscle(marks)
        if mark.place and mark.state == "rated" and mark.mean >= 0.05
    ]
    most = sorted(relieving, key=lambda pair: -pair[0])[:CALLED_OUT]
    lowest: dict[int, float] = {}
    placed = []
    for mean, place in sorted(most, key=lambda pair: to_drawing(pair[1])[::-1]):
        from_x, from_y = to_drawing(place)
        x, room = _gutter(place)
        # The two views share the strip between them.
        strip = round(x / WIDTH * 2)
        y = max(from_y, lowest.get(strip, -line_height) + line_height)
        lowest[strip] = y
        end = x - outward(place.view, place.side) * room / 2
        placed.append(Callout(number(mean), x, y, (from_x, from_y, end, y)))
    return placed


def _once_a_muscle(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Every mark, but of those that bear the figures of a muscle the first with its place."""
    told = set()
    for mark in marks:
        if mark.whole and ((mark.muscle, mark.mean) in told or mark.place is None):
            continue
        told.add((mark.muscle, mark.mean))
        yield mark


def is_over(number: Callout, label: Label) -> bool:
    """Whether a number beside the figure would stand on a name, which then gives way."""
    across, down = abs(number.x - label.x), abs(number.y - label.y)
    return across < _ACROSS and down < _DOWN * (len(label.lines) + 1)


def _mark(
    key: tuple[str, str, Side],
    place: Place | None,
    row: Mapping[Hashable, Any] | None,
    *,
    whole: bool = False,
) -> Mark:
    if row is None:
        return Mark(*key, place, whole=whole)
    from tracker.relief import columns as c

    n_rated = int(row[c.N_RATED])
    n = int(row.get(c.N, n_rated))
    mean = float(row[c.PLAIN] if row.get(c.CONFLICTS_WITH_DATA) else row[c.MEAN])
    if bool(row[c.ENOUGH]) and not isnan(mean):
        state: State = "rated"
    else:
        state = "few" if n else "untried"
    gives = "" if row.get(c.CONFLICTS_WITH_DATA) else str(row.get(c.GIVES, ""))
    return Mark(*key, place, n, n_rated, mean, state, gives, whole)


def _key(row: Mapping[Hashable, Any]) -> tuple[str, str, Side]:
    from tracker.relief import columns as c

    side: Side = "left" if row[c.SIDE] == "left" else "right"
    return str(row[c.MUSCLE]), str(row[c.SPOT]), side


def _cross(colour: str) -> str:
    return f"fill: none; stroke: {colour}; stroke-width: 1.5; stroke-linecap: round"


def _gutter(place: Place) -> tuple[float, float]:
    """Give the middle of a number in the free strip on the side of a place, and its room there."""
    if (outward(place.view, place.side) > 0) == (place.view == "front"):
        # On its own view's half, so that it is seen where that view stands alone.
        return WIDTH / 2 + (-9 if place.view == "front" else 9), GAP - 18
    return (MARGIN / 2, MARGIN) if place.view == "front" else (WIDTH - MARGIN / 2, MARGIN)

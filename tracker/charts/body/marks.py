"""Which spots are marked on the figure, in which colour, and what is said of each?"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

from tracker.charts.body.figure import SIDES, Place
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.fields import Side

if TYPE_CHECKING:
    import pandas as pd

State = Literal["rated", "few", "untried"]
"""Enough rated releases for a mean; some, but not enough; none at all."""


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
    """

    muscle: str
    spot: str
    side: Side
    place: Place | None
    n: int = 0
    n_rated: int = 0
    mean: float = float("nan")
    state: State = "untried"

    @property
    def name(self) -> str:
        """The spot in words: "left piriformis, near the sacrum"."""
        return f"{self.side} {self.muscle}, {self.spot}"

    @property
    def said(self) -> str:
        """What its releases say, with their number."""
        if self.state == "untried":
            return "not tried yet"
        # Here, where there is relief to tell of: the bare figure needs no pandas.
        from tracker.wording.numbers import counted, fall

        if self.state == "few":
            unrated = ", none rated" if not self.n_rated else ""
            return f"not enough yet, {counted(self.n_rated or self.n, 'release')}{unrated}"
        return f"on average {fall(self.mean)}, {counted(self.n_rated, 'release')}"


def marks_of(spots: "pd.DataFrame | None", names: Catalogue) -> list[Mark]:
    """Give every spot of the catalogue, left and right, with what a table says of it.

    Parameters
    ----------
    spots : DataFrame or None
        ``muscle``, ``spot``, ``side``, ``mean`` (points of relief), ``n_rated`` and ``enough``,
        and ``n``, ``plain`` and ``conflicts_with_data`` where they are known; such as
        ``pool(frame).spots``.
    names : Catalogue
        With the person's own spots.

    Returns
    -------
    list of Mark
        In the catalogue's order, left before right; then the table's spots that it does not have.
    """
    rows = {} if spots is None else {_key(row): row for row in spots.to_dict("records")}
    known = {
        (muscle.name, spot.name, side): (
            None if spot.x is None or spot.y is None else Place(spot.view, spot.x, spot.y, side)
        )
        for muscle in names.values()
        for spot in muscle.spots.values()
        for side in SIDES
    }
    places = {**known, **{key: None for key in rows if key not in known}}
    return [_mark(key, place, rows.get(key)) for key, place in places.items()]


def _mark(
    key: tuple[str, str, Side], place: Place | None, row: Mapping[Hashable, Any] | None
) -> Mark:
    if row is None:
        return Mark(*key, place)
    from tracker.relief import columns as c

    n_rated = int(row[c.N_RATED])
    n = int(row.get(c.N, n_rated))
    mean = float(row[c.PLAIN] if row.get(c.CONFLICTS_WITH_DATA) else row[c.MEAN])
    if bool(row[c.ENOUGH]) and not isnan(mean):
        state: State = "rated"
    else:
        state = "few" if n else "untried"
    return Mark(*key, place, n, n_rated, mean, state)


def _key(row: Mapping[Hashable, Any]) -> tuple[str, str, Side]:
    from tracker.relief import columns as c

    side: Side = "left" if row[c.SIDE] == "left" else "right"
    return str(row[c.MUSCLE]), str(row[c.SPOT]), side

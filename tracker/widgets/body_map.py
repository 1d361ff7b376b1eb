"""The body on which a person finds a spot, reads its relief, and chooses it or places their own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import traitlets

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.catalogue import catalogue as built_in
from tracker.protocol.errors import InvalidRecord
from tracker.widgets.assets import script, style
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    import pandas as pd

    from tracker.charts.body.figure import Place
    from tracker.relief.pooling.pool import Pooled

By = Literal["spot", "muscle"]
"""Whose colour a spot bears."""

_CHOSEN: Final = ("muscle", "spot", "side")
_PLACED: Final = ("view", "x", "y", "side")
_OFF_THE_FIGURE: Final = "A spot must be on the figure itself."


def body_map(
    pooled: "Pooled | pd.DataFrame | None" = None,
    *,
    catalogue: Catalogue | None = None,
    by: By = "spot",
) -> "BodyMap":
    """Show the body with every spot on it, coloured by how pain changed there.

    Parameters
    ----------
    pooled : Pooled or DataFrame, optional
        From `tracker.relief.pool`, or its ``spots``; without it every spot is a plain cross.
    catalogue : Catalogue, optional
        With the person's own spots; by default the built-in one.
    by : {"spot", "muscle"}
        Whether each spot bears its own colour, or that of its muscle on its side.

    Returns
    -------
    BodyMap
        A widget; show it as the last line of a cell. Its ``chosen`` is the spot that was tapped.
    """
    return BodyMap(pooled, catalogue=catalogue, by=by)


class NotOnTheMap(traitlets.TraitError, ValueError):
    """A spot that the map does not have, or a place that is not on the figure."""


class BodyMap(RpcWidget):
    """The body map; `body_map` makes one.

    Attributes
    ----------
    chosen : dict
        ``muscle``, ``spot`` and ``side`` of the chosen spot; empty while there is none.
    placed : dict
        ``view``, ``x``, ``y`` and ``side`` of the place that a person set for a spot of their own,
        on the catalogue's scale; empty while there is none.
    placing : bool
        Whether the next tap on the figure sets ``placed``.
    """

    _esm = script("body_map")
    _css = style("body_map")

    chosen = traitlets.Dict().tag(sync=True)
    placed = traitlets.Dict().tag(sync=True)
    placing = traitlets.Bool().tag(sync=True)
    placed_at = traitlets.Dict().tag(sync=True)
    figure = traitlets.Dict().tag(sync=True)
    marks: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    callouts: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    key = traitlets.Dict().tag(sync=True)
    muscles: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(
        self,
        pooled: "Pooled | pd.DataFrame | None" = None,
        *,
        catalogue: Catalogue | None = None,
        by: By = "spot",
    ) -> None:
        # The figure is drawn with the charts, which nobody loads who does not look at it.
        from tracker.charts.body.scene import figure_scene

        self._catalogue = catalogue or built_in()
        self._spots: pd.DataFrame | None = None
        super().__init__()
        self.figure = figure_scene()
        self.show_relief(pooled, by)

    def show_relief(self, pooled: "Pooled | pd.DataFrame | None", by: By = "spot") -> None:
        """Colour the spots by another table, such as after a new release.

        Parameters
        ----------
        pooled : Pooled, DataFrame or None
        by : {"spot", "muscle"}
            Both as in `body_map`.

        Raises
        ------
        ValueError
            Another way to colour, or by muscle where a table of spots alone is handed in.
        """
        from tracker.charts.body.scene import spots_scene

        self._spots = _table(pooled, by)
        with self.hold_sync():
            for trait, value in spots_scene(self._spots, self._catalogue).items():
                setattr(self, trait, value)
            self.muscles = self._offered()

    def _plain(self) -> str:
        from tracker.charts import BodyChart

        return BodyChart(self._spots, catalogue=self._catalogue).to_html()

    def _offered(self) -> list[dict[str, Any]]:
        """What the drop-downs list: the catalogue, then what only the diary knows."""
        spots: dict[str, list[str]] = {
            name: [*muscle.spots] for name, muscle in self._catalogue.items()
        }
        for mark in self.marks:
            known = spots.setdefault(mark["muscle"], [])
            if mark["spot"] not in known:
                known.append(mark["spot"])
        groups = {name: muscle.group for name, muscle in self._catalogue.items()}
        return [
            {"name": name, "group": groups.get(name, "your own"), "spots": names}
            for name, names in spots.items()
        ]

    @traitlets.validate("chosen")
    def _check_chosen(self, proposal: Mapping[str, Any]) -> dict[str, Any]:
        value: dict[str, Any] = proposal["value"]
        if not value:
            return {}
        if not any({field: mark[field] for field in _CHOSEN} == value for mark in self.marks):
            raise NotOnTheMap(
                f"chosen must be the muscle, spot and side of a spot on the map, not {value}."
            )
        return value

    @traitlets.validate("placed")
    def _check_placed(self, proposal: Mapping[str, Any]) -> dict[str, Any]:
        value: dict[str, Any] = proposal["value"]
        if value:
            _place(value)
        return value

    @traitlets.observe("placed")
    def _show_placed(self, _change: object) -> None:
        from tracker.charts.body.scene import place_scene

        self.placed_at = place_scene(_place(self.placed)) if self.placed else {}

    @answers("place", "NOT PLACED")
    def _set_place(self, message: Message) -> Answer:
        """Take a point in units of the drawing."""
        place = tapped(message)
        with self.hold_sync():
            self.placed = {field: getattr(place, field) for field in _PLACED}
            self.placing = False
        return {
            "outcome": "done",
            "text": f"Placed on the {place.view} of the body, on your {place.side}.",
        }


def tapped(message: Mapping[str, Any]) -> "Place":
    """Give the place of a point, ``x`` and ``y`` in units of the drawing.

    Raises
    ------
    InvalidRecord
        The point is beside the figure; said of ``placed``.
    """
    from tracker.charts.body.figure import on_figure, to_drawing, to_place

    point = float(message["x"]), float(message["y"])
    place = to_place(*point)
    if not (on_figure(*point) and on_figure(*to_drawing(place))):
        raise InvalidRecord({"placed": _OFF_THE_FIGURE})
    return place


def _table(pooled: "Pooled | pd.DataFrame | None", by: By) -> "pd.DataFrame | None":
    if by not in get_args(By):
        raise ValueError(f"by must be spot or muscle, not {by!r}.")
    if pooled is None:
        return None
    from tracker.relief.pooling.pool import Pooled

    if isinstance(pooled, Pooled):
        return pooled.spots if by == "spot" else pooled.sides
    if by == "muscle" and "spot" in pooled:
        raise ValueError("by muscle needs relief.pool(releases) itself, not its table of spots.")
    return pooled


def _place(value: Mapping[str, Any]) -> "Place":
    """Read a place, or say what is wrong with it."""
    from tracker.charts.body.figure import Place, on_figure, to_drawing

    if set(value) != set(_PLACED):
        raise NotOnTheMap(f"placed must have {', '.join(_PLACED)} and nothing else, not {value}.")
    for field, known in (("view", ("front", "back")), ("side", ("left", "right"))):
        if value[field] not in known:
            raise NotOnTheMap(f"{field} must be {' or '.join(known)}, not {value[field]!r}.")
    for axis in ("x", "y"):
        number = value[axis]
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise NotOnTheMap(f"{axis} must be a number from 0 to 1, not {number!r}.")
    place = Place(**value)
    if not on_figure(*to_drawing(place)):
        raise NotOnTheMap(f"{_OFF_THE_FIGURE} x {place.x}, y {place.y} is beside it.")
    return place

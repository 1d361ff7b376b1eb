"""Let a person pick a spot on the body, and place their own there: a part of a widget."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.custom import OwnSpot
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.matching import UnknownName
from tracker.widgets.body_map import tapped
from tracker.widgets.rpc_widget import Answer, Message, answers

if TYPE_CHECKING:
    from tracker.facade import Diary


class SpotPicker:
    """Hands a page the body on request, and takes the places of the person's own spots."""

    def __init__(
        self, diary: "Diary", now: Callable[[], datetime], names_changed: Callable[[], None]
    ) -> None:
        """Work on a diary.

        Parameters
        ----------
        names_changed : callable
            Called when the person has named or placed a spot of their own.
        """
        self._diary, self._now, self._names_changed = diary, now, names_changed

    @answers("map", "NOT SHOWN")
    def body_scene(self, message: Message) -> Answer:
        """Give every spot, and with ``figure`` the body to mark them on."""
        # The body is drawn with the charts, which nobody loads who does not look at it.
        from tracker.charts.body.scene import figure_scene

        figure = figure_scene() if message.get("figure") else None
        return {"outcome": "done", "text": "", "figure": figure, **self._spots()}

    @answers("place", "NOT PLACED")
    def place_own(self, message: Message) -> Answer:
        """Set a spot of the person's own on the figure.

        ``x``, ``y`` in units of the drawing; ``muscle`` and ``name``; ``at``; and ``move`` where
        a spot that has a place already is meant to leave it.
        """
        name = " ".join((message["name"] or "").split())
        named = {"muscle": message["muscle"], "name": name}
        given = {field: value for field, value in named.items() if value}
        spot = OwnSpot(**given, added_at=message["at"])
        place = tapped(message)
        where = {"view": place.view, "x": place.x, "y": place.y}
        saved = self._saved(spot, where, move=bool(message.get("move")))
        self._names_changed()
        return {
            "outcome": "done",
            "text": f"Your own spot “{saved.name}” is on the {place.view} of the body.",
            "chosen": {"muscle": saved.muscle, "spot": saved.name, "side": place.side},
            **self._spots(),
        }

    def _saved(self, spot: OwnSpot, where: Mapping[str, Any], *, move: bool) -> OwnSpot:
        names = self._diary.catalogue()
        muscle = names.canonical_muscle(spot.muscle)
        try:
            name = names.canonical_spot(muscle, spot.name)
        except UnknownName:
            return self._diary.add(spot.changed(**where), recorded_at=self._now())
        known = names[muscle].spots[name]
        there = {"view": known.view, "x": known.x, "y": known.y}
        if not known.own:
            raise InvalidRecord(
                {"name": f"The {muscle} has “{name}” already. Name yours otherwise."}
            )
        if known.x is not None and there != where and not move:
            raise InvalidRecord(
                {"name": f"Your spot “{name}” has a place already. Name this one otherwise."}
            )
        mine = self._mine(names, muscle, name)
        self._diary.amend(mine.id, recorded_at=self._now(), **where)
        return mine.changed(name=name)

    def _mine(self, names: Catalogue, muscle: str, name: str) -> OwnSpot:
        """Find the entry that the catalogue has the place from; two devices may each have one."""
        same = [
            one
            for one in self._diary.all(OwnSpot)
            if one.muscle == muscle and names.canonical_spot(muscle, one.name) == name
        ]
        placed = [one for one in same if one.x is not None]
        return (placed or same)[-1]

    def _spots(self) -> dict[str, Any]:
        from tracker.charts.body.scene import places_scene

        names = self._diary.catalogue()
        return {
            **places_scene(names),
            "muscles": [
                {"name": muscle.name, "group": muscle.group, "spots": [*muscle.spots]}
                for muscle in names.values()
            ],
        }

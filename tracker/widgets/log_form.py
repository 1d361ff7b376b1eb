"""Show the form on which a person logs a release."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, get_args
from uuid import UUID

import traitlets

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import Outcome, Pressure, Side
from tracker.protocol.flare_up import (
    LARGE_RISE_POINTS,
    LIGHTLY_NEARBY,
    PRESSURE_AFTER_RISE,
    UNRATED_RISE,
    Press,
    Spot,
    advice_for,
    flare_up_warning,
    flare_ups,
    press_of,
)
from tracker.protocol.hold import PROTOCOL
from tracker.protocol.muscle import Muscle
from tracker.protocol.place_name import place_name
from tracker.protocol.profile import PROFILE
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.widgets.assets import script, style
from tracker.widgets.catalogue_facts import muscle_facts, tool_facts
from tracker.widgets.entry_form import Clock, EntryForm, Values, utc_now
from tracker.widgets.entry_summary import release_card
from tracker.widgets.rpc_widget import Answer, Message, answers
from tracker.widgets.spot_picker import SpotPicker

if TYPE_CHECKING:
    from tracker.facade import Diary

_OUTCOMES: Final[dict[Outcome, str]] = {
    "held": "Held",
    "moved": f"Moved at {PROTOCOL.check_s} s",
    "stopped": "Stopped",
}


def log_form(diary: "Diary", *, now: Clock | None = None) -> "LogForm":
    """Show the form for logging a release, with the last releases under it.

    Parameters
    ----------
    diary : Diary
        Where releases are saved.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    LogForm
        A widget; show it as the last line of a cell.
    """
    return LogForm(diary, now or utc_now)


class LogForm(EntryForm):
    """Logs releases; `log_form` makes one.

    Attributes
    ----------
    flare_ups : dict
        Where pain rose, in plain JSON:

        ``spots``: muscle, spot, side and ``warning`` of each that the rule speaks against.
        ``nearby``: what is said of the other spots of their muscles.
        ``unrated``: the warning of a rise that the diary does not have yet, with its two blanks.
        ``rise_points``, ``pressure``: what counts as a large rise, and what is proposed after one.
    """

    _esm = script("log_form")
    _css = style("log_form")

    flare_ups = traitlets.Dict().tag(sync=True)

    _kind = Release
    _step = "form"
    _list_title = "Last releases"
    _shown_at_first = 10
    _fields: ClassVar[tuple[str, ...]] = (
        "started_at",
        "muscle",
        "spot",
        "side",
        "tool",
        "pressure",
        "pain_before",
        "pain_30s",
        "pain_after",
        "held_s",
        "outcome",
        "pain_later",
        "later_at",
        "note",
    )

    def __init__(self, diary: "Diary", now: Clock) -> None:
        super().__init__(diary, now, SpotPicker(diary, now, self._names_changed))
        diary.settings.when_kept(PROFILE, self._names_changed)

    def _offered(self) -> dict[str, Any]:
        return release_choices(self._diary)

    def _show_entries(self) -> None:
        with self.hold_sync():
            super()._show_entries()
            self.flare_ups = flare_up_words(current_flare_ups(self._diary, self._now()))

    def _record(self, entry: UUID, values: Values) -> Record:
        return release_of(entry, values)

    def _card(self, record: Release) -> dict[str, Any]:
        return release_card(record)

    def _headline(self, record: Release) -> str:
        return place_of(record)

    def _advice(self, record: Release) -> str:
        advice = advice_for(record)
        return "" if advice.action == "go on" else advice.reason

    def _names_changed(self) -> None:
        self.choices = self._offered()

    @answers("add_own")
    def _add_own(self, message: Message) -> Answer:
        names = self._diary.catalogue()
        kind, name = message["kind"], " ".join(message["name"].split())
        known = _known(names, kind, name, message.get("muscle"))
        if known is not None:
            return {"outcome": "done", "name": known, "text": f"“{known}” is in the list already."}
        own = _own(kind, name, message.get("muscle"), message["at"])
        saved = self._diary.add(own, recorded_at=self._now())
        profile = self._diary.profile()
        if kind == "tool" and profile.tools is not None:
            owned = replace(profile, tools=(*profile.tools, saved.name))
            self._diary.keep_profile(owned, self._now().date())
        self._names_changed()
        return {"outcome": "done", "name": saved.name, "text": f"Added: your own {kind}, {name}."}


def release_choices(diary: "Diary") -> dict[str, Any]:
    """What the fields of a release offer: the catalogue, the person's own names and tools."""
    names = diary.catalogue()
    profile = diary.profile()
    return {
        "muscles": [_muscle(muscle) for muscle in names.values()],
        "tools": list(names.tools),
        "tool_facts": [tool_facts(tool) for tool in names.tools.values()],
        "owned": None if profile.tools is None else list(profile.tools),
        # Where only one side hurts, that one is proposed; a person may press the other.
        "side": profile.sides[0] if len(profile.sides) == 1 else None,
        "do_not_press": list(names.do_not_press),
        "sides": list(get_args(Side)),
        "pressures": list(get_args(Pressure)),
        "outcomes": [{"value": value, "label": label} for value, label in _OUTCOMES.items()],
        "check_s": PROTOCOL.check_s,
        "hold_s": PROTOCOL.hold_s,
    }


def release_of(entry: UUID, values: Values) -> Release:
    """Make the release, which says what is wrong with the values."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return Release(id=entry, **given)


def place_of(release: Release) -> str:
    """Name where a release pressed.

    >>> place_of(Release(started_at="2026-11-22T18:32+01:00", muscle="psoas", side="left",
    ...     spot="beside the navel", tool="foam roller", pain_before=6))
    'left psoas, beside the navel'
    """
    return place_name(release.muscle, release.spot, release.side)


def current_flare_ups(diary: "Diary", now: datetime) -> dict[Spot, Press]:
    """Where pain rose, by the whole diary: a rise that lingered stands until it is rated again."""
    return flare_ups(map(press_of, diary.last_rated()), now)


def flare_up_words(found: Mapping[Spot, Press]) -> dict[str, Any]:
    """Put where pain rose into plain JSON, as `LogForm` has it."""
    return {
        "spots": [
            {"muscle": muscle, "spot": spot, "side": side, "warning": flare_up_warning(press)}
            for (muscle, spot, side), press in found.items()
        ],
        "nearby": LIGHTLY_NEARBY,
        "unrated": UNRATED_RISE.replace(":g", ""),
        "rise_points": LARGE_RISE_POINTS,
        "pressure": PRESSURE_AFTER_RISE,
    }


def _muscle(muscle: Muscle) -> dict[str, Any]:
    spots = [{"name": spot.name, "find": spot.find} for spot in muscle.spots.values()]
    return {
        **muscle_facts(muscle),
        "group": muscle.group,
        "tools": list(muscle.tools),
        "spots": spots,
    }


def _known(names: Catalogue, kind: str, name: str, muscle: str | None) -> str | None:
    """Find the name in the lists: an own spot would hide the catalogued one's place and words."""
    try:
        match kind:
            case "muscle":
                return names.canonical_muscle(name)
            case "tool":
                return names.canonical_tool(name)
            case _:
                return names.canonical_spot(muscle or "", name)
    except InvalidRecord:
        return None


def _own(kind: str, name: str, muscle: str | None, at: str) -> OwnMuscle | OwnSpot | OwnTool:
    match kind:
        case "muscle":
            return OwnMuscle(name=name, added_at=at)
        case "tool":
            return OwnTool(name=name, added_at=at)
        case _:
            return OwnSpot(name=name, muscle=muscle, added_at=at)

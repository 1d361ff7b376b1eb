"""The coach that leads a hold: it keeps time in the page, and what happened in the diary."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import UUID

import traitlets

from tracker.protocol.flare_up import advice_for
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock, Values
from tracker.widgets.hold_settings import CoachSettings
from tracker.widgets.hold_words import meaning, neighbours, repeats
from tracker.widgets.log_form import LogForm, flare_up_words
from tracker.widgets.red_flag_prompt import RedFlagPrompt
from tracker.widgets.rpc_widget import Answer

if TYPE_CHECKING:
    from tracker.facade import Diary

_REPEATS: Final = 3
_READ: Final = 60
_TAKEN: Final = (
    "NOT SAVED: this hold is in your diary already, with other answers. Those stay; "
    "you can change them on the log page."
)
_DELETED: Final = "This hold was taken out of your diary before, and stays out."


def hold_coach(diary: "Diary", *, now: Clock | None = None) -> "HoldCoach":
    """Lead a release from the first rating to the last, with the eyes closed if you like.

    Parameters
    ----------
    diary : Diary
        Where releases are saved, and every step of a hold until then.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    HoldCoach
        A widget; show it as the last line of a cell.
    """
    return HoldCoach(diary, now=now)


class HoldCoach(RedFlagPrompt, LogForm):
    """Leads holds; `hold_coach` makes one.

    Attributes
    ----------
    settings : dict
        As `CoachSettings.as_trait` gives them.
    repeats : list of dict
        What was pressed last, to be repeated with one tap; where pain rose comes last.
    nearest : dict
        Muscle -> spot -> the muscle's other spots, the nearest first.
    unfinished : list of dict
        Holds that were neither saved nor discarded: id, at, sequence, values.
    """

    _esm = script("hold_coach")
    _css = style("hold_coach")

    settings = traitlets.Dict().tag(sync=True)
    repeats: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    nearest = traitlets.Dict().tag(sync=True)
    unfinished: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    _step = "coach"
    _fields: ClassVar[tuple[str, ...]] = (*LogForm._fields, "moved_from", "stay_assigned")

    def __init__(self, diary: "Diary", *, now: Clock | None = None) -> None:
        super().__init__(diary, now=now)
        with self.hold_sync():
            self.settings = CoachSettings.kept(diary).as_trait()
            self._show_nearest()
            self.unfinished = [
                {
                    "id": str(draft.id),
                    "at": draft.at.isoformat(),
                    "sequence": draft.sequence,
                    "values": draft.values,
                }
                for draft in diary.drafts.open()
                if draft.step == self._step
            ]

    def _handlers(self) -> Mapping[str, Callable[[Mapping[str, Any]], Answer]]:
        return {
            **super()._handlers(),
            "rate": self._rate,
            "take_back": self._take_back,
            "settings": self._keep_settings,
        }

    def _save(self, message: Mapping[str, Any]) -> Answer:
        """Save a hold: id, sent_at, values; sending it again, not having heard, changes nothing."""
        entry = UUID(message["id"])
        if not self._has(entry):
            return super()._save({**message, "values": self._on_this_clock(message)})
        if not self._is_there(entry):
            self._forget(entry)
            return {"outcome": "taken", "text": _DELETED}
        return self._as_saved(entry, message["values"])

    def _rate(self, message: Mapping[str, Any]) -> Answer:
        """Add the pain at the end to a hold that may be saved already, such as a stopped one."""
        entry = UUID(message["id"])
        if not self._is_there(entry):
            return self._save(message)
        rated = self._diary.amend(
            entry, pain_after=message["values"]["pain_after"], recorded_at=self._now()
        )
        return self._done("Saved", rated, after=lambda: self._forget(entry))

    def _take_back(self, message: Mapping[str, Any]) -> Answer:
        """Take a hold out of the diary again, or its draft where it never got there."""
        entry = UUID(message["id"])
        if self._is_there(entry):
            self._diary.delete(entry, recorded_at=self._now())
        self._forget(entry)
        self._show_entries()
        return {"outcome": "done", "text": "Undone: the hold is out of your diary again."}

    def _keep_settings(self, message: Mapping[str, Any]) -> Answer:
        chosen = CoachSettings.of(message["values"])
        chosen.keep(self._diary)
        self.settings = chosen.as_trait()
        return {"outcome": "done", "text": "Settings kept."}

    def _as_saved(self, entry: UUID, values: Values) -> Answer:
        saved = self._diary.get(entry)
        same = all(values.get(name) == getattr(saved, name) for name in _TOLD)
        if not same:
            self._forget(entry)
            return {"outcome": "taken", "text": _TAKEN}
        return self._done("Saved", saved, after=lambda: self._forget(entry))

    def _on_this_clock(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """A phone whose clock is far off still tells how long ago the hold began."""
        values = dict(message["values"])
        began = self._given_at({"at": values["started_at"], "sent_at": message["sent_at"]})
        return {**values, "started_at": began}

    def _done(self, what: str, record: Record | None, advice: str = "", **more: Any) -> Answer:
        answer = super()._done(what, record, advice, **more)
        if not isinstance(record, Release):
            return answer
        # A large rise is asked about anyway.
        return {
            **answer,
            "meaning": meaning(record),
            "may_ask_later": advice_for(record).action == "go on",
        }

    def _advice(self, record: Release) -> str:  # noqa: ARG002 - said as the meaning
        return ""

    def _names_changed(self) -> None:
        super()._names_changed()
        self._show_nearest()

    def _show_nearest(self) -> None:
        names = self._diary.catalogue()
        self.nearest = {name: neighbours(muscle) for name, muscle in names.items()}

    def _show_entries(self) -> None:
        against = self._flare_ups()
        with self.hold_sync():
            self.flare_ups = flare_up_words(against)
            self.repeats = repeats(self._diary.recent(Release, _READ), _REPEATS, against)

    def _bring_up_to_date(self, safety: dict[str, Any]) -> None:
        """A rating of the pain some hours later may change what speaks against a spot."""
        super()._bring_up_to_date(safety)
        self._show_entries()


_TOLD: Final = ("pain_before", "pain_30s", "pain_after", "held_s", "outcome")
"""What a person told of a hold; two that agree in it are the same."""

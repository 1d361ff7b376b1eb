"""Lead a hold: the page keeps the time, and the diary what happened."""

from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import traitlets

from tracker.protocol.flare_up import advice_for
from tracker.protocol.profile import PROFILE, first_presses
from tracker.protocol.release import Release
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock, Values, time_of, utc_now
from tracker.widgets.form_drafts import FormDrafts, is_in, was_in
from tracker.widgets.hold_settings import CoachSettings
from tracker.widgets.hold_words import meaning, neighbours, repeats, usual_press
from tracker.widgets.log_form import (
    current_flare_ups,
    flare_up_words,
    place_of,
    release_choices,
    release_of,
)
from tracker.widgets.plain_result import heading, paragraphs, table
from tracker.widgets.red_flag_prompt import RedFlagPrompt
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers
from tracker.widgets.spot_picker import SpotPicker

if TYPE_CHECKING:
    from tracker.facade import Diary

_REPEATS: Final = 3
_READ: Final = 60
_TAKEN: Final = (
    "NOT SAVED: this hold is in your diary already, with other answers. Those stay; "
    "you can change them on the page Log by hand."
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
    return HoldCoach(diary, now or utc_now)


_RATED: Final = ("pain_before", "pain_30s", "pain_after", "held_s", "outcome")
"""What a person said of a hold; two that agree in it are the same."""


class HoldCoach(RpcWidget):
    """Leads holds; `hold_coach` makes one.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    choices : dict
        What may be pressed and with what, see `release_choices`.
    settings : dict
        As `CoachSettings.as_trait` gives them.
    repeats : list of dict
        What was pressed last, to be repeated with one tap; where pain rose comes last.
    starts : list of dict
        Where somebody who has logged nothing may begin, as `repeats`; empty where they have.
    usual : dict
        What each muscle is proposed to be pressed with, see `usual_press`.
    nearest : dict
        Muscle -> spot -> the muscle's other spots, the nearest first.
    unfinished : list of dict
        Holds that were neither saved nor discarded: id, at, sequence, values.
    flare_ups : dict
        Where pain rose, see `flare_up_words`.
    safety : dict
        As `RedFlagPrompt.state` gives it.
    """

    _esm = script("hold_coach")
    _css = style("hold_coach")

    is_sample = traitlets.Bool().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    repeats: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    starts: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    usual = traitlets.Dict().tag(sync=True)
    nearest = traitlets.Dict().tag(sync=True)
    unfinished: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    flare_ups = traitlets.Dict().tag(sync=True)
    safety = traitlets.Dict().tag(sync=True)

    def __init__(self, diary: "Diary", now: Clock) -> None:
        self._diary, self._now = diary, now
        self._drafts = FormDrafts(diary, Release, "coach", place_of, changed=_nothing_to_show)
        self._red_flags = RedFlagPrompt(diary, now, self._bring_up_to_date)
        picker = SpotPicker(diary, now, self._show_names)
        super().__init__(self._drafts, self._red_flags, picker)
        with self.hold_sync():
            self.is_sample = diary.is_sample
            self.settings = CoachSettings.kept(diary).as_trait()
            self.unfinished = self._drafts.all_open()
            self.safety = self._red_flags.state()
            self._show_names()
        diary.settings.when_kept(PROFILE, self._show_names)

    def _plain(self) -> str:
        rows = [
            (f"{one['side']} {one['muscle']}", one["spot"], one["tool"], one["pressure"] or "")
            for one in self.repeats
        ]
        columns = ("Where", "Spot", "Tool", "Pressure")
        return paragraphs(["The coach leads a hold of a spot."]) + (
            heading("Pressed lately") + table(columns, rows) if rows else ""
        )

    @answers("save")
    def _save(self, message: Message) -> Answer:
        """Save a hold: id, sent_at, values; sending it again, not having heard, changes nothing."""
        entry = UUID(message["id"])
        if not was_in(self._diary, entry):
            release = release_of(entry, self._on_this_clock(message))
            return self._saved(self._diary.add(release, recorded_at=self._now()))
        if not is_in(self._diary, entry):
            self._drafts.forget(entry)
            return {"outcome": "taken", "text": _DELETED}
        return self._as_saved(entry, message["values"])

    @answers("rate")
    def _rate(self, message: Message) -> Answer:
        """Add the pain at the end to a hold that may be saved already, such as a stopped one."""
        entry = UUID(message["id"])
        if not is_in(self._diary, entry):
            return self._save(message)
        rated = self._diary.amend(
            entry, pain_after=message["values"]["pain_after"], recorded_at=self._now()
        )
        return self._saved(cast(Release, rated))

    @answers("take_back", "NOT UNDONE")
    def _take_back(self, message: Message) -> Answer:
        """Take a hold out of the diary again, or its draft where it never got there."""
        entry = UUID(message["id"])
        if is_in(self._diary, entry):
            self._diary.delete(entry, recorded_at=self._now())
        self._drafts.forget(entry)
        self._show_repeats()
        return {"outcome": "done", "text": "Undone: the hold is out of your diary again."}

    @answers("settings", "SETTINGS NOT KEPT")
    def _keep_settings(self, message: Message) -> Answer:
        chosen = CoachSettings.of(message["values"])
        chosen.keep(self._diary)
        self.settings = chosen.as_trait()
        return {"outcome": "done", "text": "Settings kept."}

    def _as_saved(self, entry: UUID, values: Values) -> Answer:
        saved = cast(Release, self._diary.get(entry))
        if any(values.get(name) != getattr(saved, name) for name in _RATED):
            self._drafts.forget(entry)
            return {"outcome": "taken", "text": _TAKEN}
        return self._saved(saved)

    def _on_this_clock(self, message: Message) -> dict[str, Any]:
        """A phone whose clock is far off still tells how long ago the hold began."""
        values = dict(message["values"])
        began = {"at": values["started_at"], "sent_at": message["sent_at"]}
        return {**values, "started_at": self._red_flags.given_at(began)}

    def _saved(self, release: Release) -> Answer:
        """Tell the page what is in the diary now; nothing from here on can make it untrue."""
        text = f"Saved: {place_of(release)}, {time_of(release, self._now())}."
        try:
            self._drafts.forget(release.id)
            self._show_repeats()
        except Exception as error:  # noqa: BLE001 - the hold is saved; only the cards are old
            text = f"{text} The list could not be brought up to date: {error}"
        return {
            "outcome": "done",
            "text": text,
            "undo": str(release.id),
            "meaning": meaning(release),
            # A large rise is asked about anyway.
            "may_ask_later": advice_for(release).action == "go on",
        }

    def _show_names(self) -> None:
        """Offer the muscles, spots and tools that the diary knows now."""
        names = self._diary.catalogue()
        with self.hold_sync():
            self.choices = release_choices(self._diary)
            self.nearest = {name: neighbours(muscle) for name, muscle in names.items()}
            self._show_repeats()

    def _show_repeats(self) -> None:
        against = current_flare_ups(self._diary, self._now())
        profile, names = self._diary.profile(), self._diary.catalogue()
        pressed = self._diary.recent(Release, _READ)
        starts = [] if pressed else first_presses(profile, names)
        with self.hold_sync():
            self.flare_ups = flare_up_words(against)
            self.usual = usual_press(names, pressed, profile.tools)
            self.starts = [
                {**one._asdict(), "tool": one.tool or None, "pressure": None} for one in starts
            ]
            self.repeats = repeats(pressed, _REPEATS, against, profile.tools)

    def _bring_up_to_date(self, safety: dict[str, Any]) -> None:
        """A rating of the pain some hours later may change what stands against a spot."""
        with self.hold_sync():
            self.safety = safety
            self._show_repeats()


def _nothing_to_show() -> None:
    """The page keeps the hold under way itself."""

"""The panel on which a person sets the hold and the week, is reminded, and hides their own names.

Stock controls, and the status line. Each change is saved at once.
"""

from collections.abc import Mapping
from datetime import time
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as ipw

from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.hold import PROTOCOL
from tracker.widgets import controls
from tracker.widgets.entry_form import Clock, utc_now
from tracker.widgets.hold_settings import LONGEST_SETTLE_S, CoachSettings
from tracker.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tracker.facade import Diary

FIRST_WEEKDAY: Final = "first_weekday"
"""The setting that holds the day a week begins with: "monday", "saturday" or "sunday"."""

_WEEKDAYS: Final = (("Monday", "monday"), ("Saturday", "saturday"), ("Sunday", "sunday"))
_LOT: Final = "Draw “stay” by lot"
_ABOUT_LOT: Final = (
    "Where pain has not begun to fall at the check, a lot asks you to stay in one of four cases. "
    "Without it, the spots you always leave are never seen to the end. You may always do otherwise."
)
_ON_THE_DEVICE: Final = (
    '<p class="tk-hint">Breathing, sounds, vibration and voice belong to the device that you hold '
    'with. They are on the page <a href="hold.ipynb">Hold</a>, under “Times, sounds and '
    "breathing”.</p>"
)
_ABOUT_OWN: Final = (
    "Hidden, a name is no longer offered; what is logged with it stays. To rename one, hide it, "
    "and add the new name on the page Log by hand."
)
_DAYS: Final = 7
_HOURS: Final = [(f"{hour}:00", hour) for hour in range(5, 24)]
_ABOUT_REMINDERS: Final = (
    "A calendar file of the next seven days, with alarms; open it with your phone’s calendar. Its "
    "events say nothing of health. A later file brings the same events up to date."
)
_NO_OWN: Final = "None yet. The page Log by hand adds muscles, spots and tools of your own."


def settings_panel(diary: "Diary", *, now: Clock | None = None) -> "SettingsPanel":
    """Show what can be set, each change saved with the diary at once.

    Parameters
    ----------
    diary : Diary
        Where the settings are kept.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    SettingsPanel
        A widget; show it as the last line of a cell.
    """
    return SettingsPanel(diary, now or utc_now)


class SettingsPanel(ipw.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Sets the hold, the week, reminders and one's own names; `settings_panel` makes one.

    Attributes
    ----------
    check_s, hold_s, settle_s : ipywidgets.IntText
    lot : ipywidgets.Checkbox
    first_weekday : ipywidgets.RadioButtons
    session_at, check_in_at : ipywidgets.Dropdown
        The hour of each.
    remind : ipywidgets.Button
    planned : ipywidgets.HTML
        What the last file of reminders holds.
    hide : dict of str to ipywidgets.Button
        For each muscle, spot and tool of the person's own, by the words of its line.
    status : StatusLine
    """

    def __init__(self, diary: "Diary", now: Clock) -> None:
        self._diary, self._now = diary, now
        self.status = StatusLine()
        self.hide: dict[str, ipw.Button] = {}
        self._own = ipw.VBox()
        super().__init__(
            (
                *controls.sample_banner(diary),
                controls.card(self._hold()),
                controls.card(self._week()),
                controls.card(self._reminders()),
                controls.card([controls.title("Names of your own"), self._own]),
                self.status,
            )
        )
        for look in ("tk-entry", "tk-stock", "tk-settings"):
            self.add_class(look)
        self._show_own()

    def _hold(self) -> list[ipw.Widget]:
        kept = CoachSettings.kept(self._diary)
        self.check_s = _seconds("Ask for your pain after, in seconds", kept.check_s)
        self.hold_s = _seconds("Hold for, in seconds", kept.hold_s)
        self.settle_s = _seconds("Settle in for, in seconds", kept.settle_s)
        self.lot = ipw.Checkbox(kept.lot, description=_LOT, indent=False)
        self._hold_controls = {
            "check_s": self.check_s,
            "hold_s": self.hold_s,
            "settle_s": self.settle_s,
            "lot": self.lot,
        }
        hints = {
            "check_s": f"The protocol asks at {PROTOCOL.check_s} s.",
            "hold_s": f"The protocol holds for {PROTOCOL.hold_s} s.",
            "settle_s": f"From 0 to {LONGEST_SETTLE_S}; the protocol does not say.",
            "lot": _ABOUT_LOT,
        }
        self._fields = {
            name: controls.Field(control, hints[name])
            for name, control in self._hold_controls.items()
        }
        for control in self._hold_controls.values():
            control.observe(self._keep_hold, "value")
        boxes = [field.box for field in self._fields.values()]
        return [
            controls.title("The hold"),
            controls.row(boxes[:2], "tk-pair"),
            *boxes[2:],
            controls.markup(_ON_THE_DEVICE),
        ]

    def _week(self) -> list[ipw.Widget]:
        kept = self._diary.settings.get(FIRST_WEEKDAY, "monday")
        known = [day for _, day in _WEEKDAYS]
        self.first_weekday = controls.pills(
            "A week begins on", _WEEKDAYS, kept if kept in known else "monday"
        )
        self.first_weekday.observe(self._keep_weekday, "value")
        return [controls.title("The week"), self.first_weekday]

    def _reminders(self) -> list[ipw.Widget]:
        self.session_at = ipw.Dropdown(description="A session at", options=_HOURS, value=19)
        self.check_in_at = ipw.Dropdown(description="A check-in at", options=_HOURS, value=8)
        self.remind = controls.button("Save reminders", self._remind)
        self.planned = controls.markup("")
        return [
            controls.title("Reminders"),
            controls.hint(_ABOUT_REMINDERS),
            controls.row([self.session_at, self.check_in_at], "tk-pair"),
            controls.row([self.remind], "tk-actions"),
            self.planned,
        ]

    def _show_own(self) -> None:
        """List the person's own names, each with its button."""
        records: list[OwnMuscle | OwnSpot | OwnTool] = [
            *self._diary.all(OwnMuscle),
            *self._diary.all(OwnSpot),
            *self._diary.all(OwnTool),
        ]
        self.hide = {_in_words(one): self._hide_button(one) for one in records}
        rows = [
            controls.row([controls.hint(words), button], "tk-settings-own")
            for words, button in self.hide.items()
        ]
        self._own.children = (controls.hint(_ABOUT_OWN if records else _NO_OWN), *rows)

    def _hide_button(self, record: OwnMuscle | OwnSpot | OwnTool) -> ipw.Button:
        name = record.name
        return controls.button("Hide", lambda: self._hide(record), tooltip=f"Hide {name}")

    # What is done -------------------------------------------------------------------------

    def _keep_hold(self, change: Mapping[str, Any]) -> None:
        with self.status.reporting("NOT SAVED"):
            before = CoachSettings.kept(self._diary)
            self._show_problems({})
            try:
                chosen = CoachSettings(
                    **{name: control.value for name, control in self._hold_controls.items()}
                )
            except InvalidRecord as error:
                self.status.clear()
                self._show_problems(error.problems)
                return
            if chosen == before:
                self.status.clear()
                return
            chosen.keep(self._diary)
            changed = next(
                name for name, one in self._hold_controls.items() if one is change["owner"]
            )
            self._saved(change["owner"], getattr(before, changed))

    def _keep_weekday(self, change: Mapping[str, Any]) -> None:
        with self.status.reporting("NOT SAVED"):
            self._diary.settings.keep(FIRST_WEEKDAY, change["new"])
            self._saved(change["owner"], change["old"])

    def _saved(self, control: ipw.Widget, before: Any) -> None:
        """Say so, and offer to set the control back, which is saved like any change."""

        def set_back() -> None:
            control.value = before

        self.status.say("Saved.", "done", action=("Undo", set_back))

    def _remind(self) -> None:
        # It plans, which loads pandas; the page does not wait for that.
        from tracker.report.reminders import days_ahead, reminders
        from tracker.wording.numbers import counted
        from tracker.wording.plan import advice_sentence

        with self.status.reporting("NOT SAVED"):
            now = self._now().astimezone()
            ahead = days_ahead(
                self._diary,
                now,
                days=_DAYS,
                at=time(self.session_at.value),
                check_in_at=time(self.check_in_at.value),
            )
            check_ins = counted(len(ahead.check_ins), "check-in")
            sessions = counted(len(ahead.sessions), "session")
            words = f"In it: {sessions} and {check_ins}. {advice_sentence(ahead.plan)}"
            self.planned.value = controls.hint(words.strip()).value
            content = reminders(self._diary, ahead, now).content
            self.status.send_file("reminders.ics", "text/calendar", content)

    def _hide(self, record: OwnMuscle | OwnSpot | OwnTool) -> None:
        with self.status.reporting("NOT HIDDEN"):
            self._diary.delete(record.id)
            self._show_own()
            self.status.say(
                f"Hidden: {record.name}.",
                "done",
                action=("Undo", lambda: self._show_again(record)),
                focus=True,
            )

    def _show_again(self, record: OwnMuscle | OwnSpot | OwnTool) -> None:
        with self.status.reporting("NOT UNDONE"):
            self._diary.undo(record.id)
            self._show_own()
            self.status.say(f"{record.name} is offered again.", "done")

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for name, field in self._fields.items():
            field.problem = problems.get(name, "")


def _seconds(label: str, value: int) -> ipw.IntText:
    # Saved once it is typed, so that "12" on the way to "120" is not complained about.
    return ipw.IntText(value, description=label, continuous_update=False)


def _in_words(record: OwnMuscle | OwnSpot | OwnTool) -> str:
    if isinstance(record, OwnSpot):
        return f"{record.name}, a spot on the {record.muscle}"
    return f"{record.name}, a {'muscle' if isinstance(record, OwnMuscle) else 'tool'}"

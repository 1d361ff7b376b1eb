"""The panel on which a person says who they are, which side hurts, and which tools they have.

Stock controls, and the status line. It is one line until it is opened.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as ipw

from tracker.protocol.custom import OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import FIRST_PERSON
from tracker.protocol.profile import HURTING_SIDES, Profile
from tracker.widgets import controls
from tracker.widgets.entry_form import Clock, utc_now
from tracker.widgets.red_flag_prompt import RedFlagPrompt
from tracker.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tracker.facade import Diary

_PUT_OFF: Final = "profile_put_off"
"""The setting that holds the day on which the questions were put off."""

_ASKED_AGAIN_AFTER: Final = timedelta(days=7)
_ASKED: Final = "Which side hurts? Which tools are yours?"
_SHARED: Final = "Everybody in this diary can see each other’s entries."
_USUAL_PAIN: Final = (
    "On a usual day, how strong is the pain where you press? 0 is none, 10 the worst."
)
_SIDES_IN_WORDS: Final = {
    "left": "left side",
    "right": "right side",
    "both": "both sides",
    "not sure": "not sure which side",
}


def person_panel(
    diary: "Diary", *, asks: bool = True, brief: bool = False, now: Clock | None = None
) -> "PersonPanel":
    """Show whose diary is open, and what that person said of themselves, to be changed.

    Parameters
    ----------
    diary : Diary
        Where the answers are kept.
    asks : bool
        Whether to ask which side hurts and which tools there are; without it the panel is there
        only for who shares a diary.
    brief : bool
        Whether it steps aside once both are answered; the page Settings has the answers then.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    PersonPanel
        A widget; show it as the last line of a cell.
    """
    return PersonPanel(diary, asks=asks, brief=brief, now=now or utc_now)


class PersonPanel(ipw.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Chooses a person and asks what they say of themselves; `person_panel` makes one.

    Nothing is asked while a red flag is to be answered or stands.

    Attributes
    ----------
    person, side, usual_pain : ipywidgets.RadioButtons
    tools : dict of str to ipywidgets.Checkbox
    own_tool, name : ipywidgets.Text
        A tool that is not in the list, and somebody who is not in the diary yet.
    summary : ipywidgets.HTML
        The one line.
    change, later, keep, cancel, add : ipywidgets.Button
    status : StatusLine
    """

    def __init__(self, diary: "Diary", *, asks: bool, brief: bool, now: Clock) -> None:
        self._diary, self._now, self._brief = diary, now, brief
        self._asks = asks and not diary.is_sample
        self._is_open = False
        self.status = StatusLine()
        self._compose()
        super().__init__((self._who, self._line, self._form, self.status))
        for look in ("tk-entry", "tk-stock", "tk-person"):
            self.add_class(look)
        self._is_calm = False
        if self._asks:
            # Told of every answer to the red flags on this page.
            self._red_flags = RedFlagPrompt(diary, now, self._on_safety)
            self._on_safety(self._red_flags.state())
        else:
            self._arrange()
        self.person.observe(self._choose, "value")

    def _compose(self) -> None:
        present = self._diary.person or FIRST_PERSON
        names = sorted({*self._diary.known_people(), present})
        self.person = controls.pills("Who is this?", [(_label(n), n) for n in names], present)
        self._who = controls.row([self.person, controls.hint(_SHARED)], "tk-person-who")
        controls.show(self._who, visible=len(names) > 1 and not self._diary.is_sample)
        self.summary = controls.markup("")
        self.change = controls.button("Answer", self._open)
        self.later = controls.button("Later", self._put_off)
        self._line = controls.row([self.summary, self.change, self.later], "tk-person-line")
        self._form = controls.card(self._questions() if self._asks else [])

    def _questions(self) -> list[ipw.Widget]:
        sides = [(side.capitalize(), side) for side in HURTING_SIDES]
        self.side = controls.pills("Which side hurts?", sides, None)
        self.usual_pain = controls.pills(
            _USUAL_PAIN, [("Skip", None), *((str(n), n) for n in range(11))], None
        )
        self.tools: dict[str, ipw.Checkbox] = {}
        self._tool_boxes = controls.row([])
        self.own_tool = ipw.Text(description="Another tool of yours", continuous_update=False)
        self._fields = {
            "side": controls.Field(self.side),
            "name": controls.Field(self.own_tool, "You may leave it empty."),
            "usual_pain": controls.Field(self.usual_pain),
        }
        self.name = ipw.Text(description="Their name", continuous_update=False)
        self._fields["person"] = controls.Field(self.name, _SHARED)
        self.keep = controls.button("Keep", self._keep)
        self.cancel = controls.button("Cancel", self._cancel)
        self.add = controls.button("Add and go on as them", self._add)
        return [
            controls.title("About you"),
            self._fields["side"].box,
            controls.markup('<p class="tk-person-label">Which of these do you have?</p>'),
            self._tool_boxes,
            self._fields["name"].box,
            self._fields["usual_pain"].box,
            controls.row([self.keep, self.cancel], "tk-actions"),
            controls.title("Does somebody else use this diary too?"),
            self._fields["person"].box,
            controls.row([self.add], "tk-actions"),
        ]

    # What is shown ------------------------------------------------------------------------

    def _on_safety(self, safety: Mapping[str, Any]) -> None:
        self._is_calm = not safety["ask"] and not safety["standing"]
        self._arrange()

    def _arrange(self) -> None:
        profile = self._diary.profile()
        asked = not profile.is_answered and not self._is_put_off()
        text = _ASKED if asked else _in_words(profile)
        self.summary.value = f'<p class="tk-person-words">{escape(text)}</p>'
        self.change.description = "Answer" if asked else "Change"
        controls.show(self.later, visible=asked)
        is_offered = self._asks and self._is_calm
        is_done = self._brief and profile.is_answered
        controls.show(self._line, visible=is_offered and not self._is_open and not is_done)
        controls.show(self._form, visible=is_offered and self._is_open)

    def _is_put_off(self) -> bool:
        put_off = self._diary.settings.get(_PUT_OFF)
        return put_off is not None and date.fromisoformat(put_off) > self._today()

    def _today(self) -> date:
        return self._now().astimezone().date()

    # What is done -------------------------------------------------------------------------

    def _open(self) -> None:
        profile = self._diary.profile()
        self.side.value = profile.side
        usual = profile.usual_pain
        self.usual_pain.value = int(usual) if usual is not None else None
        owned = profile.tools or ()
        self.tools = {
            name: ipw.Checkbox(name in owned, description=name.capitalize(), indent=False)
            for name in self._diary.catalogue().tools
        }
        self._tool_boxes.children = tuple(self.tools.values())
        self._show_problems({})
        self._is_open = True
        self._arrange()

    def _close(self) -> None:
        self._is_open = False
        self._arrange()

    def _cancel(self) -> None:
        self._close()
        self.change.focus()

    def _put_off(self) -> None:
        with self.status.reporting("NOT KEPT"):
            until = self._today() + _ASKED_AGAIN_AFTER
            self._diary.settings.keep(_PUT_OFF, until.isoformat())
            self._arrange()

    def _keep(self) -> None:
        with self.status.reporting("NOT KEPT"):
            self._show_problems({})
            if self.side.value is None:
                self._show_problems({"side": "Choose a side, or “Not sure”."})
                return
            try:
                self._diary.keep_profile(self._answers(), self._today())
            except InvalidRecord as error:
                self._show_problems(error.problems)
                return
            self._close()
            self.change.focus()
            self.status.say("Kept. The coach and the plan go by it from now on.", "done")

    def _answers(self) -> Profile:
        before, usual = self._diary.profile(), self.usual_pain.value
        said_again = usual is not None and usual != before.usual_pain
        on = self._today() if said_again else before.usual_pain_on
        tools = [name for name, box in self.tools.items() if box.value]
        return Profile(
            side=self.side.value,
            tools=tuple(dict.fromkeys([*tools, *self._added_tool()])),
            usual_pain=usual,
            usual_pain_on=on if usual is not None else None,
        )

    def _added_tool(self) -> list[str]:
        """The tool that is not in the list, added to it."""
        name = " ".join(self.own_tool.value.split())
        if not name:
            return []
        try:
            return [self._diary.catalogue().canonical_tool(name)]
        except InvalidRecord:
            own = OwnTool(name=name, added_at=self._now().astimezone())
            return [self._diary.add(own, recorded_at=self._now()).name]
        finally:
            self.own_tool.value = ""

    def _choose(self, change: Mapping[str, Any]) -> None:
        with self.status.reporting("NOT CHANGED"):
            name = self._diary.choose_person(change["new"])
            self.status.open_anew(f"This page is {_whose(name)} from now on.")

    def _add(self) -> None:
        with self.status.reporting("NOT ADDED"):
            self._show_problems({})
            if not self.name.value.strip():
                self._show_problems({"person": "Type a name."})
                return
            name = self._diary.choose_person(self.name.value)
            self.status.open_anew(f"Added. This page is {_whose(name)} from now on.")

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for name, field in self._fields.items():
            field.problem = problems.get(name, "")


def _label(name: str) -> str:
    return "Me" if name == FIRST_PERSON else name


def _whose(name: str) -> str:
    return "yours" if name == FIRST_PERSON else f"for {name}"


def _in_words(profile: Profile) -> str:
    """Say in a line what a person said of themselves.

    >>> _in_words(Profile("left", ("massage ball", "lacrosse ball")))
    'You: left side, massage ball and lacrosse ball.'
    >>> _in_words(Profile("both", ()))
    'You: both sides, no tool of your own.'
    >>> _in_words(Profile())
    'You: nothing said yet of your side and your tools.'
    """
    if not profile.is_answered:
        return "You: nothing said yet of your side and your tools."
    *first, last = profile.tools or ("no tool of your own",)
    tools = f"{', '.join(first)} and {last}" if first else last
    usual = "" if profile.usual_pain is None else f", usual pain {profile.usual_pain:g}"
    return f"You: {_SIDES_IN_WORDS[str(profile.side)]}, {tools}{usual}."

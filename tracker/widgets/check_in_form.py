"""Show the form on which a person notes how the sciatica itself is now."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast, get_args
from uuid import UUID, uuid5

import traitlets

from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import (
    ACTIVITIES,
    BOTHERSOMENESS_ITEMS,
    Change,
    Reach,
    SciaticaSide,
    Symptom,
)
from tracker.protocol.record import Record, rule_of
from tracker.protocol.red_flag_schedule import new_in_leg
from tracker.protocol.red_flags import ADVICE, most_urgent
from tracker.protocol.screening import Screening
from tracker.protocol.weekly_questions import SKIPPED, skipped_on, weekly_due
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock, EntryForm, Values, utc_now
from tracker.widgets.entry_summary import check_in_card, check_in_title
from tracker.widgets.form_drafts import was_in
from tracker.widgets.red_flag_prompt import RED_FLAG_WORDS, RedFlagPrompt
from tracker.widgets.rpc_widget import Answer, Message, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

_READ = 60
_OFFERED = 8


def check_in_form(diary: "Diary", *, now: Clock | None = None) -> "CheckInForm":
    """Show the form for checking in, with the last check-ins under it.

    Parameters
    ----------
    diary : Diary
        Where check-ins are saved.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    CheckInForm
        A widget; show it as the last line of a cell.
    """
    return CheckInForm(diary, now or utc_now)


class CheckInForm(EntryForm):
    """Notes how the sciatica is; `check_in_form` makes one.

    Attributes
    ----------
    weekly : dict
        Which of the weekly questions are due: ``bothersomeness``, ``change``.
    safety : dict
        As `RedFlagPrompt.state` gives it.
    """

    _esm = script("check_in_form")
    _css = style("check_in_form")

    weekly = traitlets.Dict().tag(sync=True)
    safety = traitlets.Dict().tag(sync=True)

    _kind = CheckIn
    _step = "check-in form"
    _list_title = "Last check-ins"
    _shown_at_first = 5
    _fields = (
        "at",
        "pain",
        "site",
        "side",
        "reach",
        "symptoms",
        "bothersomeness",
        "change",
        "activities",
        "medication",
        "red_flags",
        "note",
    )

    def __init__(self, diary: "Diary", now: Clock) -> None:
        self._red_flags = RedFlagPrompt(diary, now, self._bring_up_to_date)
        super().__init__(diary, now, self._red_flags)
        self._bring_up_to_date(self._red_flags.state())

    def _offered(self) -> dict[str, Any]:
        return {
            "sides": list(get_args(SciaticaSide)),
            "reaches": list(get_args(Reach)),
            "symptoms": list(get_args(Symptom)),
            "activities": list(ACTIVITIES),
            "medication": self._medication_named_before(),
            "bothersomeness": list(BOTHERSOMENESS_ITEMS),
            "changes": list(get_args(Change)),
            "red_flags": RED_FLAG_WORDS["flags"],
            "advice": RED_FLAG_WORDS["advice"],
        }

    def _medication_named_before(self) -> list[str]:
        """What the person named themselves, last first; the kit suggests none."""
        named = [name for one in self._diary.recent(CheckIn, _READ) for name in one.medication]
        return list(dict.fromkeys(named))[:_OFFERED]

    def _record(self, entry: UUID, values: Values) -> Record:
        given = {name: value for name, value in values.items() if value not in (None, "")}
        _check_all_rated(given.get("bothersomeness"))
        return CheckIn(id=entry, **given)

    def _card(self, record: CheckIn) -> dict[str, Any]:
        return check_in_card(record)

    def _headline(self, record: CheckIn) -> str:
        return f"pain {record.pain:g}, {check_in_title(record)}"

    def _advice(self, record: CheckIn) -> str:
        urgency = most_urgent(self._not_agreed(record))
        return ADVICE[urgency] if urgency else ""

    def _is_urgent(self, record: CheckIn) -> bool:
        return bool(self._not_agreed(record))

    def _not_agreed(self, record: CheckIn) -> list[str]:
        """The red flags of a check-in, without those to which a doctor has agreed."""
        return [name for name in record.red_flags if name not in self.safety["agreed"]]

    def _values(self, record: Record) -> dict[str, Any]:
        # Whether "none of these" was pressed is not kept, and must not look as if it had been.
        values = super()._values(record)
        return {**values, "red_flags": values["red_flags"] or None}

    def _save(self, message: Message) -> Answer:
        answer = super()._save(message)
        if answer["outcome"] == "done" and message["values"].get("red_flags") is not None:
            self._keep_screening(UUID(message["id"]), uuid5(UUID(message["id"]), "screening"))
        self._red_flags.tell_all()
        return answer

    def _amend(self, message: Message) -> Answer:
        entry = UUID(message["id"])
        before = self._diary.get(entry)
        answer = super()._amend(message)
        after = self._diary.get(entry) if answer["outcome"] == "done" else before
        if _ticked(after) and _ticked(after) != _ticked(before):
            self._keep_screening(entry)
        self._red_flags.tell_all()
        return answer

    def _delete(self, message: Message) -> Answer:
        answer = super()._delete(message)
        self._red_flags.tell_all()
        return answer

    def _undo(self, message: Message) -> Answer:
        answer = super()._undo(message)
        self._red_flags.tell_all()
        return answer

    def _keep_screening(self, entry: UUID, screening: UUID | None = None) -> None:
        """Note that the red flags were asked, where they were answered on this form."""
        if screening and was_in(self._diary, screening):
            return
        check_in = cast(CheckIn, self._diary.get(entry))
        earlier = self._diary.recent(CheckIn, _READ)
        is_news = bool(new_in_leg(check_in, earlier))
        named = {"id": screening} if screening else {}
        self._diary.add(
            Screening(
                answered_at=max(self._now().astimezone(check_in.at.tzinfo), check_in.at),
                asked_because="new leg symptom" if is_news else "asked for",
                red_flags=check_in.red_flags,
                **named,
            ),
            recorded_at=self._now(),
        )

    @answers("skip_week")
    def _skip_week(self, message: Message) -> Answer:
        """Leave the weekly questions for this week: on, the day on the person's calendar."""
        self._diary.settings.keep(SKIPPED, date.fromisoformat(message["on"]).isoformat())
        self._red_flags.tell_all()
        return {"outcome": "done", "text": "They are asked again in a week."}

    def _bring_up_to_date(self, safety: dict[str, Any]) -> None:
        with self.hold_sync():
            self.safety = safety
            self.weekly = self._weekly_now()

    def _weekly_now(self) -> dict[str, bool]:
        skipped = skipped_on(self._diary.settings.get(SKIPPED))
        due = weekly_due(
            self._diary.recent(CheckIn, _READ), self._now().astimezone().date(), skipped
        )
        return {"bothersomeness": due.bothersomeness, "change": due.change}


def _ticked(record: Record) -> tuple[str, ...]:
    return record.red_flags if isinstance(record, CheckIn) else ()


def _check_all_rated(ratings: list[int | None] | None) -> None:
    if ratings is None or None not in ratings:
        return
    rule = rule_of(CheckIn, "bothersomeness")
    rated = len(ratings) - ratings.count(None)
    sentence = f"bothersomeness must be {rule}, not {rated}: rate all four or clear them."
    raise InvalidRecord({"bothersomeness": sentence})

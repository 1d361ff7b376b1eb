"""The form on which a person notes how the sciatica itself is now."""

from typing import TYPE_CHECKING, Any, get_args
from uuid import UUID

from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import (
    ACTIVITIES,
    BOTHERSOMENESS_ITEMS,
    Change,
    Reach,
    Side,
    Symptom,
)
from tracker.protocol.record import Record, rule_of
from tracker.protocol.red_flags import ADVICE, RED_FLAGS, most_urgent
from tracker.widgets.assets import script, style
from tracker.widgets.cards import check_in_card, check_in_title
from tracker.widgets.entry_form import SCRIPTS, STYLES, Clock, EntryForm, Values

if TYPE_CHECKING:
    from tracker.diary.diary import Diary


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
    return CheckInForm(diary, now=now)


class CheckInForm(EntryForm):
    """Notes how the sciatica is; `check_in_form` makes one."""

    _esm = script(*SCRIPTS, "rating_grid", "red_flags", "check_in_form")
    _css = style(*STYLES, "check_in")

    _kind = CheckIn
    _step = "check-in form"
    _shown_at_first = 5
    _fields = (
        "at",
        "pain",
        "side",
        "reach",
        "symptoms",
        "bothersomeness",
        "change",
        "activities",
        "red_flags",
        "note",
    )

    def _offered(self) -> dict[str, Any]:
        return {
            "sides": list(get_args(Side)),
            "reaches": list(get_args(Reach)),
            "symptoms": list(get_args(Symptom)),
            "activities": list(ACTIVITIES),
            "bothersomeness": list(BOTHERSOMENESS_ITEMS),
            "changes": list(get_args(Change)),
            "red_flags": [{"name": flag.name, "question": flag.question} for flag in RED_FLAGS],
            "advice": [
                {
                    "sentence": sentence,
                    "flags": [flag.name for flag in RED_FLAGS if flag.advice == urgency],
                }
                for urgency, sentence in ADVICE.items()
            ],
        }

    def _record(self, entry: UUID, values: Values) -> Record:
        given = {name: value for name, value in values.items() if value not in (None, "")}
        _check_all_rated(given.get("bothersomeness"))
        return CheckIn(id=entry, **given)

    def _card(self, record: CheckIn) -> dict[str, Any]:
        return check_in_card(record)

    def _headline(self, record: CheckIn) -> str:
        return f"pain {record.pain:g}, {check_in_title(record)}"

    def _advice(self, record: CheckIn) -> str:
        urgency = most_urgent(record.red_flags)
        return ADVICE[urgency] if urgency else ""

    def _is_urgent(self, record: CheckIn) -> bool:
        return bool(record.red_flags)


def _check_all_rated(ratings: list[int | None] | None) -> None:
    if ratings is None or None not in ratings:
        return
    rule = rule_of(CheckIn, "bothersomeness")
    rated = len(ratings) - ratings.count(None)
    sentence = f"bothersomeness must be {rule}, not {rated}: rate all four or clear them."
    raise InvalidRecord({"bothersomeness": sentence})

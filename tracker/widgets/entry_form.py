"""Show a form for one kind of record: save, amend, delete, undo, and the last entries below."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import UUID

import traitlets

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.local_time import time_in_words
from tracker.protocol.record import Record
from tracker.widgets.form_drafts import FormDrafts, is_in
from tracker.widgets.plain_result import heading, paragraphs, table
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

_TAKEN_BACK: Final = "the entry is out of your diary again"

Clock = Callable[[], datetime]
Values = Mapping[str, Any]
"""What the form holds, by the record's field names; None or "" where nothing is entered."""


class EntryForm(RpcWidget):
    """A form over a diary, and the last entries of its kind.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    choices : dict
        What the fields offer.
    entries : list of dict
        The last entries, last first, as `cards` shows them; ``values`` fills the form again.
    has_older : bool
        Whether there are entries before those.
    draft, edit : dict
        As `FormDrafts` has them.
    """

    is_sample = traitlets.Bool().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    entries: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    has_older = traitlets.Bool().tag(sync=True)
    draft = traitlets.Dict().tag(sync=True)
    edit = traitlets.Dict().tag(sync=True)

    _kind: ClassVar[type[Record]]
    _step: ClassVar[str]
    _fields: ClassVar[tuple[str, ...]]
    _shown_at_first: ClassVar[int]
    _list_title: ClassVar[str]

    def __init__(self, diary: "Diary", now: Clock, *parts: object) -> None:
        self._diary, self._now = diary, now
        self._shown = self._shown_at_first
        self._drafts = FormDrafts(
            diary, self._kind, self._step, self._title, changed=self._show_drafts
        )
        super().__init__(self._drafts, *parts)
        with self.hold_sync():
            self.is_sample = diary.is_sample
            self.choices = self._offered()
            self._show_entries()
            self._show_drafts()

    @abstractmethod
    def _offered(self) -> dict[str, Any]:
        """What the fields offer."""

    @abstractmethod
    def _record(self, entry: UUID, values: Values) -> Record:
        """Make the record, which says what is wrong with the values."""

    @abstractmethod
    def _headline(self, record: Any) -> str:
        """Name a record in a sentence, without its time."""

    def _advice(self, record: Any) -> str:  # noqa: ARG002 - for subclasses
        """What follows from a record that was just saved, as sentences."""
        return ""

    def _is_urgent(self, record: Any) -> bool:  # noqa: ARG002 - for subclasses
        """Whether the advice is a red flag's."""
        return False

    @abstractmethod
    def _card(self, record: Any) -> dict[str, Any]:
        """Show a record in the list."""

    def _plain(self) -> str:
        rows = [
            (
                f"{one['day']} {one['time']}",
                one["title"],
                one["pain"],
                one["change"],
                " · ".join(filter(None, [one["detail"], one["note"], one["alert"]])),
            )
            for one in self.entries
        ]
        columns = ("When", "Where", "Pain", "Change", "More")
        return heading(self._list_title) + (table(columns, rows) or paragraphs(["None yet."]))

    def _title(self, record: Any) -> str:
        return str(self._card(record)["title"])

    @answers("save")
    def _save(self, message: Message) -> Answer:
        entry = UUID(message["id"])
        record = self._record(entry, message["values"])
        try:
            saved = self._diary.add(record, recorded_at=self._now())
        except InvalidRecord:
            raise
        except ValueError:
            if not is_in(self._diary, entry):
                raise
            return {
                "outcome": "taken",
                "text": "NOT SAVED: this entry is in your diary already, with other answers. "
                "Save change replaces them; Cancel leaves them as they are.",
            }
        return self._done(
            "Saved",
            saved,
            self._advice(saved),
            urgent=self._is_urgent(saved),
            after=lambda: self._drafts.forget(entry),
        )

    @answers("amend")
    def _amend(self, message: Message) -> Answer:
        entry = UUID(message["id"])
        # Built as a whole first: a field left empty is then missing, and not "None".
        values = message["values"]
        record = self._record(entry, values)
        # A page opened before the kit was renewed does not know of every field.
        changes = {name: getattr(record, name) for name in self._fields if name in values}
        before = self._diary.get(entry)
        moment = next(iter(self._kind.model_fields))
        if changes.get(moment, getattr(before, moment)) != getattr(before, moment):
            # Who says when it was knows the time.
            changes["time_known"] = True
        changed = self._diary.amend(entry, recorded_at=self._now(), **changes)
        if self._values(changed) == self._values(before):
            # No change was written, so an Undo would take back an earlier one.
            return {**self._done("As it was", changed), "undo": None}
        return self._done(
            "Changed", changed, self._advice(changed), urgent=self._is_urgent(changed)
        )

    @answers("delete", "NOT DELETED")
    def _delete(self, message: Message) -> Answer:
        entry = UUID(message["id"])
        record = self._diary.get(entry)
        self._diary.delete(entry, recorded_at=self._now())
        return self._done("Deleted", record)

    @answers("undo", "NOT UNDONE")
    def _undo(self, message: Message) -> Answer:
        entry = UUID(message["id"])
        record = self._diary.undo(entry, recorded_at=self._now())
        if record is None:
            return self._done("Undone", None)
        return {**self._done("Undone", record, "It is as it was before."), "undo": None}

    @answers("older", "NOT SHOWN")
    def _older(self, _message: Message) -> Answer:
        # Doubling: the first entry of a long diary is a few presses away.
        self._shown *= 2
        self._show_entries()
        return {"outcome": "done", "text": f"{len(self.entries)} entries are shown."}

    def _done(
        self,
        what: str,
        record: Record | None,
        advice: str = "",
        *,
        urgent: bool = False,
        after: Callable[[], None] | None = None,
    ) -> Answer:
        """Tell the page what is in the diary now; nothing from here on can make it untrue."""
        about = (
            f"{self._headline(record)}, {time_of(record, self._now())}" if record else _TAKEN_BACK
        )
        done = f"{what}: {about}."
        sentences = [advice, done] if urgent else [done, advice]
        try:
            if after:
                after()
            self._show_entries()
        except Exception as error:  # noqa: BLE001 - the change is made; only the list is old
            sentences.append(f"The list could not be brought up to date: {error}")
        answer: Answer = {
            "outcome": "done",
            "text": " ".join(filter(None, sentences)),
            "undo": str(record.id) if record else None,
        }
        return {**answer, "urgent": True} if urgent else answer

    def _show_drafts(self) -> None:
        with self.hold_sync():
            self.draft, self.edit = self._drafts.draft, self._drafts.edit

    def _show_entries(self) -> None:
        records = self._diary.recent(self._kind, self._shown + 1)
        with self.hold_sync():
            self.entries = [
                {**self._card(record), "values": self._values(record)}
                for record in records[: self._shown]
            ]
            self.has_older = len(records) > self._shown

    def _values(self, record: Record) -> dict[str, Any]:
        values = {field: getattr(record, field) for field in self._fields}
        return {field: _plain(value) for field, value in values.items()}


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def time_of(record: Record, now: datetime) -> str:
    """Give the local time of an entry, and the day where it is not today's."""
    at: datetime = getattr(record, next(iter(type(record).model_fields)))
    today = now.astimezone(at.tzinfo).date()
    time = time_in_words(at, is_known=getattr(record, "time_known", True))
    return time if at.date() == today else f"{at.day} {at:%B %Y}, {time}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value

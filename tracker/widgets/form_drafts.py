"""Keep what was entered and not saved yet, at every step, and hand it back to the next page."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tracker.protocol.record import Record
from tracker.widgets.rpc_widget import Answer, Message, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

_KEPT: Answer = {"outcome": "done"}


class FormDrafts:
    """The unfinished entries of one kind of form; a part of a widget over a diary.

    Attributes
    ----------
    draft : dict
        The unfinished entry that was left or is being kept: id, at, sequence, values; else empty.
    edit : dict
        The unfinished change of a saved entry, the same way, with ``entry``, the id of that entry,
        and its ``title``; the change has an id of its own.
    """

    def __init__(
        self,
        diary: "Diary",
        kind: type[Record],
        step: str,
        title: Callable[[Any], str],
        changed: Callable[[], None],
    ) -> None:
        """Find what was left unfinished.

        Parameters
        ----------
        kind : type of Record
            What the form makes.
        step : str
            The name under which the form's drafts stand in the diary.
        title : callable
            Names a saved entry, by its record.
        changed : callable
            Called when `draft` or `edit` is another than before.
        """
        self._diary, self._kind, self._step = diary, kind, step
        self._title, self._changed = title, changed
        self.draft = next(self._open(step), {})
        changes = (self._edit_of(draft) for draft in self._open(self._edit_step))
        self.edit: dict[str, Any] = next(filter(None, changes), {})

    @answers("draft", "UNFINISHED ENTRY NOT KEPT")
    def keep(self, message: Message) -> Answer:
        """Keep a step: id, at, sequence, values; and ``entry`` where a saved one is changed."""
        draft, edited = UUID(message["id"]), message.get("entry")
        if is_in(self._diary, draft):
            return dict(_KEPT)
        at, sequence = datetime.fromisoformat(message["at"]), int(message["sequence"])
        values = dict(message["values"])
        kept = {"entry": edited, "values": values} if edited else values
        step = self._edit_step if edited else self._step
        self._diary.drafts.keep(draft, step, kept, at=at, sequence=sequence)
        shown = {"id": str(draft), "at": at.isoformat(), "sequence": sequence, "values": kept}
        if edited:
            self.edit = self._edit_of(shown)
        else:
            self.draft = shown
        self._changed()
        return dict(_KEPT)

    @answers("discard", "NOT DISCARDED")
    def discard(self, message: Message) -> Answer:
        """Discard an unfinished entry: id."""
        draft = UUID(message["id"])
        self._diary.drafts.discard(draft)
        self._drop(draft)
        return {"outcome": "done", "text": "The unfinished entry is discarded."}

    def forget(self, draft: UUID) -> None:
        """Drop the draft of an entry that is saved, or never will be."""
        self._drop(draft)
        self._diary.drafts.discard(draft)

    def all_open(self) -> list[dict[str, Any]]:
        """Every unfinished entry of the form, as `draft` has it."""
        return list(self._open(self._step))

    def _open(self, step: str) -> Iterator[dict[str, Any]]:
        # Other forms keep their drafts in the same diary, under steps of their own.
        return (_as_trait(draft) for draft in self._diary.drafts.open() if draft.step == step)

    def _drop(self, draft: UUID) -> None:
        if self.draft.get("id") == str(draft):
            self.draft = {}
        if self.edit.get("id") == str(draft):
            self.edit = {}
        self._changed()

    def _edit_of(self, draft: dict[str, Any]) -> dict[str, Any]:
        """Name the entry that a change is of; nothing where that is no longer in the diary."""
        edited = UUID(draft["values"]["entry"])
        if not is_in(self._diary, edited):
            return {}
        record = self._diary.get(edited)
        if not isinstance(record, self._kind):
            return {}
        values = draft["values"]["values"]
        return draft | {"entry": str(edited), "title": self._title(record), "values": values}

    @property
    def _edit_step(self) -> str:
        return f"{self._step} edit"


def is_in(diary: "Diary", entry: UUID) -> bool:
    """Whether an entry is in the diary and not deleted."""
    try:
        diary.get(entry)
    except LookupError:
        return False
    return True


def was_in(diary: "Diary", entry: UUID) -> bool:
    """Whether an entry is or ever was in the diary."""
    try:
        diary.history(entry)
    except LookupError:
        return False
    return True


def _as_trait(draft: Any) -> dict[str, Any]:
    return {
        "id": str(draft.id),
        "at": draft.at.isoformat(),
        "sequence": draft.sequence,
        "values": dict(draft.values),
    }

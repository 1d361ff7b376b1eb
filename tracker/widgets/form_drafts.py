"""What was entered and not saved yet: kept at every step, and handed back to the next page."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import traitlets

from tracker.protocol.record import Record
from tracker.widgets.rpc_widget import Answer, RpcWidget

if TYPE_CHECKING:
    from tracker.facade import Diary


class FormDrafts(RpcWidget):
    """Keeps a form's unfinished entry, and the unfinished change of a saved one.

    Attributes
    ----------
    draft : dict
        The unfinished entry that was found or is being kept: id, at, sequence, values; else empty.
    edit : dict
        The unfinished change of a saved entry, the same way, with ``entry``, the id of that entry,
        and its ``title``; the change has an id of its own.
    """

    draft = traitlets.Dict().tag(sync=True)
    edit = traitlets.Dict().tag(sync=True)

    _diary: "Diary"
    _kind: ClassVar[type[Record]]
    _step: ClassVar[str]

    @abstractmethod
    def _card(self, record: Any) -> dict[str, Any]:
        """Show a record in the list."""

    def _handlers(self) -> Mapping[str, Callable[[Mapping[str, Any]], Answer]]:
        return {
            **super()._handlers(),
            "draft": self._keep_draft,
            "discard": self._discard_draft,
        }

    def _take_up_drafts(self) -> None:
        """Find what was left unfinished."""
        self.draft = self._unfinished()
        changes = map(self._told_edit, self._open_drafts(self._edit_step))
        self.edit = next(filter(None, changes), {})

    def _unfinished(self) -> dict[str, Any]:
        return next(self._open_drafts(self._step), {})

    def _open_drafts(self, step: str) -> Iterator[dict[str, Any]]:
        # The hold coach keeps its drafts in the same diary, under steps of its own.
        return (_told(draft) for draft in self._diary.drafts.open() if draft.step == step)

    def _keep_draft(self, message: Mapping[str, Any]) -> Answer:
        draft, edited = UUID(message["id"]), message.get("entry")
        if self._is_there(draft):
            return {"outcome": "done"}
        at, sequence = datetime.fromisoformat(message["at"]), int(message["sequence"])
        values = dict(message["values"])
        kept = {"entry": edited, "values": values} if edited else values
        step = self._edit_step if edited else self._step
        self._diary.drafts.keep(draft, step, kept, at=at, sequence=sequence)
        told = {"id": str(draft), "at": at.isoformat(), "sequence": sequence, "values": kept}
        if edited:
            self.edit = self._told_edit(told)
        else:
            self.draft = told
        return {"outcome": "done"}

    def _discard_draft(self, message: Mapping[str, Any]) -> Answer:
        draft = UUID(message["id"])
        self._diary.drafts.discard(draft)
        self._drop_draft(draft)
        return {"outcome": "done", "text": "The unfinished entry is discarded."}

    def _forget(self, draft: UUID) -> None:
        self._drop_draft(draft)
        self._diary.drafts.discard(draft)

    def _drop_draft(self, draft: UUID) -> None:
        if self.draft.get("id") == str(draft):
            self.draft = {}
        if self.edit.get("id") == str(draft):
            self.edit = {}

    def _told_edit(self, draft: dict[str, Any]) -> dict[str, Any]:
        """Name the entry that a change is of; nothing where that is no longer in the diary."""
        edited = UUID(draft["values"]["entry"])
        if not self._is_there(edited):
            return {}
        record = self._diary.get(edited)
        if not isinstance(record, self._kind):
            return {}
        title = self._card(record)["title"]
        return draft | {"entry": str(edited), "title": title, "values": draft["values"]["values"]}

    def _is_there(self, entry: UUID) -> bool:
        try:
            self._diary.get(entry)
        except LookupError:
            return False
        return True

    @property
    def _edit_step(self) -> str:
        return f"{self._step} edit"


def _told(draft: Any) -> dict[str, Any]:
    return {
        "id": str(draft.id),
        "at": draft.at.isoformat(),
        "sequence": draft.sequence,
        "values": dict(draft.values),
    }

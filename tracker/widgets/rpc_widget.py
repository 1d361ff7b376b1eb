"""How a page and its widget talk: a numbered request in, one answer out, and no error lost."""

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, Final

import anywidget

from tracker.protocol.errors import InvalidRecord

Answer = dict[str, Any]
"""What goes back to the page: an ``outcome``, a ``text`` for the status line, and what belongs."""


class RpcWidget(anywidget.AnyWidget):
    """A widget that answers every request of its page.

    A subclass names its handlers in ``_handlers``: message type -> method that takes the message
    and returns an answer. What a handler raises is answered too: an `InvalidRecord` as problems
    beside their fields, anything else as a sentence behind what did not happen.
    """

    _refusals: Final[dict[str, str]] = {
        "delete": "NOT DELETED",
        "undo": "NOT UNDONE",
        "older": "NOT SHOWN",
        "choose": "NOT SHOWN",
        "section": "NOT SHOWN",
        "weeks": "NOT SHOWN",
        "report": "NOT SHOWN",
        "story": "NOT SHOWN",
        "draft": "UNFINISHED ENTRY NOT KEPT",
        "discard": "NOT DISCARDED",
        "export": "NOT EXPORTED",
        "plan": "NOT STARTED",
        "end": "NOT ENDED",
        "look": "NOT SHOWN",
        "settings": "SETTINGS NOT KEPT",
        "take_back": "NOT UNDONE",
        "map": "NOT SHOWN",
        "place": "NOT PLACED",
        "upload": "NOT READ",
        "read": "NOT READ",
        "import": "NOT IMPORTED",
        "take back": "NOT UNDONE",
        "rejects": "NOT WRITTEN",
        "today": "NOT SHOWN",
    }

    def __init__(self) -> None:
        # Messages arrive on a thread of their own, and several may be under way at once.
        self._lock = RLock()
        super().__init__()
        self.on_msg(self._hear)

    def _handlers(self) -> Mapping[str, Callable[[Mapping[str, Any]], Answer]]:
        # Empty, so that abilities a widget takes up beside its own can each add theirs.
        return {}

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        with self._lock:
            answer = self._answer(message)
            buffers = answer.pop("buffers", None)
            self.send(
                {"type": "reply", "request": message.get("request"), **answer}, buffers=buffers
            )

    def _answer(self, message: Mapping[str, Any]) -> Answer:
        kind = message.get("type", "")
        try:
            return self._handlers()[kind](message)
        except InvalidRecord as error:
            return {"outcome": "problems", "problems": error.problems}
        except Exception as error:  # noqa: BLE001 - Jupyter would hide it; the person must see it
            refusal = self._refusals.get(kind, "NOT SAVED")
            return {"outcome": "failed", "text": f"{refusal}: {_sentence(error)}"}


def _sentence(error: Exception) -> str:
    said = str(error)
    if isinstance(error, (OSError, ValueError, LookupError)) and said.endswith("."):
        return said
    return f"something unexpected went wrong ({type(error).__name__}: {said})."

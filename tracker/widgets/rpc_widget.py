"""Answer the requests of a page: a numbered request in, one answer out, and no error lost."""

import re
from collections.abc import Callable, Iterator, Mapping
from threading import RLock
from typing import Any, Final, TypeVar

import anywidget

from tracker.protocol.errors import InvalidRecord
from tracker.widgets.plain_result import PlainResult

Message = Mapping[str, Any]
"""What a page asks, in plain JSON: ``type``, the number of the ``request``, and what belongs."""

Answer = dict[str, Any]
"""What goes back to the page: an ``outcome``, a ``text`` for the status line, and what belongs."""

Handler = Callable[[Message], Answer]
H = TypeVar("H", bound=Callable[..., Answer])

_DECLARED: Final = "_answers"


def answers(kind: str, refusal: str = "NOT SAVED") -> Callable[[H], H]:
    """Declare a method as the handler of a type of message.

    Parameters
    ----------
    kind : str
        The message's ``type``.
    refusal : str
        What did not happen where the method raises: the first words of the sentence for the page.
    """

    def declare(method: H) -> H:
        setattr(method, _DECLARED, (kind, refusal))
        return method

    return declare


class RpcWidget(PlainResult, anywidget.AnyWidget):
    """A widget that answers every request of its page.

    Its handlers are the methods declared by `answers`, its own and those of the parts that it is
    composed of. What a handler raises is answered too: an `InvalidRecord` as problems beside their
    fields, anything else as a sentence behind what did not happen.
    """

    def __init__(self, *parts: object) -> None:
        # Messages arrive on a thread of their own, and several may be under way at once.
        self._lock = RLock()
        self._handlers = {
            kind: (handler, refusal)
            for part in (*parts, self)
            for kind, handler, refusal in _declared_by(part)
        }
        super().__init__()
        self.on_msg(self._hear)

    def _hear(self, _widget: object, message: Message, _buffers: object) -> None:
        with self._lock:
            answer = self._answer(message)
            buffers = answer.pop("buffers", None)
            self.send(
                {"type": "reply", "request": message.get("request"), **answer}, buffers=buffers
            )

    def _answer(self, message: Message) -> Answer:
        handler, refusal = self._handlers.get(message.get("type", ""), (_unknown, "NOT SAVED"))
        try:
            return handler(message)
        except InvalidRecord as error:
            return {"outcome": "problems", "problems": in_words(error.problems)}
        except Exception as error:  # noqa: BLE001 - Jupyter would hide it; the person must see it
            return {"outcome": "failed", "text": f"{refusal}: {error_sentence(error)}"}


def _declared_by(part: object) -> Iterator[tuple[str, Handler, str]]:
    """Every message type that an object's methods declare, with the method and the refusal.

    A method that a subclass defines anew goes by the declaration of the one it replaces.
    """
    for kind in reversed(type(part).__mro__):
        for name, method in vars(kind).items():
            if hasattr(method, _DECLARED):
                message_type, refusal = getattr(method, _DECLARED)
                yield message_type, getattr(part, name), refusal


def _unknown(message: Message) -> Answer:
    raise KeyError(message.get("type", ""))


_MISSING: Final[dict[str, str]] = {
    "muscle": "Choose a muscle.",
    "spot": "Choose a spot.",
    "side": "Choose a side.",
    "tool": "Choose a tool.",
    "name": "Give it a name.",
    "pain": "Rate your pain.",
    "pain_before": "Rate your pain before.",
    "started_at": "Say when it was.",
    "at": "Say when it was.",
}

_LABELS: Final[dict[str, str]] = {
    "pain_before": "the pain before",
    "pain_30s": "the pain at 30 s",
    "pain_after": "the pain after",
    "pain_later": "the pain there later",
    "later_at": "the time of the later rating",
    "held_s": "the time held",
    "started_at": "the time it began",
}
_COLUMN: Final = re.compile(rf"\b({'|'.join(_LABELS)})\b")


def in_words(problems: Mapping[str, str]) -> dict[str, str]:
    """Put problems beside the fields of a page into its words, which has no names of columns.

    >>> in_words({"side": "side is missing: it must be one of left, right."})
    {'side': 'Choose a side.'}
    >>> in_words({"held_s": "held_s must be a whole number of seconds from 0 to 3600, not 4000."})
    {'held_s': 'The time held must be a whole number of seconds from 0 to 3600, not 4000.'}
    """
    return {
        field: _MISSING[field]
        if field in _MISSING and sentence.startswith(f"{field} is missing")
        else _labelled(sentence)
        for field, sentence in problems.items()
    }


def _labelled(sentence: str) -> str:
    labelled = _COLUMN.sub(lambda match: _LABELS[match[0]], sentence)
    return labelled[:1].upper() + labelled[1:] if labelled != sentence else sentence


def error_sentence(error: Exception) -> str:
    """Say an error as a sentence that a person can read.

    >>> error_sentence(ValueError("pain must be a number."))
    'pain must be a number.'
    >>> error_sentence(KeyError("x"))
    "something unexpected went wrong (KeyError: 'x')."
    """
    if isinstance(error, InvalidRecord):
        return " ".join(error.problems.values())
    sentence = str(error)
    if isinstance(error, (OSError, ValueError, LookupError)) and sentence.endswith("."):
        return sentence
    return f"something unexpected went wrong ({type(error).__name__}: {sentence})."

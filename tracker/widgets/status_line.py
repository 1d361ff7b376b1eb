"""The line under a panel that says what happened, offers one way on and hands out files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import Any, Final, Literal

import anywidget
import traitlets

from tracker.widgets.assets import script, style
from tracker.widgets.rpc_widget import error_sentence

Tone = Literal["plain", "done", "failed"]
Action = Callable[[], None]

_SILENT: Final = {"text": "", "tone": "none", "action": "", "focus": False}


class StatusLine(anywidget.AnyWidget):
    """The last child of a panel of stock controls; it brings the style sheet of them all.

    It is the one script such a panel needs. Stock controls have no live region, no download and no
    word of when they are on the page, and their radios have neither a group's name nor arrow keys.

    Attributes
    ----------
    message : dict
        What the line says: ``text``, ``tone``, ``action`` (what its button says, or nothing) and
        whether that button takes the ``focus``.
    """

    _esm = script("status_line")
    _css = style("status_line")

    message = traitlets.Dict(_SILENT).tag(sync=True)

    def __init__(self) -> None:
        # Clicks and changes arrive on a thread of their own, and several may be under way at once.
        self._lock = RLock()
        self._near: Callable[[Mapping[str, Any]], None] | None = None
        self._run: Action | None = None
        super().__init__()
        self.add_class("tk-status-place")
        self.on_msg(self._hear)

    @property
    def text(self) -> str:
        """What the line says now."""
        return str(self.message["text"])

    def say(
        self,
        text: str,
        tone: Tone = "plain",
        *,
        action: tuple[str, Action] | None = None,
        focus: bool = False,
    ) -> None:
        """Say what happened, and offer a button that leads on where there is one.

        Parameters
        ----------
        text : str
        tone : {"plain", "done", "failed"}
        action : tuple, optional
            What the button says, and what it runs.
        focus : bool
            Whether the button takes the keyboard's focus.
        """
        label, self._run = action or ("", None)
        self.message = {"text": text, "tone": tone, "action": label, "focus": focus}

    def clear(self) -> None:
        """Say nothing any more."""
        self._run = None
        self.message = dict(_SILENT)

    def send_file(self, name: str, mime: str, content: bytes) -> None:
        """Hand a file to the browser, and say so once it has it.

        Parameters
        ----------
        name : str
        mime : str
            Its media type. The content of an ``image/png`` is an SVG, which the browser paints.
        content : bytes
        """
        text = f"Saved {name} among your downloads."
        if mime in ("application/pdf", "text/html"):
            text += " It holds health data; keep it private."
        self.send({"type": "file", "name": name, "mime": mime, "text": text}, [content])

    def open_anew(self, text: str) -> None:
        """Have the page opened anew; in JupyterLab, which is no page, say that it is to be.

        Parameters
        ----------
        text : str
            What has changed, in a sentence.
        """
        self.say(f"{text} In JupyterLab, run the notebook again.", "done")
        self.send({"type": "open anew"})

    def when_near(self, callback: Callable[[Mapping[str, Any]], None]) -> None:
        """Call back when a reader comes near the panel: what is slow is made then, not before.

        Parameters
        ----------
        callback : callable
            Takes what the browser knows: the reader's ``region``, such as "US", the ``search`` of
            the page's address, and whether the page came over a ``secure`` line.
        """
        self._near = callback

    @contextmanager
    def reporting(self, refusal: str, again: Action | None = None) -> Iterator[None]:
        """Say what goes wrong inside, behind what did not happen, such as "NOT SAVED"."""
        with self._lock:
            try:
                yield
            except Exception as error:  # noqa: BLE001 - Jupyter would hide it; the person must see it
                action = ("Try again", again) if again else None
                self.say(f"{refusal}: {error_sentence(error)}", "failed", action=action)

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        with self.reporting("NOT SHOWN"):
            if message.get("type") == "near" and self._near:
                self._near(message)
            elif message.get("type") == "action" and self._run:
                self._run()

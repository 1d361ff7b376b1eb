"""Stock ipywidgets with the classes that give them the kit's look."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

if TYPE_CHECKING:
    from tracker.facade import Diary

_SAMPLE = "Sample diary: made-up entries, so you can look around. Nothing here is yours."


def markup(html: str) -> ipw.HTML:
    """A piece of the page; every text in it is escaped already."""
    return ipw.HTML(html)


def hint(text: str) -> ipw.HTML:
    """A sentence beside a control, in the quieter ink."""
    return markup(f'<p class="tk-hint">{escape(text)}</p>')


def title(text: str, *, anchor: str = "") -> ipw.HTML:
    """A heading; with an anchor a link on the page can lead to it."""
    place = f' id="{anchor}" tabindex="-1"' if anchor else ""
    return markup(f'<h2 class="tk-title"{place}>{escape(text)}</h2>')


def sample_banner(diary: "Diary") -> tuple[ipw.HTML, ...]:
    """What stands over made-up entries, or nothing over a person's own."""
    return (markup(f'<p class="tk-sample">{_SAMPLE}</p>'),) if diary.is_sample else ()


def button(
    text: str, run: Callable[[], None], *, tooltip: str | None = None, primary: bool = False
) -> ipw.Button:
    """A button and what it does."""
    made = ipw.Button(description=text, tooltip=tooltip)
    made.on_click(lambda _button: run())
    if primary:
        made.add_class("tk-primary")
    return made


def pills(label: str, options: Sequence[tuple[str, Any]], value: Any) -> ipw.RadioButtons:
    """One of a few, each in sight.

    Radio buttons, and not ``ToggleButtons``: those tell a screen reader neither which one is
    pressed nor what they are about.
    """
    return ipw.RadioButtons(description=label, options=options, value=value)


class Field:
    """A control with a hint under it, and with what is wrong with its answer.

    Parameters
    ----------
    control : ipywidgets widget
    hint : str, optional
    """

    def __init__(self, control: ipw.DOMWidget, hint: str = "") -> None:
        self.control = control
        self._hint = markup("")
        self._problem = markup("")
        self.box = _with_class(ipw.VBox((control, self._hint, self._problem)), "tk-field")
        self.hint = hint

    @property
    def hint(self) -> str:
        """A sentence under the control; empty for none."""
        return self._hint_text

    @hint.setter
    def hint(self, text: str) -> None:
        self._hint_text = text
        self._hint.value = f'<p class="tk-hint">{escape(text)}</p>' if text else ""

    @property
    def problem(self) -> str:
        """What is wrong with the answer; empty where nothing is."""
        return self._problem_text

    @problem.setter
    def problem(self, text: str) -> None:
        self._problem_text = text
        self._problem.value = f'<p class="tk-problem">{escape(text)}</p>' if text else ""
        # The status line's script tells a screen reader of it.
        if text:
            self.control.add_class("tk-wrong")
        else:
            self.control.remove_class("tk-wrong")


def row(children: Iterable[ipw.Widget], look: str = "") -> ipw.HBox:
    """Controls side by side, which wrap on a phone."""
    return _with_class(ipw.HBox(tuple(children)), look)


def card(children: Iterable[ipw.Widget]) -> ipw.VBox:
    """Controls that belong together, with a frame around them."""
    return _with_class(ipw.VBox(tuple(children)), "tk-panel")


def show(widget: ipw.DOMWidget, visible: bool) -> None:
    """Show a control, or take it out of sight, of the keyboard's way and of the screen reader's."""
    if visible:
        widget.remove_class("tk-away")
    else:
        widget.add_class("tk-away")


def _with_class(box: ipw.Box, look: str) -> Any:
    if look:
        box.add_class(look)
    return box

"""The panel on which an entry is noted by hand: a release or a check-in, one at a time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

import ipywidgets as ipw

from tracker.widgets import controls
from tracker.widgets.check_in_form import check_in_form
from tracker.widgets.entry_form import Clock
from tracker.widgets.log_form import log_form
from tracker.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tracker.facade import Diary

_KINDS: Final = (("A release", "release"), ("A check-in", "check-in"))


def log_panel(diary: "Diary", *, now: Clock | None = None) -> "LogPanel":
    """Show the form for a release or the one for a check-in, whichever is chosen.

    Parameters
    ----------
    diary : Diary
        Where entries are saved.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    LogPanel
        A widget; show it as the last line of a cell.
    """
    return LogPanel(diary, now=now)


class LogPanel(ipw.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Shows one form at a time; `log_panel` makes one.

    It opens on what was left unfinished, else on a release; a link such as
    ``log.ipynb?kind=check-in&edit=ID`` opens it on the other one, whose script opens the entry.

    Attributes
    ----------
    kind : ipywidgets.RadioButtons
    forms : dict of str to EntryForm
    status : StatusLine
    """

    def __init__(self, diary: "Diary", *, now: Clock | None = None) -> None:
        self.forms = {
            "release": log_form(diary, now=now),
            "check-in": check_in_form(diary, now=now),
        }
        unfinished = (kind for kind, form in self.forms.items() if form.edit or form.draft)
        first = next(unfinished, "release")
        self.kind = controls.pills("What do you want to log?", _KINDS, first)
        self.status = StatusLine()
        # The looks of stock controls stay off the forms, which have their own.
        choice = ipw.VBox((self.kind, self.status))
        for name in ("tk-entry", "tk-stock"):
            choice.add_class(name)
        super().__init__((choice, *self.forms.values()))
        self.kind.observe(self._show, "value")
        self.status.when_near(self._follow_link)
        self._show()

    def _follow_link(self, browser: Mapping[str, Any]) -> None:
        (asked, *_) = parse_qs(str(browser.get("search", "")).lstrip("?")).get("kind", [""])
        if asked in self.forms:
            self.kind.value = asked

    def _show(self, _change: object = None) -> None:
        for kind, form in self.forms.items():
            form.layout.display = None if kind == self.kind.value else "none"

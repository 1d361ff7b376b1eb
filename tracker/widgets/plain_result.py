"""Show what a widget says without a kernel, for a notebook that was run and exported as a page.

An exported page keeps a widget's view but has nothing that could draw it, so it would be blank.
Beside the view such a notebook therefore keeps the result as plain HTML. A live page shows the
widget alone: its kernel knows the server it was started by, and is spared the work.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from IPython.display import display

from tracker.theme import css_variables

LIVE: Final = "TRACKER_SERVER"
"""Set for every kernel of the kit's own server."""

_OF_A_SERVER: Final = (LIVE, "JPY_SESSION_NAME", "VOILA_BASE_URL")
_HOW_TO_OPEN: Final = "Open this page with <code>tracker start</code> to use it."
_STYLE: Final = (
    # Of the editors that show widgets, this one starts its kernels without a server.
    "[data-vscode-theme-kind] .tk-exported{display:none}"
    ".tk-exported{padding:16px;border-radius:12px;background:var(--tk-paper);color:var(--tk-ink);"
    "font:16px/1.5 var(--tk-sans);color-scheme:light dark}"
    ".tk-exported p{max-width:68ch;margin:8px 0}.tk-exported h3{margin:24px 0 8px;font-size:20px}"
    ".tk-exported .tk-scroll{overflow-x:auto}.tk-exported table{border-collapse:collapse}"
    ".tk-exported :is(th,td){padding:4px 16px 4px 0;border-bottom:1px solid var(--tk-line)}"
    # What exports and editors do to any table goes by rules that outweigh a page's own.
    ".tk-exported :is(tr,th,td){font-size:14px!important;text-align:left!important;"
    "vertical-align:top!important;color:inherit!important;background:none!important}"
    ".tk-exported .tk-spoken{position:absolute;clip-path:inset(50%)}"
)


class PlainResult:
    """A widget that also says what it knows without a kernel; its subclasses write `_plain`."""

    def _plain(self) -> str:
        """Write the result as a piece of HTML, with every text in it escaped."""
        return ""

    def _ipython_display_(self, **_options: Any) -> None:
        if not is_live():
            display({"text/html": plain_page(self)}, raw=True)  # type: ignore[no-untyped-call]
        shown = self._repr_mimebundle_()  # type: ignore[attr-defined]
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def is_live(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this kernel was started by a server, whose pages show the widget itself.

    >>> is_live({"JPY_SESSION_NAME": "relief.ipynb"}), is_live({})
    (True, False)
    """
    return any(name in environment for name in _OF_A_SERVER)


def plain_page(widget: PlainResult) -> str:
    """Write a widget's result with the style it stands in; an error is said, never raised."""
    try:
        result = widget._plain()
    except Exception as error:  # noqa: BLE001 - the widget itself must be shown all the same
        result = paragraphs([f"NOT SHOWN: {error}"])
    style = f"<style>{css_variables()}{_STYLE}</style>"
    return f'<div class="tk-exported">{style}{result}<p>{_HOW_TO_OPEN}</p></div>'


def paragraphs(sentences: Iterable[str]) -> str:
    """Write sentences as paragraphs.

    >>> paragraphs(["3 releases.", "", "A < B."])
    '<p>3 releases.</p><p>A &lt; B.</p>'
    """
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence)


def heading(text: str) -> str:
    """Write a heading over a part of the result."""
    return f"<h3>{escape(text)}</h3>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of texts; empty where it has no rows."""
    body = "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows)
    if not body:
        return ""
    head = f"<thead><tr>{_cells(columns, 'th')}</tr></thead>"
    return f'<div class="tk-scroll"><table>{head}<tbody>{body}</tbody></table></div>'


def _cells(texts: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)

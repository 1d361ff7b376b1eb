"""The kit's style for charts: the style sheet, the widths, the sizes of type, and lines of text.

The style applies inside a context and never reaches another person's charts.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Final

STYLE_SHEET: Final = Path(__file__).with_name("tracker.mplstyle")

DESK: Final = 7.4
PHONE: Final = 3.7
"""Widths in inches at which a chart is drawn 1:1: beside text at a desk, across a phone."""

NARROW: Final = 5.0
"""Under this width, in inches, labels stand above their marks and panels in two columns."""

MARGIN: Final = 10.0
"""Left and right of everything, in points."""

LINE_SPACING: Final = 1.25

_UNIT: Final = re.compile(r"(?<=\d) (?=%|s\b)")
"""The space between a number and its unit, which must not be parted."""

# matplotlib's settings belong to the process, and a notebook's callbacks run on several threads.
_one_at_a_time = RLock()


@dataclass(frozen=True)
class Type:
    """Sizes of type in points, none under 9: 12 pixels on a phone."""

    title: float
    lead: float
    label: float
    note: float


def type_at(width: float, *, sentence: str = "") -> Type:
    """Give the sizes of type for a chart `width` inches wide under this title."""
    long = len(sentence) > 100
    if width < NARROW:
        return Type(title=11.5 if long else 13, lead=10.5, label=10, note=9)
    return Type(title=12.5 if long else 14, lead=11, label=10.5, note=9)


@contextmanager
def style() -> Iterator[None]:
    """Draw in the kit's style, whatever the notebook's own settings are, and leave no trace."""
    # Here, where something is drawn: the figure of the body needs no matplotlib.
    import matplotlib.style

    with (
        _one_at_a_time,
        warnings.catch_warnings(),
        matplotlib.style.context(STYLE_SHEET, after_reset=True),
    ):
        # A person may name a spot in any script: the page's own font then draws what ours lacks.
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        yield


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Measure one line in points, without drawing it."""
    # Here, where a width is asked for: the figure of the body needs no matplotlib.
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `room` points, at spaces; a longer word is cut short.

    Parameters
    ----------
    text : str
        Any text; runs of white space count as one space.
    room : float
        Width of a line in points.
    size : float
        Size of type in points.
    bold : bool
        Whether the text is drawn bold, which is wider.

    Returns
    -------
    list of str
        The lines, at least one.
    """
    lines = [""]
    for word in _UNIT.sub("\u00a0", " ".join(text.split())).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(_cut(word, room, size, bold=bold))
    return [line for line in lines if line] or [""]


def balanced(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into as few lines as `wrap`, but of about equal length."""
    lines = wrap(text, room, size, bold=bold)
    if len(lines) == 1:
        return lines
    for share in (0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        tighter = wrap(text, room * share, size, bold=bold)
        if len(tighter) == len(lines):
            return tighter
    return lines


def unwidowed(text: str, room: float, size: float) -> list[str]:
    """Break a text like `wrap`, but leave no lonely word on the last line if that costs no line."""
    lines = wrap(text, room, size)
    for share in (0.95, 0.9, 0.85, 0.8, 0.7, 0.6):
        if len(lines) == 1 or width_of(lines[-1], size) > 0.25 * room:
            return lines
        tighter = wrap(text, room * share, size)
        lines = tighter if len(tighter) == len(lines) else lines
    return lines


def number(value: float, digits: int = 1) -> str:
    """Write a number with a true minus sign, and never as a negative zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def _cut(word: str, room: float, size: float, *, bold: bool) -> str:
    if width_of(word, size, bold=bold) <= room:
        return word
    while len(word) > 1 and width_of(f"{word}…", size, bold=bold) > room:
        word = word[:-1]
    return f"{word}…"

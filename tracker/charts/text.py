"""How wide is a text, and where does it break?"""

import re
from functools import lru_cache
from typing import Final

_UNIT: Final = re.compile(r"(?<=\d) (?=%|s\b)")
"""The space between a number and its unit, which must not be parted."""


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

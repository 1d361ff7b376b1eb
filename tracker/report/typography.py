"""Typography: minus signs, spaces that must not break, and names that run from right to left."""

import re
from collections.abc import Sequence
from typing import Final

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)
"""Letters that run from right to left, and the marks that turn others so."""

_UNIT: Final = re.compile(r"(?<=\d) (?=%|s\b|points?\b|hours?\b|of \d)|(?<=\d of) (?=\d)")

_LONG_WORD: Final = re.compile(r"(\S{24})(?=\S)")
"""Where a word may break that is longer than any in a dictionary."""


def signed(value: float, decimals: int = 1) -> str:
    """Write a number with a real minus sign, and no minus before 0."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "\u2212")


def nbsp(sentence: str) -> str:
    """Keep every number and its unit on one line, by spaces that do not break.

    Examples
    --------
    >>> nbsp("at 30 s, 4 of 5 were lower")
    'at 30\\xa0s, 4\\xa0of\\xa05 were lower'
    """
    return _UNIT.sub("\u00a0", sentence)


def right_to_left(names: set[str]) -> tuple[str, ...]:
    """Give the names that turn a line around, the longest first."""
    turning = (name for name in sorted(names) if _RIGHT_TO_LEFT.search(name))
    return tuple(sorted(turning, key=len, reverse=True))


def split_at_names(sentence: str, names: Sequence[str]) -> list[str]:
    """Split a sentence at the names in it; every second part is a name.

    Examples
    --------
    >>> split_at_names("Left psoas, low: 2 points.", ["psoas"])
    ['Left ', 'psoas', ', low: 2 points.']
    """
    return re.split(f"({'|'.join(map(re.escape, names))})", sentence) if names else [sentence]


def isolate_bidi(sentence: str, names: Sequence[str]) -> str:
    """Keep the direction of a name from turning the words around it, and a long word on the page.

    Examples
    --------
    >>> isolate_bidi("near the sacrum", [])
    'near the sacrum'
    >>> isolate_bidi("Left \\u05d0.", ["\\u05d0"]).encode("ascii", "backslashreplace")
    b'Left \\\\u2068\\\\u05d0\\\\u2069.'
    """
    parts = [_LONG_WORD.sub("\\1\u200b", part) for part in split_at_names(sentence, names)]
    return "".join(f"\u2068{part}\u2069" if place % 2 else part for place, part in enumerate(parts))

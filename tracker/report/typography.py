"""Which spaces in a sentence must not break a line, and which names turn the line around?"""

import re
from typing import Final

RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)
"""Letters that run from right to left, and the marks that turn others so."""

_UNIT: Final = re.compile(r"(?<=\d) (?=%|s\b|points?\b|hours?\b|of \d)|(?<=\d of) (?=\d)")


def unbroken(sentence: str) -> str:
    """Keep every number and its unit on one line.

    Examples
    --------
    >>> unbroken("at 30 s, 4 of 5 were lower")
    'at 30\\xa0s, 4\\xa0of\\xa05 were lower'
    """
    return _UNIT.sub("\u00a0", sentence)

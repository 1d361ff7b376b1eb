"""Break what a page says into short paragraphs."""

import re
from collections.abc import Iterable
from typing import Final

MOST_WORDS: Final = 40
"""A paragraph on a page has no more; a sentence that is longer stands alone."""

_SENTENCE_END: Final = re.compile(r"(?<=[.?!]) (?=[A-Z0-9])")


def paragraphs(texts: Iterable[str]) -> list[str]:
    """Part each text between sentences, wherever it is longer than a paragraph may be.

    Examples
    --------
    >>> paragraphs(["Short. And whole.", "", f"{'word ' * 38}end. And more."])[0]
    'Short. And whole.'
    >>> [len(part.split()) for part in paragraphs([f"{'word ' * 38}end. And more."])]
    [39, 2]
    """
    return [part for text in texts for part in _parted(text)]


def _parted(text: str) -> list[str]:
    parts: list[str] = []
    for sentence in filter(None, _SENTENCE_END.split(text)):
        longer = f"{parts[-1]} {sentence}" if parts else sentence
        if parts and len(longer.split()) <= MOST_WORDS:
            parts[-1] = longer
        else:
            parts.append(sentence)
    return parts

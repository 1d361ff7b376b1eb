"""The guide as plain text for a terminal."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from tracker.guide.sections import Block, Section

_MARKUP: Final = re.compile(r"\[([^\]]+)\]\(#[^)]+\)|\*\*(.+?)\*\*")

_RULES: Final = {2: "=", 3: "-", 4: "-"}
"""What a title is underlined with, by its level."""


def to_lines(sections: Iterable[Section], width: int) -> Iterator[str]:
    """Give sections as lines; a title is underlined, and a drawing is left out."""
    first = True
    for section in sections:
        if not first:
            yield ""
        first = False
        yield section.title
        yield _RULES[section.level] * len(section.title)
        for block in section.blocks:
            yield from _block(block, width)


def plain(text: str) -> str:
    """Give a line of the guide without its markup.

    >>> plain("**Then**: see [how to press](#press).")
    'Then: see how to press.'
    """
    return _MARKUP.sub(lambda match: match[1] or match[2], text)


def _block(block: Block, width: int) -> Iterator[str]:
    if block.kind == "figure":
        return
    if block.kind in ("heading", "question"):
        yield ""
        yield from textwrap.wrap(plain(block.lines[0]), width)
    elif block.kind == "paragraph":
        yield from textwrap.wrap(plain(block.lines[0]), width)
    elif block.kind == "steps":
        yield from _listed(block.lines, [f"{n}. " for n in range(1, len(block.lines) + 1)], width)
    elif block.kind == "items":
        yield from _listed(block.lines, ["- "] * len(block.lines), width)
    else:
        advice, *questions = block.lines
        yield from textwrap.wrap(advice, width)
        yield from _listed(questions, ["- "] * len(questions), width)


def _listed(lines: Iterable[str], marks: Iterable[str], width: int) -> Iterator[str]:
    for line, mark in zip(lines, marks, strict=True):
        yield from textwrap.wrap(
            plain(line), width, initial_indent=f"  {mark}", subsequent_indent=" " * (2 + len(mark))
        )

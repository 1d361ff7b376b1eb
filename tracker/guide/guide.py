"""The guide as a value: all of it or one topic, as HTML for a page and as lines for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.guide.html import to_html
from tracker.guide.sections import Section, sections
from tracker.guide.text import to_lines
from tracker.protocol.matching import key_of, plain_name


@dataclass(frozen=True)
class Guide:
    """The guide, or a part of it, as a notebook shows it.

    Attributes
    ----------
    sections : tuple of Section
        What it holds, in the order to read it.
    """

    sections: tuple[Section, ...]

    def lines(self, width: int = 80) -> Iterator[str]:
        """Give it as lines of plain text, none wider than `width` where its words allow it."""
        return to_lines(self.sections, width)

    def to_html(self) -> str:
        """Give it as a piece of a page that needs no script and nothing from outside."""
        return to_html(self.sections)

    def _repr_html_(self) -> str:
        return self.to_html()


def read(topic: str | None = None) -> Guide:
    """Open the guide, or one topic of it.

    Parameters
    ----------
    topic : str, optional
        A topic such as "press" or "evidence", a muscle by any of its names, or a group of muscles.

    Raises
    ------
    UnknownName
        There is no such topic; the sentence offers the nearest.

    Examples
    --------
    >>> [section.title for section in read("TFL").sections]
    ['Tensor fasciae latae']
    """
    if topic is None:
        return Guide(sections())
    anchor = plain_name("topic", topic, _names())
    return Guide(tuple(_with_parts(anchor)))


def _with_parts(anchor: str) -> Iterator[Section]:
    """Give a section, and those under it."""
    level = None
    for section in sections():
        if level is not None and section.level <= level:
            return
        if section.anchor == anchor:
            level = section.level
        if level is not None:
            yield section


def _names() -> dict[str, str]:
    """Anchors by whatever a person may call a section."""
    return {
        key_of(name): section.anchor
        for section in sections()
        for name in (section.anchor, section.title, section.short, *section.also)
    }

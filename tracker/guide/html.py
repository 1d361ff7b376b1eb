"""The guide as a piece of a page: static HTML, with anchors that other pages link to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from typing import Final

from tracker.guide.drawings import NERVE, Drawings
from tracker.guide.sections import Block, Section, sections
from tracker.theme import css_variables

_STYLE: Final = (
    # An exported notebook is white, whatever the theme; a page of the kit has its paper already.
    ".tk-guide{max-width:720px;padding:16px;border-radius:12px;background:var(--tk-paper);"
    "color:var(--tk-ink);font:16px/1.55 var(--tk-sans)}.kit .tk-guide{padding:0}"
    ".tk-guide a{color:var(--tk-relief);text-underline-offset:.2em}"
    ".tk-guide p,.tk-guide li{max-width:68ch}.tk-guide p{margin:0 0 12px}"
    ".tk-guide :is(ul,ol){margin:0 0 16px;padding-left:24px}.tk-guide li{margin:0 0 6px}"
    # The notebook's own style would number a list of a page in letters.
    ".tk-guide ol{list-style:decimal}.tk-guide ul{list-style:disc}"
    ".tk-guide .tk-guide-topic{padding-top:24px;margin-top:32px;"
    "border-top:1px solid var(--tk-line)}"
    ".tk-guide :is(h2,h3,h4,h5){color:var(--tk-ink);text-wrap:balance;letter-spacing:0}"
    ".tk-guide .tk-guide-topic>h2{margin:0 0 12px;font-size:28px;line-height:1.25;font-weight:650}"
    ".tk-guide h3{margin:32px 0 8px;font-size:20px;line-height:1.3;font-weight:600}"
    ".tk-guide h4{margin:0 0 12px;font-size:20px;line-height:1.3;font-weight:650}"
    ".tk-guide :is(h3,h4,h5).tk-guide-part{margin:20px 0 4px;font-size:16px;font-weight:650}"
    ".tk-guide-contents{display:flex;flex-wrap:wrap;gap:8px}"
    ".tk-guide-contents a{display:inline-flex;align-items:center;min-height:48px;padding:0 16px;"
    "border:1px solid var(--tk-control);border-radius:999px;background:var(--tk-card);"
    "color:var(--tk-ink);text-decoration:none}"
    ".tk-guide .tk-guide-contents a:hover{text-decoration:underline}"
    ".tk-guide .tk-guide-contents a.tk-guide-danger{border-color:var(--tk-danger);"
    "color:var(--tk-danger);font-weight:600}"
    ".tk-guide-muscles{display:flex;flex-wrap:wrap;gap:0 20px;margin:0 0 8px}"
    ".tk-guide-muscles a{display:inline-flex;align-items:center;min-height:48px}"
    ".tk-guide .tk-guide-flag{padding:16px 20px 8px;margin:0 0 16px;background:var(--tk-card);"
    "border-left:4px solid var(--tk-control);border-radius:0 12px 12px 0}"
    ".tk-guide .tk-guide-urgent{border-color:var(--tk-danger)}"
    ".tk-guide-flag p{font-weight:600}.tk-guide-urgent p{color:var(--tk-danger)}"
    ".tk-guide .tk-guide-muscle{padding:20px;margin:16px 0;background:var(--tk-card);"
    "border:1px solid var(--tk-line);border-radius:12px}"
    ".tk-guide-figure{display:flex;flex-wrap:wrap;justify-content:center;gap:16px;margin:0 0 12px}"
    ".tk-guide-figure svg{display:block;flex:0 1 280px;width:280px;max-width:100%;height:auto;"
    "overflow:hidden}.tk-guide .tk-guide-nerve svg{flex-basis:340px;width:340px}"
    ".tk-guide-top{display:inline-flex;align-items:center;min-height:48px}"
    "@media (max-width:480px){.tk-guide .tk-guide-muscle{padding:16px 12px}}"
    "@media (min-width:720px){.tk-guide-muscle .tk-guide-figure{float:right;width:280px;"
    "margin:0 0 12px 24px}}"
    ".tk-guide-muscle::after{content:'';display:block;clear:both}"
    "@media print{.tk-guide-contents,.tk-guide-top{display:none}}"
)
_LINK: Final = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")
_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_PAGE: Final = "guide.ipynb"
_TOP: Final = "contents"
_TOPIC: Final = 2
_MUSCLE: Final = 4
_SAME: Final = 'target="_self"'
"""Said of every link: where none is said, what shows a notebook opens each in a new window."""

_DANGER: Final = ' class="tk-guide-danger"'


def to_html(shown: Sequence[Section]) -> str:
    """Write sections; the whole guide begins with a list of its topics.

    Parameters
    ----------
    shown : sequence of Section

    Returns
    -------
    str
        A ``<div>`` with its own style. Links to a section that is not shown lead to the page
        with the whole guide.
    """
    anchors = {section.anchor for section in shown}
    is_whole = len(shown) == len(sections())
    writer = _Writer(anchors, Drawings(_prefix(shown)))
    contents = _contents(shown) if is_whole else ""
    body = "".join(writer.topics(shown, back=is_whole))
    style = f"<style>{css_variables()}{_STYLE}</style>"
    return f'<div class="tk-guide">{style}{contents}{body}</div>'


def _prefix(shown: Sequence[Section]) -> str:
    """No two parts of the guide on one page share an id."""
    names = " ".join(section.anchor for section in shown)
    return f"tkguide{sha256(names.encode()).hexdigest()[:8]}"


def _contents(shown: Iterable[Section]) -> str:
    links = "".join(
        f'<a {_SAME} href="#{section.anchor}"{_DANGER if section.anchor == "red-flags" else ""}>'
        f"{escape(section.short)}</a>"
        for section in shown
        if section.level == _TOPIC
    )
    return f'<nav class="tk-guide-contents" id="{_TOP}" aria-label="Contents">{links}</nav>'


class _Writer:
    """Writes the sections of one page."""

    def __init__(self, anchors: set[str], drawings: Drawings) -> None:
        self._anchors = anchors
        self._drawings = drawings

    def topics(self, shown: Sequence[Section], *, back: bool) -> Iterator[str]:
        """Write each topic with what stands under it, and a way back to the contents."""
        highest = min(section.level for section in shown)
        starts = [i for i, section in enumerate(shown) if section.level == highest]
        for start, end in zip(starts, [*starts[1:], len(shown)], strict=True):
            topic, *parts = shown[start:end]
            inner = self._inside(topic) + self._muscle_links(parts)
            inner += "".join(self._part(part) for part in parts)
            if back:
                inner += f'<a {_SAME} class="tk-guide-top" href="#{_TOP}">Back to the contents</a>'
            yield f'<section class="tk-guide-topic" id="{topic.anchor}">{inner}</section>'

    def _part(self, section: Section) -> str:
        look = ' class="tk-guide-muscle"' if section.level == _MUSCLE else ""
        return f'<section id="{section.anchor}"{look}>{self._inside(section)}</section>'

    def _muscle_links(self, parts: Iterable[Section]) -> str:
        links = "".join(
            f'<a {_SAME} href="#{part.anchor}">{escape(part.title)}</a>'
            for part in parts
            if part.level == _MUSCLE
        )
        if not links:
            return ""
        return f'<nav class="tk-guide-muscles" aria-label="Muscles">{links}</nav>'

    def _inside(self, section: Section) -> str:
        title = f"<h{section.level}>{escape(section.title)}</h{section.level}>"
        return title + "".join(self._block(block, section.level + 1) for block in section.blocks)

    def _block(self, block: Block, level: int) -> str:
        first = block.lines[0]
        match block.kind:
            case "paragraph":
                return f"<p>{self._text(first)}</p>"
            case "heading" | "question":
                return f'<h{level} class="tk-guide-part">{self._text(first)}</h{level}>'
            case "items":
                return self._list("ul", block.lines)
            case "steps":
                return self._list("ol", block.lines)
            case "figure":
                look = "tk-guide-figure tk-guide-nerve" if first == NERVE else "tk-guide-figure"
                return f'<figure class="{look}">{self._drawings.draw(first)}</figure>'
            case "alert" | "warning":
                look = "tk-guide-flag tk-guide-urgent" if block.kind == "alert" else "tk-guide-flag"
                questions = self._list("ul", block.lines[1:])
                return f'<div class="{look}"><p>{self._text(first)}</p>{questions}</div>'

    def _list(self, tag: str, lines: Iterable[str]) -> str:
        return f"<{tag}>{''.join(f'<li>{self._text(line)}</li>' for line in lines)}</{tag}>"

    def _text(self, line: str) -> str:
        def link(match: re.Match[str]) -> str:
            words, anchor = match.groups()
            page = "" if anchor in self._anchors else _PAGE
            return f'<a {_SAME} href="{page}#{anchor}">{words}</a>'

        return _STRONG.sub(r"<strong>\1</strong>", _LINK.sub(link, escape(line, quote=False)))

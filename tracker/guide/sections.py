"""The sections of the guide, from its words, the catalogue of muscles and the red flags."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from tracker.protocol.catalogue import catalogue
from tracker.protocol.muscle import Muscle
from tracker.protocol.red_flags import ADVICE, RED_FLAGS

Kind = Literal["paragraph", "items", "steps", "heading", "question", "alert", "warning", "figure"]

MUSCLES: Final = "muscles"
SOURCES: Final = "sources"


@dataclass(frozen=True)
class Block:
    """A piece of a section.

    Attributes
    ----------
    kind : str
        An "alert" and a "warning" are a sentence and a list; of a "figure" there is its name.
    lines : tuple of str
        One for a paragraph or a heading, one for each item of a list. In a line ``**words**`` are
        strong, and ``[words](#anchor)`` is a link to another section.
    """

    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A part of the guide that stands alone.

    Attributes
    ----------
    anchor : str
        What a link to it ends with, such as "piriformis".
    title : str
    short : str
        Its title in the list of contents.
    level : int
        2 for a topic, 3 for a group of muscles, 4 for a muscle.
    blocks : tuple of Block
    also : tuple of str
        Other names it goes by.
    """

    anchor: str
    title: str
    short: str
    level: int
    blocks: tuple[Block, ...]
    also: tuple[str, ...] = ()


@cache
def sections() -> tuple[Section, ...]:
    """Give every section of the guide, in the order to read them."""
    words = _words()
    return tuple(_sections(words))


def anchor_of(name: str) -> str:
    """Give the anchor of a muscle or a group of the catalogue.

    >>> anchor_of("gluteus medius")
    'gluteus-medius'
    """
    return name.replace(" ", "-")


def source_names() -> tuple[str, ...]:
    """Give the names by which the guide's sentences cite its sources."""
    return tuple(source["name"] for source in _words()["source"])


@cache
def _words() -> dict[str, Any]:
    text = files("tracker.guide").joinpath("guide.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _sections(words: Mapping[str, Any]) -> Iterator[Section]:
    for topic in words["topic"]:
        blocks = tuple(block for part in topic["text"] for block in _blocks(part))
        yield Section(topic["id"], topic["title"], topic["short"], 2, blocks)
        if topic["id"] == MUSCLES:
            yield from _muscle_sections(words["group"])
    sources = tuple(f"**{one['name']}**: {one['text']}" for one in words["source"])
    yield Section(SOURCES, "Sources", "Sources", 2, (Block("items", sources),))


def _blocks(part: "str | list[str] | dict[str, Any]") -> Iterable[Block]:
    if isinstance(part, str):
        return [Block("paragraph", (part,))]
    if isinstance(part, list):
        return [Block("items", tuple(part))]
    ((kind, content),) = part.items()
    if kind == "show":
        return _SHOWN[content]()
    return [Block(kind, tuple(content) if isinstance(content, list) else (content,))]  # type: ignore[arg-type]


def _red_flags() -> Iterator[Block]:
    for urgency, advice in ADVICE.items():
        questions = [flag.question for flag in RED_FLAGS if flag.advice == urgency]
        kind: Kind = "alert" if urgency == "emergency" else "warning"
        yield Block(kind, (advice, *questions))


def _tools() -> Iterator[Block]:
    tools = catalogue().tools.values()
    yield Block(
        "items", tuple(f"**{_capital(tool.name)}**: {tool.what} {tool.why}" for tool in tools)
    )


def _groups() -> Iterator[Block]:
    muscles = catalogue().values()
    lines = [
        f"[{_capital(muscle.name)}](#{anchor_of(muscle.name)}): {_ranked(muscle)}."
        for muscle in muscles
    ]
    yield Block("items", tuple(lines))


def _do_not_press() -> Iterator[Block]:
    yield Block("items", catalogue().do_not_press)


def _nerve() -> Iterator[Block]:
    yield Block("figure", ("nerve",))


_SHOWN: Final[dict[str, Callable[[], Iterator[Block]]]] = {
    "red_flags": _red_flags,
    "tools": _tools,
    "groups": _groups,
    "do_not_press": _do_not_press,
    "nerve": _nerve,
}


def _muscle_sections(groups: Mapping[str, str]) -> Iterator[Section]:
    names = catalogue()
    for group in names.groups:
        title = _capital(group)
        block = Block("paragraph", (groups[group],))
        yield Section(anchor_of(group), title, title, 3, (block,))
        for muscle in names.values():
            if muscle.group == group:
                yield _muscle_section(muscle)


def _muscle_section(muscle: Muscle) -> Section:
    spots = tuple(f"**{_capital(spot.name)}**: {spot.find}" for spot in muscle.spots.values())
    blocks = (
        Block("figure", (muscle.name,)),
        Block("heading", ("Where it is",)),
        Block("paragraph", (muscle.where,)),
        Block("heading", ("Why it matters",)),
        Block("paragraph", (muscle.why,)),
        Block("heading", ("How to lie, and on what",)),
        Block("paragraph", (muscle.how,)),
        Block("paragraph", (f"Tools, best first: {_ranked(muscle)}.",)),
        Block("heading", ("Spots to explore",)),
        Block("steps", spots),
        Block("heading", ("What to mind",)),
        Block("items", muscle.cautions),
        Block("heading", ("Where it may be felt",)),
        Block("paragraph", (muscle.referral,)),
    )
    title = _capital(muscle.name)
    return Section(anchor_of(muscle.name), title, title, 4, blocks, (muscle.name, *muscle.aliases))


def _ranked(muscle: Muscle) -> str:
    return ", then ".join(muscle.tools)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]

"""The decisions of an import: what was decided about a file, and how to change it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tracker.exchange.importer.mapping import RATED, RATING

if TYPE_CHECKING:
    from tracker.exchange.importer.mapping import Layout
    from tracker.exchange.importer.source_table import SourceTable

SAMPLES: Final = 3
"""How many different cells stand for a column."""

_SAMPLE_LETTERS: Final = 40

_NAMED: Final = 12
"""How many names a line holds before it says how many more there are."""

IN_THE_MAPPING: Final = "a line of the mapping (--print-map writes it)"
"""How a column is changed on the command line; on the page there is a menu for each."""

_ABOUT: Final = {
    "pain": "Pain",
    "site": "Where it hurts",
    "held_s": "Seconds held",
    "pain_before": "Pain before",
    "pain_30s": "Pain at 30 s",
    "pain_after": "Pain after",
}


@dataclass(frozen=True)
class Decision:
    """One thing that an import decided.

    Attributes
    ----------
    about : str
        What it is about, such as "Day" or "Where it hurts".
    decided : str
        What was decided, in words; empty where the doubt says it all.
    samples : tuple of str
        Cells or words that bear it out.
    unsure : str
        Why the kit is not sure, in a sentence; empty where it is.
    change : str
        How to change it, after "To change it:"; empty where the doubt says it.
    key : str
        The answer that changes it (see `preview_import`); empty where none does.
    options, chosen : tuple of str
        What may be answered, and what of it is decided now.
    is_list : bool
        Whether several of the options may be chosen together.
    """

    about: str
    decided: str = ""
    samples: tuple[str, ...] = ()
    unsure: str = ""
    change: str = ""
    key: str = ""
    options: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    is_list: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether nobody has to be asked about it."""
        return not self.unsure

    @property
    def words(self) -> str:
        """The decision in one line, with the way to change it on the command line."""
        change = f"To change it: {self.change}." if self.change else ""
        return " ".join(filter(None, (self.on_page, change)))

    @property
    def on_page(self) -> str:
        """The decision in one line; the page has its own controls to change it."""
        samples = f" ({', '.join(self.samples)})" if self.samples else ""
        decided = f"{self.about}: {self.decided}{samples}." if self.decided else f"{self.about}:"
        doubt = f"Not sure: {self.unsure}" if self.unsure else ""
        return " ".join(filter(None, (decided, doubt)))


def doubts(sentences: Iterable[str]) -> Iterator[Decision]:
    """What keeps a proposal from being sure, each sentence as a decision."""
    for sentence in sentences:
        yield Decision("Columns", unsure=sentence, change=IN_THE_MAPPING)


def column_decisions(table: "SourceTable", layout: "Layout") -> Iterator[Decision]:
    """Which column holds what, by the layout with which a table was read."""
    moment = layout.moment
    yield _column(table, "Day", moment.columns)
    if moment.time in table.header:
        yield _column(table, "Time of day", (moment.time or "",))
    for field, columns in layout.fields.items():
        # Of a reshaped table it is said already.
        if columns in ((RATED,), (RATING,)):
            continue
        if any(column in table.header for column in columns):
            yield _column(table, _about(field), columns)
    for field, value in layout.fixed.items():
        yield Decision(_about(field), f"{value} in every row", change=IN_THE_MAPPING)


def _about(field: str) -> str:
    return _ABOUT.get(field, field.replace("_", " ").capitalize())


def _column(table: "SourceTable", about: str, columns: tuple[str, ...]) -> Decision:
    present = [column for column in columns if column in table.header]
    named = ", ".join(f"'{column}'" for column in present)
    noun = "column" if len(present) == 1 else "columns"
    return Decision(
        about, f"the {noun} {named}", samples_of(table.column(present[0])), change=IN_THE_MAPPING
    )


def in_one_line(names: Iterable[str], between: str = ", ") -> str:
    """Names in one line, which says how many more there are than it holds."""
    named = list(names)
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    return between.join(named[:_NAMED]) + more


def samples_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The first different cells that hold anything, each short enough for a line."""
    different: dict[str, None] = {}
    for cell in cells:
        if cell:
            different[cell] = None
        if len(different) == SAMPLES:
            break
    return tuple(
        cell if len(cell) <= _SAMPLE_LETTERS else cell[: _SAMPLE_LETTERS - 1] + "…"
        for cell in different
    )

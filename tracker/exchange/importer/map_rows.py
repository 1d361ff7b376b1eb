"""Map another program's table to entries by a layout, accounting for every row of it.

An entry's id is made from what tells it from others, so that importing a file again, or a longer
one, changes nothing that is there already. With ``identity = "entry"`` that is the kind of entry,
its moment on the file's own clock, its place, and how many like it came before: a rating that was
corrected in the file then amends its entry, and a file that was renamed, or whose mapping grew, is
still known. ``identity = "source"`` adds the layout's name, which keeps two programs' ratings of
one moment apart. With ``identity = "row"`` it is every cell of the layout's columns, for files in
which several ratings of one place share one moment.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

from tracker.diary.errors import ImportRejected
from tracker.diary.normalize import normalize
from tracker.diary.schema import python_types
from tracker.exchange.importer.mapping import NEEDED, Layout
from tracker.exchange.importer.parse_cells import Decimal, number
from tracker.exchange.importer.source_table import RowCells, SourceTable
from tracker.exchange.importer.timestamps import (
    DatedRow,
    FileConventions,
    conventions_of,
    dated_rows,
    days_of,
    moment_of,
    without_day,
)
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import Record, shown

NO_RATING: Final = "without a rating"
YET_TO_COME: Final = "of a day whose noon is yet to come"

# Never changes: with another one, a file imported before would be taken for a new one.
_NAMESPACE: Final = UUID("8a2f4c1e-5d0b-4f6a-9c37-1be2d4a60f95")


KEY_FIELDS: Final = {
    "check-ins": ("site", "side"),
    "releases": ("muscle", "spot", "side", "tool"),
}
"""The fields that, besides the moment, tell one entry from another."""

_SIDES: Final = {
    **dict.fromkeys(("l", "links", "gauche", "izquierda"), "left"),
    **dict.fromkeys(("r", "rechts", "droite", "derecha"), "right"),
    **dict.fromkeys(("both sides", "bilateral", "beide", "les deux", "ambos"), "both"),
}
_BETWEEN: Final = re.compile(r"[,;]")


class NoRating(Exception):
    """The cell of the rating is blank: the row is no entry, and nothing is wrong with it."""


@dataclass(frozen=True)
class RowOutcome:
    """What came of one row: a record, or why there is none.

    Attributes
    ----------
    skipped : str
        Why the row is no entry, such as "without a rating"; empty where it is one.
    rejected : str
        The sentence on what is wrong with it; empty where nothing is.
    """

    row: int
    cells: tuple[str, ...]
    record: Record | None = None
    skipped: str = ""
    rejected: str = ""


@dataclass(frozen=True)
class MappedTable:
    """What came of another program's file, a row each.

    Attributes
    ----------
    source : str
        The layout's name.
    notes : tuple of str
        What to know about the records, one sentence each.
    """

    source: str
    outcomes: tuple[RowOutcome, ...]
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows there are: the records, the skipped and the rejected together."""
        return len(self.outcomes)

    @property
    def records(self) -> list[Record]:
        """The entries, in the order of their rows."""
        return [each.record for each in self.outcomes if each.record is not None]

    @property
    def skipped(self) -> Counter[str]:
        """Reason -> rows."""
        return Counter(each.skipped for each in self.outcomes if each.skipped)

    @property
    def rejected(self) -> list[RowOutcome]:
        """The rows that cannot be read as they are."""
        return [each for each in self.outcomes if each.rejected]


def map_rows(
    table: SourceTable,
    layout: Layout,
    *,
    zone: tzinfo | None = None,
    names: Catalogue,
    now: datetime,
) -> MappedTable:
    """Every row of a table as the layout reads it.

    Parameters
    ----------
    zone : tzinfo, optional
        Where the ratings were made if the layout does not say; by default this machine's.
    now : datetime
        Aware; nothing later is taken.

    Raises
    ------
    ImportRejected
        A column that the layout names is missing, or the order of day and month is open.
    """
    _check_columns(table, layout)
    conventions = conventions_of(table, layout, zone)
    entries = list(dated_rows(table, layout, conventions))
    outcomes: list[RowOutcome] = []
    without_day_of_own = 0
    sitting = timedelta(seconds=layout.moment.from_sitting_within_s)
    repeats: Counter[str] = Counter()
    for entry, day in zip(entries, days_of(entries, sitting), strict=True):
        outcome = _outcome(layout, entry, day, conventions, names, now, repeats)
        outcomes.append(outcome)
        without_day_of_own += outcome.record is not None and entry.day is None
    notes = (*layout.notes, *_borrowing_note(without_day_of_own, sitting))
    return MappedTable(layout.name, tuple(outcomes), notes)


def _check_columns(table: SourceTable, layout: Layout) -> None:
    for column in layout.used:
        if column not in table.header and column not in layout.may_have:
            raise ImportRejected(
                f"{table.name} has no column '{column}', which the mapping names; its columns are "
                f"{table.columns_in_words}."
            )


def _outcome(
    layout: Layout,
    entry: DatedRow,
    day: date | None,
    conventions: FileConventions,
    names: Catalogue,
    now: datetime,
    repeats: Counter[str],
) -> RowOutcome:
    number, cells = entry.row
    if entry.rejected or entry.skipped:
        return RowOutcome(number, cells, skipped=entry.skipped, rejected=entry.rejected)
    try:
        values = _field_values(layout, entry.cells, conventions.decimal)
        if day is None:
            return RowOutcome(number, cells, rejected=without_day(layout, entry))
        local, at, guessed = moment_of(layout, entry, day, conventions)
        entry_id = _id(layout, entry, local, repeats)
        if guessed and now < at < now + timedelta(days=1):
            return RowOutcome(number, cells, skipped=YET_TO_COME)
        when = next(iter(layout.record.model_fields))
        record = layout.record(**{when: at, "id": entry_id, **values})
        return RowOutcome(number, cells, record=normalize(record, names, now))
    except NoRating:
        return RowOutcome(number, cells, skipped=NO_RATING)
    except InvalidRecord as error:
        sentence = next(iter(error.problems.values()))
        return RowOutcome(number, cells, rejected=_in_the_files_words(sentence, layout))


def _in_the_files_words(sentence: str, layout: Layout) -> str:
    """A sentence about the moment, which the record knows by a name of its own."""
    when = next(iter(layout.record.model_fields))
    _, own, rest = sentence.partition(f"{when} ")
    column = layout.moment.date or "the day"
    return f"{column} {rest}" if own and sentence.startswith(own) else sentence


def _id(layout: Layout, entry: DatedRow, local: str, repeats: Counter[str]) -> UUID:
    """An id from what tells the entry from others; equal ones are told apart by their count."""
    if layout.identity == "row":
        parts = [layout.name, "\x1f".join(entry.cells.as_written(c) for c in layout.columns)]
    else:
        parts = [layout.name if layout.identity == "source" else "", layout.kind, local]
        parts += [_key_part(layout, entry.cells, field) for field in KEY_FIELDS[layout.kind]]
    text = "\x1f".join(parts)
    repeats[text] += 1
    return uuid5(_NAMESPACE, f"{text}\x1f{repeats[text]}")


def _key_part(layout: Layout, cells: RowCells, field: str) -> str:
    if field in layout.fields:
        column = layout.fields[field][0]
        return layout.trimmed(column, cells[column]).casefold()
    return str(layout.fixed.get(field, ""))


def _borrowing_note(borrowed: int, sitting: timedelta) -> list[str]:
    if not borrowed:
        return []
    return [
        f"{borrowed:,} ratings have no day of their own; each took the day of the dated row that "
        f"was entered nearest to it, at most {sitting / timedelta(minutes=1):g} min away."
    ]


def _field_values(layout: Layout, cells: RowCells, decimal: Decimal) -> dict[str, Any]:
    """The record's fields as the row and the layout give them; what is blank is left out.

    Raises
    ------
    NoRating
        The rating that makes the row an entry is blank.
    InvalidRecord
        A cell that should be a number is none, in the words of its column.
    """
    types = python_types(layout.record)
    values: dict[str, Any] = dict(layout.fixed)
    for field, columns in layout.fields.items():
        if field == "note":
            values[field] = _note(columns, cells)
            continue
        cell = layout.trimmed(columns[0], cells[columns[0]])
        cell = layout.values.get(field, {}).get(cell.casefold(), cell)
        if not cell and field == NEEDED[layout.kind][-1]:
            raise NoRating
        if cell:
            values[field] = _value(layout, field, types[field], columns[0], cell, decimal)
    if cells.beyond:
        values["note"] = "; ".join(filter(None, (values.get("note", ""), *cells.beyond)))
    return values


def _note(columns: tuple[str, ...], cells: RowCells) -> str:
    """The first column as it stands, the others under their names."""
    first, *others = columns
    named = [f"{column}: {cells[column]}" for column in others if cells[column]]
    return "\n".join(filter(None, (cells[first], *named)))


def _value(layout: Layout, field: str, kind: type, column: str, cell: str, decimal: Decimal) -> Any:
    if kind is float:
        return _pain(layout, column, cell, decimal)
    if kind is int:
        return number(cell, decimal)
    if kind is tuple:
        return tuple(filter(None, (part.strip() for part in _BETWEEN.split(cell))))
    words = _words(layout.record, field)
    return words.get(cell.casefold(), cell) if words else cell


def _pain(layout: Layout, column: str, cell: str, decimal: Decimal) -> float:
    low, high = layout.scale or (0.0, 10.0)
    rating = number(cell, decimal)
    if isinstance(rating, str) or not low <= rating <= high:
        other = number(cell, "comma" if decimal == "point" else "point")
        remedy = f"; its numbers have a decimal {decimal}" if not isinstance(other, str) else ""
        raise InvalidRecord(
            {
                column: f"{column} must be a number from {low:g} to {high:g}, not "
                f"{shown(cell)}{remedy if isinstance(rating, str) else ''}."
            }
        )
    if layout.scale is None:
        return rating
    return round((rating - low) / (high - low) * 10, 2)


@cache
def _words(kind: type[Record], field: str) -> dict[str, str]:
    """The words that a field knows, in lower case; empty where it takes any."""
    known = list(_literals(get_type_hints(kind)[field]))
    words = {word.casefold(): word for word in known}
    return {**_SIDES, **words} if field == "side" else words


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in _literals(part))

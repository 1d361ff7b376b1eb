"""Read another program's table by a layout, accounting for every row of it.

An entry's id is made from what tells it from others, so that importing a file again, or a longer
one, changes nothing that is there already. With ``identity = "entry"`` that is the kind of entry,
its moment on the file's own clock, its place, and how many like it came before: a rating that was
corrected in the file then amends its entry, and a file that was renamed, or whose mapping grew, is
still known. ``identity = "source"`` adds the layout's name, which keeps two programs' ratings of
one moment apart. With ``identity = "row"`` it is every cell of the layout's columns, for files in
which several ratings of one place share one moment.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from uuid import UUID, uuid5

from tracker.diary.errors import ImportRejected
from tracker.diary.normalize import normalize
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.record_fields import KEY_FIELDS, Cells, NoRating, field_values
from tracker.exchange.importer.source_table import Table
from tracker.exchange.importer.timestamps import (
    Entry,
    Habits,
    dated_entries,
    days_of,
    habits_of,
    moment_of,
    without_day,
)
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import Record

NO_RATING: Final = "without a rating"
YET_TO_COME: Final = "of a day whose noon is yet to come"

# Never changes: with another one, a file imported before would be taken for a new one.
_NAMESPACE: Final = UUID("8a2f4c1e-5d0b-4f6a-9c37-1be2d4a60f95")


@dataclass(frozen=True)
class Outcome:
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
class Mapped:
    """What came of another program's file, a row each.

    Attributes
    ----------
    source : str
        The layout's name.
    notes : tuple of str
        What to know about the records, one sentence each.
    """

    source: str
    outcomes: tuple[Outcome, ...]
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
    def rejected(self) -> list[Outcome]:
        """The rows that cannot be read as they are."""
        return [each for each in self.outcomes if each.rejected]


def read(
    table: Table,
    layout: Layout,
    *,
    zone: tzinfo | None = None,
    names: Catalogue,
    now: datetime,
) -> Mapped:
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
        A column that the layout names is not there, or the order of day and month cannot be told.
    """
    _check_columns(table, layout)
    habits = habits_of(table, layout, zone)
    entries = list(dated_entries(table, layout, habits))
    outcomes: list[Outcome] = []
    borrowed = 0
    sitting = timedelta(seconds=layout.moment.from_sitting_within_s)
    seen: Counter[str] = Counter()
    for entry, day in zip(entries, days_of(entries, sitting), strict=True):
        outcome = _outcome(layout, entry, day, habits, names, now, seen)
        outcomes.append(outcome)
        borrowed += outcome.record is not None and entry.day is None
    notes = (*layout.notes, *_borrowing_note(borrowed, sitting))
    return Mapped(layout.name, tuple(outcomes), notes)


def _check_columns(table: Table, layout: Layout) -> None:
    for column in layout.used:
        if column not in table.header and column not in layout.may_have:
            raise ImportRejected(
                f"{table.name} has no column '{column}', which the mapping names; its columns are "
                f"{table.columns_said}."
            )


def _outcome(
    layout: Layout,
    entry: Entry,
    day: date | None,
    habits: Habits,
    names: Catalogue,
    now: datetime,
    seen: Counter[str],
) -> Outcome:
    number, cells = entry.row
    if entry.rejected or entry.skipped:
        return Outcome(number, cells, skipped=entry.skipped, rejected=entry.rejected)
    try:
        values = field_values(layout, entry.cells, habits.decimal)
        if day is None:
            return Outcome(number, cells, rejected=without_day(layout, entry))
        wall, at, guessed = moment_of(layout, entry, day, habits)
        entry_id = _id(layout, entry, wall, seen)
        if guessed and now < at < now + timedelta(days=1):
            return Outcome(number, cells, skipped=YET_TO_COME)
        when = next(iter(layout.record.model_fields))
        record = layout.record(**{when: at, "id": entry_id, **values})
        return Outcome(number, cells, record=normalize(record, names, now))
    except NoRating:
        return Outcome(number, cells, skipped=NO_RATING)
    except InvalidRecord as error:
        said = next(iter(error.problems.values()))
        return Outcome(number, cells, rejected=_in_the_files_words(said, layout))


def _in_the_files_words(said: str, layout: Layout) -> str:
    """A sentence about the moment, which the record knows by a name of its own."""
    when = next(iter(layout.record.model_fields))
    _, own, rest = said.partition(f"{when} ")
    column = layout.moment.date or "the day"
    return f"{column} {rest}" if own and said.startswith(own) else said


def _id(layout: Layout, entry: Entry, wall: str, seen: Counter[str]) -> UUID:
    """An id from what tells the entry from others; equal ones are told apart by their count."""
    if layout.identity == "row":
        told = [layout.name, "\x1f".join(entry.cells.as_written(c) for c in layout.columns)]
    else:
        told = [layout.name if layout.identity == "source" else "", layout.kind, wall]
        told += [_told(layout, entry.cells, field) for field in KEY_FIELDS[layout.kind]]
    text = "\x1f".join(told)
    seen[text] += 1
    return uuid5(_NAMESPACE, f"{text}\x1f{seen[text]}")


def _told(layout: Layout, cells: Cells, field: str) -> str:
    if field in layout.fields:
        return cells.trimmed(layout.fields[field][0], layout).casefold()
    return str(layout.fixed.get(field, ""))


def _borrowing_note(borrowed: int, sitting: timedelta) -> list[str]:
    if not borrowed:
        return []
    return [
        f"{borrowed:,} ratings have no day of their own; each took the day of the dated row that "
        f"was entered nearest to it, at most {sitting / timedelta(minutes=1):g} min away."
    ]

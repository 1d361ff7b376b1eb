"""Map another program's table to entries by a layout, accounting for every row of it.

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
from tracker.exchange.importer.decisions import Decision
from tracker.exchange.importer.field_values import NoRating, field_values
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.moment_decisions import DatedEntry, moment_decisions
from tracker.exchange.importer.source_table import RowCells, SourceTable
from tracker.exchange.importer.timestamps import (
    DatedRow,
    FileConventions,
    Moment,
    conventions_of,
    dated_rows,
    days_of,
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


KEY_FIELDS: Final = {
    "check-ins": ("site", "side"),
    "releases": ("muscle", "spot", "side", "tool"),
}
"""The fields that, besides the moment, tell one entry from another."""


@dataclass(frozen=True)
class RowOutcome:
    """What came of one row: a record, or why there is none.

    Attributes
    ----------
    skipped : str
        Why the row is no entry, such as "without a rating"; empty where it is one.
    rejected : str
        The sentence on what is wrong with it; empty where nothing is.
    moment : Moment or None
        When the entry was, as the file has it.
    id_at_noon : str
        What the id would be made from if no time of day were written; see `earlier_ids`.
    """

    row: int
    cells: tuple[str, ...]
    record: Record | None = None
    skipped: str = ""
    rejected: str = ""
    moment: Moment | None = None
    id_at_noon: str = ""


@dataclass(frozen=True)
class MappedTable:
    """What came of another program's file, a row each.

    Attributes
    ----------
    source : str
        The layout's name.
    notes : tuple of str
        What to know about the records, one sentence each.
    decisions : tuple of Decision
        What was decided about their days and times.
    """

    source: str
    outcomes: tuple[RowOutcome, ...]
    notes: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()

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
    dated = [DatedEntry(one.row, one.moment) for one in outcomes if one.record and one.moment]
    decisions = tuple(moment_decisions(table, layout, conventions, dated))
    return MappedTable(layout.name, tuple(outcomes), notes, decisions)


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
        values = field_values(layout, entry.cells, conventions.decimal)
        if day is None:
            return RowOutcome(number, cells, rejected=without_day(layout, entry))
        moment = moment_of(layout, entry, day, conventions)
        text = _id_text(layout, entry, moment.key)
        repeats[text] += 1
        entry_id = id_from(text, repeats[text])
        if moment.clock is None and now < moment.at < now + timedelta(days=1):
            return RowOutcome(number, cells, skipped=YET_TO_COME)
        when = next(iter(layout.record.model_fields))
        values |= {when: moment.at, "id": entry_id, "time_known": moment.clock is not None}
        record = layout.record(**values)
        record = normalize(record, names, now)
        at_noon = _id_text(layout, entry, f"{day.isoformat()}T12:00:00")
        return RowOutcome(number, cells, record=record, moment=moment, id_at_noon=at_noon)
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


def id_from(text: str, count: int) -> UUID:
    """An id from what tells an entry from others, and how many like it there are up to it."""
    return uuid5(_NAMESPACE, f"{text}\x1f{count}")


def _id_text(layout: Layout, entry: DatedRow, local: str) -> str:
    """What tells an entry from others."""
    if layout.identity == "row":
        parts = [layout.name, "\x1f".join(entry.cells.as_written(c) for c in layout.columns)]
    else:
        parts = [layout.name if layout.identity == "source" else "", layout.kind, local]
        parts += [_key_part(layout, entry.cells, field) for field in KEY_FIELDS[layout.kind]]
    return "\x1f".join(parts)


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

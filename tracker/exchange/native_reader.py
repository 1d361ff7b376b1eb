"""Read the entries of the kit's own tables: every row valid, or one sentence on what is not.

Entries are handed on a few thousand at a time, so that the size of a file does not matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_args

from tracker.diary.errors import ImportRejected
from tracker.diary.normalize import CLOCK_SLACK, FIRST_YEAR, normalize, with_own
from tracker.diary.revisions import Action, Revision
from tracker.diary.schema import RECORDS, python_types
from tracker.exchange.formats.cells import RowReader, has_decimal_comma
from tracker.exchange.formats.table_reader import Table, check_width, rejected
from tracker.exchange.formats.table_schema import REVISION_COLUMNS, TableSchema
from tracker.exchange.importer.known_mappings import find_layout, unknown_layout
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import Record, shown
from tracker.protocol.release import Release

MOST_BAD_ROWS: Final = 100
"""After this many the rest of the file is not read."""

_AT_ONCE: Final = 5_000

_REVISION_RULES: Final = {
    "revision": "a whole number from 1",
    "recorded_at": "a time with its zone, such as 2026-11-22T18:30+01:00",
    "recorded_by": "a name of 1 to 80 printable characters",
    "action": "one of " + ", ".join(get_args(Action)),
    "deleted": "true or false",
}


@dataclass(frozen=True)
class Batch:
    """Some entries of one table: as they are now, or their revisions."""

    schema: TableSchema
    entries: Sequence[Record]
    revisions: Sequence[Revision]
    share: float


def batches(tables: Iterable[Table], names: Catalogue, now: datetime) -> Iterator[Batch]:
    """Every entry in the tables of a file, valid and fit for the diary.

    Parameters
    ----------
    names : Catalogue
        With the person's own muscles, spots and tools; those in the tables are added.
    now : datetime
        Aware; nothing later is taken.

    Raises
    ------
    ImportRejected
        Naming the table, the row (the header is row 1) and the field of the first thing wrong.
    """
    for table in tables:
        reader = _TableReader(table, names, now)
        for batch in reader.batches():
            if reader.schema.kind in (OwnMuscle, OwnSpot, OwnTool):
                own = batch.entries or [revision.record for revision in batch.revisions]
                names = with_own(names, own)
            yield batch


class _TableReader:
    """One table on its way in."""

    def __init__(self, table: Table, names: Catalogue, now: datetime) -> None:
        self.schema = _recognise(table)
        self._table = table
        self._reader = RowReader(self.schema, table.header)
        self._read = self._revision if self.schema.revisions else self._entry
        self._names = names
        self._now = now
        self._latest = now + CLOCK_SLACK
        self._moments = [
            field for field, kind in python_types(self.schema.kind).items() if kind is datetime
        ]
        self._checked_presses: set[tuple[str, str, str]] = set()
        # Of each row only what tells it from others: a file may have millions.
        self._first_contents: dict[int, int] = {}

    def batches(self) -> Iterator[Batch]:
        bad: list[ImportRejected] = []
        entries: list[Any] = []
        try:
            for row, cells in self._table.rows:
                check_width(self._table.name, row, cells, self._table.header)
                try:
                    entry = self._read(cells)
                except InvalidRecord as error:
                    sentence = self._comma(cells) or next(iter(error.problems.values()))
                    bad.append(rejected(self._table.name, row, sentence))
                    if len(bad) == MOST_BAD_ROWS:
                        break
                else:
                    if entry is not None:
                        entries.append(entry)
                # A table with a bad row is only counted to its end; nothing of it is taken.
                if len(entries) == _AT_ONCE and not bad:
                    yield self._batch(entries)
                    entries = []
                elif bad:
                    entries = []
        except ImportRejected as error:
            # Not a row at all: what comes after it cannot be trusted to be one.
            bad.append(error)
        if bad:
            raise _summed_up(bad)
        yield self._batch(entries)

    def _batch(self, read: list[Any]) -> Batch:
        entries, revisions = ([], read) if self.schema.revisions else (read, [])
        return Batch(self.schema, entries, revisions, self._table.share())

    def _entry(self, cells: list[str]) -> Record | None:
        entry = self._fit(self._reader.record(cells))
        return entry if self._is_first(hash(entry.id), hash(entry), entry) else None

    def _revision(self, cells: list[str]) -> Revision | None:
        about = _checked(self._reader.revision(cells))
        entry = self._reader.record(cells)
        # What was recorded when a clock ran ahead may lie ahead too; and a history is taken as it
        # is, its names spelled as they were.
        normalize(entry, self._names, max(self._now, about["recorded_at"]))
        revision = Revision(record=entry, number=about.pop("revision"), **about)
        key = (entry.id, revision.number, revision.recorded_at, revision.recorded_by)
        content = hash((entry, revision.action, revision.deleted))
        return revision if self._is_first(hash(key), content, entry) else None

    def _fit(self, entry: Record) -> Record:
        """See `normalize`; what was settled for an earlier row is not settled again."""
        press = (entry.muscle, entry.spot, entry.tool) if isinstance(entry, Release) else None
        if press in self._checked_presses and self._is_past(entry):
            return entry
        fitted = normalize(entry, self._names, self._now)
        if press is not None and fitted is entry:
            self._checked_presses.add(press)
        return fitted

    def _is_past(self, entry: Record) -> bool:
        values = vars(entry)
        for field in self._moments:
            moment = values[field]
            if moment is not None and (moment > self._latest or moment.year < FIRST_YEAR):
                return False
        return True

    def _is_first(self, key: int, content: int, entry: Record) -> bool:
        before = len(self._first_contents)
        known = self._first_contents.setdefault(key, content)
        if len(self._first_contents) > before:
            return True
        if known != content:
            raise InvalidRecord(
                {
                    "id": f"id {entry.id} is in an earlier row with other values; "
                    "keep one of the two."
                }
            )
        return False

    def _comma(self, cells: list[str]) -> str | None:
        """What is wrong where a number has a decimal comma, which says more than its rule."""
        for field, kind in self.schema.fields.items():
            cell = cells[self._table.header.index(field)]
            if kind in (int, float) and has_decimal_comma(cell):
                point = cell.strip().replace(",", ".")
                return f"{field} must have a decimal point, {point}, not {shown(cell)}."
        return None


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    for field, words in _REVISION_RULES.items():
        if field not in values:
            raise InvalidRecord({field: f"{field} is missing: it must be {words}."})
    with suppress(ValueError):
        values["recorded_at"] = datetime.fromisoformat(values["recorded_at"])
    for field, words in _REVISION_RULES.items():
        if not _holds(field, values[field]):
            raise InvalidRecord({field: f"{field} must be {words}, not {shown(values[field])}."})
    return values


def _holds(field: str, value: Any) -> bool:
    match field:
        case "revision":
            return isinstance(value, int) and 1 <= value < 2**31
        case "recorded_at":
            return isinstance(value, datetime) and value.tzinfo is not None
        case "recorded_by":
            return 1 <= len(value) <= 80 and "\0" not in value
        case "action":
            return value in get_args(Action)
        case _:
            return isinstance(value, bool)


def _summed_up(bad: list[ImportRejected]) -> ImportRejected:
    more = len(bad) - 1
    if not more:
        return bad[0]
    at_least = "at least " if len(bad) == MOST_BAD_ROWS else ""
    return ImportRejected(f"{bad[0]} (and {at_least}{more} more row{'s' * (more > 1)})")


def _recognise(table: Table) -> TableSchema:
    schema = TableSchema.of(table.header)
    if schema is not None:
        return schema
    layout = find_layout(table.header)
    if layout is not None:
        raise ImportRejected(
            f"{table.name} has the layout of {layout.name}; import it with --as {layout.kind}."
        )
    header = set(table.header)
    near = [
        TableSchema(kind, revisions=bool(header & set(REVISION_COLUMNS)), zones=zones)
        for kind in RECORDS.values()
        for zones in (False, True)
    ]
    nearest = max(near, key=lambda one: 2 * len(header & set(one.columns)) - len(one.columns))
    missing = [column for column in nearest.columns if column not in header]
    if 2 * len(missing) > len(nearest.columns):
        raise unknown_layout(Path(table.name), table.header)
    for column in table.header:
        if column not in nearest.columns:
            close = get_close_matches(column, missing or nearest.columns, 1)
            remedy = f"Did you mean '{close[0]}'?" if close else "Remove it."
            raise rejected(table.name, 1, f"Unknown column '{column}'. {remedy}")
    raise rejected(table.name, 1, f"the column '{missing[0]}' is missing; add it.")

"""The rows that leave with an export, and the person's own names that these rows need."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast, get_args
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, func, select

from tracker.diary.revisions import current
from tracker.diary.schema import TABLES, from_row, to_row
from tracker.exchange.export.selection import Selection, history_of
from tracker.exchange.formats.cells import with_content_id
from tracker.exchange.formats.table_schema import TableSchema, name_of
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.experiment import Arm, Experiment
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

OWN: Final = (OwnSpot, OwnMuscle, OwnTool)

Rows = Sequence[Sequence[Any]]


class CustomNames:
    """Collects the names that what leaves goes by, and hands out the entries that explain them.

    Notes
    -----
    A spot, muscle or tool of the person's own that was deleted or renamed leaves too while a
    release or an experiment still goes by its name: without it neither could be imported anywhere.
    """

    def __init__(self, connection: Connection, selection: Selection) -> None:
        self._connection = connection
        self._selection = selection
        self._used: dict[type[Record], set[tuple[str, ...]]] = defaultdict(set)

    def note(self, kind: type[Record], columns: Mapping[str, Sequence[Any]]) -> None:
        """Note the names that rows go by."""
        if kind is Release:
            self._note_names(set(zip(*(columns[name] for name in _NAMES), strict=True)))
        elif kind is Experiment:
            self._note_names(set(_pressed(columns)))
        elif kind is OwnSpot:
            self._used[OwnMuscle].update((_plain(muscle),) for muscle in columns["muscle"])

    def rows(self, kind: type[Record]) -> Rows:
        """The rows of a kind of name, once all that go by them have been noted."""
        return self._history(kind) if self._selection.revisions else self._listed(kind)

    def _history(self, kind: type[Record]) -> Rows:
        """Every revision of the names that are asked for, or that what leaves once went by."""
        columns = TableSchema(kind, revisions=True).stored
        chosen = self._chosen(kind)
        rows = self._connection.execute(history_of(kind)).all()
        named = {
            row.id
            for row in rows
            if _name_in(dict(zip(columns, row, strict=True))) in self._used[kind]
        }
        return [row for row in rows if row.id in chosen or row.id in named]

    def _listed(self, kind: type[Record]) -> Rows:
        """The names as listed now, and earlier ones that an entry which leaves still goes by."""
        chosen = self._chosen(kind)
        listed: list[Record] = []
        deleted: dict[UUID, Record] = {}
        for row in self._connection.execute(select(current(kind))).mappings():
            entry = from_row(kind, row)
            if row["deleted"]:
                deleted[entry.id] = entry
            elif row["id"] in chosen or _name(entry) in self._used[kind]:
                listed.append(entry)
        missing = self._used[kind].difference(map(_name, listed))
        earlier: dict[tuple[str, ...], Record] = {}
        for row in self._connection.execute(_every_change(kind)).mappings():
            entry = from_row(kind, row)
            if _name(entry) in missing:
                # A name that was changed since needs an id of its own beside the new one.
                same = deleted.get(entry.id) == entry
                earlier[_name(entry)] = entry if same else with_content_id(entry)
        entries = sorted([*listed, *earlier.values()], key=_happened)
        return [tuple(to_row(entry).values()) for entry in entries]

    def _chosen(self, kind: type[Record]) -> set[str]:
        rows = self._connection.execute(self._selection.rows(self._connection, kind))
        return {row.id for row in rows}

    def _note_names(self, names: Iterable[tuple[str, str, str]]) -> None:
        for muscle, spot, tool in names:
            self._used[OwnMuscle].add((_plain(muscle),))
            self._used[OwnSpot].add((_plain(muscle), _plain(spot)))
            self._used[OwnTool].add((_plain(tool),))


_NAMES: Final = ("muscle", "spot", "tool")


def _pressed(columns: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str, str]]:
    for row in zip(*columns.values(), strict=True):
        values = cast(RowMapping, dict(zip(columns, row, strict=True)))
        entry = cast(Experiment, from_row(Experiment, values))
        for arm in get_args(Arm):
            pressed = entry.press(arm)
            muscle, spot, tool = (pressed[name] or "" for name in _NAMES)
            yield muscle, spot, tool


def _every_change(kind: type[Record]) -> Select[Any]:
    rows = TABLES[kind]
    return select(rows).order_by(rows.c.recorded_at, rows.c.revision, rows.c.recorded_by)


def _happened(entry: Record) -> tuple[datetime, str]:
    moment = getattr(entry, next(iter(type(entry).model_fields)))
    return moment, str(entry.id)


def _name(entry: Record) -> tuple[str, ...]:
    return _name_in(dict(entry))


def _name_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_plain(values[field]) for field in ("muscle", "name") if field in values)


def _plain(name: str) -> str:
    """A name as the catalogue tells it apart: without regard to case or doubled blanks."""
    return " ".join(name.split()).casefold()


_ROWS_AT_ONCE: Final = 5_000

ProgressCallback = Callable[[int, float], None]
"""Receives how many rows are done, and how much of the whole that is, from 0 to 1."""


@dataclass(frozen=True)
class WrittenTable:
    """A table that was written: where, and how many rows.

    Attributes
    ----------
    sheet : str
        Its name within the file, where a file holds several.
    """

    path: Path
    schema: TableSchema
    rows: int
    sheet: str = ""


@dataclass
class ExportTable:
    """One kind's table: its rows a few thousand at a time, to be taken once, in turn."""

    schema: TableSchema
    chunks: Iterator[Rows]
    written: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Rows]:
        for rows in self.chunks:
            self.written += len(rows)
            yield rows


class Outgoing:
    """The entries that a selection names, and what they go by, read in one transaction."""

    def __init__(
        self,
        connection: Connection,
        selection: Selection,
        progress: ProgressCallback | None = None,
    ) -> None:
        selection.check(connection)
        self.selection = selection
        self._connection = connection
        self._own_names = CustomNames(connection, selection)
        self._experiments: set[str] = set()
        self._moved_from: set[str] = set()
        self._count = _Count(connection, progress) if progress else None

    def tables(
        self,
        *,
        zones: bool = False,
        keep: Callable[[type[Record]], bool] = lambda _kind: False,
    ) -> Iterator[ExportTable]:
        """Each kind's table; of releases and check-ins also an empty one, of others none.

        Parameters
        ----------
        zones : bool
            Whether moments leave split into local time and zone.
        keep : callable
            Whether a kind gets a table even if it is empty.
        """
        # Each kind before those whose names it goes by: what leaves needs them.
        for kind in (Release, CheckIn, Screening, Experiment, *OWN):
            chunks = self.rows(kind)
            first = next(chunks, None)
            if first is not None:
                chunks = chain([first], chunks)
            elif kind not in (Release, CheckIn) and not keep(kind):
                continue
            yield ExportTable(TableSchema(kind, self.selection.revisions, zones), chunks)

    def rows(self, kind: type[Record]) -> Iterator[Rows]:
        """A kind's rows as the diary keeps them, with the columns `TableSchema.stored`."""
        columns = TableSchema(kind, self.selection.revisions).stored
        for rows in self._rows_of(kind):
            self._note(kind, dict(zip(columns, zip(*rows, strict=True), strict=True)))
            if self._count:
                self._count.add(len(rows))
            yield rows
        if self._count and kind is OWN[-1]:
            self._count.end()

    def entries(self, kind: type[Record]) -> Iterator[Record]:
        """A kind's entries, or where they are asked for its revisions, for what is no table."""
        columns = TableSchema(kind, self.selection.revisions).stored
        for rows in self.rows(kind):
            for row in rows:
                values = dict(zip(columns, row, strict=True))
                yield from_row(kind, cast(RowMapping, values))

    def keys_hold(self) -> frozenset[str]:
        """Which references between entries lead to one that left; asked once all have.

        One that no entry makes is not among them: its table may not have left at all.
        """
        if self.selection.revisions or not self.selection.everything:
            return frozenset()
        referred: dict[str, tuple[type[Record], set[str]]] = {
            "moved_from": (Release, self._moved_from),
            "experiment": (Experiment, self._experiments),
        }
        return frozenset(
            field for field, (kind, ids) in referred.items() if ids and self._are_present(kind, ids)
        )

    def _are_present(self, kind: type[Record], ids: Iterable[str]) -> bool:
        held = current(kind)
        wanted = sorted(ids)
        for first in range(0, len(wanted), _ROWS_AT_ONCE):
            chunk = wanted[first : first + _ROWS_AT_ONCE]
            present = select(func.count()).where(held.c.id.in_(chunk), ~held.c.deleted)
            if self._connection.scalar(present) != len(chunk):
                return False
        return True

    def _rows_of(self, kind: type[Record]) -> Iterable[Rows]:
        if kind in OWN:
            return filter(None, [self._own_names.rows(kind)])
        if kind is Experiment and not self.selection.everything:
            return self._stream(self._experiments_and_those_gone_by())
        return self._stream(self.selection.rows(self._connection, kind))

    def _stream(self, rows: Select[Any]) -> Iterator[Rows]:
        result = self._connection.execute(rows, execution_options={"yield_per": _ROWS_AT_ONCE})
        yield from result.partitions()

    def _experiments_and_those_gone_by(self) -> Select[Any]:
        """Experiments that are asked for, and those that a release which leaves is part of."""
        chosen = {
            row.id
            for row in self._connection.execute(self.selection.rows(self._connection, Experiment))
        }
        ids = sorted(chosen | self._experiments)
        held = current(Experiment)
        if self.selection.revisions:
            return history_of(Experiment, select(held.c.id).where(held.c.id.in_(ids)))
        columns = [held.c[name] for name in TableSchema(Experiment).stored]
        rows = select(*columns).where(~held.c.deleted, held.c.id.in_(ids))
        return rows.order_by(held.c.planned_at, held.c.id)

    def _note(self, kind: type[Record], columns: Mapping[str, Sequence[Any]]) -> None:
        """Note what rows refer to."""
        self._own_names.note(kind, columns)
        if kind is Release:
            self._experiments.update(filter(None, columns["experiment"]))
            self._moved_from.update(filter(None, columns["moved_from"]))


@dataclass(frozen=True)
class ExportSummary:
    """What an export would hold.

    Attributes
    ----------
    counts : mapping of str to int
        Rows by the kind's name; kinds without any are absent.
    first : list of Record
        The releases it would begin with.
    """

    counts: Mapping[str, int]
    first: list[Release]


def export_summary(connection: Connection, selection: Selection, most: int) -> ExportSummary:
    """Look at what an export would hold, without writing it."""
    outgoing = Outgoing(connection, selection)
    counts: dict[str, int] = {}
    first: list[Release] = []
    for table in outgoing.tables():
        for rows in table:
            if table.schema.kind is Release and not first:
                values = (dict(zip(table.schema.stored, row, strict=True)) for row in rows[:most])
                records = (from_row(Release, cast(RowMapping, row)) for row in values)
                first = [cast(Release, entry) for entry in records]
        if table.written:
            counts[name_of(table.schema.kind)] = table.written
    return ExportSummary(counts, first)


class _Count:
    """How much has left, of all the rows there are."""

    def __init__(self, connection: Connection, progress: ProgressCallback) -> None:
        counts = [select(func.count()).select_from(table) for table in TABLES.values()]
        self._all = sum(connection.scalar(count) or 0 for count in counts)
        self._done = 0
        self._progress = progress

    def add(self, rows: int) -> None:
        self._done += rows
        self._progress(self._done, min(1.0, self._done / max(1, self._all)))

    def end(self) -> None:
        self._progress(self._done, 1.0)

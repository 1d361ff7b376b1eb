"""What leaves with an export: one moment's state of the diary, a table of rows for each kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, cast

from sqlalchemy import Connection, RowMapping, Select, func, select

from tracker.diary.revisions import current
from tracker.diary.schema import TABLES, from_row
from tracker.exchange.export.custom_names import OWN, OwnNames, Rows
from tracker.exchange.export.selection import Selection, history_of
from tracker.exchange.formats.table_schema import TableSchema, name_of
from tracker.protocol.check_in import CheckIn
from tracker.protocol.experiment import Experiment
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

_ROWS_AT_ONCE: Final = 5_000

Progress = Callable[[int, float], None]
"""Told how many rows are done, and how much of the whole that is, from 0 to 1."""


@dataclass
class Sheet:
    """One kind's table: its rows a few thousand at a time, to be taken once, in turn."""

    shape: TableSchema
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
        progress: Progress | None = None,
    ) -> None:
        selection.check(connection)
        self.selection = selection
        self._connection = connection
        self._own_names = OwnNames(connection, selection)
        self._experiments: set[str] = set()
        self._moved_from: set[str] = set()
        self._count = _Count(connection, progress) if progress else None

    def sheets(
        self,
        *,
        zones: bool = False,
        keep: Callable[[type[Record]], bool] = lambda _kind: False,
    ) -> Iterator[Sheet]:
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
            yield Sheet(TableSchema(kind, self.selection.revisions, zones), chunks)

    def rows(self, kind: type[Record]) -> Iterator[Rows]:
        """A kind's rows as the diary keeps them, with the columns ``Shape.stored``."""
        columns = TableSchema(kind, self.selection.revisions).stored
        for rows in self._found(kind):
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

    def _found(self, kind: type[Record]) -> Iterable[Rows]:
        if kind in OWN:
            return filter(None, [self._own_names.rows(kind)])
        if kind is Experiment and not self.selection.everything:
            return self._stream(self._experiments_and_those_gone_by())
        return self._stream(self.selection.rows(self._connection, kind))

    def _stream(self, rows: Select[Any]) -> Iterator[Rows]:
        found = self._connection.execute(rows, execution_options={"yield_per": _ROWS_AT_ONCE})
        yield from found.partitions()

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
        found = select(*columns).where(~held.c.deleted, held.c.id.in_(ids))
        return found.order_by(held.c.planned_at, held.c.id)

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
    for sheet in outgoing.sheets():
        for rows in sheet:
            if sheet.shape.kind is Release and not first:
                values = (dict(zip(sheet.shape.stored, row, strict=True)) for row in rows[:most])
                made = (from_row(Release, cast(RowMapping, row)) for row in values)
                first = [cast(Release, entry) for entry in made]
        if sheet.written:
            counts[name_of(sheet.shape.kind)] = sheet.written
    return ExportSummary(counts, first)


class _Count:
    """How much has left, of all the rows there are."""

    def __init__(self, connection: Connection, progress: Progress) -> None:
        counts = [select(func.count()).select_from(table) for table in TABLES.values()]
        self._all = sum(connection.scalar(count) or 0 for count in counts)
        self._done = 0
        self._progress = progress

    def add(self, rows: int) -> None:
        self._done += rows
        self._progress(self._done, min(1.0, self._done / max(1, self._all)))

    def end(self) -> None:
        self._progress(self._done, 1.0)

"""Import a file of the kit's own: all of it or nothing, in one transaction."""

import gc
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from tracker.diary.bulk_insert import insert
from tracker.diary.errors import ImportRejected
from tracker.diary.revisions import Revision
from tracker.diary.schema import TABLES, from_row, to_row
from tracker.diary.store import EntryStore
from tracker.exchange.export.rows import ProgressCallback
from tracker.exchange.formats.registry import FORMATS, format_of
from tracker.exchange.formats.table_reader import Table
from tracker.exchange.import_result import (
    AMENDED_SHOWN,
    Amended,
    ImportResult,
    refuse_sample_mix,
    state_of,
)
from tracker.exchange.native_reader import Batch, batches
from tracker.protocol.local_time import local, utc
from tracker.protocol.record import Record


def import_file(
    store: EntryStore,
    path: Path,
    *,
    now: datetime,
    preview: bool = False,
    progress: ProgressCallback | None = None,
    patient: str | None = None,
    opened: Any = None,
) -> ImportResult:
    """Take in every entry of a file that the kit exported, and of its siblings.

    New entries are added and differing ones amended; equal ones change nothing, those deleted here
    stay deleted, and those changed here since the file was written stay so. Of an export with
    revisions, those that are not here are added to the history, and nothing else happens: of an
    entry the latest revision holds, from whichever side.

    Parameters
    ----------
    path : Path
        What it ends in says its format; any other is read as CSV. The header says what the rows
        are; columns may stand in any order. With ``week.csv``, ``week.own-muscles.csv``,
        ``week.own-spots.csv``, ``week.own-tools.csv``, ``week.experiments.csv``,
        ``week.check-ins.csv`` and ``week.screenings.csv`` are read where they lie beside it, so
        one command brings a whole diary.
    now : datetime
        Aware; nothing later is taken.
    preview : bool
        Do it all and take it back, so that what is promised is what would happen.
    progress : callable, optional
        Told the rows done and the share of the whole, from 0 to 1.
    patient : str, optional
        Whose ratings to read, of another system's FHIR bundle about several.
    opened : Workbook or Resources, optional
        What the file holds, where it is a workbook or a bundle that was opened already.

    Raises
    ------
    ImportRejected
        Naming the file, the row (the header is row 1) and the field of the first thing wrong.
    SampleMix
        Sample entries and a person's own would meet.
    """
    path = path.expanduser()
    names = store.catalogue()
    with (
        _without_collecting(),
        store.writing() as connection,
        closing(_tables(path, patient, opened)) as tables,
    ):
        intake = _Intake(connection, store, now)
        for batch in batches(tables, names, now):
            intake.take(batch)
            if progress:
                progress(intake.rows, batch.share)
        if preview:
            connection.rollback()
    return intake.result


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave the cyclic garbage collector out: rows make no cycles, and it looks at each of them.

    Of a million rows it takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tables(path: Path, patient: str | None, opened: Any) -> Generator[Table, None, None]:
    found = format_of(path) or FORMATS["csv"]
    tables: Generator[Table, None, None]
    if found is FORMATS["fhir"]:
        tables = found.load(found.reader).tables(path, patient, opened)
        return tables
    if patient is not None:
        raise ImportRejected(f"{path.name} is no FHIR bundle, and names no patients.")
    if opened is None:
        return found.tables(path)
    tables = found.load(found.reader).tables(path, opened)
    return tables


class _Intake:
    """Sorts batches by what they mean for the diary, and writes what is new."""

    def __init__(self, connection: Connection, store: EntryStore, now: datetime) -> None:
        self.rows = 0
        self._connection = connection
        self._now = now
        self._store = store
        # Only what was here before can be known already: repeats within a file are dropped.
        self._filled = {
            kind: connection.execute(select(table.c.id).limit(1)).first() is not None
            for kind, table in TABLES.items()
        }
        self._counts: Counter[str] = Counter()
        self._amended: list[Amended] = []
        self._histories = _RevisionCounts()

    @property
    def result(self) -> ImportResult:
        """What happened so far."""
        counts = self._counts + self._histories.counts()
        return ImportResult(**counts, first_amended=tuple(self._amended))

    def take(self, batch: Batch) -> None:
        """Write what a batch brings."""
        if not (batch.entries or batch.revisions):
            return
        self.rows += len(batch.entries) or len(batch.revisions)
        records = batch.entries or [revision.record for revision in batch.revisions]
        refuse_sample_mix(self._store, records)
        kind = batch.schema.kind
        known = self._known(kind, records) if self._filled[kind] else {}
        if batch.revisions:
            rows = self._new_revisions(batch.revisions, known)
        else:
            rows = self._changes(batch.entries, known)
        insert(self._connection, TABLES[kind], rows)

    def _known(self, kind: type[Record], records: Iterable[Record]) -> dict[str, list[Any]]:
        """Each entry's rows that are here, first to last."""
        table = TABLES[kind]
        ids = {str(record.id) for record in records}
        rows = self._connection.execute(
            select(table)
            .where(table.c.id.in_(ids))
            .order_by(table.c.recorded_at, table.c.revision, table.c.recorded_by)
        ).mappings()
        known: dict[str, list[Any]] = {}
        for row in rows:
            known.setdefault(row["id"], []).append(row)
        return known

    def _changes(
        self, entries: Sequence[Record], known: dict[str, list[Any]]
    ) -> list[dict[str, Any]]:
        rows = []
        added = self._about(1, self._now, "add")
        for entry in entries:
            past = known.get(str(entry.id)) if known else None
            if not past:
                self._counts["new"] += 1
                rows.append(to_row(entry) | added)
                continue
            state = state_of(past, entry)
            self._counts[state.replace(" ", "_")] += 1
            if state in ("new", "changed"):
                last = past[-1]
                # A clock set back must not hide the change behind the one it follows.
                when = max(self._now, local(last["recorded_at"], 0))
                action = "add" if state == "new" else "amend"
                rows.append(to_row(entry) | self._about(last["revision"] + 1, when, action))
            if state == "changed" and len(self._amended) < AMENDED_SHOWN:
                self._amended.append(Amended(entry, from_row(type(entry), past[-1])))
        return rows

    def _about(self, revision: int, when: datetime, action: str) -> dict[str, Any]:
        return {
            "revision": revision,
            "recorded_at": utc(when),
            "recorded_by": self._store.device,
            "action": action,
            "deleted": False,
        }

    def _new_revisions(
        self, revisions: Sequence[Revision], known: dict[str, list[Any]]
    ) -> list[dict[str, Any]]:
        rows = []
        for revision in revisions:
            row = _row_of(revision)
            here = known.get(row["id"], [])
            same = next((other for other in here if _key(other) == _key(row)), None)
            if same is not None and dict(same) != row:
                raise ImportRejected(
                    f"Revision {revision.number} of entry {row['id']} is in the diary with other "
                    "values, and a history is never edited; export without revisions, and edit "
                    "that."
                )
            self._histories.note(row["id"], was_here=bool(here), is_new=same is None)
            if same is None:
                rows.append(row)
        return rows


class _RevisionCounts:
    """What revisions meant for the entries they belong to, each counted once."""

    def __init__(self) -> None:
        self._was_here: dict[str, bool] = {}
        self._grown: set[str] = set()

    def note(self, entry: str, *, was_here: bool, is_new: bool) -> None:
        # The first row of an entry tells: those after it find what it brought.
        self._was_here.setdefault(entry, was_here)
        if is_new:
            self._grown.add(entry)

    def counts(self) -> Counter[str]:
        return Counter(
            "unchanged" if entry not in self._grown else "changed" if was_here else "new"
            for entry, was_here in self._was_here.items()
        )


def _row_of(revision: Revision) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "recorded_at": utc(revision.recorded_at),
        "recorded_by": revision.recorded_by,
        "action": revision.action,
        "deleted": revision.deleted,
    } | to_row(revision.record)


def _key(row: Any) -> tuple[Any, ...]:
    return row["revision"], row["recorded_at"], row["recorded_by"]

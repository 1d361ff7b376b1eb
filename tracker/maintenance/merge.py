"""Merge another copy of a diary into this one: every change of either is then in the history.

A change is a row that is never altered, named by entry, revision, time and device. So a merge is
the union of two sets of rows: either way round, any number of times, the result is the same, and
of an entry changed on both sides the later change holds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, RowMapping, Table, func, select

from tracker.diary.errors import NEVER_SHARED, CopiesDiffer, SampleMix, UnusableCopy
from tracker.diary.location import database_url, sqlite_file
from tracker.diary.open_store import open_store
from tracker.diary.revisions import people
from tracker.diary.schema import TABLES
from tracker.diary.store import EntryStore
from tracker.maintenance.backup import copy_diary
from tracker.maintenance.snapshot import snapshot
from tracker.protocol.local_time import machine_day

_CHUNK: Final = 2_000
"""Entries compared at a time, so that the size of a diary does not matter."""

_IDS_AT_ONCE: Final = 500
"""Ids looked up at a time; databases bound how many values a query may hold."""


@dataclass(frozen=True)
class Merged:
    """How many entries a merge brought, or in a preview would bring.

    Attributes
    ----------
    new : int
        Entries that were not here.
    changed : int
        Entries here that were changed in the other copy since.
    both : int
        Entries changed in both: the later change holds, the other is in the history.
    unchanged : int
        Entries of the other copy whose every change was here already.
    no_overlap : str
        The sentence that the two share no entry; empty where they do, or where one is empty.
    """

    new: int = 0
    changed: int = 0
    both: int = 0
    unchanged: int = 0
    no_overlap: str = ""

    def __add__(self, other: "Merged") -> "Merged":
        return Merged(
            self.new + other.new,
            self.changed + other.changed,
            self.both + other.both,
            self.unchanged + other.unchanged,
        )

    def __str__(self) -> str:
        counts = f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged"
        if not self.both:
            return counts
        return (
            f"{counts}, {self.both} changed in both copies (the later change holds; "
            "the other is in the history)"
        )


def merge(
    store: EntryStore,
    other: EntryStore | str | os.PathLike[str],
    *,
    preview: bool = False,
    passphrase: str | None = None,
    another_person: bool = False,
    backup_to: Path | None = None,
) -> Merged:
    """Bring every change of another copy into this diary, all or none.

    Parameters
    ----------
    other : EntryStore, path or SQLAlchemy URL
        It is only read; of a file a copy is read, so an older version's stays as it is.
    preview : bool
        Only count.
    passphrase : str, optional
        Of a locked file.
    another_person : bool
        Bring it in though nobody in it has an entry here.
    backup_to : Path, optional
        Where to keep this diary as it was, if the two share no entry: a merge of two people's
        diaries could not be taken back entry by entry.

    Raises
    ------
    SampleMix
        One is the sample diary, the other is not.
    CopiesDiffer
        One and the same change is in both with other contents.
    UnusableCopy
        Not there, no diary, damaged, locked with another passphrase, or another person's.
    NotSaved
        ``backup_to`` cannot be written.

    Notes
    -----
    Settings and unfinished entries stay where they were made.
    """
    with _opened(other, passphrase) as other_store:
        if other_store.is_sample != store.is_sample:
            raise SampleMix(NEVER_SHARED)
        with (
            store.reading() if preview else store.writing() as ours,
            other_store.reading() as theirs,
        ):
            if not another_person:
                _refuse_strangers(people(ours), people(theirs))
            no_overlap = no_overlap_sentence(ours, theirs)
            if no_overlap and backup_to and not preview:
                copy_diary(store, backup_to)
            return replace(_unite(ours, theirs, preview=preview), no_overlap=no_overlap)


def _refuse_strangers(ours: list[str], theirs: list[str]) -> None:
    # A merge cannot be taken back entry by entry, so it is asked about first.
    if ours and theirs and not set(ours) & set(theirs):
        raise UnusableCopy(
            f"That diary is of {', '.join(theirs)}, and this one of {', '.join(ours)}; nothing was "
            "merged. If they belong in one diary, say --another-person."
        )


@contextmanager
def _opened(
    other: EntryStore | str | os.PathLike[str], passphrase: str | None
) -> Iterator[EntryStore]:
    if isinstance(other, EntryStore):
        yield other
    elif (file := sqlite_file(database_url(other))) is None:
        with open_store(other) as store:
            yield store
    else:
        with snapshot(file, passphrase) as copy, open_store(copy) as store:
            yield store


def _unite(ours: Connection, theirs: Connection, *, preview: bool) -> Merged:
    merged = Merged()
    for table in TABLES.values():
        for entries in _in_chunks(theirs, table):
            merged += _merge_entries(ours, theirs, table, entries, preview=preview)
    return merged


def _in_chunks(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    """The first and last id of each run of entries."""
    last = ""
    while True:
        ids = select(table.c.id).where(table.c.id > last).distinct().order_by(table.c.id)
        run = connection.scalars(ids.limit(_CHUNK)).all()
        if not run:
            return
        last = run[-1]
        yield run[0], last


def _merge_entries(
    here: Connection, other: Connection, table: Table, entries: tuple[str, str], *, preview: bool
) -> Merged:
    theirs = _changes(other, table, entries)
    ours = _changes(here, table, entries)
    missing: list[dict[str, Any]] = []
    merged = Merged()
    for entry, changes in theirs.items():
        present = ours.get(entry, {})
        for key in changes.keys() & present.keys():
            _refuse_difference(entry, dict(changes[key]), dict(present[key]))
        new = changes.keys() - present.keys()
        missing += [dict(changes[key]) for key in sorted(new)]
        ahead = bool(present.keys() - changes.keys())
        merged += Merged(
            new=int(not present),
            changed=int(bool(present and new and not ahead)),
            both=int(bool(present and new and ahead)),
            unchanged=int(not new),
        )
    if missing and not preview:
        here.execute(table.insert(), missing)
    return merged


def _changes(
    connection: Connection, table: Table, entries: tuple[str, str]
) -> dict[str, dict[tuple[Any, ...], RowMapping]]:
    """Entry -> what names a change -> its row."""
    changes: dict[str, dict[tuple[Any, ...], RowMapping]] = {}
    for row in connection.execute(select(table).where(table.c.id.between(*entries))).mappings():
        key = (row["revision"], row["recorded_at"], row["recorded_by"])
        changes.setdefault(row["id"], {})[key] = row
    return changes


def _refuse_difference(entry: str, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    if theirs != ours:
        raise CopiesDiffer(
            f"Entry {entry} has one and the same change with different contents in the two "
            "copies, which only an edit by hand can do; nothing was merged. Restore a backup of "
            "one of them and merge that."
        )


@dataclass(frozen=True)
class Extent:
    """How many entries a diary holds, deleted ones too, and from which day to which.

    Examples
    --------
    >>> str(Extent(1, date(2026, 5, 1), date(2026, 5, 1)))
    '1 entry (1 May 2026)'
    >>> str(Extent(1200, date(2026, 3, 2), date(2026, 5, 1)))
    '1,200 entries (2 March 2026 to 1 May 2026)'
    """

    entries: int
    first: date
    last: date

    @classmethod
    def of(cls, diary: Connection) -> Self | None:
        """The extent of a diary; None where it is empty."""
        counts: list[int] = []
        moments: list[datetime] = []
        for kind, table in TABLES.items():
            moment = table.c[next(iter(kind.model_fields))]
            ids = func.count(table.c.id.distinct())
            count, first, last = diary.execute(
                select(ids, func.min(moment), func.max(moment))
            ).one()
            counts.append(count)
            moments += [at for at in (first, last) if at is not None]
        if not moments:
            return None
        return cls(sum(counts), machine_day(min(moments)), machine_day(max(moments)))

    def __str__(self) -> str:
        entries = "1 entry" if self.entries == 1 else f"{self.entries:,} entries"
        if self.first == self.last:
            return f"{entries} ({_in_words(self.first)})"
        return f"{entries} ({_in_words(self.first)} to {_in_words(self.last)})"


def no_overlap_sentence(here: Connection, other: Connection) -> str:
    """Say that two diaries share no entry; empty where they do, or where one is empty.

    Two diaries that share none may be two people's, who both are "me".
    """
    ours, theirs = Extent.of(here), Extent.of(other)
    if ours is None or theirs is None or _share_an_entry(here, other):
        return ""
    return f"The two diaries share no entry: this one has {ours}, that one {theirs}."


def _share_an_entry(here: Connection, other: Connection) -> bool:
    for table in TABLES.values():
        ids = other.scalars(select(table.c.id).distinct())
        for some in ids.partitions(_IDS_AT_ONCE):
            if here.scalar(select(table.c.id).where(table.c.id.in_(some)).limit(1)):
                ids.close()
                return True
    return False


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

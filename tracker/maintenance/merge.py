"""Two copies of a diary become one: every change of either is in the history of both.

A change is a row that is never altered, named by entry, revision, time and device. So a merge is
the union of two sets of rows: either way round, any number of times, the result is the same, and
of an entry changed on both sides the later change holds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, RowMapping, Table, select

from tracker.diary.errors import APART, CopiesDiffer, SampleMix, UnusableCopy
from tracker.diary.location import database_url, sqlite_file
from tracker.diary.schema import TABLES
from tracker.exchange.export.selection import people
from tracker.maintenance.backup import copy_diary
from tracker.maintenance.overlap import overlap_sentence
from tracker.maintenance.snapshot import sound_copy

if TYPE_CHECKING:
    from tracker.facade import Diary

_CHUNK: Final = 2_000
"""Entries compared at a time, so that the size of a diary does not matter."""


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
    apart : str
        The sentence that the two share no entry; empty where they do, or where one is empty.
    """

    new: int = 0
    changed: int = 0
    both: int = 0
    unchanged: int = 0
    apart: str = ""

    def __add__(self, other: "Merged") -> "Merged":
        return Merged(
            self.new + other.new,
            self.changed + other.changed,
            self.both + other.both,
            self.unchanged + other.unchanged,
        )

    def __str__(self) -> str:
        said = f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged"
        if not self.both:
            return said
        return (
            f"{said}, {self.both} changed in both copies (the later change holds; "
            "the other is in the history)"
        )


def merge(
    diary: "Diary",
    other: "Diary | str | os.PathLike[str]",
    *,
    preview: bool = False,
    secret: str | None = None,
    another_person: bool = False,
    keep: Path | None = None,
) -> Merged:
    """Bring every change of another copy into this diary, all or none.

    Parameters
    ----------
    other : Diary, path or SQLAlchemy URL
        It is only read; of a file a copy is read, so an older version's stays as it is.
    preview : bool
        Only count.
    secret : str, optional
        The passphrase of a locked file.
    another_person : bool
        Bring it in though nobody in it has an entry here.
    keep : Path, optional
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
        ``keep`` cannot be written.

    Notes
    -----
    Settings and unfinished entries stay where they were made.
    """
    with _opened(other, secret) as there:
        if there.is_sample != diary.is_sample:
            raise SampleMix(APART)
        with (
            diary.reading() if preview else diary.writing() as ours,
            there.reading() as theirs,
        ):
            if not another_person:
                _refuse_strangers(people(ours), people(theirs))
            apart = overlap_sentence(ours, theirs)
            if apart and keep and not preview:
                copy_diary(diary, keep)
            return replace(_unite(ours, theirs, preview=preview), apart=apart)


def _refuse_strangers(here: list[str], there: list[str]) -> None:
    # A merge cannot be taken back entry by entry, so it is asked about first.
    if here and there and not set(here) & set(there):
        raise UnusableCopy(
            f"That diary is of {', '.join(there)}, and this one of {', '.join(here)}; nothing was "
            "merged. If they belong in one diary, say --another-person."
        )


@contextmanager
def _opened(other: "Diary | str | os.PathLike[str]", secret: str | None) -> "Iterator[Diary]":
    from tracker.facade import Diary, open_diary

    if isinstance(other, Diary):
        yield other
    elif (file := sqlite_file(database_url(other))) is None:
        with open_diary(other) as there:
            yield there
    else:
        with sound_copy(file, secret) as copy, open_diary(copy) as there:
            yield there


def _unite(here: Connection, there: Connection, *, preview: bool) -> Merged:
    merged = Merged()
    for table in TABLES.values():
        for entries in _in_chunks(there, table):
            merged += _merge_entries(here, there, table, entries, preview=preview)
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
    here: Connection, there: Connection, table: Table, entries: tuple[str, str], *, preview: bool
) -> Merged:
    theirs = _changes(there, table, entries)
    ours = _changes(here, table, entries)
    missing: list[dict[str, Any]] = []
    merged = Merged()
    for entry, changes in theirs.items():
        known = ours.get(entry, {})
        for key in changes.keys() & known.keys():
            _refuse_difference(entry, dict(changes[key]), dict(known[key]))
        new = changes.keys() - known.keys()
        missing += [dict(changes[key]) for key in sorted(new)]
        ahead = bool(known.keys() - changes.keys())
        merged += Merged(
            new=int(not known),
            changed=int(bool(known and new and not ahead)),
            both=int(bool(known and new and ahead)),
            unchanged=int(not new),
        )
    if missing and not preview:
        here.execute(table.insert(), missing)
    return merged


def _changes(
    connection: Connection, table: Table, entries: tuple[str, str]
) -> dict[str, dict[tuple[Any, ...], RowMapping]]:
    """Entry -> what names a change -> its row."""
    found: dict[str, dict[tuple[Any, ...], RowMapping]] = {}
    for row in connection.execute(select(table).where(table.c.id.between(*entries))).mappings():
        key = (row["revision"], row["recorded_at"], row["recorded_by"])
        found.setdefault(row["id"], {})[key] = row
    return found


def _refuse_difference(entry: str, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    if theirs != ours:
        raise CopiesDiffer(
            f"Entry {entry} has one and the same change with different contents in the two "
            "copies, which only an edit by hand can do; nothing was merged. Restore a backup of "
            "one of them and merge that."
        )

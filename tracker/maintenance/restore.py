"""Put a backup in the diary's place, and keep what it replaces."""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from tracker.diary.database import make_engine, reading
from tracker.diary.errors import NEVER_SHARED, CannotOpen, DiaryInUse, SampleMix, UnusableCopy
from tracker.diary.location import database_url, make_private
from tracker.diary.revisions import current
from tracker.diary.schema import RECORDS, TABLES, is_sample
from tracker.maintenance.snapshot import WAL_SUFFIX, copy_bytes, snapshot

SIDE_FILES: Final = (WAL_SUFFIX, "-shm")
"""What SQLite keeps beside a diary that is in use, by the ends of their names."""

Changes = dict[str, set[tuple[str, int, str, datetime]]]
"""Of each kind, what names each change: entry, revision, device, moment."""


@dataclass(frozen=True)
class RestorePreview:
    """What restoring would mean.

    Attributes
    ----------
    entries : dict of str to int
        Kind -> how many entries the backup holds.
    lost : dict of str to int
        Kind -> how many changes the diary holds that the backup lacks; empty where none.
    last_lost : datetime or None
        When the latest of those was recorded, UTC.
    readable : bool
        Whether the present diary could be read at all.
    """

    entries: dict[str, int]
    lost: dict[str, int]
    last_lost: datetime | None
    readable: bool = True

    def __str__(self) -> str:
        contents = ", ".join(_counted(n, kind) for kind, n in self.entries.items() if n)
        holds = f"The backup holds {contents or 'no entries'}."
        if not self.readable:
            return f"{holds} The present diary cannot be read."
        if not self.lost:
            return f"{holds} Your diary holds nothing that is not in it."
        lacks = _counted(sum(self.lost.values()), "changes")
        kinds = ", ".join(_plural(kind) for kind in self.lost)
        when = f"{self.last_lost.astimezone():%d %B %Y, %H:%M}" if self.last_lost else ""
        return f"{holds} Of your diary it lacks {lacks} ({kinds}); the last is of {when}."


def preview_restore(diary: Path, backup: Path) -> RestorePreview:
    """Compare a diary with ``backup``, as `snapshot` hands it out.

    Raises
    ------
    SampleMix
        One is the made-up sample, the other a person's own.
    """
    entries, theirs = _contents(backup)
    try:
        ours = _present_changes(diary, backup) if diary.exists() else {}
    except (CannotOpen, UnusableCopy):
        return RestorePreview(entries, {}, None, readable=False)
    missing = {kind: changes - theirs[kind] for kind, changes in ours.items()}
    moments = [moment for changes in missing.values() for _, _, _, moment in changes]
    last = max(moments).replace(tzinfo=UTC) if moments else None
    return RestorePreview(
        entries, {kind: len(changes) for kind, changes in missing.items() if changes}, last
    )


def restore(diary: Path, backup: Path, now: datetime) -> Path | None:
    """Put ``backup``, as `snapshot` hands it out, in the diary's place.

    Parameters
    ----------
    diary : Path
        The diary's file, there or not.
    now : datetime
        Names the file that keeps the replaced diary.

    Returns
    -------
    Path or None
        Where the replaced diary is kept; None where there was none.

    Raises
    ------
    DiaryInUse
        Another program has the diary open.
    """
    make_private(diary)
    replaced = diary.with_name(f"{diary.stem}-replaced-{now:%Y%m%dT%H%M%S}{diary.suffix}")
    has_content = diary.stat().st_size > 0
    if has_content:
        refuse_in_use(diary)
        copy_bytes(diary, replaced)
        if (log := Path(f"{diary}{WAL_SUFFIX}")).exists():
            copy_bytes(log, Path(f"{replaced}{WAL_SUFFIX}"))
    incoming = unfinished_restore(diary)
    incoming.unlink(missing_ok=True)
    copy_bytes(backup, incoming)
    for end in SIDE_FILES:
        Path(f"{diary}{end}").unlink(missing_ok=True)
    incoming.replace(diary)
    _flush(diary.parent)
    return replaced if has_content else None


def unfinished_restore(diary: Path) -> Path:
    """Where a backup is copied before it takes the diary's place; there only if that was killed."""
    return diary.with_name(f"{diary.name}.restoring")


def refuse_in_use(diary: Path) -> None:
    """Refuse a diary that another program has open.

    Only the sole user of a file can take it out of write-ahead logging.

    Raises
    ------
    DiaryInUse
    """
    try:
        with closing(sqlite3.connect(diary, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise DiaryInUse(
                "The diary is in use; close the kit (Ctrl-C where it runs) and restore again."
            ) from None
    except sqlite3.DatabaseError:
        # Damaged: that is what a backup is for.
        return


def _flush(folder: Path) -> None:
    """Make the new name durable, where the system can flush a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _counted(count: int, kind: str) -> str:
    plural = _plural(kind)
    return f"{count:,} {plural.removesuffix('s') if count == 1 else plural}"


def _plural(kind: str) -> str:
    return "check-ins" if kind == "check_ins" else kind.replace("_", " ")


def _present_changes(diary: Path, backup: Path) -> Changes:
    """What names each change of the diary as it is, of whatever version."""
    with snapshot(diary) as copy:
        _, ours = _contents(copy)
        if any(ours.values()) and _is_sample(copy) != _is_sample(backup):
            raise SampleMix(NEVER_SHARED)
    return ours


def _is_sample(file: Path) -> bool:
    engine = make_engine(database_url(file))
    try:
        with reading(engine) as connection:
            return is_sample(connection)
    finally:
        engine.dispose()


def _contents(file: Path) -> tuple[dict[str, int], Changes]:
    """Of each kind, how many entries stand, and what names each change."""
    engine = make_engine(database_url(file))
    entries: dict[str, int] = {}
    changes: Changes = {}
    try:
        with reading(engine) as connection:
            for name, kind in RECORDS.items():
                table = TABLES[kind]
                standing = select(current(kind).c.deleted)
                entries[name] = sum(not deleted for deleted in connection.scalars(standing))
                keys = select(
                    table.c.id, table.c.revision, table.c.recorded_by, table.c.recorded_at
                )
                changes[name] = {tuple(row) for row in connection.execute(keys)}
    finally:
        engine.dispose()
    return entries, changes

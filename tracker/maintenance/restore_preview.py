"""What putting a backup in the diary's place would bring, and what it would take."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from tracker.diary.database import make_engine, reading
from tracker.diary.errors import APART, CannotOpen, SampleMix, UnusableCopy
from tracker.diary.location import database_url
from tracker.diary.revisions import current
from tracker.diary.schema import RECORDS, TABLES, is_sample
from tracker.maintenance.snapshot import sound_copy

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
        has = ", ".join(_counted(n, kind) for kind, n in self.entries.items() if n)
        said = f"The backup holds {has or 'no entries'}."
        if not self.readable:
            return f"{said} The present diary cannot be read."
        if not self.lost:
            return f"{said} Your diary holds nothing that is not in it."
        lacks = _counted(sum(self.lost.values()), "changes")
        kinds = ", ".join(_words(kind) for kind in self.lost)
        when = f"{self.last_lost.astimezone():%d %B %Y, %H:%M}" if self.last_lost else ""
        return f"{said} Of your diary it lacks {lacks} ({kinds}); the last is of {when}."


def _counted(count: int, kind: str) -> str:
    words = _words(kind)
    return f"{count:,} {words.removesuffix('s') if count == 1 else words}"


def _words(kind: str) -> str:
    return "check-ins" if kind == "check_ins" else kind.replace("_", " ")


def look(diary: Path, backup: Path) -> RestorePreview:
    """Compare a diary with ``backup``, as `sound_copy` hands it out.

    Raises
    ------
    SampleMix
        One is the made-up sample, the other a person's own.
    """
    entries, theirs = _contents(backup)
    try:
        ours = _present(diary, backup) if diary.exists() else {}
    except (CannotOpen, UnusableCopy):
        return RestorePreview(entries, {}, None, readable=False)
    missing = {kind: changes - theirs[kind] for kind, changes in ours.items()}
    moments = [moment for changes in missing.values() for _, _, _, moment in changes]
    last = max(moments).replace(tzinfo=UTC) if moments else None
    return RestorePreview(
        entries, {kind: len(some) for kind, some in missing.items() if some}, last
    )


def _present(diary: Path, backup: Path) -> Changes:
    """What names each change of the diary as it is, of whatever version."""
    with sound_copy(diary) as copy:
        _, ours = _contents(copy)
        if any(ours.values()) and _is_sample(copy) != _is_sample(backup):
            raise SampleMix(APART)
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

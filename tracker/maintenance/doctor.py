"""Is the diary sound, private and backed up?"""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tracker.diary.location import command_on
from tracker.maintenance.backup_rotation import copies
from tracker.maintenance.sync_conflicts import conflicted_copies, sentence_for

ROOM_BYTES: Final = 100 * 1024**2
STALE: Final = timedelta(days=14)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence with the remedy where it is not."""

    well: bool
    said: str


def findings(file: Path, now: datetime) -> Iterator[Finding]:
    """Look at a diary's file without changing it.

    Parameters
    ----------
    file : Path
        A SQLite diary, there or not.
    now : datetime
        Aware.
    """
    if not file.exists():
        yield Finding(True, f"There is no diary at {file} yet; it is made at the first start.")
        return
    yield _soundness(file)
    yield _privacy(file)
    yield _room(file)
    yield _backup(file, now)
    beside = conflicted_copies(file)
    if beside:
        yield Finding(False, sentence_for(file, beside))


def _soundness(file: Path) -> Finding:
    try:
        with closing(sqlite3.connect(file)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict == "ok":
        return Finding(True, f"The diary {file} is sound.")
    first = verdict.splitlines()[0]
    command = command_on(file, "restore BACKUP")
    return Finding(False, f"The diary {file} is damaged ({first}); run `{command}`.")


def _privacy(file: Path) -> Finding:
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return Finding(False, f"Others on this machine may read it; run: chmod 600 '{file}'")
    return Finding(True, "Only you may read it.")


def _room(file: Path) -> Finding:
    free = shutil.disk_usage(file.parent).free
    if free < ROOM_BYTES:
        return Finding(False, f"Only {free / 1024**2:.0f} MB are free beside it; make some room.")
    return Finding(True, f"{free / 1024**3:.0f} GB are free beside it.")


def _backup(file: Path, now: datetime) -> Finding:
    dated, command = copies(file), command_on(file, "backup")
    if not dated:
        return Finding(False, f"It has no dated backup beside it; run `{command}`.")
    newest = max(dated)
    which = f"The latest of {len(dated)} backups" if len(dated) > 1 else "The only backup"
    said = f"{which} is of {newest.astimezone():%d %B %Y, %H:%M}"
    if now - newest <= STALE:
        return Finding(True, f"{said}.")
    return Finding(False, f"{said}; run `{command}`.")

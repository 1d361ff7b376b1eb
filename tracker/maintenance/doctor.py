"""Check whether a diary's file is sound, private and backed up."""

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
from tracker.maintenance.backup_rotation import dated_backups
from tracker.maintenance.restore import unfinished_restore
from tracker.maintenance.sync_conflicts import conflict_sentence, conflicted_copies
from tracker.private_file import leftovers

LEAST_FREE_BYTES: Final = 100 * 1024**2
STALE_AFTER: Final = timedelta(days=14)


@dataclass(frozen=True)
class Check:
    """The outcome of one check: whether it passed, and a sentence, with the remedy where not."""

    passed: bool
    message: str


def checks(file: Path, now: datetime) -> Iterator[Check]:
    """Check a diary's file without changing it.

    Parameters
    ----------
    file : Path
        A SQLite diary, there or not.
    now : datetime
        Aware.
    """
    if not file.exists():
        yield Check(True, f"There is no diary at {file} yet; it is made at the first start.")
        return
    yield _integrity(file)
    yield _privacy(file)
    yield _disk_space(file)
    yield _leftovers(file)
    yield _backup(file, now)
    conflicts = conflicted_copies(file)
    if conflicts:
        yield Check(False, conflict_sentence(file, conflicts))


def _integrity(file: Path) -> Check:
    try:
        with closing(sqlite3.connect(file)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict == "ok":
        return Check(True, f"The diary {file} is sound.")
    first = verdict.splitlines()[0]
    command = command_on(file, "restore BACKUP")
    return Check(False, f"The diary {file} is damaged ({first}); run `{command}`.")


def _privacy(file: Path) -> Check:
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return Check(False, f"Others on this machine may read it; run: chmod 600 '{file}'")
    return Check(True, "Only you may read it.")


def _disk_space(file: Path) -> Check:
    free = shutil.disk_usage(file.parent).free
    if free < LEAST_FREE_BYTES:
        return Check(False, f"Only {free / 1024**2:.0f} MB are free beside it; make some room.")
    return Check(True, f"{free / 1024**3:.0f} GB are free beside it.")


def _leftovers(file: Path) -> Check:
    unfinished = unfinished_restore(file)
    left = [*leftovers(), *([unfinished] if unfinished.exists() else [])]
    if not left:
        return Check(True, "No copy of it was left behind by a program that was killed.")
    return Check(False, f"A killed program left copies behind; remove: {', '.join(map(str, left))}")


def _backup(file: Path, now: datetime) -> Check:
    backups, command = dated_backups(file), command_on(file, "backup")
    if not backups:
        return Check(False, f"It has no dated backup beside it; run `{command}`.")
    newest = max(backups)
    which = f"The latest of {len(backups)} backups" if len(backups) > 1 else "The only backup"
    latest = f"{which} is of {newest.astimezone():%d %B %Y, %H:%M}"
    if now - newest <= STALE_AFTER:
        return Check(True, f"{latest}.")
    return Check(False, f"{latest}; run `{command}`.")

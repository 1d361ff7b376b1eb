"""Put a backup in the diary's place, and keep what it replaces."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from tracker.diary.errors import DiaryInUse
from tracker.diary.location import make_private
from tracker.maintenance.snapshot import LOG, copy_bytes

_BESIDE: Final = (LOG, "-shm")


def restore(diary: Path, backup: Path, now: datetime) -> Path | None:
    """Put ``backup``, as `sound_copy` hands it out, in the diary's place.

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
    kept = diary.stat().st_size > 0
    if kept:
        _refuse_in_use(diary)
        copy_bytes(diary, replaced)
        if (log := Path(f"{diary}{LOG}")).exists():
            copy_bytes(log, Path(f"{replaced}{LOG}"))
    arriving = diary.with_name(f"{diary.name}.restoring")
    arriving.unlink(missing_ok=True)
    copy_bytes(backup, arriving)
    for end in _BESIDE:
        Path(f"{diary}{end}").unlink(missing_ok=True)
    arriving.replace(diary)
    _flush(diary.parent)
    return replaced if kept else None


def _refuse_in_use(diary: Path) -> None:
    """Only the sole user of a file can take it out of write-ahead logging."""
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

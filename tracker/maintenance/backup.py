"""Copy a diary's file while it is in use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.diary.errors import NotSaved
from tracker.diary.location import sqlite_file

if TYPE_CHECKING:
    from tracker.facade import Diary


def copy_file(file: Path, copy: Path) -> None:
    """Copy a SQLite diary, private from the first byte, with SQLite's online backup.

    Raises
    ------
    FileExistsError
        ``copy`` is there already.
    """
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # One file, whoever looks into it: write-ahead logging would put others beside it.
        target.execute("PRAGMA journal_mode = DELETE")


def refuse_folder(copy: Path) -> None:
    """Refuse a folder where a file's name is needed.

    Raises
    ------
    NotSaved
        It is one.
    """
    if copy.is_dir():
        raise NotSaved(f"{copy} is a folder; name a file in it, such as {copy / 'diary.db'}.")


def copy_diary(diary: "Diary", copy: Path) -> Path:
    """Copy a whole diary to a new private file.

    Raises
    ------
    NotSaved
        The file is there already, cannot be written, or the diary is on a server.
    """
    refuse_folder(copy)
    file = sqlite_file(diary.engine.url)
    if file is None:
        raise NotSaved("This diary is on a server; back it up there, with pg_dump.")
    unfinished = copy.with_name(copy.name + ".part")
    try:
        if copy.exists():
            raise NotSaved(f"{copy} is there already; choose another name.")
        unfinished.unlink(missing_ok=True)
        copy_file(file, unfinished)
        unfinished.replace(copy)
    except sqlite3.DatabaseError as error:
        raise NotSaved(f"The diary could not be copied ({error}); free some space.") from None
    except OSError as error:
        if isinstance(error, NotSaved):
            raise
        raise NotSaved(
            f"{copy} cannot be written ({error.strerror}); choose another place."
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return copy

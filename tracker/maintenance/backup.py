"""Copy a diary's file while it is in use."""

import sqlite3
from pathlib import Path

from tracker.diary.database import online_backup
from tracker.diary.errors import NotSaved
from tracker.diary.location import sqlite_file
from tracker.diary.store import EntryStore


def refuse_folder(copy: Path) -> None:
    """Refuse a folder where a file's name is needed.

    Raises
    ------
    NotSaved
        It is one.
    """
    if copy.is_dir():
        raise NotSaved(f"{copy} is a folder; name a file in it, such as {copy / 'diary.db'}.")


def copy_diary(store: EntryStore, copy: Path) -> Path:
    """Copy a whole diary to a new private file.

    Raises
    ------
    NotSaved
        The file is there already, cannot be written, or the diary is on a server.
    """
    refuse_folder(copy)
    file = sqlite_file(store.engine.url)
    if file is None:
        raise NotSaved("This diary is on a server; back it up there, with pg_dump.")
    unfinished = copy.with_name(copy.name + ".part")
    try:
        if copy.exists():
            raise NotSaved(f"{copy} is there already; choose another name.")
        unfinished.unlink(missing_ok=True)
        online_backup(file, unfinished)
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

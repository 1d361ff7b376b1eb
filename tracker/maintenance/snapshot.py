"""Copy another diary's file, checked and at the present schema version, to read it safely."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tracker.diary.database import checkpoint_wal, make_engine
from tracker.diary.errors import UnusableCopy
from tracker.diary.location import database_url, make_private
from tracker.diary.migrations import migrate
from tracker.maintenance import encryption
from tracker.private_file import temporary_folder

WAL_SUFFIX: Final = "-wal"
"""What SQLite has written and not yet moved into the file itself lies beside it, so named."""


@contextmanager
def snapshot(file: Path, passphrase: str | None = None) -> Iterator[Path]:
    """Hand out a private copy of a diary's file at the present schema version, while in the block.

    Parameters
    ----------
    file : Path
        A diary or a backup of one, locked or not; it is only read, and may be read-only.
    passphrase : str, optional
        Of a locked one.

    Raises
    ------
    UnusableCopy
        Not there, no diary, damaged, or locked with another passphrase.
    CannotOpen, NewerDiary
        Another program's database, or a later version's diary.
    """
    if not file.is_file():
        raise UnusableCopy(f"There is no file {file}; check the name.")
    with temporary_folder() as folder:
        copy = Path(folder) / "diary.db"
        if encryption.is_locked(file):
            encryption.unlock(file, copy, passphrase or "")
        else:
            copy_bytes(file, copy)
            if (log := Path(f"{file}{WAL_SUFFIX}")).is_file():
                copy_bytes(log, Path(f"{copy}{WAL_SUFFIX}"))
        _check(copy, file.name)
        _bring_up_to_date(copy)
        yield copy


def copy_bytes(source: Path, target: Path) -> None:
    """Copy a file into a new private one; it is on the disk when this returns.

    Raises
    ------
    FileExistsError
        ``target`` is there already.
    """
    with (
        source.open("rb") as given,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written,
    ):
        shutil.copyfileobj(given, written)
        written.flush()
        os.fsync(written.fileno())


def _check(copy: Path, name: str) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError:
        raise UnusableCopy(f"{name} is not a diary, or it is damaged; choose another.") from None
    if verdict != "ok":
        raise UnusableCopy(f"{name} is damaged ({verdict.splitlines()[0]}); choose another.")
    if not tables:
        raise UnusableCopy(f"{name} is empty; choose another.")


def _bring_up_to_date(copy: Path) -> None:
    make_private(copy)
    engine = make_engine(database_url(copy))
    try:
        migrate(engine, None, datetime.now(UTC))
        checkpoint_wal(engine)
    finally:
        engine.dispose()

"""Copy a diary's file while it is in use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


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

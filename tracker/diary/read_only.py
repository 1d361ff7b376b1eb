"""A diary that is only looked into: also one whose file, or whose disk, nobody may write to."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from tracker.diary.errors import CannotOpen, NewerDiary, UnusableCopy
from tracker.diary.location import database_url, default_location, sqlite_file

if TYPE_CHECKING:
    from tracker.diary.diary import Diary


@contextmanager
def open_to_read(location: str | os.PathLike[str] | None = None) -> Iterator["Diary"]:
    """Open a diary, or where it can only be read a private copy of it, for the length of the block.

    A diary is opened for writing even by who only reads it: its write-ahead log needs that, and so
    does an older version that is brought up to date. Hence the copy.

    Raises
    ------
    CannotOpen
        As `open_diary` does, where there is nothing to copy either.
    """
    with ExitStack() as open_files:
        yield _open(location or default_location(), open_files)


def _open(location: str | os.PathLike[str], open_files: ExitStack) -> "Diary":
    from tracker.diary.diary import open_diary
    from tracker.diary.keeping.sound_copy import sound_copy

    try:
        return open_files.enter_context(open_diary(location))
    except NewerDiary:
        raise
    except CannotOpen:
        file = sqlite_file(database_url(location))
        if file is not None and file.is_file():
            with suppress(UnusableCopy, OSError):
                copy = open_files.enter_context(sound_copy(file))
                return open_files.enter_context(open_diary(copy))
        raise

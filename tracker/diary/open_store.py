"""Open the store at a location: private, durable, and at the present schema version."""

import os
from datetime import UTC, datetime

from sqlalchemy import Engine

from tracker.diary.database import make_engine
from tracker.diary.location import database_url, default_location, make_private, sqlite_file
from tracker.diary.migrations import migrate
from tracker.diary.store import EntryStore


def open_store(location: str | os.PathLike[str] | None = None, *, device: str = "") -> EntryStore:
    """Open a diary's entries, making a new diary where there is none.

    Parameters
    ----------
    location : path or SQLAlchemy URL, optional
        By default `default_location`.
    device : str, optional
        Name kept with every change made from here; by default this machine's.

    Raises
    ------
    CannotOpen
        A folder, unwritable, not a database, another program's database.
    NewerDiary
        Written by a later version of the kit.
    """
    return EntryStore(open_engine(location), device)


def open_engine(location: str | os.PathLike[str] | None = None) -> Engine:
    """Connect to the diary at a location; see `open_store`."""
    url = database_url(location or default_location())
    file = sqlite_file(url)
    if file is not None:
        make_private(file)
    engine = make_engine(url)
    try:
        migrate(engine, file, datetime.now(UTC))
    except BaseException:
        engine.dispose()
        raise
    return engine

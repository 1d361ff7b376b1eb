"""Connect durably to the database, and turn its refusals into plain sentences."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, NoSuchModuleError, OperationalError

from tracker.diary.errors import CannotOpen, NotSaved

BUSY_S = 5.0
"""How long a save waits for another program that is writing."""

LONGEST_WAIT_S = 0.005
"""How long it waits at most before it tries again."""

_WRITERS: Final = 7_284_229
"""The number under which the diary's writers wait for each other on a server; any would do."""


def make_engine(url: URL) -> Engine:
    """Make an engine whose every connection is durable; connections are pooled, one a use.

    Raises
    ------
    CannotOpen
        Where the database's driver is not installed.
    """
    try:
        if url.get_backend_name() != "sqlite":
            # A server may have restarted since a connection was last used: each is tried first.
            engine = create_engine(url, pool_pre_ping=True)
            event.listen(engine, "begin", _one_writer_at_a_time)
            return engine
        engine = create_engine(url, connect_args={"timeout": BUSY_S, "isolation_level": None})
    except (NoSuchModuleError, ModuleNotFoundError):
        raise CannotOpen(
            f"No driver for {url.drivername} is installed; for PostgreSQL: "
            "pip install 'psycopg[binary]'."
        ) from None
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def _make_durable(connection: Any, _record: Any) -> None:
    for setting in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        _begin_to_write(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    """Take the lock at once: two writers never both read a state that one of them will replace.

    The waits are short and drawn by lot. SQLite's own grow to 100 ms, and while others keep
    saving, whoever waits longest then meets a free moment least often.
    """
    until = time.monotonic() + BUSY_S
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > until:
                    raise
            time.sleep(random.uniform(0, LONGEST_WAIT_S))  # noqa: S311 -- only spreads the tries
    finally:
        raw.execute(f"PRAGMA busy_timeout = {1000 * BUSY_S:.0f}")


def _one_writer_at_a_time(connection: Connection) -> None:
    """Let a server's writers wait for each other, as SQLite's do."""
    if not connection.get_execution_options().get("writes", False):
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_S * 1000:.0f}ms'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def checkpoint_wal(engine: Engine) -> None:
    """Move what SQLite's write-ahead log holds into the file itself, where nobody else reads it."""
    if engine.url.get_backend_name() != "sqlite":
        return
    # Where it cannot be done the log stays beside the file, and nothing is lost.
    with suppress(DatabaseError, sqlite3.Error), closing(engine.raw_connection()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def online_backup(file: Path, copy: Path) -> None:
    """Copy a SQLite diary that may be in use, private from the first byte.

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


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Run one transaction that saves all or nothing.

    Raises
    ------
    NotSaved
        Where the database refuses; nothing was written. Only where a server is lost at the very
        end, it cannot be known, and the sentence says so.
    """
    without_answer = "nothing was saved"
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
            without_answer = "and perhaps nothing was saved"
    except DatabaseError as error:
        outcome = without_answer if error.connection_invalidated else "nothing was saved"
        raise NotSaved(_sentence(error, outcome)) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Run one transaction that only reads.

    Raises
    ------
    CannotOpen
        Where the database refuses.
    """
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    except DatabaseError as error:
        raise CannotOpen(_sentence(error, "nothing was read")) from error


_REMEDIES = {
    "is locked": "another program is writing to it; close that program and try again",
    "lock timeout": "another program is writing to it; wait until it is done and try again",
    "row-level security": "this account adds entries of its own person alone; open the diary for "
    "that person",
    "permission denied": "this account may not do that; ask who looks after the server",
    "disk is full": "the disk is full; free some space and try again",
    "disk I/O error": "its disk takes nothing; see that it is still there and can be written, then "
    "try again",
    "readonly database": "its file is read-only; change the permissions and try again",
    "not a database": "the file is damaged or not a SQLite database; restore a backup",
    "malformed": "the file is damaged; restore a backup",
    "unable to open": "its file or folder cannot be opened; check that both exist and are yours",
}


def _sentence(error: DatabaseError, outcome: str) -> str:
    message = str(error.orig).strip().splitlines()[0]
    for symptom, remedy in _REMEDIES.items():
        if symptom in message:
            return f"The diary did not answer, {outcome}: {remedy}."
    if error.connection_invalidated:
        return (
            f"The connection to the diary's server broke, {outcome}: try again in a moment; the "
            "same entry is never saved twice."
        )
    kind = "could not be reached" if isinstance(error, OperationalError) else "refused"
    return f"The diary's database {kind}, {outcome}: {message}."

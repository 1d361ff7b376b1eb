"""Turn what a person names into the diary's place: a private file or a database URL."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tracker.diary.errors import CannotOpen
from tracker.diary.schema import diary_metadata

CHECKOUT = Path(__file__).parents[2]
_SQLITE_MAGIC = b"SQLite format 3\0"


def default_location() -> str:
    """TRACKER_DIARY where it is set, else data/diary.db of the checkout, else the user's data."""
    return os.environ.get("TRACKER_DIARY") or str(data_folder() / "diary.db")


def command_on(location: str | os.PathLike[str] | None, words: str) -> str:
    """Give a command that acts on one diary, as it is typed; another than the usual is named.

    Examples
    --------
    >>> command_on(None, "backup")
    'tracker backup'
    >>> command_on("/media/stick/old.db", "backup")
    'tracker --diary "/media/stick/old.db" backup'
    """
    if location is None or database_url(location) == database_url(default_location()):
        return f"tracker {words}"
    return f'tracker --diary "{os.fspath(location)}" {words}'


def data_folder() -> Path:
    """The checkout's data folder, or the user's where the kit is installed without a checkout."""
    if (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "notebooks").is_dir():
        return CHECKOUT / "data"
    return user_data_path("sciatica-tracker")


def database_url(location: str | os.PathLike[str]) -> URL:
    """Read a path or a SQLAlchemy URL.

    Raises
    ------
    CannotOpen
        Where it looks like a URL and is none.
    """
    text = os.fspath(location)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().resolve()))
    try:
        url = make_url(text)
    except ArgumentError:
        raise CannotOpen(
            f"'{text}' is not a database URL; write it as postgresql+psycopg://user@host/name, "
            "or name a file."
        ) from None
    if url.drivername.startswith("sqlite") and url.database and url.database != ":memory:":
        return url.set(database=str(Path(url.database).expanduser().resolve()))
    return url


def sqlite_file(url: URL) -> Path | None:
    """The file behind a SQLite URL; None for a server.

    Raises
    ------
    CannotOpen
        The URL names a database in memory, which would end with the program.
    """
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise CannotOpen("A diary must outlive the program: name a file, not a database in memory.")
    return Path(url.database)


def make_private(path: Path) -> None:
    """Create the file (mode 0600) and its folder (0700) where absent, and refuse what cannot be.

    Folders that were there before are left as they are, except the kit's own data folder.

    Raises
    ------
    CannotOpen
        A folder, unwritable, or not a SQLite database.
    """
    try:
        if path.is_dir():
            raise CannotOpen(f"{path} is a folder; name a file in it, such as {path / 'diary.db'}.")
        if path.exists():
            _refuse_what_is_no_diary(path)
        _private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except CannotOpen:
        raise
    except OSError as error:
        raise CannotOpen(
            f"The diary {path} cannot be written ({error.strerror}); "
            "choose another place with --diary, or change the permissions."
        ) from None


def _refuse_what_is_no_diary(path: Path) -> None:
    """Look without touching: what is refused keeps its bytes and its permissions."""
    if not path.is_file():
        raise CannotOpen(f"{path} is not an ordinary file; name another for the diary.")
    with path.open("rb") as file:
        start = file.read(len(_SQLITE_MAGIC))
    if start and start != _SQLITE_MAGIC:
        raise CannotOpen(
            f"{path} is not a diary (not a SQLite database); name another file, or restore a "
            "backup."
        )
    # A damaged or locked file cannot be looked into; opening it will say so in its own words.
    with (
        suppress(sqlite3.DatabaseError),
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection,
    ):
        named = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        refuse_foreign_tables([name for (name,) in connection.execute(named)])


def refuse_foreign_tables(tables: Sequence[str]) -> None:
    """Refuse a database that holds tables, and not the diary's.

    Raises
    ------
    CannotOpen
        It belongs to another program.
    """
    if tables and diary_metadata.name not in tables:
        raise CannotOpen(
            f"The database holds another program's tables ({', '.join(tables[:3])}); "
            "name another file for the diary."
        )


def _private_folder(folder: Path) -> None:
    if not folder.exists():
        _private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    elif folder == data_folder():
        folder.chmod(0o700)

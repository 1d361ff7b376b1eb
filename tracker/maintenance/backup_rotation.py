"""Keep dated backups beside the diary, fewer of them the older they are."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tracker.diary.database import online_backup
from tracker.diary.schema import TABLES

FOLDER: Final = "backups"
DAILY: Final = 7
WEEKLY: Final = 5

_STAMP: Final = "%Y%m%dT%H%M%SZ"


def rotate(file: Path, now: datetime) -> Path | None:
    """Back the diary up where it has changed since the last backup, and delete expired backups.

    Parameters
    ----------
    file : Path
        A SQLite diary; it may be in use.
    now : datetime
        Aware.

    Returns
    -------
    Path or None
        The new backup, ``backups/diary-20261122T120000Z.db``; None where nothing has changed.

    Raises
    ------
    OSError, sqlite3.DatabaseError
        The disk is full, the folder cannot be written, or the diary is damaged.
    """
    earlier = dated_backups(file)
    if earlier and _extent(max(earlier.values())) == _extent(file):
        return None
    folder = file.with_name(FOLDER)
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"{file.stem}-{now.astimezone(UTC):{_STAMP}}{file.suffix}"
    if copy.exists():
        return None
    _copy_or_nothing(file, copy)
    backups = dated_backups(file)
    for moment in expired(backups, now):
        backups[moment].unlink(missing_ok=True)
    return copy


def dated_backups(file: Path) -> dict[datetime, Path]:
    """Every dated backup of a diary by its moment, the oldest first."""
    named = re.compile(rf"{re.escape(file.stem)}-(\d{{8}}T\d{{6}}Z){re.escape(file.suffix)}")
    backups = {
        datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC): path
        for path in file.with_name(FOLDER).glob("*")
        if (match := named.fullmatch(path.name))
    }
    return dict(sorted(backups.items()))


def expired(moments: Iterable[datetime], now: datetime) -> list[datetime]:
    """Which backups are to be deleted, by their moments.

    The last backup of each of the last seven days, of each of the last five weeks and of every
    month stays, and so does the newest of all.

    Examples
    --------
    >>> day = lambda d, h=12: datetime(2026, 11, d, h, tzinfo=UTC)
    >>> [moment.hour for moment in expired([day(21, 8), day(21, 20), day(22)], now=day(22, 13))]
    [8]
    """
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    kept |= set(_last_of_each(newest_first, lambda at: at.date(), now, most=DAILY))
    kept |= set(_last_of_each(newest_first, lambda at: at.isocalendar()[:2], now, most=WEEKLY))
    kept |= set(_last_of_each(newest_first, lambda at: (at.year, at.month), now, most=None))
    return [moment for moment in newest_first if moment not in kept]


def _last_of_each(
    newest_first: list[datetime],
    period: Callable[[datetime], Any],
    now: datetime,
    *,
    most: int | None,
) -> Iterator[datetime]:
    periods: set[Any] = set()
    for moment in newest_first:
        # Days begin and end where the person is.
        when = period(moment.astimezone(now.tzinfo))
        if when not in periods and (most is None or len(periods) < most):
            periods.add(when)
            yield moment


def _copy_or_nothing(file: Path, copy: Path) -> None:
    """Leave no half-made copy behind that would pass for a backup."""
    unfinished = copy.with_name(copy.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        online_backup(file, unfinished)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def _extent(file: Path) -> list[tuple[Any, ...]]:
    """How many changes a file holds of each kind; every save adds one, and none is ever removed."""
    with closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        return [
            connection.execute(f'SELECT count(*), max(recorded_at) FROM "{table.name}"').fetchone()  # noqa: S608 - the name is the schema's own
            for table in TABLES.values()
            if table.name in tables
        ]

"""The made-up diaries that are put to the test, and what must be true of them afterwards."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import tracker
from tracker.protocol.release import Release

START = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
SPOTS = ("near the sacrum", "middle of the buttock", "behind the hip bone")


def release(number: int) -> Release:
    """Make the release of this number; each is another one."""
    return Release(
        started_at=START + timedelta(minutes=number),
        muscle="piriformis",
        spot=SPOTS[number % 3],
        side="left",
        tool="lacrosse ball",
        pain_before=number % 11,
        pain_after=number % 7,
        held_s=90,
        note=f"number {number}",
    )


def write(file: Path, numbers: range) -> None:
    """Write a diary of these releases."""
    with tracker.open_diary(file) as diary:
        diary.add_all([release(number) for number in numbers])


def notes(file: Path) -> list[str]:
    """Read the note of every release in the file, with SQLite alone."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT note FROM releases ORDER BY note")
        return [note for (note,) in rows]


def is_whole(file: Path) -> bool:
    """Whether SQLite finds no fault in the file."""
    with closing(sqlite3.connect(file)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))

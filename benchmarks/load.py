"""The diary: reading its releases, the newest of them, and saving one."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from made_up import LAST
from ratios import Row, beside, in_words, medians, wall

from tracker.diary.schema import TABLES, to_row
from tracker.facade import Diary
from tracker.protocol.record import uuid7
from tracker.protocol.release import Release

THREE_TIMES_FASTER = 1 / 3
TWICE_PARQUET = 2.0
SAVE = 1.3
SMALL, SMALL_S = 10_000, 0.010


def rows(diary: Diary, file: Path, n: int, repeats: int) -> Iterator[Row]:
    """Loads and saves of a diary of n releases, each beside what one would use instead."""
    parquet = file.with_suffix(".parquet")
    diary.releases().to_parquet(parquet)
    topic = f"The diary of {n:,} releases"
    with closing(sqlite3.connect(file)) as raw:
        load, read_sql, from_parquet = medians(
            [
                diary.releases,
                lambda: pd.read_sql("SELECT * FROM releases", raw),
                lambda: pd.read_parquet(parquet),
            ],
            repeats,
        )
    if n < SMALL:
        yield Row(topic, "releases()", f"a goal of {in_words(SMALL_S)}", 1.0, load, SMALL_S)
    else:
        yield Row(topic, "releases()", "pandas.read_sql", THREE_TIMES_FASTER, load, read_sql)
        yield Row(topic, "releases()", "pandas.read_parquet", TWICE_PARQUET, load, from_parquet)
    if n <= 100_000:
        yield beside(
            topic,
            "the last ten releases",
            lambda: diary.recent(Release),
            "the tail of releases()",
            lambda: diary.releases().tail(10),
            goal=1.0,
            repeats=repeats,
        )
        yield beside(
            topic,
            "the last rated release of every spot",
            diary.last_rated,
            "groupby(spot).tail(1) of releases()",
            lambda: _last_of_every_spot(diary.releases()),
            goal=1.0,
            repeats=repeats,
        )
    yield save(topic, diary, file.with_name(f"bare-{n}.db"), repeats=5 * repeats)


def _last_of_every_spot(frame: pd.DataFrame) -> pd.DataFrame:
    rated = frame[frame["pain_after"].notna()]
    return rated.groupby(["muscle", "spot", "side"], observed=True).tail(1)


def save(topic: str, diary: Diary, bare_file: Path, *, repeats: int) -> Row:
    """One save, and a bare insert of the same row, just as durable."""
    newest = diary.recent(Release, 1)[0]
    minutes = itertools.count(1)
    names = [column.name for column in TABLES[Release].columns]
    marks = ", ".join("?" * len(names))
    latest = newest

    def ours() -> None:
        nonlocal latest
        later = LAST + timedelta(minutes=next(minutes))
        latest = newest.changed(id=uuid7(later), started_at=later)
        diary.add(latest, recorded_at=later)

    with closing(sqlite3.connect(bare_file, isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute(f"CREATE TABLE releases ({', '.join(names)}, PRIMARY KEY (id, revision))")

        def theirs() -> None:
            row = {"revision": 1, "deleted": 0, **to_row(latest)}
            values = [row.get(name) for name in names]
            plain = [str(value) if isinstance(value, datetime) else value for value in values]
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(f"INSERT INTO releases VALUES ({marks})", plain)
            bare.execute("COMMIT")

        instead = "a bare INSERT, as durable"
        what = "a save, on the disk"
        ours_s, theirs_s = medians([ours, theirs], repeats, wall)
        return Row(topic, what, instead, SAVE, ours_s, theirs_s)

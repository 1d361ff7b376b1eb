"""Ten years of releases and more: reading them, the relief page's tables, and one save.

Run: OMP_NUM_THREADS=1 python benchmarks/load.py [ROWS ...]; by default 100 and 36,500, which is
ten a day for ten years. Times are of computing (CPU), medians, each beside what one would use
instead in the same run, or beside its goal.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

import tracker
from tracker import relief
from tracker.diary.bulk_insert import insert
from tracker.diary.schema import TABLES, to_row
from tracker.facade import Diary
from tracker.protocol.record import uuid7
from tracker.protocol.release import Release

DEFAULT = (100, 36_500)
MANY = 100_000
"""From so many rows on each row of the table is one run."""
LEAVES = 72
LAST = datetime(2026, 11, 21, 20, tzinfo=UTC)
TEN_YEARS_H = 10 * 365 * 24

TABLES_S = {36_500: 0.150, 1_000_000: 2.5}
POOL_S = 0.1
LOAD, SAVE = 3.0, 1.3


def fill(diary: Diary, n: int, rng: np.random.Generator) -> None:
    """Write releases of 72 spots and sides over ten years; every 33rd is amended once."""
    names = tracker.catalogue()
    spots = [(muscle, spot) for muscle in names.values() for spot in muscle.spots][: LEAVES // 2]
    effect = rng.normal(1, 0.8, (len(spots), 2))
    rows = []
    for number in range(n):
        at, side = int(rng.integers(len(spots))), int(rng.integers(2))
        before = int(rng.integers(3, 10))
        fell = round(rng.normal(effect[at, side] + 0.3 * (before - 6), 1.3))
        muscle, spot = spots[at]
        started = LAST - timedelta(hours=TEN_YEARS_H * (n - number) / n)
        moved = fell <= 0 and rng.random() < 0.6
        record = Release(
            id=uuid7(started),
            started_at=started,
            muscle=muscle.name,
            spot=spot,
            side=("left", "right")[side],
            tool=muscle.tools[0],
            pain_before=before,
            pain_30s=min(max(before - fell // 2, 0), 10),
            pain_after=None if moved else min(max(before - fell, 0), 10),
            outcome="moved" if moved else "held",
            held_s=90,
        )
        row = {"recorded_at": started.replace(tzinfo=None), "recorded_by": "laptop"}
        row |= {"action": "add", "deleted": False, **to_row(record)}
        rows.append(row | {"revision": 1})
        if number % 33 == 0:
            rows.append(row | {"revision": 2, "action": "amend"})
    with diary.writing() as connection:
        insert(connection, TABLES[Release], rows)


def cpu_s(call: Callable[[], object], repeats: int) -> float:
    took = []
    for _ in range(repeats):
        start = time.process_time()
        call()
        took.append(time.process_time() - start)
    return statistics.median(took)


def show(what: str, ours: float, goal: str, instead: str = "", theirs: float | None = None) -> None:
    ratio = f"{instead:26}{1000 * theirs:9.1f}{theirs / ours:7.2f}x" if theirs else " " * 43
    print(f"  {what:38}{1000 * ours:9.1f}   {ratio}   {goal}")


def tables(frame: pd.DataFrame) -> None:
    """Every table that the relief page draws or says from releases, from a frame not seen yet."""
    derived = relief.derive(frame.copy(deep=False)).reset_index(drop=True)
    pooled = relief.pool(derived)
    relief.over_time(derived, pooled=pooled)
    relief.relief_change(derived, pooled=pooled)
    relief.spot_changes(derived, pooled=pooled)
    relief.muscle_changes(derived, pooled=pooled)
    for before in (1, 8):
        relief.week_comparison(derived, "2026-W47", before, pooled=pooled)
    relief.by_week(derived)
    relief.by_muscle_and_week(derived)
    relief.points(derived)
    relief.hold_curves(derived)
    relief.thirty_second_rule(derived)
    relief.releases_by_day(derived)


def save_wait_s(diary: Diary, path: Path, repeats: int = 50) -> tuple[float, float]:
    """How long one save takes, and a bare insert of the same row, just as durable (wall clock)."""
    newest = diary.recent(Release, 1)[0]
    bare = sqlite3.connect(path.with_name("bare.db"), isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    names = [column.name for column in TABLES[Release].columns]
    bare.execute(f"CREATE TABLE releases ({', '.join(names)}, PRIMARY KEY (id, revision))")
    ours, theirs = [], []
    for number in range(repeats):
        later = newest.started_at + timedelta(minutes=number + 1)
        record = newest.changed(id=uuid7(later), started_at=later)
        start = time.perf_counter()
        diary.add(record, recorded_at=later)
        ours.append(time.perf_counter() - start)
        row = {"revision": 1, "deleted": 0, **to_row(record)}
        values = [str(value) if isinstance(value, datetime) else value for value in row.values()]
        start = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(row))
        bare.execute(f"INSERT INTO releases ({', '.join(row)}) VALUES ({marks})", values)
        bare.execute("COMMIT")
        theirs.append(time.perf_counter() - start)
    bare.close()
    return statistics.median(ours), statistics.median(theirs)


def measure(diary: Diary, path: Path, n: int) -> None:
    repeats = 1 if n >= MANY else 5
    diary.releases()
    raw = sqlite3.connect(path)
    read_sql = cpu_s(lambda: pd.read_sql("SELECT * FROM releases", raw), repeats)
    raw.close()
    print(f"{n:,} releases; ms")
    goal = "" if n < 1000 else f"at least {LOAD:g}x"
    show("releases()", cpu_s(diary.releases, repeats), goal, "pandas.read_sql", read_sql)
    if n < MANY:
        show("last rated press of every spot", cpu_s(diary.last_rated, repeats), "")
        everything = cpu_s(lambda: diary.all(Release), repeats)
        newest = cpu_s(lambda: diary.recent(Release), repeats)
        show("the last ten releases", newest, "", "all of them", everything)
    frame = diary.releases()
    derived = relief.derive(frame)
    relief.by_spot(derived)
    show("relief.pool, frame known", cpu_s(lambda: relief.pool(derived), repeats), "at most 100")
    limit = TABLES_S.get(n)
    goal = f"at most {1000 * limit:g}" if limit else ""
    show("all tables of the relief page", cpu_s(lambda: tables(frame), repeats), goal)
    ours, bare = save_wait_s(diary, path)
    show("save, on the disk (wall clock)", ours, f"at most {SAVE:g} of it", "bare INSERT", bare)


if __name__ == "__main__":
    for rows in [int(given) for given in sys.argv[1:]] or DEFAULT:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "diary.db"
            with tracker.open_diary(place) as filled:
                fill(filled, rows, np.random.default_rng(1))
                measure(filled, place, rows)

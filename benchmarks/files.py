"""Releases out to CSV and back: how long, and how much memory at most.

Every step is a process of its own, so that its memory is its own:

- export beside ``DataFrame.to_csv`` of the same releases, which are in memory already;
- import (validated, durable) beside ``pandas.read_csv`` of the same file plus a bare
  ``executemany`` of the same rows into the same table, which checks nothing.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from ratios import Row

import tracker
from tracker.diary.schema import TABLES, to_row
from tracker.facade import Diary
from tracker.protocol.local_time import utc
from tracker.protocol.record import uuid7
from tracker.protocol.release import Release

FIRST = datetime(2001, 1, 1, 7, 30, tzinfo=UTC)
ROWS_AT_ONCE = 20_000
MOST_MIB = 1024.0
EXPORT, IMPORT = 2.0, 6.0


def made_up(rows: int) -> Iterator[dict[str, Any]]:
    """Rows of releases of every spot; a third have a note, a tenth were moved."""
    draw = random.Random(1)
    spots = [(muscle, spot) for muscle in tracker.catalogue().values() for spot in muscle.spots]
    kept = to_row(
        Release(
            started_at=FIRST,
            muscle="psoas",
            spot="beside the navel",
            side="left",
            tool="foam roller",
            pain_before=5,
        )
    )
    about = {
        "revision": 1,
        "recorded_at": utc(datetime(2026, 1, 1, tzinfo=UTC)),
        "recorded_by": "benchmark",
        "action": "add",
        "deleted": False,
    }
    for number in range(rows):
        started = FIRST + timedelta(minutes=12.5 * number)
        muscle, spot = draw.choice(spots)
        before = draw.randint(3, 9)
        moved = draw.random() < 0.1
        yield (
            about
            | kept
            | {
                "started_at": utc(started),
                "started_at_offset": 60 if started.month in (11, 12, 1, 2, 3) else 120,
                "id": str(uuid7(started, draw.randbytes(10))),
                "muscle": muscle.name,
                "spot": spot,
                "side": draw.choice(["left", "right"]),
                "tool": muscle.tools[0],
                "pressure": draw.choice(["light", "moderate", "firm"]),
                "pain_before": float(before),
                "pain_30s": float(before - draw.randint(0, 2)),
                "pain_after": None if moved else float(before - draw.randint(0, 3)),
                "held_s": 30 if moved else 90,
                "outcome": "moved" if moved else "held",
                "note": f"evening {number}, lay on the floor" if draw.random() < 1 / 3 else "",
            }
        )


def fill(folder: Path, rows: int) -> None:
    """Write the diary that is exported, and the rows the bare insert will write again."""
    made = made_up(rows)
    with tracker.open_diary(folder / "diary.db") as diary, diary.engine.begin() as connection:
        while some := [row for _, row in zip(range(ROWS_AT_ONCE), made, strict=False)]:
            connection.execute(TABLES[Release].insert(), some)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def export(folder: Path) -> float:
    with tracker.open_diary(folder / "diary.db") as diary:
        return timed(lambda: diary.export_file(folder / "out.csv", purpose="machine"))


def export_sheet(folder: Path) -> float:
    with tracker.open_diary(folder / "diary.db") as diary:
        return timed(lambda: diary.export_file(folder / "sheet.csv", purpose="spreadsheet"))


def to_csv(folder: Path) -> float:
    with tracker.open_diary(folder / "diary.db") as diary:
        frame = diary.releases()
    return timed(lambda: frame.to_csv(folder / "pandas.csv", index=False))


def take_in(folder: Path) -> float:
    with tracker.open_diary(folder / "from-csv.db") as diary:
        seconds = timed(lambda: diary.import_file(folder / "out.csv"))
        check_same(diary, folder)
    return seconds


def check_same(diary: Diary, folder: Path) -> None:
    with tracker.open_diary(folder / "diary.db") as first:
        assert diary.count(Release) == first.count(Release)
        assert diary.recent(Release, 100) == first.recent(Release, 100)


def read_csv(folder: Path) -> float:
    return timed(lambda: pd.read_csv(folder / "out.csv"))


def executemany(folder: Path) -> float:
    """Insert the same rows, ready-made, through the database's own driver, durably."""
    with tracker.open_diary(folder / "diary.db") as diary:
        raw = diary.engine.raw_connection()
        rows = raw.cursor().execute("SELECT * FROM releases").fetchall()
        raw.close()
    with tracker.open_diary(folder / "bare.db") as bare:
        raw = bare.engine.raw_connection()
        marks = ",".join("?" * len(rows[0]))

        def insert() -> None:
            raw.cursor().execute("BEGIN IMMEDIATE")
            raw.cursor().executemany(f"INSERT INTO releases VALUES ({marks})", rows)
            raw.commit()

        seconds = timed(insert)
        raw.close()
    return seconds


STEPS = {
    step.__name__: step for step in (export, export_sheet, to_csv, take_in, read_csv, executemany)
}


def peak_mib() -> float:
    """The most memory this process had; what its parent had does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measured(step: str, folder: Path) -> tuple[float, float]:
    """Seconds, and the peak of resident memory in MiB, of a step in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "--step", step, "--folder", str(folder)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told = json.loads(run.stdout)
    return told["seconds"], told["peak_mib"]


def rows(n: int, repeats: int) -> Iterator[Row]:
    """CSV out and in, beside what pandas and the database's driver do, and the memory of it."""
    steps = ("export", "export_sheet", "to_csv", "take_in", "read_csv", "executemany")
    seconds: dict[str, list[float]] = {step: [] for step in steps}
    peaks: dict[str, float] = dict.fromkeys(steps, 0.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, n)
        for _ in range(repeats):
            for fresh in (*folder.glob("from-*"), *folder.glob("bare.db*")):
                fresh.unlink()
            for step in steps:
                took, peak = measured(step, folder)
                seconds[step].append(took)
                peaks[step] = max(peaks[step], peak)
    middle = {step: statistics.median(taken) for step, taken in seconds.items()}
    topic = f"Files of {n:,} releases"
    to_csv = middle["to_csv"]
    yield Row(topic, "CSV, lossless", "DataFrame.to_csv", EXPORT, middle["export"], to_csv)
    sheet = middle["export_sheet"]
    yield Row(topic, "CSV, for spreadsheets", "DataFrame.to_csv", EXPORT, sheet, to_csv)
    bare = middle["read_csv"] + middle["executemany"]
    instead = "read_csv and executemany, unchecked"
    yield Row(topic, "import of CSV", instead, IMPORT, middle["take_in"], bare)
    most = max(peaks[step] for step in ("export", "export_sheet", "take_in"))
    yield Row(topic, "memory at most", "a goal of 1 GiB", 1.0, most, MOST_MIB, unit="MiB")


def main() -> None:
    """Run one step in this process, for `measured`."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--step", choices=STEPS, required=True)
    asked = options.parse_args()
    seconds = STEPS[asked.step](asked.folder)
    print(json.dumps({"seconds": seconds, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()

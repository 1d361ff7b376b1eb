"""A million releases out to CSV and back: how long, and how much memory at most.

Run: python benchmarks/files.py [--rows 1000000] [--formats csv parquet] [--repeats 2]. Every step
is a process of its own, so that its memory is its own, and all of them in this one run:

- export beside ``DataFrame.to_csv`` of the same releases, which are in memory already;
- import (validated, durable) beside ``pandas.read_csv`` of the same file plus a bare
  ``executemany`` of the same rows into the same table, which checks nothing.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

import tracker
from tracker.diary.schema import TABLES, to_row
from tracker.facade import Diary
from tracker.protocol.local_time import utc
from tracker.protocol.record import uuid7
from tracker.protocol.release import Release

FIRST = datetime(2001, 1, 1, 7, 30, tzinfo=UTC)
ROWS_AT_ONCE = 20_000
MOST_BYTES = 1 << 30


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


def export(folder: Path, suffix: str) -> float:
    with tracker.open_diary(folder / "diary.db") as diary:
        return timed(lambda: diary.export_file(folder / f"out.{suffix}", purpose="machine"))


def export_sheet(folder: Path, suffix: str) -> float:
    with tracker.open_diary(folder / "diary.db") as diary:
        return timed(lambda: diary.export_file(folder / f"sheet.{suffix}", purpose="spreadsheet"))


def to_csv(folder: Path, _suffix: str) -> float:
    with tracker.open_diary(folder / "diary.db") as diary:
        frame = diary.releases()
    return timed(lambda: frame.to_csv(folder / "pandas.csv", index=False))


def take_in(folder: Path, suffix: str) -> float:
    with tracker.open_diary(folder / f"from-{suffix}.db") as diary:
        seconds = timed(lambda: diary.import_file(folder / f"out.{suffix}"))
        check_same(diary, folder)
    return seconds


def check_same(diary: Diary, folder: Path) -> None:
    with tracker.open_diary(folder / "diary.db") as first:
        assert diary.count(Release) == first.count(Release)
        assert diary.recent(Release, 100) == first.recent(Release, 100)


def take_in_again(folder: Path, suffix: str) -> float:
    with tracker.open_diary(folder / f"from-{suffix}.db") as diary:
        return timed(lambda: diary.import_file(folder / f"out.{suffix}"))


def read_csv(folder: Path, _suffix: str) -> float:
    return timed(lambda: pd.read_csv(folder / "out.csv"))


def executemany(folder: Path, _suffix: str) -> float:
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
    step.__name__: step
    for step in (export, export_sheet, to_csv, take_in, take_in_again, read_csv, executemany)
}


def peak_mib() -> float:
    """The most memory this process had; what its parent had does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measured(step: str, folder: Path, suffix: str) -> tuple[float, float]:
    """Seconds, and the peak of resident memory in MiB, of a step in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "--step", step, "--folder", str(folder), "--formats", suffix],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told = json.loads(run.stdout)
    return told["seconds"], told["peak_mib"]


def compare(folder: Path, rows: int, suffixes: list[str], repeats: int) -> bool:
    """Print every step beside what it is held against; whether all goals are met."""
    fill(folder, rows)
    print(f"{rows:,} releases, {(folder / 'diary.db').stat().st_size / 2**20:,.0f} MiB of diary")
    print(f"{'':42} {'s':>8} {'peak MiB':>9}")
    steps = [("export", suffix) for suffix in suffixes] + [("take_in", s) for s in suffixes]
    steps += [(step, "csv") for step in ("export_sheet", "take_in_again")]
    steps += [(step, "csv") for step in ("to_csv", "read_csv", "executemany")]
    took = {f"{step} {suffix}": (float("inf"), 0.0) for step, suffix in steps}
    for _ in range(repeats):
        # All in turn and the best of each: a busy neighbour slows whatever runs just then.
        for fresh in folder.glob("from-*"):
            fresh.unlink()
        for fresh in folder.glob("bare.db*"):
            fresh.unlink()
        for step, suffix in steps:
            name = f"{step} {suffix}"
            seconds, peak = measured(step, folder, suffix)
            took[name] = min(took[name][0], seconds), max(took[name][1], peak)
    for name, (seconds, peak) in took.items():
        print(f"{name:42} {seconds:8.2f} {peak:9.0f}", flush=True)
    ours = max(took[name][1] for name in took if not name.startswith(("to_", "read_", "execute")))
    goals = [
        ("export / to_csv", took["export csv"][0] / took["to_csv csv"][0], 2.0),
        ("export_sheet / to_csv", took["export_sheet csv"][0] / took["to_csv csv"][0], 2.0),
        (
            "import / (read_csv + executemany)",
            took["take_in csv"][0] / (took["read_csv csv"][0] + took["executemany csv"][0]),
            6.0,
        ),
        ("peak memory of ours / 1 GiB", ours * 2**20 / MOST_BYTES, 1.0),
    ]
    for name, value, most in goals:
        print(f"{name:42} {value:8.2f}   at most {most:g}: {'met' if value <= most else 'MISSED'}")
    return all(value <= most for _, value, most in goals)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--formats", nargs="+", default=["csv"])
    options.add_argument("--repeats", type=int, default=2, help="the best of so many counts")
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.step:
        seconds = STEPS[asked.step](asked.folder, asked.formats[0])
        print(json.dumps({"seconds": seconds, "peak_mib": peak_mib()}))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return 0 if compare(Path(folder), asked.rows, asked.formats, asked.repeats) else 1


if __name__ == "__main__":
    sys.exit(main())

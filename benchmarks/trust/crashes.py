"""Killed with -9: what was acknowledged is kept, and everything else is all or nothing."""

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from diaries import START, is_whole, notes, release, write
from figures import Figure
from killed import begin, kill_after, seconds_of

import tracker
from tracker.maintenance.restore import restore
from tracker.protocol.release import Release
from tracker.report.weekly_report import weekly_report

VERSIONS = Path(__file__).parents[2] / "tests" / "diary" / "versions"
MOST_SAVES = 200
"""What one writer saves at most before it is killed."""

SIZE = 2_000
"""Releases of the diary that is imported, merged, restored, saved and exported."""


def while_saving(folder: Path, kills: int, lot: random.Random) -> Figure:
    """Kill a writer at random moments; each release it had acknowledged must be there."""
    file = folder / "saving.db"
    write(file, range(1))
    acknowledged: set[str] = set()
    lost = faults = 0
    for number in range(kills):
        read, written = os.pipe()
        child = begin(lambda number=number, written=written: _save(file, number, written))
        os.close(written)
        with os.fdopen(read, "rb") as answers:
            first = answers.readline()
            time.sleep(lot.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            said = [first, *answers.readlines()]
        acknowledged |= {line.decode().strip() for line in said if line.endswith(b"\n")}
        faults += not is_whole(file)
    kept = set(notes(file))
    lost = len(acknowledged - kept)
    with tracker.open_diary(file) as diary:
        halves = len(kept) - len(diary.all(Release))
    return Figure(
        f"{kills:,} kills with -9 while saving",
        "all acknowledged kept, no half, integrity ok",
        f"{len(acknowledged):,} acknowledged, {lost} lost, {halves} halves, {faults} damaged",
        lost == halves == faults == 0 and len(acknowledged) >= kills,
    )


def _save(file: Path, number: int, written: int) -> None:
    with tracker.open_diary(file) as diary:
        # Killed long before the last; the moments of a thousand writers still lie in the past.
        for step in range(MOST_SAVES):
            one = release(1 + number * MOST_SAVES + step)
            diary.add(one)
            os.write(written, f"{one.note}\n".encode())


@dataclass(frozen=True)
class Action:
    """Something that is killed: how it is done, and whether a folder is as before or as after."""

    name: str
    act: Callable[[Path], object]
    is_right: Callable[[Path], bool]


def _exported(name: str, is_complete: Callable[[Path], bool]) -> Action:
    def act(folder: Path) -> None:
        with tracker.open_diary(folder / "diary.db") as diary:
            diary.export_file(folder / name)

    def is_right(folder: Path) -> bool:
        file = folder / name
        return not file.exists() or is_complete(file)

    return Action(f"export to {name}", act, is_right)


def _has_all_lines(file: Path) -> bool:
    return file.read_text(encoding="utf-8-sig").count("\n") >= SIZE + 1


def _is_json(file: Path) -> bool:
    json.loads(file.read_text(encoding="utf-8"))
    return True


def _act_on_diary(method: Callable[[tracker.Diary, Path], object]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        with tracker.open_diary(folder / "diary.db") as diary:
            method(diary, folder)

    return act


def _has(*counts: int) -> Callable[[Path], bool]:
    def is_right(folder: Path) -> bool:
        file = folder / "diary.db"
        with tracker.open_diary(file) as diary:
            found = len(diary.all(Release))
        return found in counts and is_whole(file)

    return is_right


def _backup_is_absent_or_whole(folder: Path) -> bool:
    copy = folder / "copy.db"
    return not copy.exists() or (is_whole(copy) and len(notes(copy)) == SIZE)


def _report(folder: Path) -> None:
    with tracker.open_diary(folder / "diary.db") as diary:
        weekly_report(diary).save(folder / "week.pdf")


def _pdf_is_absent_or_whole(folder: Path) -> bool:
    file = folder / "week.pdf"
    return not file.exists() or file.read_bytes().rstrip().endswith(b"%%EOF")


def _migrate(folder: Path) -> None:
    tracker.open_diary(folder / "old.db").close()


def _is_migrated(folder: Path) -> bool:
    file = folder / "old.db"
    with tracker.open_diary(file) as diary:
        found = len(diary.all(Release))
    with closing(sqlite3.connect(folder / "old-count.db")) as counted:
        return is_whole(file) and (found,) == counted.execute("SELECT n FROM n").fetchone()


def actions() -> list[Action]:
    """Everything that writes more than one entry or a file."""
    return [
        Action(
            "import",
            _act_on_diary(lambda diary, folder: diary.import_file(folder / "more.csv")),
            _has(SIZE, 2 * SIZE),
        ),
        Action(
            "merge",
            _act_on_diary(lambda diary, folder: diary.merge(folder / "other.db")),
            _has(SIZE, 2 * SIZE),
        ),
        Action(
            "restore",
            lambda folder: restore(folder / "diary.db", folder / "backup.db", START),
            _has(SIZE, SIZE // 2),
        ),
        Action(
            "backup",
            _act_on_diary(lambda diary, folder: diary.backup(folder / "copy.db")),
            _backup_is_absent_or_whole,
        ),
        _exported("out.csv", _has_all_lines),
        _exported("out.json", _is_json),
        Action("report as PDF", _report, _pdf_is_absent_or_whole),
        Action("migration from version 1", _migrate, _is_migrated),
    ]


def in_the_middle(folder: Path, kills: int, lot: random.Random) -> Iterator[Figure]:
    """Kill each action at random moments; its files are as before or as after, never between."""
    start = folder / "before"
    _lay_out(start)
    for action in actions():
        trial = folder / "trial"
        shutil.copytree(start, trial)
        whole_s = seconds_of(lambda: action.act(trial))  # noqa: B023 -- it is over by then
        shutil.rmtree(trial)
        killed = wrong = left = 0
        for _ in range(kills):
            shutil.copytree(start, trial)
            known = {file.name for file in trial.iterdir()}
            killed += kill_after(lambda: action.act(trial), lot.uniform(0, whole_s))  # noqa: B023
            left += _leftovers(trial, known)
            wrong += not action.is_right(trial)
            shutil.rmtree(trial)
        yield Figure(
            f"{kills:,} kills with -9 during {action.name}",
            "as before or as after",
            f"{killed} in its middle, {wrong} wrong, {left} files left over",
            wrong == 0 and killed > 0,
        )


def _leftovers(folder: Path, known: set[str]) -> int:
    """Files under a temporary name that the next start or a person would have to clear away."""
    return sum(
        file.name not in known and (file.name.startswith(".") or ".tmp" in file.name)
        for file in folder.iterdir()
    )


def _lay_out(folder: Path) -> None:
    folder.mkdir()
    write(folder / "diary.db", range(SIZE))
    write(folder / "other.db", range(SIZE, 2 * SIZE))
    write(folder / "backup.db", range(SIZE // 2))
    with tracker.open_diary(folder / "other.db") as other:
        other.export_file(folder / "more.csv")
    with closing(sqlite3.connect(folder / "old.db")) as old:
        old.executescript((VERSIONS / "v1.sql").read_text(encoding="utf-8"))
        old.commit()
    shutil.copy(folder / "old.db", folder / "old-read.db")
    with tracker.open_diary(folder / "old-read.db") as read:
        found = len(read.all(Release))
    (folder / "old-read.db").unlink()
    with closing(sqlite3.connect(folder / "old-count.db")) as counted:
        counted.execute("CREATE TABLE n AS SELECT ? AS n", (found,))
        counted.commit()

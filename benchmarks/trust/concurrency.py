"""Several processes on one diary: nothing is lost, nobody is told of a lock, nobody waits long."""

import os
import time
from pathlib import Path

from diaries import is_whole, notes, release, write
from figures import Figure
from killed import begin
from load import save
from ratios import in_words

import tracker
from tracker.protocol.release import Release

LONGEST_MS = 250
"""What 99 of 100 saves may take at most, on an idle machine."""


def writers_at_once(folder: Path, processes: int, saves: int) -> Figure:
    """Let several processes save at once, and read back what they saved."""
    file = folder / "shared.db"
    write(file, range(0))
    times = [folder / f"times{one}" for one in range(processes)]
    children = [
        begin(lambda one=one: _save(file, one * saves, saves, times[one]))
        for one in range(processes)
    ]
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    waited = sorted(
        float(line) for one in times if one.exists() for line in one.read_text().split()
    )
    kept = len(set(notes(file)))
    p50, p99 = (1000 * waited[int(share * (len(waited) - 1))] for share in (0.5, 0.99))
    return Figure(
        f"{processes} processes x {saves:,} saves",
        f"all kept, no lock error, p99 under {LONGEST_MS} ms",
        f"{kept:,} kept, {failed} processes failed, p50 {p50:.0f} ms, p99 {p99:.0f} ms",
        kept == processes * saves and failed == 0 and is_whole(file) and p99 < LONGEST_MS,
    )


def _save(file: Path, first: int, saves: int, times: Path) -> None:
    waited = []
    with tracker.open_diary(file) as diary:
        for number in range(first, first + saves):
            start = time.perf_counter()
            diary.add(release(number))
            waited.append(time.perf_counter() - start)
    times.write_text("\n".join(map(str, waited)))


def readers_meanwhile(folder: Path, saves: int) -> Figure:
    """Amend one release again and again while others read it: each reading is one revision."""
    file = folder / "read.db"
    write(file, range(1))
    child = begin(lambda: _amend(file, saves))
    halves = readings = 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        with tracker.open_diary(file) as diary:
            (one,) = diary.all(Release)
        readings += 1
        halves += one.note not in ("number 0", f"pain {one.pain_after:g}")
    return Figure(
        f"{saves} changes of one release while another process reads",
        "every reading is one revision",
        f"{readings} readings, {halves} of half a revision",
        halves == 0 and readings > 0,
    )


def _amend(file: Path, saves: int) -> None:
    with tracker.open_diary(file) as diary:
        (one,) = diary.all(Release)
        for number in range(saves):
            pain = number % 11
            diary.amend(one.id, pain_after=pain, note=f"pain {pain}")


def two_tabs(folder: Path) -> Figure:
    """Amend one release in two stores that both read it before: both revisions are kept."""
    file = folder / "tabs.db"
    write(file, range(1))
    with tracker.open_diary(file) as first, tracker.open_diary(file) as second:
        (one,) = first.all(Release)
        second.all(Release)
        first.amend(one.id, note="first")
        second.amend(one.id, note="second")
        history = [change.record.note for change in first.history(one.id)]
    return Figure(
        "two tabs amend one release",
        "both revisions kept",
        ", ".join(history),
        {"first", "second"} <= set(history),
    )


def one_save(folder: Path, saves: int) -> Figure:
    """Time a save against a bare INSERT of the same row, in turns, as `make bench` does."""
    with tracker.open_diary(folder / "timed.db") as diary:
        diary.add(release(0))
        row = save("", diary, folder / "bare.db", repeats=saves)
    return Figure(
        f"one save against a bare INSERT, {saves} of each in turns",
        f"at most {row.goal}x",
        f"{row.ratio:.1f}x ({in_words(row.ours)})",
        row.verdict == "met",
    )

"""Files that a failing machine leaves behind: a torn log, a page of noise, a disk that refuses."""

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from diaries import is_whole, notes, release, write
from figures import Figure

import tracker
from tracker.diary.errors import DiaryError
from tracker.protocol.release import Release

SAVES = 60
PAGE = 4096
FAULTS = {
    "a full disk": "enable_random name=posix/io/rw/pwrite*,probability={p},failinfo=28",
    "a disk with faults": "enable_random name=posix/io/rw/pwrite*,probability={p},failinfo=5",
    "a disk that cannot flush": "enable_random name=posix/io/sync/*,probability={p},failinfo=5",
}
"""What libfiu makes fail, by its own names; 28 is ENOSPC, 5 is EIO."""


def log_that_is_torn(folder: Path, trials: int, lot: random.Random) -> Figure:
    """Cut the -wal anywhere, or spoil a byte of it; what opens must be a beginning of the saves."""
    whole = folder / "whole.db"
    log = Path(f"{whole}-wal")
    with tracker.open_diary(whole) as diary, closing(sqlite3.connect(whole)) as reader:
        for number in range(SAVES):
            diary.add(release(number))
        reader.execute("SELECT count(*) FROM releases").fetchone()
        kept, written = whole.read_bytes(), log.read_bytes()
    wrong = refused = 0
    for trial in range(trials):
        torn = folder / f"torn{trial}.db"
        torn.write_bytes(kept)
        Path(f"{torn}-wal").write_bytes(_spoiled(written, lot))
        try:
            with tracker.open_diary(torn) as diary:
                found = {one.note for one in diary.all(Release)}
        except DiaryError:
            refused += 1
            continue
        beginning = {release(number).note for number in range(len(found))}
        wrong += found != beginning or not is_whole(torn)
    return Figure(
        f"{trials} logs (-wal) cut or spoiled anywhere",
        "a beginning of the saves, or a sentence",
        f"{trials - refused} opened, {refused} refused, {wrong} wrong",
        wrong == 0,
    )


def _spoiled(log: bytes, lot: random.Random) -> bytes:
    at = lot.randrange(len(log))
    if lot.random() < 0.5:
        return log[:at]
    return log[:at] + bytes([log[at] ^ 0xFF]) + log[at + 1 :]


def page_of_noise(folder: Path, trials: int, lot: random.Random) -> Figure:
    """Overwrite one page of the file; it is read as it was, or refused and left as it is."""
    sound = folder / "sound.db"
    write(sound, range(300))
    expected = notes(sound)
    pages = sound.stat().st_size // PAGE
    opened = refused = wrong = 0
    for trial in range(trials):
        spoiled = folder / f"noise{trial}.db"
        shutil.copy(sound, spoiled)
        with spoiled.open("r+b") as file:
            file.seek(PAGE * lot.randrange(pages))
            file.write(lot.randbytes(PAGE))
        evidence = spoiled.read_bytes()
        try:
            with tracker.open_diary(spoiled) as diary:
                found = sorted(one.note for one in diary.all(Release))
            opened += 1
            wrong += found != expected
        except DiaryError as error:
            refused += 1
            wrong += "restore" not in str(error) or spoiled.read_bytes() != evidence
        except Exception:  # noqa: BLE001 -- a raw error is the fault that is looked for
            wrong += 1
    return Figure(
        f"{trials} files with one page of noise",
        "read as it was, or refused with the way to restore, untouched",
        f"{opened} read, {refused} refused, {wrong} wrong",
        wrong == 0,
    )


def disk_that_fails(folder: Path, trials: int) -> list[Figure]:
    """Save while the disk refuses to write: what was acknowledged is kept, the rest is said."""
    return [_disk(folder, name, trials) for name in FAULTS]


def _disk(folder: Path, name: str, trials: int) -> Figure:
    tried = f"{trials} times {name} while saving"
    goal = "all acknowledged kept, one sentence"
    if shutil.which("fiu-run") is None:
        return Figure(tried, goal, "needs libfiu: apt-get install fiu-utils", None)
    lost = raw = failed = 0
    for trial in range(trials):
        file = folder / f"{name.replace(' ', '-')}{trial}.db"
        write(file, range(1))
        command = FAULTS[name].format(p=0.02 * (1 + trial % 5))
        answer = subprocess.run(
            ["fiu-run", "-x", "-c", command, sys.executable, __file__, str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        acknowledged = {line for line in answer.stdout.splitlines() if line.startswith("number")}
        failed += "\nDiaryError" in f"\n{answer.stdout}"
        raw += "Traceback" in answer.stderr
        lost += len(acknowledged - set(notes(file))) + (not is_whole(file))
    return Figure(
        tried,
        goal,
        f"{failed} said so, {lost} lost, {raw} raw errors",
        lost == raw == 0 and failed > 0,
    )


def _save_what_can_be_saved(file: Path) -> None:
    try:
        with tracker.open_diary(file) as diary:
            for number in range(1, 30):
                one = release(number)
                diary.add(one)
                print(one.note, flush=True)
    except DiaryError as error:
        print(f"DiaryError {error}", flush=True)


if __name__ == "__main__":
    _save_what_can_be_saved(Path(sys.argv[1]))

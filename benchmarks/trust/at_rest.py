"""What lies on the disk: readable by its owner alone, and nothing left in temporary folders."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

from figures import Figure
from running import home, running

COMMANDS = (
    ("sample",),
    ("export", "out.csv"),
    ("export", "out.json"),
    ("export", "out.xlsx"),
    ("report",),
    ("backup", "copy.db"),
    ("plan",),
)


def modes_and_leftovers(folder: Path) -> list[Figure]:
    """Use the kit as a person does, end it politely and by force, and look at every file."""
    diary = folder / "sample.db"
    command = [sys.executable, "-m", "tracker.cli.main", "--diary", str(diary)]
    for words in COMMANDS:
        subprocess.run(
            [*command, *words], check=True, capture_output=True, env=home(folder), cwd=folder
        )
    tokens, told = [], False
    for number in (signal.SIGINT, signal.SIGKILL):
        with running(folder, diary, number=number) as kit:
            for page in ("today", "relief", "week"):
                kit.ask(f"/voila/render/{page}.ipynb", token=kit.token)
            arguments = Path(f"/proc/{kit.process.pid}/cmdline")
            told |= arguments.exists() and kit.token.encode() in arguments.read_bytes()
            tokens.append(kit.token.encode())
    # The kernels of a kit that was killed notice it and end.
    time.sleep(5)
    written = [file for file in folder.rglob("*") if not _is_of_the_system(file, folder)]
    open_to_others = [file for file in written if _can_be_reached(file, folder)]
    contents = [file.read_bytes() for file in written if file.is_file()]
    holding = [content for content in contents if any(token in content for token in tokens)]
    temporary = [file for file in (folder / "tmp").rglob("*") if file.is_file()]
    return [
        Figure(
            f"modes of {len(written)} files and folders that the kit wrote",
            "no way in for others",
            f"{len(open_to_others)} open to others{_names(open_to_others, folder)}",
            not open_to_others,
        ),
        Figure(
            "temporary files after the kit was ended, once with -9",
            "none",
            f"{len(temporary)} left{_names(temporary, folder)}",
            not temporary,
        ),
        Figure(
            "the token on the disk and in the list of processes",
            "nowhere",
            f"{len(holding)} files{', and the process list' if told else ''}",
            not holding and not told,
        ),
    ]


def _can_be_reached(file: Path, folder: Path) -> bool:
    """Whether the modes of the file and of every folder above it let somebody else in."""
    above = [one for one in file.parents if one.is_relative_to(folder) and one != folder]
    return all(stat.S_IMODE(one.stat().st_mode) & 0o077 for one in (file, *above))


def _is_of_the_system(file: Path, folder: Path) -> bool:
    """Links, folders that any program makes, and matplotlib's list of fonts: no health data."""
    first = file.relative_to(folder).parts[0]
    shared = (folder / "tmp", folder / ".local", folder / ".local" / "state")
    return file.is_symlink() or first in (".cache", ".config") or file in shared


def _names(files: list[Path], folder: Path) -> str:
    names = sorted(os.fspath(file.relative_to(folder)) for file in files)
    return f" ({', '.join(names[:4])})" if names else ""

"""Find the copies that a cloud folder leaves where two devices changed the diary at once."""

import re
from pathlib import Path
from typing import Final

from tracker.diary.location import command_on

_MARKS: Final = (
    r" \(.*conflict.*\)",  # Dropbox, Nextcloud, ownCloud
    r"\.sync-conflict-[\w-]+",  # Syncthing
    r"[_-]conflict[\w-]*",  # Nextcloud's older clients, pCloud
    r" \(\d+\)",  # Google Drive
    r" \d+",  # iCloud Drive
)


def conflicted_copies(file: Path) -> list[Path]:
    """What lies beside a diary under the names that Dropbox, Syncthing and others give such copies.

    Parameters
    ----------
    file : Path
        The diary's file, there or not.
    """
    beside = re.compile(
        rf"{re.escape(file.stem)}(?:{'|'.join(_MARKS)}){re.escape(file.suffix)}", re.I
    )
    if not file.parent.is_dir():
        return []
    return sorted(path for path in file.parent.iterdir() if beside.fullmatch(path.name))


def conflict_sentence(file: Path, copies: list[Path]) -> str:
    """Say what such copies of a diary are and what to do, or "" where there are none."""
    if not copies:
        return ""
    names = ", ".join(copy.name for copy in copies)
    merges = (command_on(file, f'merge "{copy}"') for copy in copies)
    commands = "\n".join(f"  {merge}" for merge in merges)
    lie, it = ("lies", "it") if len(copies) == 1 else ("lie", "each")
    return (
        f"Beside your diary {lie} {names}: a synced folder keeps such a copy when two devices "
        f"changed the diary at once. Nothing is lost. Bring {it} in, then delete it:\n{commands}"
    )

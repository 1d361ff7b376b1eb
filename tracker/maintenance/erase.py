"""Find and remove everything that the kit keeps of a person on this machine."""

import re
import shutil
from pathlib import Path
from typing import Final

from tracker.maintenance.backup_rotation import FOLDER
from tracker.maintenance.restore import SIDE_FILES, refuse_in_use, unfinished_restore
from tracker.maintenance.sync_conflicts import conflicted_copies
from tracker.private_file import state_folder

BEYOND_REACH: Final = (
    "exports, reports and calendars, which lie where you put them",
    "backups and copies in other folders, on sticks, in a cloud or in the machine's own backups",
    "what a browser or a phone keeps of an open page: close it, and clear its data of this address",
    "what a deleted file leaves on the disk: only an encrypted disk keeps that from others",
)
"""What `erase` cannot remove, as it is told to a person."""

_COPY: Final = r"{stem}(-replaced|-before-merge)?-\d{{8}}T\d{{6}}Z?{suffix}(-wal)?(\.part|\.age)?"
"""How the kit names a copy of a diary; ``.part`` was never finished."""


def belongings(diary: Path) -> list[Path]:
    """Everything that is there of a diary's file: itself, its copies, and the kit's own folder.

    Parameters
    ----------
    diary : Path
        A SQLite diary, there or not.
    """
    beside = [diary.with_name(f"{diary.name}{end}") for end in (*SIDE_FILES, "-journal")]
    named = re.compile(
        _COPY.format(stem=re.escape(diary.stem), suffix=re.escape(diary.suffix)), re.ASCII
    )
    near = [*diary.parent.glob("*"), *diary.with_name(FOLDER).glob("*")]
    copies = sorted(file for file in near if named.fullmatch(file.name))
    found = [
        diary,
        *beside,
        unfinished_restore(diary),
        *copies,
        *conflicted_copies(diary),
        state_folder(),
    ]
    return [file for file in dict.fromkeys(found) if file.exists()]


def erase(diary: Path) -> list[Path]:
    """Remove what `belongings` lists; what could not be removed.

    Raises
    ------
    DiaryInUse
        Another program has the diary open; nothing was removed.
    """
    found = belongings(diary)
    if diary in found and diary.stat().st_size:
        refuse_in_use(diary)
    for file in found:
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        else:
            _remove(file)
    backups = diary.with_name(FOLDER)
    if backups.is_dir() and not any(backups.iterdir()):
        backups.rmdir()
    return [file for file in found if file.exists()]


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        # It is told at the end, with whatever else stayed.
        return

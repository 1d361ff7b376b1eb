"""A command that copies the whole diary."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import passphrase
from tracker.cli.arguments import Commands
from tracker.cli.open_existing import open_existing

if TYPE_CHECKING:
    from tracker.facade import Diary


def add_to(commands: Commands) -> None:
    """Describe `tracker backup`."""
    backup = commands.add_parser(
        "backup",
        help="copy the whole diary, history and all",
        description="Write a copy of the diary, history and all, while the kit may be in use. "
        "Without OUT.db it goes to the folder backups beside the diary, where `tracker start` "
        "also keeps dated copies: the last of seven days, five weeks and every month. "
        "`tracker restore` brings a copy back.",
    )
    backup.add_argument("out", metavar="OUT.db", type=Path, nargs="?", help="a new file")
    backup.add_argument(
        "--encrypt",
        action="store_true",
        help="lock it with a passphrase, in the age format (OUT.db.age); without the passphrase "
        "nobody can open it again, you included",
    )
    passphrase.add_to(backup)
    backup.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    passphrase.refuse_unused(options)
    with open_existing(options.diary) as diary:
        if options.out is None and not options.encrypt:
            return _rotate(Path(diary.location))
        now = datetime.now().astimezone()
        out = options.out or Path(diary.location).with_name(f"diary-{now:%Y%m%dT%H%M%S}.db")
        written = _locked(diary, out, options) if options.encrypt else diary.backup(out)
    print(f"Wrote {written}")
    if not options.encrypt:
        print("It holds health data: keep it private, or lock it with --encrypt.")
    return 0


def _rotate(file: Path) -> int:
    from tracker.diary.errors import NotSaved
    from tracker.maintenance import backup_rotation

    if not file.is_file():
        raise NotSaved("This diary is on a server; back it up there, with pg_dump.")
    written = backup_rotation.rotate(file, datetime.now().astimezone())
    newest = list(backup_rotation.dated_backups(file).values())[-1]
    print(f"Wrote {written}" if written else f"Nothing has changed since {newest}")
    return 0


def _locked(diary: "Diary", out: Path, options: argparse.Namespace) -> Path:
    from tracker.diary.errors import NotSaved
    from tracker.maintenance import encryption
    from tracker.maintenance.backup import refuse_folder
    from tracker.private_file import temporary_folder

    refuse_folder(out)
    locked = out if out.suffix == encryption.SUFFIX else Path(f"{out}{encryption.SUFFIX}")
    if locked.exists():
        raise NotSaved(f"{locked} is there already; choose another name.")
    given = passphrase.ask_new(options)
    with temporary_folder() as folder:
        copy = diary.backup(Path(folder) / "diary.db")
        try:
            encryption.lock(copy, locked, given)
        except OSError as error:
            raise NotSaved(
                f"{locked} cannot be written ({error.strerror}); choose another place."
            ) from None
    return locked

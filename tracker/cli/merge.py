"""A command that brings another copy of the diary into this one."""

import argparse
from datetime import datetime
from pathlib import Path

from tracker.cli import passphrase
from tracker.cli.arguments import Commands


def add_to(commands: Commands) -> None:
    """Describe `tracker merge`."""
    merge = commands.add_parser(
        "merge",
        help="bring another copy of the diary into this one",
        description="Bring every change of another copy of your diary (another device's, a "
        "backup, a synced folder's conflicted copy) into this one. Either way round and any "
        "number of times gives the same diary; of an entry changed in both, the later change "
        "holds and the other stays in its history. The other file is only read.",
    )
    merge.add_argument("other", metavar="OTHER.db", help="a file, locked or not, or a database URL")
    merge.add_argument("--dry-run", action="store_true", help="say what would change, and stop")
    merge.add_argument(
        "--another-person",
        action="store_true",
        help="bring it in though nobody in it has an entry in this diary",
    )
    passphrase.add_to(merge)
    merge.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.facade import open_diary

    given = None if "://" in options.other else passphrase.for_file(Path(options.other), options)
    with open_diary(options.diary) as diary:
        backup_to = _copy_before(Path(diary.location)) if "://" not in diary.location else None
        merged = diary.merge(
            options.other,
            preview=options.dry_run,
            passphrase=given,
            another_person=options.another_person,
            backup_to=backup_to,
        )
    print(f"{Path(options.other).name}: {merged}.")
    if merged.no_overlap:
        print(f"{merged.no_overlap} {_if_another_persons(options, backup_to)}")
    if options.dry_run:
        print("Nothing was written (--dry-run).")
    return 0


def _copy_before(file: Path) -> Path:
    now = datetime.now().astimezone()
    return file.with_name(f"{file.stem}-before-merge-{now:%Y%m%dT%H%M%S}{file.suffix}")


def _if_another_persons(options: argparse.Namespace, backup: Path | None) -> str:
    """What to do where the other diary turns out to be somebody else's."""
    from tracker.diary.location import command_on

    advice = (
        "Of two devices of yours that is right the first time. If that is another person's diary"
    )
    if options.dry_run:
        return f"{advice}, leave it out."
    if backup is None:
        return f"{advice}, bring back the server's backup of before."
    command = command_on(options.diary, f'restore "{backup}"')
    return f"{advice}, take it out again: {command}"

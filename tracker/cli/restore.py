"""A command that puts a backup in the diary's place."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from tracker.cli import passphrase
from tracker.cli.arguments import Commands
from tracker.cli.confirm import confirmed


def add_to(commands: Commands) -> None:
    """Describe `tracker restore`."""
    restore = commands.add_parser(
        "restore",
        help="put a backup in the diary's place",
        description="Check a backup, say what the present diary holds that it lacks, ask, and put "
        "it in the diary's place. The replaced diary is kept beside it. To bring two diaries "
        "together instead, and lose nothing of either, use `tracker merge`.",
    )
    restore.add_argument("file", metavar="BACKUP", type=Path, help="a .db or a .db.age file")
    restore.add_argument("--dry-run", action="store_true", help="say what would change, and stop")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    passphrase.add_to(restore)
    restore.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.diary.location import database_url, default_location, sqlite_file
    from tracker.maintenance.restore import preview_restore, restore
    from tracker.maintenance.snapshot import snapshot

    diary = sqlite_file(database_url(options.diary or default_location()))
    if diary is None:
        sys.stderr.write("A diary on a server is restored there, with pg_restore.\n")
        return 2
    with snapshot(options.file, passphrase.for_file(options.file, options)) as copy:
        print(preview_restore(diary, copy))
        if options.dry_run:
            print("Nothing was written (--dry-run).")
            return 0
        question = f"Put the backup in the place of {diary}? [y/N] "
        if not options.yes and not confirmed(question, "y", "yes"):
            print("Nothing was written.")
            return 1
        replaced = restore(diary, copy, datetime.now())  # noqa: DTZ005 - names a file for a person
    print(f"Restored {options.file.name} to {diary}")
    if replaced:
        print(f"The replaced diary is kept as {replaced}")
    return 0

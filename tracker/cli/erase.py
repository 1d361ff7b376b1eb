"""A command that removes everything the kit keeps of a person."""

import argparse
import sys
from typing import Final

from tracker.cli.arguments import Commands
from tracker.cli.confirm import confirmed

_QUESTION: Final = 'This cannot be undone. Type "erase" to go on: '


def add_to(commands: Commands) -> None:
    """Describe `tracker erase`."""
    erase = commands.add_parser(
        "erase",
        help="remove the diary, its backups and all that the kit keeps",
        description="List the diary, its backups and copies beside it and the kit's own folder, "
        "ask, and remove them all. It cannot be undone. It also says what it cannot reach.",
    )
    erase.add_argument("--dry-run", action="store_true", help="list it all, and stop")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    erase.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.diary.location import database_url, default_location, sqlite_file
    from tracker.maintenance.erase import BEYOND_REACH, belongings, erase

    diary = sqlite_file(database_url(options.diary or default_location()))
    if diary is None:
        sys.stderr.write("A diary on a server is erased there, by its administrator.\n")
        return 2
    found = belongings(diary)
    if not found:
        print(f"There is nothing of the kit's for {diary}.")
        return 0
    print("The kit keeps:")
    for file in found:
        print(f"  {file}")
    print("It cannot reach:")
    for place in BEYOND_REACH:
        print(f"  {place}")
    if options.dry_run:
        print("Nothing was removed (--dry-run).")
        return 0
    if not options.yes and not confirmed(_QUESTION, "erase"):
        print("Nothing was removed.")
        return 1
    if stayed := erase(diary):
        sys.stderr.write(f"Could not be removed: {', '.join(map(str, stayed))}\n")
        return 1
    print(f"Removed all {len(found)}.")
    return 0

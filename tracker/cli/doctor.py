"""A command that checks whether the diary is sound, private and backed up."""

import argparse
import platform
from datetime import datetime

from tracker import __version__
from tracker.cli.arguments import Commands


def add_to(commands: Commands) -> None:
    """Describe `tracker doctor`."""
    doctor = commands.add_parser(
        "doctor",
        help="look whether the diary is sound, private and backed up",
        description="Look, without changing anything, whether the diary is sound, private and "
        "backed up, and whether a synced folder left a copy to merge. Ends with 1 where something "
        "needs you.",
    )
    doctor.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.diary.location import database_url, default_location, sqlite_file
    from tracker.maintenance.doctor import checks

    print(f"Sciatica tracker {__version__}, Python {platform.python_version()}")
    file = sqlite_file(database_url(options.diary or default_location()))
    if file is None:
        print("The diary is on a server; its administrator looks after it there.")
        return 0
    results = list(checks(file, datetime.now().astimezone()))
    for check in results:
        print(f"{'ok  ' if check.passed else 'LOOK'}  {check.message}")
    return 0 if all(check.passed for check in results) else 1

"""A command that serves the pages and opens the one of today."""

import argparse
import sys
from datetime import datetime

from tracker.cli.arguments import Commands, port


def add_to(commands: Commands) -> None:
    """Describe `tracker start`."""
    start = commands.add_parser(
        "start",
        help="open the page of today in the browser",
        description="Serve the app's pages on this machine only, and open the one of today. "
        "The same notebooks open in JupyterLab. Ctrl-C stops it.",
        epilog="With --phone the pages are on your home network too. Anyone there who has the "
        "address with its code can read and change the diary, and nothing is encrypted: use it at "
        "home only, never on public wi-fi. JupyterLab stays on this machine.",
    )
    start.add_argument("--port", type=port, default=8642, help="default: %(default)s")
    start.add_argument("--no-browser", action="store_true", help="only print the addresses")
    start.add_argument(
        "--phone",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="also serve a phone on the home network (at this machine's ADDRESS there, which is "
        "found where you leave it out)",
    )
    start.add_argument(
        "--forget",
        action="store_true",
        help="let in no browser or phone from before; each needs the new address once",
    )
    start.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.app.phone import chosen_address
    from tracker.app.server import start
    from tracker.diary.location import default_location
    from tracker.facade import open_diary

    phone_host = None if options.phone is None else chosen_address(options.phone)
    location = options.diary or default_location()
    # Opened here first: a diary that cannot be opened is said now, not on a page later.
    open_diary(location).close()
    _back_up(location)
    return start(
        location,
        port=options.port,
        open_browser=not options.no_browser,
        phone_host=phone_host,
        forget=options.forget,
    )


def _back_up(location: str) -> None:
    """Rotate the backups, and say what a synced folder left; neither keeps the log from opening."""
    import sqlite3

    from tracker.diary.location import database_url, sqlite_file
    from tracker.maintenance.backup_rotation import rotate
    from tracker.maintenance.sync_conflicts import conflict_sentence, conflicted_copies

    file = sqlite_file(database_url(location))
    if file is None:
        return
    try:
        rotate(file, datetime.now().astimezone())
    except (OSError, sqlite3.DatabaseError) as error:
        sys.stderr.write(f"Today's backup could not be made: {error}. Your diary is untouched.\n")
    if message := conflict_sentence(file, conflicted_copies(file)):
        sys.stderr.write(f"{message}\n\n")

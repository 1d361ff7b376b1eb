"""Serve the pages and open the log."""

import argparse

from tracker.commands.arguments import Commands, port


def add_to(commands: Commands) -> None:
    """Describe `tracker start`."""
    start = commands.add_parser(
        "start",
        help="open the log in the browser",
        description="Serve the log and the pages for relief, experiments and export on this "
        "machine only, and open the log. The same notebooks open in JupyterLab. Ctrl-C stops it.",
    )
    start.add_argument("--port", type=port, default=8642, help="default: %(default)s")
    start.add_argument("--no-browser", action="store_true", help="only print the addresses")
    start.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.app.server import start
    from tracker.diary.diary import open_diary
    from tracker.diary.location import default_location

    location = options.diary or default_location()
    # Opened here first: a diary that cannot be opened is said now, not on a page later.
    open_diary(location).close()
    return start(location, port=options.port, open_browser=not options.no_browser)

"""The command line: each command opens the diary, calls one room, and says what came of it."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from tracker import __version__
from tracker.diary.errors import DiaryError, NotSaved
from tracker.protocol.errors import InvalidRecord

REFUSED = 2
"""The exit code for anything the kit refuses, after one sentence on the error stream."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 2 refused)."""
    options = parser().parse_args(argv)
    try:
        return int(options.run(options))
    except (DiaryError, InvalidRecord, OSError) as error:
        print(f"tracker: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Build the parser of every command, each with a help text worth reading."""
    top = argparse.ArgumentParser(
        prog="tracker",
        description="Log self-massage releases for sciatica, and see which spots give relief. "
        "Everything stays on this machine.",
        epilog="It does not diagnose. Numbness between the legs, new bladder or bowel trouble, a "
        "leg that weakens, or sudden pain in both legs: go to an emergency department now.",
    )
    top.add_argument(
        "--diary",
        metavar="PATH_OR_URL",
        help="the diary's file, or a SQLAlchemy URL (default: TRACKER_DIARY, else data/diary.db)",
    )
    top.add_argument("--version", action="version", version=f"tracker {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    start = commands.add_parser(
        "start",
        help="open the log in the browser",
        description="Serve the log and the pages for relief, experiments and export on this "
        "machine only, and open the log. The same notebooks open in JupyterLab. Ctrl-C stops it.",
    )
    start.add_argument("--port", type=_port, default=8642, help="default: %(default)s")
    start.add_argument("--no-browser", action="store_true", help="only print the addresses")
    start.set_defaults(run=_start)

    export = commands.add_parser(
        "export",
        help="write everything as CSV",
        description="Write the releases to OUT.csv, and beside it the check-ins, experiments, your "
        "own muscles, spots and tools, and a data dictionary that explains every column.",
    )
    export.add_argument("out", metavar="OUT.csv", type=Path)
    export.set_defaults(run=_export)

    take = commands.add_parser(
        "import",
        help="read a CSV, all or nothing",
        description="Read the kit's own CSV (with the files that lie beside it), or another "
        "diary's with --as. Importing a file twice changes nothing.",
    )
    take.add_argument("file", metavar="IN.csv", type=Path)
    take.add_argument(
        "--as", dest="kind", choices=["check-ins"], help="read another diary's file as this"
    )
    take.add_argument("--dry-run", action="store_true", help="say what would change, and stop")
    take.set_defaults(run=_import)

    sample = commands.add_parser(
        "sample",
        help="write a made-up diary to look around in",
        description="Write a labelled 12-week diary with known effects to data/sample.db, or to "
        "the empty diary that --diary names. It never mixes with your own.",
    )
    sample.add_argument("--seed", type=int, default=7, help="default: %(default)s")
    sample.add_argument(
        "--until", type=_day, metavar="YYYY-MM-DD", help="its last day (default: yesterday)"
    )
    sample.set_defaults(run=_sample)
    return top


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 65535, not {text!r}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"must be a day such as 2026-11-22, not {text!r}"
        ) from None


def _start(options: argparse.Namespace) -> int:
    from tracker.app.server import start
    from tracker.diary.diary import open_diary
    from tracker.diary.location import default_location

    location = options.diary or default_location()
    # Opened here first: a diary that cannot be opened is said now, not on a page later.
    open_diary(location).close()
    return start(location, port=options.port, open_browser=not options.no_browser)


def _export(options: argparse.Namespace) -> int:
    from tracker.diary.diary import open_diary

    with open_diary(options.diary) as diary:
        if diary.is_empty() and options.out.exists():
            raise NotSaved(
                f"This diary is empty, and {options.out} is there already; exporting would replace "
                "it with nothing. Choose another name."
            )
        for path in diary.export_csv(options.out):
            print(f"Wrote {path}")
    print("These files hold health data: keep them private.")
    return 0


def _import(options: argparse.Namespace) -> int:
    from tracker.diary import mapping
    from tracker.diary.diary import open_diary

    with open_diary(options.diary) as diary:
        if options.kind is None:
            taken = diary.import_csv(options.file, preview=options.dry_run)
            print(f"{options.file.name}: {taken}.")
        else:
            now = datetime.now().astimezone()
            mapped = mapping.read(options.file, names=diary.catalogue(), now=now)
            taken = diary.take_in(
                mapped.records, preview=options.dry_run, source=f"import {mapped.source}"
            )
            print(f"{options.file.name}: {mapped.rows} rows: {taken}, {mapped.skipped_words}.")
            for note in mapped.notes:
                print(f"  {note}")
    if options.dry_run:
        print("Nothing was written (--dry-run).")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from datetime import timedelta

    from tracker.diary import sample
    from tracker.diary.diary import open_diary
    from tracker.diary.location import data_folder

    today = datetime.now().astimezone()
    location = options.diary or data_folder() / "sample.db"
    with open_diary(location) as diary:
        if diary.is_sample and not diary.is_empty():
            print(f"{diary.location} is the sample diary already; delete the file to make it anew.")
            return 0
        until = options.until or today.date() - timedelta(days=1)
        count = sample.write(diary, until=until, seed=options.seed, zone=today.tzinfo or UTC)
        print(f"Wrote a made-up diary of {count} entries to {diary.location}")
    print(f"Look around in it: tracker --diary {location} start")
    return 0


if __name__ == "__main__":
    sys.exit(main())

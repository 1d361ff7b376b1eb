"""Read a CSV, all or nothing."""

import argparse
from datetime import datetime
from pathlib import Path

from tracker.commands.arguments import Commands


def add_to(commands: Commands) -> None:
    """Describe `tracker import`."""
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
    take.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
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

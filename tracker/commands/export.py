"""Write everything as CSV."""

import argparse
from pathlib import Path

from tracker.commands.arguments import Commands
from tracker.diary.errors import NotSaved


def add_to(commands: Commands) -> None:
    """Describe `tracker export`."""
    export = commands.add_parser(
        "export",
        help="write everything as CSV",
        description="Write the releases to OUT.csv, and beside it the check-ins, experiments, your "
        "own muscles, spots and tools, and a data dictionary that explains every column.",
    )
    export.add_argument("out", metavar="OUT.csv", type=Path)
    export.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
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

"""A command that writes the diary to files."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import passphrase
from tracker.cli.arguments import Commands, day
from tracker.cli.open_existing import refuse_missing
from tracker.cli.progress import progress_line
from tracker.diary.errors import NotSaved

if TYPE_CHECKING:
    from tracker.facade import Diary


def add_to(commands: Commands) -> None:
    """Describe `tracker export`."""
    export = commands.add_parser(
        "export",
        help="write the diary as CSV, Excel, Parquet or FHIR",
        description="Write the releases to OUT, and beside it the check-ins, what you answered "
        "about red flags, experiments, your own muscles, spots and tools, a data dictionary that "
        "explains every column, and the same for programs (a Frictionless data package). A "
        "workbook holds all of it in sheets. FHIR R4 (.json) is for clinics: releases, check-ins "
        "and your own names in one bundle. Whatever is written, tracker import brings it back as "
        "it was.",
        epilog="Files of an earlier export under the same name are replaced. A diary that can only "
        "be read is exported, too.",
    )
    export.add_argument("out", metavar="OUT", type=Path, help="such as diary.csv or diary.xlsx")
    export.add_argument(
        "--from", dest="since", metavar="DAY", type=day, help="the first day, such as 2026-11-22"
    )
    export.add_argument("--to", dest="until", metavar="DAY", type=day, help="the last day")
    export.add_argument("--person", metavar="NAME", help="one person's entries alone")
    export.add_argument(
        "--for",
        dest="purpose",
        choices=["spreadsheet", "machine"],
        default="spreadsheet",
        help="who reads the CSV: a spreadsheet (nothing runs as a formula, times are local, with "
        "the zone beside them), or a program (texts as they are, times with their offset)",
    )
    export.add_argument(
        "--revisions",
        action="store_true",
        help="every revision of every entry, deleted ones too, so that importing restores the "
        "whole history",
    )
    export.add_argument(
        "--format",
        dest="format_name",
        choices=["csv", "xlsx", "parquet", "fhir"],
        help="by default what OUT ends in",
    )
    export.add_argument(
        "--encrypt",
        action="store_true",
        help="lock all of it as one file with a passphrase, in the age format (diary.csv becomes "
        "diary.zip.age); without the passphrase nobody can open it again, you included",
    )
    passphrase.add_to(export)
    export.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.facade import open_to_read

    passphrase.refuse_unused(options)
    refuse_missing(options.diary)
    with open_to_read(options.diary) as diary:
        if diary.is_empty() and options.out.exists():
            raise NotSaved(
                f"This diary is empty, and {options.out} is there already; exporting would replace "
                "it with nothing. Choose another name."
            )
        given = passphrase.ask_new(options) if options.encrypt else None
        with progress_line("Exporting") as progress:
            files = diary.export_file(
                options.out,
                since=options.since,
                until=options.until,
                person=options.person,
                revisions=options.revisions,
                purpose=options.purpose,
                format_name=options.format_name,
                passphrase=given,
                progress=progress,
            )
        left = (
            _left_behind(diary.of(options.person)) if options.out.suffix.lower() == ".json" else ""
        )
    for path in files:
        print(f"Wrote {path}")
    if left:
        print(left)
    if not options.encrypt:
        print("These files hold health data: keep them private, or lock them with --encrypt.")
    return 0


def _left_behind(diary: "Diary") -> str:
    from tracker.protocol.experiment import Experiment
    from tracker.protocol.screening import Screening

    counts = {
        "experiments": diary.count(Experiment),
        "red-flag answers": diary.count(Screening),
    }
    left = [name for name, count in counts.items() if count]
    return f"FHIR has no place for your {' and '.join(left)}; they stay here." if left else ""

"""A diary as CSV: a file for each kind of record."""

import csv
from collections.abc import Generator
from pathlib import Path

from tracker.diary.schema import RECORDS
from tracker.exchange.export.rows import Outgoing, Sheet
from tracker.exchange.formats.csv_cells import Purpose, spell_rows
from tracker.exchange.formats.csv_file import Reached, read_rows
from tracker.exchange.formats.registry import Table, Written
from tracker.exchange.formats.table_schema import READING_ORDER, file_for

# Without it Excel takes UTF-8 for the letters of a western Windows.
_BOM_CODEC = "utf-8-sig"


def write(outgoing: Outgoing, path: Path, beside: Path, purpose: Purpose) -> list[Written]:
    """Write a file for each kind; ``path`` gets the releases."""
    written = []
    # What an earlier export left there would otherwise be imported with this one.
    stale = [kind for kind in RECORDS.values() if file_for(beside, kind).exists()]
    for sheet in outgoing.sheets(zones=purpose == "spreadsheet", keep=stale.__contains__):
        file = file_for(path, sheet.shape.kind)
        _write(file, sheet, purpose)
        written.append(Written(file, sheet.shape, sheet.written))
    return written


def _write(file: Path, sheet: Sheet, purpose: Purpose) -> None:
    codec = _BOM_CODEC if purpose == "spreadsheet" else "utf-8"
    with file.open("w", encoding=codec, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(sheet.shape.columns)
        for rows in sheet:
            writer.writerows(spell_rows(sheet.shape, rows, purpose))


def tables(path: Path) -> Generator[Table, None, None]:
    """Read the file, and its siblings where it is the releases' own name."""
    there = {path, *path.parent.glob("*.csv"), *path.parent.glob("*.CSV")}
    for name in READING_ORDER:
        file = file_for(path, RECORDS[name])
        if file in there:
            reached = Reached()
            rows = read_rows(file, reached)
            _, header = next(rows)
            yield Table(file.name, header, rows, reached.share)

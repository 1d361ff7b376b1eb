"""The rows that were not taken, as they stood in the file, each with the reason."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from tracker.diary.errors import NotSaved
from tracker.exchange.formats.csv_cells import FORMULA
from tracker.exchange.import_preview import ImportPreview, Line
from tracker.exchange.importer.source_table import Table


def rejects_csv(table: Table, lines: Iterable[Line]) -> bytes:
    """A CSV of rows: each one's number, the reason, and its cells under the file's columns.

    A cell that a spreadsheet would run as a formula is given an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    rows = list(lines)
    width = max((len(line.cells) for line in rows), default=0)
    beyond = [f"column {place}" for place in range(len(table.header) + 1, width + 1)]
    writer.writerow(["row", "reason", *map(_safe, table.header), *beyond])
    for line in rows:
        writer.writerow([line.row, _safe(line.why), *map(_safe, line.cells)])
    # With its mark, so that a spreadsheet reads the letters as they are.
    return text.getvalue().encode("utf-8-sig")


def write_rejects(incoming: ImportPreview, path: Path) -> int:
    """Write the rejected rows to a new file that only its owner can read; how many there are.

    Raises
    ------
    NotSaved
        The file is there already, or cannot be written.
    """
    lines = incoming.rejected
    content = incoming.rejects()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotSaved(f"{path} is there already; choose another name.") from None
    except OSError as error:
        raise NotSaved(f"{path} cannot be written ({error.strerror}).") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return len(lines)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell

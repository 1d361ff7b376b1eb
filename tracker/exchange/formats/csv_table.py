"""Read and write tables as CSV, the kit's own and other programs'.

A file of the kit's own is never read ahead of the row in hand, and no row may be longer than any
entry could be: so garbage is refused at its first bytes, whatever the size of the file.
"""

import csv
import io
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import RECORDS
from tracker.exchange.export.rows import ExportTable, Outgoing, WrittenTable
from tracker.exchange.formats.cells import Purpose, spell_rows
from tracker.exchange.formats.table_reader import (
    BOM,
    CELL_TOO_LONG,
    MOST_BYTES,
    SAVE_AS_UTF_8,
    NumberedRow,
    Table,
    check_file,
    check_signature,
    column_names,
    empty,
    is_blank,
    rejected,
    unreadable,
)
from tracker.exchange.formats.table_schema import READING_ORDER, file_for

HEAD_BYTES: Final = 65_536
"""How much is looked at before the first row is read."""

ROW_BYTES: Final = 131_072
"""The longest row that is read; an entry with the longest note there can be takes half of it."""

_OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs"}

# Without it Excel takes UTF-8 for the letters of a western Windows.
_BOM_CODEC: Final = "utf-8-sig"


def write(outgoing: Outgoing, path: Path, beside: Path, purpose: Purpose) -> list[WrittenTable]:
    """Write a file for each kind; ``path`` gets the releases."""
    written = []
    # What an earlier export left there would otherwise be imported with this one.
    stale = [kind for kind in RECORDS.values() if file_for(beside, kind).exists()]
    for table in outgoing.tables(zones=purpose == "spreadsheet", keep=stale.__contains__):
        file = file_for(path, table.schema.kind)
        _write(file, table, purpose)
        written.append(WrittenTable(file, table.schema, table.written))
    return written


def _write(file: Path, table: ExportTable, purpose: Purpose) -> None:
    codec = _BOM_CODEC if purpose == "spreadsheet" else "utf-8"
    with file.open("w", encoding=codec, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(table.schema.columns)
        for rows in table:
            writer.writerows(spell_rows(table.schema, rows, purpose))


def tables(path: Path) -> Generator[Table, None, None]:
    """Read the file, and its siblings where it is the releases' own name."""
    files = {path, *path.parent.glob("*.csv"), *path.parent.glob("*.CSV")}
    for name in READING_ORDER:
        file = file_for(path, RECORDS[name])
        if file in files:
            position = _Position()
            rows = _rows_of_file(file, position)
            _, cells = next(rows, (1, []))
            yield Table(file.name, _header(file.name, cells), rows, position.share)


def rows_of_text(name: str, text: str, separator: str) -> Iterator[NumberedRow]:
    """Each row of another program's CSV, its text already decoded.

    Raises
    ------
    ImportRejected
        A row that cannot be one.
    """
    # Ends of lines as they are, so that a note in quotation marks keeps its own.
    lines = io.StringIO(text, newline="")
    names_separator = text[:6].lower().strip() == f"sep={separator}".strip()
    if names_separator:
        lines.readline()
    yield from _parsed(_Lines(name, lines, MOST_BYTES, first=1 + names_separator), separator)


class _Position:
    """How far into a file its reading has come."""

    def __init__(self) -> None:
        self.size = 0
        self.done = 0

    def share(self) -> float:
        return min(1.0, self.done / max(1, self.size))


def _rows_of_file(path: Path, position: _Position) -> Iterator[NumberedRow]:
    """Each row of a file of the kit's own, the header first; blank rows are passed over."""
    check_file(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from None
    with file:
        position.size = os.fstat(file.fileno()).st_size
        _check_head(path.name, file)
        for row, cells in _parsed(_Lines(path.name, file, ROW_BYTES, position=position), ","):
            if row == 1 or not is_blank(cells):
                yield row, cells


class _Lines:
    """The lines of a file as text, at most ``most`` bytes of them for one row."""

    def __init__(
        self,
        name: str,
        file: BinaryIO | TextIO,
        most: int,
        *,
        first: int = 1,
        position: _Position | None = None,
    ) -> None:
        self.name = name
        self.row = first
        self._file = file
        self._most = self._left = most
        self._position = position or _Position()

    def next_row(self) -> None:
        self.row += 1
        self._left = self._most

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._left + 1)
        if not line:
            raise StopIteration
        self._position.done += len(line)
        self._left -= len(line)
        if self._left < 0:
            raise rejected(
                self.name,
                self.row,
                f"it is longer than any entry ({self._most:,} bytes); "
                "a closing quotation mark may be missing.",
            )
        return line if isinstance(line, str) else self._decoded(line)

    def _decoded(self, line: bytes) -> str:
        if b"\0" in line:
            raise rejected(
                self.name, self.row, f"it holds null bytes, which no text has; {SAVE_AS_UTF_8}."
            )
        try:
            return line.decode()
        except UnicodeDecodeError:
            raise rejected(self.name, self.row, f"it is not UTF-8 text; {SAVE_AS_UTF_8}.") from None


def _parsed(lines: _Lines, separator: str) -> Iterator[NumberedRow]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise rejected(lines.name, lines.row, _damage(error)) from None
        if cells is None:
            return
        yield lines.row, cells
        lines.next_row()


def _damage(error: csv.Error) -> str:
    message = str(error)
    if "field limit" in message:
        return CELL_TOO_LONG
    if "new-line" in message:
        return f"its lines end as they did on old Macs; {SAVE_AS_UTF_8}."
    if "unexpected end" in message:
        return f"a quotation mark is opened and never closed; {SAVE_AS_UTF_8}."
    return f"text follows a closing quotation mark; {SAVE_AS_UTF_8}."


def _check_head(name: str, file: BinaryIO) -> None:
    """Refuse what is no CSV by its first bytes, and leave the file after its byte order mark."""
    head = file.read(HEAD_BYTES)
    check_signature(name, head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRejected(f"{name} is UTF-16 text, not UTF-8; {SAVE_AS_UTF_8}.")
    if b"\0" in head:
        raise ImportRejected(f"{name} holds null bytes, which no text has; {SAVE_AS_UTF_8}.")
    if not head.removeprefix(BOM).strip():
        raise empty(name)
    file.seek(len(BOM) if head.startswith(BOM) else 0)


def _header(name: str, cells: list[str]) -> list[str]:
    for separator, words in _OTHER_SEPARATORS.items():
        if len(cells) == 1 and separator in cells[0]:
            raise rejected(
                name, 1, f"its columns are separated by {words}; save it with commas between them."
            )
    return column_names(name, 1, cells)

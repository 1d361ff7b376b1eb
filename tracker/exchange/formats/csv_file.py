"""The rows of a CSV file, one at a time, or one sentence on why it is none.

A file is never read ahead of the row in hand, and no row may be longer than any entry could be:
so garbage is refused at its first bytes, whatever the size of the file.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from tracker.diary.errors import ImportRejected

HEAD_BYTES: Final = 65_536
"""How much is looked at before the first row is read."""

ROW_BYTES: Final = 131_072
"""The longest row that is read; an entry with the longest note there can be takes half of it."""

_REMEDY: Final = "save it as 'CSV UTF-8' and import that"
_BOM: Final = b"\xef\xbb\xbf"
_NOT_CSV: Final = {
    b"PK\x03\x04": "is a spreadsheet workbook or a ZIP archive, not CSV; open it and " + _REMEDY,
    b"SQLite format 3\0": "is a database, not CSV; bring another copy of your diary in with "
    "tracker merge",
    b"\xff\xfe": "is UTF-16 text, not UTF-8; " + _REMEDY,
    b"\xfe\xff": "is UTF-16 text, not UTF-8; " + _REMEDY,
}
_OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs"}


class Reached:
    """How far into a file its reading has come."""

    def __init__(self) -> None:
        self.size = 0
        self.done = 0

    def share(self) -> float:
        """What is read of the whole, from 0 to 1."""
        return min(1.0, self.done / max(1, self.size))


def read_rows(path: Path, reached: Reached | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each row's number as a spreadsheet counts (the header is row 1) and its cells.

    The header comes first, its names without surrounding blanks. Rows without any text are
    passed over.

    Raises
    ------
    ImportRejected
        Not there, not readable, not UTF-8 CSV with commas, or a row that cannot be one.
    """
    with _open(path) as file:
        _check_head(path, file)
        lines = _Lines(path, file, reached or Reached())
        reader = csv.reader(lines, strict=True)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise rejected(path, lines.row, f"{_damage(error)}; {_REMEDY}.") from None
            if cells is None:
                return
            if lines.row == 1:
                yield 1, _header(path, cells)
            elif any(map(str.strip, cells)):
                yield lines.row, cells
            lines.next_row()


def rejected(path: Path | str, row: int, sentence: str) -> ImportRejected:
    """The refusal of one row, naming the file (or what else holds it) and the row."""
    name = path.name if isinstance(path, Path) else path
    return ImportRejected(f"{name}, row {row}: {sentence}")


def check_width(path: Path | str, row: int, cells: list[str], header: list[str]) -> None:
    """Refuse a row that has more or fewer cells than the header.

    Raises
    ------
    ImportRejected
        Naming the row and both counts.
    """
    if len(cells) != len(header):
        raise rejected(
            path, row, f"it has {_cells(len(cells))}, and the header names {len(header)} columns."
        )


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"


def _damage(error: csv.Error) -> str:
    said = str(error)
    if "new-line" in said:
        return "its lines end as they did on old Macs"
    if "unexpected end" in said:
        return "a quotation mark is opened and never closed"
    return "text follows a closing quotation mark"


class _Lines:
    """The lines of a file as text, at most ROW_BYTES of them for one row."""

    def __init__(self, path: Path, file: BinaryIO, reached: Reached) -> None:
        self.row = 1
        self._reached = reached
        reached.size = os.fstat(file.fileno()).st_size
        self._path = path
        self._file = file
        self._left = ROW_BYTES

    def next_row(self) -> None:
        self.row += 1
        self._left = ROW_BYTES

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._left + 1)
        if not line:
            raise StopIteration
        self._reached.done += len(line)
        self._left -= len(line)
        if self._left < 0:
            raise rejected(
                self._path,
                self.row,
                f"it is longer than any entry ({ROW_BYTES:,} bytes); "
                "a closing quotation mark may be missing.",
            )
        if b"\0" in line:
            raise rejected(
                self._path, self.row, f"it holds null bytes, which no text has; {_REMEDY}."
            )
        try:
            return line.decode()
        except UnicodeDecodeError:
            raise rejected(self._path, self.row, f"it is not UTF-8 text; {_REMEDY}.") from None


def _open(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise ImportRejected(f"{path} is a folder; name a CSV file in it.")
        if not path.is_file():
            raise ImportRejected(f"There is no file {path}; check the name.")
        return path.open("rb")
    except OSError as error:
        raise ImportRejected(
            f"{path} cannot be read ({error.strerror}); check its name and permissions."
        ) from None


def _check_head(path: Path, file: BinaryIO) -> None:
    """Refuse what is no CSV by its first bytes, and leave the file after its byte order mark."""
    head = file.read(HEAD_BYTES)
    for start, sentence in _NOT_CSV.items():
        if head.startswith(start):
            raise ImportRejected(f"{path.name} {sentence}.")
    if b"\0" in head:
        raise ImportRejected(f"{path.name} holds null bytes, which no text has; {_REMEDY}.")
    if not head.removeprefix(_BOM).strip():
        raise ImportRejected(f"{path.name} is empty; its first row must name the columns.")
    file.seek(len(_BOM) if head.startswith(_BOM) else 0)


def _header(path: Path, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    for separator, name in _OTHER_SEPARATORS.items():
        if len(header) == 1 and separator in header[0]:
            raise rejected(
                path, 1, f"its columns are separated by {name}; save it with commas between them."
            )
    for column in filter(None, header):
        if header.count(column) > 1:
            raise rejected(path, 1, f"the column '{column}' is there twice; remove one.")
    return header

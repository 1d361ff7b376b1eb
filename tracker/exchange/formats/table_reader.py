"""Tables as they are read from files: numbered rows of text cells, checked alike in every format.

The readers of `csv_table`, `xlsx_reader`, `parquet_table` and `fhir` hand out rows as they come, so
that the size of a file does not matter. Of another program's file the importer keeps all rows, for
it has to look for the names of the columns first (`importer.source_table`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tracker.diary.errors import ImportRejected

MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest file of another program that is read; all of its rows are kept in memory."""

MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 500
MOST_IN_A_CELL: Final = 100_000
"""Characters; the longest note there can be takes a tenth of it."""

BOM: Final = b"\xef\xbb\xbf"
SAVE_AS_UTF_8: Final = "save it as 'CSV UTF-8' and import that"

_BINARY: Final = {
    b"PK\x03\x04": "a spreadsheet workbook or a ZIP archive",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
}
_ENCRYPTED: Final = b"age-encryption.org/v1"
_DATABASE: Final = b"SQLite format 3\0"

NumberedRow = tuple[int, list[str]]
"""A row's number as a spreadsheet counts (the first row is 1), and its cells."""


@dataclass(frozen=True)
class Table:
    """One table of a file, its rows still to come.

    Attributes
    ----------
    name : str
        How a refusal names it.
    header : list of str
    rows : iterator of NumberedRow
        The rows below the header, each cell spelled as in the kit's CSV.
    share : callable
        How much of the file is read, from 0 to 1.
    """

    name: str
    header: list[str]
    rows: Iterator[NumberedRow]
    share: Callable[[], float]


def rejected(name: str, row: int, sentence: str) -> ImportRejected:
    """The refusal of one row, naming the table and the row."""
    return ImportRejected(f"{name}, row {row}: {sentence}")


def check_file(path: Path) -> None:
    """Refuse what is no file that can be read.

    Raises
    ------
    ImportRejected
        A folder, nothing at all, or a name that no file can have.
    """
    try:
        if path.is_dir():
            raise ImportRejected(f"{path} is a folder; name a file in it.")
        if not path.is_file():
            raise ImportRejected(f"There is no file {path}; check the name.")
    except OSError as error:
        raise unreadable(path, error) from None


def check_size(path: Path) -> None:
    """Refuse a file that is larger than any other program's diary.

    Raises
    ------
    ImportRejected
        It has more than `MOST_BYTES`.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ImportRejected(
            f"{path.name} has {size / 1e6:,.0f} MB, and at most {MOST_BYTES / 1e6:,.0f} MB of "
            "another program's file are read; split it."
        )


def unreadable(path: Path, error: OSError) -> ImportRejected:
    """The refusal of a file that the system does not hand out."""
    return ImportRejected(
        f"{path} cannot be read ({error.strerror}); check its name and permissions."
    )


def check_signature(name: str, head: bytes) -> None:
    """Refuse what by its first bytes is a file of another kind than text.

    Raises
    ------
    ImportRejected
        Naming what it is.
    """
    if head.startswith(_ENCRYPTED):
        raise ImportRejected(
            f"{name} is locked with a passphrase; open it on the command line, with tracker import."
        )
    if head.startswith(_DATABASE):
        raise ImportRejected(
            f"{name} is a database, not CSV; bring another copy of your diary in with tracker "
            "merge."
        )
    for start, kind in _BINARY.items():
        if head.startswith(start):
            raise ImportRejected(f"{name} is {kind}, not CSV; open it and {SAVE_AS_UTF_8}.")


def empty(name: str) -> ImportRejected:
    """The refusal of a table without any text."""
    return ImportRejected(f"{name} is empty; its first row must name the columns.")


def column_names(
    name: str, row: int, cells: Iterable[str], *, remedy: str = "remove one"
) -> list[str]:
    """The names of a table's columns, without the whitespace around them.

    Raises
    ------
    ImportRejected
        A name is there twice.
    """
    names = [cell.strip() for cell in cells]
    seen: set[str] = set()
    for column in filter(None, names):
        if column in seen:
            short = column if len(column) <= 60 else column[:59] + "…"
            raise rejected(name, row, f"the column '{short}' is there twice; {remedy}.")
        seen.add(column)
    return names


def without_trailing_blanks(names: list[str]) -> list[str]:
    """The names up to the last that is one: a sheet is often wider than its table."""
    width = max((place for place, name in enumerate(names, 1) if name), default=0)
    return names[:width]


def check_width(name: str, row: int, cells: list[str], header: list[str]) -> None:
    """Refuse a row that has more or fewer cells than the header.

    Raises
    ------
    ImportRejected
        Naming the row and both counts.
    """
    if len(cells) != len(header):
        count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        raise rejected(name, row, f"it has {count}, and the header names {len(header)} columns.")


def is_blank(cells: Iterable[str]) -> bool:
    """Whether a row holds no text at all."""
    return not any(map(str.strip, cells))


def within_bounds(name: str, rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """The rows of another program's table that hold any text.

    Raises
    ------
    ImportRejected
        There are more rows, columns or characters than in any diary.
    """
    kept = 0
    for row, cells in rows:
        if is_blank(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise rejected(
                name,
                row,
                f"it has {len(cells):,} columns, and at most {MOST_COLUMNS} are read; "
                "remove those that are not needed.",
            )
        if any(len(cell) > MOST_IN_A_CELL for cell in cells):
            raise rejected(name, row, CELL_TOO_LONG)
        kept += 1
        if kept > MOST_ROWS:
            raise ImportRejected(
                f"{name} has more than {MOST_ROWS:,} rows; split it into several files."
            )
        yield row, cells


CELL_TOO_LONG: Final = f"a cell is longer than {MOST_IN_A_CELL:,} characters, and no entry is."

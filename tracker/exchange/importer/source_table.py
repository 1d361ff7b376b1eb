"""What table stands in another program's file? Its rows as text, or why there is none."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tracker.diary.errors import ImportRejected, NotInstalled
from tracker.exchange.importer.encoding import SEPARATORS, decode, separator_of

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 500
MOST_IN_A_CELL: Final = 100_000
"""Characters; the longest note there can be takes a tenth of it."""

_FIRST_LINE: Final = 65_536
_WORKBOOKS: Final = (".xlsx", ".xlsm")

Row = tuple[int, tuple[str, ...]]
"""A row's number as a spreadsheet counts, and its cells."""


@dataclass(frozen=True)
class Written:
    """What the person said of how a file is written; None is told from the file.

    Attributes
    ----------
    encoding : str or None
        Such as cp1252.
    separator : str or None
        One of `SEPARATORS`.
    """

    encoding: str | None = None
    separator: str | None = None


@dataclass(frozen=True)
class Sheet:
    """All rows of a file that hold any text, the header not yet told from the others.

    Attributes
    ----------
    said : str
        How the file is written, in words.
    """

    name: str
    rows: tuple[Row, ...]
    said: str


@dataclass(frozen=True)
class Table:
    """Rows under named columns.

    Attributes
    ----------
    header_row : int
        Where the names stand; 0 where the file has none, and columns are named by their place.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    said: str

    def column(self, name: str) -> list[str]:
        """The cells of one column, blanks for rows that are too short."""
        place = self.header.index(name)
        return [cells[place].strip() if place < len(cells) else "" for _, cells in self.rows]

    @property
    def columns_said(self) -> str:
        """The names of the columns, short enough for one sentence."""
        said = ", ".join(f"'{name}'" for name in self.header if name)
        return said if len(said) <= 200 else said[:199] + "…"


def read_sheet(path: Path, written: Written | None = None) -> Sheet:
    """Read a CSV, in whatever letters and with whatever separator, or the first sheet of an XLSX.

    Raises
    ------
    ImportRejected
        No file, too large, no text, a row or a cell beyond any diary's, or damaged quotation marks.
    NotInstalled
        An XLSX, and openpyxl is not there.
    """
    content = _content(path)
    written = written or Written()
    if path.suffix.lower() in _WORKBOOKS:
        rows = tuple(_checked(path.name, _workbook_rows(path)))
        said = "an Excel workbook, its first sheet"
        if not rows:
            raise ImportRejected(
                f"{path.name}: its first sheet is empty; move the list there, or save the list's "
                "sheet as CSV and import that."
            )
    else:
        text, encoding = decode(path.name, content, written.encoding)
        separator = written.separator or separator_of(text)
        rows = tuple(_checked(path.name, _text_rows(path.name, text, separator)))
        between = SEPARATORS.get(separator, separator)
        said = f"CSV with {between} between its columns ({encoding.removesuffix('-sig').upper()})"
    if not rows:
        raise ImportRejected(f"{path.name} is empty; its first row must name the columns.")
    return Sheet(path.name, rows, said)


def first_names(path: Path) -> tuple[str, ...]:
    """The cells of a file's first row, however large the file is; empty where it has none."""
    # A pipe would be waited for without end.
    if not path.is_file():
        return ()
    if path.suffix.lower() in _WORKBOOKS:
        return next((cells for _, cells in _workbook_rows(path)), ())
    with suppress(OSError), path.open("rb") as file:
        line = file.readline(_FIRST_LINE).decode("utf-8-sig", "replace")
        cells = csv.reader([line], delimiter=separator_of(line))
        with suppress(csv.Error):
            return tuple(next(cells, ()))
    return ()


def table_at(sheet: Sheet, header_row: int) -> Table:
    """The table whose columns are named in that row; with 0, by their place.

    Raises
    ------
    ImportRejected
        No such row, or a name that is there twice.
    """
    if header_row == 0:
        width = max(len(cells) for _, cells in sheet.rows)
        names = tuple(f"column {place}" for place in range(1, width + 1))
        return Table(sheet.name, names, 0, sheet.rows, sheet.said)
    header = next((cells for row, cells in sheet.rows if row == header_row), None)
    if header is None:
        raise ImportRejected(f"{sheet.name} has nothing in row {header_row} to name its columns.")
    names = tuple(name.strip() for name in header)
    while names and not names[-1]:
        names = names[:-1]
    for name in filter(None, names):
        if names.count(name) > 1:
            raise ImportRejected(
                f"{sheet.name}, row {header_row}: the column '{_short(name)}' is there twice; "
                "rename or remove one."
            )
    rows = tuple(row for row in sheet.rows if row[0] > header_row)
    return Table(sheet.name, names, header_row, rows, sheet.said)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ImportRejected(f"{path} is a folder; name a file in it.")
        if not path.is_file():
            raise ImportRejected(f"There is no file {path}; check the name.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ImportRejected(
                f"{path.name} has {size / 1e6:,.0f} MB, and at most {MOST_BYTES / 1e6:,.0f} MB of "
                "another program's file are read; split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportRejected(
            f"{path} cannot be read ({error.strerror}); check its name and permissions."
        ) from None


def _text_rows(name: str, text: str, separator: str) -> Iterator[Row]:
    # Ends of lines as they are, so that a note in quotation marks keeps its own.
    lines = io.StringIO(text, newline="")
    begins = 1
    if text[:6].lower().strip() == f"sep={separator}".strip():
        next(lines)
        begins = 2
    reader = csv.reader(lines, delimiter=separator, strict=True)
    row = begins - 1
    try:
        for row, cells in enumerate(reader, start=begins):
            yield row, tuple(cells)
    except csv.Error as error:
        raise ImportRejected(f"{name}, row {row + 1}: {_damage(error)}.") from None


def _damage(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said:
        return f"a cell is longer than {MOST_IN_A_CELL:,} characters, and no entry is"
    if "unexpected end" in said:
        return "a quotation mark is opened and never closed"
    return "text follows a closing quotation mark; save the file anew as CSV"


def _workbook_rows(path: Path) -> Iterator[Row]:
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise NotInstalled(
            "Reading an Excel workbook needs the package openpyxl, which is not there: pip install "
            "openpyxl, or save the sheet as CSV."
        ) from None
    try:
        # Formulas come as the values they had when the workbook was saved; none is computed.
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield row, tuple(map(_cell_text, cells))
        book.close()
    except ImportRejected:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook raises whatever its damage brings about
        raise ImportRejected(
            f"{path.name} is no workbook that can be read; save the sheet as CSV and import that."
        ) from None


def _cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case float():
            return repr(value).removesuffix(".0")
        case _:
            return str(value)


def _checked(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that hold any text, refused where they are beyond any diary's."""
    kept = 0
    for row, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise ImportRejected(
                f"{name}, row {row}: it has {len(cells):,} columns, and at most "
                f"{MOST_COLUMNS} are read; remove those that are not needed."
            )
        if any(len(cell) > MOST_IN_A_CELL for cell in cells):
            raise ImportRejected(
                f"{name}, row {row}: a cell is longer than {MOST_IN_A_CELL:,} characters, and no "
                "entry is."
            )
        kept += 1
        if kept > MOST_ROWS:
            raise ImportRejected(
                f"{name} has more than {MOST_ROWS:,} rows; split it into several files."
            )
        yield row, cells


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"

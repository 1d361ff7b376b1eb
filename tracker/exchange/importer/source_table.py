"""Hold another program's table in memory: all of its rows as text, and the names of its columns."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.csv_table import rows_of_text
from tracker.exchange.formats.registry import FORMATS
from tracker.exchange.formats.table_reader import (
    NumberedRow,
    check_file,
    check_size,
    column_names,
    empty,
    unreadable,
    within_bounds,
    without_trailing_blanks,
)
from tracker.exchange.importer.decisions import Decision
from tracker.exchange.importer.encoding import SEPARATORS, decode, separator_of
from tracker.exchange.importer.json_source import json_rows
from tracker.exchange.importer.letters import letters_decision
from tracker.exchange.importer.workbook import first_row, read_workbook

if TYPE_CHECKING:
    from tracker.exchange.formats.xlsx_reader import Workbook

_FIRST_LINE: Final = 65_536

SourceRow = tuple[int, tuple[str, ...]]
"""A row's number as a spreadsheet counts, and its cells."""


@dataclass(frozen=True)
class SourceFile:
    """All rows of a file that hold any text, the header not yet established.

    Attributes
    ----------
    description : str
        How the file is written, in words.
    decisions : tuple of Decision
        What was decided to read it.
    """

    name: str
    rows: tuple[SourceRow, ...]
    description: str
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class SourceTable:
    """Rows under named columns.

    Attributes
    ----------
    header_row : int
        Where the names stand; 0 where the file has none, and columns are named by their place.
    unread : dict of int to str
        Why a row cannot be read though it stands here, by its number.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[SourceRow, ...]
    description: str
    decisions: tuple[Decision, ...] = ()
    unread: Mapping[int, str] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        """The cells of one column, blank for rows that are too short."""
        place = self.header.index(name)
        return [cells[place].strip() if place < len(cells) else "" for _, cells in self.rows]

    @property
    def columns_in_words(self) -> str:
        """The names of the columns, short enough for one sentence."""
        names = ", ".join(f"'{name}'" for name in self.header if name)
        return names if len(names) <= 200 else names[:199] + "…"


class RowCells:
    """The cells of one row by column; a column that the row does not reach is blank.

    Parameters
    ----------
    named : mapping of column to cell
    beyond : tuple of str
        What stands in the row beyond the last named column.
    """

    def __init__(self, named: Mapping[str, str], beyond: tuple[str, ...] = ()) -> None:
        self._named = named
        self.beyond = beyond

    def __getitem__(self, column: str) -> str:
        return self.as_written(column).strip()

    def as_written(self, column: str) -> str:
        """A cell with the whitespace around it."""
        return self._named.get(column, "")


def read_source(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    sheets: tuple[str, ...] = (),
    workbook: "Workbook | None" = None,
    document: Any = None,
) -> SourceFile:
    """Read a CSV, an Excel workbook, or a Parquet file.

    Parameters
    ----------
    encoding, separator : str, optional
        Of a CSV, as the person gave them; otherwise they are detected.
    sheets : tuple of str, optional
        Of a workbook; otherwise the first, and those with the same columns.
    workbook : Workbook, optional
        The file, where it is one and open.
    document : optional
        What the file holds, where it is JSON.

    Raises
    ------
    ImportRejected
        No file, too large, no text, a row or a cell beyond any diary's, or damaged quotation marks.
    NotInstalled
        The format needs a package that is not there.
    """
    check_file(path)
    check_size(path)
    rows: Iterable[NumberedRow]
    decisions: tuple[Decision, ...] = ()
    if workbook is not None:
        rows, decisions = read_workbook(path, workbook, sheets)
        description = "an Excel workbook"
    elif document is not None:
        rows, description = json_rows(path, document)
    elif path.suffix.lower() == FORMATS["parquet"].suffix:
        rows, description = _parquet_rows(path), "a Parquet file"
    else:
        content = _content(path)
        text, letters = decode(path.name, content, encoding)
        sign = separator or separator_of(text)
        rows = rows_of_text(path.name, text, sign)
        between = SEPARATORS.get(sign, sign)
        written = letters.removesuffix("-sig").upper()
        description = f"CSV with {between} between its columns ({written})"
        decisions = (
            letters_decision(content, letters, is_given=encoding is not None),
            Decision("Between columns", between, change="--separator SIGN"),
        )
    kept = tuple((row, tuple(cells)) for row, cells in within_bounds(path.name, rows))
    if workbook is not None:
        kept = _as_wide(kept)
    if not kept:
        raise empty(path.name)
    return SourceFile(path.name, kept, description, decisions)


def first_names(path: Path, workbook: "Workbook | None" = None) -> tuple[str, ...]:
    """The cells of a file's first row, however large the file is; empty where it has none."""
    if workbook is not None:
        return first_row(workbook)
    # A pipe would be waited for without end.
    if not path.is_file():
        return ()
    if path.suffix.lower() == FORMATS["parquet"].suffix:
        return next((tuple(cells) for _, cells in _parquet_rows(path)), ())
    with suppress(OSError), path.open("rb") as file:
        line = file.readline(_FIRST_LINE).decode("utf-8-sig", "replace")
        cells = csv.reader([line], delimiter=separator_of(line))
        with suppress(csv.Error):
            return tuple(next(cells, ()))
    return ()


def table_at(source: SourceFile, header_row: int) -> SourceTable:
    """The table whose columns are named in that row; with 0, by their place.

    Raises
    ------
    ImportRejected
        No such row, or a name that is there twice.
    """
    if header_row == 0:
        width = max(len(cells) for _, cells in source.rows)
        names = tuple(f"column {place}" for place in range(1, width + 1))
        return SourceTable(source.name, names, 0, source.rows, source.description, source.decisions)
    header = next((cells for row, cells in source.rows if row == header_row), None)
    if header is None:
        raise ImportRejected(f"{source.name} has nothing in row {header_row} to name its columns.")
    named = column_names(source.name, header_row, header, remedy="rename or remove one")
    rows = tuple(row for row in source.rows if row[0] > header_row)
    names = tuple(without_trailing_blanks(named))
    return SourceTable(source.name, names, header_row, rows, source.description, source.decisions)


def width_problem(cells: tuple[str, ...], width: int) -> str:
    """The sentence on a row that has not as many cells as there are columns."""
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    return f"it has {count}, and there are {width} columns."


def _as_wide(rows: tuple[SourceRow, ...]) -> tuple[SourceRow, ...]:
    """The rows of a sheet, which leaves out the blank cells at their ends, all as wide."""
    width = max((len(cells) for _, cells in rows), default=0)
    return tuple((row, cells + ("",) * (width - len(cells))) for row, cells in rows)


def _parquet_rows(path: Path) -> Iterator[NumberedRow]:
    parquet = FORMATS["parquet"]
    rows: Iterator[NumberedRow] = parquet.load(parquet.reader).all_rows(path)
    return rows


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None

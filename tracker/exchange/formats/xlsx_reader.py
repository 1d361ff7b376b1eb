"""Read the sheets of an Excel workbook, the kit's own and other programs'."""

import re
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook  # type: ignore[import-untyped]

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import RECORDS
from tracker.exchange.export.data_dictionary import title_of
from tracker.exchange.formats.cells import cell_of, plain_cell
from tracker.exchange.formats.table_reader import (
    NumberedRow,
    Table,
    check_file,
    column_names,
    empty,
    is_blank,
    unreadable,
    without_trailing_blanks,
)
from tracker.exchange.formats.table_schema import READING_ORDER

# A character that no XML can hold, as a workbook spells it: _x000D_.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

_MOST_UNPACKED: Final = 200
"""How many times its size a workbook's part may unpack to; a sheet of one repeated row takes 60."""
_SMALL: Final = 50_000_000


def tables(path: Path, workbook: "Workbook | None" = None) -> Generator[Table, None, None]:
    """The sheets that go by the names of ours, own names first; others are left alone.

    Parameters
    ----------
    workbook : Workbook, optional
        The file, where it is open already.
    """
    titles = [title_of(RECORDS[name]) for name in READING_ORDER]
    with nullcontext(workbook.book) if workbook else _opened(path) as book:
        if not set(titles) & set(book.sheetnames):
            raise ImportRejected(
                f"{path.name} has no sheet named {', '.join(titles[:-1])} or {titles[-1]}; "
                "for another tracker's file, save it as CSV."
            )
        for title in titles:
            if title in book.sheetnames:
                name = f"{path.name}, sheet {title}"
                sheet = _SheetReader(path, name, book[title], _native_cell)
                # The workbook's file stays open as long as anybody reads a sheet of it.
                with closing(sheet.rows()) as rows:
                    yield _table(name, sheet, rows)


class Workbook:
    """A workbook that is held open, so that each look into it need not unpack it anew.

    Parameters
    ----------
    book : openpyxl.Workbook

    Attributes
    ----------
    titles : list of str
        The names of its sheets, in their order.
    """

    def __init__(self, path: Path, book: Any) -> None:
        if not book.worksheets:
            raise _damaged(path)
        self.book = book
        self.titles = [str(sheet.title) for sheet in book.worksheets]
        self._path = path

    def rows(self, title: str) -> Iterator[NumberedRow]:
        """Each row of one sheet, its cells as another program's."""
        sheet = self.book[title]
        reader = _SheetReader(self._path, self._path.name, sheet, _foreign_cell, with_formats=True)
        return enumerate(reader.rows(), start=1)


@contextmanager
def opened_workbook(path: Path) -> Iterator[Workbook]:
    """Hold any workbook open.

    Raises
    ------
    ImportRejected
        It cannot be read.
    """
    with _opened(path) as book:
        yield Workbook(path, book)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Hold a workbook open. Formulas come as the values they had when it was saved."""
    _check(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - what openpyxl raises on a damaged file is of every kind
        raise _damaged(path) from None
    try:
        yield book
    finally:
        book.close()


class _SheetReader:
    """One sheet on its way in."""

    def __init__(
        self,
        path: Path,
        name: str,
        sheet: Any,
        spell: Callable[[Any], str],
        *,
        with_formats: bool = False,
    ) -> None:
        self._path = path
        self._values_only = not with_formats
        self._sheet = sheet
        self._spell = spell
        self._done = 0
        if not hasattr(sheet, "reset_dimensions"):
            raise ImportRejected(f"{name} is a chart, and not rows; export again.")
        self._expected: int = sheet.max_row or 0
        # What a file says of its own size need not be so.
        sheet.reset_dimensions()

    def rows(self) -> Generator[list[str], None, None]:
        """Each row's cells, the header's first."""
        try:
            for row in self._sheet.iter_rows(values_only=self._values_only):
                self._done += 1
                yield [self._spell(value) for value in row]
        except Exception:  # noqa: BLE001 - as above: the file is damaged inside
            raise _damaged(self._path) from None

    def share(self) -> float:
        return min(1.0, self._done / max(1, self._expected, self._done))


def _table(name: str, sheet: _SheetReader, rows: Iterator[list[str]]) -> Table:
    header = without_trailing_blanks(column_names(name, 1, next(rows, [])))
    if not header:
        raise empty(name)
    return Table(name, header, _numbered(rows, len(header)), sheet.share)


def _numbered(rows: Iterator[list[str]], width: int) -> Iterator[NumberedRow]:
    """Each row as wide as the header, where nothing stands beyond it."""
    for number, cells in enumerate(rows, 2):
        if is_blank(cells):
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        yield number, cells + [""] * (width - len(cells))


def _native_cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="milliseconds")
    return cell_of(_unescaped(value) if isinstance(value, str) else value)


def _foreign_cell(cell: Any) -> str:
    value = cell.value
    if isinstance(value, (int, float)) and "%" in str(getattr(cell, "number_format", "")):
        # What a sheet shows as 70 % it holds as 0.7.
        return f"{cell_of(round(value * 100.0, 10))}%"
    return plain_cell(_unescaped(value) if isinstance(value, str) else value)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _check(path: Path) -> None:
    """Refuse what is no workbook, or unpacks to more than any could hold."""
    check_file(path)
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
    except OSError as error:
        raise unreadable(path, error) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _damaged(path) from None
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _MOST_UNPACKED * part.compress_size:
            raise ImportRejected(
                f"{path.name} unpacks to {part.file_size:,} bytes, more than any diary; "
                "it was not opened."
            )


def _damaged(path: Path) -> ImportRejected:
    return ImportRejected(
        f"{path.name} is not an Excel workbook that can be read; save it again as .xlsx."
    )

"""A diary as an Excel workbook: a sheet for each kind of record, and one that explains them."""

import re
import zipfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from tracker.diary.errors import ImportRejected, NotSaved
from tracker.diary.export.dictionary import columns_of, title_of
from tracker.diary.export.outgoing import Outgoing, Sheet
from tracker.diary.formats.csv_file import rejected
from tracker.diary.formats.csv_format import (
    LIST_SEPARATOR,
    Purpose,
    cell_of,
    spell_decimal,
    zone_name,
)
from tracker.diary.formats.kinds import Table, Written
from tracker.diary.formats.shape import READING_ORDER, Shape
from tracker.diary.schema import OFFSET, RECORDS, local

MOST_ROWS: Final = 1_048_576
MOST_CHARACTERS: Final = 32_767
_DICTIONARY: Final = "Dictionary"

# Earlier days have another number in Excel than in every other program.
_FIRST_DAY: Final = date(1900, 3, 1)

# What no XML can hold, a carriage return that it would lose, and what looks like the spelling of
# either, which is the workbook's own: _x000D_.
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SPELLED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

_MOST_UNPACKED: Final = 200
"""How many times its size a workbook's part may unpack to; a sheet of one repeated row takes 60."""
_SMALL: Final = 50_000_000


# Writing ----------------------------------------------------------------------------------


def write(outgoing: Outgoing, path: Path, _beside: Path, _purpose: Purpose) -> list[Written]:
    """Write one workbook; a workbook is for spreadsheets, whatever the purpose."""
    book = Workbook(write_only=True)
    try:
        written = []
        for sheet in outgoing.sheets(zones=True):
            title = title_of(sheet.shape.kind)
            _write(book, title, sheet)
            written.append(Written(path, sheet.shape, sheet.written, title))
        _explain(book, [part.shape for part in written])
        book.save(path)
    except BaseException:
        _discard(book)
        raise
    return written


def _discard(book: Workbook) -> None:
    """Leave nothing behind of a workbook that is not to be: openpyxl keeps its sheets as files."""
    for page in book.worksheets:
        with suppress(OSError):
            if not page.closed:
                page.close()
            page._writer.cleanup()


def _write(book: Workbook, title: str, sheet: Sheet) -> None:
    columns = sheet.shape.columns
    page = _page(book, title, columns, [_width(column) for column in columns])
    for rows in sheet:
        if sheet.written >= MOST_ROWS:
            raise NotSaved(
                f"A workbook's sheet holds {MOST_ROWS - 1:,} rows, and there are more "
                f"{title.lower()}; choose CSV or Parquet, or a shorter range."
            )
        for row in rows:
            page.append([_typed(page, value) for value in _values(sheet.shape, row)])


def _explain(book: Workbook, shapes: Iterable[Shape]) -> None:
    header = ["sheet", "column", "meaning", "must be", "empty means"]
    page = _page(book, _DICTIONARY, header, [16, 20, 70, 44, 20])
    for shape in shapes:
        for facts in columns_of(shape, ".xlsx"):
            page.append([_typed(page, text) for text in (title_of(shape.kind), *facts)])


def _page(book: Workbook, title: str, header: Iterable[str], widths: Iterable[float]) -> Any:
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    cells = [WriteOnlyCell(page, name) for name in header]
    for cell in cells:
        cell.font = Font(bold=True)
    page.append(cells)
    return page


def _width(column: str) -> float:
    widths = {"id": 38, "moved_from": 38, "experiment": 38, "note": 40, "find": 40, "where": 40}
    return widths.get(column, 20 if column.endswith(("_at", "at")) else max(12, len(column) + 2))


def _values(shape: Shape, row: Iterable[Any]) -> Iterator[Any]:
    stored = dict(zip(shape.stored, row, strict=True))
    for field, kind in shape.fields.items():
        value = stored[field]
        if kind is datetime:
            yield from _moment(value, stored.get(field + OFFSET, 0))
        elif kind is tuple:
            yield LIST_SEPARATOR.join(map(str, value or ()))
        else:
            yield value


def _moment(instant: datetime | None, east: int) -> tuple[datetime | str | None, str | None]:
    """Local time, which a cell counts in milliseconds, and the zone with what is finer."""
    if instant is None:
        return None, None
    wall = local(instant, east).replace(tzinfo=None)
    if wall.date() < _FIRST_DAY:
        return wall.isoformat(" "), zone_name(east)
    finer = wall.microsecond % 1000
    tail = f", plus 0.000{finer:03} s" if finer else ""
    return wall.replace(microsecond=wall.microsecond - finer), zone_name(east) + tail


def _typed(page: Any, value: Any) -> Any:
    if isinstance(value, str):
        return _text(page, value) if value else None
    # A cell keeps 16 digits; the few numbers that have 17 stay exact as text.
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return _text(page, spell_decimal(value))
    return value


def _text(page: Any, text: str) -> Any:
    """A cell that is text whatever it looks like: =1+1, #N/A, 2026-11-22."""
    plain = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(plain.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
        raise NotSaved(
            f"A workbook's cell holds {MOST_CHARACTERS:,} characters, and an entry has more; "
            "choose CSV or Parquet."
        )
    cell = WriteOnlyCell(page)
    cell.value = plain
    cell.data_type = "s"
    return cell


# Reading ----------------------------------------------------------------------------------


def tables(path: Path) -> Generator[Table, None, None]:
    """The sheets that go by the names of ours, own names first; others are left alone."""
    _check(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - what openpyxl raises on a damaged file is of every kind
        raise _damaged(path) from None
    titles = [title_of(RECORDS[name]) for name in READING_ORDER]
    try:
        if not set(titles) & set(book.sheetnames):
            raise ImportRejected(
                f"{path.name} has no sheet named {', '.join(titles[:-1])} or {titles[-1]}; "
                "for another tracker's file, save it as CSV."
            )
        for title in titles:
            if title in book.sheetnames:
                reading = _Reading(path, title, book[title])
                # The workbook's file stays open as long as anybody reads a sheet of it.
                with closing(reading.rows()) as rows:
                    yield reading.table(rows)
    finally:
        book.close()


class _Reading:
    """One sheet on its way in."""

    def __init__(self, path: Path, title: str, page: Any) -> None:
        self._path = path
        self._page = page
        self._name = f"{path.name}, sheet {title}"
        self._done = 0
        if not hasattr(page, "reset_dimensions"):
            raise ImportRejected(f"{self._name} is a chart, and not rows; export again.")
        self._said: int = page.max_row or 0
        # What a file says of its own size need not be so.
        page.reset_dimensions()

    def rows(self) -> Generator[list[str], None, None]:
        """Each row's cells, the header's first."""
        try:
            for row in self._page.iter_rows(values_only=True):
                self._done += 1
                yield [_cell(value) for value in row]
        except Exception:  # noqa: BLE001 - as above: the file is damaged inside
            raise _damaged(self._path) from None

    def table(self, rows: Iterator[list[str]]) -> Table:
        header = [cell.strip() for cell in next(rows, [])]
        while header and not header[-1]:
            header.pop()
        if not header:
            raise ImportRejected(f"{self._name} is empty; its first row must name the columns.")
        for column in filter(None, header):
            if header.count(column) > 1:
                raise rejected(self._name, 1, f"the column '{column}' is there twice; remove one.")
        return Table(self._name, header, _numbered(rows, len(header)), self._share)

    def _share(self) -> float:
        return min(1.0, self._done / max(1, self._said, self._done))


def _numbered(rows: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Each row as wide as the header, where nothing stands beyond it."""
    for number, cells in enumerate(rows, 2):
        if not any(map(str.strip, cells)):
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        yield number, cells + [""] * (width - len(cells))


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="milliseconds")
    if isinstance(value, str):
        return cell_of(_SPELLED.sub(lambda found: chr(int(found[1], 16)), value))
    return cell_of(value)


def _check(path: Path) -> None:
    """Refuse what is no workbook, or unpacks to more than any could hold."""
    if path.is_dir():
        raise ImportRejected(f"{path} is a folder; name a file in it.")
    if not path.is_file():
        raise ImportRejected(f"There is no file {path}; check the name.")
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
    except OSError as error:
        raise ImportRejected(
            f"{path} cannot be read ({error.strerror}); check its name and permissions."
        ) from None
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

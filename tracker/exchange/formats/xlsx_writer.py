"""Write a diary as an Excel workbook: a sheet for each kind of record."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from tracker.diary.errors import NotSaved
from tracker.exchange.export.data_dictionary import columns_of, title_of
from tracker.exchange.export.rows import ExportTable, Outgoing, WrittenTable
from tracker.exchange.formats.cells import Purpose, spell_decimal, zone_name
from tracker.exchange.formats.table_schema import TableSchema
from tracker.protocol.fields import LIST_SEPARATOR
from tracker.protocol.local_time import OFFSET, local

MOST_ROWS: Final = 1_048_576
MOST_CHARACTERS: Final = 32_767
_DICTIONARY: Final = "Dictionary"

# Earlier days have another number in Excel than in every other program.
_FIRST_DAY: Final = date(1900, 3, 1)

# What no XML can hold, a carriage return that it would lose, and what looks like the spelling of
# either, which is the workbook's own: _x000D_.
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write(outgoing: Outgoing, path: Path, _beside: Path, _purpose: Purpose) -> list[WrittenTable]:
    """Write one workbook; a workbook is for spreadsheets, whatever the purpose."""
    book = Workbook(write_only=True)
    try:
        written = []
        for table in outgoing.tables(zones=True):
            title = title_of(table.schema.kind)
            _write(book, title, table)
            written.append(WrittenTable(path, table.schema, table.written, title))
        _explain(book, [part.schema for part in written])
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


def _write(book: Workbook, title: str, table: ExportTable) -> None:
    columns = table.schema.columns
    page = _page(book, title, columns, [_width(column) for column in columns])
    for rows in table:
        if table.written >= MOST_ROWS:
            raise NotSaved(
                f"A workbook's sheet holds {MOST_ROWS - 1:,} rows, and there are more "
                f"{title.lower()}; choose CSV or Parquet, or a shorter range."
            )
        for row in rows:
            page.append([_typed(page, value) for value in _values(table.schema, row)])


def _explain(book: Workbook, schemas: Iterable[TableSchema]) -> None:
    header = ["sheet", "column", "meaning", "must be", "empty means"]
    page = _page(book, _DICTIONARY, header, [16, 20, 70, 44, 20])
    for schema in schemas:
        for facts in columns_of(schema, ".xlsx"):
            page.append([_typed(page, text) for text in (title_of(schema.kind), *facts)])


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


def _values(schema: TableSchema, row: Iterable[Any]) -> Iterator[Any]:
    stored = dict(zip(schema.stored, row, strict=True))
    for field, kind in schema.fields.items():
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
    plain = _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    if len(plain.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
        raise NotSaved(
            f"A workbook's cell holds {MOST_CHARACTERS:,} characters, and an entry has more; "
            "choose CSV or Parquet."
        )
    cell = WriteOnlyCell(page)
    cell.value = plain
    cell.data_type = "s"
    return cell

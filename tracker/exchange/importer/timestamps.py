"""Read the day and the moment of each row of another program's table."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.parse_cells import (
    DateOrder,
    Decimal,
    date_orders,
    day_of,
    decimal_sign,
    instant_of,
    is_ambiguous,
    time_of,
)
from tracker.exchange.importer.source_table import RowCells, SourceRow, SourceTable
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import shown

_NOON: Final = time(12)
_SERIAL: Final = re.compile(r"[2-5]\d{4}([.,]\d+)?")
"""Days since 1900, as a spreadsheet counts them, from 1954 to 2064."""


@dataclass(frozen=True)
class FileConventions:
    """How a table's days and numbers are written, detected from all of its cells."""

    order: DateOrder | None
    decimal: Decimal
    zone: tzinfo | None


@dataclass(frozen=True)
class DatedRow:
    """A row whose cells are known by column, with the day it says, if it says any."""

    row: SourceRow
    cells: RowCells
    rejected: str = ""
    skipped: str = ""
    day: date | None = None
    rest: str = ""
    instant: datetime | None = None
    entered: datetime | None = None


def conventions_of(table: SourceTable, layout: Layout, zone: tzinfo | None) -> FileConventions:
    """Detect a table's conventions.

    Raises
    ------
    ImportRejected
        The order of day and month cannot be detected.
    """
    return FileConventions(_order(table, layout), _decimal(table, layout), layout.zone or zone)


def asks_order(table: SourceTable, layout: Layout) -> bool:
    """Whether every day can be read day first or month first, and the layout does not say which."""
    column = layout.moment.date
    return layout.date_order is None and column is not None and is_ambiguous(table.column(column))


def _order(table: SourceTable, layout: Layout) -> DateOrder | None:
    column = layout.moment.date
    if layout.date_order or column is None:
        return layout.date_order
    if asks_order(table, layout):
        raise ImportRejected(
            f"{table.name}: every day in the column '{column}' can be read day first or month "
            'first; write date_order = "day first" or date_order = "month first" into the mapping.'
        )
    orders = date_orders(table.column(column))
    return next(iter(orders)) if len(orders) == 1 else "day first"


def _decimal(table: SourceTable, layout: Layout) -> Decimal:
    if layout.decimal:
        return layout.decimal
    columns = [column for column in layout.number_columns if column in table.header]
    cells = [cell for column in columns for cell in table.column(column)]
    return decimal_sign(cells) or "point"


def dated_rows(
    table: SourceTable, layout: Layout, conventions: FileConventions
) -> Iterator[DatedRow]:
    """Every row with the day it says, or why it is left out or cannot be read."""
    above: dict[str, str] = {}
    width = len(table.header)
    for row in table.rows:
        _, cells = row
        named = dict(zip(table.header, cells, strict=False))
        for column in layout.carry_down:
            above[column] = named.get(column, "").strip() or above.get(column, "")
            named[column] = above[column]
        beyond = tuple(cell.strip() for cell in cells[width:] if cell.strip())
        if len(cells) < width or (beyond and layout.extra_cells == "reject"):
            sentence = f"it has {_count(len(cells), 'cell')}, and there are {width} columns."
            yield DatedRow(row, RowCells(named), rejected=sentence)
        else:
            yield _dated(layout, conventions, row, RowCells(named, beyond))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _dated(
    layout: Layout, conventions: FileConventions, row: SourceRow, cells: RowCells
) -> DatedRow:
    entry = _with_day(layout, conventions, row, cells)
    why = _why_skipped(layout, cells)
    # A row that is left out still tells the day of its sitting.
    return replace(entry, skipped=why, rejected="") if why else entry


def _with_day(
    layout: Layout, conventions: FileConventions, row: SourceRow, cells: RowCells
) -> DatedRow:
    moment = layout.moment
    entered = _naive(cells[moment.entered]) if moment.entered else None
    if moment.entered and entered is None:
        return DatedRow(
            row,
            cells,
            rejected=f"{moment.entered} must be a time such as 2019-08-13 02:07:55, "
            f"not {shown(cells[moment.entered])}.",
        )
    parts = [cells[column] for column in moment.columns]
    if all(part in moment.missing for part in parts):
        return DatedRow(row, cells, entered=entered)
    if moment.date is None:
        return _from_parts(layout, row, cells, entered)
    instant = instant_of(parts[0])
    if instant is not None:
        return DatedRow(row, cells, day=instant.date(), instant=instant, entered=entered)
    match = day_of(parts[0], conventions.order)
    if match is None:
        sentence = f"{moment.date} must be a day such as 2026-11-22, not {shown(parts[0])}"
        return DatedRow(row, cells, rejected=f"{sentence}{_if_serial(parts[0])}.")
    return DatedRow(row, cells, day=match[0], rest=match[1], entered=entered)


def _if_serial(cell: str) -> str:
    if not _SERIAL.fullmatch(cell):
        return ""
    return ", the number a spreadsheet has for a day; format the column as dates and save it anew"


def _why_skipped(layout: Layout, cells: RowCells) -> str:
    for column, unwanted in layout.skip.items():
        if cells[column].casefold() in {word.casefold() for word in unwanted}:
            return f"{_short(cells[column])} (no pain)"
    for column, wanted in layout.only.items():
        if not any(word.casefold() in cells[column].casefold() for word in wanted):
            return f"{_short(cells[column]) or 'blank'} (not in this layout)"
    listed = layout.values.get("site")
    if layout.unlisted == "skip" and listed is not None:
        (column,) = layout.fields["site"]
        if layout.trimmed(column, cells[column]).casefold() not in listed:
            return f"{_short(cells[column])} (not in this layout)"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _naive(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=None)
    except ValueError:
        return None


def _from_parts(
    layout: Layout, row: SourceRow, cells: RowCells, entered: datetime | None
) -> DatedRow:
    moment = layout.moment
    year, month, day = (cells[column or ""] for column in (moment.year, moment.month, moment.day))
    try:
        written = date(int(year), int(month), int(day))
    except ValueError:
        return DatedRow(
            row,
            cells,
            rejected=f"{moment.year}, {moment.month} and {moment.day} must make a day, "
            f"not {shown('-'.join((year, month, day)))}.",
        )
    return DatedRow(row, cells, day=written, entered=entered)


def days_of(entries: Sequence[DatedRow], sitting: timedelta) -> Iterator[date | None]:
    """Each row's own day, else that of the nearest dated one typed in the same sitting."""
    dated = sorted((e.entered, e.day) for e in entries if e.entered and e.day)
    for entry in entries:
        if entry.day or entry.entered is None:
            yield entry.day
            continue
        place = bisect(dated, entry.entered, key=lambda other: other[0])
        around = [
            (abs(at - entry.entered), day) for at, day in dated[max(place - 1, 0) : place + 1]
        ]
        distance, nearest = min(around, key=lambda other: other[0], default=(sitting, None))
        yield nearest if distance <= sitting else None


def without_day(layout: Layout, entry: DatedRow) -> str:
    """The sentence on a rating whose day neither its row nor its sitting tells."""
    moment = layout.moment
    if moment.date is not None:
        must, them = f"{moment.date} must be a day such as 2026-11-22, and is", "it"
    else:
        must = f"{moment.year}, {moment.month} and {moment.day} must make a day, and are"
        them = "them"
    minutes = f"{moment.from_sitting_within_s / 60:g} min"
    alone = f", and no dated row was entered within {minutes}" if entry.entered else ""
    return f"{must} left open{alone}; fill {them} in."


def moment_of(
    layout: Layout, entry: DatedRow, day: date, conventions: FileConventions
) -> tuple[str, datetime, bool]:
    """The local time as the file has it, the instant, and whether its time of day is a stand-in."""
    if entry.instant is not None:
        return entry.instant.isoformat(), entry.instant, False
    clock = _clock(layout, entry)
    local = datetime.combine(day, clock or _NOON)
    zone = conventions.zone
    column = layout.moment.offset_min
    if column and entry.cells[column]:
        zone = _offset(column, entry.cells[column])
    return local.isoformat(), _at(layout, local, zone), clock is None


def _at(layout: Layout, local: datetime, zone: tzinfo | None) -> datetime:
    try:
        return local.replace(tzinfo=zone).astimezone(zone) if zone else local.astimezone()
    except (OverflowError, ValueError):
        # At either end of the calendar some zones have no such moment.
        rule = f"{layout.moment.date or 'the day'} must be a day such as 2026-11-22"
        raise InvalidRecord({"": f"{rule}, not {shown(local.date().isoformat())}."}) from None


def _clock(layout: Layout, entry: DatedRow) -> time | None:
    moment = layout.moment
    written = entry.cells[moment.time] if moment.time else entry.rest
    column = moment.time or moment.date or ""
    if not written:
        return None
    words = {word.casefold(): clock for word, clock in moment.times.items()}
    clock = time_of(words.get(written.casefold(), written))
    if clock is None:
        raise InvalidRecord(
            {column: f"{column} must be a time of day such as 18:30, not {shown(written)}."}
        )
    return clock


def _offset(column: str, cell: str) -> timezone:
    try:
        return timezone(timedelta(minutes=int(cell)))
    except ValueError:
        raise InvalidRecord(
            {column: f"{column} must be minutes from UTC, such as 60, not {shown(cell)}."}
        ) from None

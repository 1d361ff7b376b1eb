"""Read the day and the moment of each row of another program's table."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.parse_cells import Decimal, decimal_sign
from tracker.exchange.importer.parse_clock import Clock, clock_of
from tracker.exchange.importer.parse_days import (
    DATE_ORDERS,
    DateOrder,
    WrittenMoment,
    date_orders,
    is_ambiguous,
    moment_in,
    settled_order,
)
from tracker.exchange.importer.row_filter import why_skipped
from tracker.exchange.importer.source_table import RowCells, SourceRow, SourceTable, width_problem
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import shown

_NOON: Final = time(12)
_SERIAL: Final = re.compile(r"[2-5]\d{4}([.,]\d+)?")
"""Days since 1900, as a spreadsheet counts them, from 1954 to 2064."""


@dataclass(frozen=True)
class FileConventions:
    """How a table's days and numbers are written, detected from all of its cells.

    Attributes
    ----------
    is_days_alone : bool
        Whether every day stands at 00:00, which is what programs write where they know no time.
    is_utc : bool
        Whether an offset of +00:00 means UTC, and not where the person was: no row has another.
    """

    order: DateOrder | None
    decimal: Decimal
    zone: tzinfo | None
    is_days_alone: bool = False
    is_utc: bool = False


@dataclass(frozen=True)
class DatedRow:
    """A row whose cells are known by column, with the day it says, if it says any."""

    row: SourceRow
    cells: RowCells
    rejected: str = ""
    skipped: str = ""
    day: date | None = None
    written: WrittenMoment | None = None
    entered: datetime | None = None


@dataclass(frozen=True)
class Moment:
    """When a row's entry was.

    Attributes
    ----------
    key : str
        The local time as the file has it, which ids are made from.
    clock : Clock or None
        The time of day as it is written; None where it is not known, and the entry is at noon.
    was_utc : bool
        Whether it was set from UTC on the clock of where the ratings were made.
    """

    key: str
    at: datetime
    clock: Clock | None = None
    was_utc: bool = False


def conventions_of(table: SourceTable, layout: Layout, zone: tzinfo | None) -> FileConventions:
    """Detect a table's conventions.

    Raises
    ------
    ImportRejected
        The order of day and month cannot be detected.
    """
    order = _order(table, layout)
    moments = list(_moments_in(table, layout, order))
    offsets = {one.clock.zone.utcoffset(None) for one in moments if one.clock and one.clock.zone}
    return FileConventions(
        order,
        _decimal(table, layout),
        layout.zone or zone,
        is_days_alone=bool(moments) and all(one.is_midnight for one in moments),
        is_utc=offsets == {timedelta()},
    )


def _moments_in(
    table: SourceTable, layout: Layout, order: DateOrder | None
) -> Iterator[WrittenMoment]:
    column = layout.moment.date
    cells = table.column(column) if column in table.header and column else []
    return filter(None, (moment_in(cell, order) for cell in cells))


def asks_order(table: SourceTable, layout: Layout) -> bool:
    """Whether the days can be read in several orders, and the layout does not say which."""
    column = layout.moment.date
    return layout.date_order is None and column is not None and is_ambiguous(table.column(column))


def _orders_in_words(cells: Iterable[str]) -> str:
    """The orders in which a column's days can be read: "day first or month first"."""
    orders = date_orders(cells) or set(DATE_ORDERS[:2])
    return " or ".join(order for order in DATE_ORDERS if order in orders)


def _order(table: SourceTable, layout: Layout) -> DateOrder | None:
    column = layout.moment.date
    if layout.date_order or column is None:
        return layout.date_order
    cells = table.column(column)
    order = settled_order(cells)
    if order is None:
        orders = _orders_in_words(cells)
        wanted = " or ".join(f'date_order = "{order}"' for order in orders.split(" or "))
        raise ImportRejected(
            f"{table.name}: every day in the column '{column}' can be read {orders}; "
            f"write {wanted} into the mapping."
        )
    return order


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
        number, cells = row
        named = dict(zip(table.header, cells, strict=False))
        for column in layout.carry_down:
            above[column] = named.get(column, "").strip() or above.get(column, "")
            named[column] = above[column]
        beyond = tuple(cell.strip() for cell in cells[width:] if cell.strip())
        if number in table.unread:
            yield DatedRow(row, RowCells(named), rejected=table.unread[number])
        elif len(cells) < width or (beyond and layout.extra_cells == "reject"):
            yield DatedRow(row, RowCells(named), rejected=width_problem(cells, width))
        else:
            yield _dated(layout, conventions, row, RowCells(named, beyond))


def _dated(
    layout: Layout, conventions: FileConventions, row: SourceRow, cells: RowCells
) -> DatedRow:
    entry = _with_day(layout, conventions, row, cells)
    why = why_skipped(layout, cells)
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
    written = moment_in(parts[0], conventions.order)
    if written is None:
        sentence = f"{moment.date} must be a day such as 2026-11-22, not {shown(parts[0])}"
        return DatedRow(row, cells, rejected=f"{sentence}{_if_serial(parts[0])}.")
    if written.rest:
        sentence = f"{moment.date} must be a day, or a day and a time such as 2026-11-22 18:30"
        return DatedRow(row, cells, rejected=f"{sentence}, not {shown(parts[0])}.")
    return DatedRow(row, cells, day=written.day, written=written, entered=entered)


def _if_serial(cell: str) -> str:
    if not _SERIAL.fullmatch(cell):
        return ""
    return ", the number a spreadsheet has for a day; format the column as dates and save it anew"


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


def moment_of(layout: Layout, entry: DatedRow, day: date, conventions: FileConventions) -> Moment:
    """The moment of a row's entry; at noon where no time of day is written.

    Raises
    ------
    InvalidRecord
        A time that cannot be read, or two that differ.
    """
    clock = _clock(layout, entry, conventions)
    written = entry.written
    zone = conventions.zone
    column = layout.moment.offset_min
    if column and entry.cells[column]:
        zone = _offset(column, entry.cells[column])
    if clock is None:
        at = _at(layout, datetime.combine(day, _NOON), zone)
        # What the cell says tells the entry from others, though 00:00 means no time here.
        midnight = written.clock if written else None
        key = _key(day, midnight) if midnight and conventions.is_days_alone else None
        return Moment(key or datetime.combine(day, _NOON).isoformat(), at)
    if written is not None and written.instant is not None and clock == written.clock:
        key = written.instant.isoformat()
        local = written.instant
    else:
        day = day + timedelta(days=clock.is_next_day)
        key = _key(day, clock)
        local = datetime.combine(day, clock.time, clock.zone)
    if local.tzinfo is None:
        return Moment(key, _at(layout, local, zone), clock)
    if clock.is_utc or (conventions.is_utc and not local.utcoffset()):
        # UTC is what a program keeps, and no place where somebody was.
        return Moment(key, _set_on(layout, local, zone), clock, was_utc=True)
    return Moment(key, local, clock)


def _key(day: date, clock: Clock) -> str:
    return datetime.combine(day, clock.time, clock.zone).isoformat()


def _at(layout: Layout, local: datetime, zone: tzinfo | None) -> datetime:
    try:
        return local.replace(tzinfo=zone).astimezone(zone) if zone else local.astimezone()
    except (OverflowError, ValueError):
        raise _no_such_moment(layout, local) from None


def _set_on(layout: Layout, instant: datetime, zone: tzinfo | None) -> datetime:
    try:
        return instant.astimezone(zone)
    except (OverflowError, ValueError):
        raise _no_such_moment(layout, instant) from None


def _no_such_moment(layout: Layout, moment: datetime) -> InvalidRecord:
    """At either end of the calendar some zones have no such moment."""
    rule = f"{layout.moment.date or 'the day'} must be a day such as 2026-11-22"
    return InvalidRecord({"": f"{rule}, not {shown(moment.date().isoformat())}."})


def _clock(layout: Layout, entry: DatedRow, conventions: FileConventions) -> Clock | None:
    """The time of day that a row says, in a column of its own or behind the day."""
    moment = layout.moment
    beside = entry.written.clock if entry.written else None
    cell = entry.cells[moment.time] if moment.time else ""
    # A day that a program wrote with 00:00 says nothing where a column has the time.
    if entry.written and entry.written.is_midnight and (cell or conventions.is_days_alone):
        beside = None
    if not cell:
        return beside
    words = {word.casefold(): clock for word, clock in moment.times.items()}
    if words.get(cell.casefold()) == "":
        return beside
    clock = clock_of(words.get(cell.casefold(), cell)) or _of_same_day(cell, entry, conventions)
    if clock is None:
        raise InvalidRecord(
            {"": f"{moment.time} must be a time of day such as 18:30, not {shown(cell)}."}
        )
    if beside is None:
        return clock
    if beside.time != clock.time:
        raise InvalidRecord(
            {
                "": f"{moment.date} says {beside.time:%H:%M} and {moment.time} says "
                f"{clock.time:%H:%M}; leave one of the two."
            }
        )
    return beside


def _of_same_day(cell: str, entry: DatedRow, conventions: FileConventions) -> Clock | None:
    """The time in a cell that names the day of its row once more."""
    written = moment_in(cell, conventions.order)
    if written is None or written.rest or written.day != entry.day:
        return None
    return written.clock


def _offset(column: str, cell: str) -> timezone:
    try:
        return timezone(timedelta(minutes=int(cell)))
    except ValueError:
        raise InvalidRecord(
            {column: f"{column} must be minutes from UTC, such as 60, not {shown(cell)}."}
        ) from None

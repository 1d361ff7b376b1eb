"""How a record is spelled in CSV: its columns in declared order, and each value as a cell.

An empty cell stands for the field's default, which for most fields is "not given".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from math import isnan
from typing import Any, Final, Literal
from uuid import UUID

from tracker.diary.schema import python_types
from tracker.exchange.formats.table_schema import TableSchema
from tracker.protocol.fields import LIST_SEPARATOR
from tracker.protocol.local_time import OFFSET, offset_minutes
from tracker.protocol.record import Record, uuid7

Purpose = Literal["spreadsheet", "machine"]
"""Who reads the file next: a spreadsheet runs formulas and knows no zones, a program does not."""

# A spreadsheet runs a cell that begins like this as a formula.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD: Final = "'"
_GUARDED: Final = (*FORMULA, _GUARD)


def to_cells(record: Record, purpose: Purpose | None = None) -> list[str]:
    """Spell a record as the cells of one row, in the order of its columns.

    Parameters
    ----------
    purpose : str, optional
        By default moments stay whole, as for a machine, and formulas are guarded all the same.
    """
    guard = guard_for(purpose or "spreadsheet")
    cells: list[str] = []
    types = python_types(type(record))
    for field, value in record:
        if purpose == "spreadsheet" and types[field] is datetime:
            cells += _split(value)
        else:
            cells.append(_cell(value, guard))
    return cells


def spell_rows(
    shape: TableSchema, rows: Sequence[Sequence[Any]], purpose: Purpose
) -> Iterator[Any]:
    """Spell rows of the diary's own table, without making records of them: the same cells.

    Parameters
    ----------
    rows : sequence of rows
        At least one, with the columns ``shape.stored``. They are spelled a column at a time,
        which takes a fifth of the time.
    """
    stored = dict(zip(shape.stored, zip(*rows, strict=True), strict=True))
    guard = guard_for(purpose)
    columns: list[list[str]] = []
    for field, kind in shape.fields.items():
        values = stored[field]
        if kind is datetime:
            columns += _moments(values, stored.get(field + OFFSET), split=shape.zones)
        else:
            columns.append(_COLUMN[kind](values, guard))
    return zip(*columns, strict=True)


Guard = Callable[[str], str]


def guard_for(purpose: Purpose) -> Guard:
    """What a text needs in front so that it is read as the text it is."""
    return _guarded if purpose == "spreadsheet" else _exact


def _guarded(text: str) -> str:
    return _GUARD + text if text.startswith(_GUARDED) else text


def _exact(text: str) -> str:
    # Only what reading would take for a guarded text gets one apostrophe more.
    return _GUARD + text if _is_guarded(text) else text


def _is_guarded(cell: str) -> bool:
    return cell.startswith(_GUARD) and cell[1:].startswith(_GUARDED)


def unguarded(cell: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from taking it for a formula.

    >>> unguarded("'=1+1"), unguarded("'tis better")
    ('=1+1', "'tis better")
    """
    # An apostrophe typed by hand, as in 'tis, guards nothing and stays.
    return cell[1:] if cell[:1] == _GUARD and _is_guarded(cell) else cell


def _cell(value: Any, guard: Guard = _guarded) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return spell_decimal(value)
        case datetime():
            return value.isoformat()
        case tuple():
            return guard(LIST_SEPARATOR.join(map(str, value)))
        case str():
            return guard(value)
        case _:
            return str(value)


def cell_of(value: Any) -> str:
    """A value of a typed file as the cell that it is in the kit's CSV.

    What is of no type of ours is handed on as text, for the record's own rule to refuse.

    >>> cell_of(6.0), cell_of(True), cell_of(["ache", "jolt"]), cell_of(float("nan"))
    ('6', 'true', 'ache;jolt', '')
    """
    if isinstance(value, float) and isnan(value):
        return ""
    if isinstance(value, list):
        value = tuple(value)
    return _cell(value, _exact)


@lru_cache(1000)
def spell_decimal(value: float) -> str:
    """A number with as many digits as it takes to read it back exactly.

    >>> spell_decimal(6.0), spell_decimal(0.1)
    ('6', '0.1')
    """
    return repr(float(value)).removesuffix(".0")


def _split(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    wall = moment.replace(tzinfo=None).isoformat(" ")
    return wall, zone_name(offset_minutes(moment))


@cache
def _offset(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@cache
def zone_name(minutes: int) -> str:
    """A zone as text that no spreadsheet takes for a time or a formula.

    >>> zone_name(-210)
    'UTC-03:30'
    """
    return f"UTC{_offset(minutes)}"


def _moments(
    instants: Sequence[datetime | None], offsets: Sequence[int] | None, *, split: bool
) -> list[list[str]]:
    # The moment of a revision is kept in UTC alone.
    zoned = list(zip(instants, offsets or [0] * len(instants), strict=True))
    between = " " if split else "T"
    walls = [
        "" if instant is None else (instant + _minutes(east)).isoformat(between)
        for instant, east in zoned
    ]
    if split:
        return [walls, ["" if east is None else zone_name(east) for east in _easts(zoned)]]
    return [[wall + _offset(east) if wall else "" for wall, (_, east) in zip(walls, zoned)]]  # noqa: B905


def _easts(zoned: Iterable[tuple[datetime | None, int]]) -> Iterator[int | None]:
    return (None if instant is None else east for instant, east in zoned)


@cache
def _minutes(east: int) -> timedelta:
    return timedelta(minutes=east)


def _texts(values: Sequence[str | None], guard: Guard) -> list[str]:
    # Names come again and again; each is looked at once.
    spelled = {value: guard(value) if value else "" for value in set(values)}
    return [spelled[value] for value in values]


def _numbers(values: Sequence[float | None], _guard: Guard) -> list[str]:
    return ["" if value is None else spell_decimal(value) for value in values]


def _flags(values: Sequence[bool | None], _guard: Guard) -> list[str]:
    return ["" if value is None else "true" if value else "false" for value in values]


def _plain(values: Sequence[object], _guard: Guard) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _lists(values: Sequence[Sequence[object] | None], guard: Guard) -> list[str]:
    return [guard(LIST_SEPARATOR.join(map(str, value or ()))) for value in values]


_COLUMN: Final[dict[type, Callable[[Any, Guard], list[str]]]] = {
    str: _texts,
    float: _numbers,
    int: _plain,
    UUID: _plain,
    bool: _flags,
    tuple: _lists,
}


def with_content_id(record: Record) -> Record:
    """The record with an id made from all its other fields: the same whenever they are the same."""
    content = "\x1f".join(_cell(value) for field, value in record if field != "id")
    moment = next(value for _, value in record)
    digest = blake2b(content.encode(), digest_size=10).digest()
    return record.changed(id=uuid7(moment, digest))

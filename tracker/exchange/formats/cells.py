"""Spell records as cells of text and read them back; one definition for each type of field.

An empty cell stands for the field's default, which for most fields is "not given".
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from math import isnan
from typing import Any, Final, Literal, get_args, get_type_hints
from uuid import UUID

from tracker.diary.schema import python_types
from tracker.exchange.formats.table_schema import ADDED_LATER, ZONE, TableSchema
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.local_time import OFFSET, offset_minutes
from tracker.protocol.record import Record, shown, uuid7

Purpose = Literal["spreadsheet", "machine"]
"""Who reads the file next: a spreadsheet runs formulas and knows no zones, a program does not."""

Guard = Callable[[str], str]
"""Puts before a text what it needs to be read as the text it is."""

LIST_SEPARATOR: Final = ";"

# A spreadsheet runs a cell that begins like this as a formula.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_APOSTROPHE: Final = "'"
_GUARDED: Final = (*FORMULA, _APOSTROPHE)

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
_ZONE: Final = re.compile(r"UTC([+-][0-9]{2}:[0-9]{2})(?:, plus 0\.000([0-9]{3}) s)?")


@dataclass(frozen=True)
class Spelling:
    """How the values of one type are written as cells and read from them.

    Attributes
    ----------
    write : callable
        A value that is given, as a cell.
    read : callable
        A cell that is not empty, as a value. One that is not of the type is handed on as text, so
        that the record's own sentence says what it must be.
    repeats : bool
        Whether the same values come again and again in a column, so that each is spelled once.
    """

    write: Callable[[Any, Guard], str]
    read: Callable[[str], Any]
    repeats: bool = False

    def write_column(self, values: Sequence[Any], guard: Guard) -> list[str]:
        """Spell a whole column, which takes a fifth of the time of cell after cell."""
        write = self.write
        if self.repeats:
            spelled = {value: "" if value is None else write(value, guard) for value in set(values)}
            return [spelled[value] for value in values]
        return ["" if value is None else write(value, guard) for value in values]


# Row by row --------------------------------------------------------------------------------


def to_cells(record: Record, purpose: Purpose | None = None) -> list[str]:
    """Spell a record as the cells of one row, in the order of its columns.

    Parameters
    ----------
    purpose : str, optional
        By default moments stay whole, as for a machine, and formulas are guarded all the same.
    """
    guard = guard_for(purpose or "spreadsheet")
    types = python_types(type(record))
    cells: list[str] = []
    for field, value in record:
        kind = types[field]
        if kind is datetime and purpose == "spreadsheet":
            cells += _split(value)
        else:
            cells.append("" if value is None else SPELLINGS[kind].write(value, guard))
    return cells


def spell_rows(
    schema: TableSchema, rows: Sequence[Sequence[Any]], purpose: Purpose
) -> Iterator[Any]:
    """Spell rows of the diary's own table, without making records of them: the same cells.

    Parameters
    ----------
    rows : sequence of rows
        At least one, with the columns `TableSchema.stored`.
    """
    stored = dict(zip(schema.stored, zip(*rows, strict=True), strict=True))
    guard = guard_for(purpose)
    columns: list[list[str]] = []
    for field, kind in schema.fields.items():
        values = stored[field]
        if kind is datetime:
            columns += _moments(values, stored.get(field + OFFSET), split=schema.zones)
        else:
            columns.append(SPELLINGS[kind].write_column(values, guard))
    return zip(*columns, strict=True)


class RowReader:
    """Reads the rows of one table; what can be settled from the header is settled once."""

    def __init__(self, schema: TableSchema, header: Sequence[str]) -> None:
        place = {column: number for number, column in enumerate(header)}
        types = python_types(schema.kind)
        number_lists = _number_lists(schema.kind)
        self._kind = schema.kind
        self._plan = [
            (field, place[field], _numbers_of if field in number_lists else SPELLINGS[kind].read)
            for field, kind in types.items()
            if field in place or field not in ADDED_LATER
        ]
        self._zones = [
            (field, place[field], place[field + ZONE])
            for field, kind in schema.fields.items()
            if schema.zones and kind is datetime and field in place
        ]
        self._revision = [
            (field, place[field], SPELLINGS[kind].read)
            for field, kind in schema.fields.items()
            if schema.revisions and field not in types
        ]

    def record(self, cells: list[str]) -> Record:
        """Read a row's entry; one without an id gets one from its content.

        Raises
        ------
        InvalidRecord
            One or more fields break a rule.
        """
        if self._zones:
            cells = self._joined(cells)
        values = {
            field: read(cell)
            for field, place, read in self._plan
            if (cell := cells[place]) and (read is unguarded or not cell.isspace())
        }
        record = self._kind(**values)
        return record if "id" in values else with_content_id(record)

    def revision(self, cells: list[str]) -> dict[str, Any]:
        """What a row says about its revision; absent where a cell is empty."""
        if self._zones:
            cells = self._joined(cells)
        return {
            field: read(cells[place])
            for field, place, read in self._revision
            if cells[place].strip()
        }

    def _joined(self, cells: list[str]) -> list[str]:
        whole = list(cells)
        for field, place, zone in self._zones:
            whole[place] = _join(field, cells[place].strip(), cells[zone].strip())
        return whole


def from_cells(kind: type[Record], cells: Mapping[str, str]) -> Record:
    """Read one row by its columns; the inverse of `to_cells`.

    Raises
    ------
    InvalidRecord
        One or more fields break a rule.
    """
    schema = TableSchema(kind, zones=any(column.endswith(ZONE) for column in cells))
    return RowReader(schema, list(cells)).record(list(cells.values()))


def with_content_id(record: Record) -> Record:
    """The record with an id made from all its other fields: the same whenever they are the same."""
    fields = zip(type(record).model_fields, to_cells(record), strict=True)
    # A row of an earlier version keeps the id that it had there.
    content = "\x1f".join(
        cell for field, cell in fields if field != "id" and field not in ADDED_LATER
    )
    moment = next(value for _, value in record)
    digest = blake2b(content.encode(), digest_size=10).digest()
    return record.changed(id=uuid7(moment, digest))


def cell_of(value: Any) -> str:
    """A value of a typed file as the cell that it is in the kit's CSV.

    What is of no type of ours is handed on as text, for the record's own rule to refuse.

    >>> cell_of(6.0), cell_of(True), cell_of(["ache", "jolt"]), cell_of(float("nan"))
    ('6', 'true', 'ache;jolt', '')
    """
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, list):
        value = tuple(value)
    spelling = next((SPELLINGS[kind] for kind in type(value).__mro__ if kind in SPELLINGS), None)
    return spelling.write(value, _exact) if spelling else str(value)


def plain_cell(value: Any) -> str:
    """A value of another program's typed file as text; a moment at midnight is a day.

    >>> plain_cell(datetime(2026, 11, 22)), plain_cell(datetime(2026, 11, 22, 18, 30))
    ('2026-11-22', '2026-11-22 18:30:00')
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    return value if isinstance(value, str) else cell_of(value)


# Texts -------------------------------------------------------------------------------------


def guard_for(purpose: Purpose) -> Guard:
    """What puts the apostrophe before a text that a reader with this purpose would mistake."""
    return _guarded if purpose == "spreadsheet" else _exact


def _guarded(text: str) -> str:
    return _APOSTROPHE + text if text.startswith(_GUARDED) else text


def _exact(text: str) -> str:
    # Only what reading would take for a guarded text gets one apostrophe more.
    return _APOSTROPHE + text if _is_guarded(text) else text


def _is_guarded(cell: str) -> bool:
    return cell.startswith(_APOSTROPHE) and cell[1:].startswith(_GUARDED)


def unguarded(cell: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from taking it for a formula.

    >>> unguarded("'=1+1"), unguarded("'tis better")
    ('=1+1', "'tis better")
    """
    # An apostrophe typed by hand, as in 'tis, guards nothing and stays.
    return cell[1:] if cell[:1] == _APOSTROPHE and _is_guarded(cell) else cell


def _list(items: Sequence[object], guard: Guard) -> str:
    return guard(LIST_SEPARATOR.join(map(str, items)))


def _items(cell: str) -> tuple[str, ...]:
    return tuple(unguarded(cell).split(LIST_SEPARATOR))


def _numbers_of(cell: str) -> tuple[int | float | str, ...]:
    return tuple(map(number, _items(cell)))


@cache
def _number_lists(kind: type[Record]) -> frozenset[str]:
    """The fields that are lists of numbers; in a list of names, 7 is a name."""
    hints = get_type_hints(kind)
    lists = [field for field, plain in python_types(kind).items() if plain is tuple]
    return frozenset(field for field in lists if _mentions(hints[field], int))


def _mentions(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_mentions(part, kind) for part in get_args(annotation))


# Numbers, and yes and no --------------------------------------------------------------------


@lru_cache(10_000)
def number(cell: str) -> int | float | str:
    """A cell as a number where it is one with a decimal point, else as it stands.

    >>> number("4"), number("4.5"), number("4,5"), number("NaN")
    (4, 4.5, '4,5', 'NaN')
    """
    text = cell.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def has_decimal_comma(cell: str) -> bool:
    """Whether a cell is a number written with a decimal comma."""
    return _DECIMAL_COMMA.fullmatch(cell.strip()) is not None


@lru_cache(1000)
def spell_decimal(value: float) -> str:
    """A number with as many digits as it takes to read it back exactly.

    >>> spell_decimal(6.0), spell_decimal(0.1)
    ('6', '0.1')
    """
    return repr(float(value)).removesuffix(".0")


def _read_flag(cell: str) -> bool | str:
    text = cell.strip()
    # Spreadsheets write TRUE and FALSE.
    return {"true": True, "false": False}.get(text.lower(), text)


# Moments -----------------------------------------------------------------------------------


def _split(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    local = moment.replace(tzinfo=None).isoformat(" ")
    return local, zone_name(offset_minutes(moment))


def _join(field: str, local: str, zone: str) -> str:
    """A moment whole again: the local time, and behind it the offset of its zone."""
    if not local or not zone:
        return local
    if local[4:5] != "-":
        raise InvalidRecord(
            {
                field: f"{field} must be a time such as 2026-11-22 18:30:00, not {shown(local)}; "
                "where a spreadsheet wrote it its own way, format the column as "
                "yyyy-mm-dd hh:mm:ss and save it anew."
            }
        )
    match = _ZONE.fullmatch(zone)
    if match is None:
        raise InvalidRecord(
            {field: f"{field}{ZONE} must be a zone such as UTC+01:00, not {shown(zone)}."}
        )
    offset, tail = match.groups()
    # A workbook's cell counts milliseconds; what is finer is said with the zone.
    return f"{local}{'' if tail is None else tail}{offset}"


@cache
def zone_name(minutes: int) -> str:
    """A zone as text that no spreadsheet takes for a time or a formula.

    >>> zone_name(-210)
    'UTC-03:30'
    """
    return f"UTC{_offset(minutes)}"


@cache
def _offset(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@cache
def _minutes(east: int) -> timedelta:
    return timedelta(minutes=east)


def _moments(
    instants: Sequence[datetime | None], offsets: Sequence[int] | None, *, split: bool
) -> list[list[str]]:
    # The moment of a revision is kept in UTC alone.
    zoned = list(zip(instants, offsets or [0] * len(instants), strict=True))
    between = " " if split else "T"
    times = [
        "" if instant is None else (instant + _minutes(east)).isoformat(between)
        for instant, east in zoned
    ]
    if split:
        zones = ["" if instant is None else zone_name(east) for instant, east in zoned]
        return [times, zones]
    return [[time + _offset(east) if time else "" for time, (_, east) in zip(times, zoned)]]  # noqa: B905


SPELLINGS: Final[dict[type, Spelling]] = {
    str: Spelling(lambda text, guard: guard(text), unguarded, repeats=True),
    tuple: Spelling(_list, _items),
    int: Spelling(lambda value, _: str(value), number),
    float: Spelling(lambda value, _: spell_decimal(value), number),
    bool: Spelling(lambda value, _: "true" if value else "false", _read_flag),
    # The record itself reads ids and moments.
    UUID: Spelling(lambda value, _: str(value), str.strip),
    datetime: Spelling(lambda moment, _: moment.isoformat(), str.strip),
}
"""Each type of field, and how its values are spelled."""

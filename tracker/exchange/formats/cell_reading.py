"""How a row of CSV is read: its cells as values again, in whichever of the spellings they are."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from tracker.diary.schema import python_types
from tracker.exchange.formats.csv_cells import unguarded, with_content_id
from tracker.exchange.formats.table_schema import ZONE, TableSchema
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import LIST_SEPARATOR
from tracker.protocol.record import Record, shown

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
_ZONE: Final = re.compile(r"UTC([+-][0-9]{2}:[0-9]{2})(?:, plus 0\.000([0-9]{3}) s)?")


class RowReader:
    """Reads the rows of one table; what can be settled from the header is settled once."""

    def __init__(self, shape: TableSchema, header: Sequence[str]) -> None:
        at = {column: place for place, column in enumerate(header)}
        types = python_types(shape.kind)
        lists_of_numbers = _number_lists(shape.kind)
        self._kind = shape.kind
        self._plan = [
            (field, at[field], _numbers_of if field in lists_of_numbers else _VALUE[kind])
            for field, kind in types.items()
        ]
        self._zones = [
            (field, at[field], at[field + ZONE])
            for field, kind in shape.fields.items()
            if shape.zones and kind is datetime
        ]
        self._about = [
            (field, at[field], _VALUE[kind])
            for field, kind in shape.fields.items()
            if shape.revisions and field not in types
        ]

    def record(self, cells: list[str]) -> Record:
        """Read a row's entry.

        Raises
        ------
        InvalidRecord
            One or more fields break a rule. A cell that is not of its column's type is handed on
            as text, so that the record's own sentence says what it must be.
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

    def about(self, cells: list[str]) -> dict[str, Any]:
        """What a row says about its revision; absent where a cell is empty."""
        if self._zones:
            cells = self._joined(cells)
        return {field: read(cells[at]) for field, at, read in self._about if cells[at].strip()}

    def _joined(self, cells: list[str]) -> list[str]:
        whole = list(cells)
        for field, place, zone in self._zones:
            whole[place] = _join(field, cells[place].strip(), cells[zone].strip())
        return whole


def from_cells(kind: type[Record], cells: Mapping[str, str]) -> Record:
    """Read one row; the inverse of `to_cells`. A row without an id gets one from its content.

    Raises
    ------
    InvalidRecord
        One or more fields break a rule.
    """
    shape = TableSchema(kind, zones=any(column.endswith(ZONE) for column in cells))
    return RowReader(shape, list(cells)).record(list(cells.values()))


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


def _join(field: str, wall: str, zone: str) -> str:
    """A moment whole again: the local time, and behind it the offset of its zone."""
    if not wall or not zone:
        return wall
    if wall[4:5] != "-":
        raise InvalidRecord(
            {
                field: f"{field} must be a time such as 2026-11-22 18:30:00, not {shown(wall)}; "
                "where a spreadsheet wrote it its own way, format the column as "
                "yyyy-mm-dd hh:mm:ss and save it anew."
            }
        )
    named = _ZONE.fullmatch(zone)
    if named is None:
        raise InvalidRecord(
            {field: f"{field}{ZONE} must be a zone such as UTC+01:00, not {shown(zone)}."}
        )
    offset, tail = named.groups()
    # A workbook's cell counts milliseconds; what is finer is said with the zone.
    return f"{wall}{'' if tail is None else tail}{offset}"


def _truth(cell: str) -> bool | str:
    text = cell.strip()
    # Spreadsheets write TRUE and FALSE.
    return {"true": True, "false": False}.get(text.lower(), text)


def _items(cell: str) -> tuple[str, ...]:
    return tuple(unguarded(cell).split(LIST_SEPARATOR))


def _numbers_of(cell: str) -> tuple[int | float | str, ...]:
    return tuple(map(number, _items(cell)))


# Moments and ids are read by the record itself.
_VALUE: Final[dict[type, Callable[[str], Any]]] = {
    str: unguarded,
    tuple: _items,
    int: number,
    float: number,
    bool: _truth,
    datetime: str.strip,
    UUID: str.strip,
}


@cache
def _number_lists(kind: type[Record]) -> frozenset[str]:
    """The fields that are lists of numbers; in a list of names, 7 is a name."""
    hints = get_type_hints(kind)
    lists = [field for field, plain in python_types(kind).items() if plain is tuple]
    return frozenset(field for field in lists if _mentions(hints[field], int))


def _mentions(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_mentions(part, kind) for part in get_args(annotation))

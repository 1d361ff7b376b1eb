"""How a record is spelled in CSV: its columns in declared order, and each value as a cell and back.

An empty cell stands for the field's default, which for most fields is "not given".
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from tracker.diary.schema import RECORDS, python_types
from tracker.protocol.identity import uuid7
from tracker.protocol.record import Record
from tracker.protocol.release import Release

LIST_SEPARATOR: Final = ";"

# A spreadsheet runs a cell that begins like this as a formula.
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD: Final = "'"
_GUARDED: Final = (*_FORMULA, _GUARD)

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")


def file_for(path: Path, kind: type[Record]) -> Path:
    """The file that holds a kind of record: ``path`` for releases, else a sibling of its stem.

    >>> file_for(Path("week.csv"), RECORDS["check_ins"]).name
    'week.check-ins.csv'
    """
    if kind is Release:
        return path
    name = next(name for name, record in RECORDS.items() if record is kind)
    return path.with_name(f"{path.stem}.{name.replace('_', '-')}.csv")


def kind_of(header: Iterable[str]) -> type[Record] | None:
    """The kind of record whose columns these are, in any order; None where there is none."""
    columns = set(header)
    return next((kind for kind in RECORDS.values() if columns == set(kind.model_fields)), None)


def to_cells(record: Record) -> list[str]:
    """Spell a record as the cells of one row, in the order of its columns."""
    return [_cell(value) for _, value in record]


def from_cells(kind: type[Record], cells: Mapping[str, str]) -> Record:
    """Read one row; the inverse of `to_cells`.

    Parameters
    ----------
    cells : mapping of column to cell
        A cell that is not of its column's type is handed on as text, so that the record's own
        sentence says what it must be. A row without an id gets one made from its content.

    Raises
    ------
    InvalidRecord
        One or more fields break a rule.
    """
    types = python_types(kind)
    given = {field: cell for field, cell in cells.items() if not _is_empty(cell, types[field])}
    values = {field: _value(cell, types[field]) for field, cell in given.items()}
    for field in _number_lists(kind) & given.keys():
        values[field] = tuple(map(number, values[field]))
    record = kind(**values)
    return record if "id" in given else with_content_id(record)


def with_content_id(record: Record) -> Record:
    """The record with an id made from all its other fields: the same whenever they are the same."""
    content = "\x1f".join(_cell(value) for field, value in record if field != "id")
    moment = next(value for _, value in record)
    digest = blake2b(content.encode(), digest_size=10).digest()
    return record.changed(id=uuid7(moment, digest))


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


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value).removesuffix(".0")
        case datetime():
            return value.isoformat()
        case tuple():
            return _guarded(LIST_SEPARATOR.join(map(str, value)))
        case str():
            return _guarded(value)
        case _:
            return str(value)


def _is_empty(cell: str, kind: type) -> bool:
    return not (cell if kind is str else cell.strip())


def _value(cell: str, kind: type) -> Any:
    if kind is str:
        return _unguarded(cell)
    if kind is tuple:
        return tuple(_unguarded(cell).split(LIST_SEPARATOR))
    if kind in (int, float):
        return number(cell)
    text = cell.strip()
    if kind is bool:
        # Spreadsheets write TRUE and FALSE.
        return {"true": True, "false": False}.get(text.lower(), text)
    return text


@cache
def _number_lists(kind: type[Record]) -> frozenset[str]:
    """The fields that are lists of numbers; in a list of names, 7 is a name."""
    hints = get_type_hints(kind)
    lists = [field for field, plain in python_types(kind).items() if plain is tuple]
    return frozenset(field for field in lists if _mentions(hints[field], int))


def _mentions(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_mentions(part, kind) for part in get_args(annotation))


def _guarded(text: str) -> str:
    return _GUARD + text if text.startswith(_GUARDED) else text


def _unguarded(cell: str) -> str:
    # An apostrophe typed by hand, as in 'tis, guards nothing and stays.
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_GUARDED) else cell

"""What does a row of another program's table put into each field of a record?"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from tracker.diary.schema import python_types
from tracker.exchange.importer.mapping import NEEDED, Layout
from tracker.exchange.importer.parse_cells import Decimal, number
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import Record, shown

KEY_FIELDS: Final = {
    "check-ins": ("site", "side"),
    "releases": ("muscle", "spot", "side", "tool"),
}
"""The fields that, besides the moment, tell one entry from another."""

_SIDES: Final = {
    **dict.fromkeys(("l", "links", "gauche", "izquierda"), "left"),
    **dict.fromkeys(("r", "rechts", "droite", "derecha"), "right"),
    **dict.fromkeys(("both sides", "bilateral", "beide", "les deux", "ambos"), "both"),
}
_BETWEEN: Final = re.compile(r"[,;]")


class NoRating(Exception):
    """The cell of the rating is blank: the row is no entry, and nothing is wrong with it."""


class Cells:
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
        """A cell with the blanks around it."""
        return self._named.get(column, "")

    def trimmed(self, column: str, layout: Layout) -> str:
        """A cell without the ending that the layout drops."""
        cell = self[column]
        for ending in layout.drop_endings.get(column, ()):
            if cell.endswith(ending):
                return cell.removesuffix(ending).strip()
        return cell


def number_columns(layout: Layout) -> list[str]:
    """The columns that hold numbers."""
    types = python_types(layout.record)
    return [columns[0] for field, columns in layout.fields.items() if types[field] in (int, float)]


def field_values(layout: Layout, cells: Cells, decimal: Decimal) -> dict[str, Any]:
    """The record's fields as the row and the layout give them; what is blank is left out.

    Raises
    ------
    NoRating
        The rating that makes the row an entry is blank.
    InvalidRecord
        A cell that should be a number is none, in the words of its column.
    """
    types = python_types(layout.record)
    values: dict[str, Any] = dict(layout.fixed)
    for field, columns in layout.fields.items():
        if field == "note":
            values[field] = _note(columns, cells)
            continue
        cell = cells.trimmed(columns[0], layout)
        cell = layout.values.get(field, {}).get(cell.casefold(), cell)
        if not cell and field == NEEDED[layout.kind][-1]:
            raise NoRating
        if cell:
            values[field] = _value(layout, field, types[field], columns[0], cell, decimal)
    if cells.beyond:
        values["note"] = "; ".join(filter(None, (values.get("note", ""), *cells.beyond)))
    return values


def _note(columns: tuple[str, ...], cells: Cells) -> str:
    """The first column as it stands, the others under their names."""
    first, *others = columns
    named = [f"{column}: {cells[column]}" for column in others if cells[column]]
    return "\n".join(filter(None, (cells[first], *named)))


def _value(layout: Layout, field: str, kind: type, column: str, cell: str, decimal: Decimal) -> Any:
    if kind is float:
        return _pain(layout, column, cell, decimal)
    if kind is int:
        return number(cell, decimal)
    if kind is tuple:
        return tuple(filter(None, (part.strip() for part in _BETWEEN.split(cell))))
    words = _words(layout.record, field)
    return words.get(cell.casefold(), cell) if words else cell


def _pain(layout: Layout, column: str, cell: str, decimal: Decimal) -> float:
    low, high = layout.scale or (0.0, 10.0)
    rating = number(cell, decimal)
    if isinstance(rating, str) or not low <= rating <= high:
        other = number(cell, "comma" if decimal == "point" else "point")
        remedy = f"; its numbers have a decimal {decimal}" if not isinstance(other, str) else ""
        raise InvalidRecord(
            {
                column: f"{column} must be a number from {low:g} to {high:g}, not "
                f"{shown(cell)}{remedy if isinstance(rating, str) else ''}."
            }
        )
    if layout.scale is None:
        return rating
    return round((rating - low) / (high - low) * 10, 2)


@cache
def _words(kind: type[Record], field: str) -> dict[str, str]:
    """The words that a field knows, in lower case; empty where it takes any."""
    known = list(_literals(get_type_hints(kind)[field]))
    words = {word.casefold(): word for word in known}
    return {**_SIDES, **words} if field == "side" else words


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in _literals(part))

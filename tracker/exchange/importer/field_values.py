"""The fields of an entry from the cells of one row; words that are not the kit's go to the note."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from tracker.diary.schema import python_types
from tracker.exchange.importer.mapping import NEEDED, Layout
from tracker.exchange.importer.medication import medication_in, parts_of
from tracker.exchange.importer.parse_cells import Decimal, number
from tracker.exchange.importer.places import place_in, side_in
from tracker.exchange.importer.ratings import is_not_rated, rating_in
from tracker.exchange.importer.source_table import RowCells
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import Record, shown

_BETWEEN: Final = re.compile(r"[,;]")
_LONGEST_NAME: Final = 80
_DURATION: Final = re.compile(
    r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})"
    r"|(?:(\d{1,3})\s*(?:m|min|mins|minutes?|minuten?)\b)?\s*(?:(\d{1,4})\s*(?:s|sec|secs|seconds?|sek)\b)?",
    re.IGNORECASE,
)

# A word that the kit does not have is lost by these fields only; the entry stands without it.
_MAY_BE_LEFT: Final = frozenset(
    ("reach", "symptoms", "pressure", "side", "held_s", "activities", "medication", "outcome")
)


class NoRating(Exception):
    """The cell of the rating is blank: the row is no entry, and nothing is wrong with it."""


def field_values(layout: Layout, cells: RowCells, decimal: Decimal) -> dict[str, Any]:
    """The record's fields as the row and the layout give them; what is blank is left out.

    Raises
    ------
    NoRating
        The rating that makes the row an entry is blank, or says that there is none.
    InvalidRecord
        A cell that should be a number is none, in the words of its column.
    """
    values: dict[str, Any] = dict(layout.fixed)
    remarks: list[str] = []
    for field, columns in layout.fields.items():
        if field == "note":
            continue
        cell = layout.trimmed(columns[0], cells[columns[0]])
        listed = layout.values.get(field, {}).get(cell.casefold())
        text = cell if listed is None else listed
        if is_not_rated(text):
            if field == NEEDED[layout.kind][-1]:
                raise NoRating
            continue
        match = _fitted(layout, field, columns[0], text, decimal, is_listed=listed is not None)
        values |= {name: value for name, value in match.items() if value not in (None, ())}
        if not match or _is_said_otherwise(match, text):
            remarks.append(columns[0])
    note = _note(layout, cells, remarks)
    return {**values, "note": note} if note else values


def _fitted(
    layout: Layout, field: str, column: str, text: str, decimal: Decimal, *, is_listed: bool
) -> dict[str, Any]:
    """What a cell gives to the record; nothing where its words are not the kit's."""
    kind = python_types(layout.record)[field]
    if kind is float:
        return {field: _pain(layout, column, text, decimal)}
    if field == "site":
        place = None if is_listed else place_in(text)
        return {"side": place.side, "site": place.site} if place else {"site": text}
    if field == "medication":
        return {field: tuple(filter(_is_name, medication_in(column, text)))}
    value: Any = text
    if kind is int:
        value = _seconds(text, decimal)
    elif kind is tuple:
        value = _items(layout.record, field, text)
    elif words := _words(layout.record, field):
        value = words.get(text.casefold()) or (side_in(text) if field == "side" else None)
        if value is None and not _may_be_left(layout, field):
            value = text
    return {} if value is None else {field: value}


def cells_for_the_note(layout: Layout, field: str, cells: Iterable[str]) -> list[str]:
    """The different cells of a field that go to the note too, for not all of their words fit."""
    column = layout.fields[field][0]
    left = []
    for cell in dict.fromkeys(layout.trimmed(column, one) for one in cells):
        listed = layout.values.get(field, {}).get(cell.casefold())
        text = cell if listed is None else listed
        if is_not_rated(text) or field not in _MAY_BE_LEFT:
            continue
        match = _fitted(layout, field, column, text, "point", is_listed=listed is not None)
        if not match or _is_said_otherwise(match, text):
            left.append(cell)
    return left


def _may_be_left(layout: Layout, field: str) -> bool:
    return field in _MAY_BE_LEFT and field not in NEEDED[layout.kind]


def _is_said_otherwise(match: dict[str, Any], text: str) -> bool:
    """Whether the cell says more than what was made of it."""
    if "medication" in match:
        return not all(map(_is_name, parts_of(text)))
    if "symptoms" in match or "activities" in match:
        (items,) = match.values()
        return len(items) < len(_parts(text))
    return "site" in match and str(match["site"]).casefold() != text.casefold()


def _items(kind: type[Record], field: str, text: str) -> tuple[str, ...] | None:
    words = _words(kind, field)
    parts = _parts(text)
    if words:
        parts = [words[part.casefold()] for part in parts if part.casefold() in words]
    else:
        parts = list(filter(_is_name, parts))
    return tuple(dict.fromkeys(parts))


def _is_name(part: str) -> bool:
    return len(part) <= _LONGEST_NAME and part.isprintable()


def _parts(text: str) -> list[str]:
    return list(filter(None, (part.strip() for part in _BETWEEN.split(text))))


def _note(layout: Layout, cells: RowCells, remarks: list[str]) -> str:
    """The note's first column as it stands; others, and what is no field, under their names."""
    first, *others = layout.fields.get("note", ("",))
    kept = dict.fromkeys(others)
    # A column that the note has anyway is not said twice.
    kept |= dict.fromkeys(column for column in (*layout.keep, *remarks) if column != first)
    named = [f"{column}: {cells[column]}" for column in kept if cells[column]]
    own = "\n".join(filter(None, (cells[first] if first else "", *named)))
    return "; ".join(filter(None, (own, *cells.beyond)))


def _seconds(text: str, decimal: Decimal) -> Any:
    """A duration in seconds, also as 1:30 or 90 s; None where it is none."""
    value = number(text, decimal)
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds, worded_minutes, worded_seconds = (int(p or 0) for p in match.groups())
    return hours * 3600 + (minutes + worded_minutes) * 60 + seconds + worded_seconds


def _pain(layout: Layout, column: str, cell: str, decimal: Decimal) -> float:
    low, high = layout.scale or (0.0, 10.0)
    rating = rating_in(cell, decimal)
    if rating is not None and rating[1] is not None and 0 <= rating[0] <= rating[1]:
        return round(rating[0] / rating[1] * 10, 2)
    if rating is None or not low <= rating[0] <= high:
        other = rating_in(cell, "comma" if decimal == "point" else "point")
        remedy = f"; its numbers have a decimal {decimal}" if other is not None else ""
        raise InvalidRecord(
            {
                column: f"{column} must be a number from {low:g} to {high:g}, not "
                f"{shown(cell)}{remedy if rating is None else ''}."
            }
        )
    if layout.scale is None:
        return rating[0]
    return round((rating[0] - low) / (high - low) * 10, 2)


@cache
def _words(kind: type[Record], field: str) -> dict[str, str]:
    """The words that a field knows, in lower case; empty where it takes any."""
    known = list(_literals(get_type_hints(kind)[field]))
    return {word.casefold(): word for word in known}


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in _literals(part))

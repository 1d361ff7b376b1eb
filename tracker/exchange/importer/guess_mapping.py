"""Guess the mapping of an unknown table from the names and the cells of its columns."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.known_mappings import find_layout
from tracker.exchange.importer.mapping import FIELDS, NEEDED, Layout
from tracker.exchange.importer.parse_cells import (
    day_of,
    decimal_signs,
    instant_of,
    is_ambiguous,
    number,
    time_of,
)
from tracker.exchange.importer.source_table import SourceFile, SourceRow, SourceTable, table_at

DATE: Final = "date"
TIME: Final = "time"

CERTAIN: Final[Mapping[str, frozenset[str]]] = {
    field: frozenset(names.split(", "))
    for field, names in {
        DATE: "date, datum, day, tag, fecha, timestamp, datetime, date time, date and time, "
        "started",
        TIME: "time, uhrzeit, zeit, heure, hora, time of day",
        "pain": "pain, pain level, pain intensity, pain score, pain rating, nrs, schmerz, "
        "schmerzen, schmerzstärke, schmerzlevel, douleur, dolor",
        "pain_before": "pain before, before, schmerz vorher, vorher",
        "pain_after": "pain after, after, schmerz nachher, nachher",
        "pain_30s": "pain 30s, pain at 30 s, pain at 30s",
        "side": "side, seite, côté, lado",
        "site": "site, body part, body region, region, location, körperstelle, körperteil",
        "note": "note, notes, comment, comments, remark, remarks, notiz, notizen, bemerkung, "
        "kommentar",
        "muscle": "muscle, muskel, músculo",
        "spot": "spot, point, trigger point, stelle, punkt",
        "tool": "tool, ball, werkzeug",
        "pressure": "pressure, druck",
        "held_s": "held s, seconds, held, sekunden",
        "outcome": "outcome",
        "symptoms": "symptoms, symptome",
        "activities": "activities, activity, aktivitäten",
    }.items()
}
"""Names that a column of the field has and no other."""

HINTS: Final[Mapping[str, tuple[str, ...]]] = {
    DATE: ("date", "datum", "when"),
    TIME: ("time", "uhrzeit"),
    "pain": (
        "pain",
        "schmerz",
        "intensity",
        "level",
        "score",
        "rating",
        "severity",
        "value",
        "vas",
    ),
    "pain_before": ("before", "vorher"),
    "pain_after": ("after", "nachher"),
    "side": ("side", "seite"),
    "site": ("where", "area", "place", "ort"),
    "note": ("note", "comment", "notiz"),
}
"""Words that a column's name may hold; the cells have to bear them out."""

_ASIDE: Final = re.compile(r"\(.*?\)|\[.*?\]")
_NO_LETTER: Final = re.compile(r"[^\w]+|_")


def plain_name(name: str) -> str:
    """A column's name without its case, its signs and what it says in brackets.

    >>> plain_name("Pain_Level (0-10)")
    'pain level'
    """
    return " ".join(_NO_LETTER.sub(" ", _ASIDE.sub(" ", name)).casefold().split())


def certainty(field: str, name: str) -> int:
    """2 where the name is the field's, 1 where it hints at it, else 0.

    >>> certainty("pain", "Pain level (0-10)"), certainty("pain", "my score")
    (2, 1)
    """
    plain = plain_name(name)
    if plain in CERTAIN.get(field, ()) or plain == field.replace("_", " "):
        return 2
    return int(bool(set(plain.split()) & set(HINTS.get(field, ()))))


_HEADER_WITHIN: Final = 30
_ROWS_LOOKED_AT: Final = 300
_SAMPLES: Final = 3
_SAMPLE_LETTERS: Final = 40
_MOST_OF: Final = 0.9
"""How large a share of a column's cells must look like the field."""

_HALF: Final = 0.5
"""The same where the column's name is the field's: slips are then rejected by their rows."""

_MANY: Final = 0.2
"""How large a share of the ratings must go beyond 10 for the scale to be another one."""

_RATINGS: Final = ("pain", "pain_before", "pain_30s", "pain_after")


@dataclass(frozen=True)
class Proposal:
    """What the kit takes a table's columns for.

    Attributes
    ----------
    values : dict
        The mapping as plain values; see `tracker.exchange.importer.mapping`.
    samples : dict of str to tuple of str
        Column -> its first different cells.
    unsure : tuple of str
        What keeps the kit from being sure, one sentence each; empty where nothing does.
    asks_order, asks_decimal : bool
        Whether the order of day and month, or the decimal sign, cannot be detected.
    missing : str
        What no column looks like though nothing can be read without it, in a sentence; else empty.
    """

    table: SourceTable
    values: dict[str, Any]
    samples: dict[str, tuple[str, ...]]
    unsure: tuple[str, ...]
    asks_order: bool
    asks_decimal: bool
    missing: str = ""


def known_table(source: SourceFile) -> tuple[Layout, SourceTable] | None:
    """The shipped layout whose columns one of the first rows names, and the table below it."""
    for row, cells in source.rows[:_HEADER_WITHIN]:
        layout = find_layout(cell.strip() for cell in cells)
        if layout is not None:
            return layout, table_at(source, row)
    return None


def header_row(source: SourceFile) -> int:
    """The row that names the columns; 0 where none does.

    Lines of words above a table are narrower than its rows. A row with a number or a day in it is
    an entry already, and names nothing.

    >>> rows = ((1, ("My diary", "")), (2, ("Day", "Pain")), (3, ("2026-11-22", "4")))
    >>> header_row(SourceFile("list.csv", rows, ""))
    2
    """
    widths = Counter(map(_width, source.rows[:_ROWS_LOOKED_AT]))
    (usual, _), *_ = widths.most_common(1)
    for row in source.rows[:_HEADER_WITHIN]:
        if _width(row) >= usual:
            return row[0] if not any(map(_is_value, row[1])) else 0
    return source.rows[0][0]


def propose(table: SourceTable, kind: str | None = None) -> Proposal:
    """A mapping for a table that no layout describes.

    Parameters
    ----------
    kind : str, optional
        check-ins or releases; by default releases where there are muscles, else check-ins.

    Raises
    ------
    ImportRejected
        No rows.
    """
    if not table.rows:
        raise ImportRejected(f"{table.name} has no rows below the names of its columns.")
    guess = _Guess(table)
    if kind is None:
        kind = "releases" if guess.named("muscle") and guess.named("pain_before") else "check-ins"
    moment = {}
    if date := guess.date():
        moment["date"] = date
    clock = guess.best(TIME, _share(time_of))
    if clock:
        moment["time"] = clock
    fields = {field: column for field in FIELDS[kind] if (column := guess.field(field))}
    values: dict[str, Any] = {"kind": kind, "moment": moment, "fields": fields}
    if table.header_row == 0:
        values = {"header_row": 0, **values}
    ratings = [
        cell for rating in _RATINGS if rating in fields for cell in table.column(fields[rating])
    ]
    scale = _scale(ratings)
    if scale:
        values["scale"] = scale
    is_rated = any(rating in fields for rating in _RATINGS)
    for field in NEEDED[kind]:
        if field not in fields and (is_rated or field not in _RATINGS):
            guess.unsure.append(f"No column tells the {field.replace('_', ' ')}; it is needed.")
    asks_order = date is not None and is_ambiguous(table.column(date))
    return Proposal(
        table,
        values,
        {column: _samples(table.column(column)) for column in table.header if column},
        (*guess.unsure, *_scale_doubt(scale)),
        asks_order,
        len(decimal_signs(ratings)) > 1,
        _missing(is_dated=date is not None, is_rated=is_rated),
    )


def _missing(*, is_dated: bool, is_rated: bool) -> str:
    if not is_dated:
        return "has no column of days that the kit can tell"
    return "" if is_rated else "has no column of pain from 0 to 10 that the kit can tell"


class _Guess:
    """Column after column is given to a field, each once."""

    def __init__(self, table: SourceTable) -> None:
        self._table = table
        self._left = [column for column in table.header if column]
        self.unsure: list[str] = []

    def named(self, field: str) -> bool:
        return any(certainty(field, column) == 2 for column in self._left)

    def date(self) -> str | None:
        looks = {column: _share(_is_day)(self._cells(column)) for column in self._left}
        dated = [column for column in self._left if looks[column] >= _enough(DATE, column)]
        if not dated:
            return None
        best = max(dated, key=lambda column: certainty(DATE, column))
        if len(dated) > 1 and [certainty(DATE, each) for each in dated].count(2) != 1:
            self.unsure.append(f"Several columns hold days; '{best}' was taken.")
        self._left.remove(best)
        return best

    def best(self, field: str, looks: Callable[[list[str]], float]) -> str | None:
        """The column whose name and cells both speak for the field."""
        fitting = [
            column
            for column in self._left
            if certainty(field, column) and looks(self._cells(column)) >= _enough(field, column)
        ]
        if not fitting:
            return None
        best = max(fitting, key=lambda column: certainty(field, column))
        self._left.remove(best)
        return best

    def field(self, field: str) -> str | None:
        if field in _RATINGS:
            return self._rating(field)
        named = [column for column in self._left if certainty(field, column) == 2]
        hinted = [column for column in self._left if certainty(field, column) == 1]
        column = next(iter([*named, *hinted]), None)
        if column is None or not any(self._cells(column)):
            return None
        if not named:
            self.unsure.append(f"'{column}' was taken for the {field} by its name alone.")
        self._left.remove(column)
        return column

    def _rating(self, field: str) -> str | None:
        looks = _share(_is_number)
        numeric = [c for c in self._left if looks(self._cells(c)) >= _enough(field, c)]
        if not numeric:
            return None
        best = max(numeric, key=lambda column: certainty(field, column))
        sure = certainty(field, best)
        if sure == 2 and [certainty(field, c) for c in numeric].count(2) > 1:
            self.unsure.append(f"Several columns could be the {field}; '{best}' was taken.")
        if sure < 2 and field != "pain":
            return None
        if sure < 2:
            self.unsure.append(f"'{best}' was taken for the pain, because it holds numbers.")
        self._left.remove(best)
        return best

    def _cells(self, column: str) -> list[str]:
        return self._table.column(column)[:_ROWS_LOOKED_AT]


def _enough(field: str, column: str) -> float:
    return _HALF if certainty(field, column) == 2 else _MOST_OF


def _share(looks: Callable[[str], object]) -> Callable[[list[str]], float]:
    """How large a share of the cells that hold anything look so; 0 where none holds anything."""

    def of(cells: list[str]) -> float:
        filled = [cell for cell in cells if cell]
        return sum(bool(looks(cell)) for cell in filled) / len(filled) if filled else 0.0

    return of


def _width(row: SourceRow) -> int:
    return max((place for place, cell in enumerate(row[1], start=1) if cell.strip()), default=0)


def _is_value(cell: str) -> bool:
    return _is_number(cell) or _is_day(cell)


def _is_day(cell: str) -> bool:
    return instant_of(cell) is not None or any(
        day_of(cell, order) for order in ("day first", "month first")
    )


def _is_number(cell: str) -> bool:
    return any(not isinstance(number(cell, sign), str) for sign in ("point", "comma"))


def _scale(cells: Iterable[str]) -> list[int] | None:
    """The scale of ratings that go beyond 10; None where none does."""
    ratings = [float(cell.replace(",", ".")) for cell in cells if _is_number(cell)]
    beyond = sum(rating > 10 for rating in ratings)
    # A few may be slips of the hand, which are rejected one by one.
    if not beyond or beyond < _MANY * len(ratings) or max(ratings) > 100:
        return None
    return [0, 100]


def _scale_doubt(scale: list[int] | None) -> list[str]:
    if scale is None:
        return []
    return ["The ratings go beyond 10, so they were taken to be on a scale from 0 to 100."]


def _samples(cells: Iterable[str]) -> tuple[str, ...]:
    different = list(dict.fromkeys(filter(None, cells)))[:_SAMPLES]
    return tuple(
        cell if len(cell) <= _SAMPLE_LETTERS else cell[: _SAMPLE_LETTERS - 1] + "…"
        for cell in different
    )

"""Guess the mapping of an unknown table from the names and the cells of its columns."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.decisions import Decision, samples_of
from tracker.exchange.importer.known_mappings import find_layout
from tracker.exchange.importer.mapping import FIELDS, NEEDED, RATING_FIELDS, Layout
from tracker.exchange.importer.parse_cells import decimal_signs, number
from tracker.exchange.importer.parse_clock import time_of
from tracker.exchange.importer.parse_days import (
    DATE_ORDERS,
    day_of,
    is_ambiguous,
    is_plain_number,
    moment_in,
)
from tracker.exchange.importer.places import (
    is_place,
    names_body_part,
    place_in,
    share_of_body_parts,
)
from tracker.exchange.importer.ratings import (
    RatingScale,
    is_no_rating,
    is_not_rated,
    is_numeric,
    is_rating,
    scale_of,
    speaks_of_pain,
    without_scale,
    words_of,
)
from tracker.exchange.importer.reshape import holds_named_ratings, named_ratings
from tracker.exchange.importer.source_table import SourceFile, SourceRow, SourceTable, table_at
from tracker.protocol.fields import Outcome

DATE: Final = "date"
TIME: Final = "time"

CERTAIN: Final[Mapping[str, frozenset[str]]] = {
    field: frozenset(names.split(", "))
    for field, names in {
        DATE: "date, datum, day, tag, fecha, timestamp, datetime, date time, date and time, "
        "started, jour, día, dia, data, giorno, dag, zeitpunkt, zeitstempel, horodateur, "
        "marca temporal, fecha y hora, datum und uhrzeit, date et heure, created at, created, "
        "ts, epoch, unix time, recorded at, logged at, entered at, time stamp, moment, when",
        TIME: "time, uhrzeit, zeit, heure, hora, ora, tid, tijd, klockslag, orario, horário, "
        "clock, clock time, time of day, tageszeit, hora del día, moment de la journée, dagdeel",
        "pain": "pain, pain level, pain intensity, pain score, pain rating, nrs, vas, schmerz, "
        "schmerzen, schmerzstärke, schmerzlevel, douleur, dolor",
        "pain_before": "pain before, before, schmerz vorher, vorher",
        "pain_after": "pain after, after, schmerz nachher, nachher",
        "pain_30s": "pain 30s, pain at 30 s, pain at 30s",
        "side": "side, seite, côté, lado",
        "site": "site, body part, body parts, body region, region, location, locations, "
        "pain location, pain locations, pain site, body location, affected area, körperstelle, "
        "körperteil, schmerzort, lokalisation, localisation, zone du corps, parte del cuerpo",
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
        "medication": "medication, medications, medicine, medicines, medikament, medikamente, "
        "médicament, médicaments, medicamento, medicamentos, farmaci, medicijnen, mediciner",
    }.items()
}
"""Names that a column of the field has and no other."""

HINTS: Final[Mapping[str, tuple[str, ...]]] = {
    DATE: ("date", "datum", "when"),
    TIME: ("time", "uhrzeit", "zeit", "heure", "hora", "ora", "clock"),
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
    plain = _ASIDE.sub(" ", without_scale(name))
    return " ".join(_NO_LETTER.sub(" ", plain).casefold().split())


def certainty(field: str, name: str) -> int:
    """2 where the name is the field's, 1 where it hints at it, else 0.

    >>> certainty("pain", "Pain level (0-10)"), certainty("pain", "my score")
    (2, 1)
    """
    plain = plain_name(name)
    if plain in CERTAIN.get(field, ()) or plain == field.replace("_", " "):
        return 2
    if field in RATING_FIELDS and is_no_rating(name):
        return 0
    return int(bool(set(plain.split()) & set(HINTS.get(field, ()))))


_HEADER_WITHIN: Final = 30
_ROWS_LOOKED_AT: Final = 300
_MOST_OF: Final = 0.9
"""How large a share of a column's cells must look like the field."""

_SEVERAL: Final = 2

_HALF: Final = 0.5
"""The same where the column's name is the field's: slips are then rejected by their rows."""

# In a file that holds these, the place is where the person was.
_ON_THE_MAP: Final = frozenset(("latitude", "longitude", "lat", "lon", "lng", "geohash", "gps"))
_OF_THE_BODY: Final = frozenset(
    (
        "body",
        "körper",
        "körperstelle",
        "körperteil",
        "schmerzort",
        "corps",
        "cuerpo",
        "pain",
        "affected",
    )
)


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
    scales : tuple of Decision
        On what scale the ratings are.
    """

    table: SourceTable
    values: dict[str, Any]
    samples: dict[str, tuple[str, ...]]
    unsure: tuple[str, ...]
    asks_order: bool
    asks_decimal: bool
    missing: str = ""
    scales: tuple[Decision, ...] = ()

    @property
    def is_unsure(self) -> bool:
        """Whether the mapping has to be confirmed."""
        is_scaled = all(decision.is_sure for decision in self.scales)
        return bool(self.unsure or self.asks_order or self.asks_decimal) or not is_scaled


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
    if clock := guess.clock(date):
        moment["time"] = clock
    places = guess.places() if kind == "check-ins" else ()
    fields = {
        field: column
        for field in FIELDS[kind]
        if not (places and field in ("pain", "site")) and (column := guess.field(field))
    }
    values: dict[str, Any] = {"kind": kind, "moment": moment, "fields": fields}
    if places:
        values["places"] = list(places)
    elif kind == "check-ins" and "pain" not in fields and (column := guess.ratings_in(fields)):
        values["ratings_in"] = column
        values["fields"] = fields = {f: c for f, c in fields.items() if c != column and f != "site"}
    if table.header_row == 0:
        values = {"header_row": 0, **values}
    rated = tuple(field for field in RATING_FIELDS if field in fields)
    scales = [scale_of(fields[field], table.column(fields[field])) for field in rated]
    scales += _scales_of_places(table, places)
    doubtful = any(not one.decision.is_sure for one in scales)
    # What is doubtful stands in the mapping, so that saving it settles it.
    if scale := next((one.scale for one in scales if one.scale), (0.0, 10.0) if doubtful else None):
        values["scale"] = list(scale)
    if len({one.scale for one in scales}) > 1:
        guess.unsure.append("The columns of pain are on different scales; one was taken for all.")
    fields_rated = rated or ("pain",) * len(scales)
    words: dict[str, dict[str, str]] = {}
    for field, one in zip(fields_rated, scales, strict=True):
        if one.words:
            words[field] = {**words.get(field, {}), **one.words}
    if words:
        values["values"] = words
    guess.look_for_rivals(rated)
    if kind == "check-ins" and "site" not in fields and (place := _place_in(fields.get("pain"))):
        values["fixed"] = place
    guess.check_outcome(fields.get("outcome"))
    is_rated = bool(rated or places or "ratings_in" in values)
    columns = [*(fields[field] for field in rated), *places]
    ratings = [cell for column in columns for cell in table.column(column)]
    for field in NEEDED[kind]:
        if field not in fields and (rated or field not in RATING_FIELDS):
            guess.unsure.append(f"No column tells the {field.replace('_', ' ')}; it is needed.")
    asks_order = date is not None and is_ambiguous(table.column(date))
    return Proposal(
        table,
        values,
        {column: samples_of(table.column(column)) for column in table.header if column},
        tuple(guess.unsure),
        asks_order,
        len(decimal_signs(ratings)) > 1,
        _missing(is_dated=date is not None, is_rated=is_rated),
        tuple(dict.fromkeys(one.decision for one in scales)),
    )


def _scales_of_places(table: SourceTable, places: tuple[str, ...]) -> list[RatingScale]:
    """How the ratings of each place are read; once where they are all on one scale."""
    each = [scale_of(column, table.column(column)) for column in places]
    if len({one.scale for one in each}) > 1:
        return each
    cells = [cell for column in places for cell in table.column(column)]
    scale = scale_of(places[0], cells) if places else None
    if scale is None:
        return []
    return [replace(scale, decision=replace(scale.decision, about="Scale of the ratings"))]


def _place_in(column: str | None) -> dict[str, str]:
    """Where it hurts, as the name of the column of pain says; empty where it names no place."""
    if column is None or not names_body_part(column):
        return {}
    place = place_in(column)
    if place is None:
        return {"site": plain_name(column)}
    return {"site": place.site} | ({"side": place.side} if place.side else {})


def _missing(*, is_dated: bool, is_rated: bool) -> str:
    if not is_dated:
        return "has no column of days that the kit can tell, such as 2026-11-22"
    return "" if is_rated else "has no column of pain from 0 to 10 that the kit can tell"


class _Guess:
    """Column after column is given to a field, each once."""

    def __init__(self, table: SourceTable) -> None:
        self._table = replace(table, rows=table.rows[:_ROWS_LOOKED_AT])
        self._left = [column for column in table.header if column]
        self.unsure: list[str] = []

    def named(self, field: str) -> bool:
        return any(certainty(field, column) == 2 for column in self._left)

    def date(self) -> str | None:
        looks = {column: _share(_looks_dated(column))(self._cells(column)) for column in self._left}
        dated = [column for column in self._left if looks[column] >= _enough(DATE, column)]
        if not dated:
            return None
        best = max(dated, key=lambda column: certainty(DATE, column))
        if len(dated) > 1 and [certainty(DATE, each) for each in dated].count(2) != 1:
            self.unsure.append(f"Several columns hold days; '{best}' was taken.")
        self._left.remove(best)
        return best

    def clock(self, date: str | None) -> str | None:
        """The column with the time of day, by its plain name; any other is only asked about."""
        with_cells = [column for column in self._left if any(self._cells(column))]
        named = [column for column in with_cells if certainty(TIME, column) == 2]
        if named:
            best = max(named, key=lambda column: _share(time_of)(self._cells(column)))
            if len(named) > 1:
                self.unsure.append(f"Several columns could be the time of day; '{best}' was taken.")
            self._doubt_clock(best)
            self._left.remove(best)
            return best
        if date is None or any(_clock_beside(cell) for cell in self._cells(date)):
            return None
        for column in with_cells:
            if certainty(TIME, column) and _share(time_of)(self._cells(column)) >= _MOST_OF:
                self.unsure.append(
                    f"'{column}' holds times of day and may be that of the ratings; it was left "
                    "out, so their time is not known."
                )
        return None

    def _doubt_clock(self, column: str) -> None:
        cells = self._cells(column)
        if _share(time_of)(cells) >= _HALF:
            return
        unread = samples_of(cell for cell in cells if time_of(cell) is None)
        self.unsure.append(
            f"'{column}' is named like the time of day, and many of its cells are none that the "
            f"kit can read ({', '.join(unread)}); say what they mean under [moment.times] in a "
            "mapping, or leave the column out."
        )

    def places(self) -> tuple[str, ...]:
        """Columns named after places of the body that hold ratings, beside no column of pain."""
        rated = [
            column
            for column in self._left
            if not is_no_rating(column) and _share(is_rating)(self._rated_cells(column)) >= _MOST_OF
        ]
        places = tuple(column for column in rated if is_place(column))
        if len(places) < _SEVERAL or any(certainty("pain", column) == 2 for column in rated):
            return ()
        named = ", ".join(f"'{column}'" for column in places)
        self.unsure.append(
            f"{named} are named after places of the body and hold ratings; each was taken for the "
            "pain of that place."
        )
        self._left = [column for column in self._left if column not in places]
        return places

    def ratings_in(self, fields: Mapping[str, str]) -> str | None:
        """A column whose cells are ratings with their names, one of which speaks of pain."""
        for column in (*self._left, *fields.values()):
            cells = self._cells(column)
            rated = {name for cell in cells for name, _ in named_ratings(cell)}
            if holds_named_ratings(cells) and any(map(speaks_of_pain, rated)):
                self.unsure.append(f"'{column}' was taken for ratings with their names.")
                return column
        return None

    def field(self, field: str) -> str | None:
        if field in RATING_FIELDS:
            return self._rating(field)
        named = [column for column in self._left if certainty(field, column) == 2]
        hinted = [column for column in self._left if certainty(field, column) == 1]
        column = next(iter([*named, *hinted]), None)
        if column is None or not any(self._cells(column)):
            return None
        if field == "site" and self._is_where_one_was(column):
            self._left.remove(column)
            return None
        if not named:
            self.unsure.append(f"'{column}' was taken for the {field} by its name alone.")
        self._left.remove(column)
        return column

    def _is_where_one_was(self, column: str) -> bool:
        """Whether a place is a town or a room, or may be one: then the person is asked."""
        if _OF_THE_BODY & set(words_of(column)):
            return False
        cells = self._cells(column)
        if share_of_body_parts(cells) < _HALF:
            sample = next(filter(None, cells))
            self.unsure.append(
                f"'{column}' may be where you were, and not where it hurts ('{sample}'); it was "
                "left out."
            )
            return True
        beside = [other for other in self._table.header if _ON_THE_MAP & set(words_of(other))]
        if beside:
            self.unsure.append(
                f"'{column}' stands beside '{beside[0]}'; it was taken for where it hurts."
            )
        return False

    def look_for_rivals(self, rated: Iterable[str]) -> None:
        """Ask where a column that was left out speaks of pain, too."""
        looks = _share(is_rating)
        if "pain" not in rated:
            return
        for column in self._left:
            if looks(self._rated_cells(column)) < _MOST_OF:
                continue
            if speaks_of_pain(column):
                self.unsure.append(f"'{column}' speaks of pain, too, and was left out.")
            elif is_place(column):
                self.unsure.append(f"'{column}' may be the pain of that place, and was left out.")

    def check_outcome(self, column: str | None) -> None:
        """Ask where releases end in words that are not the kit's: they would be taken for held."""
        cells = self._cells(column) if column else []
        others = [c for c in cells if not is_not_rated(c) and c.casefold() not in get_args(Outcome)]
        if others:
            self.unsure.append(
                f"'{column}' has words that are not the kit's ('{others[0]}'); those releases are "
                "taken for held."
            )

    def _rated_cells(self, column: str) -> list[str]:
        return [cell for cell in self._cells(column) if not is_not_rated(cell)]

    def _share_of_ratings(self, field: str, column: str) -> float:
        """How large a share of its cells are ratings; words count where its name is of pain."""
        is_named = certainty(field, column) or speaks_of_pain(column)
        looks = _share(is_rating if is_named else is_numeric)
        return looks(self._rated_cells(column))

    def _rating(self, field: str) -> str | None:
        numeric = [
            c
            for c in self._left
            if not is_no_rating(c) and self._share_of_ratings(field, c) >= _enough(field, c)
        ]
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
        return self._table.column(column)


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
    return any(day_of(cell, order) for order in DATE_ORDERS)


def _looks_dated(column: str) -> Callable[[str], bool]:
    """What a cell of a column of days looks like; a plain number only under a name that says so."""
    may_be_number = certainty(DATE, column) > 0
    return lambda cell: _is_day(cell) and (may_be_number or not is_plain_number(cell))


def _clock_beside(cell: str) -> bool:
    """Whether a time of day stands behind a day; 00:00 stands there where a program knows none."""
    moments = (moment_in(cell, order) for order in DATE_ORDERS)
    return any(moment and moment.clock and not moment.is_midnight for moment in moments)


def _is_number(cell: str) -> bool:
    return any(not isinstance(number(cell, sign), str) for sign in ("point", "comma"))

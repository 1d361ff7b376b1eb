"""How other people's diaries are written: each layout is a TOML file, shipped in ``mappings``.

A person's own mapping (``tracker import FILE --map MAP.toml``) is written the same way. Only
``kind``, ``[moment]`` and ``[fields]`` are needed::

    name = "my list"            # what the kit calls it
    kind = "check-ins"          # or "releases"
    columns = ["Date", "Pain"]  # a file with these columns is recognised by itself
    may_have = ["Note"]         # columns that it may have besides
    header_row = 2              # the row that names the columns; 0 where none does
    encoding = "cp1252"         # as the person knows better than the kit could tell
    separator = ";"
    decimal = "comma"           # or "point"
    date_order = "day first"    # or "month first"; needed where every day can be read both ways
    zone = "Europe/Berlin"      # where the ratings were made; otherwise this machine's
    scale = [0, 4]              # the file's least and greatest pain, where it is not 0 to 10
    carry_down = ["Date"]       # a blank cell there means the one above
    unlisted = "skip"           # rows whose site is not in [values.site]; otherwise "keep"
    extra_cells = "note"        # cells beyond the last named column; otherwise "reject"
    identity = "source"         # see `mapping`; also "row", otherwise "entry"
    notes = ["One sentence on what to know about the entries."]

    [moment]
    date = "Date"               # a day, or a day and a time; or year, month and day, each a column
    time = "Time"
    offset_min = "UTC offset"   # the zone's minutes from UTC
    missing = ["", "0"]         # what the cells of the day hold where it was not noted
    entered = "Saved at"        # when it was typed: a day that is missing is that of the nearest
    from_sitting_within_s = 60  # dated row typed at most so long before or after
    [moment.times]              # words for times
    am = "09:00"

    [fields]                    # the kit's field -> the file's column, for notes also several
    pain = "Pain"
    note = ["Note", "Weather"]

    [fixed]                     # a field that is the same in every row
    side = "left"

    [values.site]               # what the file writes -> what the kit writes; "" for nothing
    "Low Back Pain" = "low back"

    [skip]                      # rows that are no entry, by column
    Category = ["Mood"]

    [only]                      # only rows whose cell holds one of these words
    Category = ["pain"]

    [drop_endings]              # what to cut off the ends of a column's cells
    Category = [" (Mild)"]
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self, cast
from zoneinfo import ZoneInfo

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.mapping_rules import Keys
from tracker.exchange.importer.parse_cells import DateOrder, Decimal
from tracker.protocol.check_in import CheckIn
from tracker.protocol.record import Record
from tracker.protocol.release import Release

KINDS: Final[dict[str, type[Record]]] = {"check-ins": CheckIn, "releases": Release}
NEEDED: Final = {
    "check-ins": ("pain",),
    "releases": ("muscle", "spot", "side", "tool", "pain_before"),
}
"""The fields, besides the moment, without which there is no entry of the kind."""

FIELDS: Final = {
    "check-ins": (
        "pain",
        "site",
        "side",
        "reach",
        "symptoms",
        "activities",
        "note",
    ),
    "releases": (
        "muscle",
        "spot",
        "side",
        "tool",
        "pressure",
        "pain_before",
        "pain_30s",
        "pain_after",
        "held_s",
        "outcome",
        "note",
    ),
}
"""The fields that a file's column can go to."""

ORDERS: Final = ("day first", "month first")
SIGNS: Final = ("point", "comma")


@dataclass(frozen=True)
class Moment:
    """Where a layout keeps the moment that is rated, by column; see the module's example."""

    date: str | None
    year: str | None
    month: str | None
    day: str | None
    time: str | None
    offset_min: str | None
    times: Mapping[str, str]
    missing: tuple[str, ...]
    entered: str | None
    from_sitting_within_s: float

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say the day."""
        return tuple(filter(None, (self.date, self.year, self.month, self.day)))


@dataclass(frozen=True)
class Layout:
    """How one source writes its diary, an entry a row; see the module's example."""

    name: str
    kind: str
    columns: tuple[str, ...]
    may_have: tuple[str, ...]
    header_row: int | None
    encoding: str | None
    separator: str | None
    decimal: Decimal | None
    date_order: DateOrder | None
    zone: ZoneInfo | None
    scale: tuple[float, float] | None
    carry_down: tuple[str, ...]
    unlisted: str
    extra_cells: str
    identity: str
    notes: tuple[str, ...]
    moment: Moment
    fields: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, Any]
    values: Mapping[str, Mapping[str, str]]
    skip: Mapping[str, tuple[str, ...]]
    only: Mapping[str, tuple[str, ...]]
    drop_endings: Mapping[str, tuple[str, ...]]

    @property
    def record(self) -> type[Record]:
        """What its rows become."""
        return KINDS[self.kind]

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that it takes anything from, each once."""
        moment = self.moment
        others = (moment.time, moment.offset_min, moment.entered)
        named = [*moment.columns, *filter(None, others), *self.carry_down]
        named += [column for columns in self.fields.values() for column in columns]
        named += [*self.skip, *self.only, *self.drop_endings]
        return tuple(dict.fromkeys(named))

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a file with these columns, in any order, is recognised by itself."""
        there = set(filter(None, header))
        needed = set(self.columns)
        return bool(needed) and needed <= there <= needed | set(self.may_have)

    @classmethod
    def from_toml(cls, text: str, source: str = "The mapping") -> Self:
        """Read a layout's file.

        Raises
        ------
        ImportRejected
            Naming ``source``, the key, its rule and the remedy.
        """
        try:
            raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ImportRejected(f"{source} is not TOML: {error}.") from None
        return cls.from_values(raw, source)

    @classmethod
    def from_values(cls, raw: Mapping[str, Any], source: str = "The mapping") -> Self:
        """The layout that these plain values describe, as TOML reads them."""
        keys = Keys(raw, source, _KEYS)
        kind = keys.one_of("kind", KINDS, default="check-ins")
        layout = cls(
            name=keys.text("name") or "a list",
            kind=kind,
            columns=keys.texts("columns"),
            may_have=keys.texts("may_have"),
            header_row=keys.whole("header_row"),
            encoding=keys.text("encoding"),
            separator=keys.separator("separator"),
            decimal=cast(Decimal | None, keys.one_of("decimal", SIGNS)),
            date_order=cast(DateOrder | None, keys.one_of("date_order", ORDERS)),
            zone=keys.zone("zone"),
            scale=keys.scale("scale"),
            carry_down=keys.texts("carry_down"),
            unlisted=keys.one_of("unlisted", ("keep", "skip"), default="keep"),
            extra_cells=keys.one_of("extra_cells", ("reject", "note"), default="reject"),
            identity=keys.one_of("identity", ("entry", "source", "row"), default="entry"),
            notes=keys.texts("notes"),
            moment=_moment(keys),
            fields=_fields(keys, kind),
            fixed=_fixed(keys, kind),
            values=_values(keys, kind),
            skip=keys.texts_by_column("skip"),
            only=keys.texts_by_column("only"),
            drop_endings=keys.texts_by_column("drop_endings"),
        )
        for field in NEEDED[kind]:
            if field not in layout.fields and field not in layout.fixed:
                raise keys.refusal(
                    f"fields.{field}",
                    "must name the column that holds it, or [fixed] give it; "
                    f"{kind} cannot do without",
                )
        return layout


_KEYS: Final = [field.name for field in fields(Layout)]
_MOMENT_KEYS: Final = [field.name for field in fields(Moment)]


def _moment(keys: Keys) -> Moment:
    inner = keys.table("moment", _MOMENT_KEYS)
    made = Moment(
        date=inner.text("date"),
        year=inner.text("year"),
        month=inner.text("month"),
        day=inner.text("day"),
        time=inner.text("time"),
        offset_min=inner.text("offset_min"),
        times=inner.text_by_text("times"),
        missing=inner.texts("missing") or ("",),
        entered=inner.text("entered"),
        from_sitting_within_s=inner.seconds("from_sitting_within_s"),
    )
    if (made.date is None) == (None in (made.year, made.month, made.day)):
        raise keys.refusal(
            "moment", "must name the column of the date, or those of year, month and day"
        )
    return made


def _fields(keys: Keys, kind: str) -> dict[str, tuple[str, ...]]:
    inner = keys.table("fields", FIELDS[kind])
    fields = {field: inner.texts(field) for field in inner.raw}
    for field, columns in fields.items():
        if len(columns) != 1 and field != "note":
            raise inner.refusal(field, "must be the name of one column")
    return fields


def _fixed(keys: Keys, kind: str) -> dict[str, Any]:
    return dict(keys.table("fixed", FIELDS[kind]).raw)


def _values(keys: Keys, kind: str) -> dict[str, dict[str, str]]:
    inner = keys.table("values", FIELDS[kind])
    return {
        field: {name.strip().casefold(): value for name, value in inner.text_by_text(field).items()}
        for field in inner.raw
    }

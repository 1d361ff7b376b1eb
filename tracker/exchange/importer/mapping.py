"""The mapping of another program's table to entries: a TOML file, checked as a pydantic model.

The kit's own mappings lie in ``mappings``; a person's (``tracker import FILE --map MAP.toml``) is
written the same way. `mapping_toml.map_format` explains it.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    ValidationError,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import python_types
from tracker.exchange.importer.parse_cells import Decimal
from tracker.exchange.importer.parse_days import DateOrder
from tracker.protocol.check_in import CheckIn
from tracker.protocol.record import Record, shown
from tracker.protocol.release import Release

KINDS: Final[dict[str, type[Record]]] = {"check-ins": CheckIn, "releases": Release}
NEEDED: Final = {
    "check-ins": ("pain",),
    "releases": ("muscle", "spot", "side", "tool", "pain_before"),
}
"""The fields, besides the moment, without which there is no entry of the kind."""

FIELDS: Final = {
    "check-ins": ("pain", "site", "side", "reach", "symptoms", "activities", "medication", "note"),
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

RATING_FIELDS: Final = ("pain", "pain_before", "pain_30s", "pain_after")

RATED: Final = "rated"
RATING: Final = "its rating"
"""The columns of a reshaped table: what was rated, and how; see `reshape`."""

# What may stand under a key -----------------------------------------------------------------


def _must(rule: str) -> WrapValidator:
    """Say what a value must be where it is not, in place of pydantic's own words."""

    def check(value: Any, valid: Callable[[Any], Any]) -> Any:
        try:
            return valid(value)
        except ValidationError:
            raise _broken_rule(f"must {rule}, not {shown(value)}") from None

    return WrapValidator(check)


def _broken_rule(sentence: str) -> PydanticCustomError:
    # Its own template would read braces in the value as placeholders.
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


def _unknown_key(key: str, within: str, known: Iterable[str]) -> str:
    known = list(known)
    near = get_close_matches(key, known, 1)
    remedy = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
    return f"unknown key '{within}{key}'. {remedy}"


def _one_of(words: Iterable[str]) -> tuple[AfterValidator, WrapValidator]:
    known = list(words)

    def check(word: str) -> str:
        if word not in known:
            raise ValueError(word)
        return word

    return AfterValidator(check), _must("be one of " + ", ".join(f'"{word}"' for word in known))


def _separates(sign: str) -> str:
    if len(sign) != 1 or sign.isalnum() or sign in '"\r\n':
        raise ValueError(sign)
    return sign


def _rises(scale: tuple[float, float]) -> tuple[float, float]:
    if not scale[0] < scale[1]:
        raise ValueError(scale)
    return scale


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _is_table(value: Any) -> Any:
    if not isinstance(value, (dict, BaseModel)):
        raise _broken_rule(f"must be a table, [{{key}}], not {shown(value)}")
    return value


def _without_case(names: dict[str, str]) -> dict[str, str]:
    return {name.strip().casefold(): value for name, value in names.items()}


Text = Annotated[str, Field(strict=True, min_length=1), _must("be a text")]
Texts = Annotated[
    tuple[StrictStr, ...],
    BeforeValidator(_as_list),
    _must('be a list of texts, such as ["Date"]'),
]
TextByText = Annotated[dict[str, StrictStr], _must("be a table of texts, [{key}]")]
TextsByColumn = Annotated[dict[str, Texts], BeforeValidator(_is_table)]
Whole = Annotated[int, Field(strict=True, ge=0), _must("be a whole number from 0")]
Seconds = Annotated[float, Field(strict=True, ge=0, le=86_400), _must("be seconds from 0 to 86400")]
_Rating = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Scale = Annotated[
    tuple[_Rating, _Rating],
    AfterValidator(_rises),
    _must("be the least and the greatest rating, such as [0, 4]"),
]
Separator = Annotated[Text, AfterValidator(_separates), _must('be one character, such as ";"')]
Zone = Annotated[ZoneInfo, _must("be a time zone such as Europe/Berlin")]
Kind = Annotated[str, *_one_of(KINDS)]
Sign = Annotated[Decimal, _must('be one of "point", "comma"')]
Order = Annotated[DateOrder, _must('be one of "day first", "month first", "year first"')]

# The mapping --------------------------------------------------------------------------------


class MomentColumns(BaseModel):
    """The columns that hold the moment of each row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: Text | None = Field(
        default=None,
        description="a day, or a day and a time; or year, month and day, each a column",
        examples=["Date"],
    )
    year: Text | None = None
    month: Text | None = None
    day: Text | None = None
    time: Text | None = Field(default=None, description="the time of day", examples=["Time"])
    offset_min: Text | None = Field(
        default=None, description="the zone's minutes from UTC", examples=["UTC offset"]
    )
    missing: Annotated[Texts, AfterValidator(lambda texts: texts or ("",))] = Field(
        default=("",),
        description="what the cells of the day hold where it was not noted",
        examples=[["", "0"]],
    )
    entered: Text | None = Field(
        default=None,
        description="when it was typed: a missing day is that of the nearest dated row",
        examples=["Saved at"],
    )
    from_sitting_within_s: Seconds = Field(
        default=0, description="that was typed at most so long before or after", examples=[60]
    )
    times: TextByText = Field(
        default={}, description='words for times; "" for none', examples=[{"am": "09:00"}]
    )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say the day."""
        return tuple(filter(None, (self.date, self.year, self.month, self.day)))

    @model_validator(mode="after")
    def _names_the_day(self) -> Self:
        if (self.date is None) == (None in (self.year, self.month, self.day)):
            raise _broken_rule("must name the column of the date, or those of year, month and day")
        return self


class Layout(BaseModel):
    """How one source writes its diary, an entry a row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text = Field(default="a list", description="what the kit calls it", examples=["my list"])
    kind: Kind = Field(default="check-ins", description='or "releases"', examples=["check-ins"])
    columns: Texts = Field(
        default=(),
        description="a file with these columns is recognised by itself",
        examples=[["Date", "Pain"]],
    )
    may_have: Texts = Field(
        default=(), description="columns that it may have besides", examples=[["Note"]]
    )
    header_row: Whole | None = Field(
        default=None,
        description="the row that names the columns; 0 where none does",
        examples=[2],
    )
    encoding: Text | None = Field(
        default=None, description="otherwise it is detected", examples=["cp1252"]
    )
    separator: Separator | None = Field(
        default=None, description="what stands between columns", examples=[";"]
    )
    decimal: Sign | None = Field(default=None, description='or "point"', examples=["comma"])
    date_order: Order | None = Field(
        default=None,
        description='or "month first", "year first"; needed where the days leave it open',
        examples=["day first"],
    )
    zone: Zone | None = Field(
        default=None,
        description="where the ratings were made; otherwise this machine's",
        examples=["Europe/Berlin"],
    )
    scale: Scale | None = Field(
        default=None,
        description="the file's least and greatest pain, where it is not 0 to 10",
        examples=[[0, 4]],
    )
    tracker: Text | None = Field(
        default=None,
        description="names what each row tracks: only rows whose name speaks of pain are taken",
        examples=["Tracker"],
    )
    places: Texts = Field(
        default=(),
        description="columns that each hold the pain of the place they name",
        examples=[["Left leg", "Neck"]],
    )
    ratings_in: Text | None = Field(
        default=None,
        description="a column of ratings with their names: Back pain: 7/10 | Neck: 2/10",
        examples=["Scales"],
    )
    ask_scale: Text | None = Field(
        default=None,
        description="why the scale has to be asked about where nothing says it",
        examples=["One sentence."],
    )
    take: Texts | None = Field(
        default=None,
        description="what to take of that column instead, by its whole names",
        examples=[["Back pain"]],
    )
    keep: Texts = Field(
        default=(),
        description="columns that are kept in the note under their names",
        examples=[["Mood"]],
    )
    sheets: Texts = Field(
        default=(),
        description="of a workbook; otherwise the first, and those with the same columns",
        examples=[["2024", "2025"]],
    )
    carry_down: Texts = Field(
        default=(), description="a blank cell there means the one above", examples=[["Date"]]
    )
    unlisted: Annotated[str, *_one_of(("keep", "skip"))] = Field(
        default="keep",
        description='rows whose site is not in [values.site]; otherwise "keep"',
        examples=["skip"],
    )
    extra_cells: Annotated[str, *_one_of(("reject", "note"))] = Field(
        default="reject",
        description='cells beyond the last named column; otherwise "reject"',
        examples=["note"],
    )
    identity: Annotated[str, *_one_of(("entry", "source", "row"))] = Field(
        default="entry",
        description='keeps two programs\' entries apart; also "row", otherwise "entry"',
        examples=["source"],
    )
    notes: Texts = Field(
        default=(),
        description="what to know about the entries",
        examples=[["One sentence."]],
    )
    moment: Annotated[MomentColumns, BeforeValidator(_is_table)]
    fields: TextsByColumn = Field(
        default={},
        description="the kit's field -> the file's column, for notes also several",
        examples=[{"pain": "Pain", "note": ["Note", "Weather"]}],
    )
    fixed: Annotated[dict[str, Any], BeforeValidator(_is_table)] = Field(
        default={},
        description="a field that is the same in every row",
        examples=[{"side": "left"}],
    )
    values: Annotated[
        dict[str, Annotated[TextByText, AfterValidator(_without_case)]],
        BeforeValidator(_is_table),
    ] = Field(
        default={},
        description='what the file writes -> what the kit writes; "" for nothing',
        examples=[{"site": {"Low Back Pain": "low back"}}],
    )
    skip: TextsByColumn = Field(
        default={},
        description="rows that are no entry, by column",
        examples=[{"Category": ["Mood"]}],
    )
    only: TextsByColumn = Field(
        default={},
        description="only rows whose cell holds one of these words",
        examples=[{"Category": ["pain"]}],
    )
    drop_beginnings: TextsByColumn = Field(
        default={},
        description="what to cut off the beginnings of a column's cells",
        examples=[{"Category": ["My "]}],
    )
    drop_endings: TextsByColumn = Field(
        default={},
        description="what to cut off the ends of a column's cells",
        examples=[{"Category": [" (Mild)"]}],
    )

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
        named += [*self.skip, *self.only, *self.drop_beginnings, *self.drop_endings, *self.keep]
        named += filter(None, (self.tracker,))
        if not self.is_reshaped:
            named += [*self.places, *filter(None, (self.ratings_in,))]
        return tuple(dict.fromkeys(named))

    @property
    def is_reshaped(self) -> bool:
        """Whether it reads a table that `reshape` made."""
        return self.fields.get("pain") == (RATING,)

    @property
    def as_given(self) -> "Layout":
        """Without what `reshape` added: as it may stand in a mapping's file."""
        if not self.is_reshaped:
            return self
        others = {f: columns for f, columns in self.fields.items() if f not in ("pain", "site")}
        take = None if self.take == self.places else self.take
        return self.model_copy(update={"fields": others, "tracker": None, "take": take})

    @property
    def rating_columns(self) -> tuple[str, ...]:
        """The columns that hold ratings of a pain."""
        return tuple(columns[0] for field, columns in self.fields.items() if field in RATING_FIELDS)

    @property
    def number_columns(self) -> list[str]:
        """The columns that hold numbers."""
        types = python_types(self.record)
        return [
            columns[0] for field, columns in self.fields.items() if types[field] in (int, float)
        ]

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a file with these columns, in any order, is recognised by itself."""
        present = set(filter(None, header))
        needed = set(self.columns)
        return bool(needed) and needed <= present <= needed | set(self.may_have)

    def trimmed(self, column: str, cell: str) -> str:
        """A cell without the beginning and the ending that are to be dropped."""
        for beginning in self.drop_beginnings.get(column, ()):
            if cell.startswith(beginning):
                cell = cell.removeprefix(beginning).strip()
                break
        for ending in self.drop_endings.get(column, ()):
            if cell.endswith(ending):
                return cell.removesuffix(ending).strip()
        return cell

    @classmethod
    def from_toml(cls, text: str, source: str = "The mapping") -> Self:
        """Read a mapping's file.

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
        try:
            return cls.model_validate({"moment": {}, **raw})
        except ValidationError as error:
            raise ImportRejected(f"{source}: {_first_problem(error)}") from None

    @model_validator(mode="before")
    @classmethod
    def _knows_the_fields(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """Refuse fields that the kind has not, before what they hold is checked."""
        known = FIELDS.get(str(raw.get("kind", "check-ins")), ())
        for table in ("fields", "fixed", "values"):
            keys = raw.get(table)
            for key in keys if known and isinstance(keys, dict) else ():
                if key not in known:
                    sentence = _unknown_key(key, f"{table}.", known)
                    raise PydanticCustomError("unknown", "{sentence}", {"sentence": sentence})
        return raw

    @model_validator(mode="after")
    def _fits_the_kind(self) -> Self:
        for field, columns in self.fields.items():
            if len(columns) != 1 and field != "note":
                raise _broken_rule(f"fields.{field} must be the name of one column")
        rates_several = bool(self.places or self.ratings_in)
        if rates_several:
            self._rates_one_way()
        for field in NEEDED[self.kind]:
            if rates_several and field == "pain":
                continue
            if field not in self.fields and field not in self.fixed:
                raise _broken_rule(
                    f"fields.{field} must name the column that holds it, or [fixed] give it; "
                    f"{self.kind} cannot do without"
                )
        return self

    def _rates_one_way(self) -> None:
        """Refuse a second answer to what the pain is, and where."""
        key = "places" if self.places else "ratings_in"
        if self.kind != "check-ins":
            raise _broken_rule(f"{key} is for check-ins; releases have one rating a column")
        others = [f"fields.{field}" for field in ("pain", "site") if field in self.fields]
        others += ["tracker"] if self.tracker else []
        others += ["ratings_in"] if self.places and self.ratings_in else []
        if others:
            raise _broken_rule(f"{others[0]} cannot stand beside {key}, which says it already")


def _first_problem(error: ValidationError) -> str:
    """One sentence on the first thing wrong; a key that nobody knows goes before all others."""
    problems = error.errors(include_url=False)
    problems.sort(key=lambda problem: problem["type"] != "extra_forbidden")
    problem = problems[0]
    *within, key = map(str, problem["loc"] or ("",))
    if problem["type"] == "extra_forbidden":
        model = MomentColumns if within else Layout
        return _unknown_key(key, "".join(f"{table}." for table in within), model.model_fields)
    sentence = str(problem.get("ctx", {}).get("sentence", problem["msg"]))
    if problem["type"] == "unknown":
        return sentence
    name = ".".join([*within, key])
    return f"{name} {sentence.replace('{key}', name)}.".lstrip()

"""The data dictionary: what every column of an export means, from the record definitions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from tracker.diary.schema import RECORDS
from tracker.exchange.export.data_package import ABOUT_WORDS, ZONE_WORDS
from tracker.exchange.formats.table_schema import REVISION_COLUMNS, ZONE, TableSchema, name_of
from tracker.protocol.fields import LIST_SEPARATOR
from tracker.protocol.record import Record, rule_of

if TYPE_CHECKING:
    from tracker.exchange.export.rows import WrittenTable

_HEAD: Final = """\
# Data dictionary

How to read this export. Columns may stand in any order when a file is imported again, and importing
a file again changes nothing: a row is known by its `id`. A row that you edit amends its entry; one
that says what the entry was before it was changed in the diary is left out, so that an older file
takes no later change back.

- Pain is the 11-point numeric rating scale (NRS-11): 0 no pain, 10 the worst imaginable. A rating
  that was skipped is empty, never 0.
"""
_CSV: Final = f"""\
- The files are UTF-8, with commas between the columns, one header row, and a decimal point.
- A list is one cell, its items joined by `{LIST_SEPARATOR}`. Yes and no are `true` and `false`.
"""
_WHOLE: Final = """\
- Times are ISO 8601 with the local zone's offset, such as 2026-11-22T18:30:00+01:00.
- Texts are as they were written. Only one that begins with `'` before another `'` or a formula's
  sign (`=`, `+`, `-`, `@`, a tab or a line break) has one `'` more, which importing takes off.
"""
_SPLIT: Final = """\
- Times are local, such as 2026-11-22 18:30:00, and the column beside each names its zone, such as
  UTC+01:00.
"""
_GUARDED: Final = """\
- A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`, narrow or
  full-width, a tab or a line break), or that begins with `'`, has one `'` put before it, which
  importing takes off.
"""
_XLSX: Final = """\
- Each kind of entry has a sheet. Every text is kept as text, so nothing runs as a formula.
- A time's cell counts milliseconds; where it was noted finer, the rest stands with its zone.
- A list is one cell, its items joined by `;`.
"""
_PARQUET: Final = """\
- Times are instants in UTC; `…_offset` beside each is the local zone, in minutes east of UTC.
"""
_REVISIONS: Final = """\
- Every revision of every entry is a row. The latest one of an `id`, by `recorded_at`, then
  `revision`, then `recorded_by`, is what holds; where it is `deleted`, nothing does. Importing adds
  the revisions that are missing and changes nothing else.
"""

_TABLES: Final = {
    "releases": ("Releases", "One press on one spot a row."),
    "check_ins": (
        "Check-ins",
        "How the sciatica is at one moment a row; for imported diaries, another pain.",
    ),
    "screenings": ("Screenings", "One answering of the red flags a row."),
    "experiments": (
        "Experiments",
        "One experiment a row; its releases name it in their column `experiment`.",
    ),
    "own_muscles": ("Own muscles", "Muscles that the person added."),
    "own_spots": ("Own spots", "Spots that the person added."),
    "own_tools": ("Own tools", "Tools that the person added."),
}

ColumnFacts = tuple[str, str, str, str]
"""A column's name, its meaning, what it must be, and what an empty cell says."""


def data_dictionary(written: Sequence["WrittenTable"] = ()) -> str:
    """Every column of every table in Markdown: meaning, what it must be, what an empty cell says.

    Parameters
    ----------
    written : sequence of Written, optional
        The tables of one export; by default all that there could be, as CSV for a machine.
    """
    schemas = [part.schema for part in written] or [TableSchema(kind) for kind in RECORDS.values()]
    suffix = written[0].path.suffix if written else ".csv"
    head = _HEAD + _spelling(schemas[0], suffix) + (_REVISIONS if schemas[0].revisions else "")
    return "\n".join([head, *(_section(schema, suffix) for schema in schemas)])


def title_of(kind: type[Record]) -> str:
    """What people call a kind of entry, all of them."""
    return _TABLES[name_of(kind)][0]


def columns_of(schema: TableSchema, suffix: str = ".csv") -> list[ColumnFacts]:
    """What there is to say of each column of a table."""
    return list(_columns(schema, suffix))


def _spelling(schema: TableSchema, suffix: str) -> str:
    if suffix.lower() == ".parquet":
        return _PARQUET
    if suffix.lower() == ".xlsx":
        return _SPLIT + _XLSX
    return _CSV + (_SPLIT + _GUARDED if schema.zones else _WHOLE)


def _section(schema: TableSchema, suffix: str) -> str:
    name = name_of(schema.kind)
    title, what = _TABLES[name]
    middle = "" if name == "releases" else f".{name.replace('_', '-')}"
    where = f" (`{middle}{suffix}`)" if suffix != ".xlsx" else ""
    rows = [f"| {' | '.join(facts)} |" for facts in columns_of(schema, suffix)]
    head = ["| column | meaning | must be | empty means |", "|---|---|---|---|"]
    return "\n".join([f"## {title}{where}", "", what, "", *head, *rows, ""])


def _columns(schema: TableSchema, suffix: str) -> Iterable[ColumnFacts]:
    for field, kind in schema.fields.items():
        if schema.revisions and field in REVISION_COLUMNS:
            yield field, _ended(ABOUT_WORDS[field]), _ABOUT_RULES[field], "not allowed"
        else:
            meaning = _ended(schema.kind.model_fields[field].description)
            yield field, meaning, rule_of(schema.kind, field), _empty(schema.kind, field)
        if kind is datetime:
            yield from _beside(schema, field, suffix)


def _beside(schema: TableSchema, field: str, suffix: str) -> Iterable[ColumnFacts]:
    words = _ended(ZONE_WORDS.format(field=field))
    if schema.zones:
        yield field + ZONE, words, "a zone such as UTC+01:00", f"as {field}"
    elif suffix.lower() == ".parquet" and field not in REVISION_COLUMNS:
        rule = "a whole number of minutes from -1439 to 1439"
        yield f"{field}_offset", words, rule, f"as {field}"


_ABOUT_RULES: Final = {
    "revision": "a whole number from 1",
    "recorded_at": "a time with its zone",
    "recorded_by": "a name of 1 to 80 printable characters",
    "action": "one of add, amend, delete, undo",
    "deleted": "true or false",
}


def _ended(description: str | None) -> str:
    return (description or "").removesuffix(".")


def _empty(kind: type[Record], field: str) -> str:
    info = kind.model_fields[field]
    if field == "id":
        return "made from the row"
    if info.is_required():
        return "not allowed"
    default: Any = info.default
    if default is None:
        return "not given"
    if default is True:
        return "`true`"
    return f"`{default}`" if default else "none"

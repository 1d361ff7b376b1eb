"""Describe an export to programs: a Frictionless Data Package with a schema for each table.

Everything derives from the record definitions.

References
----------
Data Package, version 2.0: https://datapackage.org/standard/data-package/
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args
from uuid import UUID

from tracker.diary.revisions import Action
from tracker.exchange.formats.table_schema import REVISION_COLUMNS, ZONE, TableSchema, name_of
from tracker.protocol.fields import LIST_SEPARATOR
from tracker.protocol.local_time import OFFSET
from tracker.protocol.record import Record, rule_of

if TYPE_CHECKING:
    from tracker.exchange.export.rows import WrittenTable
    from tracker.exchange.formats.registry import Format

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA_PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"

ABOUT_WORDS: Final = {
    "revision": "Counts the changes of an entry from 1.",
    "recorded_at": "When the change was made, in UTC.",
    "recorded_by": "The device that made it.",
    "action": "What was done.",
    "deleted": "Whether the entry is deleted from then on.",
}
ZONE_WORDS: Final = "The zone of {field}: its offset from UTC."

_TYPES: Final[dict[type, str]] = {
    str: "string",
    UUID: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    tuple: "list",
    datetime: "datetime",
}
_ABOUT_CONSTRAINTS: Final[dict[str, dict[str, Any]]] = {
    "revision": {"minimum": 1},
    "recorded_by": {"maxLength": 80},
    "action": {"enum": list(get_args(Action))},
}
_FROM_JSON_SCHEMA: Final = ("enum", "minimum", "maximum", "pattern")


def data_package(
    written: Sequence["WrittenTable"], chosen: "Format", *, keys: frozenset[str]
) -> dict[str, Any]:
    """Describe the files of one export.

    Parameters
    ----------
    keys : frozenset of str
        The fields whose references all lead to an entry of the export.
    """
    return {
        "$schema": PROFILE,
        "name": _slug(written[0].path.stem),
        "title": "Sciatica diary",
        "description": "Self-massage releases, check-ins and what belongs to them. Health data: "
        "keep them private.",
        "resources": [_resource(part, chosen, keys) for part in written],
    }


def table_schema(
    schema: TableSchema, *, separate_offsets: bool = False, keys: Iterable[str] = ()
) -> dict[str, Any]:
    """Describe the columns of one table.

    Parameters
    ----------
    separate_offsets : bool
        Whether a moment is an instant in UTC with its zone's offset in the next column.
    """
    fields: list[dict[str, Any]] = []
    for field, kind in schema.fields.items():
        fields.append(_field(schema, field, kind))
        if kind is datetime and schema.zones:
            fields.append(_zone(schema, field))
        elif kind is datetime and separate_offsets and field not in REVISION_COLUMNS:
            fields.append(_offset(schema, field))
    primary = ["id", "revision", "recorded_at", "recorded_by"] if schema.revisions else ["id"]
    described: dict[str, Any] = {
        "$schema": _SCHEMA_PROFILE,
        "fields": fields,
        "missingValues": [""],
        "primaryKey": primary,
    }
    foreign = [_REFERENCES[key] for key in sorted(keys) if key in schema.fields]
    return described | ({"foreignKeys": foreign} if foreign else {})


_REFERENCES: Final[dict[str, dict[str, Any]]] = {
    # Without a resource the reference is to the table itself.
    "moved_from": {"fields": ["moved_from"], "reference": {"fields": ["id"]}},
    "experiment": {
        "fields": ["experiment"],
        "reference": {"resource": "experiments", "fields": ["id"]},
    },
}


def _resource(part: "WrittenTable", chosen: "Format", keys: frozenset[str]) -> dict[str, Any]:
    described = table_schema(part.schema, separate_offsets=chosen.name == "parquet", keys=keys)
    resource = {
        "name": name_of(part.schema.kind).replace("_", "-"),
        "type": "table",
        "path": part.path.name,
        "format": chosen.name,
        "mediatype": chosen.media_type,
    }
    return resource | _dialect(part, chosen.name) | {"schema": described}


def _dialect(part: "WrittenTable", name: str) -> dict[str, Any]:
    if name == "csv":
        marks = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"}
        return {"encoding": "utf-8", "dialect": {"header": True, **marks}}
    return {"dialect": {"sheetName": part.sheet}} if part.sheet else {}


def _field(schema: TableSchema, field: str, kind: type) -> dict[str, Any]:
    about = schema.revisions and field in REVISION_COLUMNS
    described = ABOUT_WORDS[field] if about else _words(schema.kind, field)
    named: dict[str, Any] = {"name": field, "type": _TYPES[kind], "description": described}
    if kind is UUID:
        named["format"] = "uuid"
    elif kind is bool:
        named |= {"trueValues": ["true"], "falseValues": ["false"]}
    elif kind is tuple:
        named |= {"delimiter": LIST_SEPARATOR, "itemType": _item_type(schema.kind, field)}
    elif kind is datetime and schema.zones:
        # Without a zone, and with a fraction only where there is one.
        named["format"] = "any"
    constraints = _about_constraints(field) if about else _constraints(schema, field, kind)
    return named | ({"constraints": constraints} if constraints else {})


def _words(kind: type[Record], field: str) -> str:
    return f"{kind.model_fields[field].description} Must be {rule_of(kind, field)}."


def _about_constraints(field: str) -> dict[str, Any]:
    return {"required": True, **_ABOUT_CONSTRAINTS.get(field, {})}


def _constraints(schema: TableSchema, field: str, kind: type) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if schema.kind.model_fields[field].is_required() or field == "id":
        constraints["required"] = True
    if field == "id" and not schema.revisions:
        constraints["unique"] = True
    rules = _json_rules(schema.kind, field)
    if kind is not tuple:
        constraints |= {name: rules[name] for name in _FROM_JSON_SCHEMA if name in rules}
    if kind is str and "enum" not in rules:
        constraints |= {name: rules[name] for name in ("minLength", "maxLength") if name in rules}
    if kind is tuple:
        constraints |= {
            ours: rules[theirs]
            for ours, theirs in (("minLength", "minItems"), ("maxLength", "maxItems"))
            if theirs in rules
        }
    return constraints


def _json_rules(kind: type[Record], field: str) -> dict[str, Any]:
    """What the record's own rules say of a field, as JSON Schema words it."""
    rules: dict[str, Any] = _json_schema(kind)["properties"][field]
    options = [option for option in rules.get("anyOf", []) if option.get("type") != "null"]
    return options[0] if options else rules


@cache
def _json_schema(kind: type[Record]) -> dict[str, Any]:
    return kind.model_json_schema()


def holds_numbers(kind: type[Record], field: str) -> bool:
    """Whether a field that is a list is one of whole numbers."""
    items: dict[str, str] = _json_rules(kind, field)["items"]
    return items.get("type") == "integer"


def _item_type(kind: type[Record], field: str) -> str:
    return "integer" if holds_numbers(kind, field) else "string"


def _zone(schema: TableSchema, field: str) -> dict[str, Any]:
    return _beside(field, ZONE) | {
        "type": "string",
        "constraints": _required(schema, field)
        | {"pattern": r"UTC[+-][0-9]{2}:[0-9]{2}(, plus 0\.000[0-9]{3} s)?"},
    }


def _offset(schema: TableSchema, field: str) -> dict[str, Any]:
    return _beside(field, OFFSET) | {
        "type": "integer",
        "constraints": _required(schema, field) | {"minimum": -1439, "maximum": 1439},
    }


def _beside(field: str, suffix: str) -> dict[str, Any]:
    words = ZONE_WORDS.format(field=field)
    in_minutes = words.replace(".", ", in minutes.")
    return {"name": field + suffix, "description": in_minutes if suffix == OFFSET else words}


def _required(schema: TableSchema, field: str) -> dict[str, Any]:
    always = field in REVISION_COLUMNS or schema.kind.model_fields[field].is_required()
    return {"required": True} if always else {}


def _slug(name: str) -> str:
    """A name as the standard wants it: lower case, of letters, digits and - _ . alone."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "diary"

"""An export's data package keeps the rules of the standard, and the files keep to the package."""

import csv
import json
import re
from datetime import datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest

from tracker.diary.schema import RECORDS
from tracker.exchange.export.data_package import table_schema
from tracker.exchange.formats.table_schema import TableSchema
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.release import Release

# Table Schema 2.0, "Field types" and "Field constraints": which constraint fits which type.
LENGTHS, RANGE = {"minLength", "maxLength"}, {"minimum", "maximum"}
ALWAYS = {"required", "unique", "enum"}
FITS = {
    "string": ALWAYS | LENGTHS | {"pattern"},
    "number": ALWAYS | RANGE,
    "integer": ALWAYS | RANGE,
    "boolean": {"required", "enum"},
    "datetime": ALWAYS | RANGE,
    "list": ALWAYS | LENGTHS,
}
PROPERTIES = {"name", "type", "format", "description", "constraints"}
OF_A_TYPE = {
    "boolean": {"trueValues", "falseValues"},
    "list": {"delimiter", "itemType"},
}


def shapes():
    for kind in RECORDS.values():
        for revisions in (False, True):
            for zones in (False, True):
                yield TableSchema(kind, revisions, zones)


@pytest.mark.parametrize("shape", list(shapes()), ids=range(28))
def test_every_schema_keeps_the_rules(shape):
    schema = table_schema(shape, keys=["moved_from", "experiment"])
    names = [field["name"] for field in schema["fields"]]
    assert names == list(shape.columns)
    assert schema["missingValues"] == [""]
    assert set(schema["primaryKey"]) <= set(names)
    for key in schema.get("foreignKeys", []):
        assert set(key["fields"]) <= set(names)
        assert key["reference"]["fields"] == ["id"]
    for field in schema["fields"]:
        kind, constraints = field["type"], field.get("constraints", {})
        assert set(field) <= PROPERTIES | OF_A_TYPE.get(kind, set())
        assert field["description"].endswith(".")
        assert set(constraints) <= FITS[kind]
        re.compile(constraints.get("pattern", ""))


def field_of(kind, name, **shape):
    fields = table_schema(TableSchema(kind, **shape))["fields"]
    return next(field for field in fields if field["name"] == name)


def test_what_the_records_say_is_in_it():
    pain = field_of(Release, "pain_before")
    assert pain["type"] == "number"
    assert pain["constraints"] == {"required": True, "minimum": 0, "maximum": 10}
    assert field_of(Release, "pain_30s")["constraints"] == {"minimum": 0, "maximum": 10}
    assert field_of(Release, "pressure")["constraints"] == {"enum": ["light", "moderate", "firm"]}
    assert field_of(Release, "held_s")["type"] == "integer"
    identity = field_of(Release, "id")
    assert (identity["type"], identity["format"]) == ("string", "uuid")
    assert identity["constraints"] == {"required": True, "unique": True}
    assert "unique" not in field_of(Release, "id", revisions=True)["constraints"]
    assert field_of(Release, "action", revisions=True)["constraints"]["enum"] == [
        "add",
        "amend",
        "delete",
        "undo",
    ]
    items = field_of(CheckIn, "bothersomeness")
    assert (items["type"], items["itemType"], items["delimiter"]) == ("list", "integer", ";")
    assert items["constraints"] == {"minLength": 4, "maxLength": 4}


def parsed(cell: str, field: dict):
    """A cell as its field's type, by the standard's rules; ValueError where it is none."""
    match field["type"]:
        case "number":
            return float(cell)
        case "integer":
            return int(cell)
        case "boolean":
            return {"true": True, "false": False}[cell]
        case "datetime":
            return datetime.fromisoformat(cell)
        case "list":
            make = int if field["itemType"] == "integer" else str
            return [make(item) for item in cell.split(field["delimiter"])]
        case _:
            return str(UUID(cell)) if field.get("format") == "uuid" else cell


def check_cell(cell: str, field: dict) -> None:
    rules = field.get("constraints", {})
    if cell == "":
        assert not rules.get("required"), field["name"]
        return
    value = parsed(cell, field)
    assert value in rules.get("enum", [value])
    if "minimum" in rules:
        assert rules["minimum"] <= value <= rules.get("maximum", value)
    if "maxLength" in rules:
        assert rules.get("minLength", 0) <= len(value) <= rules["maxLength"]
    if "pattern" in rules:
        assert re.fullmatch(rules["pattern"], cell)


def check_package(path) -> dict[str, list[dict[str, str]]]:
    """Hold every file of an export against its package; the rows of each resource."""
    package = json.loads(path.with_suffix(".datapackage.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    rows = {}
    for resource in package["resources"]:
        text = (path.parent / resource["path"]).read_text(encoding="utf-8-sig")
        rows[resource["name"]] = list(csv.DictReader(StringIO(text, newline="")))
    for resource in package["resources"]:
        schema, mine = resource["schema"], rows[resource["name"]]
        for row in mine:
            assert list(row) == [field["name"] for field in schema["fields"]]
            for field in schema["fields"]:
                check_cell(row[field["name"]], field)
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in mine]
        assert len(set(keys)) == len(keys)
        for key in schema.get("foreignKeys", []):
            there = rows[key["reference"].get("resource", resource["name"])]
            present = {row["id"] for row in there} | {""}
            assert {row[key["fields"][0]] for row in mine} <= present
    return rows


@pytest.fixture
def lived_in(diary, release, experiment, noon):
    planned = diary.add(experiment())
    diary.add(OwnSpot(added_at=noon, muscle="psoas", name="my knot", x=0.25, y=0.5))
    first = diary.add(release(outcome="moved", pain_30s=6, note="=1+1", spot="near the sacrum"))
    later = noon + timedelta(minutes=2)
    diary.add(release(started_at=later, moved_from=first.id, stay_assigned=False, held_s=90))
    diary.add(release(started_at=later, pressure="firm", experiment=planned.id, arm="B"))
    diary.add(CheckIn(at=noon, pain=4.5, symptoms=("ache", "jolt"), bothersomeness=(0, 1, 2, 6)))
    return diary, first


@pytest.mark.parametrize("purpose", ["spreadsheet", "machine"])
@pytest.mark.parametrize("revisions", [False, True])
def test_the_files_keep_to_the_package(lived_in, tmp_path, purpose, revisions):
    diary, first = lived_in
    diary.amend(first.id, pain_30s=5)
    diary.export_csv(tmp_path / "Meine Übung.csv", purpose=purpose, revisions=revisions)
    rows = check_package(tmp_path / "Meine Übung.csv")
    assert set(rows) == {"releases", "check-ins", "experiments", "own-spots"}
    assert len(rows["releases"]) == (4 if revisions else 3)


def references(diary, path, **asked_for) -> list[str]:
    diary.export_csv(path, **asked_for)
    package = json.loads(path.with_suffix(".datapackage.json").read_text())
    keys = package["resources"][0]["schema"].get("foreignKeys", [])
    return [key["fields"][0] for key in keys]


def test_a_reference_is_promised_only_where_it_holds(lived_in, noon, tmp_path):
    diary, first = lived_in
    path = tmp_path / "out.csv"
    assert references(diary, path) == ["experiment", "moved_from"]
    assert references(diary, path, since=noon.date()) == []
    diary.delete(first.id)
    assert references(diary, path) == ["experiment"]
    check_package(path)


def test_a_package_without_experiments_refers_to_none(diary, release, tmp_path):
    diary.add(release())
    assert references(diary, tmp_path / "out.csv") == []


def test_what_a_package_says_of_other_formats(lived_in, tmp_path):
    diary, _ = lived_in
    diary.export_file(tmp_path / "out.xlsx")
    book = json.loads((tmp_path / "out.datapackage.json").read_text())
    assert {resource["path"] for resource in book["resources"]} == {"out.xlsx"}
    assert book["resources"][0]["dialect"] == {"sheetName": "Releases"}
    diary.export_file(tmp_path / "out.parquet")
    typed = json.loads((tmp_path / "out.datapackage.json").read_text())["resources"][0]
    assert (typed["format"], typed["path"]) == ("parquet", "out.parquet")
    assert [field["name"] for field in typed["schema"]["fields"]][:2] == [
        "started_at",
        "started_at_offset",
    ]

"""Write a diary as a FHIR R4 Bundle: one JSON file that clinics' systems read."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import singledispatch
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from tracker.diary.errors import NotSaved
from tracker.exchange.export.rows import Outgoing, WrittenTable
from tracker.exchange.formats.cells import Purpose
from tracker.exchange.formats.fhir.codes import (
    CHECK_IN,
    KIT,
    LOINC,
    PAIN_SEVERITY,
    PAIN_SEVERITY_NAME,
    RATINGS,
    RELEASE,
    SCORE,
    SURVEY,
    UCUM,
    Resource,
    coded,
    patient_id,
    urn,
)
from tracker.exchange.formats.table_schema import TableSchema
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.fields import BOTHERSOMENESS_ITEMS
from tracker.protocol.hold import PROTOCOL
from tracker.protocol.place_name import place_name
from tracker.protocol.record import Record
from tracker.protocol.release import Release

_AS_EXTENSION: Final[dict[type, str]] = {
    str: "valueString",
    bool: "valueBoolean",
    float: "valueDecimal",
    UUID: "valueUri",
    datetime: "valueDateTime",
}


_KINDS: Final[tuple[type[Record], ...]] = (Release, CheckIn, OwnSpot, OwnMuscle, OwnTool)


def write(outgoing: Outgoing, path: Path, _beside: Path, _purpose: Purpose) -> list[WrittenTable]:
    """Write one bundle. Screenings and experiments stay behind; FHIR has no plain place for them.

    Raises
    ------
    NotSaved
        Revisions are asked for, and FHIR holds what is now.
    """
    if outgoing.selection.revisions:
        raise NotSaved("FHIR holds what is now; leave out --revisions, or choose another format.")
    records = [entry for kind in _KINDS for entry in outgoing.entries(kind)]
    with path.open("w", encoding="utf-8") as out:
        json.dump(bundle(records), out, ensure_ascii=False, indent=1)
        out.write("\n")
    return [WrittenTable(path, TableSchema(Release), len(records))]


def bundle(records: Iterable[Record]) -> Resource:
    """Gather releases, check-ins and own names into a collection.

    Parameters
    ----------
    records : iterable of Record
        Kinds that FHIR has no place for are left out.

    Returns
    -------
    dict
        A Bundle as JSON values: first a Patient for each person, then the resources in order.
    """
    kept = list(records)
    people = dict.fromkeys(record.person for record in kept if _has_place(record))
    resources = [_patient(person) for person in people]
    for record in kept:
        resources += _resources(record)
    entries = [{"fullUrl": urn(one["id"]), "resource": one} for one in resources]
    gathered: Resource = {"resourceType": "Bundle", "type": "collection"}
    # FHIR allows no empty list.
    return {**gathered, "entry": entries} if entries else gathered


def _has_place(record: Record) -> bool:
    return isinstance(record, _KINDS)


@singledispatch
def _resources(record: Record) -> Iterator[Resource]:  # noqa: ARG001 - kinds without a place
    yield from ()


@_resources.register
def _of_release(release: Release) -> Iterator[Resource]:
    where = place_name(release.muscle, release.spot, release.side)
    period = {"start": release.started_at.isoformat()}
    if release.held_s is not None:
        period["end"] = _after(release.started_at, release.held_s)
    procedure: Resource = {
        "resourceType": "Procedure",
        "id": str(release.id),
        "extension": _extensions(
            release,
            *("muscle", "spot", "side", "pressure", "outcome", "moved_from"),
            *("stay_assigned", "experiment", "arm"),
            *_if_unknown(release),
        ),
        "status": "stopped" if release.outcome == "stopped" else "completed",
        "code": coded(RELEASE, "Self-massage: sustained pressure on one spot"),
        "subject": _subject(release),
        "performedPeriod": period,
        "bodySite": [{"text": where}],
        "usedCode": [{"text": release.tool}],
    }
    yield procedure | _note(release.note)
    moments = _moments_of_ratings(release)
    for field in RATINGS:
        value = getattr(release, field)
        if value is not None:
            yield _rating(release, field, value, moments[field], where)


def _moments_of_ratings(release: Release) -> dict[str, str | None]:
    start, held_s = release.started_at, release.held_s
    return {
        "pain_before": start.isoformat(),
        "pain_30s": _after(start, PROTOCOL.check_s),
        "pain_after": None if held_s is None else _after(start, held_s),
        "pain_later": release.later_at.isoformat() if release.later_at else None,
    }


def _rating(release: Release, field: str, value: float, moment: str | None, where: str) -> Resource:
    observation = _pain(str(uuid5(release.id, field)), release, value, coded(field, RATINGS[field]))
    observation["partOf"] = [{"reference": urn(release.id)}]
    observation["bodySite"] = {"text": where}
    if moment is not None:
        observation["effectiveDateTime"] = moment
    return observation


@_resources.register
def _of_check_in(check_in: CheckIn) -> Iterator[Resource]:
    observation = _pain(
        str(check_in.id), check_in, check_in.pain, coded(CHECK_IN, f"Pain now: {check_in.site}")
    )
    several = "s" if check_in.side == "both" else ""
    side = f", {check_in.side} side{several}" if check_in.side else ""
    reach = f", down to the {check_in.reach}" if check_in.reach else ""
    observation["effectiveDateTime"] = check_in.at.isoformat()
    observation["bodySite"] = {"text": f"{check_in.site}{side}{reach}"}
    observation["extension"] = _extensions(
        check_in, "site", "side", "reach", *_if_unknown(check_in)
    )
    components = list(_components(check_in))
    if components:
        observation["component"] = components
    yield observation | _note(check_in.note)


def _if_unknown(entry: Release | CheckIn) -> tuple[str, ...]:
    """The field that says that a time of day is not known, where it is so."""
    return () if entry.time_known else ("time_known",)


def _components(check_in: CheckIn) -> Iterator[Resource]:
    for item, rating in zip(BOTHERSOMENESS_ITEMS, check_in.bothersomeness or (), strict=False):
        words = f"Sciatica Bothersomeness Index (0-6): {item}"
        yield {"code": coded("bothersomeness", words), "valueInteger": rating}
    if check_in.change:
        words = "Patient Global Impression of Change, compared with a week ago"
        yield {"code": coded("change", words), "valueString": check_in.change}
    for field, words in (
        ("symptoms", "Symptom"),
        ("activities", "Activity of the day"),
        ("medication", "Medication for pain, as the person named it"),
        ("red_flags", "Red flag answered with yes"),
    ):
        for name in getattr(check_in, field):
            yield {"code": coded(field, words), "valueString": name}


@_resources.register
def _of_spot(spot: OwnSpot) -> Iterator[Resource]:
    yield _body_structure(
        spot, f"{spot.muscle}, {spot.name}", spot.find, "muscle", "view", "x", "y"
    )


@_resources.register
def _of_muscle(muscle: OwnMuscle) -> Iterator[Resource]:
    yield _body_structure(muscle, muscle.name, muscle.where)


@_resources.register
def _of_tool(tool: OwnTool) -> Iterator[Resource]:
    device: Resource = {
        "resourceType": "Device",
        "id": str(tool.id),
        "extension": _extensions(tool, "added_at"),
        "deviceName": [{"name": tool.name, "type": "user-friendly-name"}],
        "patient": _subject(tool),
    }
    yield device | _note(tool.why)


def _body_structure(
    own: OwnSpot | OwnMuscle, where: str, description: str, *fields: str
) -> Resource:
    structure: Resource = {
        "resourceType": "BodyStructure",
        "id": str(own.id),
        "extension": _extensions(own, "added_at", "name", *fields),
        "location": {"text": where},
        "patient": _subject(own),
    }
    return {**structure, "description": description} if description else structure


def _patient(person: str) -> Resource:
    return {
        "resourceType": "Patient",
        "id": str(patient_id(person)),
        "identifier": [{"system": f"{KIT}/person", "value": person}],
    }


def _pain(identifier: str, record: Record, value: float, concept: Resource) -> Resource:
    severity = {"system": LOINC, "code": PAIN_SEVERITY, "display": PAIN_SEVERITY_NAME}
    return {
        "resourceType": "Observation",
        "id": identifier,
        "status": "final",
        "category": [SURVEY],
        "code": {"coding": [severity, *concept["coding"]], "text": concept["text"]},
        "subject": _subject(record),
        "valueQuantity": {"value": _whole(value), "unit": SCORE, "system": UCUM, "code": SCORE},
    }


def _subject(record: Record) -> Resource:
    return {"reference": urn(patient_id(record.person))}


def _note(text: str) -> Resource:
    return {"note": [{"text": text}]} if text else {}


def _extensions(record: Record, *fields: str) -> list[Resource]:
    return [
        {"url": f"{KIT}/{field}", _AS_EXTENSION[type(value)]: _plain(value)}
        for field in fields
        if (value := getattr(record, field)) is not None
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return urn(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _after(start: datetime, seconds: int) -> str:
    return (start + timedelta(seconds=seconds)).isoformat()


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value

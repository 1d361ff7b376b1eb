"""A FHIR R4 Bundle as records: the kit's own without loss, another's pain ratings as check-ins."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar

from tracker.diary.errors import ImportRejected
from tracker.diary.formats.csv_format import with_content_id
from tracker.diary.formats.fhir.codes import (
    CHECK_IN,
    KIT,
    LOINC,
    PAIN_SEVERITY,
    RATINGS,
    RELEASE,
    Resource,
    code_of,
)
from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.own import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.record import Record
from tracker.protocol.release import Release

MOST_BYTES: Final = 500 * 1024**2
"""A larger file would not fit into memory; years of daily notes take a hundredth of it."""

_MOST_SAID: Final = 300

K = TypeVar("K", bound=Record)


class _Bundle:
    """The resources of a bundle by what they are to the kit."""

    def __init__(self, resources: list[Resource]) -> None:
        self.people = {f"urn:uuid:{r['id']}": _person(r) for r in _of_type(resources, "Patient")}
        self.releases = [
            r for r in _of_type(resources, "Procedure") if code_of(r.get("code"), KIT) == RELEASE
        ]
        self.ratings: dict[str, dict[str, Resource]] = defaultdict(dict)
        self.check_ins: list[Resource] = []
        for observation in _of_type(resources, "Observation"):
            kind = code_of(observation.get("code"), KIT)
            if kind in RATINGS:
                self.ratings[_reference(observation.get("partOf"))][str(kind)] = observation
            elif code_of(observation.get("code"), LOINC) == PAIN_SEVERITY:
                self.check_ins.append(observation)
        structures = _of_type(resources, "BodyStructure")
        self.muscles = [one for one in structures if "muscle" not in _extensions(one)]
        self.spots = [one for one in structures if "muscle" in _extensions(one)]
        self.devices = _of_type(resources, "Device")


def read(path: Path) -> dict[type[Record], list[Record]]:
    """Every release, check-in, and own muscle, spot and tool in a bundle, kind by kind.

    An Observation with LOINC 72514-3 that did not come from this kit becomes a check-in.

    Parameters
    ----------
    path : Path
        A JSON file.

    Returns
    -------
    dict of type to list of Record
        Own names first, since the others go by them; their names as they were written.

    Raises
    ------
    ImportRejected
        No bundle, several patients of another system, or naming the resource and the field of the
        first thing wrong.
    """
    try:
        bundle = _Bundle(_resources(path))
        _refuse_several(path, bundle)
        _refuse_loose_ratings(path, bundle)
        return {
            OwnMuscle: _made(path, bundle, bundle.muscles, _own_muscle),
            OwnSpot: _made(path, bundle, bundle.spots, _own_spot),
            OwnTool: _made(path, bundle, bundle.devices, _own_tool),
            Release: _made(path, bundle, bundle.releases, _release),
            CheckIn: _made(path, bundle, bundle.check_ins, _check_in),
        }
    except ImportRejected:
        raise
    except (LookupError, TypeError, AttributeError, ValueError):
        raise ImportRejected(
            f"{path.name} is not valid FHIR R4: a resource lacks what it must have; export it anew."
        ) from None


def _refuse_several(path: Path, bundle: _Bundle) -> None:
    if list(bundle.people.values()).count(None) > 1:
        raise ImportRejected(
            f"{path.name} is about several patients, and a diary is one person's; export one."
        )


def _refuse_loose_ratings(path: Path, bundle: _Bundle) -> None:
    releases = {f"urn:uuid:{release['id']}" for release in bundle.releases}
    for procedure, ratings in bundle.ratings.items():
        if procedure not in releases:
            observation = next(iter(ratings.values()))
            raise ImportRejected(
                f"{path.name}, {_named(observation)}: it rates a release that the file does not "
                "hold; export it anew."
            )


Maker = Callable[[_Bundle, Resource], Record]


def _made(path: Path, bundle: _Bundle, resources: list[Resource], maker: Maker) -> list[Record]:
    records: list[Record] = []
    for resource in resources:
        try:
            records.append(maker(bundle, resource))
        except InvalidRecord as error:
            raise ImportRejected(f"{path.name}, {_named(resource)}: {_short(error)}") from None
    return records


def _named(resource: Resource) -> str:
    return f"{resource['resourceType']} {_short(resource.get('id', ''))}".strip()


def _short(said: object) -> str:
    """What a hostile file says, short enough for one sentence."""
    text = str(said)
    return text if len(text) <= _MOST_SAID else f"{text[:_MOST_SAID]}…"


def _release(bundle: _Bundle, procedure: Resource) -> Record:
    period = procedure["performedPeriod"]
    start = period["start"]
    values: dict[str, Any] = {
        **_extensions(procedure),
        "started_at": start,
        "tool": procedure["usedCode"][0]["text"],
        "note": _note(procedure),
    }
    if "end" in period:
        held = datetime.fromisoformat(period["end"]) - datetime.fromisoformat(start)
        values["held_s"] = round(held.total_seconds())
    ratings = bundle.ratings[f"urn:uuid:{procedure['id']}"]
    for field, observation in ratings.items():
        values[field] = _value(observation)
    if "pain_later" in ratings:
        values["later_at"] = ratings["pain_later"]["effectiveDateTime"]
    return Release(**_identified(bundle, procedure, "subject"), **values)


def _check_in(bundle: _Bundle, observation: Resource) -> Record:
    if code_of(observation["code"], KIT) != CHECK_IN:
        return _foreign(observation)
    listed: dict[str, list[Any]] = defaultdict(list)
    for component in observation.get("component", []):
        field = code_of(component["code"], KIT)
        if field is not None:
            listed[field].append(component.get("valueString", component.get("valueInteger")))
    change = listed.pop("change", [None])[0]
    return CheckIn(
        **_identified(bundle, observation, "subject"),
        **_extensions(observation),
        **{field: tuple(some) for field, some in listed.items()},
        at=observation["effectiveDateTime"],
        pain=_value(observation),
        change=change,
        note=_note(observation),
    )


def _foreign(observation: Resource) -> Record:
    """Another system's pain rating: a check-in of the place it names."""
    site = observation.get("bodySite", {})
    coding = site.get("coding") or [{}]
    values: dict[str, Any] = {
        "at": _moment(observation),
        "pain": _value(observation),
        "note": _note(observation),
    }
    if named := site.get("text") or coding[0].get("display"):
        values["site"] = named
    return with_content_id(CheckIn(**values))


def _moment(observation: Resource) -> str:
    for moment in (
        observation.get("effectiveDateTime"),
        observation.get("effectiveInstant"),
        observation.get("effectivePeriod", {}).get("start"),
        observation.get("issued"),
    ):
        if moment is not None:
            # A day without a time stands at its noon.
            if len(moment) == len("2026-11-22"):
                noon = datetime.combine(date.fromisoformat(moment), time(12))
                return noon.astimezone().isoformat()
            return str(moment)
    raise InvalidRecord({"at": "at must be given: the Observation says no effective time."})


def _own_muscle(bundle: _Bundle, structure: Resource) -> Record:
    values = {**_identified(bundle, structure, "patient"), **_extensions(structure)}
    return OwnMuscle(**values, where=structure.get("description", ""))


def _own_spot(bundle: _Bundle, structure: Resource) -> Record:
    values = {**_identified(bundle, structure, "patient"), **_extensions(structure)}
    return OwnSpot(**values, find=structure.get("description", ""))


def _own_tool(bundle: _Bundle, device: Resource) -> Record:
    return OwnTool(
        **_identified(bundle, device, "patient"),
        **_extensions(device),
        name=device["deviceName"][0]["name"],
        why=_note(device),
    )


def _identified(bundle: _Bundle, resource: Resource, role: str) -> dict[str, Any]:
    reference = _reference([resource.get(role, {})])
    if reference and reference not in bundle.people:
        raise InvalidRecord({"person": "person must be a Patient that the file holds."})
    person = bundle.people.get(reference)
    return {"id": resource["id"], **({"person": person} if person else {})}


def _extensions(resource: Resource) -> dict[str, Any]:
    """The kit's own fields of a resource."""
    values: dict[str, Any] = {}
    for extension in resource.get("extension", []):
        url = extension["url"]
        if not url.startswith(f"{KIT}/"):
            continue
        (value,) = (value for name, value in extension.items() if name.startswith("value"))
        if "valueDecimal" in extension:
            value = float(value)
        if isinstance(value, str) and "valueUri" in extension:
            value = value.removeprefix("urn:uuid:")
        values[url.removeprefix(f"{KIT}/")] = value
    return values


def _value(observation: Resource) -> Any:
    quantity: Mapping[str, Any] = observation.get("valueQuantity", {})
    return quantity.get("value", observation.get("valueInteger"))


def _note(resource: Resource) -> str:
    return "\n".join(note["text"] for note in resource.get("note", []))


def _person(patient: Resource) -> str | None:
    """The person's name in a diary; None for another system's patient."""
    for identifier in patient.get("identifier", []):
        if identifier.get("system") == f"{KIT}/person":
            return str(identifier["value"])
    return None


def _reference(references: Any) -> str:
    return str(references[0].get("reference", "")) if references else ""


def _of_type(resources: list[Resource], kind: str) -> list[Resource]:
    return [resource for resource in resources if resource.get("resourceType") == kind]


def _resources(path: Path) -> list[Resource]:
    bundle = _json(path)
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise ImportRejected(
            f"{path.name} is not a FHIR Bundle; export it as a bundle of resources in JSON."
        )
    entries = bundle.get("entry", [])
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict) and isinstance(entry.get("resource"), dict) for entry in entries
    ):
        raise ImportRejected(f"{path.name} is not valid FHIR R4: an entry holds no resource.")
    return [entry["resource"] for entry in entries]


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImportRejected(
                f"{path.name} is larger than {MOST_BYTES // 1024**2} MB; split it."
            )
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ImportRejected(
            f"{path} cannot be read ({error.strerror}); check its name and permissions."
        ) from None
    except (ValueError, RecursionError):
        raise ImportRejected(f"{path.name} is not JSON text in UTF-8; export it anew.") from None

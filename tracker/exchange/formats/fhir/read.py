"""Read a FHIR R4 Bundle: the kit's own without loss, another's pain ratings as check-ins."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.cells import to_cells, with_content_id
from tracker.exchange.formats.fhir.bundle import (
    Resources,
    choose_patient,
    extensions_of,
    named,
    reference_in,
    refuse_loose_ratings,
    refusing_invalid,
    short,
    sorted_resources,
)
from tracker.exchange.formats.fhir.codes import CHECK_IN, KIT, Resource, code_of
from tracker.exchange.formats.json_file import read_json
from tracker.exchange.formats.table_reader import NumberedRow, Table
from tracker.exchange.formats.table_schema import name_of
from tracker.exchange.importer.places import place_in
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import Record
from tracker.protocol.release import Release


def tables(
    path: Path, patient: str | None = None, bundle: Resources | None = None
) -> Generator[Table, None, None]:
    """Each kind's entries as rows, spelled as in the kit's CSV; of others' those of one patient."""
    for kind, records in read(path, patient, bundle).items():
        if records:
            name = f"{path.name}, {name_of(kind).replace('_', '-')}"
            yield Table(name, list(kind.model_fields), _rows(records), lambda: 1.0)


def _rows(records: list[Record]) -> Iterator[NumberedRow]:
    return ((number, to_cells(record)) for number, record in enumerate(records, start=1))


def read(
    path: Path, patient: str | None = None, bundle: Resources | None = None
) -> dict[type[Record], list[Record]]:
    """Every release, check-in, and own muscle, spot and tool in a bundle, kind by kind.

    An Observation with LOINC 72514-3 that did not come from this kit becomes a check-in.

    Parameters
    ----------
    path : Path
        A JSON file.
    patient : str, optional
        Whose ratings to read of another system's bundle; needed where it is about several.
    bundle : Resources, optional
        What the file holds, where it was parsed already.

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
    bundle = bundle or sorted_resources(path, read_json(path))
    with refusing_invalid(path):
        choose_patient(path, bundle, patient)
        refuse_loose_ratings(path, bundle)
        return {
            OwnMuscle: _made(path, bundle, bundle.muscles, _own_muscle),
            OwnSpot: _made(path, bundle, bundle.spots, _own_spot),
            OwnTool: _made(path, bundle, bundle.devices, _own_tool),
            Release: _made(path, bundle, bundle.releases, _release),
            CheckIn: _made(path, bundle, bundle.check_ins, _check_in),
        }


Maker = Callable[[Resources, Resource], Record]


def _made(path: Path, bundle: Resources, resources: list[Resource], maker: Maker) -> list[Record]:
    records: list[Record] = []
    for resource in resources:
        try:
            records.append(maker(bundle, resource))
        except InvalidRecord as error:
            raise ImportRejected(f"{path.name}, {named(resource)}: {short(error)}") from None
    return records


def _release(bundle: Resources, procedure: Resource) -> Record:
    period = procedure["performedPeriod"]
    start = period["start"]
    values: dict[str, Any] = {
        **extensions_of(procedure),
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


def _check_in(bundle: Resources, observation: Resource) -> Record:
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
        **extensions_of(observation),
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
    values["time_known"] = not _is_day_alone(observation)
    if named := site.get("text") or coding[0].get("display"):
        values["site"] = named
    # The id comes from the words of the other system, so that importing again finds the entry.
    check_in = with_content_id(CheckIn(**values))
    own = str(values["note"])
    place = place_in(named) if named else None
    if place is None or place.site == named:
        return check_in
    remark = f"Where: {named}"
    note = f"{own}\n{remark}" if own else remark
    return check_in.changed(site=place.site, side=place.side, note=note)


def _moment(observation: Resource) -> str:
    for moment in (
        observation.get("effectiveDateTime"),
        observation.get("effectiveInstant"),
        observation.get("effectivePeriod", {}).get("start"),
        observation.get("issued"),
    ):
        if moment is not None:
            # A day without a time stands at its noon.
            if _is_day(moment):
                noon = datetime.combine(date.fromisoformat(moment), time(12))
                return noon.astimezone().isoformat()
            return str(moment)
    raise InvalidRecord({"at": "at must be given: the Observation says no effective time."})


def _is_day_alone(observation: Resource) -> bool:
    """Whether an Observation says its day, and no time."""
    return _is_day(str(observation.get("effectiveDateTime", "")))


def _is_day(moment: str) -> bool:
    return len(moment) == len("2026-11-22")


def _own_muscle(bundle: Resources, structure: Resource) -> Record:
    values = {**_identified(bundle, structure, "patient"), **extensions_of(structure)}
    return OwnMuscle(**values, where=structure.get("description", ""))


def _own_spot(bundle: Resources, structure: Resource) -> Record:
    values = {**_identified(bundle, structure, "patient"), **extensions_of(structure)}
    return OwnSpot(**values, find=structure.get("description", ""))


def _own_tool(bundle: Resources, device: Resource) -> Record:
    return OwnTool(
        **_identified(bundle, device, "patient"),
        **extensions_of(device),
        name=device["deviceName"][0]["name"],
        why=_note(device),
    )


def _identified(bundle: Resources, resource: Resource, role: str) -> dict[str, Any]:
    reference = reference_in([resource.get(role, {})])
    if reference and reference not in bundle.people:
        raise InvalidRecord({"person": "person must be a Patient that the file holds."})
    person = bundle.people.get(reference)
    return {"id": resource["id"], **({"person": person} if person else {})}


def _value(observation: Resource) -> Any:
    quantity: Mapping[str, Any] = observation.get("valueQuantity", {})
    return quantity.get("value", observation.get("valueInteger"))


def _note(resource: Resource) -> str:
    return "\n".join(note["text"] for note in resource.get("note", []))

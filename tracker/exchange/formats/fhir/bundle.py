"""The resources of a FHIR R4 Bundle, sorted by what they are to the kit, or why it is none."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.fhir.codes import (
    CHECK_IN,
    KIT,
    LOINC,
    PAIN_SEVERITY,
    RATINGS,
    RELEASE,
    Resource,
    code_of,
)
from tracker.exchange.importer.decisions import Decision, in_one_line

_MOST_SAID: Final = 300
_MOST_NAMED: Final = 12
_PATIENT: Final = "--patient ID"
_TAKEN_BACK: Final = ("entered-in-error", "cancelled", "not-done")
"""The states in which a resource says that what it holds is not so."""


class Resources:
    """The resources of a bundle by what they are to the kit, without those taken back."""

    def __init__(self, bundled: list[Resource]) -> None:
        resources = [one for one in bundled if one.get("status") not in _TAKEN_BACK]
        self.people = {f"urn:uuid:{r['id']}": _person(r) for r in _of_type(resources, "Patient")}
        self.releases = [
            r for r in _of_type(resources, "Procedure") if code_of(r.get("code"), KIT) == RELEASE
        ]
        self.ratings: dict[str, dict[str, Resource]] = defaultdict(dict)
        self.check_ins: list[Resource] = []
        self.left_out: Counter[str] = Counter(
            str(one["status"])
            for one in _of_type(bundled, "Observation")
            if one.get("status") in _TAKEN_BACK
        )
        for observation in _of_type(resources, "Observation"):
            kind = code_of(observation.get("code"), KIT)
            if kind in RATINGS:
                self.ratings[reference_in(observation.get("partOf"))][str(kind)] = observation
            elif (
                code_of(observation.get("code"), LOINC) == PAIN_SEVERITY
                and "dataAbsentReason" not in observation
            ):
                self.check_ins.append(observation)
            elif "dataAbsentReason" in observation:
                self.left_out["without a value"] += 1
            else:
                self.left_out[_code_in_words(observation.get("code"))] += 1
        structures = _of_type(resources, "BodyStructure")
        self.muscles = [one for one in structures if "muscle" not in extensions_of(one)]
        self.spots = [one for one in structures if "muscle" in extensions_of(one)]
        self.devices = _of_type(resources, "Device")
        self.ratings_by_patient: Counter[str] = Counter(map(_id_in, self.foreign))

    def keep(self, patient: str) -> None:
        """Leave out what another system rated of other patients."""
        kept = [
            one for one in self.check_ins if not _is_foreign(one) or _id_in(one) == _last(patient)
        ]
        if others := len(self.check_ins) - len(kept):
            self.left_out["of other patients"] += others
        self.check_ins = kept

    @property
    def foreign(self) -> list[Resource]:
        """The ratings of another system."""
        return [one for one in self.check_ins if _is_foreign(one)]

    @property
    def patients(self) -> list[str]:
        """Whom another system's ratings in the file are of, each once."""
        return list(self.ratings_by_patient)

    @property
    def is_of_several(self) -> bool:
        """Whether one diary would mix the ratings of several patients."""
        return len(self.patients) > 1 or list(self.people.values()).count(None) > 1


@contextmanager
def refusing_invalid(path: Path) -> Iterator[None]:
    """Say in one sentence that a resource is not as FHIR says it must be.

    Raises
    ------
    ImportRejected
        It is not.
    """
    try:
        yield
    except ImportRejected:
        raise
    except (LookupError, TypeError, AttributeError, ValueError):
        raise ImportRejected(
            f"{path.name} is not valid FHIR R4: a resource lacks what it must have; export it anew."
        ) from None


def sorted_resources(path: Path, document: Any) -> Resources:
    """The resources of a bundle that was read from a file.

    Raises
    ------
    ImportRejected
        It is no bundle, or not valid.
    """
    with refusing_invalid(path):
        return Resources(resources_in(path, document))


def choose_patient(path: Path, bundle: Resources, patient: str | None) -> None:
    """Keep one patient of another system; several, whose ratings one diary would mix, are refused.

    Raises
    ------
    ImportRejected
        There are several and none is chosen, or the one that is chosen is not there.
    """
    patients = bundle.patients
    named = ", ".join(short(one or "nobody named") for one in patients[:_MOST_NAMED])
    if patient is not None:
        if _last(patient) not in patients:
            raise ImportRejected(
                f"{path.name} has no ratings of the patient {short(patient)}; it has those of "
                f"{named or 'none'}."
            )
        bundle.keep(patient)
    elif bundle.is_of_several:
        which = f" ({named})" if len(patients) > 1 else ""
        raise ImportRejected(
            f"{path.name} is about several patients{which}, and a diary is one person's; export "
            "one, or choose one with --patient."
        )


def asks_patient(bundle: Resources, patient: str | None) -> bool:
    """Whether somebody has to say whose ratings to read, and there is anybody to choose."""
    return patient is None and bundle.is_of_several and any(bundle.patients)


def patient_decision(bundle: Resources, patient: str | None) -> Decision:
    """Whose ratings of another system are read; a question where there are several to choose."""
    counts = {short(one or "nobody named"): n for one, n in bundle.ratings_by_patient.items()}
    named = tuple(filter(None, bundle.patients))
    if asks_patient(bundle, patient):
        listed = in_one_line(f"'{who}' has {count:,}" for who, count in counts.items())
        doubt = (
            f"The ratings are of several patients ({listed}), and a diary is one person's. Choose "
            "whose to read."
        )
        return Decision("Patient", unsure=doubt, change=_PATIENT, key="patient", options=named)
    whose = _last(patient) if patient else bundle.patients[0]
    decided = f"{short(whose or 'nobody named')} ({bundle.ratings_by_patient[whose]:,})"
    options = named if len(named) > 1 else ()
    return Decision(
        "Patient", decided, change=_PATIENT, key="patient", options=options, chosen=(whose,)
    )


def decisions_on(bundle: Resources, patient: str | None = None) -> tuple[Decision, ...]:
    """Whose ratings of another system are read, and which observations are not taken."""
    decisions = []
    if bundle.foreign:
        decisions.append(patient_decision(bundle, patient))
    if bundle.left_out:
        counts = bundle.left_out.most_common(_MOST_NAMED)
        listed = ", ".join(f"{short(what)} ({count:,})" for what, count in counts)
        total = bundle.left_out.total()
        noun = "observation" if total == 1 else "observations"
        decisions.append(Decision("Left out", f"{total:,} {noun}: {listed}"))
    return tuple(decisions)


def _is_foreign(observation: Resource) -> bool:
    return code_of(observation.get("code"), KIT) != CHECK_IN


def _id_in(observation: Resource) -> str:
    subject = observation.get("subject")
    if not isinstance(subject, dict):
        return ""
    identifier = subject.get("identifier")
    value = identifier.get("value") if isinstance(identifier, dict) else None
    named = str(subject.get("reference") or value or subject.get("display") or "")
    return _last(named)


def _last(reference: str) -> str:
    return reference.rpartition("/")[2].rpartition(":")[2]


def _code_in_words(code: Any) -> str:
    """What an observation is of: its text, or its system's code."""
    if not isinstance(code, dict):
        return "without a code"
    coding = next((one for one in code.get("coding", []) if isinstance(one, dict)), {})
    named = code.get("text") or coding.get("display")
    number = str(coding.get("code", ""))
    return f"{named} {number}".strip() if named else number or "without a code"


def refuse_loose_ratings(path: Path, bundle: Resources) -> None:
    """Refuse a rating whose release is missing, which would be lost without a word.

    Raises
    ------
    ImportRejected
        There is one; the first is named.
    """
    releases = {f"urn:uuid:{release['id']}" for release in bundle.releases}
    for procedure, ratings in bundle.ratings.items():
        if procedure not in releases:
            observation = next(iter(ratings.values()))
            raise ImportRejected(
                f"{path.name}, {named(observation)}: it rates a release that the file does not "
                "hold; export it anew."
            )


def named(resource: Resource) -> str:
    """What a sentence calls a resource."""
    return f"{resource['resourceType']} {short(resource.get('id', ''))}".strip()


def short(value: object) -> str:
    """What a hostile file says, short enough for one sentence."""
    text = str(value)
    return text if len(text) <= _MOST_SAID else f"{text[:_MOST_SAID]}…"


def extensions_of(resource: Resource) -> dict[str, Any]:
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


def _person(patient: Resource) -> str | None:
    """The person's name in a diary; None for another system's patient."""
    for identifier in patient.get("identifier", []):
        if identifier.get("system") == f"{KIT}/person":
            return str(identifier["value"])
    return None


def reference_in(references: Any) -> str:
    """Where the first of these references leads; "" where there is none."""
    return str(references[0].get("reference", "")) if references else ""


def _of_type(resources: list[Resource], kind: str) -> list[Resource]:
    return [resource for resource in resources if resource.get("resourceType") == kind]


def resources_in(path: Path, bundle: Any) -> list[Resource]:
    """Every resource of a bundle.

    Raises
    ------
    ImportRejected
        It is no bundle.
    """
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

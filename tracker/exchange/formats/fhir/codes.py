"""The codes and names that writing and reading FHIR share."""

from typing import Any, Final
from uuid import UUID, uuid5

Resource = dict[str, Any]

KIT: Final = "http://sciatica-tracker.invalid/fhir"
"""Names what only this kit means. ``.invalid`` belongs to nobody (RFC 2606), and is never asked."""

LOINC: Final = "http://loinc.org"
PAIN_SEVERITY: Final = "72514-3"
PAIN_SEVERITY_NAME: Final = "Pain severity - 0-10 verbal numeric rating [Score] - Reported"
UCUM: Final = "http://unitsofmeasure.org"
SCORE: Final = "{score}"
SURVEY: Final[Resource] = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
    ]
}

RELEASE: Final = "release"
CHECK_IN: Final = "check-in"
RATINGS: Final = {
    "pain_before": "Pain before pressing",
    "pain_30s": "Pain at the 30 s check, while pressing",
    "pain_after": "Pain when the press ended",
    "pain_later": "Pain there some hours later",
}
"""The ratings of a release: field -> what the Observation's code says."""


def urn(identifier: UUID) -> str:
    """A resource's address within its bundle."""
    return f"urn:uuid:{identifier}"


def patient_id(person: str) -> UUID:
    """The same person has the same Patient in every bundle of theirs."""
    return uuid5(UUID("b9d5f6f4-6a5f-5a6e-9a55-3f6a1c7d9e10"), person)


def coded(code: str, text: str) -> Resource:
    """A CodeableConcept of the kit's own."""
    return {"coding": [{"system": KIT, "code": code, "display": text}], "text": text}


def code_of(concept: Any, system: str) -> str | None:
    """The code that a CodeableConcept has in a system; None where it has none."""
    codings = concept.get("coding", []) if isinstance(concept, dict) else []
    codes = [c.get("code") for c in codings if isinstance(c, dict) and c.get("system") == system]
    return codes[0] if codes else None

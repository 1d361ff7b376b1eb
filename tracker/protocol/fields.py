"""The kinds of value a record holds, each with its rule in words a person understands."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field


@dataclass(frozen=True)
class Rule:
    """What a value must be, worded to follow "must be"."""

    words: str


Side = Literal["left", "right"]
SciaticaSide = Literal["left", "right", "both"]
Pressure = Literal["light", "moderate", "firm"]
Outcome = Literal["held", "moved", "stopped"]
Reach = Literal["back", "glute", "thigh", "calf", "foot"]
Symptom = Literal["ache", "jolt", "burning", "numbness", "tingling", "weakness"]
Change = Literal[
    "very much better",
    "much better",
    "a little better",
    "no change",
    "a little worse",
    "much worse",
    "very much worse",
]
"""Patient Global Impression of Change, seven points."""

ACTIVITIES: Final = (
    "long sitting",
    "driving",
    "running",
    "strength work",
    "stretching",
    "mobility",
    "walking",
    "heavy lifting",
)
"""Offered by the form; a person may note others."""

BOTHERSOMENESS_ITEMS: Final = (
    "leg pain",
    "numbness or tingling in the leg, foot or groin",
    "weakness in the leg or foot",
    "back or leg pain while sitting",
)
"""The four items of the Sciatica Bothersomeness Index, each 0 (not at all) to 6 (extremely)."""


def _from_iso(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _aware(value: datetime) -> datetime:
    """Keep the instant and the zone's offset, in whole minutes as ISO 8601 writes it."""
    offset = value.utcoffset()
    if offset is None:
        raise ValueError
    try:
        return value.astimezone(_zone(offset))
    except OverflowError:
        # The first and the last day of the calendar, where UTC lies beyond it.
        raise ValueError from None


@lru_cache(1_000)
def _zone(offset: timedelta) -> timezone:
    return timezone(timedelta(minutes=round(offset / timedelta(minutes=1))))


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError
    return value


def _without_null(value: str) -> str:
    if "\0" in value:
        raise ValueError
    return value


Moment = Annotated[
    datetime,
    BeforeValidator(_from_iso),
    Field(strict=True),
    AfterValidator(_aware),
    Rule("a time with its zone, such as 2026-11-22T18:30+01:00"),
]
TimeKnown = Annotated[bool, Field(strict=True), Rule("true or false")]
# Strict: "5" and True are not ratings. Imported decimals are kept, so the type is float.
Pain = Annotated[
    float,
    Field(strict=True, ge=0, le=10, allow_inf_nan=False),
    Rule("a whole number from 0 to 10"),
]
NOTICEABLE_POINTS: Final = 2
"""A change of pain that people usually notice, in points of the 0-10 scale, up or down.

Borrowed from studies over weeks: Farrar et al. (2001), Pain 94:149-158.
"""

Seconds = Annotated[
    int, Field(strict=True, ge=0, le=3600), Rule("a whole number of seconds from 0 to 3600")
]
Name = Annotated[
    str,
    Field(min_length=1, max_length=80),
    BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value),
    AfterValidator(_printable),
    Rule("a name of 1 to 80 printable characters"),
]
FIRST_PERSON: Final = "me"
"""Who an entry is of where nobody else is named."""

LIST_SEPARATOR: Final = ";"
"""What joins the items of a list where it is one text, as in a CSV cell; no item holds it."""

ListedName = Annotated[
    Name, Field(pattern=f"^[^{LIST_SEPARATOR}]*$"), Rule("a name without a semicolon")
]
Note = Annotated[
    str,
    Field(max_length=10_000),
    AfterValidator(_without_null),
    Rule("a text of at most 10,000 characters, without null bytes"),
]
Bothersomeness = Annotated[
    tuple[Annotated[int, Field(strict=True, ge=0, le=6)], ...],
    Field(min_length=4, max_length=4),
    Rule("four whole numbers from 0 to 6"),
]

"""The check-in: how the sciatica itself is, apart from any one spot."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from tracker.protocol.fields import (
    FIRST_PERSON,
    Bothersomeness,
    Change,
    ListedName,
    Moment,
    Name,
    Note,
    Pain,
    Reach,
    Rule,
    SciaticaSide,
    Symptom,
    TimeKnown,
)
from tracker.protocol.record import Record, uuid7
from tracker.protocol.red_flags import RedFlagName

SCIATICA = "sciatica"
PATH_SITES: Final = (SCIATICA, "low back", "hip", "leg", "foot")
"""Sites along the sciatic nerve's path; pains elsewhere are kept in the diary, not shown as it."""


class CheckIn(Record):
    """How the sciatica is at one moment; an imported diary may rate another place of pain."""

    at: Moment = Field(description="The moment that is rated, with the local zone's offset.")
    id: Annotated[UUID, Rule("a UUID")] = Field(
        default_factory=lambda earlier: uuid7(earlier["at"]),
        description="UUIDv7; made from at where none is given.",
    )
    person: Name = Field(FIRST_PERSON, description="Whose check-in this is.")
    site: Name = Field(
        SCIATICA,
        description="sciatica, or for imported diaries the place they name: leg, hip, low back, …",
    )
    pain: Pain = Field(description="Pain there (NRS-11).")
    side: SciaticaSide | None = Field(
        None, description="Which side of the body: mostly one, sometimes both."
    )
    reach: Reach | None = Field(None, description="How far down the leg it goes.")
    symptoms: tuple[Symptom, ...] = Field((), description="What it feels like.")
    bothersomeness: Bothersomeness | None = Field(
        None, description="Sciatica Bothersomeness Index: its four items, each 0 to 6, weekly."
    )
    change: Change | None = Field(
        None, description="Compared with a week ago (PGIC, seven points), weekly."
    )
    activities: tuple[ListedName, ...] = Field((), description="What filled the day.")
    medication: tuple[ListedName, ...] = Field(
        (),
        description="Medication for pain since the last check-in, as the person writes it: "
        "ibuprofen 400 mg.",
    )
    red_flags: tuple[RedFlagName, ...] = Field((), description="Red flags answered with yes.")
    note: Note = Field("", description="Anything else, in the person's own words.")
    time_known: TimeKnown = Field(
        True, description="Whether the time of day is known; where not, at is noon of its day."
    )


def side_in_words(side: SciaticaSide | None) -> str:
    """Say which side, where it is known.

    >>> side_in_words("left"), side_in_words("both"), side_in_words(None)
    ('left', 'both sides', '')
    """
    return "both sides" if side == "both" else side or ""

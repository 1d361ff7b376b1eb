"""The records of what a person adds to the catalogue: muscles, spots and tools of their own."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from tracker.protocol.fields import FIRST_PERSON, Moment, Name, Note, Rule
from tracker.protocol.record import Record, uuid7

Place = Annotated[
    float, Field(strict=True, ge=0, le=1, allow_inf_nan=False), Rule("a number from 0 to 1")
]


class _Own(Record):
    added_at: Moment = Field(description="When it was added, with the local zone's offset.")
    id: Annotated[UUID, Rule("a UUID")] = Field(
        default_factory=lambda earlier: uuid7(earlier["added_at"]),
        description="UUIDv7; made from added_at where none is given.",
    )
    person: Name = Field(FIRST_PERSON, description="Who added it.")


class OwnMuscle(_Own):
    """A muscle the catalogue does not have."""

    name: Name = Field(description="Its plain name.")
    where: Note = Field("", description="Where it is, in the person's words.")


class OwnSpot(_Own):
    """A spot of the person's own, on a muscle of the catalogue or of their own."""

    muscle: Name = Field(description="The muscle it is on.")
    name: Name = Field(description="What the person calls it.")
    find: Note = Field("", description="How to find it by feel.")
    view: Literal["front", "back"] = Field("back", description="Which side of the figure shows it.")
    x: Place | None = Field(None, description="0 at the midline to 1 at the hip's outer edge.")
    y: Place | None = Field(None, description="0 at the lowest ribs to 1 at the soles.")


class OwnTool(_Own):
    """A tool the catalogue does not have."""

    name: Name = Field(description="What the person calls it.")
    why: Note = Field("", description="What it is good for.")

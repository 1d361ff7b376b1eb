"""The release: one press on one spot, and what pain did meanwhile."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from tracker.protocol.fields import (
    FIRST_PERSON,
    Moment,
    Name,
    Note,
    Outcome,
    Pain,
    Pressure,
    Rule,
    Seconds,
    Side,
    TimeKnown,
)
from tracker.protocol.record import Record, broken_rule, uuid7


class Release(Record):
    """One press on one spot.

    Pain is the 11-point numeric rating scale (NRS-11): 0 no pain, 10 the worst imaginable.
    People rate in whole numbers; decimals from imported diaries are kept. A rating that was
    skipped is None, never 0.
    """

    started_at: Moment = Field(description="When the press began, with the local zone's offset.")
    id: Annotated[UUID, Rule("a UUID")] = Field(
        default_factory=lambda earlier: uuid7(earlier["started_at"]),
        description="UUIDv7; made from started_at where none is given.",
    )
    person: Name = Field(FIRST_PERSON, description="Whose release this is.")
    muscle: Name = Field(description="The muscle pressed, by its plain name.")
    spot: Name = Field(description="The spot on that muscle.")
    side: Side = Field(description="Which side of the body.")
    tool: Name = Field(description="What the person lay on.")
    pressure: Pressure | None = Field(None, description="How hard, as the person judged it.")
    pain_before: Pain = Field(description="Pain at the spot before pressing.")
    pain_30s: Pain | None = Field(
        None,
        description="Pain at the 30 s check of the protocol; for a moved release, on leaving.",
    )
    pain_after: Pain | None = Field(None, description="Pain when the press ended.")
    held_s: Seconds | None = Field(None, description="How long the press lasted, in seconds.")
    outcome: Outcome = Field(
        "held",
        description="held to the end; moved at the 30 s check because pain had not begun to fall; "
        "or stopped early.",
    )
    moved_from: Annotated[UUID, Rule("the id of another release")] | None = Field(
        None, description="The release that this one continues on another spot."
    )
    stay_assigned: Annotated[bool, Field(strict=True), Rule("true or false")] | None = Field(
        None, description="Whether staying was drawn by lot at the 30 s check."
    )
    pain_later: Pain | None = Field(None, description="Pain at the lingering check, hours later.")
    later_at: Moment | None = Field(None, description="When the lingering check was answered.")
    note: Note = Field("", description="Anything else, in the person's own words.")
    experiment: Annotated[UUID, Rule("the id of an experiment")] | None = Field(
        None, description="The experiment that this release is part of."
    )
    arm: Literal["A", "B"] | None = Field(
        None, description="Which of the experiment's two was pressed."
    )
    time_known: TimeKnown = Field(
        True,
        description="Whether the time of day is known; where not, started_at is noon of its day.",
    )

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        if self.outcome == "moved" and self.pain_after is not None:
            raise broken_rule(
                "pain_after",
                f"pain_after must be empty when the outcome is moved, not {self.pain_after:g}: "
                "give the pain on leaving as pain_30s.",
            )
        if self.moved_from == self.id:
            raise broken_rule("moved_from", "moved_from must be the id of another release.")
        if (self.pain_later is None) != (self.later_at is None):
            raise broken_rule(
                "pain_later", "pain_later and later_at belong together: give both or neither."
            )
        if self.later_at is not None and self.later_at <= self.started_at:
            raise broken_rule("later_at", "later_at must be after started_at.")
        if (self.experiment is None) != (self.arm is None):
            raise broken_rule("arm", "arm and experiment belong together: give both or neither.")
        return self

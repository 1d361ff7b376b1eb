"""The screening: the red flags were asked, and this was answered."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from tracker.protocol.fields import FIRST_PERSON, Moment, Name, Rule
from tracker.protocol.record import Record, broken_rule, uuid7
from tracker.protocol.red_flags import RedFlagName, doctor_may_agree, still_standing

Reason = Literal["first release", "new leg symptom", "pain that stayed", "asked for"]
"""Why the red flags were asked."""


class Screening(Record):
    """The red flags as one person answered them at one moment, and whether they went on anyway."""

    answered_at: Moment = Field(description="When they were answered, with the zone's offset.")
    id: Annotated[UUID, Rule("a UUID")] = Field(
        default_factory=lambda earlier: uuid7(earlier["answered_at"]),
        description="UUIDv7; made from answered_at where none is given.",
    )
    person: Name = Field(FIRST_PERSON, description="Who answered.")
    asked_because: Reason = Field("asked for", description="Why they were asked.")
    red_flags: tuple[RedFlagName, ...] = Field((), description="Red flags answered with yes.")
    dismissed_at: Moment | None = Field(
        None, description="When the person chose, having read the advice, to go on all the same."
    )

    doctor_agreed_at: Moment | None = Field(
        None,
        description="When the person said that a doctor has agreed to self-massage, after a yes "
        "to past cancer; empty again where they withdrew it.",
    )

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        if self.dismissed_at and not self.red_flags:
            raise broken_rule(
                "dismissed_at", "dismissed_at must be empty where no red flag was answered yes."
            )
        if self.doctor_agreed_at and not doctor_may_agree(self.red_flags):
            raise broken_rule(
                "doctor_agreed_at",
                "doctor_agreed_at must be empty unless past cancer was answered yes, and no sign "
                "that asks for emergency care.",
            )
        for name in ("dismissed_at", "doctor_agreed_at"):
            moment = getattr(self, name)
            if moment and moment < self.answered_at:
                raise broken_rule(name, f"{name} must not be before answered_at.")
        return self

    def standing(self) -> tuple[str, ...]:
        """The red flags of it that speak against pressing."""
        return still_standing(
            self.red_flags,
            dismissed=self.dismissed_at is not None,
            doctor_agreed=self.doctor_agreed_at is not None,
        )

    def stops(self) -> bool:
        """Whether a red flag stands that nothing has set aside."""
        return bool(self.standing())

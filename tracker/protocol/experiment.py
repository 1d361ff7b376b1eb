"""The experiment: two spots, tools or pressures put to the test, in an order a coin decided."""

from typing import Annotated, Any, Final, Literal, Self, get_args
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from tracker.protocol.fields import FIRST_PERSON, Moment, Name, Note, Pressure, Rule, Side
from tracker.protocol.record import Record, broken_rule, shown, uuid7

Compares = Literal["spot", "tool", "pressure"]
Arm = Literal["A", "B"]

FEWEST_PAIRS: Final = 6
"""With fewer, even pairs that all lean one way could be chance (p is 0.0625 or more)."""
MOST_PAIRS: Final = 100

MOST_STOPPING_PAIRS: Final = 40
"""Looked at pair by pair for longer, chance alone would too often name one of the two."""

STOPS_AT: Final = 0.99
"""The chance of either arm at which an experiment with a stopping rule stops."""

BETWEEN: Final = " · "
"""Stands between the muscle, the spot and the side of an arm that is a spot."""

_PLACE: Final = ("muscle", "spot", "side")
STAYS: Final[dict[Compares, tuple[str, ...]]] = {
    "spot": ("tool",),
    "tool": _PLACE,
    "pressure": (*_PLACE, "tool"),
}
"""What must be the same for A and for B; where pressure is not compared, it may be."""

VARIES: Final[dict[Compares, tuple[str, ...]]] = {
    "spot": _PLACE,
    "tool": ("tool",),
    "pressure": ("pressure",),
}
"""What A and B differ in."""


def _printable(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError
    return text


ArmText = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(_printable),
    Rule("a name of 1 to 200 printable characters"),
]


class Experiment(Record):
    """Which of two gives more relief, in pairs of releases; a coin says which comes first."""

    planned_at: Moment = Field(description="When it was planned, with the local zone's offset.")
    id: Annotated[UUID, Rule("a UUID")] = Field(
        default_factory=lambda earlier: uuid7(earlier["planned_at"]),
        description="UUIDv7; made from planned_at where none is given.",
    )
    person: Name = Field(FIRST_PERSON, description="Whose experiment this is.")
    compares: Compares = Field(description="What differs between A and B.")
    arm_a: ArmText = Field(
        description="What A is: a tool, a pressure, or a spot as muscle · spot · side."
    )
    arm_b: ArmText = Field(description="What B is, written as A is.")
    muscle: Name | None = Field(None, description="The muscle, where it stays the same.")
    spot: Name | None = Field(None, description="The spot, where it stays the same.")
    side: Side | None = Field(None, description="The side, where it stays the same.")
    tool: Name | None = Field(None, description="The tool, where it stays the same.")
    pressure: Pressure | None = Field(
        None, description="How hard, where it stays the same and was fixed."
    )
    pairs: Annotated[
        int,
        Field(strict=True, ge=FEWEST_PAIRS, le=MOST_PAIRS),
        Rule(f"a whole number from {FEWEST_PAIRS} to {MOST_PAIRS}"),
    ] = Field(description="How many pairs of releases, fixed beforehand.")
    order: Annotated[
        tuple[Literal["AB", "BA"], ...], Rule("a list of AB and BA, one for each pair")
    ] = Field(description="Which of the two comes first in each pair: the coin flips, drawn once.")
    slope: Annotated[
        float,
        Field(strict=True, ge=-10, le=10, allow_inf_nan=False),
        Rule("a number of points from -10 to 10"),
    ] = Field(
        0.0,
        description="Points of relief expected for each point of pain before, fixed beforehand.",
    )
    ended_at: Moment | None = Field(
        None, description="When it was ended, knowingly, before its planned length."
    )
    stops_at: (
        Annotated[
            float,
            Field(strict=True, ge=0.9, lt=1, allow_inf_nan=False),
            Rule("a chance from 0.9 to below 1"),
        ]
        | None
    ) = Field(
        None,
        description="The chance that either is better at which it stops, from the sixth pair on; "
        "none where it ends at its planned length. Fixed beforehand.",
    )
    washout_h: (
        Annotated[
            float,
            Field(strict=True, ge=0, le=336, allow_inf_nan=False),
            Rule("a number of hours from 0 to 336"),
        ]
        | None
    ) = Field(
        None, description="Hours to wait after one release before the next, fixed beforehand."
    )
    note: Note = Field("", description="Anything else, in the person's own words.")

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        for field in ("arm_a", "arm_b"):
            _check_arm(self.compares, field, getattr(self, field))
        if self.arm_a == self.arm_b:
            raise broken_rule(
                "arm_b", f"arm_b must differ from arm_a, and both are {shown(self.arm_a)}."
            )
        for field in VARIES[self.compares]:
            if getattr(self, field) is not None:
                raise broken_rule(
                    field, f"{field} must be empty where A and B differ in their {self.compares}."
                )
        for field in STAYS[self.compares]:
            if getattr(self, field) is None:
                raise broken_rule(
                    field, f"{field} is missing: it must stay the same for A and for B."
                )
        if len(self.order) != self.pairs:
            raise broken_rule(
                "order",
                f"order must have one coin flip for each of {self.pairs} pairs, "
                f"not {len(self.order)}.",
            )
        if self.stops_at is not None and self.pairs > MOST_STOPPING_PAIRS:
            raise broken_rule(
                "pairs",
                f"pairs must be {MOST_STOPPING_PAIRS} or fewer where it may stop early, "
                f"not {self.pairs}.",
            )
        if self.ended_at is not None and self.ended_at < self.planned_at:
            raise broken_rule("ended_at", "ended_at must not be before planned_at.")
        return self

    def arm(self, arm: Arm) -> str:
        """What A or B is, as it was planned."""
        return self.arm_a if arm == "A" else self.arm_b

    def turns(self) -> tuple[Arm, ...]:
        """Every release in the order to press, as A or B."""
        return tuple("A" if letter == "A" else "B" for pair in self.order for letter in pair)

    def press(self, arm: Arm) -> dict[str, str | None]:
        """What a release of ``arm`` has as muscle, spot, side, tool and pressure.

        Examples
        --------
        >>> planned = Experiment(planned_at="2026-11-22T18:30+01:00", compares="pressure",
        ...     arm_a="light", arm_b="firm", muscle="psoas", spot="beside the navel", side="left",
        ...     tool="hip-flexor ball", pairs=6, order=("AB",) * 6)
        >>> planned.press("B")["pressure"], planned.press("B")["side"]
        ('firm', 'left')
        """
        same = {field: getattr(self, field) for field in (*_PLACE, "tool", "pressure")}
        varied = spot_of(self.arm(arm)) if self.compares == "spot" else (self.arm(arm),)
        return same | dict(zip(VARIES[self.compares], varied, strict=True))


def spot_arm(muscle: str, spot: str, side: str) -> str:
    """Write a spot as an arm of an experiment.

    Examples
    --------
    >>> spot_arm("piriformis", "near the sacrum", "left")
    'piriformis · near the sacrum · left'
    """
    return BETWEEN.join((muscle, spot, side))


def spot_of(arm: str) -> tuple[str, str, str]:
    """Read an arm that is a spot: muscle, spot and side; the inverse of `spot_arm`.

    Raises
    ------
    ValueError
        It does not have these three parts.

    Examples
    --------
    >>> spot_of("piriformis · near the sacrum · left")
    ('piriformis', 'near the sacrum', 'left')
    """
    muscle, spot, side = arm.split(BETWEEN)
    if not (muscle and spot and side in get_args(Side)):
        raise ValueError
    return muscle, spot, side


def _check_arm(compares: Compares, field: str, arm: str) -> None:
    if compares == "spot" and not _is_spot(arm):
        raise broken_rule(
            field,
            f"{field} must be a muscle, a spot and a side with{BETWEEN}between them, "
            f"not {shown(arm)}.",
        )
    words: tuple[Any, ...] = get_args(Pressure)
    if compares == "pressure" and arm not in words:
        raise broken_rule(field, f"{field} must be one of {', '.join(words)}, not {shown(arm)}.")


def _is_spot(arm: str) -> bool:
    try:
        return bool(spot_of(arm))
    except ValueError:
        return False

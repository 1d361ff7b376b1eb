"""Red flags: signs that come before any release, because they need a clinician and not a ball.

The first four may mean pressure on the nerves at the base of the spine (cauda equina syndrome).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator

from tracker.protocol.fields import Rule

Urgency = Literal["emergency", "see a doctor first"]


@dataclass(frozen=True)
class RedFlag:
    """One sign, asked as a question that "yes" or "no" answers."""

    name: str
    question: str
    advice: Urgency


RED_FLAGS: Final = (
    RedFlag(
        "saddle numbness",
        "Is there numbness between your legs, where you would sit on a saddle, or around the anus?",
        "emergency",
    ),
    RedFlag(
        "bladder or bowel",
        "Is there new trouble passing or holding urine or stool?",
        "emergency",
    ),
    RedFlag("growing weakness", "Is a leg or foot getting weaker?", "emergency"),
    RedFlag("both legs", "Did pain come on fast in both legs?", "emergency"),
    RedFlag("fever", "Do you have a fever?", "see a doctor first"),
    RedFlag("weight loss", "Have you lost weight without meaning to?", "see a doctor first"),
    RedFlag(
        "serious fall", "Did you have a serious fall or accident lately?", "see a doctor first"
    ),
    RedFlag("cancer", "Have you ever had cancer?", "see a doctor first"),
)

_NAMES: Final = tuple(flag.name for flag in RED_FLAGS)


def _known(name: str) -> str:
    if name not in _NAMES:
        raise ValueError
    return name


RedFlagName = Annotated[str, AfterValidator(_known), Rule("one of " + ", ".join(_NAMES))]

ADVICE: Final[dict[Urgency, str]] = {
    "emergency": "Go to an emergency department now. Do not press anything.",
    "see a doctor first": "See a doctor before the next release.",
}


def most_urgent(names: Iterable[str]) -> Urgency | None:
    """What the answered red flags ask for: emergency care, a doctor first, or nothing (None).

    >>> most_urgent(["fever", "saddle numbness"])
    'emergency'
    >>> most_urgent([]) is None
    True
    """
    answered = set(names)
    asked_for = {flag.advice for flag in RED_FLAGS if flag.name in answered}
    for urgency in ADVICE:
        if urgency in asked_for:
            return urgency
    return None

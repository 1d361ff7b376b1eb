"""Red flags: signs that come before any release, because they need a clinician and not a ball.

The first four may mean pressure on the nerves at the base of the spine (cauda equina syndrome).
"""

from collections.abc import Collection, Iterable
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


DOCTOR_MAY_AGREE: Final = ("cancer",)
"""Red flags of the past, which would stop every release for ever. Whoever has had cancer may have
asked a doctor about self-massage; every other sign is of now, and is to be seen by one."""


def doctor_may_agree(names: Collection[str]) -> bool:
    """Whether the person may be asked if a doctor has agreed to self-massage.

    It is about a past cancer alone, and no question while a sign asks for emergency care.

    >>> doctor_may_agree(["fever", "cancer"])
    True
    >>> doctor_may_agree(["cancer", "both legs"]), doctor_may_agree(["fever"])
    (False, False)
    """
    return most_urgent(names) != "emergency" and any(name in DOCTOR_MAY_AGREE for name in names)


def still_standing(
    names: Iterable[str], *, dismissed: bool = False, doctor_agreed: bool = False
) -> tuple[str, ...]:
    """Give the red flags, of those answered yes, that speak against pressing.

    Parameters
    ----------
    dismissed : bool
        Whether the person read the advice and knowingly went on.
    doctor_agreed : bool
        Whether the person said that a doctor has agreed to self-massage.

    >>> still_standing(["fever", "cancer"], doctor_agreed=True)
    ('fever',)
    >>> still_standing(["fever", "cancer"], dismissed=True)
    ()
    """
    if dismissed:
        return ()
    return tuple(name for name in names if not (doctor_agreed and name in DOCTOR_MAY_AGREE))


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

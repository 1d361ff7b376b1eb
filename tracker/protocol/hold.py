"""The hold: where it stands after some seconds, and what the 30 s check asks for."""

from dataclasses import dataclass
from typing import Literal

Phase = Literal["settle", "hold", "done"]


@dataclass(frozen=True)
class Timing:
    """The protocol's two times in seconds; a person may set others.

    Raises
    ------
    ValueError
        The check is not within the hold.
    """

    check_s: int = 30
    hold_s: int = 90

    def __post_init__(self) -> None:
        if self.check_s <= 0:
            raise ValueError(
                f"The check must come after the start of the hold, not at {self.check_s} s."
            )
        if self.check_s >= self.hold_s:
            raise ValueError(
                f"The check must come before the end of the hold ({self.hold_s} s), "
                f"not at {self.check_s} s."
            )


PROTOCOL = Timing()


@dataclass(frozen=True)
class Advice:
    """What to do, and the reason in the person's words."""

    action: Literal["go on", "stay", "move", "check later", "ease", "stop and consult"]
    reason: str


def phase(elapsed_s: float, timing: Timing = PROTOCOL) -> Phase:
    """Where a hold stands: settle until the check, hold until the end, then done.

    Parameters
    ----------
    elapsed_s : float
        Seconds since the press began.

    >>> [phase(t) for t in (0, 29.9, 30, 89.9, 90)]
    ['settle', 'settle', 'hold', 'hold', 'done']
    """
    if elapsed_s < timing.check_s:
        return "settle"
    return "hold" if elapsed_s < timing.hold_s else "done"


def at_check(pain_before: float, pain_now: float | None, timing: Timing = PROTOCOL) -> Advice:
    """Stay on the spot or move the tool, once the check has come.

    Parameters
    ----------
    pain_before, pain_now : float
        NRS-11. ``pain_now`` is None where the person skipped the rating.

    Notes
    -----
    The rule asks whether pain has *begun* to fall, so one point lower is enough.

    >>> at_check(6, 5).action, at_check(6, 6).action, at_check(6, None).action
    ('stay', 'move', 'stay')
    """
    if pain_now is None:
        return Advice("stay", "No rating yet. If it does not ease, move the tool to another spot.")
    if pain_now < pain_before:
        return Advice(
            "stay", f"It has begun to fall, from {pain_before:g} to {pain_now:g}. Keep holding."
        )
    moved = "has risen" if pain_now > pain_before else "has not begun to fall"
    return Advice("move", f"After {timing.check_s} s it {moved}. Move the tool to another spot.")

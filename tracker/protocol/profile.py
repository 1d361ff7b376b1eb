"""What a person says of themselves once: the side that hurts, their tools, the usual pain."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final, Literal, NamedTuple, Self, get_args

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import Side
from tracker.protocol.muscle import Muscle

HurtingSide = Literal["left", "right", "both", "not sure"]
HURTING_SIDES: Final[tuple[HurtingSide, ...]] = get_args(HurtingSide)

PROFILE: Final = "profile"
"""The setting that holds a person's answers, each with the day of it, first to last."""

_SIDES: Final[tuple[Side, ...]] = get_args(Side)


@dataclass(frozen=True)
class Profile:
    """What a person says of themselves; None where they have not said.

    Attributes
    ----------
    side : {"left", "right", "both", "not sure"} or None
        Which side hurts.
    tools : tuple of str or None
        The tools they own, by their plain names; empty where they own none.
    usual_pain : float or None
        How the pain is on a usual day, from 0 to 10.
    usual_pain_on : date or None
        When they said so.

    Raises
    ------
    InvalidRecord
        With a sentence for each field that breaks its rule.

    Examples
    --------
    >>> Profile("both", ("lacrosse ball",)).sides
    ('left', 'right')
    """

    side: HurtingSide | None = None
    tools: tuple[str, ...] | None = None
    usual_pain: float | None = None
    usual_pain_on: date | None = None

    def __post_init__(self) -> None:
        problems: dict[str, str] = {}
        if self.side is not None and self.side not in HURTING_SIDES:
            names = ", ".join(HURTING_SIDES)
            problems["side"] = f"side must be one of {names}, not {self.side!r}."
        if self.tools is not None and not _are_names(self.tools):
            problems["tools"] = f"tools must be a tuple of names, not {self.tools!r}."
        if self.usual_pain is not None and not _is_rating(self.usual_pain):
            problems["usual_pain"] = (
                f"usual_pain must be a whole number from 0 to 10, not {self.usual_pain!r}."
            )
        elif (self.usual_pain is None) != (self.usual_pain_on is None):
            problems["usual_pain_on"] = "usual_pain and the day it was said must come together."
        if problems:
            raise InvalidRecord(problems)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides to begin on: both where both hurt or the person is not sure; none if unsaid."""
        hurts_on_both = self.side in ("both", "not sure")
        return tuple(side for side in _SIDES if hurts_on_both or side == self.side)

    @property
    def is_answered(self) -> bool:
        """Whether what the plan and the coach go by is said."""
        return self.side is not None and self.tools is not None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, which `of` reads again."""
        on = self.usual_pain_on
        return {**asdict(self), "usual_pain_on": on and on.isoformat()}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Read what `as_json` gave; what is left out, or of a later version, is not said."""
        known = {one.name: values[one.name] for one in fields(cls) if one.name in values}
        if known.get("tools") is not None:
            known["tools"] = tuple(known["tools"])
        if known.get("usual_pain_on") is not None:
            known["usual_pain_on"] = date.fromisoformat(known["usual_pain_on"])
        return cls(**known)


def tool_for(muscle: Muscle, owned: Sequence[str] | None, used: Sequence[str] = ()) -> str | None:
    """Choose the tool to suggest for a muscle.

    Parameters
    ----------
    muscle : Muscle
    owned : sequence of str or None
        The tools the person owns; None where they have not said.
    used : sequence of str
        What they pressed this muscle with, most often first.

    Returns
    -------
    str or None
        The one pressed with most often, else the one that suits best, among those owned. "" where
        nobody can say; None where the person owns none that reaches.

    Examples
    --------
    >>> from tracker.protocol.catalogue import catalogue
    >>> piriformis, psoas = catalogue()["piriformis"], catalogue()["psoas"]
    >>> tool_for(piriformis, ["massage ball", "lacrosse ball"])
    'lacrosse ball'
    >>> tool_for(piriformis, None), tool_for(piriformis, None, ["foam roller"])
    ('', 'foam roller')
    >>> tool_for(psoas, ["lacrosse ball"]) is None
    True
    """
    if owned is None:
        return next(iter(used), "")
    # A muscle of the person's own that was never pressed is within reach of whatever they have.
    reach = [*used, *muscle.tools] or owned
    return next((name for name in reach if name in owned), None)


def needs_sentence(muscle: Muscle) -> str:
    """Say which kind of tool a muscle needs.

    >>> from tracker.protocol.catalogue import catalogue
    >>> needs_sentence(catalogue()["gluteus medius"])
    'The gluteus medius needs a lacrosse ball or a ball like it.'
    """
    return f"The {muscle.name} needs {muscle.needs}."


class FirstPress(NamedTuple):
    """Where somebody who has logged nothing may begin."""

    muscle: str
    spot: str
    side: Side
    tool: str


def first_presses(profile: Profile, catalogue: Catalogue) -> list[FirstPress]:
    """Give the first spot within reach on each side that hurts; none where the side is unsaid.

    >>> from tracker.protocol.catalogue import catalogue
    >>> first_presses(Profile("right", ("massage ball",)), catalogue())[0][2:]
    ('right', 'massage ball')
    """
    for muscle in catalogue.values():
        tool = tool_for(muscle, profile.tools)
        if tool is not None and muscle.spots:
            spot = next(iter(muscle.spots))
            return [FirstPress(muscle.name, spot, side, tool) for side in profile.sides]
    return []


def _are_names(tools: object) -> bool:
    return isinstance(tools, tuple) and all(isinstance(name, str) and name for name in tools)


def _is_rating(pain: object) -> bool:
    is_number = isinstance(pain, int | float) and not isinstance(pain, bool)
    return is_number and 0 <= pain <= 10  # type: ignore[operator] # a number by now

"""Muscles, their named spots, and tools."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from tracker.protocol.errors import InvalidRecord

View = Literal["front", "back"]


@dataclass(frozen=True)
class Spot:
    """A named place on a muscle, and where it is on the figure.

    Attributes
    ----------
    name : str
        Plain words, unique within the muscle.
    view : {"front", "back"}
        The side of the figure that shows it.
    x : float or None
        0 at the body's midline to 1 at the outer edge of the hip; the same for left and right.
        None on a spot that the person has not placed, which the figure leaves out.
    y : float or None
        0 at the lowest ribs (T12) to 1 at the soles, or None.
    find : str
        How to find it by feel.
    own : bool
        Whether the person added it.
    """

    name: str
    view: View = "back"
    x: float | None = None
    y: float | None = None
    find: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        _check_name("spot", self.name)
        if self.view not in get_args(View):
            raise InvalidRecord({"view": f"view must be front or back, not {self.view!r}."})
        for axis, place in (("x", self.x), ("y", self.y)):
            if place is not None and not 0 <= place <= 1:
                raise InvalidRecord({axis: f"{axis} must be a number from 0 to 1, not {place}."})


@dataclass(frozen=True)
class Tool:
    """Something to press with.

    Attributes
    ----------
    name : str
        Plain words.
    what : str
        What it is, in one sentence.
    why : str
        What its size or shape is good for.
    own : bool
        Whether the person added it.
    """

    name: str
    what: str = ""
    why: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        _check_name("tool", self.name)


@dataclass(frozen=True)
class Muscle:
    """One muscle: where it is, why it matters for sciatica, and how to press it.

    Attributes
    ----------
    name : str
        The plain name.
    group : str
        The part of the body it is listed under, such as "outer hip".
    where, why, how : str
        Where it lies; what it has to do with sciatica; how to lie or sit on the tool.
    tools : tuple of str
        Names of the tools that suit it, best first.
    needs : str
        Which kind of tool reaches it, worded to follow "needs".
    cautions : tuple of str
        What to mind here, one sentence each.
    referral : str
        Where a knot in it is often felt.
    aliases : tuple of str
        Other names it goes by.
    spots : mapping of str to Spot
        Its spots by name, in the order they are listed.
    own : bool
        Whether the person added it.
    """

    name: str
    group: str = "your own"
    where: str = ""
    why: str = ""
    how: str = ""
    tools: tuple[str, ...] = ()
    needs: str = "a tool that reaches it"
    cautions: tuple[str, ...] = ()
    referral: str = ""
    aliases: tuple[str, ...] = ()
    spots: Mapping[str, Spot] = field(default_factory=dict, hash=False)
    own: bool = False

    def __post_init__(self) -> None:
        _check_name("muscle", self.name)
        # A copy nobody else holds: the built-in catalogue is shared by everything in the process.
        object.__setattr__(self, "spots", MappingProxyType(dict(self.spots)))


def _check_name(field: str, name: str) -> None:
    if not name.strip():
        raise InvalidRecord({field: f"The name of a {field} must not be blank."})

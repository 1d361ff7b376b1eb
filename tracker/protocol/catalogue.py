"""The muscles people press for sciatica, their named spots, and the tools that reach them.

The words and places themselves are data, in `catalogue.toml` beside this file.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, Self, get_args

from tracker.protocol.errors import InvalidRecord

View = Literal["front", "back"]


class UnknownName(InvalidRecord, KeyError):
    """A muscle, spot or tool that is not in the catalogue.

    Attributes
    ----------
    field : str
        "muscle", "spot" or "tool".
    name : str
        What was asked for, as it was written.
    """

    def __init__(self, field: str, name: str, message: str) -> None:
        self.field = field
        self.name = name
        super().__init__({field: message})

    def __str__(self) -> str:
        # KeyError would show the sentence in quotation marks.
        return self.problems[self.field]


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
    cautions: tuple[str, ...] = ()
    referral: str = ""
    aliases: tuple[str, ...] = ()
    spots: Mapping[str, Spot] = field(default_factory=dict, hash=False)
    own: bool = False

    def __post_init__(self) -> None:
        _check_name("muscle", self.name)
        # A copy nobody else holds: the built-in catalogue is shared by everything in the process.
        object.__setattr__(self, "spots", MappingProxyType(dict(self.spots)))


class Catalogue(Mapping[str, Muscle]):
    """Muscles by their plain name, with the tools, the groups and where never to press.

    Looking up takes the plain name only; `canonical_muscle` turns what a person writes into it.

    Parameters
    ----------
    muscles : iterable of Muscle
    tools : iterable of Tool
    groups : iterable of str
        In the order to list them.
    do_not_press : iterable of str
        Sentences that hold for every muscle.

    Examples
    --------
    >>> list(catalogue()["piriformis"].spots)
    ['near the sacrum', 'middle of the buttock', 'behind the hip bone']
    """

    def __init__(
        self,
        muscles: Iterable[Muscle],
        tools: Iterable[Tool],
        groups: Iterable[str],
        do_not_press: Iterable[str],
    ) -> None:
        self._muscles = {muscle.name: muscle for muscle in muscles}
        self.tools: Mapping[str, Tool] = MappingProxyType({tool.name: tool for tool in tools})
        self.groups = tuple(groups)
        self.do_not_press = tuple(do_not_press)

    def __getitem__(self, name: str) -> Muscle:
        try:
            return self._muscles[name]
        except KeyError:
            raise _unknown("muscle", name, self._muscle_names) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._muscles)

    def __len__(self) -> int:
        return len(self._muscles)

    def canonical_muscle(self, name: str) -> str:
        """The plain name of a muscle, whatever its case, surrounding blanks or alias.

        Raises
        ------
        UnknownName
            No muscle goes by that name.

        Examples
        --------
        >>> catalogue().canonical_muscle(" QL ")
        'quadratus lumborum'
        """
        return _canonical("muscle", name, self._muscle_names)

    def canonical_spot(self, muscle: str, name: str) -> str:
        """The plain name of a spot of a muscle, whatever its case or surrounding blanks.

        Raises
        ------
        UnknownName
            No muscle, or no spot of that muscle, goes by that name.

        Examples
        --------
        >>> catalogue().canonical_spot("piriformis", "Near the sacrum")
        'near the sacrum'
        """
        plain = self.canonical_muscle(muscle)
        return _canonical("spot", name, _by_key(self[plain].spots), f" of {plain}")

    def canonical_tool(self, name: str) -> str:
        """The plain name of a tool, whatever its case or surrounding blanks.

        Raises
        ------
        UnknownName
            No tool goes by that name.

        Examples
        --------
        >>> catalogue().canonical_tool("Foam Roller")
        'foam roller'
        """
        return _canonical("tool", name, self._tool_names)

    def with_own(
        self,
        muscles: Iterable[Muscle] = (),
        spots: Iterable[tuple[str, Spot]] = (),
        tools: Iterable[Tool] = (),
    ) -> Self:
        """This catalogue with a person's own muscles, spots and tools, each flagged `own`.

        Parameters
        ----------
        muscles : iterable of Muscle
        spots : iterable of (str, Spot)
            Muscle name and spot; the muscle may be one of `muscles`.
        tools : iterable of Tool

        Returns
        -------
        Catalogue
            A new one; own entries follow the built-in ones.

        Raises
        ------
        UnknownName
            A spot is on a muscle that nobody has named.

        Notes
        -----
        A name that is already there is no error, so a diary merged from two devices always opens:
        a spot or tool takes the place of its namesake (whose place on the figure it keeps where it
        has none), and a muscle gives its namesake its spots.

        Examples
        --------
        >>> mine = catalogue().with_own(spots=[("piriformis", Spot("my knot", "back", 0.5, 0.24))])
        >>> mine["piriformis"].spots["my knot"].own
        True
        """
        grown = self
        for muscle in muscles:
            grown = grown._with_muscle(muscle)
        for muscle_name, spot in spots:
            grown = grown._with_spot(grown.canonical_muscle(muscle_name), spot)
        for tool in tools:
            grown = grown._with_tool(tool)
        return grown

    def _with_muscle(self, muscle: Muscle) -> Self:
        name = self._muscle_names.get(_key(muscle.name), _tidy(muscle.name))
        grown = self
        if name not in self:
            groups = dict.fromkeys([*self.groups, muscle.group])
            blank = replace(muscle, name=name, spots={}, own=True)
            grown = type(self)(
                [*self.values(), blank], self.tools.values(), groups, self.do_not_press
            )
        for spot in muscle.spots.values():
            grown = grown._with_spot(name, spot)
        return grown

    def _with_spot(self, muscle_name: str, spot: Spot) -> Self:
        muscle = self[muscle_name]
        name = _by_key(muscle.spots).get(_key(spot.name), _tidy(spot.name))
        spots = {**muscle.spots, name: _with_place_of(muscle.spots.get(name), spot, name)}
        muscles = {**self, muscle_name: replace(muscle, spots=spots)}
        return type(self)(muscles.values(), self.tools.values(), self.groups, self.do_not_press)

    def _with_tool(self, tool: Tool) -> Self:
        name = self._tool_names.get(_key(tool.name), _tidy(tool.name))
        tools = {**self.tools, name: replace(tool, name=name, own=True)}
        return type(self)(self.values(), tools.values(), self.groups, self.do_not_press)

    @cached_property
    def _muscle_names(self) -> dict[str, str]:
        names = _by_key(self)
        for muscle in self.values():
            for alias in muscle.aliases:
                names.setdefault(_key(alias), muscle.name)
        return names

    @cached_property
    def _tool_names(self) -> dict[str, str]:
        return _by_key(self.tools)


def _with_place_of(namesake: Spot | None, spot: Spot, name: str) -> Spot:
    own = replace(spot, name=name, own=True)
    if namesake is None or spot.x is not None:
        return own
    return replace(
        own, view=namesake.view, x=namesake.x, y=namesake.y, find=own.find or namesake.find
    )


@cache
def catalogue() -> Catalogue:
    """The built-in catalogue.

    Examples
    --------
    >>> catalogue()["psoas"].tools
    ('iliopsoas tool', 'hip-flexor ball')
    """
    text = files("tracker.protocol").joinpath("catalogue.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Catalogue(
        muscles=[_muscle(**entry) for entry in data["muscle"]],
        tools=[Tool(**entry) for entry in data["tool"]],
        groups=data["groups"],
        do_not_press=data["do_not_press"],
    )


def _muscle(*, spot: list[dict[str, Any]], **facts: Any) -> Muscle:
    frozen: dict[str, Any] = {
        key: tuple(fact) if isinstance(fact, list) else fact for key, fact in facts.items()
    }
    return Muscle(**frozen, spots={entry["name"]: Spot(**entry) for entry in spot})


def _check_name(field: str, name: str) -> None:
    if not name.strip():
        raise InvalidRecord({field: f"The name of a {field} must not be blank."})


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _key(name: str) -> str:
    return _tidy(name).casefold()


def _by_key(names: Iterable[str]) -> dict[str, str]:
    return {_key(name): name for name in names}


def _canonical(field: str, name: str, known: Mapping[str, str], owner: str = "") -> str:
    try:
        return known[_key(name)]
    except KeyError:
        raise _unknown(field, name, known, owner) from None


def _unknown(field: str, name: str, known: Mapping[str, str], owner: str = "") -> UnknownName:
    nearest = _nearest(_key(name), known)
    if nearest is not None:
        remedy = f"Did you mean {nearest!r}?"
    else:
        names = ", ".join(dict.fromkeys(known.values())) or "none yet"
        remedy = f"Known {field}s: {names}."
    return UnknownName(field, name, f"Unknown {field} {name!r}{owner}. {remedy}")


def _nearest(key: str, known: Mapping[str, str]) -> str | None:
    """The known name that `key` is most likely a slip of, or None."""
    matches = get_close_matches(key, known, n=1)
    if matches:
        return known[matches[0]]
    # "midle" is far from "middle of the buttock" as a whole, yet near its first word.
    size = len(key.split()) or 1
    phrases: dict[str, str] = {}
    for full, name in known.items():
        words = full.split()
        for start in range(len(words) - size + 1):
            phrases.setdefault(" ".join(words[start : start + size]), name)
    matches = get_close_matches(key, phrases, n=1, cutoff=0.7)
    return phrases[matches[0]] if matches else None

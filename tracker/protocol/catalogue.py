"""The muscles people press for sciatica, their named spots, and the tools that reach them.

The words and places themselves are data, in `catalogue.toml` beside this file.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Self

from tracker.protocol.matching import by_key, key_of, plain_name, tidy, unknown
from tracker.protocol.muscle import Muscle, Spot, Tool


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
            raise unknown("muscle", name, self._muscle_names) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._muscles)

    def __len__(self) -> int:
        return len(self._muscles)

    def canonical_muscle(self, name: str) -> str:
        """The plain name of a muscle, whatever its case, surrounding whitespace or alias.

        Raises
        ------
        UnknownName
            No muscle goes by that name.

        Examples
        --------
        >>> catalogue().canonical_muscle(" QL ")
        'quadratus lumborum'
        """
        return plain_name("muscle", name, self._muscle_names)

    def canonical_spot(self, muscle: str, name: str) -> str:
        """The plain name of a spot of a muscle, whatever its case or surrounding whitespace.

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
        return plain_name("spot", name, by_key(self[plain].spots), f" of {plain}")

    def canonical_tool(self, name: str) -> str:
        """The plain name of a tool, whatever its case or surrounding whitespace.

        Raises
        ------
        UnknownName
            No tool goes by that name.

        Examples
        --------
        >>> catalogue().canonical_tool("Foam Roller")
        'foam roller'
        """
        return plain_name("tool", name, self._tool_names)

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
        name = self._muscle_names.get(key_of(muscle.name), tidy(muscle.name))
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
        name = by_key(muscle.spots).get(key_of(spot.name), tidy(spot.name))
        spots = {**muscle.spots, name: _with_place_of(muscle.spots.get(name), spot, name)}
        muscles = {**self, muscle_name: replace(muscle, spots=spots)}
        return type(self)(muscles.values(), self.tools.values(), self.groups, self.do_not_press)

    def _with_tool(self, tool: Tool) -> Self:
        name = self._tool_names.get(key_of(tool.name), tidy(tool.name))
        tools = {**self.tools, name: replace(tool, name=name, own=True)}
        return type(self)(self.values(), tools.values(), self.groups, self.do_not_press)

    @cached_property
    def _muscle_names(self) -> dict[str, str]:
        names = by_key(self)
        for muscle in self.values():
            for alias in muscle.aliases:
                names.setdefault(key_of(alias), muscle.name)
        return names

    @cached_property
    def _tool_names(self) -> dict[str, str]:
        return by_key(self.tools)


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

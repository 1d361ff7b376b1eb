"""Which spots could a person press, and with what?"""

from collections.abc import Iterable, Sequence
from typing import Final, get_args

import pandas as pd

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.fields import Side
from tracker.relief import columns as c

SIDES: Final[tuple[str, ...]] = get_args(Side)
_COLUMNS: Final = [c.MUSCLE, c.SPOT, c.SIDE, c.TOOL]


def candidates(
    frame: pd.DataFrame, catalogue: Catalogue, tools: Iterable[str] | None = None
) -> pd.DataFrame:
    """List every spot within reach, left and right.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out. Read: ``muscle``, ``spot``, ``side``, ``tool``.
    catalogue : Catalogue
        With the person's own muscles, spots and tools.
    tools : iterable of str, optional
        The tools the person has; by default any.

    Returns
    -------
    DataFrame
        RangeIndex: ``muscle``, ``spot``, ``side`` and ``tool`` (str). In the order of the
        catalogue, then spots that only the diary knows; of the two sides, first the one that was
        pressed more often. The tool is the one pressed with most often on that muscle, else the
        one that suits it best; "" on a muscle of the person's own, never pressed, without a tool.

    Raises
    ------
    UnknownName
        A tool that is not in the catalogue.

    Notes
    -----
    A muscle is within reach with the tools the catalogue names for it, and with any that the
    person has pressed it with. A muscle that names none is within reach of every tool.
    """
    owned = None if tools is None else [catalogue.canonical_tool(name) for name in tools]
    pressed = frame[_COLUMNS].astype(str)
    sides = sorted(SIDES, key=lambda side: -int((pressed[c.SIDE] == side).sum()))
    spots = {muscle: list(catalogue[muscle].spots) for muscle in catalogue}
    for muscle, spot in sorted(set(zip(pressed[c.MUSCLE], pressed[c.SPOT], strict=True))):
        if spot not in spots.setdefault(muscle, []):
            spots[muscle].append(spot)
    used = {
        muscle: list(rows.groupby(rows).size().sort_values(ascending=False, kind="stable").index)
        for muscle, rows in pressed.groupby(c.MUSCLE)[c.TOOL]
    }
    tool = {
        muscle: _tool(
            catalogue[muscle].tools if muscle in catalogue else (), used.get(muscle, []), owned
        )
        for muscle in spots
    }
    return pd.DataFrame(
        [
            (muscle, spot, side, tool[muscle])
            for muscle in spots
            if tool[muscle] is not None
            for spot in spots[muscle]
            for side in sides
        ],
        columns=_COLUMNS,
        dtype=str,
    )


def _tool(suits: Sequence[str], used: Sequence[str], owned: Sequence[str] | None) -> str | None:
    """The tool for a muscle, or None where the person has none that reaches it."""
    reach = [*used, *suits]
    if owned is None:
        return next(iter(reach), "")
    return next((name for name in reach or owned if name in owned), None)

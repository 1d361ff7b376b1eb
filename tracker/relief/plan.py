"""Suggest what to press next: spots that helped, and one to explore."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.fields import Side
from tracker.protocol.muscle import Muscle
from tracker.protocol.profile import Profile, tool_for
from tracker.relief import columns as c
from tracker.relief.derive import shared
from tracker.relief.display import ShownAsTable, interval, points
from tracker.relief.pooling.nested import Fit
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled, pool, responders
from tracker.relief.safety import FLARED_UP, RESTING, spot_restrictions, stop_advice

SIDES: Final[tuple[str, ...]] = get_args(Side)
_COLUMNS: Final = [c.MUSCLE, c.SPOT, c.SIDE, c.TOOL]


def candidates(
    frame: pd.DataFrame,
    catalogue: Catalogue,
    tools: Iterable[str] | None = None,
    sides: Iterable[str] = (),
) -> pd.DataFrame:
    """List every spot within reach, left and right.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out. Read: ``muscle``, ``spot``, ``side``, ``tool``.
    catalogue : Catalogue
        With the person's own muscles, spots and tools.
    tools : iterable of str, optional
        The tools the person has; by default they have not said.
    sides : iterable of str
        The sides that hurt, where the person has said.

    Returns
    -------
    DataFrame
        RangeIndex: ``muscle``, ``spot``, ``side`` and ``tool`` (str). In the order of the
        catalogue, then spots that only the diary knows; of the two sides, first the one that hurts,
        then the one that was pressed more often. The tool is that of
        `tracker.protocol.profile.tool_for`: "" where it is not known which the person has.

    Raises
    ------
    UnknownName
        A tool that is not in the catalogue.

    Notes
    -----
    A muscle is within reach with the tools the catalogue names for it, and with any that the
    person has pressed it with. A muscle that names none is within reach of every tool; and where
    the tools are not said, every muscle is within reach.
    """
    hurting = set(sides)
    owned = None if tools is None else [catalogue.canonical_tool(name) for name in tools]
    pressed = frame[_COLUMNS].astype(str)
    ordered = sorted(
        SIDES, key=lambda side: (side not in hurting, -int((pressed[c.SIDE] == side).sum()))
    )
    spots = {muscle: list(catalogue[muscle].spots) for muscle in catalogue}
    for muscle, spot in sorted(set(zip(pressed[c.MUSCLE], pressed[c.SPOT], strict=True))):
        if spot not in spots.setdefault(muscle, []):
            spots[muscle].append(spot)
    used = {
        muscle: list(rows.groupby(rows).size().sort_values(ascending=False, kind="stable").index)
        for muscle, rows in pressed.groupby(c.MUSCLE)[c.TOOL]
    }
    tool = {
        muscle: tool_for(catalogue.get(muscle) or Muscle(muscle), owned, used.get(muscle, []))
        for muscle in spots
    }
    return pd.DataFrame(
        [
            (muscle, spot, side, tool[muscle])
            for muscle in spots
            if tool[muscle] is not None
            for spot in spots[muscle]
            for side in ordered
        ],
        columns=_COLUMNS,
        dtype=str,
    )


Method = Literal["optimistic", "thompson"]

REST_H: Final = 6.0
"""Hours that a spot rests after a press: the kit's own choice, not the protocol's."""

OPTIMISM_SD: Final = 1.28
"""How far above its mean a spot is judged; 9 in 10 of a normal distribution lie below."""

THOMPSON_SPREAD: Final = 0.5
"""The share of its distance from the mean that a draw keeps."""

MOST_HELPING: Final = 3
HELPS: Final = "helps"
EXPLORE: Final = "explore"

Reason = Literal[
    "best so far",
    "among the best so far",
    "helped so far",
    "promising, little tried",
    "promising, not tried",
    "promising, muscle not tried",
    "little tried",
    "not tried",
]
REASONS: Final[tuple[str, ...]] = get_args(Reason)
"""Why a spot is suggested; the last two where there are too few releases to compare spots."""

NothingLeft = Literal["side not said", "no tool reaches", "every spot rests", "none helped"]

COLUMNS: Final = (
    *SPOT_KEYS,
    c.TOOL,
    c.KIND,
    c.MEAN,
    c.LOW_80,
    c.HIGH_80,
    c.N_RATED,
    c.REASON,
    c.PRESS_LIGHTLY,
)

_KINDS: Final[dict[str, Any]] = {
    **dict.fromkeys((c.MEAN, c.LOW_80, c.HIGH_80), "float64"),
    c.N_RATED: "int64",
    c.REASON: pd.CategoricalDtype(list(REASONS)),
    c.PRESS_LIGHTLY: "bool",
}

_SCORE: Final = "score"


@dataclass(frozen=True, eq=False, repr=False)
class Plan(ShownAsTable):
    """What to press next.

    Attributes
    ----------
    suggestions : DataFrame
        See `plan`; empty where nothing is suggested.
    stop_advice : str
        The advice of the protocol's rule that forbids pressing for now; "" where none does.
    nothing_left : {"side not said", "no tool reaches", "every spot rests", "none helped"} or None
        Why there is no suggestion although no rule forbids pressing.
    rest_h : float
        Hours that a spot rests after a press.
    out_of_reach : mapping of str to tuple of str
        Which kind of tool the muscles need that none of the person's reaches -> those muscles.

    Notes
    -----
    `tracker.wording.plan` says all of it in sentences.
    """

    suggestions: pd.DataFrame
    stop_advice: str = ""
    nothing_left: NothingLeft | None = None
    rest_h: float = REST_H
    out_of_reach: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def _caption(self) -> str:
        if self.suggestions.empty:
            return f"Plan: no suggestion ({self.stop_advice or self.nothing_left})"
        return f"Plan: {len(self.suggestions)} suggested, the one to press first at the top"

    def _cells(self) -> pd.DataFrame:
        table = self.suggestions
        ranges = zip(table[c.LOW_80], table[c.HIGH_80], strict=True)
        lightly = table[c.PRESS_LIGHTLY].map({True: "; press lightly", False: ""})
        return pd.DataFrame(
            {
                **{key: table[key] for key in (c.SPOT, c.MUSCLE, c.SIDE, c.TOOL)},
                "points": table[c.MEAN].map(points),
                "80 % range": [interval(low, high) for low, high in ranges],
                c.N: table[c.N_RATED].astype("str"),
                c.REASON: table[c.REASON].astype("str") + lightly.astype("str"),
            }
        )


def plan(
    frame: pd.DataFrame,
    *,
    now: datetime,
    catalogue: Catalogue,
    profile: Profile | None = None,
    check_ins: pd.DataFrame | None = None,
    screenings: pd.DataFrame | None = None,
    method: Method = "optimistic",
    rest_h: float = REST_H,
    rng: np.random.Generator | None = None,
) -> Plan:
    """Suggest up to three spots that helped, and one to explore.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    now : datetime
        With its zone.
    catalogue : Catalogue
        With the person's own muscles, spots and tools.
    profile : Profile, optional
        What the person says of themselves. Until they name their tools, none is suggested for a
        muscle that was not pressed yet; until they name the side that hurts, it is that of the
        latest check-in which names one; spots are compared at their usual pain, see `pool`.
    check_ins : DataFrame, optional
        Check-ins as the diary hands them out, for the red flags and the side of the latest.
    screenings : DataFrame, optional
        Screenings as the diary hands them out, for the same.
    method : {"optimistic", "thompson"}
        How spots are put in order: by mean + 1.28 sd of their pooled relief; or by one joint draw
        of all means, each at half its distance from the mean, which differs with `rng`.
    rest_h : float
        Hours that a spot rests after a press.
    rng : Generator, optional
        For "thompson"; by default one with a fixed seed.

    Returns
    -------
    Plan
        Its suggestions have ``muscle``, ``spot``, ``side``, ``tool`` (str; see `candidates`),
        ``kind`` (str: "helps", or "explore"), ``mean``, ``low_80``, ``high_80`` (float64, points:
        pooled relief and its 80 % interval, NaN before the first fit), ``n_rated`` (int64),
        ``reason`` (category: one of `REASONS`) and ``press_lightly`` (bool: pain rose at another
        spot of the muscle). The one to press first comes first. RangeIndex.

    Raises
    ------
    ValueError
        ``now`` without a zone, an unknown method, ``rest_h`` below 0.
    UnknownName
        A tool that is not in the catalogue.

    Notes
    -----
    A spot "helps" with 5 rated releases or more, an 80 % interval above 0 and a plain average
    above 0. One to explore has fewer releases: the most hopeful, by the same order. Of spots alike
    in every figure, the first in the catalogue is taken, on the side that hurts, else the one
    pressed more often. Of a diary without a release it is taken on each side that hurts, and
    nothing is suggested until that is said.

    Left out are spots pressed within `rest_h`; spots whose last rated release left a large rise
    that lingered (other spots of that muscle stay, with the caution to press more lightly); and
    spots whose rise was not rated again yet, for a day. Nothing at all is suggested after red
    flags, or a rise that was still there a day later.

    The figures are of uncontrolled relief: pain also eases by itself, on every spot alike. The
    order learns quickly what to press; it does not show that a spot left untried is worse.

    References
    ----------
    Auer, Cesa-Bianchi & Fischer (2002), doi:10.1023/A:1013689704352, for judging by the upper end;
    Thompson (1933), doi:10.1093/biomet/25.3-4.285.
    """
    if now.tzinfo is None:
        raise ValueError(f"now must be a time with its zone, not {now.isoformat()}.")
    if method not in get_args(Method):
        raise ValueError(f"method must be optimistic or thompson, not {method!r}.")
    if not rest_h >= 0:
        raise ValueError(f"rest_h must be 0 hours or more, not {rest_h}.")
    derived = shared(frame).frame
    advice = stop_advice(derived, check_ins, screenings)
    if advice:
        return Plan(_no_suggestions(), advice, rest_h=rest_h)
    said = profile or Profile()
    hurting = said.sides or _side_of_latest(check_ins)
    within_reach = candidates(derived, catalogue, said.tools, hurting)
    if derived.empty and not hurting:
        return Plan(_no_suggestions(), nothing_left="side not said", rest_h=rest_h)
    out_of_reach = _out_of_reach(within_reach, catalogue)
    pooled = pool(derived, untried=within_reach, usual_pain=said.usual_pain)
    scored = within_reach.merge(_scored(pooled, method, rng), on=SPOT_KEYS, how="left")
    restrictions = spot_restrictions(derived, now=pd.Timestamp(now), rest_h=rest_h)
    free = _unrestricted(scored, restrictions)
    chosen = _chosen(free, len(hurting) if derived.empty else 1)
    if chosen.empty:
        nothing_left = _why_nothing(within_reach, free)
        return Plan(
            _no_suggestions(), nothing_left=nothing_left, rest_h=rest_h, out_of_reach=out_of_reach
        )
    suggestions = chosen.assign(**{c.REASON: _reasons(chosen, pooled.spots)})
    return Plan(suggestions[list(COLUMNS)], rest_h=rest_h, out_of_reach=out_of_reach)


def _side_of_latest(check_ins: pd.DataFrame | None) -> tuple[str, ...]:
    """The side that hurt at the latest check-in which names one."""
    if check_ins is None or c.SIDE not in check_ins:
        return ()
    named = check_ins.sort_values(c.AT)[c.SIDE].dropna().astype(str)
    side: Any = named.iloc[-1] if len(named) else None
    return Profile(side).sides


def _out_of_reach(within_reach: pd.DataFrame, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Which kind of tool is wanting, and for which muscles."""
    reached = set(within_reach[c.MUSCLE])
    needs: dict[str, tuple[str, ...]] = {}
    for muscle in catalogue.values():
        if muscle.spots and muscle.name not in reached:
            needs[muscle.needs] = (*needs.get(muscle.needs, ()), muscle.name)
    return needs


def _scored(pooled: Pooled, method: Method, rng: np.random.Generator | None) -> pd.DataFrame:
    # The model numbers the spots by name.
    by_name = pooled.spots.sort_values(SPOT_KEYS)
    score = np.nan if pooled.fit is None else scores(pooled.fit, method, rng)
    return by_name.assign(**{_SCORE: score})


def scores(
    fitted: Fit, method: Method = "optimistic", rng: np.random.Generator | None = None
) -> NDArray[np.float64]:
    """Score each leaf for the next press, in points, shape (leaves,).

    Parameters
    ----------
    fitted : Fit
    method, rng
        As in `plan`.
    """
    if method == "optimistic":
        return np.asarray(fitted.leaf_mean + OPTIMISM_SD * fitted.leaf_scale, dtype=np.float64)
    drawn = fitted.draws(rng or np.random.default_rng(0), 1)[0][0]
    return np.asarray(
        fitted.leaf_mean + THOMPSON_SPREAD * (drawn - fitted.leaf_mean), dtype=np.float64
    )


def _unrestricted(scored: pd.DataFrame, restrictions: pd.DataFrame) -> pd.DataFrame:
    """The spots without a restriction, with whether to press their muscle more lightly."""
    marked = scored.merge(restrictions, on=SPOT_KEYS, how="left")
    blocked = marked[[FLARED_UP, RESTING]].eq(True).any(axis=1)
    flared_up = restrictions.loc[restrictions[FLARED_UP], c.MUSCLE]
    return marked.assign(**{c.PRESS_LIGHTLY: marked[c.MUSCLE].isin(flared_up)})[~blocked]


def _chosen(free: pd.DataFrame, most_to_explore: int) -> pd.DataFrame:
    # Sums taken in another order differ in the last bit, which must not decide a tie.
    order = free[_SCORE].round(9).sort_values(ascending=False, kind="stable").index
    ordered = free.loc[order].reset_index(drop=True)
    helping = ordered[responders(ordered)].head(MOST_HELPING)
    hopeful = ordered[~ordered[c.ENOUGH] & ~(ordered[c.MEAN].round(1) <= 0)].head(most_to_explore)
    chosen = pd.concat(
        [helping.assign(**{c.KIND: HELPS}), hopeful.assign(**{c.KIND: EXPLORE})]
    ).sort_index()
    return chosen.reset_index(drop=True)


def _reasons(chosen: pd.DataFrame, spots: pd.DataFrame) -> "pd.Categorical[Any]":
    """Why each spot is chosen; "best" is said only of the best set."""
    enough, tried = chosen[c.ENOUGH], chosen[c.N_RATED] > 0
    is_best, is_alone = chosen[c.IN_BEST_SET], int(spots[c.IN_BEST_SET].sum()) == 1
    is_compared = chosen[c.MEAN].notna()
    muscles = spots.loc[spots[c.N_RATED] > 0, c.MUSCLE]
    nearby = is_compared & chosen[c.MUSCLE].isin(muscles)
    code = np.select(
        [is_best & is_alone, is_best, enough, is_compared & tried, nearby, is_compared, tried],
        range(7),
        7,
    )
    return pd.Categorical.from_codes(code, pd.Index(REASONS))


def _why_nothing(within_reach: pd.DataFrame, free: pd.DataFrame) -> NothingLeft:
    if within_reach.empty:
        return "no tool reaches"
    return "every spot rests" if free.empty else "none helped"


def _no_suggestions() -> pd.DataFrame:
    empty = pd.DataFrame(columns=list(COLUMNS), index=pd.RangeIndex(0))
    return empty.astype({name: _KINDS.get(name, "str") for name in COLUMNS})

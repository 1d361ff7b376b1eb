"""Sort spots and muscles into those that give clear relief, those that give less, and the rest."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Key = TypeVar("Key", bound=Hashable)

Gives = Literal["clear relief", "some relief", "less", "pain rose", "still open", "not enough yet"]
GIVES: Final[tuple[str, ...]] = get_args(Gives)
"""What a spot or a muscle gives, as `what_each_gives` says it."""
CLEAR, SOME, LESS, ROSE, OPEN, NOT_ENOUGH = GIVES

MARK_SHARE: Final = 0.3
"""The share of the pain before from which relief counts as clear."""

LEAST_MARK: Final = 1.0
"""Points below which relief is never called clear, however low the pain before."""

MOST_FALSE: Final = 0.05
"""The share of wrong names that a set may be expected to hold."""

NAMED_FROM: Final = 0.90
"""The chance that each member of a set needs."""

KEPT_FROM: Final = 0.80
"""The chance from which a name that was given once is not withdrawn."""

MOST_FALSE_AT_0: Final = 0.025
NAMED_FROM_AT_0: Final = 0.975
"""The same against 0, where most spots lie: at .05 and .90 one diary in ten names one falsely."""

BEST_FROM: Final = 0.90
"""The chance with which the best set holds the best."""

_SETTLED_AT: Final = 1.28
"""How many standard errors from the mark leave a doubt of 1 in 10."""


def clear_mark(reference_pain: float) -> float:
    """Give the points from which relief is called clear: 30 % of the pain before, at least 1.

    Examples
    --------
    >>> clear_mark(6.0), clear_mark(2.5)
    (1.8, 1.0)
    """
    return max(LEAST_MARK, round(MARK_SHARE * reference_pain, 9))


def front(chance: Array, most_false: float = MOST_FALSE, least: float = NAMED_FROM) -> Flags:
    """Mark the longest front of the sure ones, shape (K,).

    Sorted from the surest down, members are taken while each is `least` sure or more and their
    expected share of wrong names, the mean of 1 - chance, is `most_false` or less.

    Examples
    --------
    >>> front(np.array([0.99, 0.5, 0.91])).tolist()
    [True, False, True]
    >>> front(np.array([0.91, 0.91])).tolist()
    [False, False]
    """
    order = np.argsort(-chance, kind="stable")
    sure = chance[order]
    wrong = np.cumsum(1 - sure) / np.arange(1, len(sure) + 1)
    # Both grow worse from member to member, so that whoever passes belongs to the front.
    passes = (wrong <= most_false + 1e-12) & (sure >= least - 1e-12)
    members = np.zeros(len(chance), dtype=bool)
    members[order[passes]] = True
    return members


def answer_columns(
    table: pd.DataFrame, draws: Array, compared: Flags, sigma: float, *, differ: bool
) -> "dict[str, pd.Series[Any]]":
    """Give the columns ``gives``, ``n_more`` and ``in_best_set`` of a table of estimates.

    Parameters
    ----------
    table : DataFrame
        RangeIndex, with ``n_rated``, ``mean``, ``mark``, ``p_clear``, ``p_fell`` and
        ``conflicts_with_data``.
    draws : array, shape (draws, K)
        Joint draws of the means.
    compared : array of bool, shape (K,)
    sigma : float
        Standard deviation of the residuals, in points.
    differ : bool
        Whether the model believes that spots differ at all.
    """
    gives = what_each_gives(table[c.P_CLEAR].to_numpy(), table[c.P_FELL].to_numpy(), compared)
    n_more = releases_to_settle(
        table[c.MEAN].to_numpy(),
        table[c.N_RATED].to_numpy(dtype=float),
        mark=table[c.MARK].to_numpy(),
        sigma=sigma,
        least=c.MIN_RELEASES,
    )
    is_open = np.isin(gives, (SOME, OPEN, NOT_ENOUGH)) & ~table[c.CONFLICTS_WITH_DATA]
    return {
        c.GIVES: pd.Series(gives, dtype="str"),
        c.N_MORE: pd.Series(n_more).where(is_open),
        c.IN_BEST_SET: pd.Series(best_set(draws, compared, differ=differ)),
    }


def what_each_gives(p_clear: Array, p_fell: Array, compared: Flags) -> NDArray[np.object_]:
    """Say what each spot, or each muscle, gives.

    Parameters
    ----------
    p_clear, p_fell : array, shape (K,)
        The chance that its mean relief is above the mark of `clear_mark`, and above 0.
    compared : array of bool, shape (K,)
        Whether it has five rated releases or more and its estimate does not conflict with them.

    Returns
    -------
    array of str, shape (K,)
        With theta its mean relief, c the mark, and a front as in `front`:

        - "clear relief": in the front of P(theta > c) at .05 and .90;
        - "pain rose": in the front of P(theta < 0) at .025 and .975;
        - "less": in the front of P(theta < c) at .05 and .90;
        - "some relief": in the front of P(theta > 0) at .025 and .975: whether it is clear relief
          is open;
        - "still open": none of these;
        - "not enough yet": not compared.

        The first that holds is said.
    """
    said = np.full(len(compared), NOT_ENOUGH, dtype=object)
    clear, fell = p_clear[compared], p_fell[compared]
    at_0 = (MOST_FALSE_AT_0, NAMED_FROM_AT_0)
    said[compared] = np.select(
        [front(clear), front(1 - fell, *at_0), front(1 - clear), front(fell, *at_0)],
        [CLEAR, ROSE, LESS, SOME],
        OPEN,
    )
    return said


def releases_to_settle(
    mean: Array, n: Array, *, mark: float | Array, sigma: float, least: int
) -> Array:
    """Guess how many more releases would settle on which side of the mark each lies, shape (K,).

    About (1.28 sigma / \\|theta - c\\|)^2 - n, rounded up and at least 1: so many leave a doubt of
    1 in 10 if the mean stays where it is. With fewer than `least` releases, at least as many as
    are missing. Infinite where the mean lies on the mark.

    Examples
    --------
    >>> releases_to_settle(np.array([1.5]), np.array([5.0]), mark=1.8, sigma=1.2, least=5).tolist()
    [22.0]
    """
    with np.errstate(divide="ignore"):
        needed = (_SETTLED_AT * sigma / np.abs(mean - mark)) ** 2
    return np.maximum(np.ceil(np.maximum(needed, least) - n), 1.0)


def best_set(draws: Array, compared: Flags, *, differ: bool) -> Flags:
    """Mark the smallest set that holds the best with a chance of .90 or more, shape (K,).

    Parameters
    ----------
    draws : array, shape (draws, K)
        Joint draws of the means.
    compared : array of bool, shape (K,)
        Among which the best is looked for.
    differ : bool
        Whether the model believes that spots differ at all.

    Returns
    -------
    array of bool, shape (K,)
        None where spots do not differ, or the set would be more than half of those compared.
    """
    members = np.zeros(len(compared), dtype=bool)
    among = np.flatnonzero(compared)
    if not differ or len(among) < 2:
        return members
    firsts = np.bincount(draws[:, among].argmax(axis=1), minlength=len(among)) / len(draws)
    order = np.argsort(-firsts, kind="stable")
    size = int(np.searchsorted(np.cumsum(firsts[order]), BEST_FROM - 1e-12)) + 1
    if 2 * size <= len(among):
        members[among[order[:size]]] = True
    return members


@dataclass(frozen=True)
class Look:
    """What an earlier state of the diary said.

    Attributes
    ----------
    p_clear : dict
        By key of a spot or muscle, the chance that it gives clear relief; only of those compared.
    named : set
        The keys of those that were named as giving it.
    """

    p_clear: dict[Hashable, float]
    named: set[Hashable]


def still_named(candidates: Iterable[Key], earlier: Iterable[Look]) -> set[Key]:
    """Find which candidates keep a name given before: it is withdrawn only under .80.

    Parameters
    ----------
    candidates : iterable
        Keys of those that are .80 sure or more now, but would not be named afresh.
    earlier : iterable of Look
        From the latest back; only as many are made as it takes to decide.

    Returns
    -------
    set
        Those that an earlier look named, and that no look since then found under .80.
    """
    undecided, kept = set(candidates), set()
    looks = iter(earlier)
    while undecided:
        look = next(looks, None)
        if look is None:
            break
        undecided = {key for key in undecided if look.p_clear.get(key, 0.0) >= KEPT_FROM}
        kept |= undecided & look.named
        undecided -= kept
    return kept

"""Randomize which of the two arms comes first in each pair."""

import numpy as np
import pandas as pd

from tracker.relief import columns as c

Arms = tuple[str, str]

Coin = np.random.Generator
"""The random generator that decides which of the two comes first."""


def plan_blocks(n_pairs: int, rng: np.random.Generator, arms: Arms = ("A", "B")) -> pd.DataFrame:
    """Draw which of the two comes first in each pair.

    Parameters
    ----------
    n_pairs : int
        How many pairs to press, fixed beforehand.
    rng : Generator
        The coin.
    arms : tuple of str
        What is compared, such as two tools.

    Returns
    -------
    DataFrame
        One row per release to come, in the order to press, RangeIndex: ``pair`` (int64, from 1),
        ``order`` (int64, 1 or 2 within the pair) and ``arm`` (str).

    Raises
    ------
    ValueError
        No pair, or arms that are not two different names.

    Notes
    -----
    The coin is what makes the test honest: it, and nothing else, decides which release of a pair
    meets the better hour. So pain that drifts, or good and bad days, cannot pass for a difference.
    It needs enough time between the two for the first not to change the second.

    Examples
    --------
    >>> plan_blocks(2, np.random.default_rng(5), ("foam roller", "massage ball"))
       pair  order           arm
    0     1      1  massage ball
    1     1      2   foam roller
    2     2      1  massage ball
    3     2      2   foam roller
    """
    check_pairs("n_pairs", n_pairs)
    check_arms(arms)
    second_first = rng.integers(0, 2, n_pairs)
    return pd.DataFrame(
        {
            c.PAIR: np.repeat(np.arange(1, n_pairs + 1), 2),
            c.ORDER: np.tile([1, 2], n_pairs),
            c.ARM: np.array(arms)[np.column_stack([second_first, 1 - second_first]).ravel()],
        }
    ).astype({c.PAIR: "int64", c.ORDER: "int64", c.ARM: "str"})


def draw_order(n_pairs: int, coin: Coin | None = None) -> tuple[str, ...]:
    """Draw the order of each pair, as an experiment's record keeps it.

    Parameters
    ----------
    n_pairs : int
    coin : Generator, optional
        By default a new one, which nobody can foresee.

    Returns
    -------
    tuple of str
        "AB" or "BA" for each pair.

    Raises
    ------
    ValueError
        No pair.

    Examples
    --------
    >>> draw_order(3, np.random.default_rng(5))
    ('BA', 'BA', 'AB')
    """
    arms = plan_blocks(n_pairs, coin or np.random.default_rng())[c.ARM].to_list()
    return tuple(first + second for first, second in zip(arms[::2], arms[1::2], strict=True))


def next_arm(design: pd.DataFrame, done: int) -> str | None:
    """Give the arm to press next, or None at the end.

    Parameters
    ----------
    design : DataFrame
        From `plan_blocks`.
    done : int
        Releases of the experiment pressed so far.

    Raises
    ------
    ValueError
        A number below 0.
    """
    if done < 0:
        raise ValueError(f"done must be 0 or more releases, not {done}.")
    return None if done >= len(design) else str(design[c.ARM].iloc[done])


def check_pairs(name: str, n_pairs: int) -> None:
    """Refuse fewer than one pair, naming the argument that says so.

    Raises
    ------
    ValueError
        `n_pairs` is below 1.
    """
    if n_pairs < 1:
        raise ValueError(f"{name} must be 1 or more, not {n_pairs}.")


def check_arms(arms: Arms) -> None:
    """Refuse arms that are not two different names.

    Raises
    ------
    ValueError
        They are alike, not two, or one is blank.
    """
    if len(set(arms)) != 2 or not all(arm.strip() for arm in arms):
        raise ValueError(f"arms must be two different names, not {arms!r}.")

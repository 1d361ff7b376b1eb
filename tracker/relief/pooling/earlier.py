"""Look at the diary as it stood at the end of earlier days, so that no name comes and goes."""

from collections.abc import Callable, Hashable, Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.pooling.nested import Fit
from tracker.relief.pooling.sets import (
    CLEAR,
    KEPT_FROM,
    OPEN,
    SOME,
    Look,
    still_named,
    what_each_gives,
)

Array = NDArray[np.float64]
Refit = Callable[[pd.Timestamp], Fit | None]
"""Fits the model to the rated releases up to the end of a day."""

DAYS_BACK: Final = 20
"""How many earlier days with a release are looked at again, at most."""

_DRAWS: Final = 4000


def keep_names(
    table: pd.DataFrame,
    keys: list[str],
    *,
    spots: pd.DataFrame,
    place: NDArray[np.int64],
    day: "pd.Series[pd.Timestamp]",
    refit: Refit,
) -> pd.DataFrame:
    """Let those keep "clear relief" that were named so before and never fell under .80 since.

    Parameters
    ----------
    table : DataFrame
        Spots, muscles or sides, with ``p_clear``, ``mark``, ``gives`` and ``n_more``.
    keys : list of str
        The columns that name a row.
    spots : DataFrame
        ``muscle``, ``spot``, ``side`` of the model's leaves, in their order.
    place : array of int, shape (n,)
        The leaf of each rated release.
    day : Series of datetime64, shape (n,)
        Its local day.
    refit : function
        Takes the last day whose releases the model is fitted to.
    """
    is_open = table[c.GIVES].isin((SOME, OPEN)) & (table[c.P_CLEAR] >= KEPT_FROM)
    candidates = _keys(table[is_open], keys)
    if not candidates:
        return table
    kept = still_named(candidates, _looks(table, keys, spots, place, day, refit))
    keeps = np.array([key in kept for key in _keys(table, keys)], dtype=bool)
    gives, n_more = table[c.GIVES].mask(keeps, CLEAR), table[c.N_MORE].mask(keeps)
    return table.assign(**{c.GIVES: gives, c.N_MORE: n_more})


def _looks(
    table: pd.DataFrame,
    keys: list[str],
    spots: pd.DataFrame,
    place: NDArray[np.int64],
    day: "pd.Series[pd.Timestamp]",
    refit: Refit,
) -> Iterator[Look]:
    """What the diary said at the end of each earlier day, from the latest back."""
    mark, whole = table[c.MARK].to_numpy(dtype=float), whole_of_spots(spots, table, keys)
    names = _keys(table, keys)
    for earlier in day.drop_duplicates().sort_values(ascending=False).iloc[1 : DAYS_BACK + 1]:
        fitted = refit(earlier)
        if fitted is None:
            return
        n = np.bincount(place[(day <= earlier).to_numpy()], minlength=len(spots))
        shares = shares_of(whole, n)
        draws = fitted.draws(np.random.default_rng(0), _DRAWS)[0] @ shares
        p_clear = (draws > mark).mean(axis=0)
        compared = n @ (shares > 0) >= c.MIN_RELEASES
        named = what_each_gives(p_clear, np.ones(len(p_clear)), compared) == CLEAR
        rows = list(zip(names, p_clear, compared, named, strict=True))
        yield Look(
            {key: float(p) for key, p, is_compared, _ in rows if is_compared},
            {key for key, _, _, is_named in rows if is_named},
        )


def whole_of_spots(spots: pd.DataFrame, wholes: pd.DataFrame, keys: list[str]) -> NDArray[np.int64]:
    """Give which of the muscles, or sides, each spot is of, shape (spots,).

    Parameters
    ----------
    spots, wholes : DataFrame
        With the columns `keys`; each spot is of one whole, and each whole has a spot.
    """
    places = pd.MultiIndex.from_frame(spots[keys])
    whole = pd.MultiIndex.from_frame(wholes[keys]).get_indexer(places)
    return np.asarray(whole, dtype=np.int64)


def shares_of(whole: NDArray[np.int64], n: NDArray[np.int64]) -> Array:
    """Give how much each spot counts for its muscle or side, shape (spots, wholes): as pressed.

    Parameters
    ----------
    whole : array of int, shape (spots,)
        As `whole_of_spots` gives it.
    n : array of int, shape (spots,)
        The rated releases of each spot.
    """
    # What was never rated takes its spots alike; the tiny weight is nothing beside a release.
    weight = n + 1e-9
    shares = np.zeros((len(whole), whole.max(initial=-1) + 1))
    shares[np.arange(len(whole)), whole] = weight
    return np.asarray(shares / shares.sum(axis=0), dtype=np.float64)


def _keys(table: pd.DataFrame, keys: list[str]) -> list[Hashable]:
    return list(table[keys].itertuples(index=False, name=None))

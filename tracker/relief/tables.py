"""Summarise relief by spot, muscle, side, tool, pressure, time of day and week."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from tracker.relief import columns as c
from tracker.relief.derive import Derived, Groups, compact, shared
from tracker.relief.intervals import WEAK, t_interval
from tracker.relief.tally import Tally


def summary(derived: pd.DataFrame, groups: "list[pd.Series[Any]]") -> pd.DataFrame:
    """Summarise relief for given groups.

    Parameters
    ----------
    derived : DataFrame
        Releases with the columns of `derive`.
    groups : list of Series
        Named and aligned with `derived`; releases alike in all of them are one group.

    Returns
    -------
    DataFrame
        One row per group that occurs, RangeIndex, in no order to rely on: the groups as columns,
        then ``columns.MEASURES``, explained at `by`.
    """
    keys = pd.concat(groups, axis=1)
    number = keys.groupby(list(keys), observed=True, dropna=False, sort=False).ngroup()
    numbered = compact(np.asarray(number, dtype=np.int64))
    first = keys.take(numbered.first).reset_index(drop=True)
    return _summary(shared(derived), numbered, first)


def _summary(of: Derived, groups: Groups, first: pd.DataFrame) -> pd.DataFrame:
    names = (c.RELIEF, c.RELIEF_30S, c.RELIEF_AFTER, c.RELIEF_SHARE)
    relief, by_30s, after, share = (Tally.of(groups, *of.values(name)) for name in names)
    mean = relief.mean()
    low, high = (
        limit.to_numpy()
        for limit in t_interval(
            pd.Series(mean), pd.Series(relief.sd()), pd.Series(relief.n), prior=WEAK
        )
    )
    outcome = of.frame[c.OUTCOME]
    moved, stopped = (
        groups.sums(np.asarray(outcome == name, dtype=np.float64)).astype("int64")
        for name in (c.MOVED, c.STOPPED)
    )
    return pd.DataFrame(
        {
            **dict(first),
            c.N: groups.sizes(),
            c.N_RATED: relief.n,
            c.MEAN_RELIEF: mean,
            c.LOW: low,
            c.HIGH: high,
            c.MEDIAN_RELIEF: relief.median(),
            c.MEAN_RELIEF_30S: by_30s.mean(),
            c.MEDIAN_RELIEF_30S: by_30s.median(),
            c.MEAN_RELIEF_AFTER: after.mean(),
            c.MEDIAN_RELIEF_AFTER: after.median(),
            c.SHARE_2_POINTS: relief.share(c.POINTS),
            c.SHARE_30_PERCENT: share.share(c.SHARES[0]),
            c.SHARE_50_PERCENT: share.share(c.SHARES[1]),
            c.MOVED: moved,
            c.STOPPED: stopped,
            c.ENOUGH: relief.n >= c.MIN_RELEASES,
        }
    )


def by(frame: pd.DataFrame, keys: str | Sequence[str]) -> pd.DataFrame:
    """Summarise relief for each group of releases: each tool, each muscle and side, each week.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    keys : str or sequence of str
        Columns of the frame, or those that `derive` adds, that make the groups.

    Returns
    -------
    DataFrame
        One row per group that occurs, RangeIndex. First the key columns, with the frame's dtypes;
        then ``n`` (int64, releases), ``n_rated`` (int64, with a primary relief), ``mean_relief``,
        ``low``, ``high`` (float64, points: average primary relief and its 95 % t interval),
        ``median_relief``, ``mean_relief_30s``, ``median_relief_30s``, ``mean_relief_after``,
        ``median_relief_after`` (float64, points), ``share_2_points``, ``share_30_percent``,
        ``share_50_percent`` (float64, 0-1), ``moved``, ``stopped`` (int64, releases) and
        ``enough`` (bool, n_rated of 5 or more).

        Row order: where a key has an order of its own (an ordered category, a number, a day, a
        week), that order, then the other keys by name. Otherwise enough first, then
        ``mean_relief`` from high to low, ties by name. Order of the frame's rows never matters.

    Raises
    ------
    ValueError
        No key, or a key that is not a column.

    Notes
    -----
    Primary relief is relief when the press ended; for a moved release, on leaving (see `derive`).
    ``mean_relief_after`` has no moved releases in it and so flatters spots that are often left.
    Shares are of the rated releases; the percentages leave out those that began at pain 0, which
    cannot fall. A group without any such value has NaN.

    A release whose text or category key is missing is in the group "not noted", which follows the
    others of an ordered category. Nothing is dropped.

    The interval is plain: not pooled, not adjusted for starting pain, NaN under 2 rated. A weak
    prior on the scatter (`WEAK`) gives ratings that all agree a range too. Groups
    under 5 are "not enough yet": shown, never ranked. None of it shows what pressing caused: pain
    also eases by itself, and spots pressed on worse days have further to fall.

    References
    ----------
    Thresholds: Farrar 2001, doi:10.1016/S0304-3959(01)00349-9; Dworkin 2008,
    doi:10.1016/j.jpain.2007.09.005; borrowed from studies over weeks.

    Examples
    --------
    >>> releases = pd.DataFrame({
    ...     "started_at": pd.to_datetime(["2026-11-09T18:00Z"] * 3), "started_at_offset": 0,
    ...     "tool": ["massage ball", "massage ball", "foam roller"],
    ...     "pain_before": 6.0, "pain_30s": [4.0, 5.0, 6.0],
    ...     "pain_after": [3.0, 4.0, float("nan")], "outcome": ["held", "held", "moved"],
    ... })
    >>> by(releases, "tool")[["tool", "n", "mean_relief", "share_2_points", "moved", "enough"]]
               tool  n  mean_relief  share_2_points  moved  enough
    0  massage ball  2          2.5             1.0      0   False
    1   foam roller  1          0.0             0.0      1   False
    """
    of = shared(frame)
    names = _known(keys, of.frame)
    groups = of.groups(names)
    first = of.frame[names].iloc[groups.first].reset_index(drop=True)
    keyed = first.assign(**{name: _or_not_noted(first[name]) for name in names})
    return _in_order(_summary(of, groups, keyed), names)


def by_spot(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief by spot: ``muscle``, ``spot``, ``side``, then the columns and order of `by`."""
    return by(frame, (c.MUSCLE, c.SPOT, c.SIDE))


def by_muscle(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief by muscle: ``muscle``, then the columns and order of `by`."""
    return by(frame, c.MUSCLE)


def by_side(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief left and right: ``side``, then the columns and order of `by`."""
    return by(frame, c.SIDE)


def by_tool(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief by tool: ``tool``, then the columns and order of `by`."""
    return by(frame, c.TOOL)


def by_pressure(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief by pressure: ``pressure`` from light to firm, then "not noted"; columns of `by`."""
    return by(frame, c.PRESSURE)


def by_time_of_day(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief by time of day: ``time_of_day`` from night to evening, local; columns of `by`.

    Releases whose time of day is not known are left out.
    """
    derived = shared(frame).frame
    return by(derived[derived[c.TIME_OF_DAY].notna()], c.TIME_OF_DAY)


def by_week(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief week by week: ``week``, ``week_start``, earliest first; columns of `by`.

    A week without a press has no row. Which spots were pressed differs between weeks, and that
    alone can move the average: it is not adjusted for.
    """
    return by(frame, (c.WEEK, c.WEEK_START))


def by_muscle_and_week(frame: pd.DataFrame) -> pd.DataFrame:
    """Relief of each muscle week by week: ``muscle``, ``week``, ``week_start``; columns of `by`.

    Earliest week first, muscles by name within it; a muscle not pressed in a week has no row.
    """
    return by(frame, (c.MUSCLE, c.WEEK, c.WEEK_START))


def _known(keys: str | Sequence[str], derived: pd.DataFrame) -> list[str]:
    names = [keys] if isinstance(keys, str) else list(dict.fromkeys(keys))
    if not names:
        raise ValueError("keys must name at least one column, such as 'tool'.")
    for name in names:
        if name not in derived.columns:
            near = get_close_matches(name, list(derived.columns), n=1)
            hint = f"Did you mean {near[0]!r}?" if near else "See derive(frame).columns."
            raise ValueError(f"Unknown column {name!r}. {hint}")
    return names


def _or_not_noted(key: "pd.Series[Any]") -> "pd.Series[Any]":
    if isinstance(key.dtype, pd.CategoricalDtype):
        if not key.hasnans:
            return key
        if c.NOT_NOTED not in key.cat.categories:
            key = key.cat.add_categories([c.NOT_NOTED])
        return key.fillna(c.NOT_NOTED)
    if types.is_string_dtype(key.dtype) or types.is_object_dtype(key.dtype):
        return key.fillna(c.NOT_NOTED)
    return key


def _in_order(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    placed = [name for name in names if _has_an_order(table[name])]
    plain = [name for name in names if name not in placed]
    ranks = table[placed].assign(**{name: table[name].astype("str") for name in plain})
    if placed:
        order = ranks.sort_values([*placed, *plain])
    else:
        ranks[c.ENOUGH] = table[c.ENOUGH]
        # Sums taken in another order differ in the last bit, which must not decide a tie.
        ranks[c.MEAN_RELIEF] = table[c.MEAN_RELIEF].round(9)
        order = ranks.sort_values(
            [c.ENOUGH, c.MEAN_RELIEF, *plain], ascending=[False, False, *(True for _ in plain)]
        )
    return table.loc[order.index].reset_index(drop=True)


def _has_an_order(key: "pd.Series[Any]") -> bool:
    if isinstance(key.dtype, pd.CategoricalDtype):
        return bool(key.dtype.ordered)
    if key.name == c.WEEK:
        return True
    return not (
        types.is_string_dtype(key.dtype)
        or types.is_object_dtype(key.dtype)
        or types.is_bool_dtype(key.dtype)
    )

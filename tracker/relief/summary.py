"""How much relief did each group of releases have?"""

from typing import Any

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.interval import t_interval


def summary(derived: pd.DataFrame, groups: "list[pd.Series[Any]]") -> pd.DataFrame:
    """Sum up relief for groups that are already made.

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
    relief, share = derived[c.RELIEF], derived[c.RELIEF_SHARE]
    values = pd.DataFrame(
        {
            c.RELIEF: relief,
            c.RELIEF_30S: derived[c.RELIEF_30S],
            c.RELIEF_AFTER: derived[c.RELIEF_AFTER],
            c.SHARE_2_POINTS: _reached(relief, c.POINTS),
            c.SHARE_30_PERCENT: _reached(share, c.SHARES[0]),
            c.SHARE_50_PERCENT: _reached(share, c.SHARES[1]),
            c.MOVED: derived[c.OUTCOME] == c.MOVED,
            c.STOPPED: derived[c.OUTCOME] == c.STOPPED,
        }
    )
    grouped = values.groupby(number)
    mean, n_rated = grouped.mean(), grouped[c.RELIEF].count()
    median = grouped[[c.RELIEF, c.RELIEF_30S, c.RELIEF_AFTER]].median()
    low, high = t_interval(mean[c.RELIEF], grouped[c.RELIEF].std(), n_rated)
    first = ~number.duplicated()
    return pd.DataFrame(
        {
            **dict(keys[first].set_axis(number[first], axis="index")),
            c.N: grouped.size(),
            c.N_RATED: n_rated,
            c.MEAN_RELIEF: mean[c.RELIEF],
            c.LOW: low,
            c.HIGH: high,
            c.MEDIAN_RELIEF: median[c.RELIEF],
            c.MEAN_RELIEF_30S: mean[c.RELIEF_30S],
            c.MEDIAN_RELIEF_30S: median[c.RELIEF_30S],
            c.MEAN_RELIEF_AFTER: mean[c.RELIEF_AFTER],
            c.MEDIAN_RELIEF_AFTER: median[c.RELIEF_AFTER],
            c.SHARE_2_POINTS: mean[c.SHARE_2_POINTS],
            c.SHARE_30_PERCENT: mean[c.SHARE_30_PERCENT],
            c.SHARE_50_PERCENT: mean[c.SHARE_50_PERCENT],
            c.MOVED: grouped[c.MOVED].sum(),
            c.STOPPED: grouped[c.STOPPED].sum(),
            c.ENOUGH: n_rated >= c.MIN_RELEASES,
        }
    ).reset_index(drop=True)


def _reached(value: "pd.Series[float]", threshold: float) -> "pd.Series[float]":
    return (value >= threshold).astype("float64").where(value.notna())

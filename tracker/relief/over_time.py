"""Estimate the level of relief, and of the sciatica's pain, day by day."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.days import every_day, sciatica_by_day
from tracker.relief.intervals import WEAK
from tracker.relief.level import Level, local_level
from tracker.relief.pooling.adjust import adjusted_by_day
from tracker.relief.pooling.pool import LEVELS, Pooled


def over_time(
    frame: pd.DataFrame,
    *,
    muscle: str | None = None,
    spot: str | None = None,
    side: str | None = None,
    pooled: Pooled | None = None,
) -> pd.DataFrame:
    """Estimate the level of relief day by day, at like spots and like starting pain.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    muscle, spot, side : str, optional
        Which releases to follow; all by default.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already.

    Returns
    -------
    DataFrame
        One row per local day from the first to the last rated release, RangeIndex: ``day``
        (datetime64[us], midnight), ``mean`` (float64, points: the level of relief that day),
        ``low_80``, ``high_80``, ``low_95``, ``high_95`` (float64, points: where it likely lies)
        and ``n`` (int64, rated releases). Earliest first; no releases, no rows, and none in a gap
        of a year or more.

    Notes
    -----
    The line is the level of `local_level` under the daily averages of `spot_adjusted` relief, not
    those averages: single days scatter around it. Every day is drawn with the whole diary in mind,
    so past days still move a little as days are added. Days without a release carry the line on,
    with a wider band. With releases on one day only there is no band: NaN.

    Of simulated diaries of 84 days, the 95 % band held the true level on .99 of days where it was
    flat, .99 where it drifted by 2 points, .95 with a sudden change of 1.5 points and .94 where it
    wandered. In a diary of two weeks a sudden change is still smoothed over (.85).

    It shows when relief changed, not what changed it: pain also comes and goes by itself.
    """
    days = daily(*adjusted_by_day(frame, muscle=muscle, spot=spot, side=side, pooled=pooled))
    return c.with_weeks_of(_bands(days), frame)


def sciatica_over_time(check_ins: pd.DataFrame, site: str = "sciatica") -> pd.DataFrame:
    """Estimate the level of the sciatica's own pain day by day.

    Parameters
    ----------
    check_ins : DataFrame
        Check-ins as the diary hands them out.
    site : str
        The place of pain to follow.

    Returns
    -------
    DataFrame
        As `over_time`: ``day``, ``mean``, ``low_80``, ``high_80``, ``low_95``, ``high_95``
        (points of pain, 0-10; more is worse) and ``n`` (int64, ratings).

    Notes
    -----
    Days without a rating carry the line on as if they were days like those around them; people
    tend to rate on bad days. Near 0 or 10 the band may reach beyond the scale.
    """
    by_day = sciatica_by_day(check_ins, [site])
    days = fill_days(by_day[[c.DAY, c.PAIN, c.N]].set_axis([c.DAY, c.MEAN, c.N], axis=1))
    return c.with_weeks_of(_bands(days), check_ins)


def daily(day: "pd.Series[pd.Timestamp]", value: "pd.Series[float]") -> pd.DataFrame:
    """Average a value by day: ``day``, ``mean`` and ``n``, with days of 0 in between.

    Parameters
    ----------
    day : Series of datetime64
        Midnights.
    value : Series of float
        Aligned with `day`, none missing.
    """
    return fill_days(rated_days(day.to_numpy(), np.asarray(value, dtype=np.float64)))


def rated_days(day: "NDArray[np.datetime64]", value: NDArray[np.float64]) -> pd.DataFrame:
    """Average a value by day, as `daily`, without the days in between.

    Parameters
    ----------
    day : array of datetime64, shape (n,)
        Midnights.
    value : array, shape (n,)
        None missing.
    """
    days, mean, n = average_by_day(day, value)
    return pd.DataFrame({c.DAY: days, c.MEAN: mean, c.N: n})


def average_by_day(
    day: "NDArray[np.datetime64]", value: NDArray[np.float64]
) -> "tuple[NDArray[np.datetime64], NDArray[np.float64], NDArray[np.int64]]":
    """Average a value by day, as `rated_days`: the days, ascending, their averages and counts."""
    number, days = pd.factorize(day, sort=True)
    n = np.bincount(number, minlength=len(days))
    return days, np.bincount(number, value, minlength=len(days)) / n, n


def fill_days(table: pd.DataFrame) -> pd.DataFrame:
    """Add the days between to a table of ``day``, ``mean`` and ``n``, with n 0, as `daily` does."""
    if table.empty:
        return table
    every = every_day(table.set_index(c.DAY))
    return every.assign(**{c.N: every[c.N].fillna(0).astype("int64")}).reset_index()


def level_of(table: pd.DataFrame) -> Level:
    """Fit the level to a table of `daily`, which has values on two days or more."""
    number = (table[c.DAY] - table[c.DAY].iloc[0]) / pd.Timedelta(days=1)
    return local_level(number, table[c.MEAN], table[c.N], prior=WEAK)


def _bands(table: pd.DataFrame) -> pd.DataFrame:
    figures: dict[str, Any] = dict.fromkeys(LEVELS, np.nan)
    centre: Any = table[c.MEAN]
    if (table[c.N] > 0).sum() > 1:
        days = level_of(table).each_day()
        centre = days.weight @ days.centre
        figures = dict(zip(LEVELS, days.quantile(list(LEVELS.values())), strict=True))
    bands = table[[c.DAY]].assign(**{c.MEAN: centre}, **figures)
    return bands.astype(dict.fromkeys(LEVELS, "float64")).assign(**{c.N: table[c.N]})

"""List presses, count them and average the sciatica's pain by local day."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from tracker.protocol.check_in import PATH_SITES
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.derive import local_time, shared

LONG_GAP: Final = pd.Timedelta(days=365)
"""Days so far apart are not joined in what goes through time."""


def points(frame: pd.DataFrame) -> pd.DataFrame:
    """List every rated press with its local time and relief.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.

    Returns
    -------
    DataFrame
        One row per release with a primary relief, RangeIndex: ``muscle``, ``spot``, ``side``,
        ``local_time``, ``day`` (datetime64[us], local), ``relief``, ``pain_before`` (float64,
        points), ``outcome``. Rows as the presses happened, by started_at, then id.

    Notes
    -----
    A release without a primary relief (see `derive`) has no dot. After a flight west,
    ``local_time`` may run backwards from one row to the next.
    """
    of = shared(frame)
    columns = [c.MUSCLE, c.SPOT, c.SIDE, c.LOCAL_TIME, c.DAY, c.RELIEF, c.PAIN_BEFORE, c.OUTCOME]
    return (
        of.frame[columns].iloc[of.as_happened[of.is_rated[of.as_happened]]].reset_index(drop=True)
    )


def releases_by_day(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the presses of each day, the days without one included.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.

    Returns
    -------
    DataFrame
        One row per local day from the first to the last press, RangeIndex: ``day``
        (datetime64[us], midnight) and ``n`` (int64, releases, rated or not). Earliest first;
        no releases, no rows.

    Notes
    -----
    A 0 says that no press was logged that day, not that none was done.
    """
    of = shared(frame)
    groups = of.groups([c.DAY])
    days = pd.Index(of.frame[c.DAY].iloc[groups.first], name=c.DAY)
    counted = pd.Series(groups.sizes(), index=days, name=c.N).sort_index()
    if not counted.empty:
        counted = counted.asfreq("D", fill_value=0)
    return c.with_weeks_of(counted.reset_index(), frame)


def main_site(by_day: pd.DataFrame) -> str:
    """Name the place of pain that was rated on most days, of equals the first; "" where none was.

    Parameters
    ----------
    by_day : DataFrame
        From `sciatica_by_day`.
    """
    return "" if by_day.empty else str(by_day.groupby(c.SITE, observed=True).size().idxmax())


def every_day(by_day: pd.DataFrame) -> pd.DataFrame:
    """Add the days between as rows of NaN; none in a gap of `LONG_GAP` or more.

    Parameters
    ----------
    by_day : DataFrame
        Indexed by ascending days.
    """
    part = (by_day.index.to_series().diff() >= LONG_GAP).cumsum().to_numpy()
    parts = [rows.asfreq("D") for _, rows in by_day.groupby(part)]
    return pd.concat(parts).rename_axis(index=c.DAY)


def since_last_gap(
    noted: "pd.Series[pd.Timestamp]", *tables: tuple[pd.DataFrame, str]
) -> tuple[list[pd.DataFrame], tuple[pd.Timestamp, ...]]:
    """Cut tables to what follows the last gap of `LONG_GAP`: there, what goes through time begins.

    A mistyped year, or a diary that was laid aside for long, would else leave the days that
    matter a hair at the edge, and pass for the first days.

    Parameters
    ----------
    noted : Series of datetime64
        The days, or the Mondays, on which something was noted, in any order.
    *tables : tuple of DataFrame and str
        Each with its column of days or of Mondays.

    Returns
    -------
    list of DataFrame
        The tables from the week of the first day after the gap on.
    tuple of Timestamp
        The days noted before it, earliest first; none where no gap is so long.

    Examples
    --------
    >>> days = pd.to_datetime(["1926-09-01", "2026-09-01", "2026-09-02"]).to_frame(name="day")
    >>> (table,), left_out = since_last_gap(days["day"], (days, "day"))
    >>> len(table), left_out
    (2, (Timestamp('1926-09-01 00:00:00'),))
    """
    days = noted.dropna().drop_duplicates().sort_values(ignore_index=True)
    gaps = np.flatnonzero(days.diff() >= LONG_GAP)
    if not len(gaps):
        return [table for table, _ in tables], ()
    # A week begins up to six days before the first day in it.
    before = days[gaps[-1]] - pd.Timedelta(days=7)
    return [table[table[day] > before] for table, day in tables], tuple(days[: gaps[-1]])


def sciatica_by_day(check_ins: pd.DataFrame, sites: Sequence[str] = PATH_SITES) -> pd.DataFrame:
    """Average the pain of the sciatica itself by site and local day.

    Parameters
    ----------
    check_ins : DataFrame
        Check-ins as the diary hands them out. Read: ``at`` (datetime64, UTC), ``at_offset``
        (minutes east of UTC), ``site``, ``pain`` (points, 0-10).
    sites : sequence of str
        Which sites to show, in order; by default those along the sciatic nerve's path.

    Returns
    -------
    DataFrame
        One row per site and local day with a rating, RangeIndex: ``day`` (datetime64[us],
        midnight), ``site`` (ordered category, in the order of `sites`), ``pain`` (float64, points:
        the day's average) and ``n`` (int64, ratings). Rows by site, then day.

    Notes
    -----
    Sites are never averaged together: a mild foot does not dilute a bad back. Days without a
    rating have no row. Both sides of the body count to the same site. People tend to rate on bad
    days, so the average of rated days may be worse than the average day.
    """
    read = (c.AT, c.AT_OFFSET, c.SITE, c.PAIN)
    expect(check_ins, read, name="check_ins", source="diary.check_ins()")
    rated = check_ins[check_ins[c.SITE].isin(list(sites))].dropna(subset=[c.PAIN])
    keys: dict[str, Any] = {
        c.SITE: pd.Categorical(rated[c.SITE].astype("str"), list(sites), ordered=True),
        c.DAY: local_time(rated[c.AT], rated[c.AT_OFFSET]).dt.normalize(),
    }
    grouped = rated.assign(**keys).groupby(list(keys), observed=True)[c.PAIN]
    table = pd.DataFrame({c.PAIN: grouped.mean(), c.N: grouped.size()}).reset_index()
    return c.with_weeks_of(table[[c.DAY, c.SITE, c.PAIN, c.N]], check_ins)

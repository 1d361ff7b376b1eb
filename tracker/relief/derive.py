"""Derive each release's relief, and its local day, hour and week."""

from typing import Any

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.columns import expect

# 4.1 - 2.1 is 1.9999999999999996 in binary: unrounded, an imported decimal would miss a threshold.
_DECIMALS = 9

_READ = (c.STARTED_AT, c.STARTED_AT_OFFSET, c.PAIN_BEFORE, c.PAIN_30S, c.PAIN_AFTER, c.OUTCOME)


def derive(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that every table needs: relief, and the local day, hour and week.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out. Read: ``started_at`` (datetime64, UTC),
        ``started_at_offset`` (minutes east of UTC), ``time_known`` (bool, where there is such a
        column: whether the time of day is known), ``pain_before``, ``pain_30s``, ``pain_after``
        (points, 0-10) and ``outcome``.

    Returns
    -------
    DataFrame
        The same rows in the same order, with, after the columns that were there:
        ``relief_30s`` and ``relief_after`` (float64, points: before - then), ``relief`` (float64,
        points: the primary relief, when the press ended), ``relief_share`` (float64,
        relief / pain before), ``local_time`` and ``day`` (datetime64[us], naive, local; day is
        midnight), ``hour`` (Int64), ``time_of_day`` (ordered category: night 0-5, morning 6-11,
        afternoon 12-17, evening 18-23; both missing where the time of day is not known), ``week``
        (str, ISO, such as "2026-W46") and ``week_start`` (datetime64[us], its Monday). Deriving
        twice changes nothing.

    Raises
    ------
    TypeError
        No table, but for instance the diary itself.
    ValueError
        A table that lacks one of these columns, such as one of check-ins; or times without a
        zone.

    Notes
    -----
    The primary relief of a held or stopped release is ``relief_after``. A moved release has no
    "after", and is not missing at random: it was moved because pain did not fall, so leaving it
    out would flatter the worst spots. Its primary relief is the relief on leaving, ``relief_30s``.
    A rating that was skipped gives NaN, never 0. The share is NaN where pain before was 0.

    Pain also eases by itself: relief says what happened while pressing, not what pressing caused.

    Examples
    --------
    >>> releases = pd.DataFrame({
    ...     "started_at": pd.to_datetime(["2026-11-09T23:30Z", "2026-11-10T08:00Z"]),
    ...     "started_at_offset": [-300, -300],
    ...     "pain_before": [6.0, 5.0], "pain_30s": [5.0, 5.0], "pain_after": [3.0, float("nan")],
    ...     "outcome": ["held", "moved"],
    ... })
    >>> derive(releases)[["relief", "relief_share", "day", "hour", "time_of_day", "week"]]
       relief  relief_share        day  hour time_of_day      week
    0     3.0           0.5 2026-11-09    18     evening  2026-W46
    1     0.0           0.0 2026-11-10     3       night  2026-W46
    """
    expect(frame, _READ, name="frame", source="diary.releases()")
    before = frame[c.PAIN_BEFORE]
    relief_30s = (before - frame[c.PAIN_30S]).round(_DECIMALS)
    relief_after = (before - frame[c.PAIN_AFTER]).round(_DECIMALS)
    relief = relief_after.where(frame[c.OUTCOME] != c.MOVED, relief_30s)
    local = local_time(frame[c.STARTED_AT], frame[c.STARTED_AT_OFFSET])
    has_time = time_known(frame)
    day = local.dt.normalize()
    week_start = mondays(day)
    added: dict[str, pd.Series[Any]] = {
        c.RELIEF_30S: relief_30s,
        c.RELIEF_AFTER: relief_after,
        c.RELIEF: relief,
        c.RELIEF_SHARE: (relief / before.where(before > 0)).round(_DECIMALS),
        c.LOCAL_TIME: local,
        c.DAY: day,
        c.HOUR: local.dt.hour.astype("Int64").where(has_time),
        c.TIME_OF_DAY: _time_of_day(local).where(has_time),
        c.WEEK: _iso_week(week_start),
        c.WEEK_START: week_start,
    }
    return frame.assign(**added)


def local_time(
    moment: "pd.Series[pd.Timestamp]", offset: "pd.Series[int]"
) -> "pd.Series[pd.Timestamp]":
    """Convert moments to the local time where the person was.

    Parameters
    ----------
    moment : Series of datetime64, in UTC or any other zone
    offset : Series of int
        Minutes east of UTC at that moment, so an evening stays an evening after travel.

    Returns
    -------
    Series of datetime64[us], without a zone
        Aligned with `moment`. Between two zones, local times may run backwards.

    Raises
    ------
    ValueError
        The moments have no zone.
    """
    if moment.dt.tz is None:
        raise ValueError(
            f"{moment.name or 'moment'} must be times with their zone, and these have none; if "
            "they are in UTC, say so with .dt.tz_localize('UTC')."
        )
    # A frame may be shown in any zone: the offset counts from UTC.
    instant = moment.dt.tz_convert("UTC").dt.tz_localize(None)
    local = instant + pd.to_timedelta(offset.astype("int64"), unit="min")
    return local.astype("datetime64[us]")


def time_known(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each entry's time of day is known; all are, where no column says so."""
    if c.TIME_KNOWN not in frame.columns:
        return pd.Series(True, index=frame.index)
    return frame[c.TIME_KNOWN].fillna(True).astype("bool")


def mondays(day: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    """Give the Monday of each day's week; `day` holds local midnights."""
    return day - pd.to_timedelta(day.dt.day_of_week, unit="D")


def _time_of_day(local: "pd.Series[pd.Timestamp]") -> "pd.Series[Any]":
    quarter = (local.dt.hour // 6).to_numpy()
    named = pd.Categorical.from_codes(quarter, pd.Index(c.TIMES_OF_DAY), ordered=True)
    return pd.Series(named, index=local.index)


def _iso_week(week_start: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    # Text is slow to build, and a diary has few weeks: each is spelt once.
    codes, mondays = pd.factorize(week_start)
    spelt = pd.Index(pd.DatetimeIndex(mondays).strftime("%G-W%V"), dtype="str")
    return pd.Series(spelt.take(codes), index=week_start.index)

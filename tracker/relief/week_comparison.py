"""Compare a week's relief or pain with that of the weeks before."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from tracker.protocol.weeks import FirstWeekday, start_of_named_week
from tracker.relief import columns as c
from tracker.relief.days import sciatica_by_day
from tracker.relief.display import NOT_ENOUGH, ShownAsTable, figures, interval, points
from tracker.relief.over_time import daily
from tracker.relief.pooling.adjust import adjusted_by_day
from tracker.relief.pooling.pool import Pooled

MIN_DAYS: Final = 3
"""Active days that a week of the comparison needs."""

USUAL_WEEKS: Final = 8
"""How many weeks before say how much weeks differ when nothing changes."""

MIN_WEEKS: Final = 3
"""Weeks before, of three active days each, that this needs."""

# Ratings are whole points: n of them leave their average unsure by this over sqrt(n), agree or not.
_ROUNDING: Final = 12**-0.5


@dataclass(frozen=True, repr=False)
class WeekComparison(ShownAsTable):
    """A week compared with those before it, in points of relief or of pain.

    Attributes
    ----------
    week : str
        The ISO week of its Monday, such as "2026-W46".
    weeks_before : int
        How many weeks right before it are the other side, those with too few days included.
    mean, mean_before : float
        Average of the daily averages, and of the weeks' averages before, in points; NaN without a
        day.
    difference, low, high : float
        This week less those before, and its 95 % interval; NaN where it cannot be told.
    days, days_before : int
        Active days.
    n, n_before : int
        Releases or ratings.
    usual_weeks : int
        How many of the eight weeks before have three active days or more, and so say how much
        weeks differ.
    enough : bool
        Three active days or more on both sides, and three such weeks before; otherwise the figures
        are "not enough yet".
    first_weekday : {"monday", "saturday", "sunday"}
        The day on which weeks begin.
    """

    week: str
    weeks_before: int
    mean: float
    mean_before: float
    difference: float
    low: float
    high: float
    days: int
    days_before: int
    n: int
    n_before: int
    usual_weeks: int
    enough: bool
    first_weekday: FirstWeekday = "monday"

    @property
    def start(self) -> pd.Timestamp:
        """The first day of the week."""
        return _start_of(self.week, self.first_weekday)

    def _caption(self) -> str:
        return f"WeekComparison: {self.week} - weeks before: {self.weeks_before}"

    def _cells(self) -> pd.DataFrame:
        return figures(
            {
                "difference in points": points(self.difference),
                "95 % interval": interval(self.low, self.high) if self.enough else NOT_ENOUGH,
                "this week": _points_and_counts(self.mean, self.days, self.n),
                "before": _points_and_counts(self.mean_before, self.days_before, self.n_before),
            }
        )


def _points_and_counts(mean: float, days: int, n: int) -> str:
    return f"{points(mean)} ({days} days, n {n})"


def week_comparison(
    frame: pd.DataFrame, week: str, before: int = USUAL_WEEKS, *, pooled: Pooled | None = None
) -> WeekComparison:
    """Compare the relief of a week with that of the weeks before, at like spots.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not. Later weeks help to know the spots
        better; leave them out where an answer once given must stay.
    week : str
        ISO week, such as "2026-W46".
    before : int
        How many weeks right before it to compare with.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already.

    Returns
    -------
    WeekComparison
        In points of `spot_adjusted` relief; a positive difference is more relief this week.

    Raises
    ------
    ValueError
        A week that is not one, or fewer than one before.

    Notes
    -----
    Weeks are the units: good and bad days come in runs, so that the days of a week say too little
    of how much weeks differ by themselves. With the averages of the k weeks of the eight before
    that have three active days or more, and s their standard deviation, the interval of this week
    less the average of m of them is the prediction interval of one more week::

        difference +- t(k - 1) s sqrt(1 + 1 / m)

    A day counts once, as its average. Unadjusted, a week on better spots would pass for a better
    week. The interval does not say why the weeks differ.

    References
    ----------
    Prediction interval: Hahn & Meeker 1991, Statistical Intervals, doi:10.1002/9780470316771,
    section 4.7.
    """
    days = daily(*adjusted_by_day(frame, pooled=pooled))
    return _compared(days, week, before, c.first_weekday(frame))


def pain_week_comparison(
    check_ins: pd.DataFrame, week: str, before: int = USUAL_WEEKS, site: str = "sciatica"
) -> WeekComparison:
    """Compare the sciatica's own pain in a week with the weeks before.

    Parameters
    ----------
    check_ins : DataFrame
        Check-ins as the diary hands them out.
    week, before
        As in `week_comparison`.
    site : str
        The place of pain.

    Returns
    -------
    WeekComparison
        In points of pain (0-10); a positive difference is more pain this week.

    Raises
    ------
    ValueError
        A week that is not one, or fewer than one before.

    Notes
    -----
    As `week_comparison`. In simulated diaries whose pain came in runs of bad days (autocorrelation
    .6 to .8) and never changed, .05 to .06 of weeks were called different from the eight before,
    and .02 to .04 from the one before; Welch's interval over days called .19 to .32 so.
    """
    by_day = sciatica_by_day(check_ins, [site])
    by_day = by_day.rename(columns={c.PAIN: c.MEAN})
    return _compared(by_day, week, before, c.first_weekday(check_ins))


def _compared(table: pd.DataFrame, week: str, before: int, first: FirstWeekday) -> WeekComparison:
    start = _start_of(week, first)
    if before < 1:
        raise ValueError(f"before must be 1 week or more, not {before}.")
    this = _between(table, start, start + pd.Timedelta(weeks=1))
    earlier = _between(table, start - pd.Timedelta(weeks=before), start)
    usual = _whole_weeks(_between(table, start - pd.Timedelta(weeks=USUAL_WEEKS), start), start)
    compared = _whole_weeks(earlier, start)
    mean_before = float((earlier if compared.empty else compared)[c.MEAN].mean())
    difference = float(this[c.MEAN].mean()) - mean_before
    enough = len(this) >= MIN_DAYS and not compared.empty and len(usual) >= MIN_WEEKS
    margin = _margin(usual, len(compared)) if enough else np.nan
    return WeekComparison(
        week=week,
        weeks_before=before,
        mean=float(this[c.MEAN].mean()),
        mean_before=mean_before,
        difference=difference,
        low=difference - margin,
        high=difference + margin,
        days=len(this),
        days_before=len(earlier),
        n=int(this[c.N].sum()),
        n_before=int(earlier[c.N].sum()),
        usual_weeks=len(usual),
        enough=enough,
        first_weekday=first,
    )


def _whole_weeks(days: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Average the days of each week that has enough of them: ``mean`` and how many days, ``n``."""
    back = (start - days[c.DAY]).dt.days.add(6) // 7
    grouped = days.groupby(back)[c.MEAN]
    weeks = pd.DataFrame({c.MEAN: grouped.mean(), c.N: grouped.size()})
    return weeks[weeks[c.N] >= MIN_DAYS]


def _margin(usual: pd.DataFrame, compared: int) -> float:
    """Half the 95 % prediction interval of one more week less the average of those compared."""
    least = _ROUNDING / np.sqrt(usual[c.N].mean())
    s = max(float(usual[c.MEAN].std()), least)
    return float(stdtrit(len(usual) - 1, 0.975) * s * np.sqrt(1 + 1 / compared))


def _start_of(week: str, first: FirstWeekday) -> pd.Timestamp:
    try:
        return pd.Timestamp(start_of_named_week(week, first))
    except ValueError:
        raise ValueError(f"week must be an ISO week such as '2026-W46', not {week!r}.") from None


def _between(table: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    return table[(table[c.N] > 0) & (table[c.DAY] >= start) & (table[c.DAY] < end)]

"""Name the columns and thresholds of every table, and check that a table has them.

Units: pain in points of the 0-10 scale (NRS-11); relief = pain before - pain later, in the same
points, positive is better; shares from 0 to 1; days and weeks are local.

References
----------
Farrar et al. (2001), Pain 94:149-158, doi:10.1016/S0304-3959(01)00349-9, and
Dworkin et al. (2008), J Pain 9:105-121, doi:10.1016/j.jpain.2007.09.005, for the thresholds
``POINTS`` and ``SHARES``. Both come from studies of pain over weeks; here they are borrowed for
single presses, and every chart that shows them says so.
"""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from tracker.protocol.fields import NOTICEABLE_POINTS
from tracker.protocol.local_time import OFFSET
from tracker.protocol.weeks import FIRST_WEEKDAY, FirstWeekday
from tracker.protocol.weeks import first_weekday as read_first_weekday

# --- of a release, as the diary hands it out
ID: Final = "id"
STARTED_AT: Final = "started_at"
STARTED_AT_OFFSET: Final = STARTED_AT + OFFSET
MUSCLE: Final = "muscle"
SPOT: Final = "spot"
SIDE: Final = "side"
TOOL: Final = "tool"
PRESSURE: Final = "pressure"
PAIN_BEFORE: Final = "pain_before"
PAIN_30S: Final = "pain_30s"
PAIN_AFTER: Final = "pain_after"
OUTCOME: Final = "outcome"
TIME_KNOWN: Final = "time_known"
STAY_ASSIGNED: Final = "stay_assigned"
HELD_S: Final = "held_s"
PAIN_LATER: Final = "pain_later"
LATER_AT: Final = "later_at"
EXPERIMENT: Final = "experiment"
HELD: Final = "held"
MOVED: Final = "moved"
STOPPED: Final = "stopped"

# --- of a check-in
AT: Final = "at"
AT_OFFSET: Final = AT + OFFSET
SITE: Final = "site"
PAIN: Final = "pain"
ACTIVITIES: Final = "activities"
MEDICATION: Final = "medication"
RED_FLAGS: Final = "red_flags"

# --- of a screening
ANSWERED_AT: Final = "answered_at"
ASKED_BECAUSE: Final = "asked_because"
DISMISSED_AT: Final = "dismissed_at"
DOCTOR_AGREED_AT: Final = "doctor_agreed_at"

# --- added by derive
RELIEF: Final = "relief"
RELIEF_30S: Final = "relief_30s"
RELIEF_AFTER: Final = "relief_after"
RELIEF_SHARE: Final = "relief_share"
LOCAL_TIME: Final = "local_time"
DAY: Final = "day"
HOUR: Final = "hour"
TIME_OF_DAY: Final = "time_of_day"
WEEK: Final = "week"
WEEK_START: Final = "week_start"

# --- added by spot_adjusted
ADJUSTED: Final = "adjusted"

# --- of the 30-second rule
STAY_WEIGHT: Final = "stay_weight"
BY_30S: Final = "by_30s"
HOW: Final = "how"

# --- of the tables
N: Final = "n"
N_RATED: Final = "n_rated"
MEAN_RELIEF: Final = "mean_relief"
LOW: Final = "low"
HIGH: Final = "high"
MEDIAN_RELIEF: Final = "median_relief"
MEAN_RELIEF_30S: Final = "mean_relief_30s"
MEDIAN_RELIEF_30S: Final = "median_relief_30s"
MEAN_RELIEF_AFTER: Final = "mean_relief_after"
MEDIAN_RELIEF_AFTER: Final = "median_relief_after"
SHARE_2_POINTS: Final = "share_2_points"
SHARE_30_PERCENT: Final = "share_30_percent"
SHARE_50_PERCENT: Final = "share_50_percent"
ENOUGH: Final = "enough"
MOMENT: Final = "moment"
MEAN_PAIN: Final = "mean_pain"

# --- of pooled estimates
MEAN: Final = "mean"
LOW_80: Final = "low_80"
HIGH_80: Final = "high_80"
LOW_95: Final = "low_95"
HIGH_95: Final = "high_95"
P_MEAN_2: Final = "p_mean_2"
P_NEXT_2: Final = "p_next_2"
P_CLEAR: Final = "p_clear"
P_FELL: Final = "p_fell"
P_BEST: Final = "p_best"
MARK: Final = "mark"
GIVES: Final = "gives"
N_MORE: Final = "n_more"
IN_BEST_SET: Final = "in_best_set"
LEADS: Final = "leads"
PLAIN: Final = "plain"
CONFLICTS_WITH_DATA: Final = "conflicts_with_data"
REFERENCE_PAIN: Final = "reference_pain"

ESTIMATES: Final = (
    MEAN,
    LOW_80,
    HIGH_80,
    LOW_95,
    HIGH_95,
    P_MEAN_2,
    P_NEXT_2,
    P_CLEAR,
    P_FELL,
    P_BEST,
)
"""The columns of every pooled estimate, in order, between its counts and ``ENOUGH``."""

MEASURES: Final = (
    N,
    N_RATED,
    MEAN_RELIEF,
    LOW,
    HIGH,
    MEDIAN_RELIEF,
    MEAN_RELIEF_30S,
    MEDIAN_RELIEF_30S,
    MEAN_RELIEF_AFTER,
    MEDIAN_RELIEF_AFTER,
    SHARE_2_POINTS,
    SHARE_30_PERCENT,
    SHARE_50_PERCENT,
    MOVED,
    STOPPED,
    ENOUGH,
)
"""The columns of every table of groups, in order, after its key columns."""

# --- of the plan
KIND: Final = "kind"
REASON: Final = "reason"
PRESS_LIGHTLY: Final = "press_lightly"

# --- of experiments
PAIR: Final = "pair"
ORDER: Final = "order"
ARM: Final = "arm"
FIRST: Final = "first"
RELIEF_A: Final = "relief_a"
RELIEF_B: Final = "relief_b"
DIFFERENCE: Final = "difference"

# --- of factors
FACTOR: Final = "factor"
LEVEL: Final = "level"
COMPARED_WITH: Final = "compared_with"
WHAT: Final = "measures"
ESTIMATE: Final = "estimate"
N_LEVEL: Final = "n_level"
P: Final = "p"
NOTABLE: Final = "notable"
APART_IN_TIME: Final = "apart_in_time"

# --- of changes since the first weeks
WINDOW: Final = "window"
MEAN_FIRST: Final = "mean_first"
MEAN_LAST: Final = "mean_last"
N_FIRST: Final = "n_first"
N_LAST: Final = "n_last"
N_LEFT_OUT: Final = "n_left_out"
VERDICT: Final = "verdict"

# --- values
NOT_NOTED: Final = "not noted"
TIMES_OF_DAY: Final = ("night", "morning", "afternoon", "evening")
MOMENTS: Final = ("before", "30 s", "after")

# --- thresholds
MIN_RELEASES: Final = 5
POINTS: Final = float(NOTICEABLE_POINTS)
SHARES: Final = (0.30, 0.50)


def expect(table: pd.DataFrame, columns: Iterable[str], *, name: str, source: str) -> None:
    """Refuse what is not a table, or lacks a column, and name the call that gives it.

    Parameters
    ----------
    table : DataFrame
        What was handed in.
    columns : iterable of str
        The columns that are read.
    name : str
        What the argument is called.
    source : str
        The call that gives such a table.

    Raises
    ------
    TypeError
        It is no table.
    ValueError
        It lacks a column.

    Examples
    --------
    >>> expect(pd.DataFrame({"n": [1]}), ["day"], name="days", source="releases_by_day(releases)")
    Traceback (most recent call last):
    ...
    ValueError: days has no column 'day'; hand in what releases_by_day(releases) gives.
    """
    if not isinstance(table, pd.DataFrame):
        kind = type(table).__name__
        raise TypeError(f"{name} must be a table, not {kind}; hand in what {source} gives.")
    for column in columns:
        if column not in table.columns:
            raise ValueError(f"{name} has no column {column!r}; hand in what {source} gives.")


def first_weekday(frame: pd.DataFrame) -> FirstWeekday:
    """The day on which the weeks of a frame begin, as the diary that handed it out keeps it."""
    return read_first_weekday(frame.attrs.get(FIRST_WEEKDAY))


def with_weeks_of(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a table of days the first day of the week of the frame that it was made from."""
    return with_first_weekday(table, first_weekday(frame))


def with_first_weekday(table: pd.DataFrame, first: FirstWeekday) -> pd.DataFrame:
    """Let the weeks of a table begin on a day; the values stay as they are."""
    begun = table.copy(deep=False)
    begun.attrs[FIRST_WEEKDAY] = first
    return begun

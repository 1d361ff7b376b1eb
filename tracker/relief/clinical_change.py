"""Give the measures of one person's change that clinicians know: MDC, RCI and NAP."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from tracker.relief import columns as c
from tracker.relief.days import sciatica_by_day
from tracker.relief.derive import shared
from tracker.relief.pooling.pool import SPOT_KEYS

Z_95: Final = 1.96
_ONE_DAY: Final = pd.Timedelta(days=1)


@dataclass(frozen=True)
class MeasurementError:
    """How far ratings of one person scatter where nothing should have changed.

    Attributes
    ----------
    sem : float
        Standard error of measurement of one rating, in points; NaN where nothing is repeated.
    mdc_95 : float
        Minimal detectable change: the difference of two single ratings that 95 % of unchanged pairs
        do not exceed, in points.
    n : int
        Ratings that are repeated.
    freedom : int
        Degrees of freedom behind `sem`.
    """

    sem: float
    n: int
    freedom: int

    @property
    def mdc_95(self) -> float:
        """1.96 sqrt(2) SEM."""
        return Z_95 * float(np.sqrt(2)) * self.sem

    def mdc_of_means(self, n: int) -> float:
        """The same for the average of n ratings against a fixed value: 1.96 SEM / sqrt(n)."""
        return Z_95 * self.sem / float(np.sqrt(n))


def measurement_error(rating: ArrayLike, group: ArrayLike) -> MeasurementError:
    """Estimate the standard error of measurement from ratings repeated under like conditions.

    Parameters
    ----------
    rating : array, shape (n,)
        In points; NaN is left out.
    group : array, shape (n,)
        Ratings of one group are repetitions of each other.

    Notes
    -----
    SEM is the pooled standard deviation within groups; groups of one rating say nothing. It is that
    of this person, not of a study, and what truly changes within a group counts as error: the
    minimal detectable change is then rather too large than too small.

    References
    ----------
    Weir 2005, J Strength Cond Res 19:231-240; Haley & Fragala-Pinkham 2006, Phys Ther 86:735-743,
    for MDC = 1.96 sqrt(2) SEM.

    Examples
    --------
    >>> error = measurement_error([4, 6, 5, 5, 7], ["a", "a", "b", "b", "c"])
    >>> error.sem, round(error.mdc_95, 2), error.n
    (1.0, 2.77, 4)
    """
    table = pd.DataFrame({"rating": np.asarray(rating, dtype=float), "group": group}).dropna()
    size = table.groupby("group")["rating"].transform("size")
    repeated = table[size > 1]
    freedom = len(repeated) - repeated["group"].nunique()
    if not freedom:
        return MeasurementError(float("nan"), 0, 0)
    inner = repeated["rating"] - repeated.groupby("group")["rating"].transform("mean")
    return MeasurementError(float(np.sqrt((inner**2).sum() / freedom)), len(repeated), freedom)


def release_error(frame: pd.DataFrame) -> MeasurementError:
    """Estimate it for the pain at the end of a release: same spot, side and pain before.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    """
    derived = shared(frame).frame
    rated = derived[derived[c.RELIEF].notna()]
    group = rated.groupby([*SPOT_KEYS, c.PAIN_BEFORE], observed=True).ngroup()
    return measurement_error(rated[c.PAIN_BEFORE] - rated[c.RELIEF], group)


def sciatica_error(check_ins: pd.DataFrame, site: str = "sciatica") -> MeasurementError:
    """Estimate it for the sciatica's pain, from days that follow each other.

    Parameters
    ----------
    check_ins : DataFrame
        Check-ins as the diary hands them out.
    site : str
        The place of pain.

    Notes
    -----
    SEM is the root of half the mean square of successive differences, which a slow trend hardly
    touches; what changes from a day to the next counts as error.

    References
    ----------
    von Neumann et al. 1941, Ann Math Stat 12:153-162, doi:10.1214/aoms/1177731746.
    """
    by_day = sciatica_by_day(check_ins, [site])
    step = by_day[c.PAIN].diff()[by_day[c.DAY].diff() == _ONE_DAY]
    sem = float(np.sqrt((step**2).mean() / 2)) if len(step) else float("nan")
    return MeasurementError(sem, len(step) + 1 if len(step) else 0, len(step))


def reliable_change(before: float, after: float, sem: float) -> float:
    """Give the reliable change index; beyond 1.96 either way the change is called reliable.

    Parameters
    ----------
    before, after : float
        Two scores, in points. An average of several ratings is judged as if it were one, so the
        index is then too near 0 rather than too far from it.
    sem : float
        Standard error of measurement of a score. Where it is 0, because every rating was alike, the
        index is NaN: nothing is then known of the scatter.

    References
    ----------
    Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19, doi:10.1037/0022-006X.59.1.12.

    Examples
    --------
    >>> round(reliable_change(7.0, 4.0, sem=1.0), 2)
    -2.12
    """
    return (after - before) / (float(np.sqrt(2)) * sem) if sem else float("nan")


@dataclass(frozen=True)
class NonOverlap:
    """How far the days after a date lie below those before it.

    Attributes
    ----------
    nap : float
        Non-overlap of all pairs: the share of pairs of a day before and a day after in which the
        one after is lower, ties counting half; .5 is no difference. NaN where a side is empty.
    n_before, n_after : int
        Days.
    """

    nap: float
    n_before: int
    n_after: int


def non_overlap(before: ArrayLike, after: ArrayLike) -> NonOverlap:
    """Compare two series of which lower is better.

    Parameters
    ----------
    before, after : array
        Values in the order of time.

    Notes
    -----
    It has no interval here: days that are alike to their neighbours would make it too narrow. It
    does not show what made the difference, nor what was under way before. Tau-U would allow for a
    trend before, and can leave its own scale of -1 to 1 by it.

    References
    ----------
    Parker & Vannest 2009, Behav Ther 40:357-367, doi:10.1016/j.beth.2008.10.006.

    Examples
    --------
    >>> non_overlap([8, 7, 5, 7], [6, 5, 5, 3, 4])
    NonOverlap(nap=0.9, n_before=4, n_after=5)
    """
    first, last = (np.asarray(values, dtype=float) for values in (before, after))
    n = len(first), len(last)
    if not min(n):
        return NonOverlap(float("nan"), *n)
    # 1 where the day after is lower, -1 where it is higher.
    across = float(np.sign(first[:, None] - last[None, :]).mean())
    return NonOverlap((across + 1) / 2, *n)


def sciatica_non_overlap(
    check_ins: pd.DataFrame, since: date, site: str = "sciatica"
) -> NonOverlap:
    """Compare the sciatica's pain on the days from a date on with the days before it.

    Parameters
    ----------
    check_ins : DataFrame
        Check-ins as the diary hands them out.
    since : date
        The first day of the time after, such as the day something was begun.
    site : str
        The place of pain.
    """
    by_day = sciatica_by_day(check_ins, [site])
    later = by_day[c.DAY] >= pd.Timestamp(since)
    return non_overlap(by_day.loc[~later, c.PAIN], by_day.loc[later, c.PAIN])

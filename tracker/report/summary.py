"""The week in one sentence, and the sentence that follows it."""

from typing import Final, Literal

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.week_comparison import MIN_DAYS, WeekComparison
from tracker.report.alerts import Alert
from tracker.report.comparison import Comparison
from tracker.wording.numbers import counted, fall

Kind = Literal["full", "first", "quiet", "empty"]
"""A week among others, a person's first, one without a press, a diary without any entry."""

NOTHING_YET: Final = "Nothing is logged yet."
BEFORE_THE_FIRST: Final = "This week lies before the first entry."
START: Final = "Log a first release or a check-in, and your week shows here."
QUIET: Final = "A quiet week: nothing was logged."
QUIET_YET: Final = "Nothing is logged this week yet."
NO_PRESS: Final = "No releases this week"
NO_PRESS_YET: Final = "No releases this week yet"
_PLACES_NAMED: Final = 3
RATE: Final = "A check-in takes a few seconds, and lets two weeks be compared."


def week_kind(comparison: Comparison) -> Kind:
    """Tell a week among others from a first, a quiet and an empty one."""
    first = comparison.entries.first_day
    if first is None and not comparison.entries.screenings:
        return "empty"
    if not comparison.weeks[-1].n:
        return "quiet"
    return "first" if first is not None and first >= comparison.week.start else "full"


def headline(
    comparison: Comparison,
    kind: Kind,
    alerts: tuple[Alert, ...],
    *,
    has_entries: bool,
    is_complete: bool,
) -> str:
    """Say the week in one sentence, without a promise.

    Parameters
    ----------
    comparison : Comparison
    kind : {"full", "first", "quiet", "empty"}
    alerts : tuple of Alert
    has_entries : bool
        Whether the diary holds an entry at all, if only of a later week.
    is_complete : bool
        Whether the week is over.
    """
    if kind == "empty":
        return BEFORE_THE_FIRST if has_entries else NOTHING_YET
    if alerts and alerts[0].is_urgent:
        return "Something comes before pressing this week: please read this first."
    pain = _pain(comparison)
    if kind == "first":
        line = comparison.weeks[-1]
        return f"Your first week: {counted(line.n, 'release')} on {counted(line.days, 'day')}."
    if kind == "quiet":
        if pain:
            return f"{NO_PRESS if is_complete else NO_PRESS_YET}; your {pain}."
        press = NO_PRESS if is_complete else NO_PRESS_YET
        if others := _other_places(comparison):
            return f"{press}; {others}."
        if _has_screening(comparison):
            return f"{press}, and no check-ins."
        return QUIET if is_complete else QUIET_YET
    if pain:
        return f"Your {pain}."
    line = comparison.weeks[-1]
    return f"{counted(line.n, 'release')} on {counted(line.days, 'day')} this week.".capitalize()


def summary(
    comparison: Comparison, kind: Kind, alerts: tuple[Alert, ...], *, has_entries: bool
) -> str:
    """Say what else belongs to the headline: what followed the presses, or how to begin."""
    if kind == "empty":
        return "" if has_entries else START
    if kind == "quiet":
        is_urgent = bool(alerts) and alerts[0].is_urgent
        return "" if is_urgent or comparison.pain[0].n else RATE
    line = comparison.weeks[-1]
    if not line.n_rated:
        return "No release was rated, so nothing can be said about relief."
    days = comparison.relief[0].days
    if line.n_rated < c.MIN_RELEASES or days < MIN_DAYS or line.relief is None:
        return (
            f"Not enough yet to say what pressing went with: "
            f"{counted(line.n_rated, 'rated release')} on {counted(days, 'day')}."
        )
    return (
        f"After a press your pain was on average {fall(line.relief)} at like spots "
        f"and like starting pain{_likely(line.low, line.high)}, over "
        f"{counted(line.n_rated, 'rated release')}."
    )


def _other_places(comparison: Comparison) -> str:
    """Count the week's check-ins that its pain is not taken from, for they rate another place."""
    check_ins = comparison.entries.check_ins
    of_week = check_ins[check_ins[c.DAY] >= pd.Timestamp(comparison.week.start)]
    if of_week.empty:
        return ""
    places = of_week[c.SITE].astype(str).value_counts().index[:_PLACES_NAMED]
    return f"{counted(len(of_week), 'check-in')}, of other places ({', '.join(places)})"


def _has_screening(comparison: Comparison) -> bool:
    start = comparison.week.start
    return any(one.answered_at.date() >= start for one in comparison.entries.screenings)


def _pain(comparison: Comparison) -> str:
    last = comparison.pain[0]
    if not last.n:
        return ""
    sentence = f"{comparison.site} pain averaged {last.mean:.1f} of 10"
    if last.enough:
        return f"{sentence}, {_against_last_week(last)}"
    if min(last.days, last.days_before) >= MIN_DAYS:
        return f"{sentence}, {last.mean_before:.1f} the week before"
    return sentence


def _against_last_week(weeks: WeekComparison) -> str:
    before = f"{weeks.mean_before:.1f} the week before"
    if weeks.low <= 0 <= weeks.high:
        return f"no clear change from {before}"
    return f"{'down' if weeks.difference < 0 else 'up'} from {before}"


def _likely(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    if low < 0 < high:
        return f" (likely between {-low:.1f} higher and {high:.1f} lower)"
    near, far = sorted((abs(low), abs(high)))
    return f" (likely between {near:.1f} and {far:.1f})"

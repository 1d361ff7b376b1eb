"""What is the week in one sentence, and what else belongs to it?"""

from typing import Final

from tracker.relief import columns as c
from tracker.relief.week_comparison import MIN_DAYS, WeekComparison
from tracker.report.comparison import Comparison
from tracker.report.values import Alert, Kind
from tracker.wording.numbers import counted

NOTHING_YET: Final = "Nothing is logged yet."
BEFORE_THE_FIRST: Final = "This week lies before the first entry."
START: Final = "Log a first release or a check-in, and your week shows here."
QUIET: Final = "A quiet week: nothing was logged."
QUIET_YET: Final = "Nothing is logged this week yet."
NO_PRESS: Final = "No releases this week"
NO_PRESS_YET: Final = "No releases this week yet"
RATE: Final = "A check-in takes a few seconds, and lets two weeks be compared."


def kind_of(seen: Comparison) -> Kind:
    """Tell a week among others from a first, a quiet and an empty one."""
    first = seen.entries.first_day
    if first is None and not seen.entries.screenings:
        return "empty"
    if not seen.weeks[-1].n:
        return "quiet"
    return "first" if first is not None and first >= seen.week.monday else "full"


def headline(
    seen: Comparison, kind: Kind, alerts: tuple[Alert, ...], *, anything: bool, complete: bool
) -> str:
    """Say the week in one sentence, without a promise.

    Parameters
    ----------
    seen : Seen
    kind : {"full", "first", "quiet", "empty"}
    alerts : tuple of Alert
    anything : bool
        Whether the diary holds an entry at all, if only of a later week.
    complete : bool
        Whether the week is over.
    """
    if kind == "empty":
        return BEFORE_THE_FIRST if anything else NOTHING_YET
    if alerts and alerts[0].urgent:
        return "Something comes before pressing this week: please read this first."
    pain = _pain(seen)
    if kind == "first":
        line = seen.weeks[-1]
        return f"Your first week: {counted(line.n, 'release')} on {counted(line.days, 'day')}."
    if kind == "quiet":
        if pain:
            return f"{NO_PRESS if complete else NO_PRESS_YET}; your {pain}."
        return QUIET if complete else QUIET_YET
    if pain:
        return f"Your {pain}."
    line = seen.weeks[-1]
    return f"{counted(line.n, 'release')} on {counted(line.days, 'day')} this week.".capitalize()


def summary(seen: Comparison, kind: Kind, alerts: tuple[Alert, ...], *, anything: bool) -> str:
    """Say what else belongs to the headline: what followed the presses, or how to begin."""
    if kind == "empty":
        return "" if anything else START
    if kind == "quiet":
        urgent = bool(alerts) and alerts[0].urgent
        return "" if urgent or seen.pain[0].n else RATE
    line = seen.weeks[-1]
    if not line.n_rated:
        return "No release was rated, so nothing can be said about relief."
    days = seen.relief[0].days
    if line.n_rated < c.MIN_RELEASES or days < MIN_DAYS or line.relief is None:
        return (
            f"Not enough yet to say what pressing went with: "
            f"{counted(line.n_rated, 'rated release')} on {counted(days, 'day')}."
        )
    return (
        f"After a press your pain was on average {_way(line.relief)} at like spots and like "
        f"starting pain{_range(line.low, line.high)}, over "
        f"{counted(line.n_rated, 'rated release')}."
    )


def _pain(seen: Comparison) -> str:
    last = seen.pain[0]
    if not last.n:
        return ""
    said = f"{seen.site} pain averaged {last.mean:.1f} of 10"
    return f"{said}, {_beside(last)}" if last.enough else said


def _beside(weeks: WeekComparison) -> str:
    before = f"{weeks.mean_before:.1f} the week before"
    if weeks.low <= 0 <= weeks.high:
        return f"no clear change from {before}"
    return f"{'down' if weeks.difference < 0 else 'up'} from {before}"


def _way(points: float) -> str:
    size = f"{abs(points):.1f}"
    if size == "0.0":
        return "about the same"
    return f"{size} points {'lower' if points > 0 else 'higher'}"


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    if low < 0 < high:
        return f" (likely between {-low:.1f} higher and {high:.1f} lower)"
    near, far = sorted((abs(low), abs(high)))
    return f" (likely between {near:.1f} and {far:.1f})"

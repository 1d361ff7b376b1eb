"""How does the week stand beside the last, and beside the four before?"""

from typing import Literal

from tracker.relief.week_comparison import WeekComparison
from tracker.report.comparison import FOUR, Comparison
from tracker.report.entries import within
from tracker.report.values import Measure
from tracker.report.week_counts import indices, known
from tracker.wording.numbers import counted


def measures(seen: Comparison) -> tuple[Measure, ...]:
    """Give the five figures of a week, in the order of the page."""
    return (_pain(seen), _bothersomeness(seen), _releases(seen), _days(seen), _relief(seen))


def _pain(seen: Comparison) -> Measure:
    last, four = seen.pain
    line = seen.weeks[-1]
    ratings = counted(last.n, "rating")
    return Measure(
        "pain",
        f"{seen.site.capitalize()} pain",
        "0 to 10, average of the days rated",
        line.pain,
        known(last.mean_before),
        known(four.mean_before),
        None,
        None,
        f"{ratings} on {counted(last.days, 'day')}" if last.n else "not rated this week",
        _compared(last),
        _compared(four),
        "lower",
        1,
        tuple(week.pain for week in seen.weeks),
    )


def _relief(seen: Comparison) -> Measure:
    last, four = seen.relief
    line = seen.weeks[-1]
    return Measure(
        "relief",
        "Relief after a press",
        "points of 10, at like spots and starting pain",
        line.relief,
        known(last.mean_before),
        known(four.mean_before),
        line.low,
        line.high,
        f"{counted(last.n, 'rated release')} on {counted(last.days, 'day')}"
        if last.n
        else "none rated this week",
        _compared(last),
        _compared(four),
        "higher",
        1,
        tuple(week.relief for week in seen.weeks),
    )


def _bothersomeness(seen: Comparison) -> Measure:
    history = tuple(week.bothersomeness for week in seen.weeks)
    asked = len(indices(within(seen.entries.check_ins, seen.week)))
    return _plain(
        "bothersomeness",
        "Bothersomeness",
        "0 to 24, Sciatica Bothersomeness Index",
        history,
        _mean([value for value in history[-1 - FOUR : -1] if value is not None]),
        f"answered {'once' if asked == 1 else f'{asked} times'}" if asked else "not answered",
        "lower",
        0 if all(value is None or value == int(value) for value in history[-2:]) else 1,
    )


def _releases(seen: Comparison) -> Measure:
    line = seen.weeks[-1]
    return _plain(
        "releases",
        "Releases",
        "presses logged",
        _since_the_first(seen, [float(week.n) for week in seen.weeks]),
        None,
        f"{line.n_rated} of {line.n} rated" if line.n else "none logged",
        "",
        0,
    )


def _days(seen: Comparison) -> Measure:
    days = seen.weeks[-1].days
    return _plain(
        "days",
        "Days active",
        "days with a release, of 7",
        _since_the_first(seen, [float(week.days) for week in seen.weeks]),
        None,
        ("every day" if days == 7 else f"{7 - days} without") if days else "none",
        "",
        0,
    )


def _plain(
    key: str,
    name: str,
    scale: str,
    history: tuple[float | None, ...],
    before: float | None,
    n: str,
    better: Literal["lower", "higher", ""],
    decimals: int,
) -> Measure:
    """Make a measure that is compared as it stands, without an interval."""
    earlier = [value for value in history[-1 - FOUR : -1] if value is not None]
    before = _mean(earlier) if before is None else before
    this, last = history[-1], history[-2]
    return Measure(
        key,
        name,
        scale,
        this,
        last,
        before,
        None,
        None,
        n,
        _step(this, last, better, decimals),
        _step(this, before, better, 1),
        better,
        decimals,
        history,
    )


def _since_the_first(seen: Comparison, values: list[float]) -> tuple[float | None, ...]:
    """Leave out the weeks before the first entry: nobody was counting then."""
    first = seen.entries.first_day
    return tuple(
        value if first is not None and line.week.sunday >= first else None
        for value, line in zip(values, seen.weeks, strict=True)
    )


def _compared(weeks: WeekComparison) -> str:
    if not weeks.enough:
        return "too few days to compare" if weeks.days and weeks.days_before else ""
    size = f"{abs(weeks.difference):.1f}"
    if size == "0.0":
        return "about the same"
    way = "lower" if weeks.difference < 0 else "higher"
    if weeks.low <= 0 <= weeks.high:
        return f"{size} {way}, no clear change"
    near, far = sorted((abs(weeks.low), abs(weeks.high)))
    likely = f", likely {near:.1f} to {far:.1f}" if far - near >= 0.05 else ""
    return f"{size} {way}{likely}"


def _step(this: float | None, other: float | None, better: str, decimals: int) -> str:
    if this is None or other is None:
        return ""
    size = f"{abs(this - other):.{decimals}f}".removesuffix(".0")
    if float(size) == 0:
        return "the same"
    more, fewer = ("higher", "lower") if better else ("more", "fewer")
    return f"{size} {more if this > other else fewer}"


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None

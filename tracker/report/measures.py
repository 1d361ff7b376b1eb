"""Figures of the week beside the week before and the four before."""

from dataclasses import dataclass
from typing import Literal

from tracker.relief.week_comparison import MIN_DAYS, WeekComparison
from tracker.report.comparison import (
    FOUR,
    Comparison,
    bothersomeness_indices,
    value_or_none,
)
from tracker.report.entries import within
from tracker.wording.numbers import counted


@dataclass(frozen=True)
class Measure:
    """A figure of the week beside those of the weeks before.

    Attributes
    ----------
    key : str
        "pain", "bothersomeness", "releases", "days" or "relief".
    name : str
        In a person's words.
    scale : str
        The range and what the number is, such as "0 to 10, average of daily averages".
    value, last, before : float or None
        This week, the week before, and the four before it taken together; None where unknown.
    low, high : float or None
        The 95 % interval of `value`; None where it has none.
    n : str
        On what it rests, in words: "9 ratings on 6 days".
    change, change_before : str
        What the difference to last week, and to the four before, comes to; "" where unknown.
    better : {"lower", "higher", ""}
        Which way is better, "" where neither is.
    decimals : int
        Digits to show.
    history : tuple of float or None
        The figure of each of the 12 weeks up to this one, earliest first.
    """

    key: str
    name: str
    scale: str
    value: float | None
    last: float | None
    before: float | None
    low: float | None
    high: float | None
    n: str
    change: str
    change_before: str
    better: Literal["lower", "higher", ""]
    decimals: int
    history: tuple[float | None, ...]


def measures(comparison: Comparison) -> tuple[Measure, ...]:
    """Give the five figures of a week, in the order of the page."""
    return (
        _pain(comparison),
        _bothersomeness(comparison),
        _releases(comparison),
        _days(comparison),
        _relief(comparison),
    )


def _pain(comparison: Comparison) -> Measure:
    last, four = comparison.pain
    line = comparison.weeks[-1]
    ratings = counted(last.n, "rating")
    return Measure(
        "pain",
        f"{comparison.site.capitalize()} pain",
        "0 to 10, average of the days rated",
        line.pain,
        value_or_none(last.mean_before),
        value_or_none(four.mean_before),
        None,
        None,
        f"{ratings} on {counted(last.days, 'day')}" if last.n else "not rated this week",
        _compare_days(last),
        _compare_days(four),
        "lower",
        1,
        tuple(week.pain for week in comparison.weeks),
    )


def _relief(comparison: Comparison) -> Measure:
    last, four = comparison.relief
    line = comparison.weeks[-1]
    return Measure(
        "relief",
        "Relief after a press",
        "points of 10, at like spots and starting pain",
        line.relief,
        value_or_none(last.mean_before),
        value_or_none(four.mean_before),
        line.low,
        line.high,
        f"{counted(last.n, 'rated release')} on {counted(last.days, 'day')}"
        if last.n
        else "none rated this week",
        _compare_days(last),
        _compare_days(four),
        "higher",
        1,
        tuple(week.relief for week in comparison.weeks),
    )


def _bothersomeness(comparison: Comparison) -> Measure:
    history = tuple(week.bothersomeness for week in comparison.weeks)
    asked = len(bothersomeness_indices(within(comparison.entries.check_ins, comparison.week)))
    return _without_interval(
        "bothersomeness",
        "Bothersomeness",
        "0 to 24, Sciatica Bothersomeness Index",
        history,
        _mean([value for value in history[-1 - FOUR : -1] if value is not None]),
        f"answered {'once' if asked == 1 else f'{asked} times'}" if asked else "not answered",
        "lower",
        0 if all(value is None or value == int(value) for value in history[-2:]) else 1,
    )


def _releases(comparison: Comparison) -> Measure:
    line = comparison.weeks[-1]
    return _without_interval(
        "releases",
        "Releases",
        "presses logged",
        _since_the_first(comparison, [float(week.n) for week in comparison.weeks]),
        None,
        f"{line.n_rated} of {line.n} rated" if line.n else "none logged",
        "",
        0,
    )


def _days(comparison: Comparison) -> Measure:
    days = comparison.weeks[-1].days
    return _without_interval(
        "days",
        "Days active",
        "days with a release, of 7",
        _since_the_first(comparison, [float(week.days) for week in comparison.weeks]),
        None,
        ("every day" if days == 7 else f"{7 - days} without") if days else "none",
        "",
        0,
    )


def _without_interval(
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
        _difference(this, last, better, decimals),
        _difference(this, before, better, 1),
        better,
        decimals,
        history,
    )


def _since_the_first(comparison: Comparison, values: list[float]) -> tuple[float | None, ...]:
    """Leave out the weeks before the first entry: nobody was counting then."""
    first = comparison.entries.first_day
    return tuple(
        value if first is not None and line.week.end >= first else None
        for value, line in zip(values, comparison.weeks, strict=True)
    )


def _compare_days(weeks: WeekComparison) -> str:
    if not weeks.enough:
        if not (weeks.days and weeks.days_before):
            return ""
        few_days = min(weeks.days, weeks.days_before) < MIN_DAYS
        return f"too few {'days' if few_days else 'weeks'} to compare"
    size = f"{abs(weeks.difference):.1f}"
    if size == "0.0":
        return "about the same"
    way = "lower" if weeks.difference < 0 else "higher"
    if weeks.low <= 0 <= weeks.high:
        return f"{size} {way}, no clear change"
    near, far = sorted((abs(weeks.low), abs(weeks.high)))
    likely = f", likely {near:.1f} to {far:.1f}" if far - near >= 0.05 else ""
    return f"{size} {way}{likely}"


def _difference(this: float | None, other: float | None, better: str, decimals: int) -> str:
    if this is None or other is None:
        return ""
    size = f"{abs(this - other):.{decimals}f}".removesuffix(".0")
    if float(size) == 0:
        return "the same"
    more, fewer = ("higher", "lower") if better else ("more", "fewer")
    return f"{size} {more if this > other else fewer}"


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None

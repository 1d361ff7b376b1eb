"""Pain, relief and releases through the twelve weeks."""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from tracker.relief import columns as c
from tracker.report.comparison import WEEKS_SHOWN, WeekLine
from tracker.report.figures.svg import (
    CONTROL,
    FEW,
    INK,
    LINE,
    MUTED,
    RELIEF,
    WORSE,
    band,
    bar,
    dot,
    drawing,
    line,
    text,
)
from tracker.report.iso_week import MONTHS
from tracker.report.typography import signed
from tracker.wording.numbers import row_tuples

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

_LEFT: Final = 30.0
_RIGHT: Final = 34.0
_HEAD: Final = 26.0
_PAIN: Final = 132.0
_RELIEF: Final = 112.0
_COUNTS: Final = 44.0
_BETWEEN: Final = 20.0
_FOOT: Final = 24.0

Place = Callable[[float], float]


class _Panel(NamedTuple):
    """A plot of the figure: where its 0 to 1 lie, and how a day and a value find their place."""

    top: float
    height: float
    x: Place
    y: Place


def twelve_week_figure(report: "WeeklyReport", *, width: float = 960) -> str:
    """Draw sciatica pain, relief after a press, and releases, week under week."""
    wide = (width - _LEFT - _RIGHT) / WEEKS_SHOWN
    first = pd.Timestamp(report.weeks[0].week.start)

    def x(weeks: float) -> float:
        return _LEFT + weeks * wide

    def day(at: pd.Timestamp) -> float:
        return x(((at - first).days + 0.5) / 7)

    top = _HEAD
    pain = _Panel(top, _PAIN, x, lambda value: top + _PAIN * (1 - value / 10))
    relief_top = top + _PAIN + _BETWEEN + _HEAD
    low, high = _relief_scale(report)
    relief = _Panel(
        relief_top, _RELIEF, x, lambda value: relief_top + _RELIEF * (high - value) / (high - low)
    )
    counts_top = relief_top + _RELIEF + _BETWEEN + _HEAD
    height = counts_top + _COUNTS + _FOOT
    site = next(one.name for one in report.measures if one.key == "pain")
    marks = (
        _this_week(x, wide, height)
        + _panel_title(site, "0 to 10", top)
        + _gridlines(pain, [0, 5, 10], width)
        + _level(report.pain_level, pain, day, INK)
        + _dots([week.pain for week in report.weeks], pain, INK)
        + _panel_title("Relief after a press", "points", relief_top)
        + _gridlines(relief, _relief_ticks(low, high), width)
        + _noticeable_change(relief, width)
        + _level(report.relief_level, relief, day, RELIEF)
        + _dots([week.relief for week in report.weeks], relief, RELIEF)
        + _panel_title("Releases", "a week", counts_top)
        + _counts(report.weeks, x, wide, counts_top)
        + _dates(report.weeks, x, height - 6, every=1 if wide > 52 else 3)
    )
    return drawing(
        f"wk-weeks-{width:g}",
        width,
        height,
        title="Twelve weeks",
        description=_description(report),
        marks=marks,
    )


def _relief_scale(report: "WeeklyReport") -> tuple[float, float]:
    # The bands of the first days may be anywhere; they must not flatten all the others.
    ends = [
        value
        for week in report.weeks
        for value in (week.relief, week.low, week.high)
        if value is not None
    ]
    low, high = min(-0.5, *ends, 0.0), max(c.POINTS + 0.5, *ends, 0.0)
    return max(low, -3.0), min(high, 6.0)


def _relief_ticks(low: float, high: float) -> list[float]:
    return [tick for tick in range(-2, 7, 2) if low <= tick <= high]


def _this_week(x: Place, wide: float, height: float) -> str:
    start = x(WEEKS_SHOWN - 1)
    return (
        f'<rect x="{start:.1f}" y="4" width="{wide:.1f}" height="{height - 8:.1f}" rx="6" '
        f'style="fill: {LINE}; fill-opacity: 0.45"/>'
    )


def _panel_title(name: str, unit: str, top: float) -> str:
    return text(name, 0, top - 10, size=13, colour=INK, strong=True, unit=unit)


def _gridlines(panel: _Panel, ticks: Sequence[float], width: float) -> str:
    return "".join(
        line([(_LEFT, panel.y(tick)), (width - _RIGHT, panel.y(tick))], colour=LINE)
        + text(signed(tick, 0), _LEFT - 8, panel.y(tick) + 4, anchor="end")
        for tick in ticks
    )


def _noticeable_change(panel: _Panel, width: float) -> str:
    y = panel.y(c.POINTS)
    return line([(_LEFT, y), (width - _RIGHT, y)], colour=MUTED, dashed=True)


def _level(
    table: pd.DataFrame, panel: _Panel, day: Callable[[pd.Timestamp], float], colour: str
) -> str:
    if table.empty or table[c.N].sum() < c.MIN_RELEASES:
        return ""
    drawn = ""
    points = row_tuples(table)
    for low, high, opacity in ((c.LOW_95, c.HIGH_95, 0.10), (c.LOW_80, c.HIGH_80, 0.14)):
        known = [row for row in points if isfinite(getattr(row, low))]
        if len(known) > 1:
            upper = [(day(row.day), _clamp(panel, getattr(row, high))) for row in known]
            lower = [(day(row.day), _clamp(panel, getattr(row, low))) for row in known]
            drawn += band(upper, lower, colour=colour, opacity=opacity)
    level = [(day(row.day), _clamp(panel, row.mean)) for row in points if isfinite(row.mean)]
    return drawn + (line(level, colour=colour, width=2) if len(level) > 1 else "")


def _clamp(panel: _Panel, value: float) -> float:
    return min(max(panel.y(value), panel.top), panel.top + panel.height)


def _dots(values: Sequence[float | None], panel: _Panel, colour: str) -> str:
    drawn = ""
    for i, value in enumerate(values):
        if value is None:
            continue
        x, y = panel.x(i + 0.5), _clamp(panel, value)
        last = i == len(values) - 1
        drawn += dot(x, y, 4.5 if last else 3, colour=WORSE if value < 0 else colour)
        if last:
            drawn += text(
                signed(value), panel.x(WEEKS_SHOWN) + 6, y + 5, size=15, colour=INK, strong=True
            )
    return drawn


def _counts(weeks: Sequence[WeekLine], x: Place, wide: float, top: float) -> str:
    most = max((week.n for week in weeks), default=0) or 1
    drawn = line([(x(0), top + _COUNTS), (x(WEEKS_SHOWN), top + _COUNTS)], colour=LINE)
    for i, week in enumerate(weeks):
        if not week.n:
            continue
        last = i == len(weeks) - 1
        high = max(_COUNTS * week.n / most * 0.68, 2)
        colour = RELIEF if last else (FEW if week.n_rated < c.MIN_RELEASES else CONTROL)
        across = min(wide * 0.56, 34)
        middle = x(i + 0.5)
        drawn += bar(
            middle - across / 2, top + _COUNTS - high, across, high, colour=colour, round_by=2
        )
        drawn += text(str(week.n), middle, top + _COUNTS - high - 4, anchor="middle")
    return drawn


def _dates(weeks: Sequence[WeekLine], x: Place, y: float, *, every: int) -> str:
    return "".join(
        text(
            f"{week.week.start.day} {MONTHS[week.week.start.month - 1][:3]}",
            x(i + 0.5),
            y,
            anchor="middle",
            strong=i == len(weeks) - 1,
            colour=INK if i == len(weeks) - 1 else MUTED,
        )
        for i, week in enumerate(weeks)
        if (len(weeks) - 1 - i) % every == 0
    )


def _description(report: "WeeklyReport") -> str:
    def figure(value: float | None) -> str:
        return "none" if value is None else signed(value)

    weeks = "; ".join(
        f"{week.week.name}: pain {figure(week.pain)}, relief {figure(week.relief)}, "
        f"{week.n} releases"
        for week in report.weeks
    )
    return f"Week by week. {weeks}."

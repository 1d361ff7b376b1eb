"""The axes that charts share: the reference lines of relief, and the days of a time axis."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.columns import dates, day_of, number_of, numbers
from tracker.charts.style import Type, number, width_of
from tracker.protocol.weeks import FirstWeekday, week_start
from tracker.relief import columns as c
from tracker.theme import LIGHT

ZERO: Final = "zero"
TWO_POINTS: Final = "two points"
"""What the two lines are called among a figure's artists."""

NO_CHANGE: Final = "no change"
NOTICED: Final = "a change people usually notice"

_SOLID: Final[dict[str, Any]] = {"color": LIGHT.control, "linewidth": 1}
_DASHED: Final[dict[str, Any]] = {
    "color": LIGHT.muted,
    "linewidth": 1,
    "linestyle": (0, (4, 3)),
}

MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

_WIDEST: Final = 40.0
"""Room for a label, in points. Nearer to an end of the axis it turns inward."""


def mark_relief_down(ax: Axes, spans: Sequence[tuple[float, float]]) -> None:
    """Draw both lines down a chart whose relief runs from left to right, over these heights."""
    tops, bottoms = zip(*spans, strict=True)
    ax.vlines([0.0] * len(spans), tops, bottoms, zorder=1, gid=ZERO, **_SOLID)
    ax.vlines([c.POINTS] * len(spans), tops, bottoms, zorder=1, gid=TWO_POINTS, **_DASHED)


def mark_relief_across(ax: Axes) -> None:
    """Draw both lines across a chart whose relief runs upward."""
    ax.axhline(0, zorder=1, gid=ZERO, **_SOLID)
    ax.axhline(c.POINTS, zorder=1, gid=TWO_POINTS, **_DASHED)


def mark_days(
    ax: Axes,
    first: float,
    last: float,
    room: float,
    *,
    weeks_from: FirstWeekday = "monday",
    labels: bool = True,
) -> None:
    """Label a time axis with as many days or months as fit.

    Parameters
    ----------
    ax : Axes
        Its x axis is in matplotlib's day numbers; the limits are set here.
    first, last : float
        The first and the last day drawn.
    room : float
        Width of the axes in points.
    weeks_from : {"monday", "saturday", "sunday"}
        The day on which weeks begin.
    labels : bool
        Whether the labels are written, or only their places kept.
    """
    pad = max((last - first) * 0.02, 1.0)
    ax.set_xlim(first - pad, last + pad)
    most = max(int(room // _WIDEST), 2)
    days = _days(day_of(first), day_of(last), most, weeks_from)
    names = _labels(days) if labels else [""] * len(days)
    ax.set_xticks([number_of(day) for day in days], names)
    scale = room / (last - first + 2 * pad)
    for tick, day in zip(ax.xaxis.get_major_ticks(), days, strict=True):
        x = (number_of(day) - first + pad) * scale
        if x < _WIDEST / 2:
            tick.label1.set_horizontalalignment("left")
        elif x > room - _WIDEST / 2:
            tick.label1.set_horizontalalignment("right")


def _days(first: date, last: date, most: int, weeks_from: FirstWeekday) -> list[date]:
    span = (last - first).days
    if span < 7:
        return [first] if span < 2 else [first, last]
    for step in (7, 14):
        start = week_start(first + timedelta(days=6), weeks_from)
        starts = [start + timedelta(days=step * i) for i in range(span // step + 1)]
        starts = [day for day in starts if day <= last]
        if span <= 70 and len(starts) <= most:
            return starts
    for months in (1, 2, 3, 6, 12, 24, 60):
        starts = _month_starts(first, last, months)
        if len(starts) <= most:
            return starts or [first]
    return [first, last]


def _month_starts(first: date, last: date, months: int) -> list[date]:
    every = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13, months)
        if months <= 12 or (year - first.year) % (months // 12) == 0
    ]
    return [day for day in every if first <= day <= last]


def _labels(days: list[date]) -> list[str]:
    """Name each day; the year stands under the first label and under each new year's."""
    whole_months = all(day.day == 1 for day in days) and len(days) > 1
    short = [
        month if whole_months else f"{day.day} {month}"
        for day, month in ((day, MONTHS[day.month - 1]) for day in days)
    ]
    new_year = [True] + [a.year != b.year for a, b in pairwise(days)]
    # A second line under every label, if only a blank one, keeps the first lines level.
    years = [str(day.year) if new else " " for day, new in zip(days, new_year, strict=True)]
    return [f"{name}\n{year}" for name, year in zip(short, years, strict=True)]


def draw_day_bars(ax: Axes, table: pd.DataFrame, per_day: float, *, colour: str, gid: str) -> None:
    """Draw one bar a day.

    Parameters
    ----------
    table : DataFrame
        ``day`` (datetime64), ``n`` (count).
    per_day : float
        Points of width that a day has on the axis.
    """
    n = numbers(table, c.N)
    most = float(n.max()) if len(n) else 0.0
    ax.set_ylim(0, max(most, 1) * 1.05)
    ax.set_yticks([0, most] if most else [0])
    counted = n > 0
    ax.vlines(
        dates(table, c.DAY)[counted],
        0,
        n[counted],
        colors=colour,
        linewidths=min(max(0.7 * per_day, 0.8), 6),
        capstyle="butt",
        gid=gid,
    )


def write_name(ax: Axes, name: str, count: str, sizes: Type) -> None:
    """Write above the axes what they show, and quietly behind it how many that are."""
    ax.set_title(name, fontsize=sizes.label, pad=6)
    ax.annotate(
        count,
        (0, 1),
        (width_of(f"{name}  ", sizes.label, bold=True), 6),
        xycoords="axes fraction",
        textcoords="offset points",
        size=sizes.note,
        color=LIGHT.muted,
        va="baseline",
        annotation_clip=False,
        gid="count",
    )


def write_latest(ax: Axes, day: float, value: float, size: float, *, beside: float) -> None:
    """Write the latest value ``beside`` points to the right of where it stands."""
    ax.annotate(
        number(value),
        (day, value),
        (beside, 0),
        textcoords="offset points",
        size=size,
        weight="bold",
        color=LIGHT.ink,
        va="center",
        annotation_clip=False,
        gid="latest",
    )


def point_ticks(low: float, high: float, every: int = 1) -> tuple[list[int], list[str]]:
    """The whole points of relief or pain within an axis, and how they are written."""
    ticks = [tick for tick in range(-10, 11, every) if low <= tick <= high]
    return ticks, [number(tick, 0) for tick in ticks]

"""The chart of relief over time: every press, and the mean of every week."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from tracker.charts.axes import NOTICED, mark_days, mark_relief_across, point_ticks
from tracker.charts.columns import dates, finite, flags, fullest_first, groups, numbers
from tracker.charts.layout import Head, Panel, empty_chart, panels
from tracker.charts.style import DESK, style
from tracker.charts.styled_figure import Panels
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.days import since_last_gap
from tracker.theme import LIGHT
from tracker.wording.numbers import counted
from tracker.wording.over_time import left_out_sentence
from tracker.wording.tables import BORROWED, WEEKS_DIFFER, muscle_weeks_sentence, over_time_sentence

_OF_A_WEEK: Final = (c.WEEK_START, c.MEAN_RELIEF, c.LOW, c.HIGH, c.N_RATED, c.ENOUGH)

_NOTE: Final = f"{WEEKS_DIFFER} {BORROWED}"

_MANY_WEEKS: Final = 26
"""Above this many a panel needs twice the width."""

_MIDDLE: Final = 3
"""A week's mean stands so many days after its first, among the presses it is the mean of."""


@style()
def plot_relief_over_time(
    points: pd.DataFrame,
    weeks: pd.DataFrame,
    *,
    most: int = 8,
    width: float = DESK,
    title: str | None = None,
    note: str = _NOTE,
) -> Sequence[Axes]:
    """Follow relief week by week: every press a light dot, every week's mean a joined one.

    It begins after the last gap of a year or more, and says what is left out.

    Parameters
    ----------
    points : DataFrame
        From `tracker.relief.points`. Read: ``day``, ``relief`` (points) and, with a panel for each
        muscle, ``muscle``.
    weeks : DataFrame
        From `tracker.relief.by_muscle_and_week` for a panel each muscle, or from
        `tracker.relief.by_week` for one panel of all. Read: ``week_start``, ``mean_relief``,
        ``low``, ``high`` (points), ``n_rated``, ``enough`` and ``muscle`` if it is there.
    most : int
        How many muscles are shown, those with the most releases first; the source line counts
        the others.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default that of the weeks' table.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    sequence of Axes
        One for each muscle, or one; relief in points upward, axes shared, 0 and the 2-point mark
        always in view. Weeks under 5 rated releases are hollow and grey.

    Raises
    ------
    ValueError
        A table lacks a column, or several rows of ``weeks`` would stand on one week of a line.
    """
    expect(points, (c.DAY, c.RELIEF), name="points", source="relief.points(releases)")
    expect(weeks, _OF_A_WEEK, name="weeks", source="relief.by_week(releases)")
    by_muscle = c.MUSCLE in weeks.columns
    _check_one_row_a_week(weeks)
    if by_muscle:
        expect(points, (c.MUSCLE,), name="points", source="relief.points(releases)")
    answer = muscle_weeks_sentence if by_muscle else over_time_sentence
    sentence = answer(weeks) if title is None else title
    everything = finite(numbers(points, c.RELIEF), numbers(weeks, c.MEAN_RELIEF))
    if weeks.empty or not len(everything):
        return Panels([empty_chart(sentence, width=width)])
    (points, weeks), left_out = since_last_gap(
        points[c.DAY] if len(points) else weeks[c.WEEK_START],
        (points, c.DAY),
        (weeks, c.WEEK_START),
    )
    parts = groups(weeks, c.MUSCLE) if by_muscle else {"all muscles": weeks}
    order = fullest_first(parts, c.N_RATED)
    shown, hidden = order[:most], order[most:]
    presses = groups(points, c.MUSCLE) if by_muscle else {"all muscles": points}
    head = Head(
        sentence,
        "Relief in points: each press (light), each week’s mean (joined) and its likely range. "
        f"Dashed: 2 points, {NOTICED}. Hollow: under {c.MIN_RELEASES} releases, not enough yet",
        " ".join(filter(None, [left_out_sentence(left_out), _others(hidden), note])),
    )
    counts = [f"n {parts[name][c.N_RATED].sum()}" for name in shown]
    contents = [Panel(name, ((n, LIGHT.muted),)) for name, n in zip(shown, counts, strict=True)]
    days = finite(dates(points, c.DAY), dates(weeks, c.WEEK_START) + _MIDDLE)
    axes, room = panels(
        head,
        contents,
        width=width,
        height=84 if len(shown) > 1 else 190,
        long=days.max() - days.min() > 7 * _MANY_WEEKS,
    )
    ends = finite(everything, *_ranges(weeks))
    low, high = min(0.0, ends.min()) - 0.5, max(c.POINTS, ends.max()) + 0.5
    for ax, name in zip(axes, shown, strict=True):
        ax.set_ylim(low, high)
        ax.set_yticks(*point_ticks(low, high, 2))
        mark_days(ax, days.min(), days.max(), room, weeks_from=c.first_weekday(points))
        mark_relief_across(ax)
        if name in presses:
            _draw_presses(ax, presses[name])
        _draw_weeks(ax, parts[name].sort_values(c.WEEK_START))
    return Panels(axes)


def _check_one_row_a_week(weeks: pd.DataFrame) -> None:
    """Refuse groups that would be joined into one line, such as those of two tools."""
    line = [c.MUSCLE] if c.MUSCLE in weeks.columns else []
    if not weeks.duplicated([*line, c.WEEK_START]).any():
        return
    remedy = f"hand in what relief.by_{'muscle_and_' if line else ''}week(releases) gives."
    for column in weeks.columns.drop([*line, c.WEEK], errors="ignore"):
        values = weeks[column]
        is_key = not (is_numeric_dtype(values) or is_datetime64_any_dtype(values))
        if is_key and values.nunique() > 1:
            first = str(values.iloc[0])
            raise ValueError(
                f"weeks has several values of {column!r} in one week, which are not one line: keep "
                f"one, such as weeks[weeks[{column!r}] == {first!r}], or {remedy}"
            )
    raise ValueError(f"weeks must have one row for each week of a line; {remedy}")


def _others(hidden: list[str]) -> str:
    return f"+{counted(len(hidden), 'more muscle')} with fewer releases." if hidden else ""


def _draw_presses(ax: Axes, points: pd.DataFrame) -> None:
    ax.plot(
        dates(points, c.DAY),
        numbers(points, c.RELIEF),
        "o",
        color=LIGHT.relief,
        markersize=3.2,
        markeredgewidth=0,
        alpha=0.45 if len(points) < 40 else 0.28 if len(points) < 200 else 0.16,
        gid="presses",
    )


def _ranges(weeks: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the mean of each week with enough releases likely lies."""
    enough = weeks[flags(weeks, c.ENOUGH)]
    return numbers(enough, c.LOW), numbers(enough, c.HIGH)


def _draw_weeks(ax: Axes, weeks: pd.DataFrame) -> None:
    middle = dates(weeks, c.WEEK_START) + _MIDDLE
    mean, enough = numbers(weeks, c.MEAN_RELIEF), flags(weeks, c.ENOUGH)
    ax.plot(middle, mean, "-", color=LIGHT.relief, linewidth=1.2, alpha=0.75, gid="weeks")
    ax.vlines(
        middle[enough], *_ranges(weeks), color=LIGHT.relief, linewidth=1.6, alpha=0.55, gid="range"
    )
    size = 5.5 if len(weeks) <= _MANY_WEEKS else 4
    for gid, chosen, face, edge in (
        ("not enough yet", ~enough, LIGHT.paper, LIGHT.control),
        ("enough", enough, LIGHT.relief, LIGHT.relief),
    ):
        ax.plot(
            middle[chosen],
            mean[chosen],
            "o",
            markersize=size,
            markerfacecolor=face,
            markeredgecolor=edge,
            markeredgewidth=1.1,
            gid=gid,
        )

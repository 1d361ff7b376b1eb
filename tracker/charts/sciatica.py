"""The chart of the sciatica itself, with the releases of each day below."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.axes import draw_day_bars, mark_days, write_latest, write_name
from tracker.charts.columns import Numbers, dates, finite, groups, numbers
from tracker.charts.layout import Head, Layout, empty_chart
from tracker.charts.style import DESK, LINE_SPACING, MARGIN, style, type_at
from tracker.charts.styled_figure import Panels
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.days import since_last_gap
from tracker.theme import LIGHT
from tracker.wording.numbers import counted
from tracker.wording.over_time import left_out_sentence
from tracker.wording.tables import RATED_DAYS_ONLY, sciatica_sentence

DENSE: Final = 120
"""With more days than this at any site, dots turn light and the daily lines thin."""

_BY_DAY: Final = "relief.sciatica_by_day(check_ins)"
_RELEASES_BY_DAY: Final = "relief.releases_by_day(releases)"

_SCALE: Final = 20.0
_LAST: Final = 26.0
_TICKS: Final = 32.0
_RELEASES: Final = 44.0
_GAP_DAYS: Final = 21.0
"""A line is not drawn over a longer time without a rating."""


@style()
def plot_sciatica(
    by_day: pd.DataFrame,
    releases_by_day: pd.DataFrame,
    *,
    by_week: pd.DataFrame | None = None,
    width: float = DESK,
    title: str | None = None,
    note: str = RATED_DAYS_ONLY,
) -> Sequence[Axes]:
    """Follow the sciatica over time, one strip a site, with the releases of each day below.

    It begins after the last gap of a year or more, and says what is left out.

    Parameters
    ----------
    by_day : DataFrame
        From `tracker.relief.sciatica_by_day`. Read: ``day``, ``site``, ``pain`` (0-10).
    releases_by_day : DataFrame
        From `tracker.relief.releases_by_day`. Read: ``day``, ``n``.
    by_week : DataFrame, optional
        Weekly means to draw as the bold line: ``week_start`` (the first day), ``site``, ``pain``
        (0-10).
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.sciatica_sentence`.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    sequence of Axes
        One for each site, in the order of the table, pain from 0 to 10 upward; then the releases.
        They share the time axis.
    """
    expect(by_day, (c.DAY, c.SITE, c.PAIN), name="by_day", source=_BY_DAY)
    expect(releases_by_day, (c.DAY, c.N), name="releases_by_day", source=_RELEASES_BY_DAY)
    sentence = sciatica_sentence(by_day) if title is None else title
    if by_day.empty:
        return Panels([empty_chart(sentence, width=width)])
    noted = [by_day[c.DAY], releases_by_day[c.DAY][releases_by_day[c.N] > 0]]
    weeks = [] if by_week is None else [(by_week, c.WEEK_START)]
    (by_day, releases_by_day, *weekly), left_out = since_last_gap(
        pd.concat([days for days in noted if len(days)]),
        (by_day, c.DAY),
        (releases_by_day, c.DAY),
        *weeks,
    )
    sites = groups(by_day, c.SITE)
    averages = groups(weekly[0], c.SITE) if weekly else {}
    smooth = ", the weekly mean (line)" if averages else ""
    head = Head(
        sentence,
        f"Pain of each rated day, 0 to 10{smooth}; the latest in figures. Below: releases a day",
        " ".join(filter(None, [left_out_sentence(left_out), note])),
    )
    sizes = type_at(width)
    inner = 72 * width - 2 * MARGIN
    room = inner - _SCALE - _LAST
    height = 150.0 if len(sites) == 1 else 74.0
    above = sizes.label * LINE_SPACING + 10
    body = len(sites) * (height + above) + above + _RELEASES + _TICKS
    layout = Layout(head, width=width, body=body)
    days = finite(dates(by_day, c.DAY), dates(releases_by_day, c.DAY))
    dense = bool(averages) or max(map(len, sites.values())) > DENSE
    weeks_from = c.first_weekday(by_day)
    axes = []
    for i, (site, rows) in enumerate(sites.items()):
        ax = layout.axes(_SCALE, above + i * (height + above), room, height)
        mark_days(ax, days.min(), days.max(), room, weeks_from=weeks_from, labels=False)
        ax.set_ylim(0, 10)
        ax.set_yticks([0, 5, 10])
        ax.tick_params(labelsize=sizes.note)
        write_name(ax, site, counted(len(rows), "day"), sizes)
        _draw_pain(ax, rows.sort_values(c.DAY), averages.get(site), sizes.label, light=dense)
        axes.append(ax)
    ax = layout.axes(_SCALE, len(sites) * (height + above) + above, room, _RELEASES)
    mark_days(ax, days.min(), days.max(), room, weeks_from=weeks_from)
    ax.tick_params(labelsize=sizes.note)
    draw_day_bars(
        ax,
        releases_by_day,
        room / (days.max() - days.min() + 1),
        colour=LIGHT.relief,
        gid="releases",
    )
    total = int(releases_by_day[c.N].sum())
    write_name(ax, "releases a day", f"{total} in all", sizes)
    return Panels([*axes, ax])


def _draw_pain(
    ax: Axes, rows: pd.DataFrame, average: pd.DataFrame | None, size: float, *, light: bool
) -> None:
    day, pain = dates(rows, c.DAY), numbers(rows, c.PAIN)
    _draw_days(ax, day, pain, light=light)
    rated = np.flatnonzero(np.isfinite(pain))
    latest = (day[rated[-1]], pain[rated[-1]]) if len(rated) else None
    if average is not None:
        latest = _draw_weeks(ax, average.sort_values(c.WEEK_START), day)
    if latest is not None:
        write_latest(ax, *latest, size, beside=6)


def _draw_days(ax: Axes, day: Numbers, pain: Numbers, *, light: bool) -> None:
    ax.plot(
        *_with_gaps(day, pain),
        "-",
        color=LIGHT.control if light else LIGHT.ink,
        linewidth=0.7 if light else 1.4,
        alpha=0.55 if light else 1.0,
        gid="daily",
    )
    ax.plot(
        day,
        pain,
        "o",
        color=LIGHT.muted if light else LIGHT.ink,
        markeredgewidth=0,
        markersize=3 if light else 4.5,
        alpha=0.4 if light else 1.0,
        clip_on=False,
        gid="days",
    )


def _draw_weeks(ax: Axes, weeks: pd.DataFrame, day: Numbers) -> tuple[float, float]:
    """Draw each week's mean, and say where the last one stands."""
    # A week's mean stands in the middle of its days, but never outside the days drawn.
    middle = np.clip(dates(weeks, c.WEEK_START) + 3, day.min(), day.max())
    mean = numbers(weeks, c.PAIN)
    ax.plot(
        *_with_gaps(middle, mean),
        "-",
        color=LIGHT.ink,
        linewidth=2,
        gid="weekly",
        marker="o" if len(weeks) == 1 else "",
    )
    return middle[-1], mean[-1]


def _with_gaps(day: Numbers, value: Numbers) -> tuple[Numbers, Numbers]:
    """Break a line where ratings are far apart: nothing is rated of the days between."""
    far = np.flatnonzero(np.diff(day) > _GAP_DAYS) + 1
    return np.insert(day, far, np.nan), np.insert(value, far, np.nan)

"""The chart of a level through the days: of relief at like spots, or of pain."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.axes import (
    NOTICED,
    draw_day_bars,
    mark_days,
    mark_relief_across,
    point_ticks,
    write_latest,
    write_name,
)
from tracker.charts.columns import dates, finite, numbers
from tracker.charts.layout import Head, Layout, empty_chart
from tracker.charts.style import DESK, LINE_SPACING, MARGIN, style, type_at
from tracker.charts.styled_figure import Panels
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.days import since_last_gap
from tracker.theme import LIGHT
from tracker.wording.over_time import (
    NOT_WHY,
    left_out_sentence,
    relief_level_sentence,
    sciatica_level_sentence,
)
from tracker.wording.tables import BORROWED, RATED_DAYS_ONLY

_PLOT: Final = 170.0
_SCALE: Final = 20.0
_LAST: Final = 28.0
_COUNTS: Final = 40.0
_TICKS: Final = 32.0

_WORDS: Final = {
    "relief": (
        relief_level_sentence,
        "The level of relief day by day in points (line), likely range: 80 % (dark), 95 % (light). "
        f"Dashed: 2 points, {NOTICED}. Below: rated releases a day",
        f"At like spots and like starting pain. {NOT_WHY} {BORROWED}",
    ),
    "pain": (
        sciatica_level_sentence,
        "The level of pain day by day, 0 to 10 (line), likely range: 80 % (dark), 95 % (light). "
        "Below: ratings a day",
        RATED_DAYS_ONLY,
    ),
}
_READ: Final = (c.DAY, c.MEAN, c.LOW_80, c.HIGH_80, c.LOW_95, c.HIGH_95, c.N)
_SOURCE: Final = {
    "relief": "relief.over_time(releases)",
    "pain": "relief.sciatica_over_time(check_ins)",
}
_COUNTED: Final = {"relief": "rated releases a day", "pain": "ratings a day"}


@style()
def plot_level(
    table: pd.DataFrame,
    *,
    of: Literal["relief", "pain"] = "relief",
    width: float = DESK,
    title: str | None = None,
    note: str | None = None,
) -> Sequence[Axes]:
    """Follow a level through the days, with its likely ranges, and how much each day had to say.

    It begins after the last gap of a year or more, and says what is left out.

    Parameters
    ----------
    table : DataFrame
        From `tracker.relief.over_time`, or from `tracker.relief.sciatica_over_time`. Read:
        ``day``, ``mean``, ``low_80``, ``high_80``, ``low_95``, ``high_95`` (points), ``n``.
    of : {"relief", "pain"}
        Relief has 0 and the 2-point mark always in view; pain has the whole scale, 0 to 10.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default that of the table.
    note : str, optional
        What the chart does not show, for the source line.

    Returns
    -------
    sequence of Axes
        The level upward, then the count of each day; they share the time axis. Under 5 in all, or
        on one day only, the line is grey: not enough yet.
    """
    if of not in _WORDS:
        raise ValueError(f"of must be one of {', '.join(_WORDS)}, not {of!r}.")
    expect(table, _READ, name="table", source=_SOURCE[of])
    answer, plotted, limits = _WORDS[of]
    sentence = answer(table) if title is None else title
    if table.empty:
        return Panels([empty_chart(sentence, width=width)])
    (table,), left_out = since_last_gap(table[c.DAY][table[c.N] > 0], (table, c.DAY))
    sizes = type_at(width)
    room = 72 * width - 2 * MARGIN - _SCALE - _LAST
    above = sizes.label * LINE_SPACING + 12
    limits = limits if note is None else note
    head = Head(sentence, plotted, " ".join(filter(None, [left_out_sentence(left_out), limits])))
    layout = Layout(head, width=width, body=_PLOT + above + _COUNTS + _TICKS)
    days = dates(table, c.DAY)
    level = layout.axes(_SCALE, 4, room, _PLOT - 4)
    counts = layout.axes(_SCALE, _PLOT + above, room, _COUNTS)
    weeks_from = c.first_weekday(table)
    mark_days(level, days.min(), days.max(), room, weeks_from=weeks_from, labels=False)
    mark_days(counts, days.min(), days.max(), room, weeks_from=weeks_from)
    for ax in (level, counts):
        ax.tick_params(labelsize=sizes.note)
    if of == "pain":
        level.set_ylim(0, 10)
        level.set_yticks([0, 5, 10])
    else:
        _scale_relief(level, table)
    _draw_level(level, table, LIGHT.relief if of == "relief" else LIGHT.ink, sizes.label)
    _draw_counts(counts, table, _COUNTED[of], room / (days.max() - days.min() + 1), width)
    return Panels([level, counts])


def _scale_relief(ax: Axes, table: pd.DataFrame) -> None:
    values = finite(
        [0.0, c.POINTS],
        *(numbers(table, name) for name in (c.MEAN, c.LOW_95, c.HIGH_95)),
    )
    # On its first days a level may be anywhere; that must not flatten all the others.
    low, high = max(values.min() - 0.4, -10.0), min(values.max() + 0.4, 10.0)
    ax.set_ylim(low, high)
    ax.set_yticks(*point_ticks(low, high, 1 if high - low < 6 else 2))
    mark_relief_across(ax)


def _draw_level(ax: Axes, table: pd.DataFrame, colour: str, size: float) -> None:
    day, mean, n = dates(table, c.DAY), numbers(table, c.MEAN), numbers(table, c.N)
    if n.sum() < c.MIN_RELEASES or (n > 0).sum() < 2:
        colour = LIGHT.control
    for low, high, alpha, gid in (
        (c.LOW_95, c.HIGH_95, 0.14, "95 %"),
        (c.LOW_80, c.HIGH_80, 0.22, "80 %"),
    ):
        ax.fill_between(
            day,
            numbers(table, low),
            numbers(table, high),
            color=colour,
            alpha=alpha,
            linewidth=0,
            gid=gid,
        )
    # A single day is no line, and still something to see.
    ax.plot(day, mean, "-" if len(day) > 1 else "o", color=colour, linewidth=2, gid="level")
    if np.isfinite(mean[-1]):
        write_latest(ax, day[-1], mean[-1], size, beside=8)


def _draw_counts(ax: Axes, table: pd.DataFrame, name: str, per_day: float, width: float) -> None:
    draw_day_bars(ax, table, per_day, colour=LIGHT.muted, gid="counts")
    write_name(ax, name, f"n {numbers(table, c.N).sum():.0f}", type_at(width))

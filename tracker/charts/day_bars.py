"""How many there were on each day, as thin bars."""

import pandas as pd
from matplotlib.axes import Axes

from tracker.charts.read import dates, numbers
from tracker.relief import columns as c


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

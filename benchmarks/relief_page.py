"""The relief page: its tables against the times they are to stay within, its charts beside seaborn.

The one-liners are what the seaborn documentation shows, with its default bootstrap.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from ratios import Row, beside, within

import tracker
from tracker import charts, relief
from tracker.facade import Diary

TABLES_S: Final = {36_500: 0.150, 1_000_000: 2.5}
POOL_S: Final = 0.1


def tables(frame: pd.DataFrame) -> None:
    """Every table that the relief page draws or says from releases, from a frame not seen yet."""
    derived = relief.derive(frame.copy(deep=False)).reset_index(drop=True)
    pooled = relief.pool(derived)
    relief.over_time(derived, pooled=pooled)
    relief.relief_change(derived, pooled=pooled)
    relief.spot_changes(derived, pooled=pooled)
    relief.muscle_changes(derived, pooled=pooled)
    for before in (1, 8):
        relief.week_comparison(derived, "2026-W47", before, pooled=pooled)
    relief.by_week(derived)
    relief.by_muscle_and_week(derived)
    relief.points(derived)
    relief.hold_curves(derived)
    relief.thirty_second_rule(derived)
    relief.releases_by_day(derived)


def table_rows(frame: pd.DataFrame, repeats: int) -> Iterator[Row]:
    """All tables from a frame, and the pooled ones alone."""
    n = len(frame)
    topic = f"The relief page's tables, {n:,} releases"
    derived = relief.derive(frame)
    relief.by_spot(derived)
    yield within(topic, "relief.pool", lambda: relief.pool(derived), POOL_S, repeats=repeats)
    most_s = TABLES_S[min((size for size in TABLES_S if size >= n), default=max(TABLES_S))]
    yield within(topic, "all tables", lambda: tables(frame), most_s, repeats=repeats)


def chart_rows(diary: Diary, folder: Path, repeats: int) -> Iterator[Row]:
    """Each chart, from rows to SVG, beside the one-liner on the same rows."""
    frame, check_ins = diary.releases(), diary.check_ins()
    derived = relief.derive(frame)
    derived["place"] = derived["muscle"].astype(str) + ", " + derived["spot"].astype(str)
    at_three = derived.melt("muscle", ["pain_before", "pain_30s", "pain_after"])
    pain_by_day = check_ins.assign(day=check_ins["at"].dt.floor("D"))
    topic = f"The relief page's charts, {len(frame):,} releases"
    pairs: dict[str, tuple[Callable[[], object], str, Callable[[Any], object]]] = {
        "plot_spot_ranking": (
            lambda: _drawn(folder, charts.plot_spot_ranking, relief.by_spot(derived)),
            "seaborn.pointplot",
            lambda ax: sns.pointplot(derived, x="relief", y="place", linestyle="none", ax=ax),
        ),
        "plot_relief_over_time": (
            lambda: _drawn(
                folder,
                charts.plot_relief_over_time,
                relief.points(derived),
                relief.by_muscle_and_week(derived),
            ),
            "seaborn.lineplot by week",
            lambda ax: sns.lineplot(derived, x="week_start", y="relief", hue="muscle", ax=ax),
        ),
        "plot_hold_curves": (
            lambda: _drawn(folder, charts.plot_hold_curves, relief.hold_curves(derived)),
            "seaborn.lineplot of the hold",
            lambda ax: sns.lineplot(at_three, x="variable", y="value", hue="muscle", ax=ax),
        ),
        "plot_sciatica": (
            lambda: _drawn(
                folder,
                charts.plot_sciatica,
                relief.sciatica_by_day(check_ins),
                relief.releases_by_day(derived),
            ),
            "seaborn.lineplot by day",
            lambda ax: sns.lineplot(pain_by_day, x="day", y="pain", ax=ax),
        ),
    }
    for what, (ours, instead, one_liner) in pairs.items():
        theirs = _saved(folder, one_liner)
        yield beside(topic, what, ours, instead, theirs, goal=1.0, repeats=repeats)


def _drawn(folder: Path, plot: Callable[..., Any], *given: pd.DataFrame) -> None:
    tracker.show(plot, *given).save(folder / "chart.svg")


def _saved(folder: Path, one_liner: Callable[[Any], object]) -> Callable[[], None]:
    def draw() -> None:
        figure = Figure()
        one_liner(figure.subplots())
        figure.savefig(folder / "chart.svg")

    return draw

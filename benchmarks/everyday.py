"""What a person waits for, on a diary of 2,000 releases: the form after a save, and each chart.

Run: python benchmarks/everyday.py. Every row is measured in this one run, beside what one would
use instead: the whole frame for the last entries, and seaborn on the raw rows (with its bootstrap)
for a chart.
"""

import itertools
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

import tracker
from tracker import charts, relief
from tracker.facade import Diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.record import uuid7
from tracker.protocol.release import Release

RELEASES = 2_000
UNTIL = date(2026, 11, 21)


def fill(diary: Diary, rng: np.random.Generator) -> None:
    """Write releases of every spot over about a year, and a check-in a day."""
    names = tracker.catalogue()
    spots = [(muscle, spot) for muscle in names.values() for spot in muscle.spots]
    last = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 20, tzinfo=UTC)
    releases = []
    for number in range(RELEASES):
        muscle, spot = spots[rng.integers(len(spots))]
        before = int(rng.integers(3, 10))
        fell = int(rng.integers(-1, min(before, 5)))
        releases.append(
            Release(
                started_at=last - timedelta(hours=4.4 * number),
                muscle=muscle.name,
                spot=spot,
                side="left" if rng.random() < 0.5 else "right",
                tool=muscle.tools[0],
                pain_before=before,
                pain_30s=before - fell // 2,
                pain_after=before - fell,
                held_s=90,
            )
        )
    diary.add_all(releases)
    days = range(365)
    diary.add_all(
        [CheckIn(at=last - timedelta(days=n), pain=int(rng.integers(2, 8))) for n in days]
    )


def best_ms(call: Callable[[], object], repeats: int = 7) -> float:
    """Shortest of several runs, in milliseconds: what the work costs without the neighbours."""
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        took.append(time.perf_counter() - start)
    return 1000 * min(took)


def show(what: str, ours: float, instead: str = "", theirs: float | None = None) -> None:
    compared = f"{instead:32} {theirs:8.0f} {theirs / ours:6.1f}x" if theirs else ""
    print(f"{what:42} {ours:8.1f}   {compared}")


def drawn(plot: Callable[..., Any], *tables: pd.DataFrame) -> Callable[[], object]:
    """Draw one chart at desk width and write it as SVG, ready for a page."""
    return lambda: tracker.show(plot, *tables).save(FOLDER / "chart.svg")


def seaborn_on_rows(frame: pd.DataFrame) -> Callable[[], object]:
    derived = relief.derive(frame)

    def draw() -> None:
        figure = Figure()
        sns.lineplot(derived, x="week_start", y="relief", hue="muscle", ax=figure.subplots())
        figure.savefig(FOLDER / "chart.svg")

    return draw


def measure(diary: Diary) -> None:
    form = tracker.log_form(diary)
    frame, check_ins = diary.releases(), diary.check_ins()
    newest = diary.recent(Release, 1)[0]
    minutes = itertools.count(1)

    def save() -> None:
        later = newest.started_at + timedelta(minutes=next(minutes))
        diary.add(newest.changed(id=uuid7(later), started_at=later), recorded_at=later)

    weeks = relief.by_muscle_and_week(frame)
    spots = relief.by_spot(frame)
    days = relief.sciatica_by_day(check_ins), relief.releases_by_day(frame)

    print(f"{RELEASES} releases, {len(check_ins)} check-ins; ms, best of several runs")
    show("save a release, on the disk", best_ms(save))
    show(
        "form: the last ten entries after a save",
        best_ms(form._show_entries),
        "tail of the whole frame",
        best_ms(lambda: diary.releases().tail(10)),
    )
    show("releases() as a typed frame", best_ms(diary.releases))
    show("relief.by_spot", best_ms(lambda: relief.by_spot(frame)))
    show("relief.pool", best_ms(lambda: relief.pool(frame)))
    show("plot_spot_ranking", best_ms(drawn(charts.plot_spot_ranking, spots), 3))
    show(
        "plot_relief_over_time",
        best_ms(drawn(charts.plot_relief_over_time, relief.points(frame), weeks), 3),
        "seaborn.lineplot on the raw rows",
        best_ms(seaborn_on_rows(frame), 2),
    )
    show("plot_hold_curves", best_ms(drawn(charts.plot_hold_curves, relief.hold_curves(frame)), 3))
    show("plot_muscle_weeks", best_ms(drawn(charts.plot_muscle_weeks, weeks), 3))
    show("plot_sciatica", best_ms(drawn(charts.plot_sciatica, *days), 3))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        with tracker.open_diary(FOLDER / "diary.db") as filled:
            fill(filled, np.random.default_rng(1))
            measure(filled)

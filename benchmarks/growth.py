"""How the work grows with the number of releases, as exponents of a line through log and log."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import pandas as pd
from load import save
from made_up import fill
from matplotlib.figure import Figure
from ratios import medians
from relief_page import tables

import tracker
from tracker import relief
from tracker.protocol.release import Release

MOST: Final = 1.15
"""What n log n comes to over the decades that are fitted, and a little for noise."""

IN_MEMORY: Final = 1_000_000
"""Larger diaries are put together from this one in memory: the tables alone are measured there."""


@dataclass(frozen=True)
class Curve:
    """Seconds of one kind of work at each number of releases."""

    what: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The slope over the largest two decades; below, what does not depend on n dominates."""
        within = [size >= self.sizes[-1] / 100 for size in self.sizes]
        log_n, log_s = np.log(self.sizes)[within], np.log(self.seconds)[within]
        return float(np.polyfit(log_n, log_s, 1)[0])

    @property
    def verdict(self) -> str:
        return "met" if self.exponent <= MOST else f"MISSED by {self.exponent - MOST:.2f}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"exponent": self.exponent, "verdict": self.verdict}


def curves(sizes: Sequence[int], repeats: int) -> list[Curve]:
    """Loads, the newest releases, a save, the pooled tables and all tables at each size."""
    seconds: dict[str, dict[int, float]] = {}
    for n in sizes:
        times = repeats if n < 100_000 else 1
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "diary.db"
            with tracker.open_diary(file) as diary:
                fill(diary, min(n, IN_MEMORY))
                frame = diary.releases()
                if n <= IN_MEMORY:
                    calls: dict[str, Callable[[], object]] = {
                        "releases()": diary.releases,
                        "the last ten releases": lambda: diary.recent(Release),
                    }
                    _measure(seconds, n, calls, times)
                    row = save("", diary, file.with_name("bare.db"), repeats=5 * times)
                    seconds.setdefault("a save", {})[n] = row.ours or float("nan")
        if n > IN_MEMORY:
            frame = pd.concat([frame] * (n // IN_MEMORY), ignore_index=True)
        derived = relief.derive(frame)
        pooled = {
            "relief.pool": lambda: relief.pool(derived),  # noqa: B023
            "all tables of the relief page": lambda: tables(frame),  # noqa: B023
        }
        _measure(seconds, n, pooled, times)
    return [Curve(what, tuple(of), tuple(of.values())) for what, of in seconds.items()]


def _measure(
    seconds: dict[str, dict[int, float]],
    n: int,
    calls: dict[str, Callable[[], object]],
    repeats: int,
) -> None:
    for what, took in zip(calls, medians(list(calls.values()), repeats), strict=True):
        seconds.setdefault(what, {})[n] = took


def draw(lines: Sequence[Curve], file: Path) -> None:
    """Draw every curve on two logarithmic axes, as SVG."""
    with mpl.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 5), layout="constrained")
        axes = figure.subplots()
        for line in lines:
            label = f"{line.what} (exponent {line.exponent:.2f})"
            axes.loglog(line.sizes, line.seconds, marker="o", label=label)
        axes.set(xlabel="releases", ylabel="seconds")
        figure.legend(loc="outside lower center", ncols=2)
        figure.savefig(file, metadata={"Date": None, "Creator": None})

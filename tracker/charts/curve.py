"""What is one line of a hold chart: whose presses, how many, and pain at which moments?"""

from dataclasses import dataclass

import pandas as pd

from tracker.charts.read import numbers, words
from tracker.look import LIGHT
from tracker.relief import columns as c

ByOutcome = dict[str, "Curve"]


@dataclass(frozen=True)
class Curve:
    """Mean pain of one muscle's held or moved presses; places count the moments from 0."""

    outcome: str
    places: tuple[int, ...]
    pain: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    n: int

    @property
    def enough(self) -> bool:
        """Whether it has as many releases as a mean needs."""
        return self.n >= c.MIN_RELEASES

    @property
    def colour(self) -> str:
        """The colour of its line."""
        if not self.enough:
            return LIGHT.control
        return LIGHT.relief if self.outcome == c.HELD else LIGHT.worse

    @property
    def text_colour(self) -> str:
        """The colour of its words and numbers."""
        return self.colour if self.enough else LIGHT.muted


def read_curves(table: pd.DataFrame) -> dict[str, ByOutcome]:
    """Read the table of `tracker.relief.hold_curves`: muscle, then outcome, to a curve.

    The muscles with the most releases come first, ties by name.
    """
    points: dict[tuple[str, str], list[tuple[int, float, float, float, int]]] = {}
    keys = zip(words(table, c.MUSCLE), words(table, c.OUTCOME), strict=True)
    places = [c.MOMENTS.index(moment) for moment in words(table, c.MOMENT)]
    figures = (numbers(table, name).tolist() for name in (c.MEAN_PAIN, c.LOW, c.HIGH))
    n = table[c.N].astype("int64").tolist()
    for key, *point in zip(keys, places, *figures, n, strict=True):
        points.setdefault(key, []).append((*point,))
    curves: dict[str, ByOutcome] = {}
    for (muscle, outcome), found in points.items():
        at, pain, low, high, count = zip(*sorted(found), strict=True)
        curves.setdefault(muscle, {})[outcome] = Curve(outcome, at, pain, low, high, max(count))
    return {muscle: curves[muscle] for muscle in sorted(curves, key=lambda m: _order(curves, m))}


def _order(curves: dict[str, ByOutcome], muscle: str) -> tuple[int, str]:
    return -sum(curve.n for curve in curves[muscle].values()), muscle

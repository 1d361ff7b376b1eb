"""The chart of hold curves: pain before, at 30 s and after, of presses held and moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from tracker.charts.columns import numbers, words
from tracker.charts.layout import Head, Panel, empty_chart, panels
from tracker.charts.style import DESK, number, style, type_at
from tracker.charts.styled_figure import Panels
from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.theme import LIGHT
from tracker.wording.numbers import counted
from tracker.wording.tables import MOVED_BY_CHOICE, hold_curves_sentence

ByOutcome = dict[str, "Curve"]

_TOGETHER: Final = 11.0
"""Under this distance in points two numbers at the same moment would touch."""

_READ: Final = (c.MUSCLE, c.OUTCOME, c.MOMENT, c.MEAN_PAIN, c.LOW, c.HIGH, c.N)

_DASHED: Final = (0, (3, 2))


@style()
def plot_hold_curves(
    curves: pd.DataFrame,
    *,
    most: int = 8,
    width: float = DESK,
    title: str | None = None,
    note: str = MOVED_BY_CHOICE,
) -> Sequence[Axes]:
    """Follow mean pain through the presses of each muscle, those held and those moved on.

    Parameters
    ----------
    curves : DataFrame
        From `tracker.relief.hold_curves`. Read: ``muscle``, ``outcome`` (held, moved), ``moment``
        (before, 30 s, after), ``mean_pain``, ``low``, ``high`` (points), ``n``.
    most : int
        How many muscles are shown, those with the most releases first; the source line counts
        the others.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.hold_curves_sentence`.
    note : str
        What the chart does not show, for the source line.

    Returns
    -------
    sequence of Axes
        One for each muscle, pain from 0 to 10 upward. Held presses are a solid line with the
        mean's likely range, moved ones a dashed line that ends at 30 s. The held lines of the
        other muscles stand light behind, to compare with. Lines of under 5 releases are grey and
        hollow.
    """
    expect(curves, _READ, name="curves", source="relief.hold_curves(releases)")
    sentence = hold_curves_sentence(curves) if title is None else title
    if curves.empty:
        return Panels([empty_chart(sentence, width=width)])
    by_muscle = read_curves(curves)
    shown = list(by_muscle)[:most]
    hidden = len(by_muscle) - len(shown)
    others = f"+{counted(hidden, 'more muscle')} with fewer releases." if hidden else ""
    head = Head(
        sentence,
        "Mean pain, 0 to 10: presses held (solid, with its likely range) and presses moved on at "
        "30 s, the protocol’s mark (dashed). Light: the other muscles. Grey and hollow: under "
        f"{c.MIN_RELEASES} releases, not enough yet",
        " ".join(filter(None, [others, note])),
    )
    contents = [Panel(muscle, _counts(by_muscle[muscle])) for muscle in shown]
    height = 104.0 if len(shown) > 1 else 190.0
    axes, _ = panels(head, contents, width=width, height=height)
    size = type_at(width).note
    for ax, muscle in zip(axes, shown, strict=True):
        ax.set_ylim(0, 10)
        ax.set_yticks([0, 5, 10])
        ax.set_xlim(-0.64, 2.64)
        ax.set_xticks([0, 1, 2], list(c.MOMENTS))
        ax.axvline(1, color=LIGHT.line, linewidth=0.8, zorder=0, gid="30 s")
        _draw_behind(ax, [by_muscle[other] for other in shown if other != muscle])
        for curve in by_muscle[muscle].values():
            _draw(ax, curve)
        _number(ax, by_muscle[muscle], size, height / 10)
    return Panels(axes)


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
    for (muscle, outcome), rows in points.items():
        at, pain, low, high, count = zip(*sorted(rows), strict=True)
        curves.setdefault(muscle, {})[outcome] = Curve(outcome, at, pain, low, high, max(count))
    return {muscle: curves[muscle] for muscle in sorted(curves, key=lambda m: _order(curves, m))}


def _order(curves: dict[str, ByOutcome], muscle: str) -> tuple[int, str]:
    return -sum(curve.n for curve in curves[muscle].values()), muscle


def _counts(curves: ByOutcome) -> tuple[tuple[str, str], ...]:
    """Say each n in its line's colour: the words are the key to the lines."""
    return tuple(
        (f"{curves[outcome].n} {outcome}", curves[outcome].text_colour)
        for outcome in (c.HELD, c.MOVED)
        if outcome in curves
    )


def _draw_behind(ax: Axes, others: list[ByOutcome]) -> None:
    held = [other[c.HELD] for other in others if c.HELD in other and other[c.HELD].enough]
    lines = [list(zip(curve.places, curve.pain, strict=True)) for curve in held]
    ax.add_collection(
        LineCollection(lines, colors=LIGHT.line, linewidths=1, zorder=1, gid="behind"),
        autolim=False,
    )


def _draw(ax: Axes, curve: Curve) -> None:
    held = curve.outcome == c.HELD
    if held and curve.enough:
        ax.fill_between(
            curve.places,
            curve.low,
            curve.high,
            color=curve.colour,
            alpha=0.14,
            linewidth=0,
            zorder=2,
            gid="likely range",
        )
    ax.plot(
        curve.places,
        curve.pain,
        color=curve.colour,
        linestyle="-" if held else _DASHED,
        linewidth=1.8,
        marker="o" if held else "s",
        markersize=5,
        markerfacecolor=curve.colour if curve.enough else LIGHT.paper,
        markeredgecolor=curve.colour,
        clip_on=False,
        zorder=4,
        gid=curve.outcome,
    )


def _number(ax: Axes, curves: ByOutcome, size: float, per_point: float) -> None:
    """Write each mean beside its mark, the two of a moment side by side."""
    for place in range(len(c.MOMENTS)):
        marks = sorted(
            (curve.pain[curve.places.index(place)], curve.outcome)
            for curve in curves.values()
            if place in curve.places
        )
        heights = _spread([pain for pain, _ in marks], _TOGETHER / per_point)
        for y, (pain, outcome) in zip(heights, marks, strict=True):
            is_lower = len(marks) == 2 and outcome == marks[0][1]
            shift, align = _beside(place, outcome, is_lower=is_lower)
            ax.annotate(
                number(pain),
                (place, y),
                shift,
                textcoords="offset points",
                size=size,
                color=curves[outcome].text_colour,
                ha=align,
                va="center",
                annotation_clip=False,
                zorder=5,
                gid=f"{outcome} {c.MOMENTS[place]}",
            )


def _spread(heights: list[float], least: float) -> list[float]:
    """Spread two heights, given lowest first, until they are `least` apart."""
    if len(heights) < 2 or heights[1] - heights[0] >= least:
        return heights
    spread = (least - heights[1] + heights[0]) / 2
    return [heights[0] - spread, heights[1] + spread]


def _beside(place: int, outcome: str, *, is_lower: bool) -> tuple[tuple[float, float], str]:
    if place == 0:
        return (-6, 0), "right"
    if place == 2:
        return (6, 0), "left"
    if outcome == c.MOVED:
        return (7, 1), "left"
    return (0, -10 if is_lower else 10), "center"

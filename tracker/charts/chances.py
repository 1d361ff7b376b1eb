"""The chart of an experiment's chances: a hundred squares, as many of a kind as its chance."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tracker.charts.layout import Head, Layout
from tracker.charts.style import DESK, MARGIN, NARROW, style, type_at
from tracker.relief.experiments.chances import Chances
from tracker.theme import LIGHT
from tracker.wording.experiments import chances_sentence

_ROWS: Final = 5
_SQUARE: Final = 15.0
_LINE: Final = 22.0


@style()
def plot_chances(chances: Chances, *, width: float = DESK, title: str | None = None) -> Axes:
    """Draw the chances of an experiment as 100 squares: A better, as good as the same, B better.

    Parameters
    ----------
    chances : Chances
        From `tracker.relief.experiment_chances`.
    width : float
        Width of the figure in inches.
    title : str, optional
        The answer in a sentence; by default `tracker.wording.chances_sentence`.

    Returns
    -------
    Axes
        Squares in columns from the left: solid for A better by a point or more, ruled for less than
        a point apart, hollow for B better by a point or more.
    """
    first, second = chances.arms
    head = Head(
        chances_sentence(chances) if title is None else title,
        "Of 100 ways that things could be, given your pairs, each square is one",
        "It takes for it that large differences are rare and that ratings scatter evenly.",
    )
    counts = hundredths((chances.better_by_1, chances.same, chances.worse_by_1))
    names = (
        f"{counts[0]} of 100: {first} better by 1 point or more",
        f"{counts[1]} of 100: as good as the same",
        f"{counts[2]} of 100: {second} better by 1 point or more",
    )
    sizes, room = type_at(width), 72 * width - 2 * MARGIN
    columns = 100 // _ROWS
    square = min(_SQUARE, room / columns)
    layout = Layout(head, width=width, body=_ROWS * square + 3 * _LINE + 10)
    ax = layout.axes(0, 0, room, _ROWS * square + 3 * _LINE + 10)
    ax.set_xlim(0, room)
    ax.set_ylim(_ROWS * square + 3 * _LINE + 10, 0)
    ax.set_axis_off()
    kinds = np.repeat([0, 1, 2], counts)
    for place, kind in enumerate(kinds):
        x, y = place // _ROWS * square, place % _ROWS * square
        ax.add_patch(_square(x, y, square, int(kind)))
    for kind, name in enumerate(names):
        y = _ROWS * square + 10 + kind * _LINE
        ax.add_patch(_square(0, y, square, kind, gid="key"))
        size = sizes.note if width < NARROW else sizes.label
        ax.text(square + 6, y + square / 2, name, size=size, color=LIGHT.ink, va="center")
    return ax


def hundredths(shares: tuple[float, ...]) -> list[int]:
    """Give whole hundredths that add to 100, the largest remainders rounded up.

    Examples
    --------
    >>> hundredths((0.655, 0.33, 0.015))
    [66, 33, 1]
    """
    exact = 100 * np.asarray(shares)
    whole = np.floor(exact).astype(int)
    short = 100 - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    return [int(count) for count in whole]


def _square(x: float, y: float, size: float, kind: int, gid: str = "square") -> Rectangle:
    face, hatch = ((LIGHT.relief, ""), (LIGHT.line, "////"), (LIGHT.paper, ""))[kind]
    inside = size - 2.5
    edge = LIGHT.relief if kind != 1 else LIGHT.muted
    patch = Rectangle((x + 1, y + 1), inside, inside, facecolor=face, edgecolor=edge, linewidth=1)
    patch.set_hatch(hatch)
    patch.set_gid(f"{gid} {'A=B'[kind]}")
    return patch

"""What do the colours and crosses of the body map mean?"""

from collections.abc import Iterable
from typing import Final

from tracker.charts.body.figure import extent
from tracker.charts.body.mark_style import REACH, Ink, draw_mark, ink_of
from tracker.charts.body.marks import Mark
from tracker.charts.body.text import written
from tracker.charts.relief_scale import EDGES, STEPS
from tracker.charts.text import number, width_of, wrap

SCALE: Final = "Average change of pain while pressing, in points"
HIGHER: Final = "higher"
LOWER: Final = "lower"
UNTRIED: Final = "not tried yet"
ROSE: Final = "pain higher"
TO_PRESS: Final = "a spot to press"

TICKS: Final = tuple(number(abs(edge), 0) for edge in EDGES[1:-1])
"""The points between the colours, without a sign: the words at the ends say which way."""


def counts(marks: Iterable[Mark]) -> str:
    """Say on how many releases the colours rest, and how many spots could not be drawn.

    Returns
    -------
    str
        Sentences; empty before the first release.
    """
    tried = [mark for mark in marks if mark.n]
    if not tried:
        return ""
    # Here, where there is relief to explain: the bare figure needs no pandas.
    from tracker.wording.numbers import counted

    hidden = sum(mark.place is None for mark in tried)
    releases = counted(sum(mark.n_rated for mark in tried), "rated release")
    sentences = [f"{releases} on {counted(len(tried), 'spot')}."]
    if hidden:
        without = (
            "has no place on the figure and is" if hidden == 1 else "have no place on it and are"
        )
        sentences.append(f"{counted(hidden, 'spot')} {without} not drawn.")
    return " ".join(sentences)


def samples(prefix: str, *, rated: bool) -> list[tuple[Ink, str]]:
    """Give the marks that the key explains; `prefix` is that of the drawing with the hatch."""
    untried = ink_of("untried", 0.0, prefix)
    if not rated:
        return [(untried, TO_PRESS)]
    from tracker.relief.columns import MIN_RELEASES

    return [
        (ink_of("rated", -1.0, prefix), ROSE),
        (ink_of("few", 0.0, prefix), f"under {MIN_RELEASES} releases, not enough yet"),
        (untried, UNTRIED),
    ]


def draw_key(marks: list[Mark], size: float, prefix: str, *, rated: bool) -> tuple[str, float]:
    """Draw the key under the figure.

    Parameters
    ----------
    marks : list of Mark
    size : float
        Of the type, in units of the drawing.
    prefix : str
        Of the drawing's ids.
    rated : bool
        Whether the marks show relief, or only where the spots are.

    Returns
    -------
    (str, float)
        Elements of an SVG, from 0 downwards, and their height in units.
    """
    scale, top = _scale(size) if rated else ("", 0.0)
    explained, bottom = _explained(samples(prefix, rated=rated), size, top)
    if not rated:
        return explained, bottom
    room = extent()[0] * 0.94
    lines = wrap(counts(marks), room, size)
    said = "".join(
        written(line, extent()[0] / 2, bottom + (i + 0.9) * 1.4 * size, size)
        for i, line in enumerate(lines)
    )
    return scale + explained + said, bottom + len(lines) * 1.4 * size


def _scale(size: float) -> tuple[str, float]:
    middle, wide = extent()[0] / 2, max(22.0, 1.5 * size)
    left, top, high = middle - wide * len(STEPS) / 2, 1.6 * size, 0.95 * size
    swatches = "".join(
        f'<rect x="{left + i * wide:.1f}" y="{top:.1f}" width="{wide - 1.5:.1f}" '
        f'height="{high:.1f}" style="fill: {colour.lower()}"/>'
        for i, colour in enumerate(STEPS)
    )
    ticks = "".join(
        written(tick, left + i * wide - 0.75, top + high + size * 1.05, size)
        for i, tick in enumerate(TICKS, 1)
    )
    ends = written(HIGHER, left - 0.5 * size, top + 0.85 * size, size, anchor="end") + written(
        LOWER, left + len(STEPS) * wide + 0.5 * size, top + 0.85 * size, size, anchor="start"
    )
    return written(SCALE, middle, size, size) + swatches + ticks + ends, top + high + 1.6 * size


def _explained(shown: list[tuple[Ink, str]], size: float, top: float) -> tuple[str, float]:
    """Draw marks with their meaning, as many beside each other as fit."""
    gap, beside = 1.6 * size, 2 * REACH + 0.5 * size
    rows: list[list[tuple[Ink, str, float]]] = [[]]
    for ink, text in shown:
        wide = beside + width_of(text, size)
        if rows[-1] and sum(taken + gap for *_, taken in rows[-1]) + wide > extent()[0]:
            rows.append([])
        rows[-1].append((ink, text, wide))
    drawn, y = "", top
    for row in rows:
        y += 1.6 * size
        x = (extent()[0] - sum(wide for *_, wide in row) - gap * (len(row) - 1)) / 2
        for ink, text, wide in row:
            drawn += draw_mark(ink, x + REACH, y - 0.35 * size)
            drawn += written(text, x + beside, y, size, anchor="start")
            x += wide + gap
    return drawn, y + 0.3 * size

"""The key of the body map: what its colours and crosses mean, and how its words are written."""

from collections.abc import Iterable
from html import escape
from typing import Final, Literal

from tracker.charts.body.figure import WIDTH
from tracker.charts.body.marks import REACH, Mark, MarkStyle, draw_mark, mark_style
from tracker.charts.relief_scale import EDGES, STEPS
from tracker.charts.style import number, width_of, wrap
from tracker.theme import LIGHT

Anchor = Literal["start", "middle", "end"]

_FONT: Final = "var(--tk-sans, system-ui, sans-serif)"

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

    if tried[0].whole:
        # Every spot of a muscle bears the releases of the whole: each is counted once.
        wholes = {(mark.muscle, mark.n_rated, mark.mean) for mark in tried}
        n = sum(n_rated for _, n_rated, _ in wholes)
        return f"{counted(n, 'rated release')}; every spot bears the colour of its muscle."
    hidden = sum(mark.place is None for mark in tried)
    releases = counted(sum(mark.n_rated for mark in tried), "rated release")
    sentences = [f"{releases} on {counted(len(tried), 'spot')}."]
    if hidden:
        without = (
            "has no place on the figure and is" if hidden == 1 else "have no place on it and are"
        )
        sentences.append(f"{counted(hidden, 'spot')} {without} not drawn.")
    return " ".join(sentences)


def samples(prefix: str, *, rated: bool) -> list[tuple[MarkStyle, str]]:
    """Give the marks that the key explains; `prefix` is that of the drawing with the hatch."""
    untried = mark_style("untried", 0.0, prefix)
    if not rated:
        return [(untried, TO_PRESS)]
    from tracker.relief.columns import MIN_RELEASES

    return [
        (mark_style("rated", -1.0, prefix), ROSE),
        (mark_style("few", 0.0, prefix), f"under {MIN_RELEASES} releases, not enough yet"),
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
    room = WIDTH * 0.94
    lines = wrap(counts(marks), room, size)
    words = "".join(
        write_text(line, WIDTH / 2, bottom + (i + 0.9) * 1.4 * size, size)
        for i, line in enumerate(lines)
    )
    return scale + explained + words, bottom + len(lines) * 1.4 * size


def _scale(size: float) -> tuple[str, float]:
    middle, wide = WIDTH / 2, max(22.0, 1.5 * size)
    left, top, high = middle - wide * len(STEPS) / 2, 1.6 * size, 0.95 * size
    swatches = "".join(
        f'<rect x="{left + i * wide:.1f}" y="{top:.1f}" width="{wide - 1.5:.1f}" '
        f'height="{high:.1f}" style="fill: {colour.lower()}"/>'
        for i, colour in enumerate(STEPS)
    )
    ticks = "".join(
        write_text(tick, left + i * wide - 0.75, top + high + size * 1.05, size)
        for i, tick in enumerate(TICKS, 1)
    )
    right, beside = left + len(STEPS) * wide + 0.5 * size, top + 0.85 * size
    higher = write_text(HIGHER, left - 0.5 * size, beside, size, anchor="end")
    words = write_text(SCALE, middle, size, size) + higher
    words += write_text(LOWER, right, beside, size, anchor="start")
    return words + swatches + ticks, top + high + 1.6 * size


def _explained(shown: list[tuple[MarkStyle, str]], size: float, top: float) -> tuple[str, float]:
    """Draw marks with their meaning, as many beside each other as fit."""
    gap, beside = 1.6 * size, 2 * REACH + 0.5 * size
    rows: list[list[tuple[MarkStyle, str, float]]] = [[]]
    for style, text in shown:
        wide = beside + width_of(text, size)
        if rows[-1] and sum(taken + gap for *_, taken in rows[-1]) + wide > WIDTH:
            rows.append([])
        rows[-1].append((style, text, wide))
    drawn, y = "", top
    for row in rows:
        y += 1.6 * size
        x = (WIDTH - sum(wide for *_, wide in row) - gap * (len(row) - 1)) / 2
        for style, text, wide in row:
            drawn += draw_mark(style, x + REACH, y - 0.35 * size)
            drawn += write_text(text, x + beside, y, size, anchor="start")
            x += wide + gap
    return drawn, y + 0.3 * size


def write_text(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: Anchor = "middle",
    strong: bool = False,
) -> str:
    """Write a line of text on an SVG; `y` is its base line, and `size` in units of the drawing."""
    weight = 600 if strong else 400
    colour = (LIGHT.ink if strong else LIGHT.muted).lower()
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="font: {weight} '
        f'{size:.2f}px {_FONT}; fill: {colour}">{escape(text)}</text>'
    )


def write_name(lines: Iterable[str], x: float, y: float, size: float) -> str:
    """Write lines around a point of the figure, with a halo that keeps what is behind away."""
    lines = list(lines)
    first = y - 0.55 * size * (len(lines) - 1) + 0.35 * size
    rows = "".join(
        f'<tspan x="{x:.1f}" y="{first + 1.1 * size * i:.1f}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return f'<text text-anchor="middle">{rows}</text>'


def name_style(size: float) -> str:
    """Give the style of what `write_name` writes."""
    return (
        f"font: {size:.2f}px {_FONT}; fill: {LIGHT.muted.lower()}; stroke: {LIGHT.card.lower()}; "
        f"stroke-width: {size / 4:.1f}; paint-order: stroke; stroke-linejoin: round"
    )

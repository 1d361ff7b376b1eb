"""The relief of a spot with its interval, on the scale that all spots of the page share."""

from collections.abc import Sequence
from math import ceil, floor, isfinite
from typing import Final

from tracker.protocol.place_name import place_name
from tracker.relief.columns import POINTS
from tracker.report.figures.svg import (
    CONTROL,
    LINE,
    RELIEF,
    WORSE,
    dot,
    drawing,
    line,
    text,
)
from tracker.report.spots import SpotLine
from tracker.report.typography import signed
from tracker.wording.numbers import AS_RATED, NOT_ENOUGH

WIDTH: Final = 196.0
HEIGHT: Final = 30.0
_SIDE: Final = 10.0


def scale(lines: Sequence[SpotLine]) -> tuple[float, float]:
    """Give the scale of the spots of a page: whole points, 0 and 2 always in view.

    A spot with few releases may lie anywhere; it must not flatten all the others.
    """
    ends = [end for one in lines if not one.heading for end in (one.low, one.high)]
    ends = [end for end in (*ends, *(one.mean for one in lines)) if isfinite(end)]
    return float(floor(min(-0.5, *ends, 0.0))), float(ceil(max(POINTS + 0.5, *ends, 0.0)))


def interval(line_: SpotLine, within: tuple[float, float], name: str) -> str:
    """Draw the average of a spot and its 95 % interval; a ring is a spot that is not ranked.

    Parameters
    ----------
    line_ : SpotLine
    within : (float, float)
        From `scale`.
    name : str
        Unlike that of any other figure of the page.
    """
    y = HEIGHT / 2
    marks = _reference_lines(within, HEIGHT)
    if isfinite(line_.mean):
        colour = RELIEF if line_.mean >= 0 else WORSE
        colour = CONTROL if line_.heading == NOT_ENOUGH else colour
        if line_.heading != AS_RATED:
            low, high = (_x(_clamp(value, within), within) for value in (line_.low, line_.high))
            marks += line([(low, y), (high, y)], colour=colour, width=3)
        marks += dot(_x(line_.mean, within), y, 5, colour=colour, hollow=bool(line_.heading))
    return drawing(
        name,
        WIDTH,
        HEIGHT,
        title=place_name(line_.muscle, line_.spot, line_.side),
        description=_description(line_),
        marks=marks,
    )


def interval_axis(within: tuple[float, float]) -> str:
    """Draw the numbers that stand over the intervals."""
    low, high = int(within[0]), int(within[1])
    every = 1 if high - low <= 8 else 2
    ticks = "".join(
        text(signed(tick, 0), _x(tick, within), 14, anchor="middle", strong=tick in (0, POINTS))
        for tick in range(low, high + 1, every)
    )
    return drawing(
        "wk-axis",
        WIDTH,
        18,
        title="Points of relief",
        description=f"From {signed(low, 0)} to {signed(high, 0)}; right of 0, pain was lower.",
        marks=ticks,
    )


def _reference_lines(within: tuple[float, float], height: float) -> str:
    return line([(_x(0, within), 0), (_x(0, within), height)], colour=CONTROL) + line(
        [(_x(POINTS, within), 0), (_x(POINTS, within), height)], colour=LINE
    )


def _x(value: float, within: tuple[float, float]) -> float:
    low, high = within
    return _SIDE + (value - low) / (high - low) * (WIDTH - 2 * _SIDE)


def _clamp(value: float, within: tuple[float, float]) -> float:
    return min(max(value, within[0]), within[1])


def _description(line_: SpotLine) -> str:
    if not isfinite(line_.mean):
        return "Too few releases to compare."
    sentence = f"{signed(line_.mean)} points of relief"
    if line_.heading == AS_RATED:
        return f"{AS_RATED}; {sentence}."
    sentence += f", likely between {signed(line_.low)} and {signed(line_.high)}"
    return f"Not enough yet: {sentence}." if line_.heading else f"{sentence}."

"""A measure through twelve weeks, in the space of a word."""

from collections.abc import Sequence
from typing import Final

from tracker.relief.columns import POINTS
from tracker.report.figures.svg import (
    CONTROL,
    LINE,
    RELIEF,
    bar,
    dot,
    drawing,
    line,
)
from tracker.report.measures import Measure
from tracker.report.typography import signed

WIDTH: Final = 168.0
HEIGHT: Final = 44.0
_SIDE: Final = 5.0
_TOP: Final = 6.0

_COUNTED: Final = ("releases", "days")


def sparkline(measure: Measure) -> str:
    """Draw the history of a measure on its whole scale; counts are bars, ratings a line."""
    low, high = _scale(measure)
    ys = [
        None
        if value is None
        else HEIGHT - _TOP - (value - low) / (high - low) * (HEIGHT - 2 * _TOP)
        for value in measure.history
    ]
    step = (WIDTH - 2 * _SIDE) / (len(ys) - 1)
    base = _y(0, low, high)
    places = [(_SIDE + i * step, y) for i, y in enumerate(ys)]
    marks = line([(0, base), (WIDTH, base)], colour=LINE)
    counted = measure.key in _COUNTED
    return drawing(
        f"wk-spark-{measure.key}",
        WIDTH,
        HEIGHT,
        title=f"{measure.name}, twelve weeks",
        description=_description(measure),
        marks=marks + (_bars(places, base, step) if counted else _run(places)),
    )


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT - _TOP - (value - low) / (high - low) * (HEIGHT - 2 * _TOP)


def _bars(places: Sequence[tuple[float, float | None]], base: float, step: float) -> str:
    wide = step * 0.62
    return "".join(
        bar(
            x - wide / 2,
            min(y, base - 1),
            wide,
            max(base - y, 1),
            colour=RELIEF if i == len(places) - 1 else CONTROL,
            round_by=1.5,
        )
        for i, (x, y) in enumerate(places)
        if y is not None
    )


def _run(places: Sequence[tuple[float, float | None]]) -> str:
    drawn, run = "", list[tuple[float, float]]()
    for x, y in [*places, (0.0, None)]:
        if y is not None:
            run.append((x, y))
            continue
        # A week alone between gaps is no line, and still something to see.
        drawn += line(run, colour=CONTROL, width=2) if len(run) > 1 else ""
        drawn += "".join(dot(*at, 2, colour=CONTROL) for at in run[:1] if len(run) == 1)
        run = []
    x, y = places[-1]
    return drawn + (dot(x, y, 4, colour=RELIEF) if y is not None else "")


def _scale(measure: Measure) -> tuple[float, float]:
    known = [value for value in measure.history if value is not None]
    match measure.key:
        case "pain":
            return 0.0, 10.0
        case "bothersomeness":
            return 0.0, 24.0
        case "days":
            return 0.0, 7.0
        case "relief":
            return min(0.0, *known, 0.0), max(POINTS, *known, POINTS)
        case _:
            return 0.0, max(1.0, *known, 1.0)


def _description(measure: Measure) -> str:
    values = [
        "none" if value is None else signed(value, measure.decimals) for value in measure.history
    ]
    return f"Week by week, earliest first: {', '.join(values)}."

"""The releases of a week by what they showed at 30 s, as one bar."""

from typing import Final

from tracker.report.figures.svg import (
    CONTROL,
    FEW,
    INK,
    MUTED,
    RELIEF,
    bar,
    drawing,
    text,
)
from tracker.report.thirty_seconds import ThirtySecondCheck

HEIGHT: Final = 92.0
_BAR: Final = 28.0
_GAP: Final = 3.0


def thirty_second_figure(check: ThirtySecondCheck, *, width: float = 356) -> str:
    """Draw the week's releases as one bar: fell by 30 s, did not and moved, did not and stayed."""
    stayed = check.stayed_up - check.moved
    parts = [
        (check.fell, RELIEF, "begun to fall"),
        (check.moved, MUTED, "not yet, moved"),
        (stayed, CONTROL, "not yet, stayed"),
        (check.unrated, FEW, "not rated"),
    ]
    shown = [part for part in parts if part[0]]
    total = sum(n for n, *_ in shown)
    room = width - _GAP * (len(shown) - 1)
    marks, x = "", 0.0
    for n, colour, _ in shown:
        wide = n / total * room
        marks += bar(x, 0, wide, _BAR, colour=colour, round_by=4)
        x += wide + _GAP
    marks += _key(shown, width)
    description = ", ".join(f"{n} {what}" for n, _, what in shown)
    return drawing(
        "wk-rule",
        width,
        HEIGHT if len(shown) > 2 else HEIGHT - 26,
        title="Pain at 30 s, this week's releases",
        description=f"{description}." if description else "No release.",
        marks=marks,
    )


def _key(shown: list[tuple[int, str, str]], width: float) -> str:
    """Name the parts, two beside each other."""
    drawn = ""
    for i, (n, colour, what) in enumerate(shown):
        x, y = (i % 2) * width / 2, _BAR + 26 + (i // 2) * 26
        drawn += bar(x, y - 11, 12, 12, colour=colour, round_by=3)
        drawn += text(str(n), x + 20, y, size=14, colour=INK, strong=True, unit=what)
    return drawn

"""What do all charts share: the style sheet, the widths, the sizes of type?

The style applies inside a context and never reaches another person's charts.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final

STYLE_SHEET: Final = Path(__file__).with_name("tracker.mplstyle")

DESK: Final = 7.4
PHONE: Final = 3.7
"""Widths in inches at which a chart is drawn 1:1: beside text at a desk, across a phone."""

NARROW: Final = 5.0
"""Under this width, in inches, labels stand above their marks and panels in two columns."""

MARGIN: Final = 10.0
"""Left and right of everything, in points."""

LINE_SPACING: Final = 1.25

# matplotlib's settings belong to the process, and a notebook's callbacks run on several threads.
_one_at_a_time = RLock()


@dataclass(frozen=True)
class Type:
    """Sizes of type in points, none under 9: 12 pixels on a phone."""

    title: float
    lead: float
    label: float
    note: float


def type_at(width: float, *, sentence: str = "") -> Type:
    """Give the sizes of type for a chart `width` inches wide under this title."""
    long = len(sentence) > 100
    if width < NARROW:
        return Type(title=11.5 if long else 13, lead=10.5, label=10, note=9)
    return Type(title=12.5 if long else 14, lead=11, label=10.5, note=9)


@contextmanager
def style() -> Iterator[None]:
    """Draw in the kit's style, whatever the notebook's own settings are, and leave no trace."""
    # Here, where something is drawn: the figure of the body needs no matplotlib.
    import matplotlib.style

    with (
        _one_at_a_time,
        warnings.catch_warnings(),
        matplotlib.style.context(STYLE_SHEET, after_reset=True),
    ):
        # A person may name a spot in any script: the page's own font then draws what ours lacks.
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        yield

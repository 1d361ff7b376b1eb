"""The small figures of the page, drawn as light SVG without matplotlib.

Each function takes a `WeeklyReport`, or a row of it, and gives one ``<svg>`` in the light colours,
with a title and a description; `tracker.theme.themed` lets it follow a page's theme, and a PDF
takes it as it is. The body map is that of `tracker.charts`.
"""

from tracker.report.figures.body import body
from tracker.report.figures.interval import interval, interval_axis
from tracker.report.figures.rule import rule
from tracker.report.figures.sparkline import sparkline
from tracker.report.figures.twelve_weeks import strip

__all__ = ["body", "interval", "interval_axis", "rule", "sparkline", "strip"]

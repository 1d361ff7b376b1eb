"""The figures of the page, drawn as light SVG without matplotlib.

Each function gives one ``<svg>`` in the light colours, with a title and a description;
`tracker.theme.themed` lets it follow a page's theme, and a PDF takes it as it is. The body map is
that of `tracker.charts`.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from tracker.charts.body.chart import body_svg
from tracker.report.figures.interval import interval, interval_axis, scale
from tracker.report.figures.sparkline import sparkline
from tracker.report.figures.thirty_seconds import thirty_second_figure
from tracker.report.figures.twelve_week_figure import twelve_week_figure

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

__all__ = [
    "FigureSizes",
    "WeekFigures",
    "body",
    "draw_week",
    "interval",
    "interval_axis",
    "sparkline",
    "thirty_second_figure",
    "twelve_week_figure",
]


@dataclass(frozen=True)
class FigureSizes:
    """How wide the figures of a page are, in CSS pixels.

    Attributes
    ----------
    body, thirty_seconds : float
    twelve_weeks : tuple of float
        A figure of each width.
    """

    body: float
    thirty_seconds: float
    twelve_weeks: tuple[float, ...]


@dataclass(frozen=True)
class WeekFigures:
    """The figures of a week's page; None where there is nothing to draw.

    Attributes
    ----------
    sparklines : tuple of str
        One for each measure.
    body : str or None
    axis : str
    intervals : tuple of str
        One for each spot.
    thirty_seconds : str or None
    twelve_weeks : tuple of str
        One for each width; none where there is no earlier week.
    """

    sparklines: tuple[str, ...]
    body: str | None
    axis: str
    intervals: tuple[str, ...]
    thirty_seconds: str | None
    twelve_weeks: tuple[str, ...]

    def each(self, finish: Callable[[str], Any]) -> dict[str, Any]:
        """Give every figure, finished for the page that it stands on, by its field's name."""
        return {field.name: _finish(getattr(self, field.name), finish) for field in fields(self)}


def _finish(figure: str | tuple[str, ...] | None, finish: Callable[[str], Any]) -> Any:
    if isinstance(figure, tuple):
        return [finish(svg) for svg in figure]
    return None if figure is None else finish(figure)


def draw_week(
    report: "WeeklyReport", sizes: FigureSizes, *, follow_theme: bool = False
) -> WeekFigures:
    """Draw the figures of a week's page.

    Parameters
    ----------
    report : WeeklyReport
    sizes : FigureSizes
    follow_theme : bool
        Whether the body follows the page's theme, which its relief scale does in its own way; for
        the other figures that is left to `tracker.theme.themed`.
    """
    lines, check = report.shown_spots, report.thirty_seconds
    shared = scale(lines)
    widths = sizes.twelve_weeks if report.has_earlier_weeks else ()
    return WeekFigures(
        sparklines=tuple(map(sparkline, report.measures)),
        body=body(report, width=sizes.body, follow_theme=follow_theme) if lines else None,
        axis=interval_axis(shared),
        intervals=tuple(
            interval(line, shared, f"wk-spot-{place}") for place, line in enumerate(lines)
        ),
        thirty_seconds=thirty_second_figure(check, width=sizes.thirty_seconds) if check.n else None,
        twelve_weeks=tuple(twelve_week_figure(report, width=width) for width in widths),
    )


def body(report: "WeeklyReport", *, width: float = 356, follow_theme: bool = False) -> str:
    """Draw the body map of a report, coloured by what helped up to the end of its week."""
    return body_svg(
        report.spots,
        width=width,
        title="What helped so far, on the body",
        catalogue=report.catalogue,
        follow_theme=follow_theme,
    )

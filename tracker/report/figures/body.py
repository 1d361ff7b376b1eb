"""Where on the body did pressing go with relief?"""

from tracker.charts.body.chart import body_svg
from tracker.report.weekly_report import WeeklyReport


def body(report: WeeklyReport, *, width: float = 356, follow_theme: bool = False) -> str:
    """Draw the body map of a report, coloured by what helped up to the end of its week.

    Parameters
    ----------
    report : WeeklyReport
    width : float
        In CSS pixels.
    follow_theme : bool
        Whether colours follow the page's variables, which the relief scale does in its own way.
    """
    return body_svg(
        report.spots,
        width=width,
        title="What helped so far, on the body",
        catalogue=report.catalogue,
        follow_theme=follow_theme,
    )

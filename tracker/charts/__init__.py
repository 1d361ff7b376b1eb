"""Charts: each takes a computed table of `tracker.relief` and gives matplotlib Axes.

=========================  =============================================================
`plot_spot_ranking`        which spot went with how much relief, and how sure is that
`plot_pooled_ranking`      the same with every spot pulled toward its muscle
`plot_relief_over_time`    does relief grow or fade from week to week
`plot_relief_change`       which spot gives more or less relief than in the first weeks
`plot_hold_curves`         how does pain run through a press: before, at 30 s, after
`plot_muscle_weeks`        which muscle went with how much relief in which week
`plot_sciatica`            how is the sciatica itself, and how many releases went with it
`plot_level`               where do relief or pain stand, day by day, and how sure is that
`plot_chances`             how likely is it that one arm of an experiment is better
`BodyChart`, `body_svg`    where on the body are the spots, and what did pressing them do
=========================  =============================================================

A call alone in a cell of a notebook shows the chart as a picture. `show` displays it in the page's
theme and at the screen's width, `to_html` gives it to a page.

The folder may import the names, thresholds, sentences and checks of `tracker.relief`, the catalogue
and names of `tracker.protocol`, `tracker.theme`, matplotlib, seaborn, pandas and numpy. It computes
no statistic, opens no diary, reads no clock, and leaves matplotlib's settings and pyplot's figures
alone. seaborn is imported by the one chart that uses it, when it is drawn; every chart, and with it
matplotlib and pandas, when it is first asked for, so that the figure of the body can be drawn on a
form that shows no chart.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# At once: the module of this name would else stand where the function should.
from tracker.charts.show import Chart, show, to_html

if TYPE_CHECKING:
    from tracker.charts.body.chart import BodyChart, body_svg
    from tracker.charts.chances import plot_chances
    from tracker.charts.hold_curves import plot_hold_curves
    from tracker.charts.level import plot_level
    from tracker.charts.muscle_weeks import plot_muscle_weeks
    from tracker.charts.ranking import plot_pooled_ranking, plot_spot_ranking
    from tracker.charts.relief_change import plot_relief_change
    from tracker.charts.relief_over_time import plot_relief_over_time
    from tracker.charts.sciatica import plot_sciatica

__all__ = [
    "BodyChart",
    "Chart",
    "body_svg",
    "plot_chances",
    "plot_hold_curves",
    "plot_level",
    "plot_muscle_ranking",
    "plot_muscle_weeks",
    "plot_pooled_ranking",
    "plot_relief_change",
    "plot_relief_over_time",
    "plot_sciatica",
    "plot_spot_ranking",
    "show",
    "to_html",
]

_HOME = {
    "BodyChart": "body.chart",
    "body_svg": "body.chart",
    "plot_chances": "chances",
    "plot_hold_curves": "hold_curves",
    "plot_level": "level",
    "plot_muscle_ranking": "ranking",
    "plot_muscle_weeks": "muscle_weeks",
    "plot_pooled_ranking": "ranking",
    "plot_relief_change": "relief_change",
    "plot_relief_over_time": "relief_over_time",
    "plot_sciatica": "sciatica",
    "plot_spot_ranking": "ranking",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"tracker.charts.{_HOME[name]}"), name)
    raise AttributeError(f"module 'tracker.charts' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

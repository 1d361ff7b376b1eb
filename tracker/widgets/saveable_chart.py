"""A chart that can be kept: saved as SVG or PNG, with one click."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as ipw

from tracker.private_file import temporary_folder
from tracker.widgets import controls
from tracker.widgets.plain_result import PlainResult
from tracker.widgets.status_line import StatusLine

if TYPE_CHECKING:
    import pandas as pd

    from tracker.charts import BodyChart, Chart
    from tracker.charts.show import Plot

_WAITING: Final = (
    '<div class="tk-gallery-chart" aria-busy="true"><p class="tk-hint">Drawing…</p></div>'
)


def saveable(
    plot: "Plot | BodyChart | Chart", *tables: "pd.DataFrame", **options: Any
) -> "SaveableChart":
    """Show a chart with two buttons under it, which save it as SVG or as PNG.

    Parameters
    ----------
    plot : function, BodyChart or Chart
        One of the charts of `tracker.charts`, such as `plot_spot_ranking`; or a `BodyChart`, or
        what `show` gives, without tables.
    *tables : DataFrame
        The tables it draws.
    **options
        Its keyword options.

    Returns
    -------
    SaveableChart
        A widget; show it as the last line of a cell. The browser keeps the file where it keeps
        every download, on the phone too.

    Raises
    ------
    TypeError
        It is no chart.
    """
    # Drawing is loaded where a chart is asked for: the log form's page has none.
    from tracker.charts import BodyChart, Chart, show

    if isinstance(plot, (BodyChart, Chart)):
        return SaveableChart(plot)
    return SaveableChart(show(plot, *tables, **options))


class SaveableChart(PlainResult, ipw.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A chart and its buttons; `saveable` makes one.

    It is drawn when a reader comes near it: a notebook of many charts opens as fast as one of a
    single chart.

    Attributes
    ----------
    name : str
        What its file is called, without the ending.
    picture : ipywidgets.HTML
        The chart as a piece of the page.
    save_svg, save_png : ipywidgets.Button
    status : StatusLine
    """

    def __init__(self, chart: "Chart | BodyChart") -> None:
        self.chart = chart
        self.name = _name(chart)
        self.picture = controls.markup(_WAITING)
        self.save_svg = self._saver("SVG", "image/svg+xml")
        self.save_png = self._saver("PNG", "image/png")
        self.status = StatusLine()
        self._buttons = controls.row([self.save_svg, self.save_png])
        controls.show(self._buttons, visible=False)
        super().__init__((self.picture, self._buttons, self.status))
        for name in ("tk-entry", "tk-stock", "tk-gallery"):
            self.add_class(name)
        self.status.when_near(self._draw)

    def _saver(self, kind: str, mime: str) -> ipw.Button:
        tooltip = f"Save {self.name.replace('-', ' ')} as {kind}"
        return controls.button(f"Save as {kind}", lambda: self._save(mime), tooltip=tooltip)

    def _draw(self, _browser: Mapping[str, Any]) -> None:
        with self.status.reporting("NOT SHOWN", again=lambda: self._draw(_browser)):
            # It is markup on purpose: the kit draws it, and escapes every name in it.
            drawing = self.chart._repr_html_()
            self.picture.value = f'<div class="tk-gallery-chart">{drawing}</div>'
            controls.show(self._buttons, visible=True)
            self.status.clear()

    def _plain(self) -> str:
        return self.chart._repr_html_()

    def svg(self) -> bytes:
        """Draw the chart anew, at a desk's width and in the light colours: for print, for mail."""
        with temporary_folder() as folder:
            return self.chart.save(Path(folder, "chart.svg")).read_bytes()

    def _save(self, mime: str) -> None:
        with self.status.reporting("NOT SAVED"):
            suffix = "png" if mime == "image/png" else "svg"
            self.status.send_file(f"{self.name}.{suffix}", mime, self.svg())


def _name(chart: "Chart | BodyChart") -> str:
    """Name a file after what is drawn: "spot-ranking", "pain-level"."""
    plot = getattr(chart, "plot", None)
    if plot is None:
        return "body-map"
    subject = str(plot.__name__).removeprefix("plot_").replace("_", "-")
    of = getattr(chart, "options", {}).get("of")
    return f"{of}-{subject}" if of else subject

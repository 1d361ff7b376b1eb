"""A chart that can be kept: saved as SVG or PNG, with one click."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import traitlets

from tracker.widgets.assets import script, style
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    import pandas as pd

    from tracker.charts import BodyChart, Chart
    from tracker.charts.show import Plot


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
    from tracker.charts import BodyChart, Chart, show

    if isinstance(plot, (BodyChart, Chart)):
        return SaveableChart(plot)
    return SaveableChart(show(plot, *tables, **options))


class SaveableChart(RpcWidget):
    """A chart and its buttons; `saveable` makes one.

    The page asks for the drawing when a reader comes near it: a notebook of many charts opens as
    fast as one of a single chart.

    Attributes
    ----------
    name : str
        What its file is called, without the ending.
    """

    _esm = script("saveable_chart")
    _css = style("saveable_chart")

    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, chart: "Chart | BodyChart") -> None:
        super().__init__()
        self.chart = chart
        self.name = _name(chart)

    @answers("look", "NOT SHOWN")
    def _look(self, _message: Message) -> Answer:
        """Draw the chart as a piece of the page."""
        return {"outcome": "done", "markup": self.chart._repr_html_()}

    @answers("picture")
    def _picture(self, _message: Message) -> Answer:
        """Draw the chart anew, at a desk's width and in the light colours: for print, for mail."""
        with TemporaryDirectory() as folder:
            drawn = self.chart.save(Path(folder, "chart.svg"))
            return {"outcome": "done", "buffers": [drawn.read_bytes()]}


def _name(chart: "Chart | BodyChart") -> str:
    """Name a file after what is drawn: "spot-ranking", "pain-level"."""
    plot = getattr(chart, "plot", None)
    if plot is None:
        return "body-map"
    drawn = str(plot.__name__).removeprefix("plot_").replace("_", "-")
    of = getattr(chart, "options", {}).get("of")
    return f"{of}-{drawn}" if of else drawn

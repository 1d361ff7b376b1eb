"""A chart that a notebook shows, or that someone else draws or saves under their own settings."""

from io import BytesIO
from pathlib import Path

import matplotlib
import nbformat
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from tracker.charts import plot_hold_curves, plot_spot_ranking
from tracker.charts.style import DESK, MARGIN


class Witness(Artist):
    """Remembers how sharp, and with which hinting, it was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[float, str]] = []

    def draw(self, renderer):
        self.seen.append((renderer.dpi, matplotlib.rcParams["text.hinting"]))


@pytest.fixture
def figure(spots):
    return plot_spot_ranking(spots, note="Lines as long as the layout allows. " * 6).figure


def test_no_line_grows_past_its_margin(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()

    # Half a point of leave: letters are drawn a hair over where they are measured to end.
    assert 72 * figure.get_tightbbox(canvas.get_renderer()).x1 <= 72 * DESK - MARGIN + 0.5


def test_a_figure_is_saved_as_sharp_as_the_kit_saves_it(figure):
    witness = Witness()
    figure.add_artist(witness)

    figure.savefig(BytesIO(), format="png")
    assert set(witness.seen) == {(200, "no_hinting")}


def test_a_figure_that_is_only_shown_is_drawn_in_the_kits_style(figure):
    witness = Witness()
    figure.add_artist(witness)

    with matplotlib.rc_context({"text.hinting": "default"}):
        FigureCanvasAgg(figure).print_png(BytesIO())
        assert matplotlib.rcParams["text.hinting"] == "default"
    assert set(witness.seen) == {(100, "no_hinting")}


def test_what_is_asked_for_by_name_holds(figure):
    witness = Witness()
    figure.add_artist(witness)

    figure.savefig(BytesIO(), format="png", dpi=72)
    assert set(witness.seen) == {(72, "no_hinting")}


# --- as the last line of a cell


def test_the_axes_of_a_chart_show_its_picture(spots):
    ax = plot_spot_ranking(spots, title="The answer.")

    image, size = ax._repr_png_()
    assert image.startswith(b"\x89PNG")
    assert size["width"] == round(96 * DESK)
    assert size["alt"].startswith("The answer.")


def test_the_axes_of_several_panels_show_the_picture_once(curves):
    axes = plot_hold_curves(curves)

    assert axes._repr_png_()[0] == axes[0]._repr_png_()[0]


def test_axes_that_are_handed_in_stay_what_they_are(spots):
    figure = Figure()
    ax = figure.add_subplot()

    assert plot_spot_ranking(spots, ax=ax) is ax
    assert figure.axes == [ax]
    assert not hasattr(ax, "_repr_png_")


def test_a_call_alone_in_a_cell_shows_the_chart_there_and_in_an_exported_page():
    source = (
        "from tracker import charts, relief\nimport tracker\n"
        "charts.plot_spot_ranking(relief.by_spot(tracker.sample_diary().releases()))"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    folder = {"metadata": {"path": str(Path(__file__).parents[2])}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder).execute()

    (output,) = notebook.cells[0].outputs
    assert output.output_type == "execute_result"
    assert output.data["image/png"].startswith("iVBOR")
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert f'src="data:image/png;base64,{output.data["image/png"].strip()[:40]}' in page

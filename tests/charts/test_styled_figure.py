"""A chart that someone else draws or saves, under settings of their own."""

from io import BytesIO

import matplotlib
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg

from tracker.charts import plot_spot_ranking
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

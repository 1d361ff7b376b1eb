import logging
import subprocess
import sys

import matplotlib
from matplotlib import rc_params_from_file

from tracker.charts.style import DESK, PHONE, STYLE_SHEET, style, type_at
from tracker.theme import LIGHT

TOKENS = {
    "text.color": LIGHT.ink,
    "axes.titlecolor": LIGHT.ink,
    "axes.labelcolor": LIGHT.muted,
    "xtick.labelcolor": LIGHT.muted,
    "ytick.labelcolor": LIGHT.muted,
    "axes.edgecolor": LIGHT.line,
    "grid.color": LIGHT.line,
    "xtick.color": LIGHT.line,
    "ytick.color": LIGHT.line,
    "hatch.color": LIGHT.control,
    "figure.facecolor": LIGHT.paper,
    "figure.edgecolor": LIGHT.paper,
    "savefig.facecolor": LIGHT.paper,
    "savefig.edgecolor": LIGHT.paper,
}


def sheet():
    return rc_params_from_file(STYLE_SHEET, use_default_template=False)


def test_the_style_sheets_colours_are_the_products():
    found = {
        name: f"#{str(value).lstrip('#').upper()}"
        for name, value in sheet().items()
        if "color" in name and value not in ("none", "inherit")
    }

    assert found == TOKENS


def test_the_colour_cycle_is_of_tokens():
    cycle = {colour.upper().lstrip("#") for colour in sheet()["axes.prop_cycle"].by_key()["color"]}

    assert cycle <= {LIGHT.relief[1:], LIGHT.ink[1:], LIGHT.worse[1:], LIGHT.muted[1:]}


def test_a_notebooks_own_settings_neither_leak_in_nor_get_lost():
    with matplotlib.rc_context({"axes.facecolor": "red", "font.size": 30}):
        with style():
            assert matplotlib.rcParams["axes.facecolor"] == "none"
            assert matplotlib.rcParams["font.size"] == 11
        assert matplotlib.rcParams["font.size"] == 30


def test_no_type_is_under_9_points():
    for width in (DESK, PHONE):
        sizes = type_at(width, sentence="x" * 200)
        assert min(sizes.title, sizes.lead, sizes.label, sizes.note) >= 9


def test_no_font_is_missed(spots, caplog):
    from tracker.charts import plot_spot_ranking

    with caplog.at_level(logging.DEBUG, logger="matplotlib.font_manager"):
        plot_spot_ranking(spots).get_figure().canvas.draw()

    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_the_room_opens_without_pyplot_and_seaborn():
    code = (
        "import sys, tracker.charts; "
        "sys.exit(' '.join({'seaborn', 'matplotlib.pyplot', 'sqlalchemy', 'ipywidgets',"
        " 'tracker.diary', 'tracker.widgets'} & set(sys.modules)))"
    )
    opened = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert opened.stderr.strip() == ""

import logging
import subprocess
import sys

import matplotlib
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_params_from_file

from tracker.charts.style import (
    DESK,
    PHONE,
    STYLE_SHEET,
    balanced,
    number,
    style,
    type_at,
    unwidowed,
    width_of,
    wrap,
)
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


def test_the_charts_open_without_pyplot_and_seaborn():
    code = (
        "import sys, tracker.charts; "
        "sys.exit(' '.join({'seaborn', 'matplotlib.pyplot', 'sqlalchemy', 'ipywidgets',"
        " 'tracker.diary', 'tracker.widgets'} & set(sys.modules)))"
    )
    opened = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert opened.stderr.strip() == ""


# --- lines of text


def test_lines_fit_their_room():
    text = "Each spot stands alone here: a few lucky presses can lead."

    lines = wrap(text, 120, 10)
    assert len(lines) > 2
    assert all(width_of(line, 10) <= 120 for line in lines)
    assert " ".join(lines) == text


def test_a_number_keeps_its_unit():
    lines = wrap("4.0 at 30 s", width_of("4.0 at 30", 10) + 1, 10)

    assert lines == ["4.0 at", "30\u00a0s"]


def test_a_word_longer_than_a_line_is_cut_short():
    (line,) = wrap("w" * 80, 100, 10)

    assert line.endswith("…")
    assert width_of(line, 10) <= 100


def test_balanced_lines_are_of_about_equal_length():
    text = "On the 55 days you rated it, your pain was 4.9 of 10"
    room = width_of(text, 12) * 0.9

    first, second = balanced(text, room, 12)
    assert abs(len(first) - len(second)) < 15


def test_no_word_is_left_alone_if_that_costs_no_line():
    text = "before and thirty seconds and after on leaving"
    room = width_of("before and thirty seconds and after on", 12)

    assert wrap(text, room, 12)[-1] == "leaving"
    assert len(unwidowed(text, room, 12)) == 2
    assert unwidowed(text, room, 12)[-1] != "leaving"


def test_bold_is_wider():
    assert width_of("relief", 10, bold=True) > width_of("relief", 10)


def test_numbers_have_a_true_minus_and_no_negative_zero():
    assert [number(value) for value in (-1.26, -0.04, 0.0, 2.0)] == ["−1.3", "0.0", "0.0", "2.0"]
    assert number(-2, 0) == "−2"


@given(st.text(max_size=60), st.floats(20, 300))
def test_any_text_can_be_wrapped(text, room):
    with style():
        lines = wrap(text, room, 10)

    assert lines
    assert all("\n" not in line for line in lines)

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from tracker.charts import plot_muscle_weeks
from tracker.charts.relief_scale import STEPS
from tracker.theme import LIGHT
from tracker.wording.tables import NO_RELEASES, muscle_weeks_sentence


def cells(ax):
    """The colour of each cell by (row, column); none where the cell is not coloured."""
    (mesh,) = ax.collections
    mesh.update_scalarmappable()
    rows, columns, _ = mesh.get_coordinates().shape
    colours = mesh.get_facecolor().reshape(rows - 1, columns - 1, 4)
    return np.array([[to_hex(cell).upper() if cell[3] else "" for cell in row] for row in colours])


def test_the_title_is_the_answer_in_a_sentence(weeks, look):
    assert look.sentence(plot_muscle_weeks(weeks)) == muscle_weeks_sentence(weeks)


def test_muscles_run_down_the_fullest_first_and_weeks_across(weeks):
    ax = plot_muscle_weeks(weeks)

    assert [label.get_text() for label in ax.get_yticklabels()] == ["piriformis", "psoas"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["9\nNov", "16\n ", "23\n "]


def test_cells_have_the_colour_of_their_relief(weeks):
    colours = cells(plot_muscle_weeks(weeks))

    assert colours[0].tolist() == [STEPS[5], STEPS[3], STEPS[1]]
    assert colours[1].tolist() == ["", "", STEPS[7]]


def test_every_cell_says_its_mean_and_n(weeks, look):
    ax = plot_muscle_weeks(weeks)

    written = {text.get_position()[0]: text.get_text() for text in look.drawn(ax, "mean")[:3]}
    assert written == {0.5: "2.3", 1.5: "0.4", 2.5: "−1.2"}
    assert [t.get_text() for t in look.drawn(ax, "n")] == ["n 9", "n 8", "n 7", "n 2", "n 5"]


def test_a_week_under_five_is_hatched_and_one_without_is_blank(weeks, look):
    ax = plot_muscle_weeks(weeks)

    (few,) = look.drawn(ax, "not enough yet")
    assert few.get_hatch()
    assert few.get_center() == pytest.approx((0.5, 1.5))
    assert len(look.drawn(ax, "mean")) == 5


def test_the_key_shows_no_change_and_two_points(weeks, look):
    figure = plot_muscle_weeks(weeks).get_figure()

    key = figure.axes[-1]
    assert look.drawn(key, "zero")
    assert look.drawn(key, "two points")
    assert any("a change people" in text.get_text() for text in key.texts)


def test_weeks_that_do_not_fit_are_counted(table, look):
    monday = pd.Timestamp("2026-01-05")
    year = table(
        [
            {"muscle": "psoas", "week": f"2026-W{i + 2:02}", "n_rated": 6, "mean_relief": 1.0,
             "week_start": monday + pd.Timedelta(days=7 * i)}
            for i in range(40)
        ]
    )  # fmt: skip
    ax = plot_muscle_weeks(year, width=3.7)

    shown = len(ax.get_xticks())
    assert 4 <= shown < 10
    assert look.around(ax, "source").startswith(f"The last {shown} of 40 weeks.")


def test_the_blank_weeks_between_keep_their_place(weeks):
    apart = weeks[weeks["week"] != "2026-W47"]

    assert len(plot_muscle_weeks(apart).get_xticks()) == 3


def test_it_draws_into_axes_that_are_handed_in(weeks):
    figure = Figure(figsize=(7, 4))
    ax = figure.add_axes((0.2, 0.2, 0.7, 0.5))

    assert plot_muscle_weeks(weeks, ax=ax) is ax
    assert figure.axes == [ax]


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_no_words_overlap_or_leave_the_figure(weeks, width, look):
    assert look.overlapping([plot_muscle_weeks(weeks, width=width)]) == []


def test_no_releases_give_one_calm_sentence(weeks, look):
    ax = plot_muscle_weeks(weeks.iloc[:0])

    assert [look.words(text.get_text()) for text in ax.texts] == [NO_RELEASES]


def test_one_week_under_five_is_drawn(weeks, look):
    ax = plot_muscle_weeks(weeks.iloc[[1]])

    assert len(look.drawn(ax, "not enough yet")) == 1


def test_unrated_weeks_are_said_to_be_too_few(weeks, look):
    unrated = weeks.assign(mean_relief=float("nan"), n_rated=0, enough=False)
    ax = plot_muscle_weeks(unrated)

    assert look.words(ax.texts[0].get_text()) == muscle_weeks_sentence(unrated)


def test_numbers_are_legible_on_their_cells(weeks, look):
    ax = plot_muscle_weeks(weeks)

    assert {text.get_color() for text in look.drawn(ax, "mean")} == {
        LIGHT.ink,
        LIGHT.muted,
        LIGHT.card,
    }

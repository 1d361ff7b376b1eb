import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from tracker.charts import plot_spot_ranking
from tracker.theme import LIGHT
from tracker.wording.tables import NO_RELEASES, PLAIN_AVERAGES, spot_ranking_sentence


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_title_is_the_answer_in_a_sentence(spots, look):
    ax = plot_spot_ranking(spots)

    assert look.sentence(ax) == spot_ranking_sentence(spots)
    assert PLAIN_AVERAGES in look.around(ax, "source")


def test_a_dot_stands_at_each_mean_in_the_tables_order(spots, look):
    dots = look.drawn(plot_spot_ranking(spots), "mean")

    assert [look.xs(dot) for dot in dots] == [[2.1], [-0.4], [3.5]]
    heights = [look.ys(dot)[0] for dot in dots]
    assert heights == sorted(heights)


def test_a_line_spans_the_likely_range(spots, look):
    ranges = look.drawn(plot_spot_ranking(spots), "likely range")

    assert look.xs(ranges[0]) == [1.2, 3.0]
    assert look.xs(ranges[1]) == [-1.1, 0.3]


def test_a_range_wider_than_the_axis_ends_in_arrowheads(spots, look):
    ax = plot_spot_ranking(spots)

    left, right = look.xs(look.drawn(ax, "likely range")[2])
    assert left > -2
    assert right < 5
    assert {line.get_marker() for line in ax.lines} >= {"<", ">"}


def test_rows_are_named_by_side_muscle_and_spot(spots):
    labels = [label.get_text() for label in plot_spot_ranking(spots).get_yticklabels()]

    assert labels[0] == "left piriformis · near the sacrum"
    assert len(labels) == 4


def test_on_a_phone_names_stand_above_their_marks(spots, look):
    ax = plot_spot_ranking(spots, width=3.7)

    for label, dot in zip(ax.get_yticks()[:3], look.drawn(ax, "mean"), strict=True):
        assert label < look.ys(dot)[0]


def test_the_mean_and_n_are_written_beside_each_mark(spots):
    assert {"2.1", "n 14", "−0.4", "n 6", "3.5", "n 2", "not rated"} <= set(
        texts(plot_spot_ranking(spots))
    )


def test_colour_and_marker_tell_relief_from_more_pain_and_from_too_few(spots, look):
    better, worse, few = look.drawn(plot_spot_ranking(spots), "mean")

    assert (to_hex(better.get_markerfacecolor()).upper(), better.get_marker()) == (
        LIGHT.relief,
        "o",
    )
    assert (to_hex(worse.get_markerfacecolor()).upper(), worse.get_marker()) == (LIGHT.worse, "D")
    assert to_hex(few.get_markerfacecolor()).upper() == LIGHT.paper
    assert to_hex(few.get_markeredgecolor()).upper() == LIGHT.control


def test_spots_under_five_stand_under_their_own_heading(spots):
    ax = plot_spot_ranking(spots)

    heading = next(t for t in ax.texts if t.get_text().startswith("Not enough yet"))
    ranked, few = ax.get_yticks()[1], ax.get_yticks()[2]
    assert ranked < heading.get_position()[1] < few


def test_no_change_and_two_points_are_always_in_view(table, look):
    only = {"muscle": "psoas", "spot": "groin", "side": "left", "n_rated": 9}
    ax = plot_spot_ranking(table([only | {"mean_relief": 7.0}]))

    low, high = ax.get_xlim()
    assert low < 0 < 2 < high
    (zero,), (two,) = look.drawn(ax, "zero"), look.drawn(ax, "two points")
    assert {x for segment in zero.get_segments() for x, _ in segment} == {0.0}
    assert {x for segment in two.get_segments() for x, _ in segment} == {2.0}
    assert any("a change people usually notice" in look.words(text) for text in texts(ax))


def test_rows_that_do_not_fit_are_counted(spots, look):
    ax = plot_spot_ranking(spots, most=1)

    assert len(look.drawn(ax, "mean")) == 1
    assert look.around(ax, "source").startswith(
        "+1 more with less relief; +2 more, not enough yet."
    )


def test_it_draws_into_axes_that_are_handed_in(spots):
    ax = Figure(figsize=(8, 5)).add_axes((0.35, 0.2, 0.6, 0.5))

    assert plot_spot_ranking(spots, ax=ax, title="Here.") is ax
    assert ax.get_title(loc="left") == "Here."


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_no_words_overlap_or_leave_the_figure(spots, width, look):
    assert look.overlapping([plot_spot_ranking(spots, width=width)]) == []


@pytest.mark.filterwarnings("ignore:Glyph .* missing")
@pytest.mark.parametrize("width", [3.7, 7.4])
def test_any_name_can_be_drawn(table, width, look):
    names = ["$x_1$ & <b>", "подколенная ямка 💪", "w" * 90, "a long name " * 9]
    rows = [
        {"muscle": "my own", "spot": name, "side": "left", "n_rated": 5, "mean_relief": 1.0}
        for name in names
    ]

    assert look.overlapping([plot_spot_ranking(table(rows), width=width, title="T")]) == []


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_no_releases_give_one_calm_sentence(spots, width, look):
    ax = plot_spot_ranking(spots.iloc[:0], width=width)

    assert [look.words(text) for text in texts(ax)] == [NO_RELEASES]
    assert look.overlapping([ax]) == []


@pytest.mark.parametrize("rows", [[2], [3], [2, 3], [0]])
def test_few_or_unrated_rows_are_drawn(spots, rows):
    ax = plot_spot_ranking(spots.iloc[rows])

    assert len(ax.get_yticklabels()) == len(rows)


def test_the_notebooks_own_settings_stay_as_they_are(spots):
    before = dict(matplotlib.rcParams)
    plot_spot_ranking(spots)

    assert dict(matplotlib.rcParams) == before

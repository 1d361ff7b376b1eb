import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tracker.charts.ranking import plot_muscle_ranking, plot_pooled_ranking
from tracker.charts.style import DESK, NARROW
from tracker.theme import LIGHT
from tracker.wording.answer import AS_PRESSED
from tracker.wording.numbers import AS_RATED, NOT_ENOUGH
from tracker.wording.pooling import POOLED
from tracker.wording.tables import BORROWED, NO_RELEASES

COLUMNS = [
    "muscle",
    "spot",
    "side",
    "n_rated",
    "mean",
    "low_80",
    "high_80",
    "low_95",
    "high_95",
    "p_mean_2",
    "p_next_2",
]
NAN = float("nan")
TITLE = "No spot gives clear relief so far. 1 gives less, 1 is open."


@pytest.fixture
def pooled_spots():
    """Two spots with enough releases, one with too few, one never rated."""
    rows = [
        ("piriformis", "near the sacrum", "left", 14, 2.1, 1.5, 2.7, 1.2, 3.0, 0.62, 0.48),
        ("psoas", "beside the navel", "right", 6, -0.4, -0.8, 0.1, -1.1, 0.3, 0.001, 0.05),
        ("iliacus", "upper rim", "left", 2, 1.5, -4.0, 7.0, -9.0, 12.0, 0.4, 0.41),
        ("psoas", "groin", "left", 0, 0.8, -1.0, 2.6, -2.2, 3.8, 0.2, 0.25),
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    more = {"enough": table["n_rated"] >= 5, "conflicts_with_data": False}
    gives = ["some relief", "less", "not enough yet", "not enough yet"]
    more |= {"gives": gives, "n_more": 40.0, "in_best_set": False, "p_clear": table["p_mean_2"]}
    return table.assign(n=table["n_rated"], plain=table["mean"], **more)


def written(ax, look, gid):
    return [text.get_text() for text in look.drawn(ax, gid)]


def test_the_title_is_the_answer_and_the_source_line_says_how_spots_are_pooled(pooled_spots, look):
    ax = plot_pooled_ranking(pooled_spots, title=TITLE)

    assert look.sentence(ax) == TITLE
    assert look.around(ax, "source") == f"{POOLED} {BORROWED}"


def test_without_a_title_the_table_says_what_it_can(pooled_spots, look):
    gives = ["clear relief", *pooled_spots["gives"][1:]]
    clear = pooled_spots.assign(gives=gives)

    assert look.sentence(plot_pooled_ranking(pooled_spots)).startswith(
        "No spot gives clear relief so far. 1 gives less, 1 is open, 2 have too few releases."
    )
    assert look.sentence(plot_pooled_ranking(clear)) == (
        "So far 1 spot gives clear relief: left piriformis (near the sacrum), 2.1 points (likely "
        "1.2 to 3.0, 14 releases). 1 gives less. Pain also eases by itself."
    )


def test_a_dot_and_two_intervals_stand_on_each_row(pooled_spots, look):
    ax = plot_pooled_ranking(pooled_spots, title=TITLE)

    dots = look.drawn(ax, "mean")
    assert [look.xs(dot) for dot in dots] == [[2.1], [-0.4], [1.5]]
    assert [look.xs(line) for line in look.drawn(ax, "80 %")][:2] == [[1.5, 2.7], [-0.8, 0.1]]
    assert [look.xs(line) for line in look.drawn(ax, "95 %")][:2] == [[1.2, 3.0], [-1.1, 0.3]]
    thick, thin = look.drawn(ax, "80 %")[0], look.drawn(ax, "95 %")[0]
    assert thick.get_linewidth() > 2 * thin.get_linewidth()


@pytest.mark.parametrize("width", [NARROW - 1, DESK])
def test_a_spot_that_conflicts_with_its_ratings_stands_as_rated_under_a_heading(
    pooled_spots, look, width
):
    spots = pooled_spots.assign(
        conflicts_with_data=[False, True, False, False], plain=[2.1, 1.0, 1.5, 0.8]
    )
    ax = plot_pooled_ranking(spots, title=TITLE, width=width)

    dots = look.drawn(ax, "mean")
    assert [look.xs(dot) for dot in dots] == [[2.1], [1.0], [1.5]]
    assert to_hex(dots[1].get_markerfacecolor()) == LIGHT.paper.lower()
    ranges = [look.xs(line) for line in look.drawn(ax, "95 %")]
    assert (ranges[0], len(ranges)) == ([1.2, 3.0], 2)
    assert written(ax, look, "p_mean_2") == ["6 in 10"]
    texts = [text.get_text() for text in ax.texts]
    assert texts.index(AS_RATED) < texts.index(NOT_ENOUGH)
    assert "+1 more, not compared; +1 more, not enough yet." in look.around(
        plot_pooled_ranking(spots, title=TITLE, most=1), "source"
    )


def test_an_interval_wider_than_the_axis_ends_in_arrowheads(pooled_spots, look):
    ax = plot_pooled_ranking(pooled_spots, title=TITLE)

    left, right = look.xs(look.drawn(ax, "95 %")[2])
    assert left > -2
    assert right < 4
    assert {line.get_marker() for line in ax.lines} >= {"<", ">"}


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_the_two_chances_have_columns_and_headings_of_their_own(pooled_spots, width, look):
    ax = plot_pooled_ranking(pooled_spots, width=width, title=TITLE)

    assert written(ax, look, "p_mean_2") == ["6 in 10", "<1 in 100"]
    assert written(ax, look, "p_next_2") == ["5 in 10", "5 in 100"]
    headings = {look.words(text.get_text()): text for text in look.drawn(ax, "heading")}
    assert {"average is 2 or more", "next press gives 2 or more"} <= set(headings)
    for words, gid in (("average is 2 or more", "p_mean_2"),
                       ("next press gives 2 or more", "p_next_2")):  # fmt: skip
        assert headings[words].get_position()[0] == look.drawn(ax, gid)[0].get_position()[0]
    (rule, *_), (second, *_) = (line.get_segments() for line in look.drawn(ax, "between"))
    first, last = (look.drawn(ax, gid)[0].get_position()[0] for gid in ("p_mean_2", "p_next_2"))
    assert rule[0][0] < first < second[0][0] < last


def test_mean_and_n_are_written_on_each_row(pooled_spots, look):
    ax = plot_pooled_ranking(pooled_spots, title=TITLE)

    assert written(ax, look, "figure") == ["2.1", "−0.4", "1.5"]
    assert written(ax, look, "n") == ["14", "6", "2"]
    phone = plot_pooled_ranking(pooled_spots, width=3.7, title=TITLE)
    assert written(phone, look, "n") == ["n 14", "n 6", "n 2"]


def test_spots_under_five_are_hollow_grey_and_under_their_own_heading(pooled_spots, look):
    ax = plot_pooled_ranking(pooled_spots, title=TITLE)

    better, worse, few = look.drawn(ax, "mean")
    assert to_hex(better.get_markerfacecolor()).upper() == LIGHT.relief
    assert (to_hex(worse.get_markerfacecolor()).upper(), worse.get_marker()) == (LIGHT.worse, "D")
    assert to_hex(few.get_markerfacecolor()).upper() == LIGHT.paper
    heading = next(t for t in ax.texts if t.get_text().startswith("Not enough yet"))
    assert look.ys(worse)[0] < heading.get_position()[1] < look.ys(few)[0]


def test_a_spot_never_rated_is_no_row(pooled_spots, look):
    names = written(plot_pooled_ranking(pooled_spots, title=TITLE), look, "spot")

    assert [look.words(name) for name in names] == [
        "left piriformis near the sacrum",
        "right psoas beside the navel",
        "left iliacus upper rim",
    ]


def test_no_change_and_two_points_are_always_in_view(pooled_spots, look):
    high = pooled_spots.head(1).assign(mean=7.0, low_80=6.5, high_80=7.5, low_95=6.2, high_95=7.8)
    ax = plot_pooled_ranking(high, title=TITLE)

    (zero,), (two,) = look.drawn(ax, "zero"), look.drawn(ax, "two points")
    assert {x for segment in zero.get_segments() for x, _ in segment} == {0.0}
    assert {x for segment in two.get_segments() for x, _ in segment} == {2.0}
    assert ax.get_xlim()[0] < 0
    assert "2 points, a change people usually notice" in look.around(ax, "subtitle")


def test_rows_that_do_not_fit_are_counted(pooled_spots, look):
    ax = plot_pooled_ranking(pooled_spots, most=1, title=TITLE)

    assert look.around(ax, "source").startswith(
        "+1 more with less relief; +1 more, not enough yet."
    )


@pytest.mark.parametrize("width", [3.7, 7.4])
@pytest.mark.parametrize("rows", [slice(None), slice(0, 1), slice(2, 3)])
def test_no_words_overlap_or_leave_the_figure(pooled_spots, rows, width, look):
    ax = plot_pooled_ranking(pooled_spots.iloc[rows], width=width, title=TITLE)

    assert look.overlapping([ax]) == []


@pytest.mark.filterwarnings("ignore:Glyph .* missing")
@pytest.mark.parametrize("width", [3.7, 7.4])
def test_any_name_can_be_drawn(pooled_spots, width, look):
    names = ["$x_1$ & <b>", "подколенная ямка 💪", "w" * 90]
    table = pooled_spots.head(3).assign(spot=names)

    assert look.overlapping([plot_pooled_ranking(table, width=width, title="T")]) == []


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_nothing_to_estimate_gives_one_calm_sentence(pooled_spots, width, look):
    none = plot_pooled_ranking(pooled_spots.iloc[:0], width=width)
    unknown = plot_pooled_ranking(pooled_spots.head(1).assign(mean=NAN), width=width, title="Wait.")

    assert [look.words(text.get_text()) for text in none.texts] == [NO_RELEASES]
    assert [look.words(text.get_text()) for text in unknown.texts] == ["Wait."]


def test_muscles_are_ranked_by_their_name_alone(pooled_spots, look):
    muscles = pooled_spots.drop(columns=["spot", "side"]).head(3)
    ax = plot_muscle_ranking(muscles)

    assert written(ax, look, "spot") == ["piriformis", "psoas", "iliacus"]
    assert look.sentence(ax) == (
        "No muscle gives clear relief as a whole so far. 1 gives less, 1 is open. "
        "Pain also eases by itself."
    )
    assert look.around(ax, "source").startswith(AS_PRESSED)
    assert look.overlapping([ax]) == []
    assert look.overlapping([plot_muscle_ranking(muscles, width=3.7)]) == []

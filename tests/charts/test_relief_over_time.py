import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tracker.charts import plot_relief_over_time
from tracker.theme import LIGHT
from tracker.wording.tables import NO_RELEASES, muscle_weeks_sentence, over_time_sentence

FIRST_MONDAY = 20766.0  # 2026-11-09, counted from 1970


def test_each_muscle_has_a_panel_with_its_n_the_fullest_first(points, weeks):
    axes = plot_relief_over_time(points, weeks)

    assert [ax.get_title(loc="left") for ax in axes] == ["piriformis", "psoas"]
    assert ["n 24" in [t.get_text() for t in ax.texts] for ax in axes] == [True, False]


def test_the_title_is_the_answer_in_a_sentence(points, weeks, look):
    ax = plot_relief_over_time(points, weeks)[0]

    assert look.sentence(ax) == muscle_weeks_sentence(weeks)


def test_weeks_of_all_muscles_are_one_panel(points, weeks, look):
    together = weeks[weeks["muscle"] == "piriformis"].drop(columns="muscle")
    axes = plot_relief_over_time(points, together)

    assert len(axes) == 1
    assert look.sentence(axes[0]) == over_time_sentence(together)
    assert look.ys(look.drawn(axes[0], "presses")[0]) == [3.0, 1.0, -2.0]


def test_presses_and_weekly_means_stand_where_they_happened(points, weeks, look):
    ax = plot_relief_over_time(points, weeks)[0]

    (presses,), (means,) = look.drawn(ax, "presses"), look.drawn(ax, "weeks")
    assert look.xs(presses) == [FIRST_MONDAY, FIRST_MONDAY + 2]
    assert look.ys(presses) == [3.0, -2.0]
    assert look.xs(means) == [FIRST_MONDAY + 3, FIRST_MONDAY + 10, FIRST_MONDAY + 17]
    assert look.ys(means) == [2.3, 0.4, -1.2]


def test_weeks_under_five_are_hollow_and_grey(points, weeks, look):
    psoas = plot_relief_over_time(points, weeks)[1]

    (few,), (enough,) = look.drawn(psoas, "not enough yet"), look.drawn(psoas, "enough")
    assert look.ys(few) == [1.0]
    assert look.ys(enough) == [4.2]
    assert to_hex(few.get_markerfacecolor()).upper() == LIGHT.paper
    assert to_hex(few.get_markeredgecolor()).upper() == LIGHT.control


def test_weeks_with_enough_releases_show_where_their_mean_likely_lies(points, weeks, look):
    known = weeks.assign(low=weeks["mean_relief"] - 1, high=weeks["mean_relief"] + 1.5)
    psoas = plot_relief_over_time(points, known)[1]

    (ranges,) = look.drawn(psoas, "range")
    assert [segment.round(6).tolist() for segment in ranges.get_segments()] == [
        [[FIRST_MONDAY + 17, 3.2], [FIRST_MONDAY + 17, 5.7]]
    ]
    assert psoas.get_ylim()[1] == 6.2


def test_panels_share_axes_that_show_zero_and_two_points(points, weeks, look):
    one, two = plot_relief_over_time(points, weeks)

    assert one.get_ylim() == two.get_ylim()
    assert one.get_xlim() == two.get_xlim()
    low, high = one.get_ylim()
    assert low < -2
    assert high > 4.2
    for ax in (one, two):
        assert look.ys(look.drawn(ax, "zero")[0]) == [0, 0]
        assert look.ys(look.drawn(ax, "two points")[0]) == [2, 2]


def test_muscles_that_do_not_fit_are_counted(points, weeks, look):
    axes = plot_relief_over_time(points, weeks, most=1)

    assert len(axes) == 1
    assert look.around(axes[0], "source").startswith("+1 more muscle with fewer releases.")


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_no_words_overlap_or_leave_the_figure(points, weeks, width, look):
    assert look.overlapping(plot_relief_over_time(points, weeks, width=width)) == []


@pytest.mark.parametrize("width", [3.7, 7.4])
def test_many_muscles_stand_in_rows_that_share_their_labels(points, table, width, look):
    monday = pd.Timestamp("2026-11-09")
    names = ["tensor fasciae latae", "quadratus lumborum", "spinal erectors", "psoas", "iliacus"]
    axes = plot_relief_over_time(
        points,
        table(
            [
                {"muscle": name, "week": "2026-W46", "week_start": monday, "n_rated": 6,
                 "mean_relief": 1.0}
                for name in names
            ]
        ),
        width=width,
    )  # fmt: skip

    assert len(axes) == 5
    assert look.overlapping(axes) == []
    columns = {round(ax.get_position().x0, 3) for ax in axes}
    assert len(columns) == (2 if width < 5 else 3)
    assert sum(any(t.label1.get_visible() for t in ax.xaxis.get_major_ticks()) for ax in axes) == (
        len(columns)
    )


def test_no_releases_give_one_calm_sentence(points, weeks, look):
    (ax,) = plot_relief_over_time(points.iloc[:0], weeks.iloc[:0])

    assert [look.words(text.get_text()) for text in ax.texts] == [NO_RELEASES]


def test_one_press_in_one_week_is_drawn(points, weeks, look):
    (ax,) = plot_relief_over_time(points.iloc[[1]], weeks.iloc[[1]])

    assert look.ys(look.drawn(ax, "not enough yet")[0]) == [1.0]


def test_weeks_without_a_rating_are_said_to_be_too_few(points, weeks, look):
    unrated = weeks.assign(mean_relief=float("nan"), n_rated=0, enough=False)
    (ax,) = plot_relief_over_time(points.iloc[:0], unrated)

    assert look.words(ax.texts[0].get_text()) == muscle_weeks_sentence(unrated)


@pytest.mark.parametrize("more", [[], ["muscle"]])
def test_groups_that_are_not_one_line_are_refused(points, weeks, more):
    week = weeks[weeks["muscle"] == "piriformis"].drop(columns=[] if more else ["muscle"])
    two = pd.concat([week.assign(tool=tool) for tool in ("lacrosse ball", "peanut")])
    refusal = (
        r"weeks has several values of 'tool' in one week, which are not one line: keep one, such "
        r"as weeks\[weeks\['tool'\] == 'lacrosse ball'\], or hand in what "
    )

    with pytest.raises(ValueError, match=refusal):
        plot_relief_over_time(points, two)
    kept = plot_relief_over_time(points, two[two["tool"] == "peanut"])
    assert len(kept) == 1


def test_a_week_that_stands_twice_is_refused(points, weeks):
    twice = pd.concat([weeks, weeks])

    with pytest.raises(ValueError, match=r"one row for each week of a line; hand in what relief\."):
        plot_relief_over_time(points, twice)


def test_panels_of_muscles_need_presses_of_muscles(points, weeks):
    with pytest.raises(ValueError, match="points has no column 'muscle'"):
        plot_relief_over_time(points.drop(columns="muscle"), weeks)

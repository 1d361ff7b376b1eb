import pytest
from matplotlib.colors import to_hex

from tracker.charts import plot_hold_curves
from tracker.theme import LIGHT
from tracker.wording.tables import MOVED_BY_CHOICE, NO_CURVES, hold_curves_sentence


def test_the_title_is_the_answer_in_a_sentence(curves, look):
    ax = plot_hold_curves(curves)[0]

    assert look.sentence(ax) == hold_curves_sentence(curves)
    assert look.around(ax, "source") == MOVED_BY_CHOICE
    assert "30 s, the protocol’s mark" in look.around(ax, "subtitle")


def test_held_runs_to_the_end_and_moved_ends_at_30_s(curves, look):
    ax = plot_hold_curves(curves)[0]

    (held,), (moved,) = look.drawn(ax, "held"), look.drawn(ax, "moved")
    assert (look.xs(held), look.ys(held)) == ([0, 1, 2], [6.1, 4.4, 3.0])
    assert (look.xs(moved), look.ys(moved)) == ([0, 1], [6.0, 6.4])


def test_held_and_moved_differ_in_colour_dash_and_marker(curves, look):
    ax = plot_hold_curves(curves)[0]

    (held,), (moved,) = look.drawn(ax, "held"), look.drawn(ax, "moved")
    assert to_hex(held.get_color()).upper() == LIGHT.relief
    assert to_hex(moved.get_color()).upper() == LIGHT.worse
    assert not held.is_dashed()
    assert moved.is_dashed()
    assert held.get_marker() != moved.get_marker()


def test_pain_runs_from_0_to_10_in_every_panel(curves):
    for ax in plot_hold_curves(curves):
        assert ax.get_ylim() == (0, 10)
        assert [label.get_text() for label in ax.get_xticklabels()] == ["before", "30 s", "after"]


def test_every_mean_is_written_at_its_mark_and_n_by_the_name(curves):
    ax = plot_hold_curves(curves)[0]

    written = [text.get_text() for text in ax.texts]
    assert {"6.1", "4.4", "3.0", "6.0", "6.4", "12 held", "7 moved"} == set(written)


def test_two_numbers_at_one_moment_are_kept_apart(curves, look):
    axes = plot_hold_curves(curves, width=3.7)

    assert look.overlapping(axes) == []
    held, moved = (look.drawn(axes[0], f"{kind} before")[0].xy[1] for kind in ("held", "moved"))
    assert held > 6.1
    assert moved < 6.0


def test_under_five_releases_are_hollow_and_grey_without_a_range(curves, look):
    psoas = plot_hold_curves(curves)[1]

    (held,) = look.drawn(psoas, "held")
    assert to_hex(held.get_color()).upper() == LIGHT.control
    assert to_hex(held.get_markerfacecolor()).upper() == LIGHT.paper
    assert look.drawn(psoas, "likely range") == []


def test_the_other_muscles_with_enough_stand_behind(curves, look):
    piriformis, psoas = plot_hold_curves(curves)

    assert len(look.drawn(piriformis, "behind")[0].get_segments()) == 0
    assert len(look.drawn(psoas, "behind")[0].get_segments()) == 1


@pytest.mark.parametrize("rows", [[0, 1, 2], [3, 4], [5, 6, 7]])
@pytest.mark.parametrize("width", [3.7, 7.4])
def test_one_curve_alone_is_drawn(curves, rows, width, look):
    assert look.overlapping(plot_hold_curves(curves.iloc[rows], width=width)) == []


def test_no_curves_give_one_calm_sentence(curves, look):
    (ax,) = plot_hold_curves(curves.iloc[:0])

    assert [look.words(text.get_text()) for text in ax.texts] == [NO_CURVES]

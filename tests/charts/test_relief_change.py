import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tests.wording.test_level_change import CHANGES
from tracker.charts.relief_change import plot_relief_change
from tracker.theme import LIGHT
from tracker.wording.level_change import changes_sentence


def test_dots_and_ranges_stand_where_the_table_says(look):
    ax = plot_relief_change(CHANGES)
    assert look.sentence(ax) == changes_sentence(CHANGES)
    assert [look.xs(dot)[0] for dot in look.drawn(ax, "change")] == [2.0, 0.02, -0.5]
    assert [look.xs(line) for line in look.drawn(ax, "range")] == [
        [1.1, 2.9],
        [-0.6, 0.6],
        [-1.6, 0.6],
    ]
    counts = [text.get_text() for text in look.drawn(ax, "counts")]
    assert counts == ["10 \u2192 6", "8 \u2192 9", "8 \u2192 9"]


def test_only_a_named_change_is_filled(look):
    more, same, _ = look.drawn(plot_relief_change(CHANGES), "change")
    assert to_hex(more.get_markerfacecolor()).upper() == LIGHT.relief
    assert to_hex(same.get_markerfacecolor()).upper() == LIGHT.paper


def test_the_rest_is_counted(look):
    ax = plot_relief_change(CHANGES, most=1)
    assert len(look.drawn(ax, "change")) == 1
    assert look.around(ax, "source").startswith("+2 more.")


@pytest.mark.parametrize("width", [3.6, 8.0])
def test_nothing_overlaps_on_a_phone_or_a_desk(look, width):
    ax = plot_relief_change(CHANGES, width=width)
    assert look.overlapping([ax]) == []


def test_muscles_have_no_spot(look):
    ax = plot_relief_change(CHANGES.drop(columns=["spot", "side"]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["psoas", "psoas", "iliacus"]


def test_nothing_to_compare_is_an_empty_chart(look):
    ax = plot_relief_change(CHANGES.tail(1))
    assert any("Not enough yet" in text.get_text() for text in ax.texts)


def test_another_table_is_refused():
    with pytest.raises(ValueError, match=r"hand in what relief\.spot_changes\(releases\) gives"):
        plot_relief_change(pd.DataFrame({"muscle": []}))

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tracker.charts.level import plot_level
from tracker.theme import LIGHT
from tracker.wording.over_time import relief_level_sentence, sciatica_level_sentence
from tracker.wording.tables import NO_CHECK_INS, NO_RELEASES

FIRST_DAY = 20766.0  # 2026-11-09, counted from 1970


@pytest.fixture
def levels():
    """Four days, the third without a release."""
    return pd.DataFrame(
        {
            "day": pd.date_range("2026-11-09", periods=4),
            "mean": [1.0, 1.2, 1.3, 1.6],
            "low_80": [0.5, 0.8, 0.8, 1.1],
            "high_80": [1.5, 1.6, 1.8, 2.1],
            "low_95": [0.2, 0.5, 0.4, 0.8],
            "high_95": [1.8, 1.9, 2.2, 2.4],
            "n": [2, 3, 0, 1],
        }
    )


def test_the_title_is_the_answer_in_a_sentence(levels, look):
    assert look.sentence(plot_level(levels)[0]) == relief_level_sentence(levels)
    assert look.sentence(plot_level(levels, of="pain")[0]) == sciatica_level_sentence(levels)
    assert look.sentence(plot_level(levels, title="Here.")[0]) == "Here."


def test_the_line_is_the_level_and_its_bands_are_the_likely_ranges(levels, look):
    ax, _ = plot_level(levels)

    (line,) = look.drawn(ax, "level")
    assert look.xs(line) == [FIRST_DAY, FIRST_DAY + 1, FIRST_DAY + 2, FIRST_DAY + 3]
    assert look.ys(line) == [1.0, 1.2, 1.3, 1.6]
    for gid, low, high in (("80 %", 0.5, 2.1), ("95 %", 0.2, 2.4)):
        (band,) = look.drawn(ax, gid)
        heights = band.get_paths()[0].vertices[:, 1]
        assert (heights.min(), heights.max()) == (low, high)


def test_days_are_counted_below_and_the_latest_value_is_written(levels, look):
    level, counts = plot_level(levels)

    (bars,) = look.drawn(counts, "counts")
    tops = [(segment[1][0], segment[1][1]) for segment in bars.get_segments()]
    assert tops == [(FIRST_DAY, 2), (FIRST_DAY + 1, 3), (FIRST_DAY + 3, 1)]
    assert [text.get_text() for text in look.drawn(counts, "count")] == ["n 6"]
    assert [text.get_text() for text in look.drawn(level, "latest")] == ["1.6"]
    assert level.get_xlim() == counts.get_xlim()


def test_relief_has_no_change_and_two_points_in_view(levels, look):
    low = levels.assign(mean=-1.0, low_80=-1.2, high_80=-0.8, low_95=-1.5, high_95=-0.5)
    ax, _ = plot_level(low)

    bottom, top = ax.get_ylim()
    assert bottom < -1.5
    assert top > 2
    assert len(look.drawn(ax, "zero")) == len(look.drawn(ax, "two points")) == 1


def test_pain_has_the_whole_scale_and_no_yardsticks(levels, look):
    ax, counts = plot_level(levels, of="pain")

    assert ax.get_ylim() == (0, 10)
    assert look.drawn(ax, "two points") == []
    assert counts.get_title(loc="left") == "ratings a day"
    assert to_hex(look.drawn(ax, "level")[0].get_color()).upper() == LIGHT.ink


def test_a_wild_first_day_leaves_the_others_legible(levels):
    wild = levels.assign(low_95=[-40.0, 0.5, 0.4, 0.8], high_95=[42.0, 1.9, 2.2, 2.4])

    assert plot_level(wild)[0].get_ylim() == (-10, 10)


def test_under_five_releases_the_line_is_grey(levels, look):
    few, enough = (plot_level(levels.iloc[rows])[0] for rows in (slice(2, 4), slice(None)))

    assert to_hex(look.drawn(few, "level")[0].get_color()).upper() == LIGHT.control
    assert to_hex(look.drawn(enough, "level")[0].get_color()).upper() == LIGHT.relief


def test_one_day_is_a_dot_without_a_band(levels, look):
    one = levels.head(1).assign(low_80=np.nan, high_80=np.nan, low_95=np.nan, high_95=np.nan)
    ax, _ = plot_level(one)

    (dot,) = look.drawn(ax, "level")
    assert (dot.get_marker(), look.ys(dot)) == ("o", [1.0])


@pytest.mark.parametrize("width", [3.7, 7.4])
@pytest.mark.parametrize("of", ["relief", "pain"])
@pytest.mark.parametrize("rows", [slice(None), slice(0, 1)])
def test_no_words_overlap_or_leave_the_figure(levels, rows, of, width, look):
    assert look.overlapping(plot_level(levels.iloc[rows], of=of, width=width)) == []


@pytest.mark.parametrize(("of", "sentence"), [("relief", NO_RELEASES), ("pain", NO_CHECK_INS)])
def test_nothing_yet_gives_one_calm_sentence(levels, of, sentence, look):
    (ax,) = plot_level(levels.iloc[:0], of=of)

    assert [look.words(text.get_text()) for text in ax.texts] == [sentence]

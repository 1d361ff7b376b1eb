import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tracker.charts import plot_sciatica
from tracker.theme import LIGHT
from tracker.wording.tables import NO_CHECK_INS, sciatica_sentence

FIRST_DAY = 20766.0  # 2026-11-09, counted from 1970


def test_the_title_is_the_answer_in_a_sentence(by_day, releases_by_day, look):
    ax = plot_sciatica(by_day, releases_by_day)[0]

    assert look.sentence(ax) == sciatica_sentence(by_day)


def test_each_site_has_a_strip_and_releases_stand_below(by_day, releases_by_day):
    axes = plot_sciatica(by_day, releases_by_day)

    titles = [ax.get_title(loc="left") for ax in axes]
    assert titles == ["sciatica", "low back", "releases a day"]
    assert [ax.get_ylim() for ax in axes[:2]] == [(0, 10), (0, 10)]
    assert len({ax.get_xlim() for ax in axes}) == 1
    heights = [ax.get_position().y0 for ax in axes]
    assert heights == sorted(heights, reverse=True)


def test_ratings_are_dots_and_the_line_breaks_over_long_gaps(by_day, releases_by_day, look):
    ax = plot_sciatica(by_day, releases_by_day)[0]

    (dots,), (line,) = look.drawn(ax, "days"), look.drawn(ax, "daily")
    assert look.xs(dots) == [FIRST_DAY, FIRST_DAY + 1, FIRST_DAY + 3, FIRST_DAY + 41]
    assert look.ys(dots) == [6.0, 5.5, 5.0, 3.0]
    assert np.isnan(look.ys(line)).tolist() == [False, False, False, True, False]


def test_the_days_are_counted_and_the_latest_value_is_written(by_day, releases_by_day, look):
    sciatica, back, releases = plot_sciatica(by_day, releases_by_day)

    assert [t.get_text() for t in look.drawn(sciatica, "count")] == ["4 days"]
    assert [t.get_text() for t in look.drawn(sciatica, "latest")] == ["3.0"]
    assert [t.get_text() for t in look.drawn(back, "count")] == ["1 day"]
    assert [t.get_text() for t in look.drawn(releases, "count")] == ["6 in all"]


def test_bars_are_the_days_with_releases(by_day, releases_by_day, look):
    (bars,) = look.drawn(plot_sciatica(by_day, releases_by_day)[-1], "releases")

    tops = [(segment[1][0], segment[1][1]) for segment in bars.get_segments()]
    assert tops == [(FIRST_DAY, 4), (FIRST_DAY + 2, 2)]
    assert to_hex(bars.get_color()[0]).upper() == LIGHT.relief


def test_a_weekly_mean_is_the_bold_line(by_day, releases_by_day, look):
    weekly = pd.DataFrame(
        {
            "week_start": pd.to_datetime(["2026-11-09", "2026-12-14"]),
            "site": ["sciatica", "sciatica"],
            "pain": [5.5, 3.0],
            "n": [3, 1],
        }
    )
    ax = plot_sciatica(by_day, releases_by_day, by_week=weekly)[0]

    (bold,), (daily,) = look.drawn(ax, "weekly"), look.drawn(ax, "daily")
    assert [y for y in look.ys(bold) if not np.isnan(y)] == [5.5, 3.0]
    assert bold.get_linewidth() > daily.get_linewidth()
    assert "weekly mean" in look.around(ax, "subtitle")


def test_many_days_are_lighter_than_few(releases_by_day, look):
    def alpha(days: int) -> float:
        long = pd.DataFrame(
            {
                "day": pd.date_range("2025-01-01", periods=days),
                "site": "sciatica",
                "pain": 4.0,
                "n": 1,
            }
        )
        ax = plot_sciatica(long, releases_by_day.iloc[:0])[0]
        return look.drawn(ax, "days")[0].get_alpha()

    assert alpha(400) < alpha(60)


@pytest.mark.parametrize("width", [3.7, 7.4])
@pytest.mark.parametrize("rows", [slice(None), slice(0, 1), slice(0, 2)])
def test_no_words_overlap_or_leave_the_figure(by_day, releases_by_day, rows, width, look):
    axes = plot_sciatica(by_day.iloc[rows], releases_by_day, width=width)

    assert look.overlapping(axes) == []


def test_no_releases_leave_the_bars_empty(by_day, releases_by_day, look):
    axes = plot_sciatica(by_day, releases_by_day.iloc[:0])

    assert look.drawn(axes[-1], "releases")[0].get_segments() == []


def test_no_check_ins_give_one_calm_sentence(by_day, releases_by_day, look):
    (ax,) = plot_sciatica(by_day.iloc[:0], releases_by_day)

    assert [look.words(text.get_text()) for text in ax.texts] == [NO_CHECK_INS]


def test_a_site_without_a_known_value_is_drawn_empty(by_day, releases_by_day, look):
    unknown = by_day.assign(pain=float("nan"))

    assert look.drawn(plot_sciatica(unknown, releases_by_day, title="T")[0], "latest") == []

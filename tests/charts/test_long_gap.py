"""A mistyped year leaves the charts as they are, and is said."""

import pandas as pd
import pytest

from tracker import charts, relief
from tracker.wording.over_time import sciatica_level_sentence

SEPTEMBER = [(f"2026-09-{day:02}T10:00Z", 0, "sciatica", 3 + day % 3) for day in range(1, 29)]
SAID = "1 earlier day is left out (1 September 1926): a year or more lies between."
PRESS = ("piriformis", "near the sacrum", "left", "lacrosse ball", "firm", 6, 5)


@pytest.fixture
def mistyped(make_check_ins):
    return make_check_ins([("1926-09-01T10:00Z", 0, "sciatica", 5), *SEPTEMBER])


@pytest.fixture
def presses(make_releases):
    days = ["1926-09-01", *(f"2026-09-{day:02}" for day in range(1, 15))]
    return make_releases(
        [(f"{day}T10:00Z", 0, *PRESS, 2 + n % 3, "held") for n, day in enumerate(days)]
    )


def words_on(axes) -> str:
    """Everything written on a figure, in one line."""
    texts = axes[0].figure.findobj(lambda artist: hasattr(artist, "get_text"))
    return " ".join(" ".join(text.get_text().split()) for text in texts)


def years_of(ax) -> float:
    low, high = ax.get_xlim()
    return (high - low) / 365


def test_a_level_has_no_rows_in_a_gap_of_a_year(mistyped):
    table = relief.sciatica_over_time(mistyped)
    assert len(table) == 29
    assert table["day"].iloc[0] == pd.Timestamp("1926-09-01")


def test_the_level_begins_after_the_gap_and_says_what_is_left_out(mistyped):
    table = relief.sciatica_over_time(mistyped)
    level, counts = charts.plot_level(table, of="pain")
    assert years_of(level) < 0.2
    assert SAID in words_on([level, counts])
    sentence = sciatica_level_sentence(table)
    assert "1926" not in sentence
    assert sentence.startswith("On 28 September 2026")
    assert "28 ratings in all" in sentence


def test_so_do_the_days_of_the_sciatica_and_the_releases_below(mistyped, presses):
    by_day = relief.sciatica_by_day(mistyped)
    counted = relief.releases_by_day(presses)
    axes = charts.plot_sciatica(by_day, counted)
    assert years_of(axes[0]) < 0.2
    assert SAID in words_on(axes)


def test_so_do_the_weeks_of_relief(presses):
    axes = charts.plot_relief_over_time(relief.points(presses), relief.by_week(presses))
    assert years_of(axes[0]) < 0.2
    assert SAID in words_on(axes)
    ax = charts.plot_muscle_weeks(relief.by_muscle_and_week(presses))
    assert len(ax.get_xticks()) == 3
    assert "1 earlier week is left out (30 August 1926)" in words_on([ax])


def test_a_gap_of_less_than_a_year_is_drawn(make_check_ins):
    rated = make_check_ins([("2025-10-15T10:00Z", 0, "sciatica", 5), *SEPTEMBER])
    level, counts = charts.plot_level(relief.sciatica_over_time(rated), of="pain")
    assert years_of(level) > 0.9
    assert "left out" not in words_on([level, counts])

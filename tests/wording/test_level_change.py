from dataclasses import replace

import numpy as np
import pandas as pd

from tracker.relief.level_change import LevelChange, spot_changes
from tracker.wording.level_change import (
    change_sentences,
    changes_sentence,
    relief_change_sentence,
    sciatica_change_sentence,
    short_change_sentence,
)


def change(difference, low, high, *, enough=True, last="2026-11-21"):
    days = pd.Timestamp("2026-08-31"), pd.Timestamp(last)
    means = 6.0, 6.0 + difference
    return LevelChange(14, *days, *means, difference, low, high, 13, 12, enough)


def test_an_easing_sciatica_is_worded_as_those_days():
    assert sciatica_change_sentence(change(-1.5, -2.1, -0.9)) == (
        "Your sciatica pain has eased since the first days: it averaged 4.5 of 10 in the last 14 "
        "days, 8 November to 21 November 2026, 1.5 points lower than in the first 14, 31 August to "
        "13 September 2026 (likely between 0.9 and 2.1 lower); 12 ratings now, 13 then. It is "
        "about those days and does not show why: people begin a diary when pain is bad, and some "
        "of it passes by itself."
    )
    assert sciatica_change_sentence(change(1.5, 0.9, 2.1), "leg").startswith(
        "Your leg pain has risen since the first days: it averaged 7.5 of 10"
    )


def test_no_clear_change():
    assert sciatica_change_sentence(change(-0.4, -1.1, 0.3)).startswith(
        "No clear change in your sciatica pain since the first days: it averaged 5.6 of 10"
    )
    said = relief_change_sentence(change(0.02, -0.6, 0.6))
    assert said.startswith("No clear change in relief since the first days: at like spots and like")
    assert "about the same as in the first 14" in said
    assert said.endswith("It is about those days. This does not show why.")


def test_more_or_less_relief():
    assert relief_change_sentence(change(-1.2, -2, -0.4)).startswith(
        "Pressing gives less relief than in the first days: "
    )


def test_in_fewer_words():
    assert short_change_sentence(change(-1.5, -2.1, -0.9), "Leg pain", " of 10", "rating") == (
        "Leg pain averaged 4.5 of 10 in the last 14 days, 1.5 points lower than in the first 14 "
        "(likely between 0.9 and 2.1 lower); 12 ratings now, 13 then. This does not show why."
    )
    said = short_change_sentence(change(-0.4, -1.1, 0.3), "Leg pain", " of 10", "rating")
    assert said.endswith("That is no clear change.")


def test_too_short_to_say():
    assert sciatica_change_sentence(change(np.nan, np.nan, np.nan, enough=False)) == (
        "Not enough yet to say whether your sciatica pain is easing: 13 ratings in the first 14 "
        "days and 12 in the last 14; 5 in each are needed, and 28 days or more in all."
    )
    nothing = LevelChange(14, pd.NaT, pd.NaT, *[np.nan] * 5, 0, 0, enough=False)
    assert sciatica_change_sentence(nothing).startswith("No check-ins of the sciatica yet")
    assert relief_change_sentence(nothing).startswith("No releases yet")


def table(*rows):
    columns = ["muscle", "spot", "side", "window", "mean_first", "mean_last", "difference"]
    columns += ["low", "high", "n_first", "n_last", "p", "n_left_out", "verdict"]
    return pd.DataFrame(rows, columns=columns)


CHANGES = table(
    ("psoas", "beside the navel", "right", 28, 1, 3, 2, 1.1, 2.9, 10, 6, 0.001, 0, "more"),
    ("psoas", "beside the navel", "left", 28, 1, 1.02, 0.02, -0.6, 0.6, 8, 9, 0.9, 0, "the same"),
    ("iliacus", "beside the navel", "left", 28, 1, 0.5, -0.5, -1.6, 0.6, 8, 9, 0.3, 0, "not clear"),
    ("iliacus", "b", "left", 28, *[np.nan] * 5, 1, 9, np.nan, 0, "not enough yet"),
)


def test_the_spots_in_one_sentence():
    assert changes_sentence(CHANGES) == (
        "Relief against the first 4 weeks, of 3 spots: 1 giving more relief, 1 about the same, "
        "1 without a clear answer. Of 1 more there is not enough yet."
    )
    assert changes_sentence(CHANGES.tail(1)) == (
        "Not enough yet: no spot has 5 rated releases both in the first and in the last 28 days."
    )


def test_what_lies_before_a_long_gap_is_said():
    assert changes_sentence(CHANGES.assign(n_left_out=[1, 0, 1, 0])).endswith(
        " Left out: 2 releases from before a gap of a year or more."
    )
    one = replace(change(-1.5, -2.1, -0.9), left_out=(pd.Timestamp("1926-09-01"),))
    assert (
        "13 then. 1 earlier day is left out (1 September 1926): a year or more lies between."
        in sciatica_change_sentence(one)
    )


def test_a_line_for_each_spot(no_releases):
    assert change_sentences(CHANGES) == [
        "Right psoas (beside the navel) is helping more: 3.0 points in the last 4 weeks, 2.0 "
        "points higher than in the first 4 (likely between 1.1 and 2.9 higher); 6 releases now, "
        "10 then.",
        "Left psoas (beside the navel) is helping about the same: 1.0 points in the last 4 weeks, "
        "about the same as in the first 4 (likely between 0.6 lower and 0.6 higher); 9 releases "
        "now, 8 then.",
        "Left iliacus (beside the navel) shows no clear change: 0.5 points in the last 4 weeks, "
        "0.5 points lower than in the first 4 (likely between 1.6 lower and 0.6 higher); 9 "
        "releases now, 8 then.",
    ]
    assert changes_sentence(spot_changes(no_releases)).startswith("No releases yet")


def test_a_line_for_each_muscle():
    lines = change_sentences(CHANGES.drop(columns=["spot", "side"]).head(1))
    assert lines[0].startswith("Psoas is helping more: 3.0 points")

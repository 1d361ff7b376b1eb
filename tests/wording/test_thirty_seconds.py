import pandas as pd

from tracker.relief.thirty_seconds import Estimate, Prediction, ThirtySecondRule, thirty_second_rule
from tracker.wording.thirty_seconds import PREDICTS, thirty_second_sentence


def estimate(n, share, low, high, mean):
    return Estimate(n, float(n), share, low, high, mean, mean - 1, mean + 1)


STAYED = estimate(15, 0.8, 0.556, 0.94, 0.6)
FELL = estimate(20, 0.75, 0.535, 0.899, 2.95)
BY_LOT = estimate(8, 0.875, 0.558, 0.986, 0.25)


def prediction(complete, n_moved=0, by_lot=None, worst=None, best=None):
    return Prediction(n_moved, complete, by_lot, worst or complete, best or complete)


def test_both_kinds_of_release():
    rule = ThirtySecondRule(prediction(STAYED), prediction(FELL), 0, 40, 0.4)
    assert thirty_second_sentence(rule) == (
        "Of 15 releases you stayed on where pain had not begun to fall by 30 s, 12 gave under 2 "
        "points: 80 % (likely 56 to 94 %; of all 40 releases, 60 %). Relief was 0.6 points on "
        "average. Of 20 releases you stayed on where it had, 15 gave 2 points or more: 75 % "
        "(likely 54 to 90 %; of all 40 %). Relief was 3.0 points on average. Pain at 30 s predicts "
        "the end at most; it does not decide it. Both are measured from the same pain before, so "
        "chance alone links them a little."
    )


def test_moved_releases_leave_a_share_open():
    worst, best = estimate(24, 0.875, 0.7, 0.96, -1.0), estimate(24, 0.5, 0.3, 0.7, 2.5)
    rule = ThirtySecondRule(prediction(STAYED, 9, None, worst, best), prediction(FELL), 0, 40, 0.4)
    assert (
        "of all 40 releases, moved ones as left, 60 %). Relief was 0.6 points on average. "
        "9 more were moved and have no end: with them the share could be anything from 50 % to "
        "88 %. Of 20 releases"
    ) in thirty_second_sentence(rule)
    one = ThirtySecondRule(prediction(STAYED, 1, None, worst, best), prediction(FELL), 0, 40, 0.4)
    assert "1 more was moved and has no end: with it the share" in thirty_second_sentence(one)


def test_a_lot_speaks_instead_once_it_has_enough():
    rule = ThirtySecondRule(prediction(STAYED, 9, BY_LOT), prediction(FELL), 0, 40, 0.4)
    said = thirty_second_sentence(rule)
    assert said.startswith(
        "Of 8 releases on which a lot had you stay where pain had not begun to fall by 30 s, 88 % "
        "gave under 2 points (likely 56 to 99 %; of all 40 releases, moved ones as left, 60 %). "
        "Relief was 0.2 points on average. Of 20"
    )
    few = ThirtySecondRule(
        prediction(STAYED, 9, estimate(4, 1, 0.5, 1, 0)), prediction(FELL), 0, 40, 0.4
    )
    assert thirty_second_sentence(few).startswith("Of 15 releases")


def test_pain_that_rose_has_a_real_minus():
    rule = ThirtySecondRule(
        prediction(estimate(15, 0.8, 0.556, 0.94, -0.44)),
        prediction(estimate(20, 0.75, 0.535, 0.899, -0.04)),
        0,
        40,
        0.4,
    )
    said = thirty_second_sentence(rule)
    assert "Relief was \u22120.4 points on average" in said
    assert "Relief was 0.0 points on average" in said


def test_few_releases_are_not_enough_yet(releases):
    frame = releases.assign(stay_assigned=pd.array([None] * len(releases), dtype="boolean"))
    assert thirty_second_sentence(thirty_second_rule(frame)) == (
        "Not enough yet where pain had not begun to fall by 30 s: 2 releases with an end, and 5 "
        "are needed. Not enough yet where pain had begun to fall by 30 s: 3 releases with an end, "
        "and 5 are needed."
    )


def test_it_never_says_causes():
    rule = ThirtySecondRule(prediction(STAYED, 9), prediction(FELL), 0, 40, 0.4)
    said = thirty_second_sentence(rule)
    assert said.endswith(PREDICTS)
    assert "caus" not in said

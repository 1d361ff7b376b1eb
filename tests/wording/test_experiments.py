"""What an experiment can show, what it shows, and what an early look does not."""

import numpy as np
import pandas as pd

from tracker.relief.experiments.analysis import analyse
from tracker.relief.experiments.chances import Chances, NextRelease
from tracker.wording.experiments import (
    chances_sentence,
    experiment_sentence,
    length_sentence,
    stopping_sentence,
)


def pressed(differences, *, before=6.0):
    """Whole pairs in which B gave 1 point and A so much more."""
    rows = [
        row
        for pair, difference in enumerate(differences, start=1)
        for row in ((pair, "A", before, 1.0 + difference), (pair, "B", before, 1.0))
    ]
    return pd.DataFrame(rows, columns=["pair", "arm", "pain_before", "relief"])


def test_the_length_says_what_it_can_find():
    assert length_sentence(5) == (
        "5 pairs cannot reach p < 0.05, however clear the difference: plan 6 pairs or more."
    )
    assert length_sentence(10) == (
        "With 10 pairs, a true difference of 1.5 points would be found (p < 0.05) in about 58 of "
        "100 such experiments and missed in the others, if differences scatter by 1.95 points."
    )


def test_a_clear_answer():
    assert experiment_sentence(analyse(pressed([1, 2, 1, 3, 2, 1]), planned_pairs=6)) == (
        "Over 6 pairs, A gave 1.7 points more relief than B on average (likely between 1.0 and "
        "3.0, p = 0.031). Chance alone would seldom do that."
    )


def test_an_answer_that_tells_nothing_apart():
    # Of 64 patterns 3 may be rejected: the third lowest average is -2, the third highest 1.5.
    pairs = pressed([1, -2, 1, -3, 2, 0, 1, 0])
    pairs.loc[15, "relief"] = np.nan
    assert experiment_sentence(analyse(pairs, planned_pairs=8)) == (
        "Over 7 pairs, A and B gave about the same relief on average (likely between 2.0 less and "
        "1.5 more, p = 1.000). Chance alone could do that: this does not tell the two apart. "
        "1 pair left out for want of a rating."
    )


def test_an_early_look_gives_no_verdict():
    pairs = pressed([-1, -2, -1, -3, -2, -1])
    assert experiment_sentence(analyse(pairs, planned_pairs=10)) == (
        "An early look, at 6 of 10 pairs: the answer is the one at the planned length. Over 6 "
        "pairs, A gave 1.7 points less relief than B on average (likely between 3.0 less and "
        "1.0 less, p = 0.031)."
    )
    assert experiment_sentence(analyse(pairs.head(2), planned_pairs=6)) == (
        "An early look, at 1 of 6 pairs: the answer is the one at the planned length. Not enough "
        "yet: 1 rated pair, and fewer than 6 cannot reach p < 0.05."
    )


NOBODY = NextRelease(np.nan, np.nan, np.nan, 0)
ARMS = ("massage ball", "foam roller")


def test_the_chances_as_people_ask_for_them():
    following = NextRelease(2.5, 0.4, 4.6, 8), NextRelease(1.0, -0.9, 2.9, 8)
    assert chances_sentence(Chances(ARMS, 0.91, 0.55, 0.44, 0.01, 8, *following)) == (
        "The chance is 91 in 100 that massage ball gives more relief than foam roller, and 6 in 10 "
        "that by 1 point or more; it is 4 in 10 that the two are as good as the same, less than a "
        "point apart (8 pairs). The next release of massage ball likely gives 2.5 points (8 in "
        "10: 0.4 to 4.6). The next release of foam roller likely gives 1.0 points (8 in 10: "
        "\u22120.9 to 2.9)."
    )


def test_the_better_arm_comes_first():
    said = chances_sentence(Chances(ARMS, 0.03, 0.001, 0.5, 0.499, 1, NOBODY, NOBODY))
    assert said == (
        "The chance is 97 in 100 that foam roller gives more relief than massage ball, and 5 in 10 "
        "that by 1 point or more; it is 5 in 10 that the two are as good as the same, less than a "
        "point apart (1 pair)."
    )
    nothing = chances_sentence(Chances(ARMS, 0.5, 0.16, 0.68, 0.16, 0, NOBODY, NOBODY))
    assert nothing == "No pair is rated yet, so nothing speaks for either."


def test_the_stopping_rule_prints_its_error_rates():
    said = stopping_sentence(20)
    assert said.startswith(
        "It stops once either is better with a chance of 99 in 100, looked at from pair 6 on, and "
        "after 20 pairs at the latest. Simulated: where the two give the same it names one in 3 of "
        "100 such experiments; a true difference of 1.5 points is found in 7"
    )

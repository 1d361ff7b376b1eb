"""What an experiment can show, what it shows, and what an early look does not."""

import numpy as np
import pandas as pd

from tracker.relief.experiments.analysis import analyse
from tracker.wording.experiments import experiment_sentence, length_sentence


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

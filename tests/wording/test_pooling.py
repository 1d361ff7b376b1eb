import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.pool import Pooled
from tracker.wording.pooling import TWO_QUESTIONS, spot_sentences
from tracker.wording.tables import BORROWED, NOT_PROOF

SACRUM = ("piriformis", "near the sacrum", "left")
NAVEL = ("psoas", "beside the navel", "right")
RIM = ("iliacus", "upper rim", "left")

COLUMNS = ["muscle", "spot", "side", "n_rated", "mean", "low_95", "high_95"]
CHANCES = ["p_mean_2", "p_next_2", "gives", "n_more"]


def pooled(*rows, differ=True, reference_pain=6.0):
    """Rows of place, n_rated, mean, low, high, two chances, what it gives and how many more."""
    spots = pd.DataFrame([(*row[0], *row[1:]) for row in rows], columns=[*COLUMNS, *CHANCES])
    spots["n"] = spots["n_rated"]
    spots["enough"] = spots["n_rated"] >= 5
    spots["plain"], spots["conflicts_with_data"] = spots["mean"], False
    spots["mark"], spots["reference_pain"] = 1.8, reference_pain
    none = spots.iloc[:0]
    return Pooled(spots, none, none, reference_pain, differ=differ, fit=None)


CLEAR = (SACRUM, 14, 2.9, 2.1, 3.7, 0.98, 0.75, "clear relief", np.nan)
LESS = (NAVEL, 6, 0.4, -0.3, 1.1, 0.004, 0.11, "less", np.nan)


def conflicts_with_data(answer, place, plain):
    """Let the estimate of one spot conflict with its ratings."""
    here = (answer.spots[["muscle", "spot", "side"]] == list(place)).all(axis=1)
    answer.spots["plain"] = answer.spots["plain"].mask(here, plain)
    answer.spots["conflicts_with_data"] |= here
    return answer


FEW = (RIM, 2, 1.0, -1.2, 3.2, 0.2, 0.3, "not enough yet", 3.0)


def test_the_detail_of_a_spot_that_conflicts_is_as_it_was_rated():
    odd = conflicts_with_data(pooled(CLEAR, LESS), SACRUM, -1.5)
    assert spot_sentences(odd, *SACRUM) == (
        "As you rated it, your pain after pressing the left piriformis (near the sacrum) was on "
        "average 1.5 points higher (14 releases).",
        "It began there at another level than elsewhere: what pressing here does at a starting "
        "pain of 6 can't be told yet.",
    )


def test_a_story_keeps_the_average_and_the_next_press_apart():
    assert spot_sentences(pooled(CLEAR, LESS), *SACRUM) == (
        "After pressing the left piriformis (near the sacrum) at a starting pain of 6, your pain "
        "was on average 2.9 points lower (likely between 2.1 and 3.7, 14 releases).",
        "So far it gives clear relief (1.8 points at a starting pain of 6) or more.",
        "That the average here is 2 points or more: 98 in 100.",
        "That your next press here gives 2 points or more: 8 in 10.",
        TWO_QUESTIONS,
        f"{NOT_PROOF} {BORROWED}",
    )


def test_a_chance_is_never_rounded_to_certainty():
    surely = (*CLEAR[:5], 0.9999, 0.0001, "clear relief", np.nan)
    said = spot_sentences(pooled(surely), *SACRUM)
    assert said[2].endswith("or more: over 99 in 100.")
    assert said[3].endswith("or more: under 1 in 100.")


@pytest.mark.parametrize(
    ("gives", "n_more", "sentence"),
    [
        ("less", np.nan, "So far it gives less than clear relief (1.8 points at a starting pain "
         "of 6)."),
        ("some relief", 12, "So far it gives some relief; whether it is clear relief (1.8 points "
         "at a starting pain of 6) is open. About 12 more releases would likely settle it."),
        ("still open", np.inf, "Whether it is clear relief (1.8 points at a starting pain of 6) is "
         "open. It lies too near the mark to be settled soon."),
        ("pain rose", np.nan, "Pain rose here so far. Pain also eases by itself."),
    ],
)  # fmt: skip
def test_a_story_says_what_the_spot_gives(gives, n_more, sentence):
    row = (*CLEAR[:7], gives, n_more)
    assert spot_sentences(pooled(row), *SACRUM)[1] == sentence


def test_a_story_of_few_releases_gives_no_chances():
    assert spot_sentences(pooled(CLEAR, FEW), *RIM) == (
        "Not enough yet: 2 rated releases here, and 5 are needed.",
        "Until then this leans on the rest of the iliacus. After pressing the left iliacus (upper "
        "rim) at a starting pain of 6, your pain was on average 1.0 points lower (likely between "
        "1.2 higher and 3.2 lower, 2 releases).",
        NOT_PROOF,
    )


def test_a_story_without_any_estimate():
    unknown = (RIM, 1, *[np.nan] * 5, "not enough yet", 4.0)
    assert spot_sentences(pooled(unknown, reference_pain=np.nan), *RIM) == (
        "Not enough yet: 1 rated release here, and 5 are needed.",
        NOT_PROOF,
    )


def test_a_spot_without_an_estimate_is_said():
    with pytest.raises(LookupError, match=r"No estimate of the left iliacus \(upper rim\)"):
        spot_sentences(pooled(CLEAR), *RIM)

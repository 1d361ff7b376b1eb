import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.pool import Pooled, pool
from tracker.wording.pooling import (
    NO_SPOT_STANDS_OUT,
    TWO_QUESTIONS,
    leading_sentence,
    pooled_sentence,
    spot_sentences,
)
from tracker.wording.tables import BORROWED, NO_RELEASES, NOT_PROOF

SACRUM = ("piriformis", "near the sacrum", "left")
NAVEL = ("psoas", "beside the navel", "right")
RIM = ("iliacus", "upper rim", "left")

COLUMNS = ["muscle", "spot", "side", "n_rated", "mean", "low_95", "high_95"]
CHANCES = ["p_mean_2", "p_next_2", "p_best", "leads"]


def pooled(*rows, differ=True, reference_pain=6.0):
    """Rows of place, n_rated, mean, low, high, two chances, that of being best, and the lead."""
    spots = pd.DataFrame([(*row[0], *row[1:]) for row in rows], columns=[*COLUMNS, *CHANCES])
    spots["n"] = spots["n_rated"]
    spots["enough"] = spots["n_rated"] >= 5
    spots["plain"], spots["conflicts_with_data"] = spots["mean"], False
    none = spots.iloc[:0]
    return Pooled(spots, none, none, reference_pain, differ=differ, fit=None)


AHEAD = (SACRUM, 14, 2.9, 2.1, 3.7, 0.98, 0.75, 0.93, True)
BEHIND = (NAVEL, 6, 0.4, -0.3, 1.1, 0.004, 0.11, 0.04, False)


def conflicts_with_data(answer, place, plain):
    """Let the estimate of one spot conflict with its ratings."""
    here = (answer.spots[["muscle", "spot", "side"]] == list(place)).all(axis=1)
    answer.spots["plain"] = answer.spots["plain"].mask(here, plain)
    answer.spots["conflicts_with_data"] |= here
    return answer


FEW = (RIM, 2, 1.0, -1.2, 3.2, 0.2, 0.3, 0.03, False)


def diary_without_differences(seed: int) -> pd.DataFrame:
    """Eighty held releases on twelve spots whose relief is the same, and noise."""
    rng = np.random.default_rng(seed)
    leaf = rng.integers(0, 12, 80)
    before = rng.integers(4, 10, 80)
    after = np.clip((before - 1 + rng.normal(0, 1.2, 80)).round(), 0, 10)
    return pd.DataFrame(
        {
            "muscle": np.array(["piriformis", "psoas", "iliacus"])[leaf % 3],
            "spot": [f"spot {place // 3}" for place in leaf],
            "side": "left",
            "pain_before": before.astype(float),
            "pain_30s": after,
            "pain_after": after,
            "started_at": pd.Timestamp("2026-11-02T18:00Z")
            + pd.to_timedelta(np.arange(80), unit="h"),
            "started_at_offset": 60,
            "outcome": "held",
        }
    )


def test_a_spot_that_leads_is_named_with_its_chance_interval_n_and_starting_pain():
    assert pooled_sentence(pooled(AHEAD, BEHIND)) == (
        "The left piriformis (near the sacrum) is ahead of your other spots (chance 93 % that none "
        "gives more on average). After pressing the left piriformis (near the sacrum) at a "
        "starting pain of 6, your pain was on average 2.9 points lower (likely between 2.1 and "
        "3.7, 14 releases). More releases can still change this."
    )


def test_without_a_lead_no_spot_is_named():
    first = (*AHEAD[:-1], False)
    assert pooled_sentence(pooled(first, BEHIND, differ=False, reference_pain=5.5)) == (
        "No spot stands out yet: the differences between your spots are within what chance gives. "
        "At a starting pain of 5.5, the averages of the 2 spots with 5 rated releases or more "
        "(20 releases) run from 0.4 to 2.9 points lower; their likely ranges together from 0.3 "
        "points higher to 3.7 points lower. Each release you log makes the picture a little "
        "sharper."
    )


def test_spots_that_differ_without_a_leader_are_not_called_alike():
    said = pooled_sentence(pooled((*AHEAD[:-1], False), BEHIND, differ=True))
    assert said.startswith(
        "No spot stands out yet: your spots seem to differ, but which is ahead is still open. "
    )
    assert "piriformis" not in said


def test_more_pain_everywhere_is_said_as_it_is():
    worse = [(place, 9, -1.0, -2.0, -0.5, 0, 0, 0.5, False) for place in (SACRUM, NAVEL)]
    assert (
        "run from 1.0 to 1.0 points higher; their likely ranges together from 0.5 to 2.0 points "
        "higher."
    ) in pooled_sentence(pooled(*worse, differ=False))


def test_one_spot_alone_has_nothing_to_be_ahead_of():
    assert pooled_sentence(pooled((*AHEAD[:-1], False), FEW, differ=False)).startswith(
        "Only the left piriformis (near the sacrum) has 5 rated releases or more so far, so there "
        "is nothing to compare it with yet. After pressing the left piriformis"
    )


def test_spots_that_conflict_with_their_ratings_are_counted_and_left_out():
    odd = conflicts_with_data(pooled((*AHEAD[:-1], False), BEHIND, differ=False), SACRUM, -1.5)
    said = pooled_sentence(odd)
    assert said.startswith("Only the right psoas (beside the navel) has 5 rated releases or more")
    assert said.endswith(" 1 spot can't be compared: pain began there at another level.")
    assert pooled_sentence(conflicts_with_data(odd, NAVEL, -0.2)) == (
        "2 spots can't be compared: pain began there at another level."
    )


def test_the_detail_of_a_spot_that_conflicts_is_as_it_was_rated():
    odd = conflicts_with_data(pooled(AHEAD, BEHIND), SACRUM, -1.5)
    assert spot_sentences(odd, *SACRUM) == (
        "As you rated it, your pain after pressing the left piriformis (near the sacrum) was on "
        "average 1.5 points higher (14 releases).",
        "It began there at another level than elsewhere: what pressing here does at a starting "
        "pain of 6 can't be told yet.",
    )


def test_too_few_releases_and_none():
    assert pooled_sentence(pooled(FEW, differ=False)) == (
        "Not enough yet: no spot has 5 rated releases (the most so far is 2)."
    )
    assert pooled_sentence(pooled()) == NO_RELEASES


def test_the_table_alone_says_who_leads():
    assert leading_sentence(pooled(AHEAD, BEHIND).spots) == (
        "The left piriformis (near the sacrum) is ahead of your other spots."
    )
    assert leading_sentence(pooled(BEHIND).spots) == "No spot stands out yet."
    assert leading_sentence(pooled(FEW).spots).startswith("Not enough yet: no spot has 5")
    assert leading_sentence(pooled().spots) == NO_RELEASES


@pytest.mark.parametrize("seed", range(8))
def test_a_diary_of_noise_names_no_winner(seed):
    answer = pool(diary_without_differences(seed))
    assert not answer.differ
    said = pooled_sentence(answer)
    assert said.startswith(NO_SPOT_STANDS_OUT)
    assert not any(f"({spot})" in said for spot in answer.spots["spot"])


def test_a_story_keeps_the_average_and_the_next_press_apart():
    assert spot_sentences(pooled(AHEAD, BEHIND), *SACRUM) == (
        "After pressing the left piriformis (near the sacrum) at a starting pain of 6, your pain "
        "was on average 2.9 points lower (likely between 2.1 and 3.7, 14 releases).",
        "That the average here is 2 points or more: chance 98 %.",
        "That your next press here gives 2 points or more: chance 75 %.",
        TWO_QUESTIONS,
        f"{NOT_PROOF} {BORROWED}",
    )


def test_a_chance_is_never_rounded_to_certainty():
    surely = (*AHEAD[:5], 0.9999, 0.0001, 0.93, True)
    said = spot_sentences(pooled(surely), *SACRUM)
    assert said[1].endswith("chance over 99 %.")
    assert said[2].endswith("chance under 1 %.")


def test_a_story_of_few_releases_gives_no_chances():
    assert spot_sentences(pooled(AHEAD, FEW), *RIM) == (
        "Not enough yet: 2 rated releases here, and 5 are needed.",
        "Until then this leans on the rest of the iliacus. After pressing the left iliacus (upper "
        "rim) at a starting pain of 6, your pain was on average 1.0 points lower (likely between "
        "1.2 higher and 3.2 lower, 2 releases).",
        NOT_PROOF,
    )


def test_a_story_without_any_estimate():
    unknown = (RIM, 1, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, False)
    assert spot_sentences(pooled(unknown, reference_pain=np.nan), *RIM) == (
        "Not enough yet: 1 rated release here, and 5 are needed.",
        NOT_PROOF,
    )


def test_a_spot_without_an_estimate_is_said():
    with pytest.raises(LookupError, match=r"No estimate of the left iliacus \(upper rim\)"):
        spot_sentences(pooled(AHEAD), *RIM)

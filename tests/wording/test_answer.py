"""The answer names what the rule names, is short, and says that pain eases by itself too."""

import re

import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.pool import pool
from tracker.wording.answer import (
    EASES,
    answer_parts,
    answer_sentence,
    muscles_answer,
    pooled_sentence,
)
from tracker.wording.tables import NO_RELEASES

MIDDLE = ("piriformis", "middle of the buttock")
BEHIND = ("piriformis", "behind the hip bone")
HIP = ("gluteus minimus", "above and behind the side hip bone")
NAVEL = ("psoas", "between the navel and the hip")

COLUMNS = ["muscle", "spot", "side", "n_rated", "mean", "low_95", "high_95", "gives"]


def spots(*rows, best=(), odd=()):
    """Rows of place, side, n_rated, mean, low, high and what it gives; by number the best set."""
    table = pd.DataFrame([(*place, *rest) for place, *rest in rows], columns=COLUMNS)
    number = pd.Series(range(len(table)))
    return table.assign(
        enough=table["n_rated"] >= 5,
        p_clear=table["mean"] / 4,
        n_more=12.0,
        in_best_set=number.isin(best),
        conflicts_with_data=number.isin(odd),
    )


def muscles(*rows):
    """Rows of muscle, n_rated, mean, low, high and what it gives."""
    columns = [name for name in COLUMNS if name not in ("spot", "side")]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(enough=table["n_rated"] >= 5, conflicts_with_data=False)


LEFT = (MIDDLE, "left", 7, 2.9, 2.0, 3.7, "clear relief")
RIGHT = (MIDDLE, "right", 26, 2.4, 1.9, 2.8, "clear relief")
OPEN = (HIP, "right", 15, 1.7, 1.1, 2.3, "some relief")
LESS = [(NAVEL, side, 9, 0.4, -0.3, 1.1, "less") for side in ("left", "right")]
PIRIFORMIS = ("piriformis", 90, 1.6, 1.3, 1.8, "less")


def test_the_named_come_with_points_range_and_releases_then_the_rest_and_the_muscles():
    table = spots(LEFT, RIGHT, OPEN, *LESS, best=[0, 1])
    assert answer_sentence(table, muscles(PIRIFORMIS)) == (
        "So far 2 spots give clear relief: left piriformis (middle of the buttock), 2.9 points "
        "(likely 2.0 to 3.7, 7 releases), and the right, 2.4 (1.9 to 2.8, 26). "
        "The best is one of these two; 2 give less, 1 is open. "
        "Muscle: piriformis, only at the spots named. "
        "Pain also eases by itself."
    )


def test_the_first_part_names_fewer_where_a_page_has_little_room():
    third = (HIP, "left", 20, 2.3, 1.9, 2.7, "clear relief")
    table, whole = spots(LEFT, third, *LESS, best=[0]), muscles(PIRIFORMIS)
    named, rest, muscle, _ = answer_parts(table, whole, first_words=31)
    assert named == (
        "So far 2 spots give clear relief: left piriformis (middle of the buttock), 2.9 points "
        "(likely 2.0 to 3.7, 7 releases), and 1 more."
    )
    assert rest == "The first is the best; 2 give less."
    assert muscle == "Muscles: piriformis and 1 more, only at the spots named."
    in_full = answer_parts(table, whole)[0]
    assert in_full.endswith(
        "and left gluteus minimus (above and behind the side hip bone), 2.3 (1.9 to 2.7, 20)."
    )


def test_one_alone():
    assert answer_sentence(spots(LEFT, *LESS, best=[0]), muscles(PIRIFORMIS)) == (
        "So far 1 spot gives clear relief: left piriformis (middle of the buttock), 2.9 points "
        "(likely 2.0 to 3.7, 7 releases). It is the best of them; 2 give less. "
        "Muscle: piriformis, only at this spot. Pain also eases by itself."
    )


@pytest.mark.parametrize(
    ("best", "sentence"),
    [
        ([], "2 give less."),
        ([0], "The first is the best; 2 give less."),
        ([1], "The second is the best; 2 give less."),
        ([0, 1], "The best is one of the first two; 2 give less."),
        ([0, 2], "The best is one of 2; 2 give less."),
        ([0, 3], "The best is one of 2; 2 give less."),
        ([0, 1, 2], "The best is one of these three; 2 give less."),
    ],
)
def test_the_best_is_said_as_far_as_the_set_tells(best, sentence):
    third = (BEHIND, "right", 20, 2.3, 1.9, 2.7, "clear relief")
    assert f". {sentence} {EASES}" in answer_sentence(spots(LEFT, RIGHT, third, *LESS, best=best))


def test_where_none_is_clear_the_nearest_is_named_with_what_would_settle_it():
    few = (BEHIND, "left", 2, 3.0, -1.0, 6.0, "not enough yet")
    assert answer_sentence(spots(OPEN, *LESS, few), muscles(PIRIFORMIS)) == (
        "No spot gives clear relief so far. 2 give less, 1 is open, 1 has too few releases. "
        "Nearest: right gluteus minimus (above and behind the side hip bone), 1.7 points "
        "(likely 1.1 to 2.3, 15 releases); about 12 more releases would likely settle it. "
        "Pain also eases by itself."
    )
    assert answer_sentence(spots(*LESS)) == (
        "No spot gives clear relief so far. 2 give less. Pain also eases by itself."
    )


def test_where_pain_rose_is_named_and_what_cannot_be_compared_is_counted():
    rose = (NAVEL, "left", 12, -1.2, -1.9, -0.5, "pain rose")
    said = answer_sentence(spots(LEFT, rose, LESS[1], odd=[2]))
    assert said.endswith(
        " 1 gives less, 1 can't be compared (pain began there at another level), pain rose at left "
        "psoas (between the navel and the hip). Pain also eases by itself."
    )


def test_muscles_as_a_whole_come_with_their_figures():
    whole = ("gluteus minimus", 32, 2.3, 1.9, 2.7, "clear relief")
    said = answer_sentence(spots(LEFT, *LESS), muscles(whole, PIRIFORMIS))
    assert (
        " Muscles: gluteus minimus, 2.3 points (likely 1.9 to 2.7, 32 releases), and piriformis, "
        "only at this spot. "
    ) in said
    assert muscles_answer(muscles(whole, PIRIFORMIS)) == (
        "So far 1 muscle gives clear relief as a whole: gluteus minimus, 2.3 points (likely 1.9 "
        "to 2.7, 32 releases). 1 gives less. Pain also eases by itself."
    )
    assert muscles_answer(muscles(PIRIFORMIS)) == (
        "No muscle gives clear relief as a whole so far. 1 gives less. Pain also eases by itself."
    )


def test_too_few_releases_and_none():
    few = [(BEHIND, "left", n, 3.0, -1.0, 6.0, "not enough yet") for n in (1, 3)]
    assert answer_sentence(spots(*few)) == (
        "Not enough yet: no spot has 5 rated releases. The left piriformis (behind the hip bone) "
        "has the most, 3; 2 more there and it can be judged."
    )
    assert answer_sentence(spots()) == NO_RELEASES
    assert muscles_answer(muscles()) == NO_RELEASES
    assert muscles_answer(muscles(("psoas", 3, 1.0, 0.0, 2.0, "not enough yet"))).startswith(
        "Not enough yet: no muscle has 5"
    )


@pytest.mark.parametrize("n", [1, 2, 3, 5, 12])
def test_an_answer_is_short_however_much_there_is_to_tell(n):
    named = [(HIP, "right", 15, 4 - i / 10, 2.1, 3.3, "clear relief") for i in range(n)]
    named[1:2] = [(NAVEL, "left", 15, 3.9, 2.1, 3.3, "clear relief")] if n > 1 else []
    table = spots(*named, OPEN, *LESS, best=range(n))
    whole = [(name, 32, 2.3, 1.9, 2.7, "clear relief") for name in ("gluteus minimus", "psoas")]
    said = answer_sentence(table, muscles(*whole, *[("iliacus", 9, 2.2, 1.9, 2.4, "clear relief")]))
    sentences = re.split(r"(?<=\.) (?=[A-Z0-9])", said)
    assert len(sentences) <= 4
    assert sentences[-1] == EASES
    assert max(len(sentence.split()) for sentence in sentences) <= 40
    assert len(said.split()) - len(EASES.split()) <= 60


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


@pytest.mark.parametrize("seed", range(8))
def test_a_diary_of_noise_names_no_winner(seed):
    answer = pool(diary_without_differences(seed))
    assert not answer.differ
    said = pooled_sentence(answer)
    assert said.startswith("No spot gives clear relief so far.")
    assert "best" not in said

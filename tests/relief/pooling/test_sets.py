import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.pool import pool
from tracker.relief.pooling.sets import (
    Look,
    best_set,
    clear_mark,
    front,
    releases_to_settle,
    still_named,
    what_each_gives,
)


def test_the_mark_is_30_percent_of_the_pain_before_and_at_least_one_point():
    assert [clear_mark(pain) for pain in (0, 3, 5, 6, 10)] == [1.0, 1.0, 1.5, 1.8, 3.0]


def test_a_front_is_cut_by_its_mean_doubt_and_by_each_members():
    # The mean doubt of the first three is .04, with the fourth .053.
    assert front(np.array([0.91, 0.99, 0.98, 0.908])).tolist() == [True, True, True, False]
    # Surer company cannot carry one under .90.
    assert front(np.array([1.0, 1.0, 1.0, 0.89])).tolist() == [True, True, True, False]
    assert front(np.array([])).tolist() == []


def test_each_says_the_first_that_holds():
    p_clear = np.array([0.99, 0.0, 0.02, 0.5, 0.4, 0.99])
    p_fell = np.array([1.0, 0.001, 0.9, 0.99, 0.8, 1.0])
    compared = np.array([True, True, True, True, True, False])
    assert what_each_gives(p_clear, p_fell, compared).tolist() == [
        "clear relief",
        "pain rose",
        "less",
        "some relief",
        "still open",
        "not enough yet",
    ]


def test_releases_to_settle_are_those_of_a_doubt_of_one_in_ten():
    # (1.28 * 1.2 / 0.3)^2 = 26.2; the second has 3 of 5; the third lies on the mark.
    mean, n = np.array([1.5, 4.0, 1.8]), np.array([10.0, 3.0, 7.0])
    more = releases_to_settle(mean, n, mark=1.8, sigma=1.2, least=5)
    assert more.tolist() == [17.0, 2.0, np.inf]


def test_the_best_set_is_the_smallest_that_holds_the_best_in_nine_of_ten_draws():
    # The first is best in 6 draws of 10, the second in 3, the third in 1.
    first = [0] * 6 + [1] * 3 + [2]
    draws = np.eye(5)[first]
    everyone = np.ones(5, dtype=bool)
    assert best_set(draws, everyone, differ=True).tolist() == [True, True, False, False, False]
    assert not best_set(draws, everyone, differ=False).any()
    # Two of three are more than half: that says too little.
    assert not best_set(draws[:, :3], everyone[:3], differ=True).any()


def test_a_name_is_kept_back_to_the_day_that_gave_it_and_no_further():
    looks = [
        Look({"a": 0.85, "b": 0.82, "c": 0.85}, set()),
        Look({"a": 0.95, "b": 0.70, "c": 0.85}, {"a"}),
        Look({"a": 0.10, "b": 0.99}, {"b"}),
    ]
    # b fell under .80 after it was named; c had too few releases before it could be.
    assert still_named(["a", "b", "c"], looks) == {"a"}


def test_no_earlier_day_is_looked_at_where_nothing_is_undecided():
    def never():
        raise AssertionError("an earlier day was looked at")
        yield

    assert still_named([], never()) == set()


def presses(rows):
    """Day, spot, before and after of held releases."""
    frame = pd.DataFrame(rows, columns=["day", "spot", "pain_before", "pain_after"])
    return frame.assign(
        started_at=pd.Timestamp("2026-11-02T12:00Z") + pd.to_timedelta(frame["day"], unit="D"),
        started_at_offset=0,
        muscle="psoas",
        side="left",
        tool="thumb",
        pressure=None,
        pain_30s=np.nan,
        outcome="held",
    ).astype({"pain_before": "float64", "pain_after": "float64"})


def alternating(days, spot, *reliefs):
    return [(day, spot, 6, 6 - reliefs[day % len(reliefs)]) for day in range(days)]


def test_a_name_that_was_given_is_withdrawn_only_under_80():
    rows = [*alternating(8, "low", 4, 2), *alternating(8, "high", 1, 0)]
    assert gives(rows)["low"] == "clear relief"
    dip = [(9, "low", 6, 6), (10, "low", 6, 6)]
    chance = chances([*rows, *dip])["low"]
    assert 0.8 < chance < 0.9
    assert gives([*rows, *dip])["low"] == "clear relief"
    # The same releases without a day on which it was named: all on one.
    assert gives([(0, *row[1:]) for row in [*rows, *dip]])["low"] != "clear relief"
    lost = [(11 + day, "low", 6, 6) for day in range(4)]
    assert chances([*rows, *dip, *lost])["low"] < 0.8
    assert gives([*rows, *dip, *lost])["low"] != "clear relief"


def gives(rows):
    return pool(presses(rows)).spots.set_index("spot")["gives"]


def chances(rows):
    return pool(presses(rows)).spots.set_index("spot")["p_clear"]


def test_a_muscle_is_as_it_was_pressed():
    rows = [*alternating(20, "low", 4, 3), *alternating(5, "high", 1, 0)]
    answer = pool(presses(rows), rng=np.random.default_rng(1))
    spots, muscle = answer.spots.set_index("spot"), answer.muscles.loc[0]
    as_pressed = (20 * spots["mean"]["low"] + 5 * spots["mean"]["high"]) / 25
    assert muscle["mean"] == pytest.approx(as_pressed, abs=0.03)
    assert (muscle["n_rated"], muscle["gives"]) == (25, "clear relief")

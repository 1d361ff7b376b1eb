import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.relief.experiments.analysis import analyse, power
from tracker.relief.experiments.randomization import plan_blocks
from tracker.relief.experiments.sign_flip import SignFlip


def pressed(differences, *, before=6.0):
    """Whole pairs in which B gave 1 point and A so much more."""
    rows = [
        row
        for pair, difference in enumerate(differences, start=1)
        for row in ((pair, "A", before, 1.0 + difference), (pair, "B", before, 1.0))
    ]
    return pd.DataFrame(rows, columns=["pair", "arm", "pain_before", "relief"])


@pytest.mark.parametrize(("n_pairs", "goal"), [(8, 0.46), (10, 0.56), (14, 0.77)])
def test_power_reaches_its_goals(n_pairs, goal):
    assert power(n_pairs, 1.5) == pytest.approx(goal, abs=0.05)


@pytest.mark.parametrize("n_pairs", [8, 10])
def test_power_is_that_of_the_test_itself(n_pairs):
    rng = np.random.default_rng(n_pairs)
    found = [SignFlip.of(rng.normal(1.5, 1.95, n_pairs)).p() <= 0.05 for _ in range(2000)]
    assert power(n_pairs, 1.5, 1.95) == pytest.approx(np.mean(found), abs=0.03)


def test_power_without_a_difference_is_at_most_the_level():
    assert [power(n, 0.0) <= 0.05 for n in (5, 6, 8, 12, 30)] == [True] * 5
    assert power(6, 0.0) == pytest.approx(2 / 64)
    assert power(5, 9.0) == 0


def test_six_pairs_that_all_favour_a():
    result = analyse(pressed([1, 2, 1, 3, 2, 1]), planned_pairs=6)
    assert (result.n_pairs, result.p, result.exploratory) == (6, 2 / 64, False)
    assert result.estimate == pytest.approx(10 / 6)
    assert (result.low, result.high) == (1, 3)


def test_relief_is_compared_at_equal_pain_before():
    pairs = pressed([1.0] * 6)
    pairs.loc[pairs["arm"] == "A", "pain_before"] = 8.0
    # A began 2 points higher: at 0.5 points of relief per point, all of its 1 point is explained.
    assert analyse(pairs, planned_pairs=6, slope=0.5).estimate == pytest.approx(0)
    assert analyse(pairs, planned_pairs=6).estimate == pytest.approx(1)


def test_an_early_look_is_exploratory_and_changes_nothing():
    pairs = pressed([1, 2, 1, 3, 2, 1, 0, 2])
    early = analyse(pairs.head(12), planned_pairs=8)
    assert (early.n_pairs, early.exploratory) == (6, True)
    final = analyse(pairs, planned_pairs=8)
    assert not final.exploratory
    gone_on = analyse(pd.concat([pairs, pressed([-9] * 3).assign(pair=9)[:2]]), planned_pairs=8)
    assert gone_on == final


def test_half_a_pair_and_an_unrated_one_are_left_out():
    pairs = pressed([1, 2, 1, 3, 2, 1, 4, 4])
    pairs.loc[13, "relief"] = np.nan
    result = analyse(pairs.head(15), planned_pairs=8)
    assert (result.n_pairs, result.n_unrated, result.exploratory) == (6, 1, True)
    assert result.p == 2 / 64


def test_nothing_pressed_yet():
    result = analyse(pressed([]), planned_pairs=8)
    assert np.isnan(result.estimate)
    assert (result.low, result.high, result.p) == (-np.inf, np.inf, 1)
    assert (result.n_pairs, result.exploratory) == (0, True)


@given(
    st.lists(st.integers(-5, 5), min_size=1, max_size=8),
    st.floats(-3, 3),
    st.sampled_from([0.0, 0.25]),
)
def test_what_all_releases_share_never_matters(differences, shift, slope):
    pairs = pressed(differences)
    shifted = pairs.assign(
        relief=pairs["relief"] + shift, pain_before=pairs["pain_before"] + shift / 2
    )
    result = analyse(pairs, planned_pairs=8, slope=slope)
    moved = analyse(shifted.sample(frac=1, random_state=1), planned_pairs=8, slope=slope)
    assert moved.p == result.p
    assert moved.estimate == pytest.approx(result.estimate, abs=1e-9)
    renamed = pairs.assign(arm=pairs["arm"].map({"A": "B", "B": "A"}))
    assert analyse(renamed, planned_pairs=8).estimate == pytest.approx(-np.mean(differences))


@pytest.mark.slow
@pytest.mark.parametrize("noise", ["drift", "autocorrelated"])
def test_no_more_false_findings_than_promised(noise):
    rng = np.random.default_rng(11)
    found = []
    for _ in range(600):
        design = plan_blocks(10, rng)
        relief = rng.normal(0, 0.5, 20)
        if noise == "drift":
            relief += np.linspace(0, 4, 20)
        else:
            for i in range(1, 20):
                relief[i] += 0.9 * relief[i - 1]
        pairs = design.assign(pain_before=6.0, relief=relief)
        found.append(analyse(pairs, planned_pairs=10).p <= 0.05)
    assert np.mean(found) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 600)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(12)
    held = []
    for _ in range(500):
        result = analyse(pressed(rng.normal(1.0, 2.0, 9)), planned_pairs=9)
        held.append(result.low <= 1.0 <= result.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.025)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"planned_pairs": 0}, r"planned_pairs must be 1 or more, not 0\."),
        ({"slope": np.inf}, r"slope must be a finite number of points per point, not inf\."),
        ({"arms": ("A", "A")}, r"arms must be two different names, not \('A', 'A'\)\."),
        ({"arms": ("A", "C")}, r"arm must be 'A' or 'C', not 'B'\."),
    ],
)
def test_analyse_names_what_is_wrong(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        analyse(pressed([1, 2]), **{"planned_pairs": 2, **change})


def test_an_arm_twice_in_one_pair_is_refused():
    pairs = pressed([1, 2])
    with pytest.raises(ValueError, match=r"Pair 2 has the arm 'B' more than once; give each pair"):
        analyse(pd.concat([pairs, pairs.tail(1)]), planned_pairs=2)


def test_power_needs_differences_that_scatter():
    with pytest.raises(ValueError, match=r"sd must be above 0 points, not 0\."):
        power(8, 1.5, 0)

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.relief.experiments.sign_flip import SignFlip

differences = st.lists(st.integers(-6, 6), min_size=1, max_size=9)


def brute_force(values, at=0.0):
    shifted = [value - at for value in values]
    seen = abs(sum(shifted))
    sums = [
        abs(sum(sign * value for sign, value in zip(signs, shifted, strict=True)))
        for signs in product((1, -1), repeat=len(shifted))
    ]
    return sum(one >= seen - 1e-9 for one in sums) / len(sums)


def test_six_pairs_that_all_lean_one_way():
    test = SignFlip.of([1, 2, 1, 3, 2, 1])
    assert test.p() == 2 / 64
    assert test.estimate == pytest.approx(10 / 6)
    assert test.exact


def test_five_pairs_that_all_lean_one_way_are_not_enough():
    test = SignFlip.of([1, 2, 1, 3, 2])
    assert test.p() == 2 / 32
    assert test.interval() == (-np.inf, np.inf)


def test_three_differences_by_hand():
    # 3, 1, -1 sum to 3; the eight sums are 3, 5, 1, 3 and their opposites: six are 3 or more.
    assert SignFlip.of([3, 1, -1]).p() == 6 / 8


def test_an_interval_by_hand():
    # With six values, alpha 0.05 leaves 2 of 64 patterns: only the extremes are beyond.
    assert SignFlip.of([1, 2, 1, 3, 2, 1]).interval() == (1, 3)
    # A level of 2/3 of three values leaves 2 of 8; next inside are pairs and singles: the lowest
    # span begins at min(-1, mean(3, 1)) = -1, the highest ends at max(3, mean(1, -1)) = 3.
    assert SignFlip.of([3, 1, -1]).interval(2 / 3) == (-1, 3)


def test_no_difference_at_all():
    test = SignFlip.of([0.0] * 8)
    assert test.p() == 1
    assert test.interval() == (0, 0)
    assert SignFlip.of([2.5]).p() == 1


@given(differences, st.integers(-3, 3))
def test_p_is_that_of_brute_force(values, at):
    assert SignFlip.of(values).p(at) == pytest.approx(brute_force(values, at), abs=1e-12)


@given(differences)
def test_swapping_the_arms_swaps_the_answer(values):
    one, other = SignFlip.of(values), SignFlip.of([-value for value in values])
    assert one.p() == other.p()
    low, high = one.interval()
    assert other.interval() == pytest.approx((-high, -low))


@given(differences, st.randoms(use_true_random=False), st.sampled_from([0.1, 3.0, 1000.0]))
def test_order_and_scale_never_matter(values, random, scale):
    shuffled = [scale * value for value in values]
    random.shuffle(shuffled)
    assert SignFlip.of(values).p() == SignFlip.of(shuffled).p()


@given(st.lists(st.integers(-6, 6), min_size=6, max_size=11), st.sampled_from([0.8, 0.95]))
def test_the_interval_is_what_the_test_does_not_reject(values, level):
    test = SignFlip.of(values)
    low, high = test.interval(level)
    assert low <= test.estimate <= high
    for end, outward in ((low, -1e-4), (high, 1e-4)):
        assert test.p(end) > 1 - level
        assert test.p(end + outward) <= 1 - level


def test_weights_say_how_far_a_unit_moves_each_value():
    rng = np.random.default_rng(0)
    weights = rng.uniform(0.5, 3, 9)
    values = rng.normal(0, 1, 9) + 0.7 * weights
    test = SignFlip.of(values, weights)
    assert test.estimate == pytest.approx(values.sum() / weights.sum())
    for at in (-0.5, 0.0, 0.4, test.estimate, 2.0):
        assert test.p(at) == pytest.approx(brute_force(values - at * weights), abs=1e-12)


def test_above_fourteen_patterns_are_drawn_and_agree():
    values = np.random.default_rng(1).normal(0.5, 1, 14)
    exact = SignFlip.of(values)
    with_nothing_more = SignFlip.of(np.append(values, 1e-13))
    assert (exact.exact, with_nothing_more.exact) == (True, False)
    assert with_nothing_more.p() == pytest.approx(exact.p(), abs=0.005)
    values = np.random.default_rng(2).normal(0.5, 1, 30)
    test = SignFlip.of(values)
    assert test.p() == SignFlip.of(values).p() > 0
    low, high = test.interval()
    assert test.p(low) > 0.05 >= test.p(low - 1e-4)
    assert test.p(high) > 0.05 >= test.p(high + 1e-4)
    assert SignFlip.of(values, rng=np.random.default_rng(3)).p() == pytest.approx(
        test.p(), abs=0.002
    )


def test_so_many_that_all_lean_one_way_still_have_some_p():
    assert SignFlip.of(np.ones(40)).p() == pytest.approx(1 / 100_001)


@pytest.mark.parametrize(
    ("values", "weights", "sentence"),
    [
        ([], None, "values must be one or more finite numbers; leave unrated pairs out"),
        ([1.0, np.nan], None, "values must be one or more finite numbers"),
        ([1.0, 2.0], [1.0, 0.0], "weights must be numbers above 0, one for each value"),
        ([1.0, 2.0], [1.0], "weights must be numbers above 0, one for each value"),
    ],
)
def test_refuses_what_it_cannot_flip(values, weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        SignFlip.of(values, weights)


def test_refuses_a_level_beyond_0_and_1():
    with pytest.raises(ValueError, match=r"level must lie between 0 and 1, not 95\."):
        SignFlip.of([1, 2]).interval(95)

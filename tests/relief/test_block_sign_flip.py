import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.relief.block_sign_flip import contrast

NONE = np.zeros(12)


def ordinary(outcome, x, covariate, stratum):
    """The slope on x by least squares, with a column for each stratum."""
    dummies = (np.asarray(stratum)[:, None] == np.unique(stratum)).astype(float)
    columns = np.column_stack([x, covariate, dummies])
    return np.linalg.lstsq(columns, outcome)[0][0]


def test_six_blocks_that_all_say_the_same():
    x = np.tile([0.0, 1.0], 6)
    found = contrast(1 + 2 * x, x, NONE, NONE, np.repeat(np.arange(6), 2))
    assert found.estimate == pytest.approx(2)
    assert (found.low, found.high) == pytest.approx((2, 2))
    assert found.p == 2 / 64
    assert found.n_blocks == 6


def test_units_are_cut_into_fourteen_blocks_of_neighbours():
    rng = np.random.default_rng(0)
    x = np.tile([0.0, 1.0], 150)
    found = contrast(rng.normal(0, 1, 300), x, np.zeros(300), np.zeros(300), np.arange(300) // 2)
    assert found.n_blocks == 14


def test_strata_in_which_x_never_varies_say_nothing():
    x = np.r_[np.tile([0.0, 1.0], 4), np.ones(4)]
    outcome = np.r_[np.tile([1.0, 2.0], 4), np.full(4, 9.0)]
    found = contrast(outcome, x, NONE, np.repeat([0, 1], [8, 4]), np.arange(12) // 2)
    assert found.informative.tolist() == [True] * 8 + [False] * 4
    assert found.estimate == pytest.approx(1)
    assert np.isnan([found.low, found.high]).all()  # four blocks
    assert found.p == 2 / 16


def test_the_estimate_is_that_of_least_squares():
    rng = np.random.default_rng(1)
    stratum = rng.integers(0, 5, 80)
    covariate = rng.normal(0, 1, 80) + stratum
    x = (rng.random(80) < 0.5).astype(float)
    outcome = rng.normal(0, 1, 80) + 0.7 * x + 0.4 * covariate + stratum
    found = contrast(outcome, x, covariate, stratum, np.arange(80))
    assert found.estimate == pytest.approx(ordinary(outcome, x, covariate, stratum))
    assert found.low < found.estimate < found.high


def test_several_covariates_are_taken_out_together():
    rng = np.random.default_rng(3)
    stratum = rng.integers(0, 5, 80)
    covariates = rng.normal(0, 1, (80, 2))
    x = (rng.random(80) < 0.5).astype(float)
    outcome = rng.normal(0, 1, 80) + 0.7 * x + covariates @ [0.4, -1.0] + stratum
    found = contrast(outcome, x, covariates, stratum, np.arange(80))
    assert found.estimate == pytest.approx(ordinary(outcome, x, covariates, stratum))


def test_nothing_to_compare_is_no_estimate():
    nothing = contrast(NONE, np.ones(12), NONE, NONE, np.arange(12))
    assert np.isnan([nothing.estimate, nothing.low, nothing.high, nothing.p]).all()
    assert (nothing.n_blocks, nothing.informative.any()) == (0, False)
    empty = contrast([], [], [], [], [])
    assert np.isnan(empty.estimate)
    # All of x goes with the covariate.
    x = np.tile([0.0, 1.0], 6)
    assert np.isnan(contrast(1 + x, x, 3 * x, NONE, np.arange(12)).estimate)
    # As many coefficients as rows: one stratum each of two rows, and a covariate.
    assert np.isnan(contrast([1.0, 2.0], [0.0, 1.0], [0.0, 0.5], [0, 0], [0, 1]).p)


@given(st.floats(-3, 3), st.floats(-3, 3), st.integers(0, 10**6))
def test_what_a_stratum_shares_never_matters(effect, level, seed):
    rng = np.random.default_rng(seed)
    stratum = np.tile([0, 0, 1, 1], 8)
    x, outcome = np.tile([0.0, 1.0], 16), rng.normal(0, 1, 32)
    one = contrast(outcome, x, np.zeros(32), stratum, np.arange(32))
    other = contrast(
        outcome + effect * x + level * stratum, x, np.zeros(32), stratum, np.arange(32)
    )
    assert other.estimate == pytest.approx(one.estimate + effect, abs=1e-9)
    assert (other.low, other.high) == pytest.approx((one.low + effect, one.high + effect), abs=1e-9)


def test_good_and_bad_days_do_not_pass_for_a_difference():
    rng = np.random.default_rng(5)
    found = []
    for _ in range(400):
        days, habit = np.zeros(84), np.zeros(84)
        for i in range(1, 84):
            days[i] = 0.6 * days[i - 1] + rng.normal(0, 0.6)
            habit[i] = 0.6 * habit[i - 1] + rng.normal(0, 0.6)
        day = np.repeat(np.arange(84), 2)
        x = (habit[day] + rng.normal(0, 0.3, 168) > 0).astype(float)
        outcome = days[day] + rng.normal(0, 1, 168)
        stratum = rng.integers(0, 8, 168)
        found.append(contrast(outcome, x, np.zeros(168), stratum, day).p <= 0.05)
    # One that takes every release as independent finds a difference in one world in ten.
    assert np.mean(found) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)

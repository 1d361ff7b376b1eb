"""Intervals of averages and of shares, by hand and beside scipy."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tracker.relief.intervals import FLAT, WEAK, jeffreys_interval, t_interval


def test_five_releases_by_hand():
    # t(4) at 97.5 % is 2.776445 in the printed tables; 2.776445 / sqrt(5) = 1.241664.
    low, high = t_interval(pd.Series([2.0]), pd.Series([1.0]), pd.Series([5]))
    np.testing.assert_allclose([low[0], high[0]], [0.758336, 3.241664], atol=1e-6)


def test_agreeing_values_have_a_range_with_the_weak_prior():
    # (0 + 1.3^2) / 2 = 0.845, and t(2) at 97.5 % is 4.302653: times sqrt(0.845 / 2) 2.796724.
    low, high = t_interval(pd.Series([3.0]), pd.Series([0.0]), pd.Series([2]), prior=WEAK)
    np.testing.assert_allclose([low[0], high[0]], [3 - 2.796724, 3 + 2.796724], atol=1e-5)
    assert FLAT.combine(7.0, 2) == (3.5, 2.0)


def test_one_release_has_no_range():
    low, high = t_interval(pd.Series([2.0, 3.0]), pd.Series([np.nan, np.nan]), pd.Series([1, 0]))
    assert low.isna().all()
    assert high.isna().all()


@settings(deadline=None)
@given(
    st.lists(st.floats(-10, 10, allow_subnormal=False), min_size=2, max_size=40),
    st.sampled_from([0.5, 0.8, 0.95]),
)
def test_an_average_agrees_with_scipy(values, level):
    pain = pd.Series(values)
    low, high = t_interval(
        pd.Series([pain.mean()]), pd.Series([pain.std()]), pd.Series([len(pain)]), level=level
    )
    error = pain.std() / np.sqrt(len(pain))
    expected = pain.mean() + error * np.array(stats.t(len(pain) - 1).interval(level))
    np.testing.assert_allclose([low[0], high[0]], expected, rtol=1e-9, atol=1e-9)


def test_a_share_agrees_with_the_beta_distribution():
    for k, n, level in [(1, 4, 0.95), (12, 15, 0.95), (3.5, 7.2, 0.8)]:
        expected = stats.beta(k + 0.5, n - k + 0.5).interval(level)
        assert jeffreys_interval(k, n, level=level) == pytest.approx(expected, rel=1e-9)


def test_shares_of_none_and_all_reach_the_ends():
    low, high = jeffreys_interval(0, 10)
    assert (low, round(high, 3)) == (0.0, 0.217)
    assert [round(end, 3) for end in jeffreys_interval(1, 10)] == [0.011, 0.381]
    assert jeffreys_interval(10, 10) == (pytest.approx(1 - high), 1.0)


def test_the_share_of_nothing_is_not_known():
    assert np.isnan(jeffreys_interval(0, 0)).all()


@pytest.mark.parametrize("k", [-1, 5])
def test_more_than_all_is_refused(k):
    with pytest.raises(ValueError, match=rf"k must be from 0 to n \(4\), not {k}"):
        jeffreys_interval(k, 4)

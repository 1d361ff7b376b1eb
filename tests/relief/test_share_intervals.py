import numpy as np
import pytest
from scipy import stats

from tracker.relief.intervals import jeffreys_interval


def test_agrees_with_the_beta_distribution():
    for k, n, level in [(1, 4, 0.95), (12, 15, 0.95), (3.5, 7.2, 0.8)]:
        expected = stats.beta(k + 0.5, n - k + 0.5).interval(level)
        assert jeffreys_interval(k, n, level=level) == pytest.approx(expected, rel=1e-9)


def test_none_and_all_reach_the_ends():
    low, high = jeffreys_interval(0, 10)
    assert (low, round(high, 3)) == (0.0, 0.217)
    assert [round(end, 3) for end in jeffreys_interval(1, 10)] == [0.011, 0.381]
    assert jeffreys_interval(10, 10) == (pytest.approx(1 - high), 1.0)


def test_of_nothing_nothing_is_known():
    assert np.isnan(jeffreys_interval(0, 0)).all()


@pytest.mark.parametrize("k", [-1, 5])
def test_more_than_all_is_refused(k):
    with pytest.raises(ValueError, match=rf"k must be from 0 to n \(4\), not {k}"):
        jeffreys_interval(k, 4)

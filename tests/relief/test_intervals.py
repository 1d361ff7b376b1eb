import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tracker.relief.intervals import t_interval


def test_five_releases_by_hand():
    # t(4) at 97.5 % is 2.776445 in the printed tables; 2.776445 / sqrt(5) = 1.241664.
    low, high = t_interval(pd.Series([2.0]), pd.Series([1.0]), pd.Series([5]))
    np.testing.assert_allclose([low[0], high[0]], [0.758336, 3.241664], atol=1e-6)


def test_one_release_has_no_range():
    low, high = t_interval(pd.Series([2.0, 3.0]), pd.Series([np.nan, np.nan]), pd.Series([1, 0]))
    assert low.isna().all()
    assert high.isna().all()


@settings(deadline=None)
@given(
    st.lists(st.floats(-10, 10, allow_subnormal=False), min_size=2, max_size=40),
    st.sampled_from([0.5, 0.8, 0.95]),
)
def test_agrees_with_scipy(values, level):
    pain = pd.Series(values)
    low, high = t_interval(
        pd.Series([pain.mean()]), pd.Series([pain.std()]), pd.Series([len(pain)]), level=level
    )
    error = pain.std() / np.sqrt(len(pain))
    expected = pain.mean() + error * np.array(stats.t(len(pain) - 1).interval(level))
    np.testing.assert_allclose([low[0], high[0]], expected, rtol=1e-9, atol=1e-9)

"""Posteriors as mixtures of t distributions, against scipy's."""

import numpy as np
import pytest
from scipy import stats

from tracker.relief.pooling.mixture import Mixture

FREEDOMS = [3.0, 99.0, 100.0, 365.0, 36_500.0]


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_the_distribution_function_of_one_part_is_scipys(freedom):
    z = np.linspace(-40, 40, 2001)
    one = Mixture(np.ones(1), np.zeros((1, len(z))), np.ones((1, len(z))), freedom)
    assert np.allclose(one.above(-z), stats.t.cdf(z, freedom), rtol=0, atol=2e-15)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_a_quantile_of_two_parts_is_where_they_hold_that_much(freedom):
    two = Mixture(np.array([0.3, 0.7]), np.array([[0.0], [2.0]]), np.array([[1.0], [0.5]]), freedom)
    levels = [0.025, 0.1, 0.5, 0.975]
    for level, at in zip(levels, two.quantile(levels)[:, 0], strict=True):
        below = 0.3 * stats.t.cdf(at, freedom) + 0.7 * stats.t.cdf((at - 2) / 0.5, freedom)
        assert below == pytest.approx(level, abs=1e-11)

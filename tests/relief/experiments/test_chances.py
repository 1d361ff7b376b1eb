"""The chances against brute-force integration, and the stopping rule against its own promise."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tracker.relief.experiments.chances import (
    chance_above,
    chances,
    stopped_after,
    stopping_rates,
)


def brute_force(values, threshold):
    """The same posterior on a fine grid of delta and sigma, from densities of scipy."""
    delta = np.linspace(-8, 8, 1601)[:, None]
    sigma = np.geomspace(0.1, 25, 800)[None, :]
    log = stats.norm.logpdf(delta)
    # Inverse chi2: density of sigma2 times sigma2 for a grid that is even in log sigma.
    log = log + stats.invgamma.logpdf(sigma**2, 2, scale=2 * 1.95**2) + 2 * np.log(sigma)
    for value in values:
        log = log + stats.norm.logpdf(value, delta, sigma)
    weight = np.exp(log - log.max())
    return weight[delta[:, 0] > threshold].sum() / weight.sum()


@pytest.mark.parametrize("values", [[], [2.0], [1, 2, 0, 3, 1, 2], [-4, 1, 3, -2, 6, 0, 0, 2]])
@pytest.mark.parametrize("threshold", [0.0, 1.0, -1.0])
def test_chances_are_those_of_brute_force(values, threshold):
    found = float(chance_above(np.array(values, dtype=float), threshold))
    assert found == pytest.approx(brute_force(values, threshold + 0.005), abs=0.006)


def test_many_experiments_at_once_are_each_alone():
    values = np.random.default_rng(1).normal(1, 2, (5, 8))
    np.testing.assert_allclose(chance_above(values), [chance_above(one) for one in values])


def test_before_any_pair_nothing_speaks_for_either():
    assert float(chance_above(np.array([]))) == pytest.approx(0.5)


def test_a_chance_is_right_as_often_as_it_says():
    rng = np.random.default_rng(2)
    delta = rng.normal(0, 1, 8000)
    sigma = 1.95 * np.sqrt(4 / rng.chisquare(4, 8000))
    better = chance_above(delta[:, None] + sigma[:, None] * rng.normal(size=(8000, 8)))
    for low, high in ((0.6, 0.8), (0.8, 0.95), (0.95, 1.0)):
        told = (better >= low) & (better < high)
        assert (delta[told] > 0).mean() == pytest.approx(better[told].mean(), abs=0.03)


def pressed(differences):
    rows = [
        row
        for pair, difference in enumerate(differences, start=1)
        for row in ((pair, "A", 6.0, 1.0 + difference), (pair, "B", 6.0, 1.0))
    ]
    return pd.DataFrame(rows, columns=["pair", "arm", "pain_before", "relief"])


def test_the_three_kinds_add_to_one():
    found = chances(pressed([1, 2, 1, 3, 2, 1]))
    assert found.better_by_1 + found.same + found.worse_by_1 == pytest.approx(1)
    assert found.better > 0.9
    assert (found.n_pairs, found.next_a.n) == (6, 6)


def test_the_next_release_by_hand():
    # B gave 1 each time: mean 1; 4 pairs' worth of 1.95^2 / 2 over 9 degrees, times 1 + 1/6.
    found = chances(pressed([1, 2, 1, 3, 2, 1])).next_b
    margin = stats.t.ppf(0.9, 9) * np.sqrt(4 * 1.95**2 / 2 / 9 * (1 + 1 / 6))
    assert (found.mean, found.low, found.high) == pytest.approx((1, 1 - margin, 1 + margin))


def test_unrated_pairs_are_left_out():
    pairs = pressed([1, 2, 3])
    pairs.loc[0, "relief"] = np.nan
    assert chances(pairs).n_pairs == 2
    nothing = chances(pairs.head(0))
    assert (nothing.n_pairs, nothing.better) == (0, pytest.approx(0.5))
    assert np.isnan(nothing.next_a.mean)


def test_it_stops_from_the_sixth_rated_pair_on():
    assert stopped_after([3.0] * 5, 0.9) is None
    assert stopped_after([3.0] * 8, 0.9) == 6
    assert stopped_after([3.0, np.nan, *[3.0] * 6], 0.9) == 7
    assert stopped_after([-3.0] * 8, 0.9) == 6
    assert stopped_after([1.0, -1.0] * 10, 0.99) is None


def test_the_stopping_rule_names_one_of_two_alike_in_few_experiments():
    twenty = stopping_rates(20)
    assert twenty.false == pytest.approx(0.03, abs=0.01)
    assert twenty.found >= 0.75
    assert 12 <= twenty.pairs <= 16
    assert stopping_rates(10).false < twenty.false

"""The day effect against dense matrices, the model without it, and its own draws."""

import numpy as np
import pytest

from tracker.relief.intervals import FLAT, WEAK
from tracker.relief.pooling import crossed
from tracker.relief.pooling.crossed import CrossedModel, _Pairs, _Untied
from tracker.relief.pooling.grid import ConditionalModel
from tracker.relief.pooling.moments import day_moments, moments
from tracker.relief.pooling.nested import fit

LEAVES = 9


def diary(seed: int, n: int = 60, days: int = 20, mood: float = 0.8):
    """Rows whose days have a mood: y, X, leaf, group, day."""
    rng = np.random.default_rng(seed)
    group, leaf, day = np.arange(LEAVES) % 3, rng.integers(0, LEAVES, n), rng.integers(0, days, n)
    before = rng.integers(3, 10, n) - 6.0
    truth = rng.normal(0, 0.7, 3)[group] + rng.normal(0, 0.5, LEAVES)
    y = 1 + 0.3 * before + truth[leaf] + rng.normal(0, mood, days)[day] + rng.normal(0, 1.2, n)
    return y, np.column_stack([np.ones(n), before]), leaf, group, day


def summed(y, X, leaf, group, day):  # noqa: N803
    return moments(y, X, leaf, group), day_moments(y, X, leaf, len(group), day)


def node(of, days, a, b, d):
    """The model at one node, found among others."""
    pairs = _Pairs(_Untied(of, days, np.array([0.2, d])), np.array([0.1, 0.9, b]))
    return CrossedModel(pairs, np.array([5]), np.array([a]), FLAT)


@pytest.mark.parametrize(
    ("a", "b", "d"), [(0.7, 0.4, 0.6), (0.0, 0.5, 1.5), (0.6, 0.0, 0.3), (2.0, 3.0, 0.0)]
)
def test_agrees_with_dense_matrices_even_where_a_leaf_was_never_tried(a, b, d):
    y, X, leaf, group, day = diary(1)  # noqa: N806
    group = np.append(group, [1, 3])
    ours = node(*summed(y, X, leaf, group, day), a, b, d)
    Z_u, Z_v = np.eye(4)[group[leaf]], np.eye(len(group))[leaf]  # noqa: N806
    Z_w = np.eye(20)[day]  # noqa: N806
    V = np.eye(len(y)) + a**2 * Z_u @ Z_u.T + b**2 * Z_v @ Z_v.T + d**2 * Z_w @ Z_w.T  # noqa: N806
    inverse = np.linalg.inv(V)
    beta_cov = np.linalg.inv(X.T @ inverse @ X)
    beta = beta_cov @ X.T @ inverse @ y
    residual = y - X @ beta
    close = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(ours.log_det[0], np.linalg.slogdet(V)[1], **close)
    np.testing.assert_allclose(ours.beta[0], beta, **close)
    np.testing.assert_allclose(ours.beta_cov[0], beta_cov, **close)
    np.testing.assert_allclose(ours.rss[0], residual @ inverse @ residual, **close)
    np.testing.assert_allclose(ours.group_effect()[0], a**2 * Z_u.T @ inverse @ residual, **close)
    np.testing.assert_allclose(ours.leaf_effect()[0], b**2 * Z_v.T @ inverse @ residual, **close)
    x_star = np.array([1.0, 0.7])
    shared = a**2 * (group[leaf] == group[:, None]) + b**2 * (leaf == np.arange(11)[:, None])
    tilt = x_star - shared @ inverse @ X
    known = (shared @ inverse * shared).sum(axis=1) - (tilt @ beta_cov * tilt).sum(axis=1)
    mean, variance = ours.leaf_at(x_star)
    np.testing.assert_allclose(mean[0], x_star @ beta + shared @ inverse @ residual, **close)
    np.testing.assert_allclose(variance[0], a**2 + b**2 - known, **close)


def test_without_a_spread_between_days_it_is_the_nested_model():
    y, X, leaf, group, day = diary(2)  # noqa: N806
    of, days = summed(y, X, leaf, group, day)
    ours, nested = node(of, days, 0.7, 0.4, 0.0), ConditionalModel(of, *np.array([[0.7], [0.4]]))
    for there, here in zip(nested.group_at(np.ones(2)), ours.group_at(np.ones(2)), strict=True):
        np.testing.assert_allclose(here, there, rtol=1e-10)
    assert ours.log_det[0] == pytest.approx(nested.log_det[0], abs=1e-10)


def test_the_nodes_integrate_as_well_as_many(monkeypatch):
    of, days = summed(*diary(3, n=200, days=60))
    few = fit(of, prior=WEAK, days=days)
    monkeypatch.setattr(crossed, "_NODES", (16, 20, 20))
    monkeypatch.setattr(crossed, "_NEGLIGIBLE_SHARE", 1e-8)
    many = fit(of, prior=WEAK, days=days)
    np.testing.assert_allclose(few.leaf_scale, many.leaf_scale, rtol=0.03)
    levels = [0.025, 0.1, 0.9, 0.975]
    error = np.abs(few.quantile(levels) - many.quantile(levels)) / many.leaf_scale
    assert error.max() < 0.03
    assert few.sd_day == pytest.approx(many.sd_day, rel=0.03)


def test_draws_agree_with_the_exact_answer():
    of, days = summed(*diary(4))
    bayes = fit(of, prior=WEAK, days=days, x_star=[1.0, 0.5])
    draws, groups = bayes.draws(np.random.default_rng(1), 40_000)
    np.testing.assert_allclose(draws.mean(axis=0), bayes.leaf_mean, atol=0.02)
    np.testing.assert_allclose(draws.std(axis=0), bayes.leaf_scale, rtol=0.03)
    np.testing.assert_allclose(groups.mean(axis=0), bayes.group_mean, atol=0.02)
    np.testing.assert_allclose(groups.std(axis=0), bayes.group_scale, rtol=0.03)
    share = (draws > 1.0).mean(axis=0)
    np.testing.assert_allclose(share, bayes.probability_above(1.0), atol=0.01)


def test_moods_are_found_and_make_less_sure():
    of, days = summed(*diary(5, n=300, days=60, mood=1.2))
    without, with_days = fit(of, prior=WEAK), fit(of, prior=WEAK, days=days)
    assert without.sd_day == 0.0
    assert 0.7 < with_days.sd_day < 1.7
    assert with_days.sigma < without.sigma
    assert (with_days.leaf_scale[with_days.leaf_scale > 0] > 0).all()
    assert with_days.group_scale.mean() > 0
    calm = summed(*diary(5, n=300, days=60, mood=0.0))
    assert fit(calm[0], prior=WEAK, days=calm[1]).sd_day < 0.4


def test_days_of_one_release_are_summed_as_rows():
    y, X, leaf, group, _ = diary(6)  # noqa: N806
    days = day_moments(y, X, leaf, len(group), np.arange(len(y)))
    assert (days.rows.tolist(), days.days.tolist()) == ([1.0], [60.0])
    of = moments(y, X, leaf, group)
    np.testing.assert_allclose(days.square[0, LEAVES:, LEAVES:], of.cross)
    np.testing.assert_allclose(days.square[0, :LEAVES, LEAVES:], of.leaf_sum)
    np.testing.assert_allclose(days.square[0, :LEAVES, :LEAVES], np.diag(of.leaf_n))

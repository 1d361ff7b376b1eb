"""The nested model against dense matrices, published results and its own algebra."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from tracker.relief.intervals import WEAK, VariancePrior
from tracker.relief.pooling.grid import ConditionalModel
from tracker.relief.pooling.moments import Moments, moments
from tracker.relief.pooling.nested import fit

PUBLISHED = Path(__file__).parents[4] / "shared" / "reference" / "mixed_models"

# Dyestuff (Davies & Goldsmith 1972): yield of six batches, five samples each.
DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=float,
)


def dyestuff() -> Moments:
    return moments(DYESTUFF.ravel(), np.ones((30, 1)), np.repeat(np.arange(6), 5), np.arange(6))


def diary(seed: int, n: int = 60, leaves: int = 9, groups: int = 3):
    """Rows of a small made-up diary: y, X, leaf, group."""
    rng = np.random.default_rng(seed)
    group = np.arange(leaves) % groups
    leaf = rng.integers(0, leaves, n)
    before = rng.integers(3, 10, n) - 6.0
    truth = rng.normal(0, 0.7, groups)[group] + rng.normal(0, 0.5, leaves)
    y = 1 + 0.3 * before + truth[leaf] + rng.normal(0, 1.2, n)
    return y, np.column_stack([np.ones(n), before]), leaf, group


def dense(y, X, leaf, group, a, b):  # noqa: N803
    """The textbook way, with the n x n covariance written out."""
    Z_u, Z_v = np.eye(group.max() + 1)[group[leaf]], np.eye(len(group))[leaf]  # noqa: N806
    V = np.eye(len(y)) + a**2 * Z_u @ Z_u.T + b**2 * Z_v @ Z_v.T  # noqa: N806
    inverse = np.linalg.inv(V)
    beta_cov = np.linalg.inv(X.T @ inverse @ X)
    beta = beta_cov @ X.T @ inverse @ y
    residual = y - X @ beta
    return {
        "log_det": np.linalg.slogdet(V)[1],
        "beta": beta,
        "beta_cov": beta_cov,
        "rss": residual @ inverse @ residual,
        "u": a**2 * Z_u.T @ inverse @ residual,
        "v": b**2 * Z_v.T @ inverse @ residual,
        "V": V,
        "inverse": inverse,
    }


@pytest.mark.parametrize(("a", "b"), [(0.7, 0.4), (0.0, 0.5), (0.6, 0.0), (0.0, 0.0), (5.0, 3.0)])
def test_agrees_with_dense_matrices(a, b):
    y, X, leaf, group = diary(1)  # noqa: N806
    slow = dense(y, X, leaf, group, a, b)
    nodes = ConditionalModel(moments(y, X, leaf, group), np.array([a]), np.array([b]))
    close = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(nodes.log_det[0], slow["log_det"], **close)
    np.testing.assert_allclose(nodes.beta[0], slow["beta"], **close)
    np.testing.assert_allclose(nodes.beta_cov[0], slow["beta_cov"], **close)
    np.testing.assert_allclose(nodes.rss[0], slow["rss"], **close)
    np.testing.assert_allclose(nodes.group_effect()[0], slow["u"], **close)
    np.testing.assert_allclose(nodes.leaf_effect()[0], slow["v"], **close)


def test_leaves_and_groups_agree_with_dense_matrices_even_where_never_tried():
    y, X, leaf, group = diary(2)  # noqa: N806
    group = np.append(group, [1, 3])  # one leaf of a known group, one of a group never tried
    a, b, x_star = 0.8, 0.5, np.array([1.0, 0.7])
    slow = dense(y, X, leaf, group, a, b)
    means, variances = [], []
    for target in range(len(group)):
        shares = a**2 * (group[leaf] == group[target]) + b**2 * (leaf == target)
        tilt = x_star - shares @ slow["inverse"] @ X
        means.append(x_star @ slow["beta"] + shares @ slow["inverse"] @ (y - X @ slow["beta"]))
        variances.append(
            a**2 + b**2 - shares @ slow["inverse"] @ shares + tilt @ slow["beta_cov"] @ tilt
        )
    nodes = ConditionalModel(moments(y, X, leaf, group), np.array([a]), np.array([b]))
    mean, variance = nodes.leaf_at(x_star)
    np.testing.assert_allclose(mean[0], means, rtol=1e-10)
    np.testing.assert_allclose(variance[0], variances, rtol=1e-10)
    group_mean, group_variance = nodes.group_at(x_star)
    assert group_mean[0, 3] == pytest.approx(x_star @ slow["beta"], abs=1e-10)
    assert group_variance[0, 3] == pytest.approx(
        a**2 + x_star @ slow["beta_cov"] @ x_star, abs=1e-10
    )


def test_dyestuff_has_its_closed_form_and_published_deviances():
    reml = fit(dyestuff(), "reml")
    assert reml.sd_group**2 == pytest.approx(1764.05, rel=1e-6)  # (MSB - MSE) / 5
    assert reml.sigma**2 == pytest.approx(2451.25, rel=1e-6)  # MSE
    assert reml.beta[0] == pytest.approx(1527.5, abs=1e-9)
    assert reml.deviance == pytest.approx(319.654276842342, abs=1e-9)
    ml = fit(dyestuff(), "ml")
    assert ml.deviance == pytest.approx(327.327059881135, abs=1e-9)
    assert ml.sd_group == pytest.approx(37.260343703061764, rel=1e-5)
    assert ml.sigma == pytest.approx(49.51010035223816, rel=1e-5)


@pytest.mark.parametrize(
    ("theta", "method", "published"),
    [
        (1.0, "reml", 319.792389042002),
        (0.0, "reml", 326.023232155879),
        (0.713, "ml", 327.34216280954615),
    ],
)
def test_dyestuff_criterion_at_given_ratios(theta, method, published):
    node = ConditionalModel(dyestuff(), np.array([theta]), np.array([0.0]))
    assert node.criterion(method)[0] == pytest.approx(published, abs=1e-9)


def published(name: str) -> dict[str, object]:
    file = PUBLISHED / "published.json"
    if not file.is_file():
        pytest.skip("needs the shared reference tables")
    return {row["quantity"]: row["expected"] for row in json.loads(file.read_text())[name]}


def test_dyestuff2_is_exactly_at_the_boundary():
    expected = published("dyestuff2")
    data = pd.read_csv(PUBLISHED / "dyestuff2.csv")
    batch = pd.factorize(data["batch"])[0]
    of = moments(data["yield"], np.ones((len(data), 1)), batch, np.arange(6))
    reml, ml = fit(of, "reml"), fit(of, "ml")
    assert reml.sd_group == ml.sd_group == reml.sd_leaf == ml.sd_leaf == 0.0
    assert reml.leaf_scale[0] == pytest.approx(expected["REML se(intercept)"], rel=1e-8)
    assert ml.deviance == pytest.approx(expected["ML deviance"], abs=1e-9)
    assert ml.sigma == pytest.approx(expected["ML sigma"], rel=1e-8)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_a_random_intercept_that_r_fitted(method):
    expected = published("lme00")
    data = pd.read_csv(PUBLISHED / "statsmodels_lme00.csv")
    leaf = pd.factorize(data["groups"])[0]
    of = moments(data["endog"], data[["exog_fe_0"]], leaf, np.arange(leaf.max() + 1))
    ours = fit(of, method)
    assert ours.beta == pytest.approx(expected[f"{method} coef"], rel=1e-6)
    assert ours.sd_group**2 == pytest.approx(expected[f"{method} cov_re"], rel=1e-5)
    assert ours.sigma**2 == pytest.approx(expected[f"{method} scale"], rel=1e-5)
    assert -ours.deviance / 2 == pytest.approx(expected[f"{method} loglik"], abs=5e-5)
    assert ours.group_effect[0] == pytest.approx(expected[f"{method} ranef[1]"], rel=1e-5)


@pytest.mark.parametrize(
    ("seed", "method"), [(96, "reml"), (127, "ml"), (206, "reml"), (249, "ml")]
)
def test_the_lowest_criterion_is_found_where_its_valley_runs_aslant(seed, method):
    rng = np.random.default_rng(seed)
    n, leaves, groups = rng.integers(15, 80), rng.integers(4, 16), rng.integers(2, 5)
    group, leaf = np.arange(leaves) % groups, rng.integers(0, leaves, n)
    before = rng.integers(3, 10, n) - 6.0
    of_group = rng.normal(0, rng.choice([0, 0.3, 0.7]), groups)[group]
    of_leaf = rng.normal(0, rng.choice([0, 0.2, 0.5]), leaves)
    y = np.round(1 + 0.3 * before + (of_group[leaf] + of_leaf[leaf]) + rng.normal(0, 1.3, n))
    of = moments(y, np.column_stack([np.ones(n), before]), leaf, group)

    def criterion(ratios):
        a, b = np.abs(np.asarray(ratios, dtype=float))[:, None]
        return ConditionalModel(of, a, b).criterion(method)[0]

    slow = [
        optimize.minimize(criterion, start, method="Nelder-Mead", options={"fatol": 1e-9}).fun
        for start in ([0.3, 0.05], [0.05, 0.3], [0.1, 0.5])
    ]
    assert fit(of, method).deviance <= min(slow) + 1e-7


def test_moments_add():
    y, X, leaf, group = diary(3)  # noqa: N806
    whole = moments(y, X, leaf, group)
    first, second = (
        moments(y[part], X[part], leaf[part], group) for part in (slice(25), slice(25, None))
    )
    assert first + second == whole
    assert first != whole
    with pytest.raises(ValueError, match="group must be the same in both moments"):
        first + moments(y, X, leaf, group[::-1])


def test_the_order_of_rows_never_matters():
    y, X, leaf, group = diary(4)  # noqa: N806
    order = np.random.default_rng(0).permutation(len(y))
    one = fit(moments(y, X, leaf, group))
    other = fit(moments(y[order], X[order], leaf[order], group))
    np.testing.assert_allclose(one.leaf_mean, other.leaf_mean, rtol=1e-9)
    np.testing.assert_allclose(one.quantile([0.025, 0.9]), other.quantile([0.025, 0.9]), rtol=1e-7)


def test_the_posterior_agrees_with_a_fine_sum_over_the_ratios():
    y, X, leaf, group = diary(5, n=40)  # noqa: N806
    of = moments(y, X, leaf, group)
    grid = np.linspace(0, 5, 161)
    a, b = (side.ravel() for side in np.meshgrid(grid, grid))
    nodes = ConditionalModel(of, a, b)
    log_w = nodes.log_weight()
    weight = np.exp(log_w - log_w.max())
    # The trapezoid rule halves the rim.
    weight *= np.where((a == 0) | (a == 5), 0.5, 1) * np.where((b == 0) | (b == 5), 0.5, 1)
    weight /= weight.sum()
    mean, variance = nodes.leaf_at(np.array([1.0, 0.0]))
    scale = np.sqrt(nodes.rss / of.freedom)[:, None] * np.sqrt(variance)
    bayes = fit(of)
    np.testing.assert_allclose(bayes.leaf_mean, weight @ mean, atol=2e-3)
    above = weight @ stats.t.sf(1.0, of.freedom, mean, scale)
    np.testing.assert_allclose(bayes.probability_above(1.0), above, atol=2e-3)


def test_quantiles_undo_probabilities():
    bayes = fit(moments(*diary(6)))
    for level, row in zip((0.025, 0.5, 0.9), bayes.quantile([0.025, 0.5, 0.9]), strict=True):
        for leaf, value in enumerate(row):
            assert bayes.probability_above(value)[leaf] == pytest.approx(1 - level, abs=1e-8)


def test_draws_agree_with_the_exact_answer():
    bayes = fit(moments(*diary(7)))
    draws, groups = bayes.draws(np.random.default_rng(1), 40_000)
    np.testing.assert_allclose(draws.mean(axis=0), bayes.leaf_mean, atol=0.02)
    np.testing.assert_allclose(draws.std(axis=0), bayes.leaf_scale, rtol=0.03)
    np.testing.assert_allclose(groups.mean(axis=0), bayes.group_mean, atol=0.02)
    share = (draws > 1.0).mean(axis=0)
    np.testing.assert_allclose(share, bayes.probability_above(1.0), atol=0.01)


def test_the_chances_of_being_best_add_to_one():
    best = fit(moments(*diary(8))).probability_best(np.random.default_rng(2))
    assert best.sum() == pytest.approx(1)
    assert (best >= 0).all()


def test_a_spread_is_believed_in_where_there_is_one():
    rng = np.random.default_rng(3)
    leaf = np.arange(60) % 6
    noise = rng.normal(0, 1, 60)
    same = fit(moments(noise, np.ones((60, 1)), leaf, np.arange(6) % 2))
    apart = fit(moments(noise + 2.0 * (leaf == 4), np.ones((60, 1)), leaf, np.arange(6) % 2))
    assert same.spread_evidence < 1
    assert apart.spread_evidence > 100


def test_one_lucky_press_is_pulled_toward_its_muscle():
    y = np.array([0.0, 2.0, 1.0, 3.0, -1.0, 1.0, 2.0, 0.0, 6.0])
    leaf = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2])
    bayes = fit(moments(y, np.ones((9, 1)), leaf, np.zeros(3, dtype=int)))
    assert bayes.leaf_mean[2] < 4.5
    assert bayes.leaf_scale[2] > 1.5 * bayes.leaf_scale[0]


def test_a_leaf_never_tried_is_as_its_group_and_less_sure():
    y, X, leaf, group = diary(9)  # noqa: N806
    bayes = fit(moments(y, X, leaf, np.append(group, 1)))
    assert bayes.leaf_mean[-1] == pytest.approx(bayes.group_mean[1], abs=1e-9)
    assert bayes.leaf_scale[-1] > bayes.leaf_scale[:-1][group == 1].max()


def test_one_muscle_alone_has_an_answer():
    y, X, leaf, _ = diary(10)  # noqa: N806
    of = moments(y, X, leaf, np.zeros(9, dtype=int))
    assert fit(of, "reml").sd_group == 0.0
    assert np.isfinite(fit(of).quantile([0.025, 0.975])).all()


def test_outcomes_that_all_agree_have_an_answer():
    of = moments(np.full(12, 2.0), np.ones((12, 1)), np.arange(12) % 4, np.arange(4) % 2)
    np.testing.assert_allclose(fit(of).leaf_mean, 2.0, atol=1e-6)


def test_a_weak_prior_is_a_row_more_that_scatters_by_its_sd():
    y, X, leaf, group = diary(11)  # noqa: N806
    of = moments(y, X, leaf, group)
    flat = ConditionalModel(of, np.array([0.5]), np.array([0.4]))
    weak = ConditionalModel(of, np.array([0.5]), np.array([0.4]), VariancePrior(3.0, 2.0))
    assert weak.s2[0] == pytest.approx((flat.rss[0] + 12) / (58 + 3), rel=1e-12)
    assert fit(of, "reml", prior=WEAK).deviance == fit(of, "reml").deviance
    bayes = fit(of, prior=WEAK)
    draws, _ = bayes.draws(np.random.default_rng(1), 40_000)
    np.testing.assert_allclose(draws.std(axis=0), bayes.leaf_scale, rtol=0.03)


def test_with_a_weak_prior_outcomes_that_all_agree_still_scatter():
    of = moments(np.full(5, 3.0), np.ones((5, 1)), np.zeros(5, dtype=int), np.array([0, 1]))
    low, high = fit(of, prior=WEAK).quantile([0.025, 0.975])
    assert high[0] - low[0] > 1.0
    assert high[1] - low[1] > high[0] - low[0]


@given(st.integers(2, 30), st.integers(1, 8), st.integers(1, 4), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_any_shape_of_diary_has_an_answer(n, leaves, groups, seed):
    rng = np.random.default_rng(seed)
    group = np.append(rng.integers(0, groups, leaves - 1), groups - 1)
    y, leaf = rng.integers(-2, 8, n).astype(float), rng.integers(0, leaves, n)
    of = moments(y, np.ones((n, 1)), leaf, group)
    bayes = fit(of)
    quantiles = bayes.quantile([0.025, 0.1, 0.9, 0.975])
    assert np.isfinite(quantiles).all()
    assert (np.diff(quantiles, axis=0) > 0).all()
    for method in ("reml", "ml"):
        best = fit(of, method)
        at_zero = ConditionalModel(of, np.zeros(1), np.zeros(1)).criterion(method)[0]
        assert best.deviance <= at_zero + 1e-9


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"y": [1.0, 2.0]}, r"shapes \(n,\), \(n, p\) and \(n,\), not \(2,\)"),
        ({"y": [1.0, np.nan, 2.0]}, "must be finite numbers; leave unrated releases out"),
        ({"leaf": [0, 1, 2]}, "leaf must number the 2 leaves of group from 0"),
        ({"group": [0, -1]}, "group must number the groups from 0, not from -1"),
    ],
)
def test_moments_refuse_what_does_not_fit(change, sentence):
    good = {"y": [1.0, 2.0, 3.0], "X": np.ones((3, 1)), "leaf": [0, 1, 1], "group": [0, 0]}
    with pytest.raises(ValueError, match=sentence):
        moments(**{**good, **change})


def test_fit_refuses_what_it_cannot_answer():
    few = moments([1.0], [[1.0]], [0], [0])
    with pytest.raises(ValueError, match="needs more than 1 rows for 1 coefficients, not 1"):
        fit(few)
    twice = moments([1.0, 2.0, 3.0], np.ones((3, 2)), [0, 0, 0], [0])
    with pytest.raises(ValueError, match="depend on each other"):
        fit(twice)
    with pytest.raises(ValueError, match="one of bayes, reml, ml, not 'magic'"):
        fit(dyestuff(), "magic")
    with pytest.raises(ValueError, match="x_star must have 1 values"):
        fit(dyestuff(), x_star=[1.0, 2.0])
    with pytest.raises(ValueError, match="between 0 and 1"):
        fit(dyestuff()).quantile(1.5)

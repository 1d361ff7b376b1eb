"""The local level against dense matrices, a fine grid, and worlds whose level is known."""

import numpy as np
import pytest
from scipy import stats

from tracker.relief import level as module
from tracker.relief.intervals import FLAT, WEAK
from tracker.relief.level import local_level

DAY = np.array([0.0, 1, 2, 4, 5, 9, 10, 14, 20])
N = np.array([2.0, 1, 0, 3, 1, 2, 0, 1, 0])
MEAN = np.array([1.0, 3, np.nan, 2.5, 0, 4, np.nan, 3.5, np.nan])


def at(root, day=DAY, mean=MEAN, n=N):
    """The model at the fixed step sqrt(q) = ``root``."""
    return smoothed(np.array([root]), np.ones(1), np.diff(day), mean, n)


def filtered(root, gap, mean, n):
    return next(module._filtered([(gap, mean, n)], [root]))


def smoothed(root, share, gap, mean, n):
    return module._smoothed(root, share, gap, n, filtered(root, gap, mean, n), FLAT)


def dense(root, day=DAY, mean=MEAN, n=N):
    """The textbook way: a Gaussian process with a flat mean, all covariances written out."""
    seen = n > 0
    y, ones = mean[seen], np.ones(seen.sum())
    covariance = root**2 * np.minimum.outer(day, day)
    V = covariance[np.ix_(seen, seen)] + np.diag(1 / n[seen])  # noqa: N806
    inverse = np.linalg.inv(V)
    information = ones @ inverse @ ones
    mu = ones @ inverse @ y / information
    gain = covariance[:, seen] @ inverse
    tilt = 1 - gain @ ones
    return {
        "mean": mu + gain @ (y - mu),
        "covariance": covariance - gain @ covariance[seen] + np.outer(tilt, tilt) / information,
        "rss": (y - mu) @ inverse @ (y - mu),
        "log_det": np.linalg.slogdet(V)[1] + np.log(information),
    }


@pytest.mark.parametrize("root", [0.0, 0.05, 0.3, 2.0])
def test_agrees_with_dense_matrices(root):
    fast, slow = at(root), dense(root)
    close = {"rtol": 1e-9, "atol": 1e-9}
    np.testing.assert_allclose(fast.mean[0], slow["mean"], **close)
    np.testing.assert_allclose(fast.variance[0], np.diag(slow["covariance"]), **close)
    np.testing.assert_allclose(fast.rss[0], slow["rss"], **close)
    log_det = filtered(np.array([root]), np.diff(DAY), MEAN, N).log_det
    np.testing.assert_allclose(log_det[0], slow["log_det"], **close)
    assert fast.freedom == 5


@pytest.mark.parametrize("root", [0.0, 0.3])
def test_a_contrast_knows_that_days_move_together(root):
    share = np.array([-0.5, -0.5, 0, 0, 0.25, 0, 0, 0, 0.75])
    fast, slow = at(root).contrast(share), dense(root)
    s2 = slow["rss"] / 5
    assert fast.centre[0, 0] == pytest.approx(share @ slow["mean"], abs=1e-9)
    assert fast.scale[0, 0] ** 2 == pytest.approx(s2 * share @ slow["covariance"] @ share, abs=1e-9)


def test_a_level_that_never_moves_is_the_weighted_average_with_its_t_interval():
    # 2, 4, 3 with n = 2, 2, 1: average 3, residual sum 2 + 2 + 0 = 4, s2 = 4 / 2, error^2 = 2 / 5.
    days = at(0.0, np.array([0.0, 1, 3]), np.array([2.0, 4, 3]), np.array([2.0, 2, 1])).each_day()
    np.testing.assert_allclose(days.centre, 3.0)
    high = 3 + stats.t(2).ppf(0.975) * np.sqrt(2 / 5)
    np.testing.assert_allclose(days.quantile(0.975), high)


def test_the_nodes_integrate_as_well_as_a_fine_grid():
    points, shares = np.polynomial.legendre.leggauss(600)
    for seed, T, wander in [(1, 12, 0.0), (2, 90, 0.5), (3, 700, 0.05)]:  # noqa: N806
        rng = np.random.default_rng(seed)
        mean = np.cumsum(rng.normal(0, wander, T)) + rng.normal(0, 1, T)
        fine = smoothed(0.75 * (points + 1), shares, np.ones(T - 1), mean, np.ones(T))
        levels = [0.025, 0.5, 0.975]
        np.testing.assert_allclose(
            local_level(np.arange(T), mean, np.ones(T)).each_day().quantile(levels),
            fine.each_day().quantile(levels),
            atol=2e-3,
        )


def test_a_day_without_values_changes_nothing_elsewhere():
    with_gaps, without = local_level(DAY, MEAN, N), local_level(DAY[N > 0], MEAN[N > 0], N[N > 0])
    np.testing.assert_allclose(with_gaps.mean[:, N > 0], without.mean, rtol=1e-9)
    np.testing.assert_allclose(with_gaps.variance[:, N > 0], without.variance, rtol=1e-9)


def test_days_that_all_agree_are_no_error():
    days = local_level(range(4), [2.0] * 4, [1] * 4).each_day()
    np.testing.assert_allclose(days.quantile([0.025, 0.975]), 2.0, atol=1e-4)


def test_with_the_weak_prior_days_that_agree_scatter_too():
    # A level that never moves: s2 = (0 + 1.3^2) / (3 + 1), over 4 days, t(4) 2.776445.
    days = local_level(range(4), [2.0] * 4, [1] * 4, prior=WEAK).each_day()
    low, high = days.quantile([0.025, 0.975])
    assert (high - low > 2 * 2.776 * np.sqrt(1.69 / 4 / 4)).all()
    assert (high - low < 3 * 2.776 * np.sqrt(1.69 / 4 / 4)).all()


def covered(level, rng, T=84):  # noqa: N803
    """The share of days whose 95 % band holds the true level."""
    n = np.append(1, rng.poisson(1.5, T - 1))
    mean = level + rng.normal(0, 1.2, T) / np.sqrt(np.maximum(n, 1))
    low, high = local_level(np.arange(T), mean, n).each_day().quantile([0.025, 0.975])
    return ((low <= level) & (level <= high)).mean()


@pytest.mark.slow
@pytest.mark.parametrize("world", ["flat", "drift", "step", "walk"])
def test_bands_hold_the_level(world):
    rng, day = np.random.default_rng(4), np.arange(84)

    def level():
        if world == "walk":
            return np.cumsum(rng.normal(0, 0.12, 84))
        return {"flat": 0.0 * day, "drift": -2 * day / 84, "step": -1.5 * (day >= 42)}[world]

    assert np.mean([covered(level(), rng) for _ in range(200)]) >= 0.93


@pytest.mark.parametrize(
    ("day", "mean", "n", "said"),
    [
        ([0, 1], [1, 2, 3], [1, 1], r"one length, not of shapes \(2,\), \(3,\) and \(2,\)"),
        ([0, 2, 2], [1, 2, 3], [1, 1, 1], "day must ascend"),
        ([0, 1], [1, 2], [1, 0], "n must be above 0 on two days or more, not 1"),
        ([0, 1, 2], [1, 2, 3], [0, 1, 1], "n must be above 0 on the first day"),
        ([0, 1], [1, np.nan], [1, 1], "mean must be a finite number"),
    ],
)
def test_what_cannot_be_followed_is_refused(day, mean, n, said):
    with pytest.raises(ValueError, match=said):
        local_level(day, mean, n)

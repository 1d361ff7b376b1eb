"""Measures of one person's change against worked examples and independent implementations."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tracker.relief.clinical_change import (
    measurement_error,
    non_overlap,
    release_error,
    reliable_change,
    sciatica_error,
    sciatica_non_overlap,
)

PRESS = ("psoas", "beside the navel", "right", "massage ball", "light")

# The example of the R package SingleCaseES, in which higher is better.
BASELINE, TREATMENT = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]


def test_the_error_is_the_residual_of_a_one_way_analysis_of_variance():
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(12), 4)
    rating = rng.normal(group / 3, 1.1)
    error = measurement_error(rating, group)
    groups = rating.reshape(12, 4)
    within = groups.var(axis=1, ddof=1).mean()
    f = stats.f_oneway(*groups).statistic
    assert error.sem**2 == pytest.approx(within)
    assert f == pytest.approx(4 * groups.mean(axis=1).var(ddof=1) / error.sem**2)
    assert (error.n, error.freedom) == (48, 36)
    assert error.mdc_95 == pytest.approx(1.96 * np.sqrt(2 * within))
    assert error.mdc_of_means(4) == pytest.approx(0.98 * np.sqrt(within))


def test_nothing_repeated_is_no_error():
    error = measurement_error([1, 2, np.nan], ["a", "b", "b"])
    assert (error.n, error.freedom) == (0, 0)
    assert np.isnan(error.mdc_95)


def test_releases_are_repeated_on_one_spot_from_one_start(make_releases):
    frame = make_releases(
        [
            (f"2026-11-{day:02}T12:00Z", 0, *PRESS, before, 5, after, "held")
            for day, (before, after) in enumerate([(6, 2), (6, 4), (7, 1), (7, 3), (8, 0)], 1)
        ]
    )
    error = release_error(frame)
    assert (error.sem, error.n, error.freedom) == (pytest.approx(np.sqrt(2)), 4, 2)


def pain(make_check_ins, days):
    return make_check_ins(
        [(f"2026-11-{day:02}T12:00Z", 0, "sciatica", value) for day, value in days.items()]
    )


def test_the_sciatica_from_one_day_to_the_next(make_check_ins):
    # Steps of 1, -2 and 2; the one over the gap does not count: sqrt((1 + 4 + 4) / 3 / 2).
    error = sciatica_error(pain(make_check_ins, {1: 4, 2: 5, 3: 3, 6: 9, 7: 7, 9: 1}))
    assert error.sem == pytest.approx(np.sqrt((1 + 4 + 4) / 3 / 2))
    assert error.freedom == 3
    assert np.isnan(sciatica_error(pain(make_check_ins, {1: 4, 3: 5})).sem)


def test_a_trend_hardly_touches_the_error_of_the_sciatica(make_check_ins):
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 1, 30)
    flat = sciatica_error(pain(make_check_ins, dict(enumerate(5 + noise, 1))))
    falling = sciatica_error(
        pain(make_check_ins, dict(enumerate(6 - np.arange(30) / 10 + noise, 1)))
    )
    assert falling.sem == pytest.approx(flat.sem, abs=0.05)


def test_the_reliable_change_index_of_pairs_in_which_nothing_changed():
    # Worked out apart from the formula: a difference over the spread of such differences.
    pairs = np.random.default_rng(5).normal(6, 1.3, (200_000, 2))
    spread = np.diff(pairs).std(ddof=1)
    assert reliable_change(7, 4, 1.3) == pytest.approx(-3 / spread, rel=0.01)
    index = np.array([reliable_change(*pair, 1.3) for pair in pairs[:20_000]])
    assert np.mean(np.abs(index) > stats.norm.ppf(0.975)) == pytest.approx(0.05, abs=0.005)
    assert np.isnan(reliable_change(6, 4, 0.0))


def test_the_non_overlap_of_a_published_example():
    # 38 pairs of 42 improve, 1 ties, 3 get worse.
    found = non_overlap(-np.array(BASELINE), -np.array(TREATMENT))
    assert found.nap == pytest.approx(38.5 / 42)
    assert (found.n_before, found.n_after) == (6, 7)


def test_nap_is_the_statistic_of_mann_and_whitney():
    rng = np.random.default_rng(4)
    before, after = rng.integers(0, 11, 20), rng.integers(0, 9, 30)
    found = non_overlap(before, after)
    u = stats.mannwhitneyu(before, after).statistic
    assert found.nap == pytest.approx(u / 600)


def test_the_days_from_a_date_on_against_those_before(make_check_ins):
    check_ins = pain(make_check_ins, {1: 8, 2: 7, 3: 5, 4: 7, 5: 6, 6: 5, 7: 5, 8: 3, 9: 4})
    found = sciatica_non_overlap(check_ins, date(2026, 11, 5))
    assert found.nap == pytest.approx(0.9)
    empty = sciatica_non_overlap(check_ins, date(2026, 11, 1))
    assert (empty.n_before, empty.n_after) == (0, 9)
    assert np.isnan(empty.nap)


def test_no_entries(no_releases, make_check_ins):
    assert release_error(no_releases).n == 0
    assert sciatica_error(make_check_ins([])).n == 0
    assert sciatica_non_overlap(make_check_ins([]), date(2026, 11, 5)).n_after == 0
    assert pd.isna(non_overlap([], [1.0]).nap)

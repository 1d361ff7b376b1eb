import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tracker.relief.pooling.pool import pool
from tracker.relief.week_comparison import (
    WeekComparison,
    monday_of,
    pain_week_comparison,
    week_comparison,
)

PRESS = ("psoas", "beside the navel", "right", "massage ball", "light")


def of(make_releases, *reliefs):
    """One spot, always begun at 6, as (day, relief): nothing to adjust."""
    return make_releases(
        [(f"{day}T12:00Z", 0, *PRESS, 6, 5, 6 - relief, "held") for day, relief in reliefs]
    )


@pytest.fixture
def two_weeks(make_releases):
    return of(
        make_releases,
        ("2026-11-02", 1), ("2026-11-04", 2), ("2026-11-08", 3),
        ("2026-11-09", 2), ("2026-11-09", 4), ("2026-11-10", 4), ("2026-11-15", 5),
    )  # fmt: skip


def test_welch_by_hand(two_weeks):
    # Days 3, 4, 5 against 1, 2, 3: variances 1, error^2 2/3, 4 degrees; 2.776445 x 0.816497.
    answer = week_comparison(two_weeks, "2026-W46")
    assert (answer.week, answer.weeks_before, answer.enough) == ("2026-W46", 1, True)
    assert (answer.days, answer.days_before, answer.n, answer.n_before) == (3, 3, 4, 3)
    assert (answer.mean, answer.mean_before) == pytest.approx((4.0, 2.0))
    assert (answer.difference, answer.low, answer.high) == pytest.approx(
        (2.0, -0.266958, 4.266958), abs=2e-6
    )


def test_unequal_sides_agree_with_scipy(make_check_ins):
    pains = {"09": 4, "10": 6, "11": 8, "02": 1, "03": 1, "04": 2, "05": 2}
    check_ins = make_check_ins(
        [(f"2026-11-{day}T12:00Z", 0, "sciatica", pain) for day, pain in pains.items()]
    )
    answer = pain_week_comparison(check_ins, "2026-W46")
    assert (answer.mean, answer.mean_before, answer.difference) == (6.0, 1.5, 4.5)
    welch = stats.ttest_ind([4, 6, 8], [1, 1, 2, 2], equal_var=False).confidence_interval()
    assert (answer.low, answer.high) == pytest.approx((welch.low, welch.high), rel=1e-9)
    assert answer.enough


def test_four_weeks_before_end_where_the_week_begins(make_releases):
    frame = of(
        make_releases,
        ("2026-10-11", 9), ("2026-10-12", 1), ("2026-10-20", 2), ("2026-11-08", 3),
        ("2026-11-09", 4), ("2026-11-15", 4), ("2026-11-16", 0),
    )  # fmt: skip
    answer = week_comparison(frame, "2026-W46", before=4)
    assert (answer.weeks_before, answer.days_before, answer.mean_before) == (4, 3, pytest.approx(2))
    assert (answer.days, answer.mean) == (2, pytest.approx(4))
    assert not answer.enough


def test_weeks_without_enough_days_say_so(two_weeks, no_releases, make_check_ins):
    one_day = week_comparison(two_weeks[two_weeks["id"] < "id-0005"], "2026-W46")
    assert (one_day.days, one_day.enough, one_day.difference) == (1, False, pytest.approx(1.0))
    assert np.isnan([one_day.low, one_day.high]).all()
    for nothing in (
        week_comparison(no_releases, "2026-W46"),
        pain_week_comparison(make_check_ins([]), "2026-W46"),
    ):
        assert (nothing.n, nothing.n_before, nothing.enough) == (0, 0, False)
        assert np.isnan([nothing.mean, nothing.mean_before, nothing.difference]).all()


def test_days_all_alike_have_no_spread(make_check_ins):
    days = [*range(2, 5), *range(9, 12)]
    check_ins = make_check_ins([(f"2026-11-{d:02}T12:00Z", 0, "sciatica", 4) for d in days])
    answer = pain_week_comparison(check_ins, "2026-W46")
    assert (answer.difference, answer.low, answer.high) == (0, 0, 0)


def test_weeks_are_iso_weeks():
    assert monday_of("2026-W46") == pd.Timestamp("2026-11-09")
    assert monday_of("2026-W01") == pd.Timestamp("2025-12-29")


@pytest.mark.parametrize("week", ["2026-46", "2026-W54", "this week"])
def test_a_week_that_is_none_is_refused(no_releases, week):
    with pytest.raises(
        ValueError, match=f"week must be an ISO week such as '2026-W46', not '{week}'"
    ):
        week_comparison(no_releases, week)


def test_no_weeks_before_are_refused(no_releases):
    with pytest.raises(ValueError, match="before must be 1 week or more, not 0"):
        week_comparison(no_releases, "2026-W46", before=0)


SPOTS = [("piriformis", "a", 3.0), ("piriformis", "b", 1.0), ("psoas", "c", 2.0), ("psoas", "d", 0)]
EVEN, POORER, BETTER = [0.25] * 4, [0.1, 0.4, 0.1, 0.4], [0.4, 0.1, 0.4, 0.1]


def six_weeks(rng, gain):
    """Releases in which the mix of spots changes, and relief in the last week by ``gain``."""
    day = np.repeat(np.arange(42), rng.integers(1, 4, 42))
    week = day // 7
    mix = [EVEN, POORER, BETTER]
    spot = np.array([rng.choice(4, p=mix[max(w - 3, 0)]) for w in week])
    before = rng.integers(4, 9, len(day)).astype(float)
    level = np.array([SPOTS[i][2] for i in spot]) + 0.3 * (before - 6) + gain * (week == 5)
    return pd.DataFrame(
        {
            "started_at": pd.Timestamp("2026-01-05T12:00Z") + pd.to_timedelta(day, unit="D"),
            "started_at_offset": 0,
            "muscle": [SPOTS[i][0] for i in spot],
            "spot": [SPOTS[i][1] for i in spot],
            "side": "left",
            "pain_before": before,
            "pain_30s": np.nan,
            "pain_after": before - level - rng.normal(0, 1.2, len(day)),
            "outcome": "held",
        }
    )


def test_the_interval_holds_the_truth_when_the_mix_of_spots_changes():
    rng = np.random.default_rng(3)
    unadjusted = pool(six_weeks(rng, 0).head(0))

    def holds(frame, pooled=None) -> bool:
        answer: WeekComparison = week_comparison(frame, "2026-W07", pooled=pooled)
        return answer.low <= 1.0 <= answer.high

    worlds = [six_weeks(rng, 1.0) for _ in range(40)]
    assert np.mean([holds(world) for world in worlds]) >= 0.92
    assert np.mean([holds(world, unadjusted) for world in worlds]) <= 0.80

import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.pool import pool
from tracker.relief.week_comparison import (
    WeekComparison,
    pain_week_comparison,
    week_comparison,
)

PRESS = ("psoas", "beside the navel", "right", "massage ball", "light")


def of(make_releases, *reliefs):
    """One spot, always begun at 6, as (day, relief): nothing to adjust."""
    return make_releases(
        [(f"{day}T12:00Z", 0, *PRESS, 6, 5, 6 - relief, "held") for day, relief in reliefs]
    )


def weeks_of_pain(make_check_ins, *weeks):
    """Ratings of the first days of each week; the last is 2026-W46."""
    monday = pd.Timestamp("2026-11-09T12:00Z")
    return make_check_ins(
        [
            (monday + pd.Timedelta(weeks=place - len(weeks) + 1, days=day), 0, "sciatica", pain)
            for place, pains in enumerate(weeks)
            for day, pain in enumerate(pains)
        ]
    )


FOUR_WEEKS = (4, 5, 6), (6, 6, 6), (4, 4, 4), (8, 9, 7)


def test_one_more_week_by_hand(make_check_ins):
    # Weeks of 5, 6 and 4, then 8: s = 1, t(2, .975) = 4.302653, times sqrt(1 + 1/3) = 4.968276.
    check_ins = weeks_of_pain(make_check_ins, *FOUR_WEEKS)
    answer = pain_week_comparison(check_ins, "2026-W46")
    assert (answer.week, answer.weeks_before, answer.enough) == ("2026-W46", 8, True)
    assert (answer.days, answer.days_before, answer.usual_weeks) == (3, 9, 3)
    assert (answer.mean, answer.mean_before) == (8.0, 5.0)
    assert (answer.difference, answer.low, answer.high) == pytest.approx(
        (3.0, 3 - 4.968276, 3 + 4.968276), abs=2e-6
    )


def test_the_week_before_alone_is_held_against_the_usual_ups_and_downs(make_check_ins):
    # The same s of three weeks, less one week only: times sqrt(2) = 6.084870.
    check_ins = weeks_of_pain(make_check_ins, *FOUR_WEEKS)
    answer = pain_week_comparison(check_ins, "2026-W46", 1)
    assert (answer.mean_before, answer.difference) == (4.0, 4.0)
    assert (answer.low, answer.high) == pytest.approx((4 - 6.084870, 4 + 6.084870), abs=2e-6)


def test_days_of_one_week_alike_do_not_make_it_a_change(make_check_ins):
    # Welch over the days of two weeks of 4 and 6 would call this a change for certain.
    check_ins = weeks_of_pain(make_check_ins, (3,) * 7, (6,) * 7, (4,) * 7, (6,) * 7)
    answer = pain_week_comparison(check_ins, "2026-W46", 1)
    assert answer.low < 0 < answer.high


def test_a_week_with_few_days_is_no_unit(make_check_ins):
    check_ins = weeks_of_pain(make_check_ins, (9, 9), *FOUR_WEEKS)
    answer = pain_week_comparison(check_ins, "2026-W46")
    assert (answer.mean_before, answer.usual_weeks, answer.days_before) == (5.0, 3, 11)


def test_two_weeks_before_do_not_show_the_usual_ups_and_downs(make_check_ins):
    answer = pain_week_comparison(weeks_of_pain(make_check_ins, *FOUR_WEEKS[1:]), "2026-W46")
    assert (answer.usual_weeks, answer.enough, answer.difference) == (2, False, 3.0)
    assert np.isnan([answer.low, answer.high]).all()


def test_relief_of_a_day_counts_once(make_releases):
    frame = of(
        make_releases,
        ("2026-10-11", 9), ("2026-10-12", 1), ("2026-10-20", 2), ("2026-11-08", 3),
        ("2026-11-09", 4), ("2026-11-09", 2), ("2026-11-15", 4), ("2026-11-16", 0),
    )  # fmt: skip
    answer = week_comparison(frame, "2026-W46", before=4)
    assert (answer.weeks_before, answer.days_before, answer.mean_before) == (4, 3, pytest.approx(2))
    assert (answer.days, answer.mean, answer.n) == (2, pytest.approx(3.5), 3)
    assert not answer.enough


def test_no_entries_say_so(no_releases, make_check_ins):
    for nothing in (
        week_comparison(no_releases, "2026-W46"),
        pain_week_comparison(make_check_ins([]), "2026-W46"),
    ):
        assert (nothing.n, nothing.n_before, nothing.enough) == (0, 0, False)
        assert np.isnan([nothing.mean, nothing.mean_before, nothing.difference]).all()


def test_weeks_all_alike_still_have_the_spread_of_rounding(make_check_ins):
    # sqrt(1 / 12 / 3) = 0.166667, times t(3, .975) = 3.182446 and sqrt(1 + 1/4).
    answer = pain_week_comparison(weeks_of_pain(make_check_ins, *[(4, 4, 4)] * 5), "2026-W46")
    assert (answer.difference, answer.high) == (0, pytest.approx(0.593017, abs=2e-5))


def runs_of_bad_days(rng, weeks):
    """Pain by day whose good and bad days come in runs (autocorrelation .7), around one level."""
    state = rng.normal(0, 1, 7 * weeks)
    for day in range(1, len(state)):
        state[day] = 0.7 * state[day - 1] + 0.51**0.5 * state[day]
    return np.clip(np.round(4.5 + 1.3 * state + rng.normal(0, 0.6, len(state))), 0, 10)


@pytest.mark.parametrize("before", [1, 4, 8])
def test_a_run_of_bad_days_is_seldom_called_a_change(make_check_ins, before):
    rng = np.random.default_rng(5)

    def called() -> bool:
        frame = weeks_of_pain(make_check_ins, *runs_of_bad_days(rng, 9).reshape(9, 7))
        answer = pain_week_comparison(frame, "2026-W46", before)
        return not answer.low <= 0 <= answer.high

    # Welch over days: .24 against one week, .32 against four.
    assert np.mean([called() for _ in range(150)]) <= 0.1


def test_weeks_are_iso_weeks(make_check_ins):
    frame = weeks_of_pain(make_check_ins, [4] * 7)
    assert pain_week_comparison(frame, "2026-W46").start == pd.Timestamp("2026-11-09")
    assert pain_week_comparison(frame, "2026-W01").start == pd.Timestamp("2025-12-29")


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

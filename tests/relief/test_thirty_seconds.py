"""The 30-second rule by hand, and in worlds where people leave what seems not to help."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tracker.relief.thirty_seconds import _estimate, stay_weights, thirty_second_rule

PRESS = ("2026-11-09T12:00Z", 0, "psoas", "beside the navel", "right", "massage ball", "light")


@pytest.fixture
def twelve(make_releases):
    frame = make_releases(
        [
            # Not begun to fall: relief 0, 1, 3, 0, and two moved.
            (*PRESS, 6, 6, 6, "held"),
            (*PRESS, 6, 6, 5, "held"),
            (*PRESS, 6, 7, 3, "held"),
            (*PRESS, 5, 5, 5, "stopped"),
            (*PRESS, 6, 6, None, "moved"),
            (*PRESS, 4, 4, None, "moved"),
            # Begun to fall: relief 4, 3, 1, and one moved all the same.
            (*PRESS, 6, 5, 2, "held"),
            (*PRESS, 6, 4, 3, "held"),
            (*PRESS, 6, 5, 5, "held"),
            (*PRESS, 6, 5, None, "moved"),
            # Without a rating.
            (*PRESS, 6, None, 3, "held"),
            (*PRESS, 6, 5, None, "held"),
        ]
    )
    return frame.assign(stay_assigned=pd.array([None] * 12, dtype="boolean"))


def test_the_base_rate_counts_every_release_and_moved_ones_as_they_were_left(twelve):
    # Reliefs 0, 1, 3, 0, then 0 and 0 on leaving; 4, 3, 1, then 1 on leaving; 3, and none rated.
    rule = thirty_second_rule(twelve)
    assert (rule.n_all, rule.share_all) == (11, pytest.approx(4 / 11))


def test_releases_with_an_end_by_hand(twelve):
    rule = thirty_second_rule(twelve)
    assert (rule.no_drop.n_moved, rule.drop.n_moved, rule.n_unrated) == (2, 1, 2)
    without = rule.no_drop.complete
    assert (without.n, without.n_effective, without.share) == (4, 4.0, 0.75)
    assert (without.low, without.high) == pytest.approx(stats.beta(3.5, 1.5).interval(0.95))
    # Mean 1, sd sqrt(2), t(3) at 97.5 % is 3.182446: 1 -+ 2.250329.
    assert (without.mean_relief, without.mean_low, without.mean_high) == pytest.approx(
        (1.0, -1.250329, 3.250329), abs=1e-6
    )
    fell = rule.drop.complete
    assert (fell.n, fell.share, fell.mean_relief) == (3, pytest.approx(2 / 3), pytest.approx(8 / 3))
    assert not rule.no_drop.enough
    assert not rule.drop.enough


def test_bounds_by_hand(twelve):
    rule = thirty_second_rule(twelve)
    # At worst relief -4 and -6, at best 6 and 4, beside 0, 1, 3, 0: 5 and 3 of 6 under 2 points.
    assert (rule.no_drop.worst.n, rule.no_drop.worst.share) == (6, pytest.approx(5 / 6))
    assert (rule.no_drop.best.n, rule.no_drop.best.share) == (6, pytest.approx(3 / 6))
    assert rule.no_drop.worst.mean_relief == pytest.approx(-1.0)
    assert rule.no_drop.best.mean_relief == pytest.approx(14 / 6)
    assert (rule.drop.worst.share, rule.drop.best.share) == (2 / 4, 3 / 4)


def test_only_who_stayed_by_lot_counts_by_lot(twelve):
    assert thirty_second_rule(twelve).no_drop.by_lot is None
    said = [True, False, True, None, False, True, *[None] * 6]
    rule = thirty_second_rule(twelve.assign(stay_assigned=pd.array(said, dtype="boolean")))
    by_lot = rule.no_drop.by_lot
    assert by_lot is not None
    assert (by_lot.n, by_lot.n_effective, by_lot.share, by_lot.mean_relief) == (2, 2.0, 0.5, 1.5)
    assert rule.drop.by_lot is None
    assert rule.no_drop.fairest is rule.no_drop.complete  # two by lot are not enough


def test_weighted_releases_count_as_kish_says():
    # Weights 4, 1, 1: 36 / 18 = 2 equal ones; relief 0, 3, 3: 4 of 6 under 2 points, mean 1.
    estimate = _estimate(np.array([0.0, 3, 3]), np.array([4.0, 1, 1]), succeeds=False)
    assert (estimate.n, estimate.n_effective, estimate.share) == (3, 2.0, pytest.approx(2 / 3))
    expected = stats.beta(2 * 2 / 3 + 0.5, 2 / 3 + 0.5).interval(0.95)
    assert (estimate.low, estimate.high) == pytest.approx(expected)
    # Weighted variance 2, over 2 - 1; t(1) at 97.5 % is 12.7062.
    assert estimate.mean_low == pytest.approx(1 - 12.7062 * np.sqrt(2), abs=1e-3)


def test_the_table_holds_every_figure(twelve):
    table = thirty_second_rule(twelve).table
    assert table.columns.to_list() == [
        "by_30s", "how", "n", "n_effective", "share", "low", "high",
        "mean_relief", "mean_low", "mean_high",
    ]  # fmt: skip
    assert table["by_30s"].to_list() == ["no drop"] * 3 + ["drop"] * 3
    assert table["how"].to_list() == ["complete", "worst", "best"] * 2
    assert table["n"].to_list() == [4, 6, 6, 3, 4, 4]


def test_nothing_to_count(twelve):
    rule = thirty_second_rule(twelve.head(0))
    assert (rule.no_drop.complete.n, rule.drop.worst.n, rule.n_unrated) == (0, 0, 0)
    assert rule.table["share"].isna().all()
    with pytest.raises(ValueError, match="stay_probability must be above 0"):
        thirty_second_rule(twelve, stay_probability=0)


@pytest.mark.slow
def presses(rng, n, lot):
    """Releases begun at 7; who feels no relief coming moves, unless a lot decides.

    Also the relief that staying would have given, which no diary knows.
    """
    relief = rng.normal(1.0, 1.6, n)
    at_30s = 7 - np.round(0.4 * relief + rng.normal(0, 0.5, n))
    end = 7 - np.round(relief).clip(-3, 7)
    no_drop = at_30s >= 7
    hunch = relief + rng.normal(0, 0.7, n) > 1.2
    drawn = no_drop & lot
    stay = rng.random(n) < 0.25
    moved = no_drop & ~np.where(lot, stay, hunch)
    frame = pd.DataFrame(
        {
            "started_at": pd.Timestamp("2026-01-05T12:00Z"),
            "started_at_offset": 0,
            "muscle": "psoas",
            "spot": "beside the navel",
            "side": "left",
            "pain_before": 7.0,
            "pain_30s": at_30s,
            "pain_after": np.where(moved, np.nan, end),
            "outcome": np.where(moved, "moved", "held"),
            "stay_assigned": pd.array(np.where(drawn, stay, None), dtype="boolean"),
        }
    )
    return frame, 7 - end


def test_complete_releases_mislead_and_those_by_lot_do_not():
    rng = np.random.default_rng(8)
    frame, relief = presses(rng, 200_000, lot=np.ones(200_000, dtype=bool))
    no_drop = (frame["pain_30s"] >= 7).to_numpy()
    truth, mean = (relief[no_drop] < 2).mean(), relief[no_drop].mean()
    rules = [
        thirty_second_rule(presses(rng, 300, lot=np.arange(300) < 200)[0]).no_drop
        for _ in range(150)
    ]
    assert np.mean([rule.complete.share for rule in rules]) < truth - 0.1
    assert np.mean([rule.complete.low <= truth <= rule.complete.high for rule in rules]) < 0.6
    assert np.mean([rule.by_lot.share for rule in rules]) == pytest.approx(truth, abs=0.02)
    assert np.mean([rule.by_lot.low <= truth <= rule.by_lot.high for rule in rules]) >= 0.93
    covers = [rule.by_lot.mean_low <= mean <= rule.by_lot.mean_high for rule in rules]
    assert np.mean(covers) >= 0.92
    assert all(rule.best.share <= truth <= rule.worst.share for rule in rules)


def test_weights_make_an_average_over_all_releases_right_again():
    frame, relief = presses(np.random.default_rng(9), 40_000, lot=np.ones(40_000, dtype=bool))
    ended = frame["pain_after"].notna().to_numpy()
    assert relief[ended].mean() > relief.mean() + 0.3
    weighted = np.average(relief[ended], weights=stay_weights(frame)[ended])
    assert weighted == pytest.approx(relief.mean(), abs=0.04)


def test_without_a_lot_the_bounds_hold_the_truth_that_complete_releases_miss():
    frame, relief = presses(np.random.default_rng(10), 20_000, lot=np.zeros(20_000, dtype=bool))
    truth = (relief[frame["pain_30s"] >= 7] < 2).mean()
    rule = thirty_second_rule(frame).no_drop
    assert rule.by_lot is None
    assert rule.complete.high < truth
    assert rule.best.share < truth < rule.worst.share


@pytest.fixture
def drawn(make_releases):
    frame = make_releases(
        [
            (*PRESS, 6, 6, 5, "held"),  # the lot said stay
            (*PRESS, 6, 7, None, "moved"),  # the lot said move
            (*PRESS, 6, 6, 5, "held"),  # the lot said move, and was not heeded
            (*PRESS, 6, 6, None, "moved"),  # the lot said stay, and was not heeded
            (*PRESS, 6, 6, 5, "held"),  # no lot
            (*PRESS, 6, 5, 3, "held"),  # had fallen: no lot needed
            (*PRESS, 6, 5, 3, "held"),  # had fallen: whatever is noted is not read
            (*PRESS, 6, None, 3, "held"),  # no rating at the check
        ]
    )
    said = [True, False, False, True, None, None, False, True]
    return frame.assign(stay_assigned=pd.array(said, dtype="boolean"))


def test_who_stays_by_lot_speaks_for_who_moves_by_lot(drawn):
    weights = stay_weights(drawn)
    assert weights.to_list() == [4, 0, 0, 4, 1, 1, 1, 1]
    assert weights.name == "stay_weight"
    assert weights.dtype == "float64"
    assert stay_weights(drawn, 0.5).max() == 2


def test_stay_weights_are_aligned_with_the_frame(drawn):
    turned = drawn.iloc[::-1]
    assert stay_weights(turned).sort_index().equals(stay_weights(drawn))


@pytest.mark.parametrize("probability", [0, 1.5, float("nan")])
def test_a_stay_probability_that_is_none_is_refused(drawn, probability):
    with pytest.raises(ValueError, match="stay_probability must be above 0 and at most 1"):
        stay_weights(drawn, probability)

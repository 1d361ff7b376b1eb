"""Pooled relief in the person's words."""

import numpy as np
import pandas as pd
import pytest

from tracker.relief import columns as c
from tracker.relief.pooling.pool import Pooled, pool

COUNTS = ["n", "n_rated", "plain"]
VERDICTS = ["enough", "conflicts_with_data", "mark", "gives", "n_more", "in_best_set", "leads"]
VERDICTS += ["reference_pain"]


def presses(rows: list[tuple[str, str, str, float, float]], repeat: int = 1) -> pd.DataFrame:
    """Held releases from (muscle, spot, side, pain before, pain after)."""
    frame = pd.DataFrame(
        rows * repeat, columns=["muscle", "spot", "side", "pain_before", "pain_after"]
    )
    hours = pd.to_timedelta(np.arange(len(frame)), unit="h")
    return frame.assign(
        started_at=pd.Timestamp("2026-11-02T18:00Z") + hours,
        started_at_offset=60,
        pain_30s=frame["pain_after"],
        outcome="held",
    ).astype({"muscle": "category", "spot": "category", "side": "category"})


def diary(seed: int, n: int, spread: float) -> pd.DataFrame:
    """A diary with spots that truly differ by ``spread``, and noise."""
    rng = np.random.default_rng(seed)
    muscles = np.array(["piriformis", "psoas", "iliacus"])[np.arange(12) % 3]
    truth = rng.normal(0, spread, 12)
    leaf = rng.integers(0, 12, n)
    before = rng.integers(4, 10, n)
    after = np.clip(
        (before - 1 - 0.3 * (before - 6) - truth[leaf] + rng.normal(0, 1.2, n)).round(), 0, 10
    )
    return presses(
        [
            (muscles[at], f"spot {at // 3}", "left", b, a)
            for at, b, a in zip(leaf, before, after, strict=True)
        ]
    )


def test_columns_are_in_order():
    pooled = pool(diary(0, 40, 0.5))
    estimates = [*COUNTS, *c.ESTIMATES, *VERDICTS]
    assert list(pooled.spots) == ["muscle", "spot", "side", *estimates]
    assert list(pooled.muscles) == ["muscle", *estimates]
    assert list(pooled.sides) == ["muscle", "side", *estimates]


def test_intervals_nest_and_chances_are_chances():
    for table in everything(pool(diary(1, 60, 0.5))):
        assert (table["low_95"] < table["low_80"]).all()
        assert (table["low_80"] < table["mean"]).all()
        assert (table["mean"] < table["high_80"]).all()
        assert (table["high_80"] < table["high_95"]).all()
        for chance in ("p_mean_2", "p_next_2", "p_best"):
            assert table[chance].between(0, 1).all()
        assert table["p_best"].sum() == pytest.approx(1)


def test_the_likeliest_best_comes_first():
    best = pool(diary(1, 60, 0.5)).probability_best
    assert list(best) == ["muscle", "spot", "side", "p_best"]
    assert best["p_best"].is_monotonic_decreasing
    assert best["p_best"].sum() == pytest.approx(1)


def test_the_next_release_is_less_sure_than_the_mean():
    spots = pool(diary(2, 200, 1.5)).spots
    far = spots[(spots["p_mean_2"] > 0.9) | (spots["p_mean_2"] < 0.1)]
    assert len(far) > 0
    assert ((far["p_next_2"] - 0.5).abs() < (far["p_mean_2"] - 0.5).abs()).all()


def test_one_lucky_press_cannot_win():
    steady = [
        ("piriformis", "near the sacrum", "left", 6, 4),
        ("piriformis", "middle", "left", 6, 5),
    ]
    noise = [
        ("piriformis", "near the sacrum", "left", 6, 2),
        ("piriformis", "middle", "left", 6, 6),
    ]
    frame = presses(steady * 4 + noise * 2 + [("piriformis", "edge", "left", 6, 0)])
    lucky = pool(frame).spots.set_index("spot").loc["edge"]
    assert lucky["n_rated"] == 1
    assert lucky["mean"] < 5
    assert not lucky["enough"]
    assert not lucky["leads"]


def test_spots_are_compared_at_one_starting_pain():
    # Relief is half the pain before: nothing but the starting pain differs.
    high = [
        ("piriformis", "near the sacrum", "left", 8, 4),
        ("piriformis", "near the sacrum", "left", 6, 3),
    ]
    low = [("psoas", "low", "left", 4, 2), ("psoas", "low", "left", 6, 3)]
    spots = pool(presses(high + low, repeat=5)).spots.set_index("muscle")["mean"]
    assert spots["piriformis"] == pytest.approx(spots["psoas"], abs=0.1)


@pytest.fixture
def risen():
    """Two spots pressed at 5 to 7, where pain fell; one pressed at 2, where it rose each time."""
    eased = [
        ("piriformis", spot, "left", before, before - fell)
        for spot, more in (("near the sacrum", 0), ("middle of the buttock", 1))
        for before, fell in ((5, 1 + more), (6, 2 + more), (7, 3 + more), (6, 2 + more))
    ]
    return presses([*eased, ("psoas", "low", "left", 2, 3), ("psoas", "low", "left", 2, 4)], 4)


def test_a_spot_whose_ratings_say_the_opposite_is_not_compared(risen):
    spots = pool(risen).spots
    odd = spots.set_index("muscle").loc["psoas"]
    assert (odd["plain"], odd["n_rated"]) == (-1.5, 8)
    assert odd["low_80"] > 0
    assert odd["conflicts_with_data"]
    assert spots["conflicts_with_data"].tolist() == [False, False, True]
    assert spots["leads"].tolist() == [True, False, False]
    assert odd["mean"] > spots["mean"][1]


def test_pain_that_fell_conflicts_with_an_estimate_of_more_pain(risen):
    fell = risen.assign(
        pain_before=11 - risen["pain_before"], pain_after=11 - risen["pain_after"], pain_30s=None
    )
    odd = pool(fell).spots.set_index("muscle").loc["psoas"]
    assert (odd["plain"], bool(odd["high_80"] < 0), odd["conflicts_with_data"]) == (1.5, True, True)


def test_an_estimate_that_leaves_both_open_conflicts_with_nothing():
    rows = [("psoas", "low", "left", 6, 6), ("psoas", "low", "left", 5, 6)] * 3
    rows += [("piriformis", "middle", "left", 6, 5), ("piriformis", "middle", "left", 5, 5)] * 3
    spots = pool(presses(rows)).spots.set_index("muscle")
    assert spots.loc["psoas", "plain"] == -0.5
    assert not spots["conflicts_with_data"].any()


def test_without_estimates_the_plain_average_is_there():
    spots = pool(presses([("psoas", "low", "left", 6, 4)])).spots
    assert (spots["plain"].tolist(), spots["conflicts_with_data"].tolist()) == ([2.0], [False])


@pytest.mark.slow
def test_a_moved_release_counts_with_its_relief_on_leaving():
    frame = presses([("psoas", "low", "left", 6, 2)] * 6)
    moved = frame.assign(outcome="moved", pain_30s=6.0, pain_after=np.nan)
    both = pd.concat([frame, moved], ignore_index=True)
    assert pool(both).spots["mean"][0] == pytest.approx(2.0, abs=0.3)


def test_a_diary_of_noise_names_no_winner():
    led = [
        any(table["leads"].any() for table in everything(pool(diary(seed, 80, 0.0))))
        for seed in range(40)
    ]
    assert sum(led) <= 2


def test_a_clear_difference_is_named():
    good = [
        ("piriformis", "near the sacrum", "left", 6, 1),
        ("piriformis", "near the sacrum", "left", 7, 3),
    ]
    none = [
        ("psoas", "low", "left", 6, 6),
        ("psoas", "low", "left", 7, 6),
        ("iliacus", "high", "left", 6, 6),
    ]
    pooled = pool(presses(good + none, repeat=8))
    assert pooled.differ
    assert pooled.spots[["muscle", "leads"]].to_numpy().tolist()[0] == ["piriformis", True]
    assert pooled.spots["leads"].sum() == 1


def test_never_tried_spots_can_be_asked_about():
    untried = pd.DataFrame(
        {"muscle": ["psoas", "QL"], "spot": ["new", "new"], "side": ["left", "left"]}
    )
    spots = pool(diary(3, 40, 0.5), untried=untried).spots.set_index(["muscle", "spot"])
    assert spots.loc[("psoas", "new"), "n"] == 0
    assert np.isfinite(spots.loc[("QL", "new"), "mean"])
    assert not spots.loc[("QL", "new"), "enough"]


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_releases_give_no_estimate_and_no_error(n):
    pooled = pool(diary(4, 40, 0.5).head(n))
    assert pooled.fit is None
    assert len(pooled.spots) == n
    assert pooled.spots["mean"].isna().all()
    assert not pooled.spots["enough"].any()


@pytest.mark.parametrize("n", [2, 3, 4, 9])
def test_a_handful_of_releases_has_wide_honest_intervals(n):
    spots = pool(diary(5, 40, 0.5).head(n)).spots
    assert np.isfinite(spots["low_95"]).all()
    assert not spots["leads"].any()


def test_whole_points_reach_two_from_one_and_a_half_on():
    # Reliefs of 1 and 2 in turn: half of the presses gave 2 points, whatever a normal curve says.
    half = presses([("psoas", "low", "left", 6, 5), ("psoas", "low", "left", 6, 4)], repeat=30)
    assert pool(half).spots["p_next_2"][0] == pytest.approx(0.5, abs=0.03)


def test_the_next_press_follows_the_spots_own_scatter():
    rows = [("psoas", "low", "left", 6, 5)] * 20
    rows += [("psoas", "high", "left", 6, after) for after in (6, 6, 6, 2)] * 5
    spots = pool(presses(rows), day_effect=False).spots.set_index("spot")
    assert spots["plain"].tolist() == [1.0, 1.0]
    assert spots.loc["low", "p_next_2"] < 0.12
    assert 0.15 < spots.loc["high", "p_next_2"] < 0.3


def rises(repeat=5):
    """No relief at a pain of 4, and half a point for each point above it."""
    rows = [("psoas", "low", "left", before, 4 + (before - 4) / 2) for before in (6, 8, 7, 5)]
    return presses(rows, repeat)


def test_at_usual_pain_going_back_to_it_is_no_relief():
    pooled = pool(rises(), usual_pain=4)
    assert (pooled.reference_pain, pooled.reference_is_usual) == (4.0, True)
    assert pooled.spots["mean"][0] == pytest.approx(0.0, abs=0.05)
    unknown = pool(rises())
    assert (unknown.reference_pain, unknown.reference_is_usual) == (6.5, False)
    assert unknown.spots["mean"][0] == pytest.approx(1.25, abs=0.05)


def test_each_spot_can_have_its_usual_pain():
    psoas, other = ("psoas", "low", "left"), rises().assign(muscle="iliacus")
    both = pd.concat([rises(), other], ignore_index=True)
    third = pd.DataFrame({"muscle": ["QL"], "spot": ["new"], "side": ["left"]})
    pooled = pool(both, untried=third, usual_pain={psoas: 4.0, ("iliacus", "low", "left"): 6.0})
    spots = pooled.spots.set_index("muscle")
    assert spots["reference_pain"].to_dict() == {"psoas": 4.0, "iliacus": 6.0, "QL": 5.0}
    assert spots.loc["psoas", "mean"] == pytest.approx(0.0, abs=0.1)
    assert spots.loc["iliacus", "mean"] == pytest.approx(1.0, abs=0.1)
    assert pooled.muscles.set_index("muscle")["reference_pain"]["psoas"] == pytest.approx(4.0)
    draws = pooled.fit.draws(np.random.default_rng(1), 20_000)
    np.testing.assert_allclose(draws[0].mean(axis=0), pooled.fit.leaf_mean, atol=0.02)
    np.testing.assert_allclose(draws[1].mean(axis=0), pooled.fit.group_mean, atol=0.03)


def test_until_usual_pain_is_known_the_lower_of_what_is_known_counts():
    later = pool(rises().assign(pain_later=5.0))
    assert (later.reference_pain, later.reference_is_usual) == (5.0, False)
    assert pool(rises().assign(pain_later=9.0)).reference_pain == 6.5
    few = rises().assign(pain_later=[5.0] * 4 + [np.nan] * 16)
    assert pool(few).reference_pain == 6.5


def test_where_pain_before_never_varies_the_comparison_stays_there():
    pooled = pool(presses([("psoas", "low", "left", 6, 4)], 6), usual_pain=3)
    assert (pooled.reference_pain, pooled.reference_is_usual) == (6.0, False)


def test_releases_of_one_day_are_alike():
    rng = np.random.default_rng(1)
    day = np.repeat(np.arange(40), 4)
    relief = np.round(2 + rng.normal(0, 1.2, 40)[day] + rng.normal(0, 0.8, 160))
    frame = presses([("psoas", "low", "left", 7, 7 - value) for value in relief])
    frame["started_at"] = pd.Timestamp("2026-09-01T12:00Z") + pd.to_timedelta(day, unit="D")
    alike, independent = pool(frame), pool(frame, day_effect=False)
    assert 0.8 < alike.fit.sd_day < 1.6
    assert independent.fit.sd_day == 0.0
    width = [one.spots["high_95"][0] - one.spots["low_95"][0] for one in (alike, independent)]
    assert width[0] > 1.3 * width[1]


@pytest.mark.parametrize("n", [2, 5])
def test_ratings_that_agree_leave_room_for_others(n):
    untried = pd.DataFrame({"muscle": ["psoas"], "spot": ["low"], "side": ["left"]})
    frame = presses([("piriformis", "near the sacrum", "left", 6, 3)], repeat=n)
    spots = pool(frame, untried=untried).spots.set_index("muscle")
    width = spots["high_95"] - spots["low_95"]
    assert width["piriformis"] > 1.0
    assert width["psoas"] > 2.0
    assert spots.loc["psoas", "p_next_2"] < 0.95


def test_pain_before_that_never_varies_is_left_out_of_the_model():
    assert pool(
        presses([("psoas", "low", "left", 6, 4), ("psoas", "low", "left", 6, 3)] * 3)
    ).fit.beta.shape == (1,)


def test_the_order_of_rows_never_matters():
    frame = diary(6, 60, 0.8)
    shuffled = frame.sample(frac=1, random_state=0, ignore_index=True)
    pd.testing.assert_frame_equal(pool(frame).spots, pool(shuffled).spots, rtol=1e-6)


def everything(pooled: Pooled) -> list[pd.DataFrame]:
    return [pooled.spots, pooled.muscles, pooled.sides]

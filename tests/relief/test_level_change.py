import numpy as np
import pandas as pd
import pytest

from tracker.relief.intervals import WEAK
from tracker.relief.level import local_level
from tracker.relief.level_change import (
    muscle_changes,
    relief_change,
    sciatica_change,
    spot_changes,
)

FIRST = pd.Timestamp("2026-09-01T12:00Z")


def pain(make_check_ins, pains):
    """One rating a day from the first of September on; None where none."""
    return make_check_ins(
        [
            (FIRST + pd.Timedelta(days=day), 0, "sciatica", value)
            for day, value in enumerate(pains)
            if value is not None
        ]
    )


def test_the_change_is_the_contrast_of_all_days_of_both_windows(make_check_ins):
    rng = np.random.default_rng(2)
    pains = [round(6 - day / 15 + rng.normal()) for day in range(60)]
    pains[4] = pains[50] = None
    change = sciatica_change(pain(make_check_ins, pains))

    values = np.array([np.nan if value is None else value for value in pains])
    level = local_level(np.arange(60), values, (~np.isnan(values)).astype(float), prior=WEAK)
    share = np.zeros(60)
    share[:14], share[-14:] = -1 / 14, 1 / 14
    low, high = level.contrast(share).quantile([0.025, 0.975])[:, 0]
    middle = level.weight @ level.mean
    assert (change.low, change.high) == pytest.approx((low, high))
    assert change.mean_first == pytest.approx(middle[:14].mean())
    assert change.change == pytest.approx(middle[-14:].mean() - middle[:14].mean())
    assert (change.n_first, change.n_last, change.enough) == (13, 13, True)
    assert change.last_day == pd.Timestamp("2026-10-30")


def test_a_fall_that_two_overlapping_ranges_would_miss_is_found(make_check_ins):
    rng = np.random.default_rng(4)
    found, apart = [], []
    for _ in range(12):
        pains = 6 - np.arange(84) / 42 + rng.normal(0, 1.2, 84)
        found.append(sciatica_change(pain(make_check_ins, pains.round())).high < 0)
        bottom, top = (
            local_level(np.arange(84), pains.round(), np.ones(84))
            .each_day()
            .quantile([0.025, 0.975])
        )
        apart.append(top[-1] < bottom[0])
    assert np.mean(found) >= 0.75
    assert np.mean(apart) <= 0.6


@pytest.mark.parametrize("days", [0, 1, 27])
def test_windows_that_would_overlap_are_not_enough(make_check_ins, days):
    change = sciatica_change(pain(make_check_ins, [4] * days))
    assert not change.enough
    assert np.isnan(change.change)


def test_ratings_that_all_agree_have_a_range(make_check_ins):
    change = sciatica_change(pain(make_check_ins, [4] * 40))
    assert change.change == pytest.approx(0)
    assert change.low < -0.05


def test_a_mistyped_year_is_not_the_first_day(make_check_ins):
    pains = [6 - day // 10 for day in range(40)]
    rated = pain(make_check_ins, pains)
    mistyped = make_check_ins([("1926-09-01T12:00Z", 0, "sciatica", 1)])
    both = sciatica_change(pd.concat([mistyped, rated], ignore_index=True))
    without = sciatica_change(rated)
    assert both.first_day == without.first_day == pd.Timestamp("2026-09-01")
    assert (both.low, both.high) == (without.low, without.high)
    assert both.left_out == (pd.Timestamp("1926-09-01"),)
    assert without.left_out == ()


def test_few_ratings_at_the_start_are_not_enough(make_check_ins):
    change = sciatica_change(pain(make_check_ins, [5] * 4 + [None] * 26 + [4] * 10))
    assert (change.n_first, change.n_last, change.enough) == (4, 10, False)
    assert "not enough yet" in repr(change)


SPOTS = (
    ("piriformis", "near the sacrum", "left", 3.0),
    ("piriformis", "middle of the buttock", "left", 2.0),
    ("psoas", "beside the navel", "right", 1.0),
)


def diary(make_releases, *, lost=0.0, days=84, only=SPOTS, seed=6):
    """Every spot once a day; the first loses ``lost`` points half-way."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(days):
        for place, (muscle, spot, side, truth) in enumerate(only):
            relief = truth + rng.normal(0, 0.8) - lost * (place == 0 and day >= days / 2)
            at = FIRST + pd.Timedelta(days=day, hours=place)
            rows.append(
                (at, 0, muscle, spot, side, "massage ball", "light", 7, 6, 7 - relief, "held")
            )
    return make_releases(rows)


def test_a_spot_that_helps_less_is_named_and_the_others_are_the_same(make_releases):
    table = spot_changes(diary(make_releases, lost=2.0))
    assert dict(zip(table["spot"], table["verdict"], strict=True)) == {
        "near the sacrum": "less",
        "middle of the buttock": "the same",
        "beside the navel": "the same",
    }
    assert table["window"].unique().tolist() == [28]
    assert table["difference"].iloc[-1] == pytest.approx(-2.0, abs=0.5)
    assert table[["n_first", "n_last"]].to_numpy().tolist() == [[28, 28]] * 3


def test_muscles_are_compared_at_like_spots(make_releases):
    table = muscle_changes(diary(make_releases, lost=2.0))
    assert table["muscle"].to_list() == ["psoas", "piriformis"]
    assert table["verdict"].to_list() == ["the same", "less"]
    assert table["difference"].iloc[-1] == pytest.approx(-1.0, abs=0.4)


def test_noise_names_a_spot_in_few_diaries(make_releases):
    named = 0
    for seed in range(12):
        table = spot_changes(diary(make_releases, seed=seed))
        named += table["verdict"].isin(["more", "less"]).any()
    assert named <= 2


def test_a_short_diary_compares_two_weeks(make_releases):
    table = spot_changes(diary(make_releases, days=30))
    assert table["window"].unique().tolist() == [14]
    assert (table["verdict"] != "not enough yet").all()


def test_a_spot_pressed_only_lately_is_not_enough_yet(make_releases):
    late = diary(make_releases, only=SPOTS[2:])
    frame = pd.concat([diary(make_releases, only=SPOTS[:2]), late.tail(20)], ignore_index=True)
    table = spot_changes(frame)
    assert table["verdict"].iloc[-1] == "not enough yet"
    assert table[["n_first", "n_last"]].iloc[-1].to_list() == [0, 20]
    assert np.isnan(table["p"].iloc[-1])


def test_no_releases_no_rows(no_releases):
    for table in (spot_changes(no_releases), muscle_changes(no_releases)):
        assert table.empty
        assert {"difference", "verdict"} <= set(table.columns)
    assert not relief_change(no_releases).enough


def test_a_press_in_a_mistyped_year_is_left_out_and_counted(make_releases):
    rows = diary(make_releases, lost=2.0)
    mistyped = rows.head(2).assign(started_at=rows["started_at"].head(2) - pd.Timedelta(days=36525))
    table = spot_changes(pd.concat([mistyped, rows], ignore_index=True))
    assert table.set_index("spot")["n_left_out"].to_dict() == {
        "near the sacrum": 1,
        "middle of the buttock": 1,
        "beside the navel": 0,
    }
    assert (table["verdict"] != "not enough yet").all()
    assert relief_change(pd.concat([mistyped, rows])).first_day == pd.Timestamp("2026-09-01")


def test_relief_of_the_whole_diary(make_releases):
    change = relief_change(diary(make_releases, lost=3.0))
    assert change.high < 0
    assert change.change == pytest.approx(-1.0, abs=0.3)

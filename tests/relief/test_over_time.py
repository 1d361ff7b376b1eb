import numpy as np
import pandas as pd

from tracker.relief.intervals import WEAK
from tracker.relief.level import local_level
from tracker.relief.over_time import over_time, sciatica_over_time

COLUMNS = ["day", "mean", "low_80", "high_80", "low_95", "high_95", "n"]
DTYPES = ["datetime64[us]", *["float64"] * 5, "int64"]
PRESS = ("psoas", "beside the navel", "right", "massage ball", "light")


def of(make_releases, *reliefs):
    """One spot, always begun at 6, as (day of November, relief): nothing to adjust."""
    return make_releases(
        [
            (f"2026-11-{day:02}T12:00Z", 0, *PRESS, 6, 5, 6 - relief, "held")
            for day, relief in reliefs
        ]
    )


def test_the_level_runs_under_daily_averages(make_releases):
    frame = of(make_releases, (9, 1), (9, 3), (11, 1), (12, 4), (12, 3), (12, 2))
    table = over_time(frame)
    assert table.columns.to_list() == COLUMNS
    assert table.dtypes.to_list() == DTYPES
    assert table["day"].to_list() == list(pd.date_range("2026-11-09", "2026-11-12"))
    assert table["n"].to_list() == [2, 0, 1, 3]
    days = local_level([0, 1, 2, 3], [2, np.nan, 1, 3], [2, 0, 1, 3], prior=WEAK).each_day()
    np.testing.assert_allclose(table["mean"], days.mean)
    np.testing.assert_allclose(
        table[["low_95", "low_80", "high_80", "high_95"]].T,
        days.quantile([0.025, 0.1, 0.9, 0.975]),
    )


def test_days_that_all_agree_have_a_band(make_releases):
    table = over_time(of(make_releases, (9, 3), (10, 3), (11, 3)))
    assert ((table["high_95"] - table["low_95"]) > 1.0).all()


def test_days_without_a_release_have_wider_bands(make_releases):
    table = over_time(
        of(make_releases, *[(day, day % 3) for day in [*range(1, 9), *range(20, 28)]])
    )
    width = (table["high_95"] - table["low_95"]).to_numpy()
    assert len(table) == 27
    assert width[12] > width[6]
    assert width[12] > width[20]


def test_order_of_rows_does_not_matter(releases):
    shuffled = over_time(releases.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(over_time(releases), shuffled, rtol=1e-9)


def test_one_muscle_spot_or_side_is_followed(releases):
    assert over_time(releases, muscle="psoas")["n"].to_list() == [1, 0, 0, 0, 0, 1]
    asked = over_time(releases, muscle="piriformis", spot="near the sacrum", side="left")
    assert asked["n"].to_list() == [1, 2]
    assert over_time(releases, side="right")["day"].iloc[0] == pd.Timestamp("2026-11-11")


def test_one_day_has_no_band(make_releases):
    table = over_time(of(make_releases, (9, 1), (9, 3)))
    assert table[["mean", "n"]].to_numpy().tolist() == [[2, 2]]
    assert table[["low_80", "high_80", "low_95", "high_95"]].isna().all(axis=None)
    assert table.dtypes.to_list() == DTYPES


def test_no_releases_no_rows(no_releases, make_check_ins):
    for table in (over_time(no_releases), sciatica_over_time(make_check_ins([]))):
        assert table.empty
        assert table.columns.to_list() == COLUMNS
        assert table.dtypes.to_list() == DTYPES


def test_a_better_mix_of_spots_is_not_a_rise(make_releases):
    # Two spots 3 points apart, pressed 1 in 5 and then 4 in 5; nothing else ever changes.
    good, poor = ("psoas", "beside the navel", "right"), ("iliacus", "beside the navel", "right")
    frame = make_releases(
        [
            (
                f"2026-10-{day:02}T{hour:02}:00Z", 0,
                *(good if (hour - 8 < 4) == (day > 14) else poor), "massage ball", "light", 7, 6,
                7 - (4 if (hour - 8 < 4) == (day > 14) else 1) + (day + hour) % 2, "held",
            )
            for day in range(1, 29)
            for hour in range(8, 13)
        ]
    )  # fmt: skip
    first, last = over_time(frame)["mean"].iloc[[0, -1]]
    assert abs(last - first) < 0.2


def test_sciatica_is_followed_apart(check_ins):
    table = sciatica_over_time(check_ins)
    assert table.columns.to_list() == COLUMNS
    assert table.dtypes.to_list() == DTYPES
    assert table["day"].to_list() == list(pd.date_range("2026-11-09", "2026-11-11"))
    assert table["n"].to_list() == [2, 0, 1]
    # Two days with 4.5 and 4: each level lies between them, the first nearer to its own day.
    assert 4 < table["mean"].iloc[2] < table["mean"].iloc[1] < table["mean"].iloc[0] < 4.5
    assert sciatica_over_time(check_ins, "leg")["mean"].to_list() == [5.0]

import re

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats

from tracker.relief import (
    by,
    by_muscle,
    by_muscle_and_week,
    by_pressure,
    by_side,
    by_spot,
    by_time_of_day,
    by_tool,
    by_week,
    columns,
    derive,
)

SHORTHANDS = {
    by_spot: ["muscle", "spot", "side"],
    by_muscle: ["muscle"],
    by_side: ["side"],
    by_tool: ["tool"],
    by_pressure: ["pressure"],
    by_time_of_day: ["time_of_day"],
    by_week: ["week", "week_start"],
    by_muscle_and_week: ["muscle", "week", "week_start"],
}


def test_by_spot_literally(releases):
    table = by_spot(releases)
    nan = float("nan")
    expected = pd.DataFrame(
        {
            "muscle": ["piriformis", "piriformis", "psoas"],
            "spot": ["near the sacrum", "middle of the buttock", "beside the navel"],
            "side": ["left", "left", "right"],
            "n": [4, 2, 2],
            "n_rated": [3, 2, 2],
            # Squares 14/3, 1/2 and 0, each with 1.3^2 more, over 3, 2 and 2; t(3) 3.182446,
            # t(2) 4.302653.
            "mean_relief": [8 / 3, 0.5, 0],
            "low": [-0.007907, -2.683672, -2.796724],
            "high": [5.34124, 3.683672, 2.796724],
            "median_relief": [3, 0.5, 0],
            "mean_relief_30s": [1.25, 0.5, 0],
            "median_relief_30s": [1, 0.5, 0],
            "mean_relief_after": [8 / 3, nan, 0],
            "median_relief_after": [3, nan, 0],
            "share_2_points": [2 / 3, 0, 0],
            "share_30_percent": [2 / 3, 0, 0],
            "share_50_percent": [2 / 3, 0, 0],
            "moved": [0, 2, 0],
            "stopped": [0, 0, 1],
            "enough": [False, False, False],
        }
    )
    names = ["muscle", "spot", "side"]
    assert_frame_equal(
        table.astype(dict.fromkeys(names, "str")), expected, check_dtype=False, atol=1e-6
    )


def test_the_interval_is_that_of_scipy(releases):
    row = by_spot(releases).iloc[0]
    # One value more, that scatters by 1.3, beside the two degrees of freedom of 3, 1, 4.
    variance = (2 * np.var([3, 1, 4], ddof=1) + 1.3**2) / 3
    low, high = stats.t.interval(0.95, 3, loc=8 / 3, scale=np.sqrt(variance / 3))
    np.testing.assert_allclose([row["low"], row["high"]], [low, high])


def test_equal_ratings_have_a_range_and_fifty_hardly_move(make_releases):
    spot = ("psoas", "beside the navel", "right", "massage ball", "light")
    equal = by_week(make_releases([("2026-11-09T12:00Z", 0, *spot, 6, 5, 3, "held")] * 5)).iloc[0]
    # 1.3^2 / 5 = 0.338 and t(5) 2.570582: 2.570582 sqrt(0.338 / 5) = 0.668351.
    np.testing.assert_allclose([equal["low"], equal["high"]], [2.331649, 3.668351], atol=1e-6)
    rows = [("2026-11-09T12:00Z", 0, *spot, 6, 5, after, "held") for after in (2, 3, 5, 4, 1) * 10]
    many = by_spot(make_releases(rows)).iloc[0]
    low, high = stats.t.interval(0.95, 49, loc=3, scale=stats.sem([4, 3, 1, 2, 5] * 10))
    np.testing.assert_allclose([many["low"], many["high"]], [low, high], atol=0.01)


def test_leaving_moved_releases_out_would_flatter(make_releases):
    spot = ("psoas", "beside the navel", "right", "massage ball", "light")
    frame = make_releases(
        [("2026-11-09T12:00Z", 0, *spot, 6, 4, 2, "held")]
        + [("2026-11-09T13:00Z", 0, *spot, 6, 6, None, "moved")] * 3
    )
    row = by_spot(frame).iloc[0]
    assert row["mean_relief"] == 1.0
    assert row["mean_relief_after"] == 4.0
    assert (row["n_rated"], row["moved"]) == (4, 3)


def test_percentages_leave_out_what_began_at_no_pain(make_releases):
    spot = ("psoas", "beside the navel", "right", "massage ball", "light")
    frame = make_releases(
        [
            ("2026-11-09T12:00Z", 0, *spot, 4, 3, 2, "held"),
            ("2026-11-09T13:00Z", 0, *spot, 0, 0, 0, "held"),
        ]
    )
    row = by_spot(frame).iloc[0]
    assert (row["share_2_points"], row["share_30_percent"], row["share_50_percent"]) == (0.5, 1, 1)


def test_weeks_run_in_time_and_five_rated_are_enough(releases):
    table = by_week(releases)
    assert table["week"].to_list() == ["2026-W46", "2026-W47"]
    assert table["week_start"].to_list() == [pd.Timestamp("2026-11-09"), pd.Timestamp("2026-11-16")]
    assert table["n"].to_list() == [5, 3]
    assert table["n_rated"].to_list() == [5, 2]
    assert table["mean_relief"].to_list() == [1.6, 0.5]
    assert table["enough"].to_list() == [True, False]


def test_muscles_and_weeks_run_in_time_then_by_name(releases):
    table = by_muscle_and_week(releases)
    assert list(zip(table["week"], table["muscle"], strict=True)) == [
        ("2026-W46", "piriformis"),
        ("2026-W46", "psoas"),
        ("2026-W47", "piriformis"),
        ("2026-W47", "psoas"),
    ]
    assert table["mean_relief"].to_list() == [2.0, 0.0, 1.0, 0.0]


def test_pressure_keeps_its_order_and_what_was_not_noted(releases):
    table = by_pressure(releases)
    assert table["pressure"].to_list() == ["light", "moderate", "firm", "not noted"]
    assert table["n"].to_list() == [3, 2, 2, 1]
    assert table["mean_relief"].to_list() == [0.0, 3.0, 1.0, 4.0]


def test_times_of_day_keep_their_order(releases):
    table = by_time_of_day(releases)
    assert table["time_of_day"].to_list() == ["night", "morning", "afternoon", "evening"]
    assert table["n"].to_list() == [1, 3, 2, 2]
    assert table["n_rated"].to_list() == [0, 3, 2, 2]


def test_enough_comes_before_a_lucky_few_and_ties_go_by_name(make_releases):
    def press(tool, after, times):
        row = ("2026-11-09T12:00Z", 0, "psoas", "beside the navel", "left", tool, "light")
        return [(*row, 6, 5, after, "held")] * times

    frame = make_releases(
        press("massage ball", 4, 5) + press("foam roller", 4, 5) + press("lacrosse ball", 0, 2)
    )
    table = by_tool(frame)
    assert table["tool"].to_list() == ["foam roller", "massage ball", "lacrosse ball"]
    assert table["enough"].to_list() == [True, True, False]


def test_unrated_groups_are_kept_and_come_last(make_releases):
    row = ("2026-11-09T12:00Z", 0, "psoas", "beside the navel")
    frame = make_releases(
        [
            (*row, "left", "foam roller", "light", 6, None, None, "held"),
            (*row, "right", "foam roller", "light", 6, 7, 8, "held"),
        ]
    )
    table = by_side(frame)
    assert table["side"].to_list() == ["right", "left"]
    assert table["n_rated"].to_list() == [1, 0]
    assert table["mean_relief"].iloc[0] == -2
    assert table["mean_relief"].isna().to_list() == [False, True]


def test_any_column_may_be_a_key(releases):
    assert by(releases, "hour")["hour"].to_list() == [0, 8, 12, 13, 18, 21]
    assert by(releases, ["side", "tool"]).columns.to_list()[:2] == ["side", "tool"]
    assert by(releases, "relief")["relief"].to_list()[:4] == [0, 1, 3, 4]


def test_the_keys_of_a_table_are_the_columns_before_its_measures(releases):
    # So a chart can tell a table of several series from one: a week stands in it more than once.
    keys = ["tool", "week", "week_start"]
    several, one = by(releases, keys), by(releases, keys[1:])
    assert several.columns.to_list() == [*keys, *columns.MEASURES]
    assert not several.duplicated(keys).any()
    assert several["week_start"].duplicated().any()
    assert not one["week_start"].duplicated().any()


def test_a_spot_somebody_named_not_noted_is_a_spot(make_releases):
    row = ("2026-11-09T12:00Z", 0, "psoas")
    frame = make_releases(
        [
            (*row, "not noted", "left", "foam roller", "light", 6, 5, 4, "held"),
            (*row, None, "left", "foam roller", "light", 6, 5, 4, "held"),
        ]
    )
    assert by(frame, "spot")["n"].to_list() == [2]


def test_text_keys_may_be_missing_too(releases):
    frame = releases.assign(
        person=pd.Series(["me", None] * 4, dtype="str"),
        moved_from=pd.Series([None, "id-0000"] * 4, dtype="object"),
    )
    assert by(frame, "person")["person"].to_list() == ["not noted", "me"]
    assert by(frame, "moved_from")["n"].to_list() == [4, 4]


@pytest.mark.parametrize("table", SHORTHANDS)
def test_columns_types_and_index_are_the_same_for_no_releases(table, releases, no_releases):
    full, empty = table(releases), table(no_releases)
    assert full.columns.to_list() == SHORTHANDS[table] + list(columns.MEASURES)
    assert empty.columns.to_list() == full.columns.to_list()
    assert empty.empty
    assert isinstance(full.index, pd.RangeIndex)
    assert isinstance(empty.index, pd.RangeIndex)
    measures = list(columns.MEASURES)
    assert empty[measures].dtypes.equals(full[measures].dtypes)
    assert full[["n", "n_rated", "moved", "stopped"]].dtypes.eq("int64").all()
    assert full["enough"].dtype == "bool"


@pytest.mark.parametrize("table", SHORTHANDS)
def test_one_release_makes_one_row(table, releases):
    row = table(releases.head(1))
    assert len(row) == 1
    assert row["mean_relief"].to_list() == [3.0]
    assert row[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("table", SHORTHANDS)
def test_a_derived_frame_gives_the_same_table(table, releases):
    assert_frame_equal(table(derive(releases)), table(releases))


def test_an_unknown_key_is_named_with_the_nearest_column(releases):
    with pytest.raises(ValueError, match=re.escape("Unknown column 'toool'. Did you mean 'tool'?")):
        by(releases, "toool")
    with pytest.raises(ValueError, match=re.escape("Unknown column 'zzz'. See derive(frame)")):
        by(releases, ["tool", "zzz"])
    with pytest.raises(ValueError, match="keys must name at least one column"):
        by(releases, [])

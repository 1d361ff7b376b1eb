import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from tracker import relief
from tracker.relief import derive

PRESS = ("piriformis", "near the sacrum", "left", "lacrosse ball", "firm")


def test_relief_is_pain_before_less_pain_later(releases):
    derived = derive(releases)
    nan = float("nan")
    assert derived["relief_30s"].to_list() == [1, 1, 0, 2, 0, 0, 1, 1]
    assert_series_equal(
        derived["relief_after"],
        pd.Series([3, 1, nan, 4, 0, 0, nan, nan]),
        check_names=False,
    )


def test_a_moved_release_counts_with_its_relief_on_leaving(releases):
    nan = float("nan")
    expected = pd.Series([3, 1, 0, 4, 0, 0, nan, 1], name="relief")
    assert_series_equal(derive(releases)["relief"], expected)


def test_share_is_of_the_pain_before_and_missing_where_that_was_none(releases):
    nan = float("nan")
    expected = pd.Series([0.5, 0.2, 0, 0.666666667, 0, nan, nan, 0.125], name="relief_share")
    assert_series_equal(derive(releases)["relief_share"], expected, check_exact=True)


def test_the_share_of_little_pain_counts_too(make_releases):
    frame = make_releases(
        [
            ("2026-11-09T12:00Z", 0, *PRESS, 1, 1, 0, "held"),
            ("2026-11-09T13:00Z", 0, *PRESS, 0.5, 0.5, 0.25, "held"),
        ]
    )
    assert derive(frame)["relief_share"].to_list() == [1.0, 0.5]


def test_imported_decimals_meet_a_threshold_exactly(make_releases):
    frame = make_releases([("2026-11-09T12:00Z", 0, *PRESS, 4.1, 3.1, 2.1, "held")])
    assert 4.1 - 2.1 < 2
    assert derive(frame)["relief"].to_list() == [2.0]


def test_local_day_hour_and_week(releases):
    derived = derive(releases)
    assert derived["local_time"].iloc[0] == pd.Timestamp("2026-11-09T18:30")
    assert derived["day"].dt.strftime("%m-%d").to_list() == [
        "11-09", "11-10", "11-10", "11-10", "11-11", "11-16", "11-17", "11-17",
    ]  # fmt: skip
    assert derived["hour"].to_list() == [18, 8, 8, 8, 21, 12, 0, 13]
    assert derived["time_of_day"].to_list() == [
        "evening", "morning", "morning", "morning", "evening", "afternoon", "night", "afternoon",
    ]  # fmt: skip
    assert derived["week"].to_list() == ["2026-W46"] * 5 + ["2026-W47"] * 3
    assert derived["week_start"].unique().tolist() == [
        pd.Timestamp("2026-11-09"),
        pd.Timestamp("2026-11-16"),
    ]


@pytest.mark.parametrize(
    ("hour", "name"),
    [(0, "night"), (5, "night"), (6, "morning"), (11, "morning"), (12, "afternoon"),
     (17, "afternoon"), (18, "evening"), (23, "evening")],
)  # fmt: skip
def test_times_of_day_meet_at_six_noon_and_six(make_releases, hour, name):
    frame = make_releases([(f"2026-11-09T{hour:02d}:59Z", 0, *PRESS, 6, 5, 4, "held")])
    assert derive(frame)["time_of_day"].to_list() == [name]


@pytest.mark.parametrize(
    ("day", "week", "monday"),
    [
        ("2026-12-31", "2026-W53", "2026-12-28"),
        ("2027-01-03", "2026-W53", "2026-12-28"),
        ("2027-01-04", "2027-W01", "2027-01-04"),
        ("2024-12-30", "2025-W01", "2024-12-30"),
        ("2021-01-01", "2020-W53", "2020-12-28"),
        ("2023-01-01", "2022-W52", "2022-12-26"),
    ],
)
def test_iso_weeks_at_the_turn_of_the_year(make_releases, day, week, monday):
    derived = derive(make_releases([(f"{day}T12:00Z", 0, *PRESS, 6, 5, 4, "held")]))
    assert derived["week"].to_list() == [week]
    assert derived["week_start"].to_list() == [pd.Timestamp(monday)]


def test_every_day_of_forty_years_agrees_with_the_standard_library(make_releases):
    days = pd.date_range("2000-01-01", "2039-12-31", freq="D")
    one = make_releases([("2026-11-09T12:00Z", 0, *PRESS, 6, 5, 4, "held")])
    frame = one.loc[one.index.repeat(len(days))].reset_index(drop=True)
    frame["started_at"] = days.tz_localize("UTC").astype("datetime64[us, UTC]")
    expected = [f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" for day in days]
    assert derive(frame)["week"].to_list() == expected


def test_an_evening_stays_an_evening_after_travel(make_releases):
    frame = make_releases(
        [
            ("2026-11-09T11:00Z", 540, *PRESS, 6, 5, 4, "held"),  # Tokyo, 20:00
            ("2026-11-10T04:00Z", -480, *PRESS, 6, 5, 4, "held"),  # Los Angeles, 20:00
            ("2026-11-09T14:30Z", 330, *PRESS, 6, 5, 4, "held"),  # Delhi, half an hour off: 20:00
        ]
    )
    derived = derive(frame)
    assert derived["hour"].to_list() == [20, 20, 20]
    assert derived["time_of_day"].to_list() == ["evening"] * 3
    assert derived["day"].unique().tolist() == [pd.Timestamp("2026-11-09")]


def test_deriving_twice_changes_nothing(releases):
    once = derive(releases)
    assert_frame_equal(derive(once), once)


def test_the_frame_handed_in_is_untouched(releases):
    before = releases.copy()
    derive(releases)
    assert_frame_equal(releases, before)


def test_an_empty_frame_has_the_same_columns_and_types(releases, no_releases):
    derived, empty = derive(releases), derive(no_releases)
    assert empty.empty
    assert empty.drop(columns="spot").dtypes.equals(derived.drop(columns="spot").dtypes)
    assert derived["local_time"].dtype == "datetime64[us]"
    assert derived["hour"].dtype == "Int64"
    assert derived["week"].dtype == "str"


def test_a_corrected_rating_is_derived_anew(releases):
    corrected = derive(releases).assign(pain_after=1.0)
    assert derive(corrected)["relief"].iloc[0] == 5


def test_another_table_is_refused_by_what_it_lacks():
    check_ins = pd.DataFrame({"started_at": [], "started_at_offset": [], "pain": []})

    with pytest.raises(
        ValueError,
        match=r"frame has no column 'pain_before'; hand in what diary\.releases\(\) gives",
    ):
        relief.by_spot(check_ins)


def test_releases_are_refused_where_check_ins_are_asked_for(releases):
    with pytest.raises(
        ValueError, match=r"check_ins has no column 'at'; hand in what diary\.check_ins\(\) gives"
    ):
        relief.sciatica_over_time(releases)


def test_what_is_no_table_is_refused_by_its_kind():
    with pytest.raises(TypeError, match=r"frame must be a table, not str; hand in what diary"):
        relief.pool("diary.db")


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_a_frame_that_is_shown_in_another_zone_gives_the_same_answers(releases, zone):
    shown = releases.assign(started_at=releases["started_at"].dt.tz_convert(zone))
    derived, other = derive(releases), derive(shown)
    assert_frame_equal(other.drop(columns="started_at"), derived.drop(columns="started_at"))


def test_times_without_a_zone_are_refused_in_a_sentence(releases):
    naive = releases.assign(started_at=releases["started_at"].dt.tz_localize(None))
    with pytest.raises(ValueError, match=r"^started_at must be times with their zone, and these"):
        derive(naive)


def test_a_time_of_day_that_is_not_known_is_missing_and_its_day_is_not(releases):
    derived = derive(releases.assign(time_known=[False, *[True] * 7]))
    assert derived["hour"].isna().to_list() == [True, *[False] * 7]
    assert derived["time_of_day"].isna().to_list() == [True, *[False] * 7]
    assert derived["day"].equals(derive(releases)["day"])
    assert relief.by_time_of_day(releases.assign(time_known=False)).empty
    by_hours = relief.by_time_of_day(releases.assign(time_known=[False, *[True] * 7]))
    assert by_hours["n"].sum() == 7

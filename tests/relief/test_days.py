import pandas as pd
from pandas.testing import assert_frame_equal

from tracker.relief import points, releases_by_day, sciatica_by_day


def test_points_are_the_rated_presses_as_they_happened(releases):
    dots = points(releases.sample(frac=1, random_state=3))
    assert dots.columns.to_list() == [
        "muscle", "spot", "side", "local_time", "day", "relief", "pain_before", "outcome",
    ]  # fmt: skip
    assert dots["relief"].to_list() == [3, 1, 0, 4, 0, 0, 1]
    assert dots["pain_before"].to_list() == [6, 5, 6, 6, 4, 0, 8]
    assert dots["outcome"].to_list()[2] == "moved"
    assert dots["local_time"].is_monotonic_increasing
    assert dots["day"].iloc[-1] == pd.Timestamp("2026-11-17")
    assert isinstance(dots.index, pd.RangeIndex)


def test_presses_of_one_moment_keep_the_order_of_their_ids(make_releases):
    press = ("2026-11-09T12:00Z", 0, "psoas", "beside the navel", "left", "foam roller", "light")
    frame = make_releases([(*press, 6, 5, after, "held") for after in (4, 3, 2)])
    assert points(frame.iloc[::-1])["relief"].to_list() == [2, 3, 4]


def test_days_without_a_press_are_counted_as_none(releases):
    counted = releases_by_day(releases)
    assert counted["day"].to_list() == list(pd.date_range("2026-11-09", "2026-11-17"))
    assert counted["n"].to_list() == [1, 3, 1, 0, 0, 0, 0, 1, 2]
    assert counted.dtypes.to_list() == ["datetime64[us]", "int64"]


def test_a_gap_of_years_is_only_zeros(make_releases):
    press = (0, "psoas", "beside the navel", "left", "foam roller", "light", 6, 5, 4, "held")
    counted = releases_by_day(make_releases([("2016-01-01", *press), ("2026-01-01", *press)]))
    assert len(counted) == 3654
    assert counted["n"].sum() == 2


def test_sciatica_by_day_literally(check_ins):
    expected = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-11-09", "2026-11-11", "2026-11-12", "2026-11-09"]),
            "site": ["sciatica", "sciatica", "low back", "leg"],
            "pain": [4.5, 4.0, 2.0, 5.0],
            "n": [2, 1, 1, 1],
        }
    ).astype({"day": "datetime64[us]"})
    assert_frame_equal(sciatica_by_day(check_ins).astype({"site": "str"}), expected)


def test_sites_may_be_chosen_and_keep_the_order_given(check_ins):
    assert sciatica_by_day(check_ins, ["hand", "leg"])["site"].to_list() == ["hand", "leg"]
    assert sciatica_by_day(check_ins, ["leg", "hand"])["site"].to_list() == ["leg", "hand"]
    assert sciatica_by_day(check_ins, ["knee"]).empty


def test_nothing_gives_nothing_of_the_same_types(releases, no_releases, check_ins, make_check_ins):
    no_check_ins = make_check_ins([])
    for table, full, empty in [
        (points, releases, no_releases),
        (releases_by_day, releases, no_releases),
        (sciatica_by_day, check_ins, no_check_ins),
    ]:
        nothing = table(empty)
        assert nothing.empty
        assert isinstance(nothing.index, pd.RangeIndex)
        types = table(full).dtypes.drop("spot", errors="ignore")
        assert nothing.dtypes.drop("spot", errors="ignore").equals(types)

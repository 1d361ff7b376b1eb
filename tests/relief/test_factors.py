"""What went with what, and how seldom that is chance."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tracker.relief.derive import derive
from tracker.relief.factors import COLUMNS, factors, holm

SACRUM = ("piriformis", "near the sacrum")
NAVEL = ("psoas", "beside the navel")
RELIEF = "relief of a press, in points: positive is more relief"
NEXT_DAY = "sciatica pain the next day, in points: positive is more pain"


def releases(rows):
    """From dicts with at least day (0 is 2 March 2026) and relief."""
    given = pd.DataFrame(
        [
            {"muscle": SACRUM[0], "spot": SACRUM[1], "side": "left", "tool": "ball", "hour": 8}
            | {"pressure": None, "pain_before": 6.0, "outcome": "held", "held_s": np.nan}
            | row
            for row in rows
        ],
        columns=[
            "day",
            "hour",
            "muscle",
            "spot",
            "side",
            "tool",
            "pressure",
            "pain_before",
            "outcome",
            "held_s",
            "relief",
        ],
    )
    start = pd.Timestamp("2026-03-02", tz="UTC").as_unit("us")
    after = given["pain_before"] - given["relief"].astype("float64")
    return given.drop(columns=["day", "hour", "relief"]).assign(
        id=[f"{i:04d}" for i in range(len(given))],
        started_at=start
        + pd.to_timedelta(given["day"].astype("float64"), unit="D")
        + pd.to_timedelta(given["hour"].astype("float64"), unit="h"),
        started_at_offset=0,
        pain_30s=after,
        pain_after=after.where(given["outcome"] != "moved"),
        held_s=given["held_s"].astype("float64"),
        pain_before=given["pain_before"].astype("float64"),
    )


def check_ins(pains, activities=None):
    """One a day at nine in the evening; None for a day without."""
    at = pd.date_range("2026-03-02T21:00Z", periods=len(pains), unit="us")
    noted = activities or [""] * len(pains)
    frame = pd.DataFrame({"at": at, "at_offset": 0, "site": "sciatica", "activities": noted})
    return frame.assign(pain=pd.Series(pains, dtype="float64")).dropna(subset=["pain"])


def only(table, factor):
    return table[table["factor"] == factor].reset_index(drop=True)


def tools(n=12, roller=3.0, ball=1.0):
    return [
        {"day": day, "tool": tool, "relief": relief + 0.5 * (day % 2), "hour": hour}
        for day in range(n)
        for tool, relief, hour in (("ball", ball, 8), ("roller", roller, 9))
    ]


def test_a_tool_that_took_the_place_of_another_is_not_compared():
    # Relief rises by itself; the roller came half-way.
    rows = [
        {"day": day, "tool": "roller" if day >= 20 else "ball", "relief": 1 + day / 20}
        for day in range(40)
    ]
    (row,) = only(factors(releases(rows)), "tool").to_dict("records")
    assert (row["apart_in_time"], row["enough"], row["notable"], row["n"]) == (
        True,
        False,
        False,
        0,
    )
    assert np.isnan(row["estimate"])


def test_a_trend_of_relief_does_not_pass_for_a_tool():
    # The roller is used more and more while relief rises, whatever is used.
    rng = np.random.default_rng(3)
    rows = [
        {"day": day, "hour": hour, "tool": tool, "relief": 1 + day / 20 + rng.normal(0, 0.2)}
        for day in range(40)
        for hour in (8, 18)
        for tool in [rng.choice(["ball", "roller"], p=[1 - day / 40, day / 40])]
    ]
    (row,) = only(factors(releases(rows)), "tool").to_dict("records")
    assert (row["apart_in_time"], row["enough"], row["notable"]) == (False, True, False)
    assert row["estimate"] == pytest.approx(0, abs=0.15)


def test_tools_are_compared_on_the_same_spot():
    elsewhere = [
        {"day": day, "tool": "roller", "relief": 9.0, "muscle": NAVEL[0], "spot": NAVEL[1]}
        for day in range(12)
    ]
    table = factors(releases([*tools(), *elsewhere]))
    assert table.columns.to_list() == list(COLUMNS)
    row = only(table, "tool").iloc[0]
    assert (row["level"], row["compared_with"]) == ("ball", "roller")
    assert row["measures"] == RELIEF
    assert row["estimate"] == pytest.approx(-2)
    assert (row["n"], row["n_level"], row["enough"]) == (24, 12, True)
    assert row["p"] == 2 / 2**12
    assert row["notable"]


def test_relief_is_compared_at_equal_pain_before():
    rows = [
        row | {"pain_before": before, "relief": 0.5 * before + (day % 3) * 0.1}
        for day, (row, before) in enumerate(
            zip(tools(), np.tile([4.0, 8.0, 5.0, 9.0], 6), strict=True)
        )
    ]
    plain = only(factors(releases(rows)), "tool").iloc[0]
    assert abs(plain["estimate"]) < 0.1
    assert not plain["notable"]


def test_each_tool_meets_the_one_it_shares_spots_with():
    rows = [
        {"day": day, "tool": tool, "relief": 2.0 + day % 2, "muscle": NAVEL[0], "spot": NAVEL[1]}
        for day in range(8)
        for tool in ("hook", "large ball")
    ]
    table = only(factors(releases([*tools(), *rows])), "tool").set_index("level")
    assert table["compared_with"].to_dict() == {
        "roller": "ball",
        "large ball": "hook",
        "hook": "ball",
    }
    assert table.loc["hook", ["n", "n_level"]].to_list() == [0, 0]
    assert np.isnan(table.loc["hook", "estimate"])
    assert not table.loc["hook", "enough"]


def test_a_tool_that_was_used_once_meets_the_one_used_on_that_spot():
    there = {"relief": 2.0, "muscle": NAVEL[0], "spot": NAVEL[1]}
    rows = [
        {"day": day, "tool": tool, **there} for day, tool in enumerate(["hook", "wand", "hook"])
    ]
    table = only(factors(releases([*tools(), *rows])), "tool").set_index("level")
    assert table.loc["wand", "compared_with"] == "hook"


def test_side_has_to_repeat_from_spot_to_spot():
    def both_sides(n_spots):
        return releases(
            [
                {"day": day, "side": side, "spot": f"spot {spot}", "relief": relief + 0.1 * spot}
                for day in range(6)
                for spot in range(n_spots)
                for side, relief in (("left", 2.0), ("right", 1.0))
            ]
        )

    row = only(factors(both_sides(6)), "side").iloc[0]
    assert (row["level"], row["compared_with"], row["n"]) == ("right", "left", 72)
    assert row["estimate"] == pytest.approx(-1)
    assert row["p"] == 2 / 64
    assert row["enough"]
    assert not only(factors(both_sides(5)), "side").iloc[0]["enough"]


def test_hold_length_is_of_presses_held_to_the_end():
    held = [
        {"day": day, "held_s": 90 + 10 * (day % 3), "relief": 1.0 + 0.5 * (day % 3)}
        for day in range(15)
    ]
    moved = [{"day": day, "held_s": 30, "relief": 0.0, "outcome": "moved"} for day in range(15)]
    row = only(factors(releases([*held, *moved])), "hold length").iloc[0]
    assert (row["level"], row["compared_with"]) == ("each 10 s more", "10 s less")
    assert row["estimate"] == pytest.approx(0.5)
    assert (row["n"], row["n_level"]) == (15, 15)


def test_days_since_the_last_press_of_that_spot_count_to_fourteen():
    days = np.cumsum([0, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 30])
    rested = np.diff(days, prepend=0).clip(max=14)
    rows = [{"day": day, "relief": 1 + 0.25 * rest} for day, rest in zip(days, rested, strict=True)]
    row = only(factors(releases(rows)), "days since last press").iloc[0]
    assert row["estimate"] == pytest.approx(0.25)
    assert row["n"] == 11


def test_time_of_day_and_pressure_have_their_levels():
    rows = [
        {"day": day, "hour": hour, "pressure": pressure, "relief": relief}
        for day in range(8)
        for hour, pressure, relief in ((8, "firm", 1.0), (20, "light", 2.0), (21, None, 2.0))
    ]
    table = factors(releases(rows))
    time = only(table, "time of day").iloc[0]
    assert (time["level"], time["compared_with"], time["n"]) == ("morning", "evening", 24)
    pressure = only(table, "pressure").iloc[0]
    assert (pressure["level"], pressure["compared_with"], pressure["n"]) == ("light", "firm", 16)
    assert pressure["estimate"] == pytest.approx(1)


def test_the_day_after_an_activity():
    rng = np.random.default_rng(0)
    sat = rng.random(90) < 0.5
    level, pains = 5.0, []
    for day in range(90):
        level = 5 + 0.6 * (level - 5) + rng.normal(0, 0.4) + (1.0 if day and sat[day - 1] else 0)
        pains.append(level)
    noted = ["long sitting;walking" if one else "walking" for one in sat]
    table = factors(releases([]), check_ins(pains, noted))
    row = only(table, "activity the day before").set_index("level").loc["long sitting"]
    assert (row["compared_with"], row["measures"]) == ("days without it", NEXT_DAY)
    assert row["low"] < 1.0 < row["high"]
    assert row["estimate"] == pytest.approx(1.0, abs=0.3)
    assert row["notable"]
    assert (row["n"], row["n_level"]) == (89, int(sat[:-1].sum()))
    walked = only(table, "activity the day before").set_index("level").loc["walking"]
    assert (walked["n"], walked["enough"]) == (0, False)


def test_what_stays_of_a_days_pain_overnight_is_taken_out_whole():
    rng = np.random.default_rng(0)
    sat = rng.random(60) < 0.5
    pains = [9.0]
    for before, one in zip(pains, sat, strict=False):
        pains.append(2 + 0.6 * before + (1.0 if one else 0.0))
    noted = ["long sitting" if one else "" for one in [*sat, False]]
    row = only(factors(releases([]), check_ins(pains, noted)), "activity the day before").iloc[0]
    # Every next day is told by its rule to the last digit: nothing is left to be unsure of.
    assert row[["estimate", "low", "high"]].to_list() == pytest.approx([1.0] * 3, abs=1e-6)


@pytest.mark.slow
def test_days_without_a_check_in_are_left_out():
    pains = [5.0, 4.0, None, 6.0, 5.0, 4.0]
    table = factors(releases([{"day": day, "relief": 1.0} for day in range(6)]), check_ins(pains))
    row = only(table, "releases the day before").iloc[0]
    assert (row["level"], row["n"], row["enough"]) == ("each release more", 0, False)
    mixed = [{"day": day, "relief": 1.0} for day in (0, 0, 1, 3, 3, 4, 5)]
    row = only(factors(releases(mixed), check_ins(pains)), "releases the day before").iloc[0]
    assert row["n"] == 3  # the days after days 0, 3 and 4, each with pain on both


def test_pressing_more_on_bad_days_does_not_pass_for_its_effect():
    estimates = []
    for seed in range(24):
        rng = np.random.default_rng(seed)
        pain, state = np.zeros(120), 0.0
        for day in range(120):
            state = 0.7 * state + rng.normal(0, 0.7)
            pain[day] = 5.5 + state
        rows = [
            {"day": day, "relief": 1.0}
            for day in range(120)
            for _ in range(rng.poisson(max(0.2, 1 + 0.8 * (pain[day] - 5.5))))
        ]
        rated = pain + rng.normal(0, 0.6, 120)
        estimates.append(only(factors(releases(rows), check_ins(rated)), "releases the day before"))
    found = pd.concat(estimates)
    assert abs(found["estimate"].mean()) < 0.05  # by pain the day before as rated: 0.1
    assert (found["p"] <= 0.05).mean() <= 0.15


def test_holm_by_hand():
    assert holm(np.array([0.012, 0.04, 0.5, 0.01])).tolist() == [True, False, False, True]
    assert holm(np.array([0.02, 0.001])).tolist() == [True, True]
    assert holm(np.array([0.03, 0.04])).tolist() == [False, False]
    assert holm(np.array([])).tolist() == []


@pytest.mark.slow
def made_up(seed, days=60):
    """A diary in which nothing but spot and pain before has an effect on relief or next day.

    Good and bad days follow each other, bad days are pressed more, firmer and with less walking,
    the better spots more often with the roller: all that must not be taken for an effect.
    """
    rng = np.random.default_rng(seed)
    truth = rng.normal(1, 0.9, 8)
    state, day_effect, habit, rows, pains, noted = 0.0, 0.0, 0.0, [], [], []
    for day in range(days):
        state = 0.7 * state + rng.normal(0, 0.7)
        day_effect = 0.6 * day_effect + rng.normal(0, 0.3)
        habit = 0.8 * habit + rng.normal(0, 0.6)
        for _ in range(min(rng.poisson(max(0.3, 1.5 + 0.8 * state)), 6)):
            spot = rng.integers(8)
            before = float(np.clip(round(5.5 + state + rng.normal(0, 1)), 1, 10))
            relief = truth[spot] + 0.25 * (before - 6) + day_effect + rng.normal(0, 1.2)
            roller = rng.random() < 1 / (1 + np.exp(-1.5 * habit - np.sign(truth[spot] - 1)))
            firm = state + rng.normal(0, 0.8) > 0
            rows.append(
                {
                    "day": day,
                    "hour": rng.choice([8, 13, 20]),
                    "muscle": f"muscle {spot // 2}",
                    "spot": f"spot {spot}",
                    "side": rng.choice(["left", "right"]),
                    "tool": "roller" if roller else "ball",
                    "pressure": "firm" if firm else "light",
                    "pain_before": before,
                    "held_s": rng.integers(85, 120),
                    "outcome": "moved" if relief < 0.3 and rng.random() < 0.7 else "held",
                    "relief": before - np.clip(round(before - relief), 0, 10),
                }
            )
        pains.append(float(np.clip(round(5.5 + state + rng.normal(0, 0.6)), 0, 10)))
        noted.append(
            ";".join(n for n in ("walking", "driving") if rng.random() < 0.4 - 0.1 * state)
        )
    return releases(rows), check_ins(pains, noted)


def test_where_nothing_has_an_effect_a_notable_row_is_rare():
    tables = [factors(*made_up(seed)) for seed in range(50)]
    flagged = np.mean([table["notable"].any() for table in tables])
    every = pd.concat(tables).query("enough")
    assert len(every) > 50 * 7
    assert flagged <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 50)
    assert (every["p"] <= 0.05).mean() <= 0.075


def test_enough_comes_first_and_then_p():
    table = factors(*made_up(3))
    assert table["enough"].is_monotonic_decreasing
    assert table.loc[table["enough"], "p"].is_monotonic_increasing
    assert isinstance(table.index, pd.RangeIndex)


def test_the_order_of_rows_never_matters():
    frame, rated = made_up(4)
    shuffled = factors(frame.sample(frac=1, random_state=1), rated.sample(frac=1, random_state=2))
    assert_frame_equal(shuffled, factors(frame, rated))
    assert_frame_equal(factors(derive(frame), rated), factors(frame, rated))


def test_columns_and_types_are_the_same_for_nothing():
    full, empty = factors(*made_up(0)), factors(releases([]), check_ins([]))
    assert empty.columns.to_list() == full.columns.to_list() == list(COLUMNS)
    assert empty.dtypes.equals(full.dtypes)
    assert empty["factor"].to_list() == ["days since last press", "hold length"]
    assert not empty[["enough", "notable"]].any(axis=None)
    assert_frame_equal(factors(releases([])), empty)


def test_medication_of_any_name_is_one_factor():
    rng = np.random.default_rng(0)
    took = rng.random(60) < 0.5
    pains = [9.0]
    for before, one in zip(pains, took, strict=False):
        pains.append(2 + 0.6 * before - (1.0 if one else 0.0))
    frame = check_ins(pains)
    names = np.where(np.arange(61) % 2, "ibuprofen 400 mg", "paracetamol;a patch")
    frame = frame.assign(medication=np.where([*took, False], names, ""))
    row = only(factors(releases([]), frame), "medication the day before").iloc[0]
    assert (row["level"], row["compared_with"]) == ("any", "days without it")
    assert (row["n"], row["n_level"]) == (60, int(took.sum()))
    assert row[["estimate", "low", "high"]].to_list() == pytest.approx([-1.0] * 3, abs=1e-6)


def test_medication_that_nobody_named_is_no_factor():
    frame = check_ins([5.0, 4.0, 6.0]).assign(medication="")
    assert only(factors(releases([]), frame), "medication the day before").empty

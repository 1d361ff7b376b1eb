from datetime import date

import pandas as pd
import pytest

from tracker.protocol.errors import InvalidRecord
from tracker.widgets.filters import Filter

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def derived():
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-10-25", "2026-10-26", "2026-11-22", "2026-11-23"]),
            "muscle": pd.Categorical(["psoas", "psoas", "piriformis", "iliacus"]),
            "side": pd.Categorical(["left", "right", "left", "left"]),
            "tool": pd.Categorical(["foam roller", "massage ball", "foam roller", None]),
        }
    )


def kept(derived, **chosen):
    return Filter.read(chosen, SUNDAY).releases(derived)["muscle"].tolist()


def test_nothing_chosen_leaves_everything_in(derived):
    assert Filter.read({}, SUNDAY).is_open
    assert len(kept(derived)) == 4


def test_four_weeks_end_today_and_hold_28_days(derived):
    chosen = Filter.read({"weeks": 4}, SUNDAY)
    assert (chosen.first, chosen.last) == (date(2026, 10, 26), SUNDAY)
    assert kept(derived, weeks=4) == ["psoas", "piriformis"]


def test_picked_days_are_both_included_and_either_may_be_left_open(derived):
    chosen = {"from": "2026-10-26", "to": "2026-11-22"}
    assert kept(derived, **chosen) == ["psoas", "piriformis"]
    assert kept(derived, **{"from": "2026-11-22", "to": ""}) == ["piriformis", "iliacus"]
    assert kept(derived, to="2026-10-25") == ["psoas"]


def test_side_muscles_and_tools(derived):
    assert kept(derived, side="right") == ["psoas"]
    assert kept(derived, muscles=["iliacus", "piriformis"]) == ["piriformis", "iliacus"]
    assert kept(derived, tools=["foam roller"], side="left") == ["psoas", "piriformis"]
    assert kept(derived, tools=["none of mine"]) == []


def test_only_side_muscles_and_tools_are_about_presses():
    assert not Filter.read({"weeks": 4}, SUNDAY).is_about_presses
    assert Filter.read({"tools": ["foam roller"]}, SUNDAY).is_about_presses


def test_days_the_wrong_way_round_come_back():
    with pytest.raises(InvalidRecord, match="to must not be before from, 2026-11-02"):
        Filter.read({"from": "2026-11-02", "to": "2026-11-01"}, SUNDAY)


def test_a_day_that_is_none_comes_back():
    with pytest.raises(InvalidRecord, match="from must be a day such as 2026-11-09, not 'soon'"):
        Filter.read({"from": "soon"}, SUNDAY)

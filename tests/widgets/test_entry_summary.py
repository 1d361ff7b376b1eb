"""An entry in the list says what happened, and no more than was noted."""

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets.entry_summary import check_in_card, release_card


@pytest.mark.parametrize(
    ("changes", "pain", "spoken", "change"),
    [
        (
            {"pain_30s": 4, "pain_after": 3},
            "6 → 4 → 3",
            "Pain 6 before, 4 at 30 s, 3 after.",
            ("3 lower", "relief"),
        ),
        (
            {"pain_30s": 6, "outcome": "moved"},
            "moved at 30 s: 6 → 6",
            "Pain 6 before, 6 at 30 s. Moved at 30 s.",
            ("the same", ""),
        ),
        (
            {"pain_after": 7.5, "outcome": "stopped"},
            "stopped early: 6 → – → 7.5",
            "Pain 6 before, 7.5 after. Stopped early.",
            ("1.5 higher", "worse"),
        ),
        ({}, "6 → – → –", "Pain 6 before.", ("", "")),
        (
            {"pain_30s": 5},
            "6 → 5 → –",
            "Pain 6 before, 5 at 30 s.",
            ("1 lower", "relief"),
        ),
    ],
)
def test_the_course_of_pain(release, changes, pain, spoken, change):
    card = release_card(release(**changes))
    assert (card["pain"], card["spoken"]) == (pain, spoken)
    assert (card["change"], card["tone"]) == change


def test_a_release_s_time_is_the_one_it_was_noted_in(release):
    card = release_card(release(started_at="2026-11-22T23:50:00-05:00"))
    assert (card["day"], card["time"]) == ("2026-11-22", "23:50")


def test_a_release_s_details(release):
    bare = release_card(release())
    assert bare["detail"] == "lacrosse ball"
    full = release(pressure="firm", held_s=90, pain_later=7, later_at="2026-11-19T08:00:00+00:00")
    assert release_card(full)["detail"] == "lacrosse ball · firm · 90 s · pain 7, 20 h later"


@pytest.mark.parametrize(
    ("later_at", "passed"),
    [
        ("2026-11-18T12:59:00+00:00", "59 min"),
        ("2026-11-18T13:00:00+00:00", "1 h"),
        ("2026-11-20T11:00:00+00:00", "47 h"),
        ("2026-11-20T12:00:00+00:00", "2 days"),
        ("2026-12-14T12:00:00+00:00", "26 days"),
    ],
)
def test_how_long_after_a_release_its_pain_was_asked(release, later_at, passed):
    card = release_card(release(pain_later=7, later_at=later_at))
    assert card["detail"] == f"lacrosse ball · pain 7, {passed} later"


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "sciatica"),
        ({"side": "left"}, "left"),
        ({"reach": "back"}, "in the back"),
        ({"side": "right", "reach": "foot"}, "right, down to the foot"),
        ({"side": "both", "reach": "foot"}, "both sides, down to the foot"),
        ({"site": "hip", "side": "left"}, "hip, left"),
    ],
)
def test_where_a_check_in_is(noon, values, title):
    assert check_in_card(CheckIn(at=noon, pain=4, **values))["title"] == title


def test_a_check_in_s_weekly_answers_and_red_flags(noon):
    card = check_in_card(
        CheckIn(
            at=noon,
            pain=4,
            bothersomeness=(1, 2, 3, 4),
            change="much worse",
            red_flags=("fever", "cancer"),
        )
    )
    assert (card["change"], card["tone"]) == ("much worse than last week", "worse")
    assert card["detail"] == "bothersomeness 10 of 24"
    assert card["alert"] == "Red flags: fever, cancer."
    same = check_in_card(CheckIn(at=noon, pain=4, change="no change"))
    assert (same["change"], same["tone"]) == ("no change since last week", "")


def test_a_time_that_is_not_known_is_said(release):
    assert release_card(release(time_known=False))["time"] == "time not known"
    card = check_in_card(CheckIn(at="2026-11-22T12:00+01:00", pain=4, time_known=False))
    assert (card["day"], card["time"]) == ("2026-11-22", "time not known")

"""What stops every release: red flags that stand, and pain that stayed."""

import pandas as pd
import pytest

from tracker.facade import open_diary
from tracker.protocol.flare_up import flare_ups, in_order, press_of
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening
from tracker.relief.safety import spot_restrictions, stop_advice

DOCTOR = "See a doctor before the next release."
EMERGENCY = "Go to an emergency department now. Do not press anything."


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db") as opened:
        yield opened


@pytest.fixture
def small(diary):
    """The releases of a diary without any."""
    return diary.releases()


@pytest.fixture
def stayed(diary, release, noon):
    """A diary whose one release was still 3 points higher 26 hours later."""
    diary.add(
        release(pain_before=5, pain_after=8, pain_later=8, later_at=noon + pd.Timedelta(hours=26)),
        recorded_at=noon + pd.Timedelta(days=9),
    )
    return diary.releases()


def asked(*rows):
    """Screenings as the diary hands them out: day, reason, flags, whether dismissed."""
    frame = pd.DataFrame(
        list(rows), columns=["answered_at", "asked_because", "red_flags", "dismissed_at"]
    )
    days = pd.Timestamp("2026-11-18T12:00Z") + pd.to_timedelta(frame["answered_at"], unit="D")
    return frame.assign(
        answered_at=days, dismissed_at=days.where(frame["dismissed_at"].astype(bool))
    )


def ticked(day, flags):
    at = pd.Timestamp("2026-11-18T12:00Z") + pd.Timedelta(days=day)
    return pd.DataFrame({"at": [at], "red_flags": [flags]})


def test_an_undismissed_yes_stops_until_a_later_clear_screening(small):
    none = ("asked for", "", False)
    assert stop_advice(small, None, asked()) == ""
    assert stop_advice(small, None, asked((0, "first release", "fever", False))) == DOCTOR
    assert stop_advice(small, None, asked((0, "asked for", "fever;both legs", False))) == EMERGENCY
    assert stop_advice(small, None, asked((0, "asked for", "fever", True))) == ""
    assert stop_advice(small, None, asked((0, "asked for", "fever", False), (1, *none))) == ""
    assert stop_advice(small, None, asked((2, "asked for", "fever", False), (1, *none))) == DOCTOR


def test_a_screening_answers_the_check_ins_before_it(small):
    clear = asked((1, "asked for", "", False))
    assert stop_advice(small, ticked(0, "fever"), clear) == ""
    assert stop_advice(small, ticked(2, "fever"), clear) == DOCTOR
    spot_restrictions = asked((1, "asked for", "both legs", False))
    assert stop_advice(small, ticked(2, ""), spot_restrictions) == EMERGENCY


def test_pain_that_stayed_stops_until_its_own_screening(stayed):
    assert stop_advice(stayed).startswith("It is still 3 points higher a day later.")
    other = asked((5, "asked for", "", False))
    before = asked((1, "pain that stayed", "", False))
    after = asked((2, "pain that stayed", "", False))
    assert "Stop the releases" in stop_advice(stayed, None, other)
    assert "Stop the releases" in stop_advice(stayed, None, before)
    assert stop_advice(stayed, None, after) == ""
    assert stop_advice(stayed, None, asked((2, "pain that stayed", "fever", False))) == DOCTOR
    assert stop_advice(stayed, None, asked((2, "pain that stayed", "fever", True))) == ""


def test_screenings_come_as_the_diary_hands_them_out(diary, noon):
    later = noon + pd.Timedelta(days=1)
    screening = diary.add(
        Screening(answered_at=noon, red_flags=("fever", "cancer")), recorded_at=later
    )
    frame = diary.screenings()
    assert frame["red_flags"].tolist() == ["fever;cancer"]
    assert frame["dismissed_at"].isna().all()
    assert stop_advice(diary.releases(), diary.check_ins(), frame) == DOCTOR
    diary.amend(screening.id, dismissed_at=later, recorded_at=later)
    assert stop_advice(diary.releases(), diary.check_ins(), diary.screenings()) == ""


def test_the_plan_and_the_coach_leave_the_same_spots_out(diary, release, noon):
    hour = pd.Timedelta(hours=1)
    rises = {"pain_before": 5, "pain_after": 8}
    for place, changes in enumerate(
        (
            {**rises, "pain_later": 9, "later_at": noon + 5 * hour},
            {**rises, "side": "right"},
            {**rises, "spot": "middle of the buttock", "started_at": noon - 30 * hour},
            {"spot": "behind the hip bone", "pain_before": 5, "pain_30s": 7, "outcome": "moved"},
            {**rises, "muscle": "psoas", "spot": "beside the navel", "pain_after": 6},
            {**rises, "pain_after": None, "started_at": noon + 8 * hour},
        )
    ):
        diary.add(release(**changes), recorded_at=noon + (9 + place) * hour)
    now = noon + 10 * hour
    spots = spot_restrictions(diary.releases(), now=now, rest_h=6)
    left_out = spots[spots["flared_up"]]
    found = {(one.muscle, one.spot, one.side) for one in left_out.itertuples()}
    assert found == {
        ("piriformis", "near the sacrum", "left"),
        ("piriformis", "near the sacrum", "right"),
        ("piriformis", "behind the hip bone", "left"),
    }
    assert found == set(flare_ups(map(press_of, in_order(diary.all(Release))), now))
    assert (
        spot_restrictions(diary.releases().iloc[:0], now=now, rest_h=6)["flared_up"].dtype == bool
    )


def test_what_a_doctor_agreed_to_stops_nothing_until_it_is_withdrawn(diary, noon):
    later = noon + pd.Timedelta(days=1)
    screening = diary.add(
        Screening(answered_at=noon, red_flags=("cancer",), doctor_agreed_at=noon),
        recorded_at=later,
    )
    assert stop_advice(diary.releases(), diary.check_ins(), diary.screenings()) == ""
    assert stop_advice(diary.releases(), ticked(2, "cancer"), diary.screenings()) == ""
    assert stop_advice(diary.releases(), ticked(2, "cancer;fever"), diary.screenings()) == DOCTOR
    diary.amend(screening.id, doctor_agreed_at=None, recorded_at=later)
    assert stop_advice(diary.releases(), diary.check_ins(), diary.screenings()) == DOCTOR

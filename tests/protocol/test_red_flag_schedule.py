"""When the red flags are asked, and which answers to them stand."""

from datetime import timedelta

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.red_flag_schedule import (
    LEG_SYMPTOMS,
    Answer,
    Known,
    agreed_to,
    allows_continuing,
    flags_standing,
    known_by_now,
    new_in_leg,
    to_ask,
)
from tracker.protocol.screening import Screening

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def check_in(noon):
    def make(days=0, **changes):
        return CheckIn(**{"at": noon + days * DAY, "pain": 4, **changes})

    return make


@pytest.fixture
def screening(noon):
    def make(days=0, **changes):
        return Screening(**{"answered_at": noon + days * DAY, **changes})

    return make


def asked(releases=(), check_ins=(), screenings=()):
    asking = to_ask(releases, check_ins, screenings)
    return asking.reason if asking else None


def test_before_the_first_release_until_it_is_answered(release, screening):
    assert asked() == "first release"
    assert to_ask([], [], []).why == (
        "Before the first release: signs that need a clinician, not a ball."
    )
    assert to_ask([release()], [], []).why.startswith("Before the next release:")
    assert asked([release()], [], [screening()]) is None
    assert asked(screenings=[screening(red_flags=["fever"])]) is None


def test_a_new_leg_symptom_until_a_screening_after_it(check_in, screening):
    first = screening(-9)
    steady = [check_in(-2, symptoms=["ache", "tingling"]), check_in(-1, symptoms=["tingling"])]
    assert asked((), steady, [first]) is None
    numb = [*steady, check_in(0, symptoms=["ache", "numbness"])]
    assert asked((), numb, [first]) == "new leg symptom"
    assert to_ask((), numb, [first]).why == "Your last check-in says new numbness."
    assert asked((), numb, [first, screening(-0.5)]) == "new leg symptom"
    assert asked((), numb, [first, screening(0)]) is None
    # The next check-in no longer brings it as something new.
    assert asked((), [*numb, check_in(1, symptoms=["numbness"])], [first]) is None


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"symptoms": ["numbness"]}, {"symptoms": ["numbness"]}, ""),
        ({"symptoms": ["ache"]}, {"symptoms": ["ache", "jolt", "burning"]}, ""),
        ({}, {"symptoms": ["tingling", "weakness"]}, "new tingling and weakness"),
        ({"reach": "thigh"}, {"reach": "calf"}, "pain that goes further down, to the calf"),
        ({"reach": "calf"}, {"reach": "thigh"}, ""),
        ({"reach": "calf"}, {"reach": None}, ""),
        ({"reach": None}, {"reach": "foot"}, ""),
        (
            {"reach": "back"},
            {"reach": "foot", "symptoms": ["weakness"]},
            "new weakness, and pain that goes further down, to the foot",
        ),
        ({"side": "left"}, {"side": "both"}, "pain on both sides"),
        ({"side": "both"}, {"side": "both"}, ""),
        ({"side": None}, {"side": "both"}, ""),
        ({"site": "hip", "symptoms": ["numbness"]}, {"symptoms": ["numbness"]}, "new numbness"),
    ],
)
def test_what_is_new_in_the_leg(check_in, before, now, said):
    assert new_in_leg(check_in(1, **now), [check_in(0, **before)]) == said


def test_new_is_what_eight_weeks_have_not_seen(check_in):
    numb = {"symptoms": ["numbness"]}
    between = check_in(-7)
    assert new_in_leg(check_in(0, **numb), [check_in(-56, **numb), between]) == ""
    assert new_in_leg(check_in(0, **numb), [check_in(-57, **numb), between]) == "new numbness"
    # The last one counts however long ago it was.
    assert new_in_leg(check_in(0, **numb), [check_in(-400, **numb)]) == ""
    older = [check_in(-500, **numb), check_in(-400)]
    assert new_in_leg(check_in(0, **numb), older) == "new numbness"


def test_a_first_check_in_is_covered_by_the_screening_of_that_day(check_in, screening):
    numb = check_in(0, symptoms=["numbness"], reach="foot")
    assert asked((), [numb], [screening(-2)]) == "new leg symptom"
    assert asked((), [numb], [screening(-1)]) is None
    assert known_by_now(numb.at, [], [screening(-1)]) == Known(LEG_SYMPTOMS)
    assert known_by_now(numb.at, [], [screening(-2)]) == Known()
    assert known_by_now(numb.at + HOUR, [numb], []) == Known(("numbness",), "foot")


def test_pain_that_stayed_until_its_own_screening(release, screening, noon):
    stayed = release(pain_before=5, pain_after=8, pain_later=8, later_at=noon + 26 * HOUR)
    asking = to_ask([stayed], [], [screening(-1)])
    assert asking.reason == "pain that stayed"
    assert asking.why == (
        "Pain at the left piriformis, near the sacrum: it is still 3 points higher a day later. "
        "Stop the releases, and consult a health-care practitioner."
    )
    assert asked([stayed], [], [screening(3)]) == "pain that stayed"
    because = {"asked_because": "pain that stayed"}
    assert asked([stayed], [], [screening(1, **because)]) == "pain that stayed"
    assert asked([stayed], [], [screening(3, **because)]) is None


def test_what_lets_a_person_go_on_after_pain_that_stayed():
    assert allows_continuing("pain that stayed", [], dismissed=False)
    assert allows_continuing("pain that stayed", ["fever"], dismissed=True)
    assert not allows_continuing("pain that stayed", ["fever"], dismissed=False)
    assert not allows_continuing("asked for", [], dismissed=False)


def test_that_a_doctor_agreed_does_not_answer_pain_that_stayed(release, screening, noon):
    stayed = release(pain_before=5, pain_after=8, pain_later=8, later_at=noon + 26 * HOUR)
    agreed = screening(
        3,
        asked_because="pain that stayed",
        red_flags=["cancer"],
        doctor_agreed_at=noon + 3 * DAY,
    )
    assert not agreed.stops()
    assert asked([stayed], [], [agreed]) == "pain that stayed"


def test_what_would_stand_if_no_doctor_had_agreed(noon):
    agreed = Answer(noon, ["fever", "cancer"], doctor_agreed=True)
    assert agreed_to([agreed]) == ("cancer",)
    assert agreed_to([agreed, Answer(noon + DAY, ["cancer"])]) == ()
    assert agreed_to([Answer(noon, ["cancer"], dismissed=True)]) == ()
    assert agreed_to([]) == ()


@pytest.mark.parametrize(
    ("check_ins", "screenings", "stand"),
    [
        ([], [], ()),
        ([(1, ["fever"])], [], ("fever",)),
        ([(1, ["fever"]), (2, [])], [], ()),
        ([(1, ["fever"]), (1, ["cancer"])], [], ("fever", "cancer")),
        ([], [(1, ["fever"])], ("fever",)),
        ([], [(1, ["fever"]), (2, [])], ()),
        ([], [(1, []), (2, ["fever"])], ("fever",)),
        ([], [(1, ["fever"], True)], ()),
        # An empty box in a check-in is no answer; a ticked one is.
        ([(2, [])], [(1, ["fever"])], ("fever",)),
        ([(2, ["cancer"])], [(1, ["fever"])], ("fever", "cancer")),
        ([(2, ["cancer"])], [(1, ["fever"], True)], ("cancer",)),
        ([(1, ["cancer"])], [(2, [])], ()),
        # The form saves both at one moment, and going on ends both.
        ([(1, ["fever"])], [(1, ["fever"], True)], ()),
        # What a doctor agreed to holds until the questions are asked again, and for itself alone.
        ([], [(1, ["cancer"], False, True)], ()),
        ([], [(1, ["fever", "cancer"], False, True)], ("fever",)),
        ([(2, ["cancer"])], [(1, ["cancer"], False, True)], ()),
        ([(2, ["cancer", "both legs"])], [(1, ["cancer"], False, True)], ("both legs",)),
        ([], [(1, ["cancer"], False, True), (2, ["cancer"])], ("cancer",)),
        ([(3, ["cancer"])], [(1, ["cancer"], False, True), (2, [])], ("cancer",)),
    ],
)
def test_which_red_flags_stand(noon, check_ins, screenings, stand):
    def answers(rows):
        return [Answer(noon + row[0] * DAY, *row[1:]) for row in rows]

    assert flags_standing(answers(check_ins), answers(screenings)) == stand
    assert flags_standing(answers(check_ins[::-1]), answers(screenings[::-1])) in (
        stand,
        stand[::-1],
    )

"""What a person says of themselves has rules, and says which tool and where to begin."""

from datetime import date

import pytest

from tracker.protocol.catalogue import catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.muscle import Muscle
from tracker.protocol.profile import Profile, first_presses, needs_sentence, tool_for

SACRUM = ("piriformis", "near the sacrum")


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"side": "up"}, {"side": "side must be one of left, right, both, not sure, not 'up'."}),
        ({"tools": ["x"]}, {"tools": "tools must be a tuple of names, not ['x']."}),
        (
            {"usual_pain": 11},
            {"usual_pain": "usual_pain must be a whole number from 0 to 10, not 11."},
        ),
        (
            {"usual_pain": 3},
            {"usual_pain_on": "usual_pain and the day it was said must come together."},
        ),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused(values, problems):
    with pytest.raises(InvalidRecord) as refused:
        Profile(**values)
    assert refused.value.problems == problems


def test_it_goes_round_through_json():
    whole = Profile("both", ("foam roller",), 4.0, date(2026, 11, 18))
    assert Profile.of(whole.as_json()) == whole
    assert Profile.of({"side": "left", "of a later version": 1}) == Profile("left")


def test_it_is_answered_once_side_and_tools_are_said():
    assert not Profile("left").is_answered
    assert Profile("not sure", ()).is_answered


@pytest.mark.parametrize(
    ("side", "sides"),
    [
        (None, ()),
        ("left", ("left",)),
        ("right", ("right",)),
        ("both", ("left", "right")),
        ("not sure", ("left", "right")),
    ],
)
def test_one_begins_on_the_side_that_hurts(side, sides):
    begun = first_presses(Profile(side, ("lacrosse ball",)), catalogue())
    assert begun == [(*SACRUM, one, "lacrosse ball") for one in sides]


def test_one_begins_within_reach_of_what_one_owns():
    (only,) = first_presses(Profile("left", ("hip-flexor ball",)), catalogue())
    assert only == ("psoas", "beside the navel", "left", "hip-flexor ball")
    assert first_presses(Profile("left", ()), catalogue()) == []
    assert first_presses(Profile("left"), catalogue()) == [(*SACRUM, "left", "")]


def test_the_tool_is_the_usual_one_or_the_best_among_those_owned():
    piriformis = catalogue()["piriformis"]
    assert tool_for(piriformis, None) == ""
    assert tool_for(piriformis, None, ["massage ball"]) == "massage ball"
    assert tool_for(piriformis, ["massage ball", "lacrosse ball"]) == "lacrosse ball"
    assert tool_for(piriformis, ["tennis ball"], ["foam roller", "tennis ball"]) == "tennis ball"
    assert tool_for(piriformis, ["tennis ball"]) is None
    assert tool_for(Muscle("calf"), ["tennis ball"]) == "tennis ball"


def test_every_muscle_says_what_it_needs():
    assert needs_sentence(catalogue()["quadratus lumborum"]) == (
        "The quadratus lumborum needs a massage ball a little larger than a lacrosse ball."
    )
    assert all(muscle.needs != Muscle("x").needs for muscle in catalogue().values())

import pytest

from tracker.protocol.flare_up import after_release
from tracker.protocol.hold import Timing, at_check, phase
from tracker.protocol.red_flags import ADVICE, RED_FLAGS, most_urgent


@pytest.mark.parametrize(
    ("seconds", "where"),
    [(0, "settle"), (29.99, "settle"), (30, "hold"), (89.99, "hold"), (90, "done"), (1e6, "done")],
)
def test_phases_of_a_hold(seconds, where):
    assert phase(seconds) == where


def test_other_times_can_be_set():
    assert phase(30, Timing(check_s=40, hold_s=120)) == "settle"


def test_the_check_comes_within_the_hold():
    assert Timing(check_s=1, hold_s=2).check_s == 1
    with pytest.raises(ValueError, match=r"before the end of the hold \(90 s\), not at 90 s"):
        Timing(check_s=90)
    with pytest.raises(ValueError, match=r"after the start of the hold, not at 0 s"):
        Timing(check_s=0)


@pytest.mark.parametrize(
    ("before", "now", "action", "reason"),
    [
        (6, 5, "stay", "It has begun to fall, from 6 to 5. Keep holding."),
        (6, 5.5, "stay", "It has begun to fall, from 6 to 5.5. Keep holding."),
        (
            6,
            6,
            "move",
            "After 30 s it has not begun to fall. Move the tool to another spot.",
        ),
        (6, 8, "move", "After 30 s it has risen. Move the tool to another spot."),
        (
            6,
            None,
            "stay",
            "No rating yet. If it does not ease, move the tool to another spot.",
        ),
    ],
)
def test_stay_or_move_at_the_check(before, now, action, reason):
    advice = at_check(before, now)
    assert (advice.action, advice.reason) == (action, reason)


@pytest.mark.parametrize(
    ("ratings", "action"),
    [
        ((5, 3), "go on"),
        ((5, 6), "go on"),
        ((5, None), "go on"),
        ((5, 7), "check later"),
        ((5, 7, 5, 3), "go on"),
        ((5, 7, 7, 3), "ease"),
        ((5, 3, 7, 3), "ease"),
        ((5, 7, 7, 23.9), "ease"),
        ((5, 7, 7, 24), "stop and consult"),
    ],
)
def test_pain_that_rose(ratings, action):
    assert after_release(*ratings).action == action


def test_a_rise_that_stays_says_why_and_what_to_do():
    assert after_release(5, 8, 8, 30).reason == (
        "It is still 3 points higher a day later. Stop the releases, "
        "and consult a health-care practitioner."
    )


def test_possible_cauda_equina_is_an_emergency():
    emergencies = {flag.name for flag in RED_FLAGS if flag.advice == "emergency"}
    assert emergencies == {
        "saddle numbness",
        "bladder or bowel",
        "growing weakness",
        "both legs",
    }


def test_the_most_urgent_advice_wins():
    assert most_urgent(["fever"]) == "see a doctor first"
    assert most_urgent(["fever", "both legs"]) == "emergency"
    assert most_urgent([]) is None


def test_every_red_flag_is_a_question_with_advice():
    for flag in RED_FLAGS:
        assert flag.question.endswith("?")
        assert ADVICE[flag.advice].endswith(".")

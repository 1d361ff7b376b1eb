"""What must not be pressed is said with every muscle."""

import pytest

from tracker.protocol.catalogue import catalogue


@pytest.mark.parametrize("what", ["open wound", "fracture", "inflamed", "blood clot"])
def test_what_is_never_pressed_anywhere(what):
    assert any(what in sentence for sentence in catalogue().do_not_press)


@pytest.mark.parametrize("muscle", ["psoas", "iliacus"])
def test_on_the_abdomen_a_pulse_is_moved_away_from(muscle):
    assert "If you feel a pulse under the tool, move away from it." in catalogue()[muscle].cautions


@pytest.mark.parametrize("muscle", ["spinal erectors", "quadratus lumborum"])
def test_the_spine_itself_is_never_pressed(muscle):
    assert "Keep the ball beside the spine, never on it." in catalogue()[muscle].cautions


def test_every_muscle_says_what_to_mind():
    assert all(muscle.cautions for muscle in catalogue().values())

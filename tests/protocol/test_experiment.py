from datetime import timedelta

import pytest

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.experiment import Experiment, spot_arm, spot_of
from tracker.protocol.record import rule_of

PLACE = {"muscle": "piriformis", "spot": "near the sacrum", "side": "left"}
NEAR, MIDDLE = (
    "piriformis · near the sacrum · left",
    "piriformis · middle of the buttock · left",
)


def test_a_pressure_experiment_says_what_to_press(experiment):
    planned = experiment(order=("AB", "BA", "AB", "BA", "AB", "BA"))
    assert planned.turns()[:4] == ("A", "B", "B", "A")
    assert len(planned.turns()) == 12
    assert planned.press("A") == PLACE | {"tool": "lacrosse ball", "pressure": "light"}
    assert planned.press("B") == PLACE | {"tool": "lacrosse ball", "pressure": "firm"}


def test_a_tool_experiment_says_what_to_press(experiment):
    planned = experiment(
        compares="tool", arm_a="lacrosse ball", arm_b="foam roller", tool=None, pressure="firm"
    )
    assert planned.press("B") == PLACE | {"tool": "foam roller", "pressure": "firm"}


def test_a_spot_experiment_says_what_to_press(experiment):
    planned = experiment(
        compares="spot", arm_a=NEAR, arm_b=MIDDLE, muscle=None, spot=None, side=None
    )
    assert planned.press("B") == {
        "muscle": "piriformis",
        "spot": "middle of the buttock",
        "side": "left",
        "tool": "lacrosse ball",
        "pressure": None,
    }


def test_an_arm_that_is_a_spot_is_read_back():
    assert spot_of(spot_arm("psoas", "beside the navel", "right")) == (
        "psoas",
        "beside the navel",
        "right",
    )


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"pairs": 5}, "pairs", "pairs must be a whole number from 6 to 100, not 5."),
        ({"pairs": 6.0}, "pairs", "pairs must be a whole number from 6 to 100, not 6.0."),
        (
            {"order": ("AB", "BA")},
            "order",
            "order must have one coin flip for each of 6 pairs, not 2.",
        ),
        (
            {"order": ("AA",) * 6},
            "order",
            "order must be a list of AB and BA, one for each pair, not 'AA'.",
        ),
        (
            {"slope": float("inf")},
            "slope",
            "slope must be a number of points from -10 to 10, not inf.",
        ),
        ({"stops_at": 0.5}, "stops_at", "stops_at must be a chance from 0.9 to below 1, not 0.5."),
        (
            {"washout_h": -1.0},
            "washout_h",
            "washout_h must be a number of hours from 0 to 336, not -1.0.",
        ),
        (
            {"stops_at": 0.99, "pairs": 41, "order": ("AB",) * 41},
            "pairs",
            "pairs must be 40 or fewer where it may stop early, not 41.",
        ),
        ({"arm_b": "light"}, "arm_b", "arm_b must differ from arm_a, and both are 'light'."),
        ({"arm_b": ""}, "arm_b", "arm_b must be a name of 1 to 200 printable characters, not ''."),
        (
            {"arm_b": "x" * 201},
            "arm_b",
            f"arm_b must be a name of 1 to 200 printable characters, not '{'x' * 56}…'.",
        ),
        (
            {"arm_a": "feather"},
            "arm_a",
            "arm_a must be one of light, moderate, firm, not 'feather'.",
        ),
        (
            {"pressure": "firm"},
            "pressure",
            "pressure must be empty where A and B differ in their pressure.",
        ),
        ({"tool": None}, "tool", "tool is missing: it must stay the same for A and for B."),
        (
            {"compares": "spot", "arm_a": "my · knot", "arm_b": NEAR},
            "arm_a",
            "arm_a must be a muscle, a spot and a side with · between them, not 'my · knot'.",
        ),
        (
            {"compares": "time"},
            "compares",
            "compares must be one of spot, tool, pressure, not 'time'.",
        ),
    ],
)
def test_says_what_is_wrong_in_one_sentence(experiment, changes, field, sentence):
    with pytest.raises(InvalidRecord) as caught:
        experiment(**changes)
    assert caught.value.problems[field] == sentence


def test_it_ends_after_it_was_planned(experiment, noon):
    assert experiment(ended_at=noon).ended_at == noon
    with pytest.raises(InvalidRecord, match=r"ended_at must not be before planned_at\."):
        experiment(ended_at=noon - timedelta(hours=1))


def test_a_release_names_its_experiment_and_its_arm_together(release, experiment):
    planned = experiment()
    assert release(experiment=planned.id, arm="A").arm == "A"
    for half in ({"experiment": planned.id}, {"arm": "B"}):
        with pytest.raises(InvalidRecord, match="arm and experiment belong together: give both or"):
            release(**half)


def test_every_field_has_a_meaning_and_a_rule():
    for name, field in Experiment.model_fields.items():
        assert field.description, name
        assert rule_of(Experiment, name) != "a value of its kind", name

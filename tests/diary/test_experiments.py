"""The diary keeps experiments as it keeps releases: names plain, nothing in the future, undo."""

from datetime import timedelta

import pytest

from tracker.protocol.custom import OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.experiment import Experiment
from tracker.protocol.matching import UnknownName


def test_names_are_kept_in_their_plain_form(diary, experiment):
    saved = diary.add(experiment(muscle="Piriformis", spot="Near The Sacrum", tool="FOAM roller"))
    assert (saved.muscle, saved.spot, saved.tool) == (
        "piriformis",
        "near the sacrum",
        "foam roller",
    )


def test_arms_are_kept_in_their_plain_form(diary, experiment):
    tools = {"compares": "tool", "arm_a": "FOAM roller", "arm_b": "massage ball"}
    assert diary.add(experiment(**tools, tool=None)).arm_a == "foam roller"
    place = {"muscle": None, "spot": None, "side": None}
    spots = {
        "compares": "spot",
        "arm_a": "QL · Above the rim of the pelvis · left",
        "arm_b": "psoas · beside the navel · left",
    }
    saved = diary.add(experiment(**spots, **place))
    assert saved.arm_a == "quadratus lumborum · above the rim of the pelvis · left"


def test_two_spellings_of_one_tool_are_no_comparison(diary, experiment):
    with pytest.raises(InvalidRecord, match="arm_b must differ from arm_a"):
        diary.add(experiment(compares="tool", arm_a="foam roller", arm_b="Foam Roller", tool=None))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"muscle": "pirifromis"}, "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?"),
        (
            {"compares": "tool", "arm_a": "foam roler", "arm_b": "massage ball", "tool": None},
            "Unknown tool 'foam roler'. Did you mean 'foam roller'?",
        ),
    ],
)
def test_unknown_names_suggest_the_nearest(diary, experiment, changes, sentence):
    with pytest.raises(UnknownName) as refused:
        diary.add(experiment(**changes))
    assert str(refused.value) == sentence


def test_ending_early_can_be_undone(diary, experiment, noon):
    saved = diary.add(experiment())
    diary.amend(saved.id, ended_at=noon + timedelta(days=1), recorded_at=noon + timedelta(days=2))
    assert diary.get(saved.id).ended_at == noon + timedelta(days=1)
    diary.undo(saved.id)
    assert diary.all(Experiment) == [saved]


def test_it_can_be_ended_though_its_tool_is_no_longer_listed(diary, experiment, noon):
    tool = diary.add(OwnTool(added_at=noon, name="wooden spoon"))
    saved = diary.add(
        experiment(compares="tool", arm_a="wooden spoon", arm_b="foam roller", tool=None)
    )
    diary.delete(tool.id)
    assert diary.amend(saved.id, ended_at=noon).ended_at == noon


def test_the_future_is_refused(diary, experiment, noon):
    with pytest.raises(InvalidRecord, match="planned_at must not be in the future"):
        diary.add(experiment(), recorded_at=noon - timedelta(hours=1))

"""The catalogue file says what the practice says, and the loader finds it under any honest name."""

import dataclasses
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from tracker.protocol.catalogue import catalogue
from tracker.protocol.matching import UnknownName
from tracker.protocol.muscle import Muscle, Spot, Tool

RAW = tomllib.loads(
    files("tracker.protocol").joinpath("catalogue.toml").read_text(encoding="utf-8")
)
MUSCLES = list(catalogue().values())
SPOTS = [
    pytest.param(spot, id=f"{muscle.name}: {spot.name}")
    for muscle in MUSCLES
    for spot in muscle.spots.values()
]


def place(muscle: str, spot: str) -> tuple[float, float]:
    found = catalogue()[muscle].spots[spot]
    assert found.x is not None
    assert found.y is not None
    return found.x, found.y


# The file


def test_every_muscle_is_there_in_its_group():
    assert {name: muscle.group for name, muscle in catalogue().items()} == {
        "piriformis": "deep glute",
        "psoas": "hip flexors",
        "iliacus": "hip flexors",
        "gluteus medius": "outer hip",
        "gluteus minimus": "outer hip",
        "tensor fasciae latae": "outer hip",
        "spinal erectors": "lower back",
        "quadratus lumborum": "lower back",
    }
    assert catalogue().groups == ("deep glute", "hip flexors", "outer hip", "lower back")


def test_every_tool_is_there():
    assert list(catalogue().tools) == [
        "lacrosse ball",
        "massage ball",
        "larger massage ball",
        "foam roller",
        "hip-flexor ball",
        "iliopsoas tool",
    ]


def test_tools_suit_the_muscle_best_first():
    assert {name: muscle.tools for name, muscle in catalogue().items()} == {
        "piriformis": ("foam roller", "lacrosse ball", "massage ball"),
        "psoas": ("iliopsoas tool", "hip-flexor ball"),
        "iliacus": ("iliopsoas tool", "hip-flexor ball"),
        "gluteus medius": ("lacrosse ball", "massage ball"),
        "gluteus minimus": ("lacrosse ball", "massage ball"),
        "tensor fasciae latae": ("lacrosse ball", "massage ball"),
        "spinal erectors": ("lacrosse ball", "massage ball"),
        "quadratus lumborum": ("larger massage ball",),
    }


def test_every_listed_tool_is_known():
    assert {tool for muscle in MUSCLES for tool in muscle.tools} <= set(catalogue().tools)


def test_nothing_is_listed_twice():
    names = [muscle["name"].casefold() for muscle in RAW["muscle"]]
    aliases = [alias.casefold() for muscle in RAW["muscle"] for alias in muscle.get("aliases", [])]
    spots = [(muscle["name"], spot["name"]) for muscle in RAW["muscle"] for spot in muscle["spot"]]
    tools = [tool["name"] for tool in RAW["tool"]]
    for listed in (names + aliases, spots, tools):
        assert max(Counter(listed).values()) == 1


def test_plain_names_are_lower_case_words():
    names = [*catalogue(), *catalogue().tools, *(s for m in MUSCLES for s in m.spots)]
    assert [name for name in names if not name.replace("-", "").replace(" ", "").islower()] == []
    assert [name for name in names if name != " ".join(name.split())] == []


@pytest.mark.parametrize("muscle", MUSCLES, ids=lambda muscle: muscle.name)
def test_muscle_is_told_in_full_sentences(muscle):
    assert 3 <= len(muscle.spots) <= 4
    assert len(muscle.cautions) >= 1
    told = (muscle.where, muscle.why, muscle.how, muscle.referral, *muscle.cautions)
    assert [text for text in told if not (text.endswith(".") and text[0].isupper())] == []


@pytest.mark.parametrize("spot", SPOTS)
def test_spot_can_be_found_and_drawn(spot):
    assert spot.find.endswith(".")
    assert spot.find.count(".") == 1
    assert spot.view in ("front", "back")
    # Inside the body's outline, off the midline, and no lower than the fold of the buttock.
    assert 0.1 <= spot.x <= 0.95
    assert 0.0 <= spot.y <= 0.33
    assert spot.own is False


def test_tools_are_told_in_full_sentences():
    told = [text for tool in catalogue().tools.values() for text in (tool.what, tool.why)]
    assert [text for text in told if not text.endswith(".")] == []
    assert "too small for the hip flexors" in catalogue().tools["lacrosse ball"].why


def test_places_never_to_press_hold_for_every_muscle():
    sentences = catalogue().do_not_press
    for place_ in ("open wound", "fracture", "inflamed", "blood clot"):
        assert sum(place_ in sentence for sentence in sentences) == 1
    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []


@pytest.mark.parametrize(
    ("muscle", "caution"),
    [
        ("piriformis", "Pressing a tight piriformis can itself give sciatica-like pain."),
        ("psoas", "If you feel a pulse under the tool, move away from it."),
        ("iliacus", "If you feel a pulse under the tool, move away from it."),
        ("spinal erectors", "Keep the ball beside the spine, never on it."),
        ("quadratus lumborum", "Keep the ball beside the spine, never on it."),
    ],
)
def test_cautions_that_must_be_read(muscle, caution):
    assert caution in catalogue()[muscle].cautions


def test_text_neither_promises_nor_alarms():
    text = str(RAW).casefold()
    for word in ("cure", "heal", "relief", "guarantee", "danger", "warning", "!"):
        assert word not in text


# The places, relative to each other


def test_muscles_show_on_their_side_of_the_figure():
    views = {m.name: {spot.view for spot in m.spots.values()} for m in MUSCLES}
    assert views == {
        "piriformis": {"back"},
        "psoas": {"front"},
        "iliacus": {"front"},
        "gluteus medius": {"back"},
        "gluteus minimus": {"back", "front"},
        "tensor fasciae latae": {"front"},
        "spinal erectors": {"back"},
        "quadratus lumborum": {"back"},
    }


def test_piriformis_runs_outward_and_down_from_the_sacrum():
    inner = place("piriformis", "near the sacrum")
    middle = place("piriformis", "middle of the buttock")
    outer = place("piriformis", "behind the hip bone")
    assert inner < middle < outer
    assert inner[1] < middle[1] < outer[1]


def test_lower_back_is_above_the_gluteals_and_those_above_the_side_hip_bone():
    def heights(name: str) -> list[float]:
        return [spot.y for spot in catalogue()[name].spots.values()]

    assert max(heights("quadratus lumborum")) < 0.14  # the rim of the pelvis
    assert min(heights("gluteus medius")) > 0.14
    assert max(heights("gluteus medius")) < min(heights("gluteus minimus"))
    assert max(heights("gluteus minimus")) < 0.27  # the side hip bone


def test_columns_stand_side_by_side():
    def widths(name: str) -> list[float]:
        return [spot.x for spot in catalogue()[name].spots.values()]

    assert max(widths("spinal erectors")) < min(widths("quadratus lumborum"))
    assert max(widths("psoas")) < min(widths("iliacus"))
    assert max(widths("iliacus")) < min(widths("tensor fasciae latae"))


def test_no_two_spots_share_a_place():
    # A hundredth of the figure's height is about a finger-width.
    spots = [spot for muscle in MUSCLES for spot in muscle.spots.values()]
    near = [
        (one.name, other.name)
        for i, one in enumerate(spots)
        for other in spots[:i]
        if one.view == other.view and abs(one.x - other.x) < 0.1 and abs(one.y - other.y) < 0.01
    ]
    assert near == []


# The mapping


def test_mapping_takes_plain_names_only():
    assert len(catalogue()) == 8
    assert "TFL" not in catalogue()
    assert catalogue().get("TFL") is None
    with pytest.raises(
        KeyError, match=r"^Unknown muscle 'TFL'\. Did you mean 'tensor fasciae latae'\?$"
    ):
        catalogue()["TFL"]


def test_the_built_in_is_one_and_cannot_be_changed():
    assert catalogue() is catalogue()
    muscle = catalogue()["psoas"]
    with pytest.raises(dataclasses.FrozenInstanceError, match="group"):
        muscle.group = "elsewhere"
    with pytest.raises(TypeError, match="does not support item assignment"):
        muscle.spots["mine"] = Spot("mine", "back", 0.5, 0.2)
    with pytest.raises(TypeError, match="does not support item assignment"):
        catalogue().tools["mine"] = Tool("mine")


# A person's own


def test_own_spot_joins_its_muscle_and_leaves_the_built_in_alone():
    mine = catalogue().with_own(spots=[("QL", Spot("  my  knot", "back", 0.5, 0.1))])
    assert list(mine["quadratus lumborum"].spots) == [
        "below the last rib",
        "side of the waist",
        "above the rim of the pelvis",
        "my knot",
    ]
    assert mine["quadratus lumborum"].spots["my knot"] == Spot(
        "my knot", "back", 0.5, 0.1, own=True
    )
    assert mine["quadratus lumborum"].own is False
    assert mine.canonical_spot("ql", "My Knot") == "my knot"
    assert "my knot" not in catalogue()["quadratus lumborum"].spots


def test_own_muscle_with_spots_in_a_group_of_its_own():
    calf = Muscle(
        "Soleus", "lower leg", aliases=("calf",), spots={"low": Spot("low", "back", 1, 1)}
    )
    mine = catalogue().with_own(
        muscles=[calf], spots=[("calf", Spot("high", "back", 0.4, 0.7))], tools=[Tool("spoon")]
    )
    assert list(mine)[-1] == "Soleus"
    assert mine["Soleus"].own is True
    assert {name: spot.own for name, spot in mine["Soleus"].spots.items()} == {
        "low": True,
        "high": True,
    }
    assert mine.canonical_muscle("soleus") == "Soleus"
    assert mine.groups == ("deep glute", "hip flexors", "outer hip", "lower back", "lower leg")
    assert mine.tools["spoon"].own is True
    assert mine.canonical_tool("Spoon") == "spoon"
    assert mine.do_not_press == catalogue().do_not_press


def test_own_namesakes_take_the_place_of_the_built_in():
    moved = Spot("Near the Sacrum", "back", 0.4, 0.22)
    mine = catalogue().with_own(
        muscles=[Muscle("Piriformis", "elsewhere", spots={moved.name: moved})],
        tools=[Tool("Foam Roller", what="Mine.")],
    )
    assert len(mine) == 8
    assert mine.groups == catalogue().groups
    assert mine["piriformis"].why == catalogue()["piriformis"].why
    assert next(iter(mine["piriformis"].spots.values())) == Spot(
        "near the sacrum", "back", 0.4, 0.22, own=True
    )
    assert mine.tools["foam roller"] == Tool("foam roller", what="Mine.", own=True)
    assert len(mine.tools) == 6


def test_adding_own_twice_changes_nothing():
    own = {
        "muscles": [Muscle("soleus", "lower leg")],
        "spots": [("soleus", Spot("high", "back", 0.4, 0.7))],
        "tools": [Tool("spoon")],
    }
    once = catalogue().with_own(**own)
    twice = once.with_own(**own)
    assert dict(twice) == dict(once)
    assert dict(twice.tools) == dict(once.tools)
    assert twice.groups == once.groups


def test_own_alias_does_not_take_a_name_that_is_there():
    mine = catalogue().with_own(muscles=[Muscle("soleus", "lower leg", aliases=("QL", "psoas"))])
    assert mine.canonical_muscle("QL") == "quadratus lumborum"
    assert mine.canonical_muscle("psoas") == "psoas"


def test_own_entries_need_no_more_than_a_name():
    mine = catalogue().with_own([Muscle("soleus")], [("soleus", Spot("low"))], [Tool("spoon")])
    assert mine.groups[-1] == "your own"
    assert mine["soleus"].spots["low"] == Spot("low", "back", None, None, own=True)


def test_own_spot_on_an_unknown_muscle():
    with pytest.raises(UnknownName, match=r"Unknown muscle 'soleus'\."):
        catalogue().with_own(spots=[("soleus", Spot("high", "back", 0.4, 0.7))])

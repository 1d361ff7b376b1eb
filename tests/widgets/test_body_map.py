"""The body map offers what the catalogue has, and takes no spot or place that is none."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tracker.protocol.catalogue import catalogue
from tracker.protocol.muscle import Muscle, Spot
from tracker.relief.pooling.pool import Pooled
from tracker.widgets.body_map import NotOnTheMap, body_map

NEAR_SACRUM = {"muscle": "piriformis", "spot": "near the sacrum", "side": "left"}
PLACE = {"view": "back", "x": 0.4, "y": 0.3, "side": "left"}


def table(n_rated=14, mean=2.1, **key):
    row = NEAR_SACRUM | key | {"mean": mean, "n_rated": n_rated, "n": n_rated}
    return pd.DataFrame([row | {"enough": n_rated >= 5}])


def mark(widget, **which):
    (found,) = (m for m in widget.marks if which.items() <= m.items())
    return found


def test_every_spot_is_a_mark_on_both_sides():
    widget = body_map()
    spots = sum(len(muscle.spots) for muscle in catalogue().values())
    assert len(widget.marks) == 2 * spots
    assert {m["said"] for m in widget.marks} == {"not tried yet"}
    assert (widget.chosen, widget.placed, widget.placing) == ({}, {}, False)


def test_a_mark_says_what_its_releases_say():
    found = mark(body_map(table()), **NEAR_SACRUM)
    assert found["name"] == "left piriformis, near the sacrum"
    assert found["said"] == "on average 2.1 points lower, 14 releases"
    assert "light-dark(#7BBFB3, " in found["ground"]
    few = mark(body_map(table(n_rated=2)), **NEAR_SACRUM)
    assert few["said"] == "not enough yet, 2 releases"
    assert "url(#" in few["ground"]


def test_pooled_estimates_and_their_spots_show_the_same():
    spots = table()
    pooled = Pooled(spots, spots, spots, reference_pain=5.0, differ=False, fit=None)
    assert body_map(pooled).marks == body_map(spots).marks


def test_it_can_be_coloured_by_muscle():
    spots = table()
    pooled = Pooled(spots, spots, spots.drop(columns="spot"), 6.0, differ=False, fit=None)
    widget = body_map(pooled, by="muscle")
    said = {one["said"] for one in widget.marks if one["muscle"] == "piriformis"}
    assert said == {
        "all of piriformis: on average 2.1 points lower, 14 releases",
        "all of piriformis: not tried yet",
    }
    widget.show_relief(pooled)
    assert not any("all of" in one["said"] for one in widget.marks)
    with pytest.raises(ValueError, match="by must be spot or muscle, not 'tool'"):
        body_map(pooled, by="tool")
    with pytest.raises(ValueError, match=r"by muscle needs relief.pool\(releases\) itself"):
        body_map(spots, by="muscle")


def test_relief_is_shown_anew():
    widget = body_map()
    widget.chosen = NEAR_SACRUM
    widget.show_relief(table())
    assert mark(widget, **NEAR_SACRUM)["said"].startswith("on average")
    assert [one["text"] for one in widget.callouts] == ["2.1"]
    assert widget.key["counts"] == "14 rated releases on 1 spot."
    assert widget.chosen == NEAR_SACRUM


def test_the_drop_downs_offer_the_catalogue_and_what_only_the_diary_knows():
    mine = catalogue().with_own(
        muscles=[Muscle("calf")], spots=[("piriformis", Spot("my knot", "back", 0.5, 0.3))]
    )
    widget = body_map(table(spot="an older name"), catalogue=mine)
    offered = {muscle["name"]: muscle for muscle in widget.muscles}
    assert offered["piriformis"]["spots"][-2:] == ["my knot", "an older name"]
    assert offered["calf"] == {"name": "calf", "group": "your own", "spots": []}
    assert list(offered)[:-1] == list(catalogue())
    assert mark(widget, spot="my knot", side="right")["x"] is not None
    assert mark(widget, spot="an older name")["x"] is None


def test_a_spot_is_chosen_and_let_go():
    widget = body_map()
    widget.chosen = NEAR_SACRUM
    assert widget.chosen == NEAR_SACRUM
    widget.chosen = {}
    assert widget.chosen == {}


@pytest.mark.parametrize(
    "wrong",
    [
        NEAR_SACRUM | {"side": "both"},
        NEAR_SACRUM | {"spot": "beside the navel"},
        NEAR_SACRUM | {"more": 1},
        {"muscle": "piriformis"},
    ],
)
def test_what_is_not_on_the_map_cannot_be_chosen(wrong):
    widget = body_map()
    with pytest.raises(NotOnTheMap, match="chosen must be the muscle, spot and side of a spot"):
        widget.chosen = wrong
    assert widget.chosen == {}


def test_a_place_is_set_and_shown():
    widget = body_map()
    widget.placed = PLACE
    assert widget.placed_at == {"x": 338.0, "y": 248.0}
    widget.placed = {}
    assert widget.placed_at == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (PLACE | {"view": "side"}, "view must be front or back, not 'side'."),
        (PLACE | {"side": "both"}, "side must be left or right, not 'both'."),
        (PLACE | {"x": 1.2}, "x must be a number from 0 to 1, not 1.2."),
        (PLACE | {"y": float("nan")}, "y must be a number from 0 to 1, not nan."),
        (PLACE | {"y": True}, "y must be a number from 0 to 1, not True."),
        (PLACE | {"x": "0.5"}, "x must be a number from 0 to 1, not '0.5'."),
        ({"view": "back"}, "placed must have view, x, y, side and nothing else"),
        (PLACE | {"x": 0.0, "y": 0.8}, "A spot must be on the figure itself."),
    ],
)
def test_what_is_no_place_is_refused(wrong, sentence):
    widget = body_map()
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        widget.placed = wrong
    assert (widget.placed, widget.placed_at) == ({}, {})


def test_a_tap_becomes_a_place_and_ends_the_placing(ask):
    widget = body_map()
    widget.placing = True
    answer = ask(widget, "place", x=338, y=248)
    assert answer == {"outcome": "done", "text": "Placed on the back of the body, on your left."}
    assert (widget.placed, widget.placing) == (PLACE, False)


@pytest.mark.parametrize(("x", "y"), [(378, 600), (256, 100), (5, 5)])
def test_a_tap_beside_the_figure_places_nothing(ask, x, y):
    widget = body_map()
    widget.placing = True
    answer = ask(widget, "place", x=x, y=y)
    assert answer == {
        "outcome": "problems",
        "problems": {"placed": "A spot must be on the figure itself."},
    }
    assert (widget.placed, widget.placing) == ({}, True)


def test_what_a_page_is_sent_is_plain_json():
    sent = body_map(table(mean=float("nan"))).get_state(
        ["figure", "marks", "callouts", "key", "muscles"]
    )
    text = json.dumps(sent, allow_nan=False)
    assert "<script" not in text
    assert "http" not in text


def test_asking_for_the_widget_loads_no_chart():
    statement = "import tracker.widgets.body_map, sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", statement],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert not {"pandas", "matplotlib"} & set(run.stdout.split())

"""A spot is picked on the body, and one's own is placed there, whatever the page sends."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.protocol.catalogue import catalogue
from tracker.protocol.custom import OwnMuscle, OwnSpot
from tracker.widgets.log_form import log_form
from tracker.widgets.rpc_widget import RpcWidget
from tracker.widgets.spot_picker import SpotPicker

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
AT = "2026-11-22T18:30:00.000+01:00"
KNOT = {"muscle": "piriformis", "name": "my knot", "x": 338, "y": 248, "at": AT}
PLACE = ("back", 0.4, 0.3)


@pytest.fixture
def picker(diary):
    """A widget that only picks."""
    return RpcWidget(SpotPicker(diary, now=lambda: NOW, names_changed=lambda: None))


def mark(answer, **which):
    return [one for one in answer["marks"] if which.items() <= one.items()]


def place_of(diary, muscle="piriformis", name="my knot"):
    spot = diary.catalogue()[muscle].spots[name]
    return spot.view, spot.x, spot.y


def test_the_map_marks_every_spot_with_how_to_find_it(picker, ask):
    answer = ask(picker, "map", figure=True)
    assert answer["outcome"] == "done"
    assert len(answer["marks"]) == 2 * sum(len(one.spots) for one in catalogue().values())
    (left,) = mark(answer, muscle="piriformis", spot="near the sacrum", side="left")
    assert left["name"] == "left piriformis, near the sacrum"
    assert left["said"].startswith("Feel for the flat bone")
    assert not left["own"]
    assert answer["figure"]["svg"].startswith("<pattern")
    assert answer["muscles"][0] == {
        "name": "piriformis",
        "group": "deep glute",
        "spots": ["near the sacrum", "middle of the buttock", "behind the hip bone"],
    }
    json.dumps(answer, allow_nan=False)


def test_a_page_that_has_the_figure_is_not_sent_it_again(picker, ask):
    assert ask(picker, "map")["figure"] is None


def test_a_new_spot_is_placed_and_named(picker, diary, ask):
    answer = ask(picker, "place", **KNOT | {"name": "  my   knot "})
    assert answer["text"] == "Your own spot “my knot” is on the back of the body."
    assert answer["chosen"] == {"muscle": "piriformis", "spot": "my knot", "side": "left"}
    assert place_of(diary) == PLACE
    assert [one["side"] for one in mark(answer, spot="my knot", own=True)] == ["left", "right"]
    (saved,) = diary.all(OwnSpot)
    assert saved.added_at.isoformat() == "2026-11-22T18:30:00+01:00"


def test_a_tap_that_is_sent_twice_places_once(picker, diary, ask):
    first = ask(picker, "place", **KNOT)
    assert ask(picker, "place", **KNOT) == first
    (saved,) = diary.all(OwnSpot)
    assert len(diary.history(saved.id)) == 1


def test_a_spot_without_a_place_gets_one(picker, diary, ask):
    there = diary.add(OwnSpot(muscle="piriformis", name="My knot", added_at=AT), recorded_at=NOW)
    (unplaced,) = mark(ask(picker, "map"), spot="My knot", side="left")
    assert unplaced["x"] is None
    answer = ask(picker, "place", **KNOT)
    assert answer["chosen"]["spot"] == "My knot"
    (saved,) = diary.all(OwnSpot)
    assert (saved.id, saved.view, saved.x, saved.y) == (there.id, *PLACE)


def test_a_placed_spot_moves_only_when_that_is_meant(picker, diary, ask):
    ask(picker, "place", **KNOT)
    elsewhere = KNOT | {"x": 334, "y": 300}
    assert ask(picker, "place", **elsewhere)["problems"] == {
        "name": "Your spot “my knot” has a place already. Name this one otherwise."
    }
    assert place_of(diary) == PLACE
    assert ask(picker, "place", **elsewhere, move=True)["outcome"] == "done"
    assert place_of(diary) != PLACE
    (saved,) = diary.all(OwnSpot)
    diary.undo(saved.id, recorded_at=NOW)
    assert place_of(diary) == PLACE


def test_of_two_devices_spots_of_one_name_the_one_that_shows_moves(picker, diary, ask):
    ask(picker, "place", **KNOT)
    diary.add(OwnSpot(muscle="piriformis", name="my knot", added_at=AT), recorded_at=NOW)
    assert ask(picker, "place", **KNOT | {"x": 334, "y": 300}, move=True)["outcome"] == "done"
    assert place_of(diary)[2] == 0.384


def test_a_spot_on_a_muscle_of_one_s_own(picker, diary, ask):
    diary.add(OwnMuscle(name="hamstring", added_at=AT), recorded_at=NOW)
    answer = ask(picker, "place", **KNOT | {"muscle": "hamstring", "y": 330})
    assert answer["chosen"] == {"muscle": "hamstring", "spot": "my knot", "side": "left"}


@pytest.mark.parametrize(
    ("wrong", "problems"),
    [
        (
            {"name": ""},
            {"name": "Give it a name."},
        ),
        (
            {"muscle": ""},
            {"muscle": "Choose a muscle."},
        ),
        (
            {"muscle": "pirifromis"},
            {"muscle": "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?"},
        ),
        (
            {"name": "Near the Sacrum"},
            {"name": "The piriformis has “near the sacrum” already. Name yours otherwise."},
        ),
        ({"x": 5, "y": 5}, {"placed": "A spot must be on the figure itself."}),
        ({"x": float("nan")}, {"placed": "A spot must be on the figure itself."}),
    ],
)
def test_what_is_wrong_comes_back_and_places_nothing(picker, diary, ask, wrong, problems):
    assert ask(picker, "place", **KNOT | wrong) == {"outcome": "problems", "problems": problems}
    assert diary.all(OwnSpot) == []


def test_a_time_in_the_future_is_refused(picker, diary, ask):
    answer = ask(picker, "place", **KNOT | {"at": "2026-11-23T18:30:00.000+01:00"})
    assert list(answer["problems"]) == ["added_at"]
    assert diary.all(OwnSpot) == []


def test_the_form_offers_a_placed_spot_at_once(diary, ask):
    form = log_form(diary, now=lambda: NOW)
    ask(form, "place", **KNOT)
    piriformis = form.choices["muscles"][0]
    assert piriformis["spots"][-1]["name"] == "my knot"


def test_the_body_is_drawn_without_any_chart(tmp_path):
    statement = (
        "import sys, tracker; from tracker.widgets.log_form import log_form; "
        f"form = log_form(tracker.open_diary({str(tmp_path / 'd.db')!r})); "
        "assert 'numpy' not in sys.modules; "
        "assert form._answer({'type': 'map', 'figure': True})['marks']; "
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", statement],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert not {"pandas", "matplotlib", "scipy", "seaborn"} & set(run.stdout.split())

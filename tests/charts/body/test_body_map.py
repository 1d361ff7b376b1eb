"""Every spot lies where its muscle is, and the drawing says what the table says."""

import re
from importlib.resources import files
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.body.chart import BodyChart, body_svg
from tracker.charts.body.figure import (
    HEIGHT,
    WIDTH,
    Place,
    draw_figure,
    figure,
    inside,
    labels,
    on_figure,
    outward,
    sampled,
    to_drawing,
    to_place,
)
from tracker.charts.body.key import counts
from tracker.charts.body.marks import (
    CROSS,
    DIAMOND,
    DISC,
    callouts,
    is_over,
    mark_style,
    marks_of,
)
from tracker.charts.relief_scale import STEPS
from tracker.protocol.catalogue import catalogue
from tracker.protocol.muscle import Spot
from tracker.theme import LIGHT

SVG = "{http://www.w3.org/2000/svg}"
SPOTS = [
    (muscle.name, spot, side)
    for muscle in catalogue().values()
    for spot in muscle.spots.values()
    for side in ("left", "right")
]


@pytest.fixture
def pooled():
    rows = [
        ("piriformis", "near the sacrum", "left", 2.12, 14, 14, True),
        ("psoas", "beside the navel", "right", 4.4, 6, 7, True),
        ("gluteus medius", "top of the buttock", "left", -0.6, 8, 8, True),
        ("gluteus minimus", "above the side hip bone", "left", 3.9, 2, 2, False),
        ("iliacus", "inside the upper rim", "left", float("nan"), 0, 1, False),
        ("iliacus", "inside the upper rim", "right", float("nan"), 0, 0, False),
        ("psoas", '<my "knot" & I>', "left", 1.0, 5, 5, True),
    ]
    columns = ["muscle", "spot", "side", "mean", "n_rated", "n", "enough"]
    return pd.DataFrame(rows, columns=columns)


def drawing(svg):
    return ElementTree.fromstring(svg)


def written(svg):
    texts = drawing(svg).iter()
    return [one.text for one in texts if one.tag in (f"{SVG}text", f"{SVG}tspan") and one.text]


def titles(svg):
    return [title.text for title in drawing(svg).iter(f"{SVG}title")]


def drawn_mark(svg, name):
    """The mark of this name: its place, and the paths it is made of."""
    for group in drawing(svg).iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None and title.text.startswith(name):
            at = tuple(map(float, re.findall(r"[\d.]+", group.get("transform"))))
            return at, group.findall(f"{SVG}path")
    raise AssertionError(f"{name} is not drawn")


# --- where a place is


def test_left_is_the_persons_own_left():
    middle = WIDTH / 2
    x = {
        (view, side): to_drawing(Place(view, 0.5, 0.2, side))[0]
        for view in ("front", "back")
        for side in ("left", "right")
    }
    assert x["front", "right"] < x["front", "left"] < middle
    assert middle < x["back", "left"] < x["back", "right"]
    assert outward("front", "right") == outward("back", "left") == -1


def test_a_place_is_mirrored_about_the_midline():
    (left, top), (right, same) = (
        to_drawing(Place("back", 0.4, 0.3, side)) for side in ("left", "right")
    )
    assert top == same
    assert right - left == pytest.approx(2 * 0.4 * 100)


@given(
    view=st.sampled_from(["front", "back"]),
    x=st.integers(1, 1000),
    y=st.integers(0, 1000),
    side=st.sampled_from(["left", "right"]),
)
def test_there_and_back_is_the_same_place(view, x, y, side):
    place = Place(view, x / 1000, y / 1000, side)
    assert to_place(*to_drawing(place)) == place


def test_a_point_off_the_scale_becomes_the_nearest_place():
    assert to_place(0, HEIGHT) == Place("front", 1.0, 1.0, "right")
    assert to_place(WIDTH, 0) == Place("back", 1.0, 0.0, "right")


# --- the spots are on their muscles


@pytest.mark.parametrize(("muscle", "spot", "side"), SPOTS)
def test_a_spot_lies_on_the_body_and_on_its_muscle(muscle, spot, side):
    at = to_drawing(Place(spot.view, spot.x, spot.y, side))
    (body,) = (body for body in figure() if body.view == spot.view)
    assert inside(body.outline, at)
    assert inside(body.muscles[muscle, side], at)


def test_every_muscle_stays_on_the_body():
    for body in figure():
        top = min(y for _, y in body.outline)
        for name, region in body.muscles.items():
            assert all(inside(body.outline, point) for point in region if point[1] > top + 1), name


def test_left_and_right_are_drawn_alike():
    for body in figure():
        middle = {"front": 134, "back": 378}[body.view]
        for (name, side), region in body.muscles.items():
            other = body.muscles[name, "right" if side == "left" else "left"]
            mirrored = [(2 * middle - x, y) for x, y in other]
            assert np.abs(np.array(region) - mirrored).max() < 0.3, name


def test_muscles_that_nobody_presses_lie_under_the_others_and_cannot_be_brought_out():
    (others,) = (group for group in asset().iter() if group.get("id") == "back-other-muscles-left")
    names = {group.find(f"{SVG}title").text for group in others.findall(f"{SVG}g")}
    assert {"gluteus maximus", "biceps femoris", "soleus"} <= names
    assert names.isdisjoint(catalogue())
    svg = draw_figure("tk")
    assert "nan" not in svg
    (seat,) = (group for group in others if group.get("id") == "back-gluteus-maximus")
    assert svg.index(seat[1].get("d")) < svg.index('data-muscle="piriformis"')
    assert 'data-muscle="gluteus maximus"' not in svg


def test_beside_the_body_and_between_the_legs_is_off_the_figure():
    assert on_figure(*to_drawing(Place("back", 0.5, 0.8, "left")))
    assert not on_figure(*to_drawing(Place("back", 0.0, 0.8, "left")))
    assert not on_figure(*to_drawing(Place("front", 1.0, 0.05, "left")))


# --- the drawing that an illustrator edits


def asset():
    return ElementTree.fromstring(
        files("tracker.charts.body").joinpath("body.svg").read_text(encoding="utf-8")
    )


def test_every_layer_and_muscle_of_the_drawing_has_a_name():
    groups = [group for group in asset().iter(f"{SVG}g") if group.get("id") != "figure"]
    unnamed = [
        group.get("id")
        for group in groups
        if not (
            group.get("id", "").endswith(("-body", "-left"))
            or group.find(f"{SVG}title") is not None
        )
    ]
    assert unnamed == []
    titles = {
        group.find(f"{SVG}title").text for group in groups if group.find(f"{SVG}title") is not None
    }
    assert {"sciatic nerve", "sacrum", "back dimples", "side hip bone", "left psoas"} <= titles
    ids = [element.get("id") for element in asset().iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_drawing_has_the_size_and_the_colours_of_the_kit():
    text = files("tracker.charts.body").joinpath("body.svg").read_text(encoding="utf-8")
    assert asset().get("viewBox") == f"0 0 {WIDTH:g} {HEIGHT:g}"
    drawn = text.partition("-->")[2]
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", drawn)) == {LIGHT.muted.lower(), LIGHT.card.lower()}


def test_every_muscle_of_the_drawing_is_one_of_the_catalogue():
    drawn = {name for body in figure() for name, _ in body.muscles}
    assert drawn == set(catalogue())


def test_an_editors_own_marks_do_not_reach_a_page():
    svg = draw_figure("tk")
    assert "<title" not in svg
    assert "piriformis</text>" not in svg
    ElementTree.fromstring(f"<svg>{svg}</svg>")
    ids = re.findall(r' id="([^"]+)"', svg)
    used = re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", svg)
    assert {name for pair in used for name in pair if name} == set(ids)


def test_a_curve_is_sampled_from_its_beginning_to_its_end():
    absolute = sampled("M0 0C0 4 8 4 8 0L8 -2Z")
    assert absolute[0] == (0, 0)
    assert absolute[6] == (4, 3)
    assert absolute[-2:] == ((8, 0), (8, -2))
    assert sampled("m0,0 c0,4 8,4 8,0 l0-2 z") == absolute


def test_a_curve_that_is_not_read_is_refused():
    with pytest.raises(ValueError, match="must be drawn with M, L, C and Z, not A"):
        sampled("M0 0A5 5 0 0 1 10 0")


# --- what is said and in which colour


def test_a_mark_says_what_its_releases_say(pooled):
    said = {mark.name: mark.summary for mark in marks_of(pooled, catalogue())}
    assert said["left piriformis, near the sacrum"] == ("on average 2.1 points lower, 14 releases")
    assert said["left gluteus medius, top of the buttock"] == (
        "on average 0.6 points higher, 8 releases"
    )
    assert said["left gluteus minimus, above the side hip bone"] == "not enough yet, 2 releases"
    assert said["left iliacus, inside the upper rim"] == "not enough yet, 1 release, none rated"
    assert said["right iliacus, inside the upper rim"] == "not tried yet"
    assert said["right piriformis, near the sacrum"] == "not tried yet"


def test_a_spot_that_conflicts_with_its_ratings_is_shown_as_it_was_rated(pooled):
    table = pooled.assign(conflicts_with_data=[True, *[False] * 6], plain=-1.5)
    mark = next(mark for mark in marks_of(table, catalogue()) if mark.n == 14)
    assert (mark.mean, mark.summary) == (-1.5, "on average 1.5 points higher, 14 releases")


@pytest.mark.parametrize(
    ("mean", "step", "shape"),
    [
        (-3.0, 0, DIAMOND),
        (-1.5, 1, DIAMOND),
        (-0.6, 2, DIAMOND),
        (-0.04, 3, DISC),
        (0.0, 3, DISC),
        (1.2, 4, DISC),
        (2.12, 5, DISC),
        (2.96, 6, DISC),
        (4.4, 7, DISC),
        (5.2, 8, DISC),
    ],
)
def test_a_colour_is_a_step_of_the_relief_scale(mean, step, shape):
    style = mark_style("rated", mean, "p")
    assert style.shape == shape
    assert style.ground.startswith(f"fill: {STEPS[step].lower()};")


def test_a_spot_without_enough_releases_is_grey_whatever_its_mean(pooled):
    svg = body_svg(pooled, follow_theme=False)
    _, (ground, _) = drawn_mark(svg, "left gluteus minimus, above the side hip bone")
    assert re.match(r"fill: url\(#tk[0-9a-f]{8}-few\)", ground.get("style"))
    (hatch,) = drawing(svg).iter(f"{SVG}pattern")
    assert "fill: #c9cfce" in hatch[0].get("style")


def test_a_spot_never_tried_is_a_bare_cross(pooled):
    _, paths = drawn_mark(body_svg(pooled), "right piriformis, near the sacrum")
    assert {p.get("d") for p in paths} == {CROSS}


def test_numbers_stand_beside_the_marks_with_most_relief(pooled):
    placed = callouts(marks_of(pooled, catalogue()), 20)
    assert [one.text for one in placed] == ["4.4", "2.1"]
    assert placed[0].x == 17  # the right psoas: outside the front view
    assert placed[1].x == WIDTH / 2 + 9  # the left piriformis: between the views, on its own half


def test_numbers_in_one_gutter_keep_apart(pooled):
    left = pooled.iloc[[0, 0, 0]].assign(
        spot=["near the sacrum", "middle of the buttock", "behind the hip bone"],
        mean=[1.0, 2.0, 3.0],
    )
    ys = [one.y for one in callouts(marks_of(left, catalogue()), 20)]
    assert len(ys) == 3
    assert (np.diff(ys) >= 20).all()


def test_pain_that_did_not_fall_has_no_number_beside_it(pooled):
    assert callouts(marks_of(pooled.assign(mean=-1.0), catalogue()), 20) == []


def test_a_table_of_muscles_colours_every_spot_of_a_muscle():
    rows = [
        ("piriformis", "left", 2.12, 20, 22, True, "clear relief"),
        ("psoas", "right", 0.4, 9, 9, True, "less"),
    ]
    sides = pd.DataFrame(
        rows, columns=["muscle", "side", "mean", "n_rated", "n", "enough", "gives"]
    )
    marks = marks_of(sides, catalogue())
    assert len(marks) == len(SPOTS)
    said = {(mark.muscle, mark.side): mark.summary for mark in marks}
    assert said["piriformis", "left"] == (
        "all of piriformis: on average 2.1 points lower, 20 releases; clear relief"
    )
    assert said["psoas", "right"].endswith("0.4 points lower, 9 releases; less than clear relief")
    assert said["piriformis", "right"] == "all of piriformis: not tried yet"
    assert [one.text for one in callouts(marks, 24)] == ["0.4", "2.1"]
    assert counts(marks) == "29 rated releases; every spot bears the colour of its muscle."
    muscles = sides.drop(columns="side")
    both = {mark.side for mark in marks_of(muscles, catalogue()) if mark.n_rated == 20}
    assert both == {"left", "right"}
    assert "all of psoas: on average 0.4 points lower" in body_svg(sides)


def test_the_counts(pooled):
    assert counts(marks_of(pooled, catalogue())) == (
        "35 rated releases on 6 spots. 1 spot has no place on the figure and is not drawn."
    )
    assert counts(marks_of(None, catalogue())) == ""


# --- the drawing


def test_every_catalogued_spot_is_marked_at_its_place():
    svg = body_svg()
    for muscle, spot, side in SPOTS:
        at, _ = drawn_mark(svg, f"{side} {muscle}, {spot.name}: not tried yet")
        assert at == pytest.approx(to_drawing(Place(spot.view, spot.x, spot.y, side)), abs=0.06)
    assert len(titles(svg)) == 1 + len(SPOTS)


def test_own_spots_are_drawn_where_they_have_a_place():
    mine = catalogue().with_own(
        spots=[("piriformis", Spot("my knot", "back", 0.5, 0.3)), ("psoas", Spot("somewhere"))]
    )
    said = titles(body_svg(catalogue=mine))
    assert "left piriformis, my knot: not tried yet" in said
    assert not any("somewhere" in title for title in said)


def test_a_screen_reader_hears_title_description_and_every_mean(pooled):
    root = drawing(body_svg(pooled, title="My <week>"))
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "My <week>"
    assert "right psoas, beside the navel: on average 4.4 points lower, 6 releases." in (
        description.text
    )
    assert description.text.index("psoas, beside") < description.text.index("left piriformis")


def test_views_and_sides_are_named():
    words = written(body_svg())
    assert words[:3] == ["Front", "your left", "your right"]
    assert {"Back", "piriformis", "a spot to press"} <= set(words)


def test_a_chart_is_cut_to_mid_thigh_and_names_the_landmarks():
    words = written(body_svg())
    assert {"sacrum", "dimple", "side hip", "sciatic", "navel"} <= set(words)
    (cut,) = drawing(body_svg()).findall(f"{SVG}svg")
    assert cut.get("viewBox") == "0 40 512 304"
    views = drawing(body_svg(width=350, stacked=True)).findall(f"{SVG}svg")
    assert [view.get("viewBox") for view in views] == ["250 40 256 304", "6 40 256 304"]


def test_a_spot_below_mid_thigh_shows_the_whole_figure():
    mine = catalogue().with_own(spots=[("piriformis", Spot("my calf", "back", 0.5, 0.8))])
    for stacked in (False, True):
        svg = body_svg(catalogue=mine, stacked=stacked)
        assert [view.get("viewBox") for view in drawing(svg).findall(f"{SVG}svg")] == [
            "0 0 512 692"
        ]


def test_a_number_beside_the_figure_takes_the_place_of_a_name(pooled):
    row = pooled.iloc[[0]].assign(
        muscle="quadratus lumborum", spot="above the rim of the pelvis", side="right"
    )
    (number,) = callouts(marks_of(row, catalogue()), 20)
    over = [label.lines for label in labels() if is_over(number, label)]
    assert over == [("back", "dimple")]
    words = written(body_svg(row))
    assert "dimple" not in words
    assert "sacrum" in words


def test_every_muscle_has_its_name_in_the_view_where_its_spots_are():
    for name, muscle in catalogue().items():
        views = {spot.view for spot in muscle.spots.values()}
        named = {body.view for body in figure() for label in body.labels if label.muscle == name}
        assert named == views, name


def test_a_name_cannot_leave_its_text(pooled):
    mine = catalogue().with_own(spots=[("psoas", Spot('<my "knot" & I>', "front", 0.4, 0.15))])
    said = titles(body_svg(pooled, catalogue=mine))
    assert 'left psoas, <my "knot" & I>: on average 1.0 points lower, 5 releases' in said


def test_the_same_table_gives_the_same_drawing(pooled):
    assert body_svg(pooled) == body_svg(pooled.copy())
    assert body_svg(pooled.sample(frac=1, random_state=1)) == body_svg(pooled)


def test_nothing_comes_from_outside_and_nothing_runs(pooled):
    svg = body_svg(pooled).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in svg
    assert "<script" not in svg
    assert not re.search(r"\son\w+=", svg)


def test_every_colour_follows_the_theme(pooled):
    svg = body_svg(pooled)
    scale = re.compile(r"fill: #[0-9A-F]{6}; fill: light-dark\([^)]*\)")
    rest = scale.sub("", re.sub(r"var\(--tk-[a-z-]+, #[0-9A-F]{6}\)", "", svg))
    assert re.findall(r"#[0-9a-fA-F]{6}\b", rest) == []
    assert "var(--tk-muted" not in body_svg(pooled, follow_theme=False)


def test_type_is_12_pixels_at_least_at_either_width(pooled):
    for width in (350, 560):
        svg = body_svg(pooled, width=width)
        sizes = [float(size) for size in re.findall(r"([\d.]+)px var\(--tk-sans", svg)]
        assert min(sizes) * width / WIDTH >= 11.99


def test_the_chart_of_a_notebook_has_both_widths_and_ids_of_their_own(pooled):
    html = BodyChart(pooled)._repr_html_()
    assert html.count('role="img"') == 2
    assert "--tk-paper: #FBFAF7" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    used = re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", html)
    assert {name for pair in used for name in pair if name} <= set(ids)


def test_it_is_saved_as_svg_in_the_light_colours(pooled, tmp_path):
    file = BodyChart(pooled).save(tmp_path / "body.svg")
    assert file.read_text(encoding="utf-8") == body_svg(pooled, follow_theme=False)
    with pytest.raises(ValueError, match=r"must end in \.svg, not '\.png'"):
        BodyChart(pooled).save(tmp_path / "body.png")

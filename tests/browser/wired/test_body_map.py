"""The body map in real Chromium: by mouse, by finger, by keyboard alone, and by name.

The last tests run it in the app.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from tracker.protocol.catalogue import catalogue
from tracker.protocol.muscle import Spot
from tracker.widgets.body_map import body_map

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK_PHONE = PHONE | {"color_scheme": "dark"}
both_sizes = pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
on_the_phone = pytest.mark.parametrize("page", [PHONE], indirect=True)

NEAR_SACRUM = {"muscle": "piriformis", "spot": "near the sacrum", "side": "left"}
SAID = "left piriformis, near the sacrum; on average 2.1 points lower, 14 releases"


_SHOWN = """(svg, [x, y]) => {
    const box = svg.viewBox.baseVal;
    return x >= box.x && x <= box.x + box.width;
}"""
_ON_SCREEN = """(svg, [x, y]) => {
    const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    return [at.x, at.y];
}"""


class Shown:
    """A widget on a page."""

    def __init__(self, page, widget, state_of):
        self.page, self.widget, self.state_of = page, widget, state_of
        self.svg = page.locator(".tk-body-svg")
        self.line = page.locator(".tk-body-line")
        self.chooser = page.get_by_role("dialog", name="Which spot?")

    def update(self):
        self.page.evaluate("state => model.take(state)", self.state_of(self.widget))

    def mark(self, name):
        return self.svg.get_by_role("button", name=name)

    def at(self, **which):
        """Where a mark is on the screen."""
        (found,) = (m for m in self.widget.marks if which.items() <= m.items())
        return self.point(found["x"], found["y"])

    def point(self, x, y):
        """Where a point of the drawing is on the screen, its view in front."""
        view, at = ("Front" if x < 256 else "Back"), [x, y]
        shown = self.svg.evaluate(_SHOWN, at)
        if not shown:
            self.svg.page.get_by_role("button", name=view, exact=True).click()
        self.svg.scroll_into_view_if_needed()
        return self.svg.evaluate(_ON_SCREEN, at)

    def wait_until(self, trait, value):
        self.page.wait_for_function(
            "([name, text]) => JSON.stringify(model.get(name)) === text",
            arg=[trait, json.dumps(value, separators=(",", ":"))],
        )
        assert getattr(self.widget, trait) == value


@pytest.fixture
def shown(page, show, state_of):
    row = NEAR_SACRUM | {"mean": 2.1, "n_rated": 14, "n": 14, "enough": True}
    mine = catalogue().with_own(
        spots=[
            ("piriformis", Spot("my <b>knot</b>", "back", 0.5, 0.3)),
            ("psoas", Spot("unplaced", "front")),
        ]
    )
    widget = body_map(pd.DataFrame([row]), catalogue=mine)
    show(widget)
    return Shown(page, widget, state_of)


@both_sizes
def test_every_mark_is_a_button_with_its_name_and_number(shown, page):
    buttons = shown.svg.get_by_role("button")
    placed = [mark for mark in shown.widget.marks if mark["x"] is not None]
    expect(buttons).to_have_count(len(placed))
    expect(shown.mark(SAID)).to_have_count(1)
    expect(shown.mark("right psoas, beside the navel; not tried yet")).to_have_count(1)
    expect(shown.mark("left piriformis, my <b>knot</b>; not tried yet")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for size in page.evaluate(
        "[...document.querySelectorAll('.tk-body-hit')].map((c) => c.getBoundingClientRect().width)"
    ):
        assert size == pytest.approx(48, abs=0.01)
    assert shown.svg.bounding_box()["height"] < page.viewport_size["height"]


def test_a_click_chooses_and_the_drop_downs_follow(shown, page):
    page.mouse.click(*shown.at(**NEAR_SACRUM))
    shown.wait_until("chosen", NEAR_SACRUM)
    expect(shown.mark(SAID)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Muscle")).to_have_value("piriformis")
    expect(page.get_by_label("Spot", exact=True)).to_have_value("near the sacrum")
    expect(page.get_by_role("radio", name="Left")).to_be_checked()
    expect(shown.line).to_have_text(SAID)
    expect(page.locator(".tk-lit[data-muscle=piriformis][data-side=left]")).to_have_count(1)
    expect(page.locator(".tk-lit")).to_have_count(1)


def test_pointing_says_the_name_and_leaving_takes_it_back(shown, page):
    page.mouse.move(*shown.at(**NEAR_SACRUM))
    expect(shown.line).to_have_text(SAID)
    page.mouse.move(5, 5)
    expect(shown.line).to_have_text("Tap a cross to choose that spot.")
    assert shown.line.get_attribute("aria-live") == "polite"


def test_the_drop_downs_choose_on_the_figure(shown, page):
    page.get_by_label("Muscle").select_option("psoas")
    expect(page.locator(".tk-lit[data-muscle=psoas]")).to_have_count(2)
    page.get_by_label("Spot", exact=True).select_option("beside the navel")
    assert shown.widget.chosen == {}
    page.get_by_role("radio", name="Right").check(force=True)
    psoas = {"muscle": "psoas", "spot": "beside the navel", "side": "right"}
    shown.wait_until("chosen", psoas)
    pressed = shown.svg.locator("[aria-pressed=true]")
    expect(pressed).to_have_accessible_name("right psoas, beside the navel; not tried yet")
    page.get_by_label("Spot", exact=True).select_option("unplaced")
    shown.wait_until("chosen", psoas | {"spot": "unplaced"})
    expect(pressed).to_have_count(0)
    expect(shown.line).to_have_text(
        "right psoas, unplaced; not tried yet; it has no place on the figure"
    )
    page.get_by_label("Muscle").select_option("")
    shown.wait_until("chosen", {})


def test_a_choice_made_in_python_is_shown(shown, page):
    shown.widget.chosen = NEAR_SACRUM
    shown.update()
    expect(shown.mark(SAID)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Muscle")).to_have_value("piriformis")
    shown.widget.show_relief(None)
    shown.update()
    expect(shown.mark("left piriformis, near the sacrum; not tried yet")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_text("a spot to press")).to_be_visible()


def test_the_keyboard_alone_goes_anywhere_and_chooses(shown, page):
    page.get_by_role("button", name="before").focus()
    for name in ("Back", "Front", "Whole body"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('tk-body-mark')")
    ring = page.locator(":focus .tk-body-ring")
    assert ring.evaluate("(c) => getComputedStyle(c).strokeWidth") == "3px"
    assert ring.evaluate("(c) => getComputedStyle(c).stroke") == "rgb(29, 78, 216)"
    page.keyboard.press("Home")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    expect(shown.line).to_have_text(second)
    assert first == SAID
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    shown.wait_until("chosen", NEAR_SACRUM)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Muscle")).to_be_focused()


def test_arrow_keys_reach_every_mark(shown, page):
    reached = page.evaluate("""() => {
        const start = document.querySelector(".tk-body-mark");
        const found = new Set([start]);
        for (const mark of found)
            for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
                mark.focus();
                mark.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                found.add(document.activeElement);
            }
        return found.size;
    }""")
    assert reached == sum(mark["x"] is not None for mark in shown.widget.marks)


@on_the_phone
def test_a_finger_over_several_marks_gets_to_choose(shown, page):
    iliacus = {"muscle": "iliacus", "spot": "inside the front hip bone", "side": "left"}
    page.touchscreen.tap(*shown.at(**iliacus))
    expect(shown.chooser).to_be_visible()
    assert shown.widget.chosen == {}
    rows = shown.chooser.get_by_role("listitem").get_by_role("button")
    assert rows.count() > 1
    expect(rows.first).to_be_focused()
    expect(rows.first).to_have_text("left iliacus, inside the front hip bonenot tried yet")
    assert min(row.bounding_box()["height"] for row in rows.all()) >= 48
    second = rows.nth(1).locator("span").first.text_content()
    rows.nth(1).tap()
    expect(shown.chooser).to_be_hidden()
    expect(shown.svg.locator("[aria-pressed=true]")).to_have_accessible_name(
        f"{second}; not tried yet"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@on_the_phone
def test_the_list_of_marks_closes_without_a_choice(shown, page):
    iliacus = {"muscle": "iliacus", "spot": "inside the front hip bone", "side": "left"}
    page.touchscreen.tap(*shown.at(**iliacus))
    page.keyboard.press("Escape")
    expect(shown.chooser).to_be_hidden()
    expect(shown.mark("left iliacus, inside the front hip bone")).to_be_focused()
    assert shown.widget.chosen == {}
    page.touchscreen.tap(*shown.at(**iliacus))
    page.touchscreen.tap(*shown.point(134, 60))
    expect(shown.chooser).to_be_hidden()


@on_the_phone
def test_a_finger_near_one_mark_chooses_it(shown, page):
    knot = {"muscle": "piriformis", "spot": "my <b>knot</b>", "side": "left"}
    x, y = shown.at(**knot)
    page.touchscreen.tap(x + 6, y + 14)
    shown.wait_until("chosen", knot)
    expect(shown.line).to_have_text("left piriformis, my <b>knot</b>; not tried yet")


@both_sizes
def test_a_place_of_ones_own_is_set_by_a_tap(shown, page):
    page.get_by_role("button", name="Place a spot of my own").click()
    expect(shown.line).to_contain_text("Tap the figure where your spot is.")
    page.mouse.click(*shown.point(338, 248))
    expect(page.get_by_role("status")).to_have_text("Placed on the back of the body, on your left.")
    placed = shown.widget.placed
    assert (placed["view"], placed["side"]) == ("back", "left")
    assert placed["x"] == pytest.approx(0.4, abs=0.02)
    assert placed["y"] == pytest.approx(0.3, abs=0.005)
    assert shown.widget.chosen == {}
    expect(page.get_by_role("button", name="Place a spot of my own")).to_be_visible()


def test_a_place_beside_the_figure_is_refused_and_can_be_tried_again(shown, page):
    page.get_by_role("button", name="Place a spot of my own").click()
    page.mouse.click(*shown.point(256, 60))
    status = page.get_by_role("status")
    expect(status).to_have_text("NOT PLACED: A spot must be on the figure itself.")
    assert shown.widget.placed == {}
    page.mouse.click(*shown.at(**NEAR_SACRUM))
    expect(status).to_contain_text("Placed on the back")
    assert shown.widget.placed["x"] == pytest.approx(0.32, abs=0.02)
    assert shown.widget.chosen == {}


def test_a_place_is_set_by_the_keyboard_alone(shown, page):
    page.get_by_role("button", name="Place a spot of my own").focus()
    page.keyboard.press("Enter")
    cross = page.locator(".tk-body-placing")
    expect(cross).to_be_focused()
    before = cross.get_attribute("transform")
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    assert cross.get_attribute("transform") != before
    expect(cross).to_have_accessible_name(
        "Place of my own spot, nearest to left piriformis, middle of the buttock; Enter sets it"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Placed on the back")
    assert shown.widget.placed["side"] == "left"
    expect(page.get_by_role("button", name="Place a spot of my own")).to_be_focused()


def test_escape_ends_the_placing(shown, page):
    page.get_by_role("button", name="Place a spot of my own").click()
    page.keyboard.press("Escape")
    shown.wait_until("placing", False)
    expect(page.get_by_role("button", name="Place a spot of my own")).to_be_focused()
    expect(page.locator(".tk-body-placing")).to_be_hidden()


def test_leaving_takes_everything_along(shown, page):
    page.evaluate("leave()")
    assert page.evaluate("[...model.heard.values()].flat().length") == 0
    expect(page.locator(".tk-body")).to_have_count(0)


@pytest.mark.parametrize("page", [DARK_PHONE], indirect=True)
def test_it_follows_the_dark_theme(shown, page):
    assert page.evaluate("getComputedStyle(document.querySelector('.tk-body-line')).color") == (
        "rgb(232, 237, 236)"
    )
    skin = page.locator(".tk-body-svg [id$=front-outline]")
    assert skin.evaluate("(path) => getComputedStyle(path).fill") == "rgb(27, 35, 38)"


NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
any_size = pytest.mark.parametrize(
    "page", [DESK, PHONE, NARROW], indirect=True, ids=["desk", "phone", "narrow"]
)
_ON_SIGHT = """() => {
    const svg = document.querySelector(".tk-body-svg");
    const edge = svg.getBoundingClientRect();
    const seen = (box) => box.width > 0 && box.right > edge.left && box.left < edge.right
        && box.bottom > edge.top && box.top < edge.bottom;
    const boxes = (query, what) => [...svg.querySelectorAll(query)]
        .map((one) => [what(one), one.getBoundingClientRect()])
        .filter(([, box]) => seen(box))
        .map(([name, { left, top, right, bottom }]) => [name, [left, top, right, bottom]]);
    const { left, top, right, bottom } = edge;
    return {
        edge: [left, top, right, bottom],
        words: boxes("text", (one) => [...one.childNodes].map((row) => row.textContent).join(" ")),
        marks: boxes(".tk-body-mark path:nth-of-type(1)", (one) => one.parentNode.ariaLabel),
    };
}"""


def overlap(one, other, *, room=0.0):
    return (
        one[0] < other[2] - room
        and other[0] < one[2] - room
        and one[1] < other[3] - room
        and other[1] < one[3] - room
    )


@any_size
def test_no_name_on_the_body_lies_on_another_or_on_a_spot(page, show):
    row = NEAR_SACRUM | {"mean": 2.1, "n_rated": 14, "n": 14, "enough": True}
    rows = [row, row | {"side": "right"}, row | {"muscle": "psoas", "spot": "beside the navel"}]
    show(body_map(pd.DataFrame(rows)), width=1000)
    for muscle in ("", *catalogue()):
        page.get_by_label("Muscle").select_option(muscle)
        for tab in page.locator(".tk-body-tabs").get_by_role("button").all():
            if tab.is_visible():
                tab.click()
                nothing_overlaps(page.evaluate(_ON_SIGHT))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def nothing_overlaps(sight):
    assert sight["words"]
    for name, box in sight["words"]:
        assert sight["edge"][0] - 0.5 <= box[0], name
        assert box[2] <= sight["edge"][2] + 0.5, name
        for other, its in sight["words"]:
            assert name == other or not overlap(box, its, room=0.5), (name, other)
        for mark, its in sight["marks"]:
            assert not overlap(box, its, room=1.5), (name, mark)


@any_size
def test_the_landmarks_that_a_spot_is_found_by_are_named(page, show):
    show(body_map(), width=1000)
    seen = set()
    for tab in page.locator(".tk-body-tabs").get_by_role("button").all():
        if tab.is_visible():
            tab.click()
        seen |= {name for name, _ in page.evaluate(_ON_SIGHT)["words"]}
    assert seen >= {
        "sacrum",
        "back dimple",
        "rim of the pelvis",
        "front hip bone",
        "side hip bone",
        "sciatic nerve",
        "lowest rib",
        "navel",
        "groin crease",
    }


@on_the_phone
def test_a_phone_shows_one_view_close_and_turns_to_what_is_chosen(shown, page):
    turned = page.locator(".tk-body-tabs [aria-pressed=true]")
    expect(turned).to_have_text("Back")
    wide = shown.svg.evaluate("(svg) => svg.getScreenCTM().a")
    page.get_by_label("Muscle").select_option("psoas")
    expect(turned).to_have_text("Front")
    named = page.locator(".tk-body-named")
    expect(named).to_have_text("psoas")
    page.get_by_role("button", name="Whole body").click()
    expect(named).to_be_hidden()
    assert wide == pytest.approx(2 * shown.svg.evaluate("(svg) => svg.getScreenCTM().a"))
    low = Spot("my calf", "back", 0.5, 0.8)
    mine = catalogue().with_own(spots=[("piriformis", low)])
    page.get_by_role("button", name="Back", exact=True).click()
    shown.widget.marks = body_map(catalogue=mine).marks
    shown.widget.chosen = {"muscle": "piriformis", "spot": "my calf", "side": "left"}
    shown.update()
    expect(turned).to_have_text("Whole body")


@pytest.fixture(scope="module")
def app_with_a_map(start_kit, tmp_path_factory):
    """The kit with a page on which the map is all there is."""
    tmp_path = tmp_path_factory.mktemp("kit")
    (tmp_path / "tracker").symlink_to(ROOT / "tracker")
    code = "from tracker.widgets.body_map import body_map\nshown = body_map()\nshown"
    notebook = json.loads((ROOT / "notebooks" / "log.ipynb").read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "id": "map", "metadata": {}, "outputs": [], "source": code}
    folder = tmp_path / "notebooks"
    folder.mkdir()
    page = notebook | {"cells": [cell | {"execution_count": None}]}
    (folder / "map.ipynb").write_text(json.dumps(page), encoding="utf-8")
    kit = start_kit(tmp_path / "diary.db")
    yield kit
    kit.stop()


@on_the_phone
def test_in_the_app_the_kernel_hears_of_the_choice_and_gives_the_place(page, app_with_a_map):
    page.goto(app_with_a_map.page("map"))
    expect(page.locator(".tk-body-svg")).to_be_visible(timeout=60_000)
    expect(page.locator(".tk-exported")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Muscle").select_option("piriformis")
    page.get_by_label("Spot", exact=True).select_option("middle of the buttock")
    page.get_by_role("radio", name="Right").check(force=True)
    pressed = page.locator(".tk-body-svg [aria-pressed=true]")
    expect(pressed).to_have_accessible_name(
        "right piriformis, middle of the buttock; not tried yet"
    )
    page.get_by_role("button", name="Place a spot of my own").click()
    page.keyboard.press("Enter")
    expect(page.locator(".tk-body").get_by_role("status")).to_contain_text(
        "Placed on the back of the body", timeout=30_000
    )


@pytest.mark.parametrize("page", [DESK | {"color_scheme": "dark"}], indirect=True)
def test_in_jupyterlab_the_arrow_keys_stay_with_the_figure(page, app_with_a_map):
    page.goto(app_with_a_map.lab("map"))
    toolbar = page.locator(".jp-NotebookPanel-toolbar")
    expect(toolbar.locator(".jp-Toolbar-kernelName")).to_have_text(
        re.compile("Python 3"), timeout=60_000
    )
    expect(toolbar.locator("[data-status=idle]")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    mark = page.locator(".tk-body-svg").get_by_role("button").first
    expect(mark).to_be_visible(timeout=60_000)
    expect(page.locator(".tk-exported")).to_have_count(0)
    mark.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    pressed = page.locator(".tk-body-svg [aria-pressed=true]")
    expect(pressed).to_be_focused()
    expect(page.get_by_label("Muscle")).not_to_have_value("")
    expect(page.locator(".jp-CodeCell")).to_have_count(1)

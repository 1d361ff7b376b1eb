"""The spot picker over the log form: by mouse, by finger, by keyboard alone, and by name."""

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.custom import OwnSpot
from tracker.widgets.log_form import log_form

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE = PHONE | {"viewport": {"width": 360, "height": 640}}
DARK_PHONE = PHONE | {"color_scheme": "dark"}
every_size = pytest.mark.parametrize(
    "page",
    [DESK, PHONE, SMALL_PHONE, DARK_PHONE],
    indirect=True,
    ids=["desk", "phone", "small phone", "dark phone"],
)
on_the_phone = pytest.mark.parametrize("page", [PHONE], indirect=True)

NEAR_SACRUM = {"muscle": "piriformis", "spot": "near the sacrum", "side": "left"}
FOUND = "Feel for the flat bone at the base of your spine"


_SHOWN = """(svg, [x, y]) => {
    const box = svg.viewBox.baseVal;
    return x >= box.x && x <= box.x + box.width;
}"""
_ON_SCREEN = """(svg, [x, y]) => {
    const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    return [at.x, at.y];
}"""


class Picker:
    """The dialog, and the form behind it."""

    def __init__(self, page, form, diary):
        self.page, self.form, self.diary = page, form, diary
        self.dialog = page.get_by_role("dialog", name="Where do you press?")
        self.svg = self.dialog.locator(".tk-body-svg")
        self.opener = page.get_by_role("button", name="Show the body")
        self.words = self.dialog.locator(".tk-picker-words")

    def open(self):
        self.opener.click()
        expect(self.dialog).to_be_visible()
        expect(self.svg).to_be_visible()

    def press(self, name):
        self.dialog.get_by_role("button", name=name, exact=True).click()

    def point(self, x, y):
        """Where a point of the drawing is on the screen, its view in front."""
        view, at = ("Front" if x < 256 else "Back"), [x, y]
        shown = self.svg.evaluate(_SHOWN, at)
        if not shown:
            self.svg.page.get_by_role("button", name=view, exact=True).click()
        self.svg.scroll_into_view_if_needed()
        return self.svg.evaluate(_ON_SCREEN, at)

    def at(self, **which):
        marks = self.form._answer({"type": "map"})["marks"]
        (found,) = (one for one in marks if which.items() <= one.items())
        return self.point(found["x"], found["y"])

    def chosen(self):
        """Read what the form behind the dialog says."""
        place = self.page.locator("form")
        side = place.locator("[data-field=side] input:checked")
        return {
            "muscle": place.get_by_label("Muscle", exact=True).input_value(),
            "spot": place.get_by_label("Spot", exact=True).input_value(),
            "side": side.input_value() if side.count() else None,
        }


@pytest.fixture
def picker(page, show, tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        form = log_form(diary)
        show(form)
        yield Picker(page, form, diary)


@every_size
def test_it_fits_and_breaks_no_rule_of_access(picker, page, faults, too_small):
    picker.open()
    page.mouse.click(*picker.at(spot="beside the lowest ribs", side="left"))
    box, size = picker.dialog.bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    scroll = picker.dialog.locator(".tk-picker-scroll")
    assert scroll.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert too_small(picker.dialog) == []
    assert faults(context="dialog") == []


def test_a_cross_is_tapped_and_the_form_takes_it(picker, page):
    picker.open()
    expect(picker.words).to_have_text("Tap a cross, or choose by name.")
    page.mouse.click(*picker.at(**NEAR_SACRUM))
    expect(picker.words).to_contain_text("left piriformis, near the sacrum")
    expect(picker.words).to_contain_text(FOUND)
    expect(picker.dialog.get_by_label("Muscle", exact=True)).to_have_value("piriformis")
    expect(picker.dialog.get_by_label("Spot", exact=True)).to_have_value("near the sacrum")
    expect(picker.dialog.get_by_role("radio", name="Left")).to_be_checked()
    picker.press("Use this spot")
    expect(picker.dialog).to_be_hidden()
    expect(picker.opener).to_be_focused()
    assert picker.chosen() == NEAR_SACRUM
    expect(page.locator("form").get_by_text(FOUND)).to_be_visible()
    expect(page.locator("form")).to_have_attribute("data-draft", "kept")
    picker.open()
    expect(picker.svg.locator("[aria-pressed=true]")).to_have_count(1)
    expect(picker.dialog.get_by_role("radio", name="Left")).to_be_checked()


def test_the_menus_are_an_equal_way_and_what_is_missing_is_said(picker, page):
    page.locator("form").get_by_label("Muscle", exact=True).select_option("psoas")
    picker.open()
    expect(picker.dialog.get_by_label("Muscle", exact=True)).to_have_value("psoas")
    expect(picker.dialog.locator(".tk-lit[data-muscle=psoas]")).to_have_count(2)
    picker.press("Use this spot")
    said = picker.dialog.get_by_text("Choose a muscle, a spot and a side first.")
    expect(said).to_be_visible()
    spot = picker.dialog.get_by_label("Spot", exact=True)
    expect(spot).to_be_focused()
    spot.select_option("beside the navel")
    picker.dialog.get_by_role("radio", name="Right").check(force=True)
    pressed = picker.svg.locator("[aria-pressed=true]")
    expect(pressed).to_have_accessible_name(pressed.get_attribute("aria-label"))
    assert pressed.get_attribute("aria-label").startswith("right psoas, beside the navel; ")
    picker.press("Use this spot")
    assert picker.chosen() == {"muscle": "psoas", "spot": "beside the navel", "side": "right"}


def test_leaving_it_changes_nothing(picker, page):
    picker.open()
    page.mouse.click(*picker.at(**NEAR_SACRUM))
    page.keyboard.press("Escape")
    expect(picker.dialog).to_be_hidden()
    expect(picker.opener).to_be_focused()
    assert picker.chosen() == {"muscle": "", "spot": "", "side": None}
    expect(page.locator("dialog")).to_have_count(0)
    page.evaluate("leave()")
    assert page.evaluate("[...model.heard.values()].flat().length") == 0


def test_by_keyboard_alone_and_the_focus_stays_inside(picker, page):
    picker.opener.focus()
    page.keyboard.press("Enter")
    expect(picker.dialog.get_by_role("heading", name="Where do you press?")).to_be_focused()
    expect(picker.svg).to_be_visible()
    page.keyboard.press("Tab")
    for name in ("Close-up", "Whole body"):
        page.keyboard.press("Tab")
        expect(picker.dialog.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('tk-body-mark')")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(picker.words).to_contain_text("left piriformis, near the sacrum")
    for _ in range(20):
        page.keyboard.press("Tab")
        # Past its last control the browser gives the focus to itself, and then to the first.
        assert page.evaluate("document.activeElement.matches('body, dialog *')")
    picker.dialog.get_by_role("button", name="Use this spot").focus()
    page.keyboard.press("Enter")
    assert picker.chosen() == NEAR_SACRUM


def name_it(picker, name):
    picker.press("Next: name it")
    field = picker.dialog.get_by_label("What you call it")
    expect(field).to_be_focused()
    field.fill(name)


@on_the_phone
def test_a_spot_of_one_s_own_is_placed_by_a_tap(picker, page):
    picker.open()
    picker.press("Place a spot of my own")
    page.touchscreen.tap(*picker.point(338, 248))
    expect(picker.words).to_contain_text("Near: left piriformis")
    expect(picker.dialog.get_by_label("Muscle it is on")).to_have_value("piriformis")
    name_it(picker, "near the sacrum")
    picker.press("Set this place")
    taken = "The piriformis has “near the sacrum” already. Name yours otherwise."
    expect(picker.dialog.get_by_text(taken)).to_be_visible()
    picker.dialog.get_by_label("What you call it").fill("my <b>knot</b>")
    picker.press("Set this place")
    expect(picker.words).to_contain_text("left piriformis, my <b>knot</b>")
    (saved,) = picker.diary.all(OwnSpot)
    assert (saved.view, saved.name) == ("back", "my <b>knot</b>")
    assert saved.x == pytest.approx(0.4, abs=0.02)
    picker.press("Use this spot")
    assert picker.chosen() == NEAR_SACRUM | {"spot": "my <b>knot</b>"}


def test_a_spot_without_a_place_gets_one_and_can_be_moved_by_keys(picker, page):
    at = "2026-11-22T18:30:00+01:00"
    picker.diary.add(OwnSpot(muscle="psoas", name="old scar", added_at=at))
    picker.open()
    picker.dialog.get_by_label("Muscle", exact=True).select_option("psoas")
    picker.dialog.get_by_label("Spot", exact=True).select_option("old scar")
    picker.dialog.get_by_role("radio", name="Left").check(force=True)
    picker.press("Place “old scar”")
    page.mouse.click(*picker.point(256, 60))
    picker.press("Set this place")
    expect(picker.dialog.get_by_text("NOT PLACED: A spot must be on the figure")).to_be_visible()
    page.mouse.click(*picker.point(160, 190))
    picker.press("Set this place")
    picker.press("Move “old scar”")
    expect(picker.dialog.locator(".tk-body-placing")).to_be_focused()
    (before,) = picker.diary.all(OwnSpot)
    page.keyboard.press("ArrowDown")
    picker.press("Set this place")
    expect(picker.dialog.get_by_role("button", name="Use this spot")).to_be_focused()
    (after,) = picker.diary.all(OwnSpot)
    assert (before.view, after.view) == ("front", "front")
    assert after.y == pytest.approx(before.y + 6 / 620, abs=0.002)


def test_escape_ends_the_placing_and_not_the_dialog(picker, page):
    picker.open()
    picker.press("Place a spot of my own")
    page.keyboard.press("Escape")
    expect(picker.dialog.get_by_role("button", name="Place a spot of my own")).to_be_focused()
    expect(picker.dialog).to_be_visible()
    assert picker.diary.all(OwnSpot) == []


def test_a_kit_that_fails_is_said_inside_the_dialog(picker, monkeypatch):
    def refuse(*_):
        raise OSError("The disk is gone.")

    monkeypatch.setattr(picker.diary, "catalogue", refuse)
    picker.opener.click()
    expect(picker.dialog.get_by_text("NOT SHOWN: The disk is gone.")).to_be_visible()
    picker.dialog.get_by_label("Muscle", exact=True).select_option("piriformis")
    picker.dialog.get_by_label("Spot", exact=True).select_option("near the sacrum")
    picker.dialog.get_by_role("radio", name="Left").check(force=True)
    picker.press("Use this spot")
    assert picker.chosen() == NEAR_SACRUM

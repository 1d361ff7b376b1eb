"""Today on the phone and at the desk: one tap to Start, two to a check-in, every page in reach."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.app.pages import PAGES, PLACES
from tracker.cli import main
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK_PHONE = PHONE | {"color_scheme": "dark"}
NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}

on_the_phone = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])


@pytest.fixture
def app(app):
    """The kit on the diary of someone who pressed and checked in two days ago."""
    before = datetime.now(UTC) - timedelta(days=2)
    press = {
        "muscle": "piriformis",
        "side": "left",
        "tool": "lacrosse ball",
        "pain_before": 6,
        "pain_30s": 4,
        "pain_after": 3,
        "held_s": 90,
    }
    with open_diary(app.diary) as diary:
        diary.add(Screening(answered_at=before))
        diary.add(CheckIn(at=before, pain=5))
        for minutes in (0, 5):
            at = before + timedelta(minutes=minutes)
            diary.add(Release(started_at=at, spot="near the sacrum", **press))
    return app


def open_today(page, app):
    page.goto(app.page("today"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    return page.locator(".tk-today")


def check_ins(app):
    with open_diary(app.diary) as diary:
        return diary.all(CheckIn)


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_start_is_one_tap_and_the_hold_page_has_the_spot_chosen(page, app):
    top = open_today(page, app)
    where = top.locator(".tk-today-next h2").inner_text()
    start = top.get_by_role("link", name="Start", exact=True)
    expect(start).to_be_in_viewport(ratio=1)
    start.click()
    expect(page.locator("body.kit-ready .tk-coach")).to_be_visible(timeout=60_000)
    chosen = page.locator('.tk-coach-card[aria-pressed="true"]')
    place = [chosen.locator(f".tk-coach-{part}").inner_text() for part in ("where", "spot")]
    assert ", ".join(place).lower() == where.lower()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


@on_the_phone
def test_a_check_in_is_two_taps_and_can_be_undone_and_put_back(page, app):
    before = len(check_ins(app))
    top = open_today(page, app)
    save = top.get_by_role("button", name="Save", exact=True)
    # Both are over the bar, on the first screen.
    bar = page.locator(".kit-nav").bounding_box()
    box = save.bounding_box()
    assert box["y"] + box["height"] <= bar["y"]
    top.get_by_role("radio", name="4", exact=True).tap()
    save.tap()
    expect(top).to_contain_text("Saved: pain 4,")
    expect(top.get_by_text("Checked in today.")).to_be_visible()
    assert [one.pain for one in check_ins(app)][before:] == [4]
    expect(top.locator(".tk-today-entry").first).to_contain_text("Today")
    top.locator(".tk-today-entry").first.get_by_role("button", name="Undo").tap()
    expect(top).to_contain_text("Undone: the entry is out of your diary.")
    assert len(check_ins(app)) == before
    top.get_by_role("button", name="Put it back").tap()
    expect(top).to_contain_text("The entry is back in your diary.")
    assert len(check_ins(app)) == before + 1


# The browser itself says what moved by itself; all of it since the moment the page was ready.
WATCH = """
    window.moved = [];
    new PerformanceObserver((list) => window.moved.push(...list.getEntries()))
        .observe({ type: "layout-shift", buffered: true });
    new MutationObserver(() => {
        if (document.body?.classList.contains("kit-ready")) window.readyAt ??= performance.now();
    }).observe(document, { subtree: true, attributes: true, childList: true });
"""
MOVED = "moved.filter((one) => one.startTime > readyAt).map((one) => one.value)"


@pytest.fixture(params=["begun", "sample"])
def kept_diary(request, app):
    """The kit on the diary of the fixture above, and on the sample."""
    if request.param == "sample":
        app.empty()
        assert main.main(["--diary", str(app.diary), "sample"]) == 0
    return app


@on_the_phone
def test_today_is_one_screen_that_does_not_move_by_itself(page, kept_diary, too_small):
    page.add_init_script(WATCH)
    top = open_today(page, kept_diary)
    expect(top.locator(".tk-today-week")).to_contain_text("of 7 days")
    assert "Looking" not in top.inner_text()
    assert page.evaluate("document.documentElement.scrollHeight") <= 844
    for part in (".tk-today-next", ".tk-today-check-in", ".tk-today-week", ".tk-today-last"):
        expect(top.locator(part)).to_be_in_viewport(ratio=1)
    foot, bar = (page.locator(part).bounding_box() for part in (".kit-foot", ".kit-nav"))
    assert foot["y"] + foot["height"] <= bar["y"] + 1
    assert too_small(top) == []
    # Whatever would still come has had its frames by now.
    page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 3000 }))")
    assert page.evaluate(MOVED) == []


@on_the_phone
def test_edit_opens_that_entry_on_the_page_log_by_hand(page, app):
    top = open_today(page, app)
    top.locator(".tk-today-entry", has_text="near the sacrum").first.get_by_role(
        "link", name="Edit"
    ).tap()
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Edit: left piriformis")).to_be_visible()
    expect(page.get_by_role("button", name="Save change")).to_be_visible()
    expect(page.get_by_role("button", name="Save check-in")).to_be_hidden()


@on_the_phone
def test_log_by_hand_is_three_screens_at_most(page, app):
    page.goto(app.page("log"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    for kind, save in (("A release", "Save release"), ("A check-in", "Save check-in")):
        page.get_by_role("radio", name=kind).check()
        expect(page.get_by_role("button", name=save)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight") <= 3 * 844, kind


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_every_page_is_two_taps_away_at_most(page, app, too_small):
    open_today(page, app)
    nav = page.locator(".kit-nav")
    more = nav.locator("summary")
    for name, label in PAGES.items():
        if name not in PLACES:
            more.click()
        link = nav.get_by_role("link", name=label, exact=True)
        expect(link).to_be_in_viewport(ratio=1)
        assert link.get_attribute("href") == f"/voila/render/{name}.ipynb"
        assert link.bounding_box()["height"] >= 48
        page.keyboard.press("Escape")
    expect(nav.get_by_role("link", name="Export")).to_be_hidden()
    expect(more).to_be_focused()
    assert too_small(page.locator(".kit-top")) == []


@on_the_phone
def test_nothing_is_hidden_behind_the_bar(page, app):
    for name in ("today", "hold"):
        page.goto(app.page(name))
        expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        foot, bar = (page.locator(part).bounding_box() for part in (".kit-foot", ".kit-nav"))
        assert foot["y"] + foot["height"] <= bar["y"] + 1, name
        assert round(bar["y"] + bar["height"]) == 844


@on_the_phone
def test_an_empty_diary_greets_and_asks_the_red_flags_before_the_first_press(page, app):
    app.empty()
    page.add_init_script(WATCH)
    top = open_today(page, app)
    assert page.evaluate("document.documentElement.scrollHeight") <= 844
    assert page.evaluate(MOVED) == []
    expect(top.get_by_role("region", name="Welcome")).to_contain_text("for 90 seconds")
    expect(top.get_by_role("link", name="See a made-up diary")).to_be_visible()
    first = top.get_by_role("link", name="Start your first release")
    first.click()
    asked = page.get_by_role("dialog").filter(visible=True)
    expect(asked.get_by_role("heading", name="Do you have any of these?")).to_be_visible()
    asked.get_by_role("radiogroup").last.scroll_into_view_if_needed()
    expect(asked.get_by_role("button", name="None of these")).to_be_enabled()
    asked.get_by_role("button", name="None of these").press("Enter")
    expect(top).to_contain_text("Saved: no red flags.")
    first.click()
    page.wait_for_url(re.compile("hold"))


@pytest.mark.parametrize("page", [NARROW], indirect=True, ids=["narrow"])
def test_a_narrow_phone_scrolls_down_only_and_does_not_move_by_itself(page, app):
    page.add_init_script(WATCH)
    open_today(page, app)
    assert page.evaluate(MOVED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", [DESK, DARK_PHONE], indirect=True, ids=["desk", "dark phone"])
def test_axe_finds_no_fault(page, app, faults):
    open_today(page, app)
    assert faults() == []
    page.locator(".kit-nav summary").click()
    assert faults() == []

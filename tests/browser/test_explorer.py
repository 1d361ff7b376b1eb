"""What is chosen changes every chart in place, and a spot's story opens and closes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.diary.sample import write
from tracker.facade import open_diary
from tracker.protocol.catalogue import catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def twelve_weeks(app):
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with open_diary(app.diary) as diary:
        write(diary, until=yesterday)


def open_explorer(page, app):
    page.goto(app.page("relief"))
    explorer = page.locator(".tk-explorer")
    expect(explorer).to_be_visible(timeout=30_000)
    settle(explorer)
    return explorer


def settle(explorer):
    """Wait until every section stands for what is chosen now."""
    expect(explorer.locator(".tk-explorer-filters [role=status]")).to_contain_text(
        "release", timeout=60_000
    )
    expect(explorer.locator("[aria-busy=true]")).to_have_count(0, timeout=60_000)


def choose(explorer, field, name):
    explorer.get_by_role("combobox", name=field, exact=True).select_option(label=name)
    expect(explorer.locator(".tk-explorer-filters [role=status]")).to_have_text("Working…")
    settle(explorer)


def ranking(explorer):
    return explorer.get_by_role("region", name="Most relief first")


def unfold(explorer, title):
    """Open a folded section, and wait for what it shows."""
    section = explorer.get_by_role("region", name=title)
    section.locator("summary").click()
    settle(explorer)
    return section


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_choice_changes_charts_and_sentences_in_place(page, app):
    explorer = open_explorer(page, app)
    page.evaluate("document.body.dataset.loaded = 'once'")
    section = unfold(explorer, "How sure is the ranking?")
    chart = section.locator(".tk-wide svg").first
    expect(chart).to_contain_text("right piriformis")
    expect(section).to_contain_text("next press")
    unfold(explorer, "How is the sciatica, day by day?")

    choose(explorer, "Side", "Left")
    expect(chart).to_contain_text("left piriformis")
    expect(chart).not_to_contain_text("right piriformis")
    expect(ranking(explorer).get_by_role("button", name="right")).to_have_count(0)
    expect(explorer).to_contain_text("side, muscle and tool are of releases")

    explorer.get_by_role("combobox", name="Days").select_option(label="Pick days")
    explorer.get_by_label("To", exact=True).fill("2020-01-01")
    nothing = explorer.get_by_text("No release in your diary matches what you chose.")
    expect(nothing).to_be_visible()
    expect(explorer.locator(".tk-chart")).to_have_count(0)
    explorer.get_by_label("From", exact=True).fill("2020-02-01")
    expect(explorer.get_by_text("to must not be before from, 2020-02-01")).to_be_visible()
    explorer.get_by_role("button", name="Show all", exact=True).first.click()
    expect(nothing).to_be_hidden()
    settle(explorer)
    expect(chart).to_contain_text("right piriformis")
    assert page.evaluate("document.body.dataset.loaded") == "once"


def test_a_story_opens_and_closes_by_mouse_and_by_keyboard(page, app):
    explorer = open_explorer(page, app)
    story = explorer.locator(".tk-explorer-story")
    spot = ranking(explorer).get_by_role("button", name="right piriformis · near the sacrum")
    explorer.get_by_role("button", name=re.compile(r"Show all \d+ spots")).click()
    spot.click()
    expect(story.get_by_role("heading", level=2)).to_be_focused()
    expect(story).to_contain_text("After pressing the right piriformis (near the sacrum)")
    expect(story.locator(".tk-wide svg")).to_be_visible()
    expect(story.locator(".tk-card")).to_have_count(8)
    story.get_by_text("About this muscle, and how to press it").click()
    story.get_by_text("Where it may be felt").click()
    expect(story.get_by_text(catalogue()["piriformis"].referral)).to_be_visible()
    expect(ranking(explorer)).to_be_hidden()
    story.get_by_role("button", name="Back to all").click()
    expect(story).to_be_hidden()
    expect(spot).to_be_focused()

    page.keyboard.press("Enter")
    expect(story.locator(".tk-card")).to_have_count(8)
    page.keyboard.press("Escape")
    expect(spot).to_be_focused()

    mark = explorer.locator(".tk-body-mark[aria-label*='right piriformis'][aria-label*='sacrum']")
    mark.focus()
    page.keyboard.press("Enter")
    expect(story.get_by_role("heading", level=2)).to_contain_text("near the sacrum")
    choose(explorer, "Days", "Last 4 weeks")
    expect(story.locator(".tk-card").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(ranking(explorer)).to_be_visible()


@pytest.mark.parametrize(
    "page", [DESK, PHONE | {"color_scheme": "dark"}], indirect=True, ids=["desk", "dark phone"]
)
def test_nothing_scrolls_sideways(page, app):
    explorer = open_explorer(page, app)
    assert fits(page)
    opener = explorer.get_by_role("button", name="Filter")
    if opener.is_visible():
        opener.click()
    explorer.get_by_text("All muscles and tools").click()
    assert fits(page)
    for fold in explorer.locator(".tk-fold").all():
        fold.locator("summary").click()
    settle(explorer)
    assert fits(page)
    explorer.locator("button.tk-spot").first.click()
    expect(explorer.locator(".tk-explorer-story .tk-card").first).to_be_visible()
    assert fits(page)


def test_the_body_can_be_coloured_by_muscle(page, app):
    explorer = open_explorer(page, app)
    key = explorer.locator(".tk-body-key")
    expect(key).to_contain_text("rated releases on")
    explorer.get_by_role("radio", name="its muscle", exact=True).check()
    expect(key).to_contain_text("every spot bears the colour of its muscle")
    explorer.get_by_role("radio", name="its own relief", exact=True).check()
    expect(key).to_contain_text("rated releases on")


def test_start_leads_to_the_hold_page_set_to_the_spot(page, app):
    explorer = open_explorer(page, app)
    start = explorer.get_by_role("link", name=re.compile("^Start: ")).first
    where, _, spot = start.get_attribute("aria-label").removeprefix("Start: ").partition(", ")
    start.click()
    chosen = page.locator(".tk-coach-card[aria-pressed=true]")
    expect(chosen).to_contain_text(where.lower(), timeout=30_000, ignore_case=True)
    expect(chosen).to_contain_text(spot.rpartition(", ")[0])
    expect(chosen).to_contain_text(spot.rpartition(", ")[2])


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_the_answer_and_the_first_rows_are_in_sight_on_a_phone(page, app):
    explorer = open_explorer(page, app)
    expect(explorer.locator(".tk-explorer-lead p").first).to_be_in_viewport(ratio=1)
    expect(explorer.locator(".tk-explorer-row").first).to_be_in_viewport(ratio=1)
    long = explorer.evaluate(
        """root => [...root.querySelectorAll("p")].map((p) => p.innerText)
            .filter((text) => text.split(/\\s+/).length > 40)"""
    )
    assert long == []

"""The settings in Chromium: saved at once, legible in both themes and at every size of text."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.custom import OwnTool
from tracker.protocol.screening import Screening

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}


def open_settings(page, app):
    page.goto(app.page("settings"))
    expect(page.locator("body.kit-ready .tk-settings")).to_be_visible(timeout=60_000)


def setting(app, name):
    with open_diary(app.diary) as diary:
        return diary.settings.get(name)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_change_is_in_the_diary_when_saved_is_said(page, app, too_small, faults):
    with open_diary(app.diary) as diary:
        diary.add(Screening(answered_at=datetime.now(UTC)))
        diary.add(OwnTool(name="peg", added_at=datetime.now(UTC)))
    open_settings(page, app)
    panel = page.locator(".tk-settings")
    said = panel.locator(".tk-status")
    hold = panel.get_by_label("Hold for, in seconds")
    hold.fill("700")
    hold.press("Tab")
    problem = "The length of the hold must be a whole number of seconds from 5 to 600, not 700."
    expect(panel.get_by_text(problem)).to_be_visible()
    assert setting(app, "coach") is None
    hold.fill("120")
    hold.press("Tab")
    expect(said).to_contain_text("Saved.")
    expect(panel.get_by_text(problem)).to_have_count(0)
    assert setting(app, "coach")["hold_s"] == 120
    said.get_by_role("button", name="Undo").tap()
    expect(hold).to_have_value("90")
    panel.get_by_role("radiogroup", name="A week begins on").get_by_label("Sunday").check()
    expect(said).to_contain_text("Saved.")
    assert setting(app, "first_weekday") == "sunday"
    with page.expect_download() as saving:
        panel.get_by_role("button", name="Save reminders").tap()
    assert saving.value.suggested_filename == "reminders.ics"
    expect(said).to_contain_text("Saved reminders.ics among your downloads.")
    expect(panel.get_by_text("7 check-ins.")).to_be_visible()
    panel.get_by_role("button", name="Hide").tap()
    expect(said).to_contain_text("Hidden: peg.")
    said.get_by_role("button", name="Undo").tap()
    expect(panel.get_by_text("peg, a tool")).to_be_visible()
    expect(page.get_by_text("Which side hurts? Which tools are yours?")).to_be_visible()
    assert too_small(page.locator("#kit-main")) == []
    assert faults() == []


@pytest.mark.parametrize("page", [NARROW], indirect=True, ids=["narrow"])
def test_the_theme_and_the_size_of_the_text_stay_on_the_device(page, app, faults):
    open_settings(page, app)
    look = page.locator("#kit-look")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    title = page.get_by_role("heading", level=1)
    height = title.bounding_box()["height"]
    look.get_by_label("Dark").check()
    look.get_by_label("Largest").check()
    expect(look.get_by_text("Saved.")).to_be_visible()
    dark = page.evaluate(paper)
    assert dark != light
    assert title.bounding_box()["height"] > height
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults() == []
    page.goto(re.sub(r"settings", "today", page.url))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    assert page.evaluate(paper) == dark
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    open_settings(page, app)
    look.get_by_label("As the system").check()
    assert page.evaluate(paper) == light

"""The week is read in a real browser, in a frame where nothing runs, and leaves as files."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tracker.diary import sample
from tracker.facade import open_diary
from tracker.report.iso_week import Week

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def twelve_weeks(app):
    until = datetime.now(UTC).astimezone().date()
    with open_diary(app.diary) as diary:
        sample.write(diary, until=until, zone=UTC)


def week_of(name):
    return Week(date.fromisocalendar(int(name[:4]), int(name[-2:]), 1))


def read(page, app):
    page.goto(app.page("week"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
    panel = page.locator(".tk-week")
    expect(panel.get_by_role("button", name="Save as PDF")).to_be_visible(timeout=30_000)
    return panel


def test_a_week_is_read_and_another_one_chosen(page, app):
    panel = read(page, app)
    report = page.frame_locator(".tk-week-frame")
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    week = panel.get_by_label("Week")
    with open_diary(app.diary) as diary:
        first = diary.settings.get("report_seen")
    number = f"Week {int(first[-2:])}"
    expect(report.get_by_text(number, exact=True).first).to_be_visible()
    expect(week).to_have_value(re.compile(f"^{re.escape(week_of(first).days)} · "))

    panel.get_by_role("button", name="Earlier").click()
    earlier = week_of(first).earlier(1)
    number = f"Week {int(earlier.name[-2:])}"
    expect(week).to_have_value(re.compile(f"^{re.escape(earlier.days)} · "), timeout=30_000)
    expect(report.get_by_text(number, exact=True).first).to_be_visible(timeout=30_000)
    frame = page.locator(".tk-week-frame")
    assert frame.get_attribute("sandbox") == "allow-same-origin"
    inside = report.locator("html").evaluate("root => root.getBoundingClientRect().height")
    assert abs(frame.bounding_box()["height"] - inside) < 2


@pytest.mark.parametrize(
    ("button", "ending", "start"),
    [
        ("Save as PDF", ".pdf", b"%PDF"),
        ("Save as a web page", ".html", b"<!doctype html>"),
        ("Page for a clinician, PDF", "-clinician.pdf", b"%PDF"),
    ],
)
def test_it_leaves_as_a_file(page, app, button, ending, start):
    panel = read(page, app)
    with page.expect_download() as download:
        panel.get_by_role("button", name=button).click()
    name = download.value.suggested_filename
    assert name.startswith("sciatica-")
    assert name.endswith(ending)
    assert Path(download.value.path()).read_bytes().startswith(start)
    expect(panel.get_by_role("status").last).to_contain_text(f"Saved {name} among your downloads.")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_it_fits_a_phone(page, app, too_small):
    panel = read(page, app)
    panel.get_by_role("link", name="Keep or print").click()
    expect(panel.get_by_role("heading", name="Keep or print it")).to_be_in_viewport()
    expect(panel.get_by_role("heading", name="Keep or print it")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_small(panel) == []
    inside = page.frame_locator(".tk-week-frame").locator("html")
    assert inside.evaluate("root => root.scrollWidth <= root.clientWidth")


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(page, app):
    panel = read(page, app)
    page.emulate_media(reduced_motion="reduce")
    panel.get_by_label("Week").focus()
    for name in ("Earlier", "Later", "Keep or print"):
        page.keyboard.press("Tab")
        focused = panel.locator(":focus")
        expect(focused).to_contain_text(name)
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    paper = panel.get_by_role("radiogroup", name="Paper")
    paper.get_by_label("A4").focus()
    page.keyboard.press("ArrowRight")
    expect(paper.get_by_label("Letter")).to_be_checked()
    expect(paper.get_by_label("Letter")).to_be_focused()

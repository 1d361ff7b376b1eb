"""A person says once which side hurts and which tools they have, and who of a diary they are."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.profile import Profile
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def answered(app):
    """The red flags are answered, so nothing comes before the question."""
    with open_diary(app.diary) as diary:
        diary.add(Screening(answered_at=datetime.now(UTC) - timedelta(minutes=1)))


def go_to(page, app, name, part):
    page.goto(app.page(name))
    expect(page.locator(f"body.kit-ready {part}")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_what_is_said_once_is_what_the_coach_begins_with(page, app, too_small, faults):
    go_to(page, app, "hold", ".tk-coach")
    panel = page.locator(".tk-person")
    expect(panel.get_by_text("Which side hurts? Which tools are yours?")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    panel.get_by_role("button", name="Answer").click()
    panel.get_by_role("radiogroup", name="Which side hurts?").get_by_label("Right").check()
    panel.get_by_label("Massage ball", exact=True).check()
    assert too_small(panel) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(context=".tk-person") == []
    panel.get_by_role("button", name="Keep").click()
    expect(panel.get_by_text("You: right side, massage ball.")).to_be_in_viewport()
    expect(panel.get_by_role("button", name="Change")).to_be_focused()
    card = page.get_by_role("group", name="What to press").get_by_role("button")
    expect(card).to_have_text(re.compile("right piriformis.*near the sacrum.*massage ball"))
    with open_diary(app.diary) as diary:
        assert diary.profile() == Profile("right", ("massage ball",))


def test_two_people_of_a_diary_each_see_their_own(page, app):
    with open_diary(app.diary) as diary:
        diary.keep_profile(Profile("left", ("lacrosse ball",)), date(2026, 11, 18))
        diary.add(
            Release(
                started_at=datetime.now(UTC) - timedelta(days=1),
                muscle="piriformis",
                spot="near the sacrum",
                side="left",
                tool="lacrosse ball",
                pain_before=6,
                pain_after=3,
                note="Mine alone.",
            )
        )
    go_to(page, app, "log", ".tk-person")
    expect(page.get_by_text("Mine alone.")).to_be_visible()
    panel = page.locator(".tk-person")
    panel.get_by_role("button", name="Change").click()
    panel.get_by_label("Their name").fill("P01")
    panel.get_by_role("button", name="Add and go on as them").click()
    who = panel.get_by_role("radiogroup", name="Who is this?")
    expect(who.get_by_label("P01")).to_be_checked(timeout=60_000)
    expect(page.get_by_text("None yet. The releases you save show here.")).to_be_visible()
    expect(page.get_by_text("Mine alone.")).to_have_count(0)

    # The next page opens for the same person, and goes back to the other in one tap.
    go_to(page, app, "week", ".tk-person")
    expect(who.get_by_label("P01")).to_be_checked()
    report = page.frame_locator(".tk-week-frame")
    expect(report.get_by_text("P01", exact=True).first).to_be_visible(timeout=30_000)
    who.get_by_label("Me", exact=True).check()
    expect(who.get_by_label("Me", exact=True)).to_be_checked(timeout=60_000)
    week = page.locator(".tk-week").get_by_label("Week")
    expect(week.locator("option", has_text="1 release").first).to_be_attached(timeout=60_000)

"""An experiment is planned, pressed and taken back in a real browser, and survives a reload."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ARMS = {"A": "light", "B": "firm"}


def ready_panel(page):
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    panel = page.locator(".tk-experiment")
    expect(panel).to_be_visible(timeout=30_000)
    return panel


def rate(panel, scale, value):
    group = panel.get_by_role("radiogroup", name=scale)
    group.get_by_role("radio", name=re.compile(rf"^{value}\b")).check()


def press(panel, before, after):
    rate(panel, "Pain before", before)
    rate(panel, "Pain after", after)
    panel.get_by_role("button", name="Save this release").click()


def status(panel):
    return panel.get_by_role("status").filter(visible=True)


def plan(panel):
    panel.get_by_role("radio", name="Two pressures").check()
    panel.get_by_label("Muscle", exact=True).filter(visible=True).select_option("piriformis")
    panel.get_by_label("Spot", exact=True).filter(visible=True).select_option("near the sacrum")
    panel.get_by_role("radio", name="left").filter(visible=True).check()
    panel.get_by_label("Tool", exact=True).filter(visible=True).select_option("foam roller")
    for arm, pressure in ARMS.items():
        panel.get_by_role("group", name=arm, exact=True).get_by_role("radio", name=pressure).check()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_plan_press_undo_and_go_on_after_a_reload(page, app, too_small):
    page.goto(app.page("experiment"))
    panel = ready_panel(page)
    assert fits(page)
    plan(panel)
    pairs = panel.get_by_label("How many pairs?")
    pairs.fill("5")
    expect(panel).to_contain_text("5 pairs cannot reach p < 0.05, however clear the difference")
    panel.get_by_role("button", name="Draw the order and start").click()
    expect(panel.get_by_text("pairs must be a whole number from 6 to 100, not 5.")).to_be_visible()
    expect(pairs).to_be_focused()
    panel.get_by_role("button", name="One pair more").click()
    expect(panel).to_contain_text("That is 12 releases. With 6 pairs, a true difference of 1.5")
    assert too_small(panel) == []
    assert fits(page)

    panel.get_by_role("button", name="Draw the order and start").click()
    expect(status(panel)).to_contain_text("Started: light pressure or firm pressure")
    with open_diary(app.diary) as diary:
        (experiment,) = diary.all(Experiment)
    first, second, third = experiment.turns()[:3]
    heading = panel.get_by_role("heading", level=2).first
    expect(heading).to_have_text(f"Next: pair 1 of 6, press {first}: {ARMS[first]}")
    assert too_small(panel) == []

    press(panel, 6, 3)
    expect(heading).to_have_text(f"Next: pair 1 of 6, press {second}: {ARMS[second]}")
    press(panel, 7, 5)
    expect(heading).to_have_text(f"Next: pair 2 of 6, press {third}: {ARMS[third]}")
    expect(panel).to_contain_text("2 of 12 releases are saved.")
    status(panel).locator("xpath=..").get_by_role("button", name="Undo").click()
    expect(heading).to_have_text(f"Next: pair 1 of 6, press {second}: {ARMS[second]}")

    rate(panel, "Pain before", 8)
    expect(panel.locator("form[data-draft=kept]")).to_be_visible()
    page.reload()
    panel = ready_panel(page)
    heading = panel.get_by_role("heading", level=2).first
    expect(heading).to_have_text(f"Next: pair 1 of 6, press {second}: {ARMS[second]}")
    expect(status(panel)).to_contain_text("Your unfinished entry")
    rate(panel, "Pain after", 5)
    panel.get_by_role("button", name="Save this release").click()
    expect(heading).to_have_text(f"Next: pair 2 of 6, press {third}: {ARMS[third]}")
    with open_diary(app.diary) as diary:
        saved = diary.all(Release)
    assert [(one.arm, one.pressure, one.pain_before) for one in saved] == [
        (first, ARMS[first], 6),
        (second, ARMS[second], 8),
    ]
    assert {one.experiment for one in saved} == {experiment.id}

    panel.get_by_role("button", name="Look at the result so far").click()
    expect(panel).to_contain_text("Exploratory: it has not reached its planned length.")
    panel.get_by_role("button", name="End early").click()
    expect(status(panel)).to_contain_text("End it at 1 of 6 pairs?")
    status(panel).locator("xpath=..").get_by_role("button", name="End early").click()
    expect(panel.get_by_role("heading", name="New experiment")).to_be_focused()
    expect(panel).to_contain_text("Exploratory: you ended it early")
    panel.get_by_text("The pairs and the plan").click()
    expect(panel.get_by_role("table")).to_be_visible()
    assert too_small(panel) == []
    assert fits(page)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_where_pain_rose_the_page_says_so_and_offers_the_end(page, app, too_small, faults):
    now = datetime.now(UTC)
    with open_diary(app.diary) as diary:
        diary.add(
            Release(
                started_at=now - timedelta(hours=9),
                muscle="piriformis",
                spot="near the sacrum",
                side="left",
                tool="foam roller",
                pressure="firm",
                pain_before=5,
                pain_after=8,
                pain_later=8,
                later_at=now - timedelta(hours=5),
            )
        )
    page.goto(app.page("experiment"))
    panel = ready_panel(page)
    rose = panel.get_by_text("Last time pain rose from 5 to 8 and stayed.").filter(visible=True)
    panel.get_by_role("radio", name="Two tools").check()
    panel.get_by_label("Muscle", exact=True).filter(visible=True).select_option("piriformis")
    panel.get_by_label("Spot", exact=True).filter(visible=True).select_option("near the sacrum")
    expect(rose).to_have_count(0)
    panel.get_by_role("radio", name="left").filter(visible=True).check()
    expect(rose).to_have_count(1)
    # Light is proposed, and the person may change it.
    pressure = panel.get_by_role("radiogroup", name="Pressure").filter(visible=True)
    expect(pressure.get_by_role("radio", name="light")).to_be_checked()
    pressure.get_by_role("radio", name="firm").check()
    for arm, tool in {"A": "foam roller", "B": "massage ball"}.items():
        group = panel.get_by_role("group", name=arm, exact=True)
        group.get_by_label("Tool", exact=True).select_option(tool)
    expect(pressure.get_by_role("radio", name="firm")).to_be_checked()
    assert faults(context=".tk-experiment") == []
    panel.get_by_role("button", name="Draw the order and start").click()
    expect(rose).to_contain_text("It is planned with firm pressure, so better end this experiment.")
    assert too_small(panel) == []
    assert fits(page)
    assert faults(context=".tk-experiment") == []
    panel.get_by_role("button", name="End this experiment").click()
    expect(status(panel)).to_contain_text("End it at 0 of 10 pairs?")
    status(panel).locator("xpath=..").get_by_role("button", name="End early").click()
    expect(panel.get_by_role("heading", name="New experiment")).to_be_focused()

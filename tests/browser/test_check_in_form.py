"""A check-in is saved in a real browser, and a red flag is answered the moment it is ticked."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.red_flags import ADVICE
from tracker.protocol.screening import Screening

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

both_sizes = pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])


def open_form(page, app):
    page.goto(f"{app.page('log')}&kind=check-in")
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
    form = page.locator(".tk-entry").filter(has=page.get_by_text("Last check-ins"))
    expect(form.get_by_role("button", name="Save check-in")).to_be_visible(timeout=30_000)
    return form


def open_weekly(form):
    """Unfold the weekly questions, which say where they are due."""
    weekly = form.locator("summary").get_by_text("Once a week")
    if not form.locator(".tk-ratings").is_visible():
        weekly.click()
    return weekly


def latest(app):
    with open_diary(app.diary) as diary:
        return diary.recent(CheckIn, 1)[0]


@pytest.fixture
def kit(app):
    """The kit on a diary with yesterday's check-in."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with open_diary(app.diary) as diary:
        diary.add(Screening(answered_at=yesterday))
        diary.add(
            CheckIn(
                at=yesterday,
                pain=5,
                side="left",
                reach="thigh",
                symptoms=["ache"],
                bothersomeness=[1, 0, 2, 1],
            )
        )
    return app


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_usual_day_is_two_taps_and_save(page, kit):
    form = open_form(page, kit)
    pain = form.get_by_role("radiogroup", name="Pain now")
    expect(pain).to_be_in_viewport()
    pain.get_by_role("radio", name="4").check()
    form.get_by_role("button", name="Same as last").click()
    form.get_by_role("button", name="Save check-in").dblclick()
    expect(form.get_by_role("status")).to_contain_text("Saved: pain 4, left, down to the thigh,")
    with open_diary(kit.diary) as diary:
        saved, before = diary.recent(CheckIn, 3)
    assert (saved.pain, saved.side, saved.reach, saved.symptoms) == (4, "left", "thigh", ("ache",))
    assert saved.bothersomeness is None
    assert before.pain == 5


def test_a_new_leg_symptom_opens_the_red_flags_there_and_then(page, kit):
    form = open_form(page, kit)
    fever = form.get_by_label("Do you have a fever?")
    none = form.get_by_label("None of these")
    form.get_by_role("checkbox", name="ache").check()
    form.get_by_role("radio", name="thigh").check()
    expect(fever).to_be_hidden()
    form.get_by_role("radio", name="calf").check()
    expect(form).to_contain_text("Further down than before, to the calf?")
    expect(fever).to_be_visible()
    form.get_by_role("radio", name="thigh").check()
    expect(fever).to_be_hidden()
    form.get_by_role("radio", name="both").check()
    expect(form).to_contain_text("On both sides, and on one before?")
    expect(fever).to_be_visible()
    form.get_by_role("radio", name="left").check()
    expect(fever).to_be_hidden()
    form.get_by_role("checkbox", name="numbness").check()
    expect(form).to_contain_text("numbness: new since your last check-ins?")
    fever.check()
    none.check()
    expect(fever).not_to_be_checked()
    expect(form.get_by_role("alert")).to_have_text("")
    form.get_by_role("radiogroup", name="Pain now").get_by_role("radio", name="6").check()
    form.get_by_role("button", name="Save check-in").click()
    expect(form.get_by_role("status")).to_contain_text("Saved: pain 6")
    expect(form).not_to_contain_text("Your last check-in says")
    with open_diary(kit.diary) as diary:
        (kept, _) = diary.recent(Screening, 3)
    assert (kept.asked_because, kept.red_flags) == ("new leg symptom", ())


@both_sizes
def test_a_whole_check_in(page, app):
    form = open_form(page, app)
    form.get_by_role("radiogroup", name="Pain now").get_by_role("radio", name="4").check()
    form.get_by_role("radiogroup", name="Side").get_by_role("radio", name="left").check()
    form.get_by_role("radio", name="calf").check()
    form.get_by_role("checkbox", name="tingling").check()
    form.get_by_text("Your day, a note, another time").click()
    form.get_by_role("checkbox", name="driving").check()
    form.get_by_label("Something else").fill("gardening, stairs")
    form.get_by_text("Any medication for pain since the last check-in?").click()
    form.get_by_label("Name and amount").fill("ibuprofen 400 mg, Tilidin 0,5 ml")
    open_weekly(form)
    for item in range(4):
        scale = form.locator(".tk-ratings").get_by_role("radiogroup").nth(item)
        scale.get_by_role("radio", name=str(item + 1), exact=True).check()
    form.get_by_role("button", name="Save check-in").click()
    expect(form.get_by_role("status")).to_contain_text("Saved: pain 4, left, down to the calf,")
    expect(form.locator("[data-entry]").first).to_contain_text("bothersomeness 10 of 24")
    saved = latest(app)
    assert (saved.pain, saved.side, saved.reach) == (4, "left", "calf")
    assert saved.symptoms == ("tingling",)
    assert saved.activities == ("driving", "gardening", "stairs")
    assert saved.medication == ("ibuprofen 400 mg", "Tilidin 0,5 ml")
    assert saved.bothersomeness == (1, 2, 3, 4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_red_flag_is_answered_at_once_and_kept(page, app):
    form = open_form(page, app)
    fever = form.get_by_label("Do you have a fever?")
    expect(fever).to_be_hidden()
    form.get_by_text("Red flags: any of these?").click()
    fever.check()
    advice = form.get_by_role("alert")
    expect(advice).to_have_text(ADVICE["see a doctor first"])
    form.get_by_label("Did pain come on fast in both legs?").check()
    expect(advice).to_have_text(ADVICE["emergency"])
    form.get_by_role("radiogroup", name="Pain now").get_by_role("radio", name="7").check()
    form.get_by_role("button", name="Save check-in").click()
    # Over the page, until it is read; and below it, as long as it stays.
    expect(page.get_by_role("heading", name=ADVICE["emergency"])).to_be_focused()
    page.keyboard.press("Escape")
    expect(form.get_by_role("status")).to_contain_text(ADVICE["emergency"])
    expect(form.locator("[data-entry]").first).to_contain_text("Red flags: both legs, fever.")
    assert set(latest(app).red_flags) == {"both legs", "fever"}
    expect(advice).to_have_text("")
    page.get_by_role("button", name="Read the advice").click()
    page.get_by_role("button", name="I have read this and decide").press("Enter")
    expect(form).to_contain_text("Noted: you read the advice")


def test_what_is_wrong_behind_a_fold_is_shown(page, app):
    form = open_form(page, app)
    form.get_by_role("radiogroup", name="Pain now").get_by_role("radio", name="4").check()
    weekly = open_weekly(form)
    scale = form.locator(".tk-ratings").get_by_role("radiogroup").first
    scale.get_by_role("radio", name="2", exact=True).check()
    weekly.click()
    expect(scale).to_be_hidden()
    form.get_by_role("button", name="Save check-in").click()
    expect(
        form.get_by_text(
            "bothersomeness must be four whole numbers from 0 to 6, not 1: "
            "rate all four or clear them."
        )
    ).to_be_visible()
    form.get_by_role("button", name="Clear how bothersome").click()
    form.get_by_role("button", name="Save check-in").click()
    expect(form.get_by_role("status")).to_contain_text("Saved: pain 4")


def test_an_entry_is_edited_with_all_it_holds(page, app):
    with open_diary(app.diary) as diary:
        diary.add(
            CheckIn(
                at="2026-01-05T08:00:00+01:00",
                pain=5.5,
                reach="thigh",
                activities=("walking", "moving house"),
                change="no change",
            )
        )
        before = {one.id for one in diary.all(CheckIn)}
    form = open_form(page, app)
    card = form.locator("[data-entry]").filter(has_text="moving house")
    card.get_by_role("button", name="Edit").click()
    pain = form.get_by_role("radiogroup", name="Pain now")
    expect(pain.get_by_role("radio", name="5.5")).to_be_checked()
    expect(form.get_by_label("Something else")).to_have_value("moving house")
    expect(form.get_by_role("radio", name="no change")).to_be_checked()
    form.get_by_label("Note").fill("looked up later")
    form.get_by_role("button", name="Save change").click()
    expect(form.get_by_role("status")).to_contain_text("Changed: pain 5.5, down to the thigh")
    expect(pain.get_by_role("radio", name="5.5")).to_have_count(0)
    with open_diary(app.diary) as diary:
        (changed,) = [one for one in diary.all(CheckIn) if one.note == "looked up later"]
        assert {one.id for one in diary.all(CheckIn)} == before
    assert (changed.pain, changed.reach, changed.change) == (5.5, "thigh", "no change")
    assert changed.activities == ("walking", "moving house")
    assert changed.at.isoformat() == "2026-01-05T08:00:00+01:00"


def test_what_was_begun_of_the_week_is_left_with_it(page, app):
    form = open_form(page, app)
    form.get_by_role("radiogroup", name="Pain now").get_by_role("radio", name="4").check()
    open_weekly(form)
    leg_pain = form.get_by_role("radiogroup", name="leg pain", exact=True)
    leg_pain.get_by_role("radio", name="3").check()
    form.get_by_role("button", name="Save check-in").click()
    expect(form.get_by_text("rate all four or clear them")).to_be_visible()
    form.get_by_role("button", name="Not this week").click()
    expect(form.get_by_text("They are asked again in a week.")).to_be_visible()
    expect(leg_pain).to_be_hidden()
    form.get_by_role("button", name="Save check-in").click()
    expect(form.get_by_text("Saved: pain 4")).to_be_visible()
    assert latest(app).bothersomeness is None

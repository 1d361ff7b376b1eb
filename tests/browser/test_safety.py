"""The red flags and the lingering pain, asked in a real browser; no answer is ever lost."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.app.pages import PAGES
from tracker.facade import open_diary
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK_PHONE = PHONE | {"color_scheme": "dark"}
FEVER = "Do you have a fever?"
DOCTOR = "See a doctor before the next release."
TWO_TAPS = """dialog => {
    const tap = () => dialog.querySelector(".tk-safety-foot .tk-primary").dispatchEvent(
        new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
    dialog.querySelector(".tk-safety-foot .tk-primary").click();
    tap();
}"""
GO_ON = "I have read this and decide to go on by myself"


def ready(page):
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
    return page.locator(".tk-today")


def open_top(page, app):
    page.goto(app.page("today"))
    return ready(page)


def ask_for_the_questions(page):
    page.locator("#kit-flags summary").click()
    page.get_by_role("link", name="Answer them, and keep the answers").click()


def dialog(page):
    return page.get_by_role("dialog").filter(visible=True)


def answer_yes(page, question):
    dialog(page).get_by_role("radiogroup", name=question).get_by_role("radio", name="Yes").check()


def act(page, name):
    """Press a button of the dialog by key: taps count only once the page has settled."""
    dialog(page).get_by_role("button", name=name).press("Enter")


def deny_all(page):
    """Say "none of these" as one can: once the last question has been on the screen."""
    dialog(page).get_by_role("radiogroup").last.scroll_into_view_if_needed()
    expect(dialog(page).get_by_role("button", name="None of these")).to_be_enabled()
    act(page, "None of these")


def screenings(app):
    with open_diary(app.diary) as diary:
        return diary.all(Screening)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_yes_is_advice_over_the_whole_page_until_it_is_knowingly_set_aside(page, app):
    top = open_top(page, app)
    expect(top).to_contain_text("Before the first release")
    top.get_by_role("button", name="Answer the questions").click()
    asked = dialog(page)
    expect(asked.get_by_role("heading", name="Do you have any of these?")).to_be_focused()
    answer_yes(page, FEVER)
    expect(asked.get_by_role("alert")).to_have_text(DOCTOR)
    # Two taps are one: the second must not fall on what the first brings up.
    asked.evaluate(TWO_TAPS)
    expect(asked.get_by_role("heading", name=DOCTOR)).to_be_focused()
    expect(asked).to_contain_text(FEVER)
    box = asked.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    expect(top.get_by_text("Your answers are saved.")).to_have_count(1)

    page.reload()
    top = ready(page)
    expect(dialog(page).get_by_role("heading", name=DOCTOR)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    # It rests the coach and nothing else: a check-in can be saved, and the advice read again.
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    assert screenings(app)[0].stops()
    top.get_by_role("button", name="Read the advice").click()
    act(page, GO_ON)
    expect(top).to_contain_text("Noted: you read the advice")
    expect(top.get_by_role("button", name="Read the advice")).to_be_hidden()
    page.reload()
    expect(ready(page)).to_contain_text("How is the sciatica now?")
    expect(dialog(page)).to_have_count(0)
    (kept,) = screenings(app)
    assert (kept.red_flags, kept.asked_because) == (("fever",), "first release")
    assert kept.dismissed_at is not None


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_none_of_these_by_keyboard_alone(page, app):
    top = open_top(page, app)
    opener = top.get_by_role("button", name="Answer the questions")
    opener.focus()
    page.keyboard.press("Enter")
    asked = dialog(page)
    expect(asked.get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    none = asked.get_by_role("button", name="None of these")
    for _ in range(40):
        if none.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(none).to_be_focused()
    page.keyboard.press("Enter")
    expect(top).to_contain_text("Saved: no red flags.")
    expect(opener).to_be_hidden()
    (kept,) = screenings(app)
    assert kept.red_flags == ()


SHORT_PHONE = PHONE | {"viewport": {"width": 390, "height": 664}}
READ_ALL = "Read all the questions first, down to the last one."


@pytest.mark.parametrize("page", [SHORT_PHONE], indirect=True, ids=["short phone"])
def test_nobody_denies_them_all_before_the_last_one_was_on_the_screen(page, app):
    open_top(page, app)
    ask_for_the_questions(page)
    asked = dialog(page)
    last = asked.get_by_role("radiogroup").last
    none = asked.get_by_role("button", name="None of these")
    expect(last).not_to_be_in_viewport()
    expect(none).to_be_disabled()
    expect(none).to_have_accessible_description(READ_ALL)
    # Pressed all the same, it leads to what was not read, and answers nothing.
    before = len(screenings(app))
    none.evaluate("one => one.click()")
    expect(last.get_by_role("radio", name="No")).to_be_focused()
    expect(last).to_be_in_viewport(ratio=1)
    expect(none).to_be_enabled()
    expect(asked.get_by_text(READ_ALL)).to_be_hidden()
    assert len(screenings(app)) == before
    # A yes never waits for the rest.
    page.keyboard.press("Escape")
    ask_for_the_questions(page)
    expect(none).to_be_disabled()
    asked.get_by_role("radiogroup").first.get_by_role("radio", name="Yes").check()
    what_to_do = asked.get_by_role("button", name="Show what to do")
    expect(what_to_do).to_be_enabled()
    expect(what_to_do).to_be_in_viewport(ratio=1)
    expect(asked.get_by_role("alert")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")


def test_without_a_kernel_the_advice_comes_and_the_answer_waits(page, app, forgiven):
    forgiven += ["404", "WebSocket", "Kernel"]  # the page asks after a kernel that is gone
    top = open_top(page, app)
    top.get_by_role("button", name="Answer the questions").click()
    answer_yes(page, "Did pain come on fast in both legs?")
    app.kernel_of(page).kill()
    act(page, "Show what to do")
    expect(dialog(page).get_by_role("heading", name="Go to an emergency")).to_be_visible()
    expect(dialog(page).get_by_role("status").filter(visible=True)).to_have_text(
        "NOT SAVED yet: the kit does not answer. Your answer is kept in this page.",
        timeout=10_000,
    )
    assert screenings(app) == []
    page.reload()
    top = ready(page)
    expect(dialog(page).get_by_role("heading", name="Go to an emergency")).to_be_visible()
    expect(top.get_by_text("Your answers are saved.")).to_have_count(1)
    assert screenings(app)[0].red_flags == ("both legs",)


def test_two_tabs_agree(page, app):
    top = open_top(page, app)
    other = page.context.new_page()
    open_top(other, app)
    other.get_by_role("button", name="Answer the questions").click()
    answer_yes(other, FEVER)
    act(other, "Show what to do")
    expect(dialog(other).get_by_role("heading", name=DOCTOR)).to_be_visible()
    # The first tab has not heard of it, and answers as well; the latest answer stands.
    top.get_by_role("button", name="Answer the questions").click()
    deny_all(page)
    expect(top).to_contain_text("Saved: no red flags.")
    act(other, GO_ON)
    expect(other.locator(".tk-today")).to_contain_text("Noted: you read the advice")
    other.close()
    first, second = screenings(app)
    assert (first.red_flags, second.red_flags) == (("fever",), ())
    assert not any(one.stops() for one in screenings(app))


def test_the_pain_some_hours_later_is_asked_kept_and_explained(page, app):
    with open_diary(app.diary) as diary:
        diary.add(Screening(answered_at=datetime.now(UTC) - timedelta(days=2)))
        rose = diary.add(
            Release(
                started_at=datetime.now(UTC) - timedelta(hours=2, minutes=5),
                muscle="piriformis",
                spot="near the sacrum",
                side="left",
                tool="lacrosse ball",
                pain_before=5,
                pain_after=8,
            )
        )
    top = open_top(page, app)
    scale = top.get_by_role("radiogroup", name="2 h ago you pressed the left piriformis")
    with closing(sqlite3.connect(app.diary, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        scale.get_by_role("radio", name="8").check()
        expect(scale).to_contain_text("NOT SAVED: The diary did not answer", timeout=15_000)
        other.execute("ROLLBACK")
    expect(scale.get_by_role("radio", name="8")).to_be_checked()
    top.get_by_role("button", name="Try again").click()
    expect(top).to_contain_text("Saved: pain 8 there now. It is still 3 points higher.")
    expect(top).to_contain_text("press more lightly, or explore another spot")
    top.get_by_role("button", name="Change it").click()
    scale.get_by_role("radio", name="5").check()
    expect(top).to_contain_text("Saved: pain 5 there now. The rise has gone.")
    top.get_by_role("button", name="Done").click()
    expect(scale).to_have_count(0)
    with open_diary(app.diary) as diary:
        assert diary.get(rose.id).pain_later == 5


@pytest.mark.parametrize("page", [DESK, DARK_PHONE], indirect=True, ids=["desk", "dark phone"])
def test_nothing_in_the_way_of_assistive_technology(page, app, faults):
    open_top(page, app)
    assert faults(context=".tk-entry") == []
    ask_for_the_questions(page)
    answer_yes(page, FEVER)
    assert faults(context=".tk-entry") == []
    act(page, "Show what to do")
    assert faults(context=".tk-entry") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    act(page, "Answer the questions again")
    deny_all(page)
    expect(dialog(page)).to_have_count(0)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_red_flags_are_one_tap_away_on_every_page(page, app):
    for name in PAGES:
        page.goto(app.page(name))
        flags = page.locator("#kit-flags summary")
        flags.click()
        panel = page.get_by_text("These signs need a clinician, not a ball.")
        expect(panel).to_be_in_viewport()
        box = flags.bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 390, name
        assert box["height"] >= 48, name


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_every_page_leads_to_answers_that_are_kept(page, app):
    page.goto(app.page("hold"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
    for _ in ("from another page", "on Today itself"):
        page.locator("#kit-flags summary").click()
        page.get_by_role("link", name="Answer them, and keep the answers").click()
        asked = dialog(page).get_by_role("heading", name="Do you have any of these?")
        expect(asked).to_be_visible()
        expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
        assert "#" not in page.url
        deny_all(page)
        expect(page.locator(".tk-today")).to_contain_text("Saved: no red flags.")
        page.get_by_role("button", name="Close this message").click()
    assert [one.red_flags for one in screenings(app)] == [(), ()]

"""A release is logged, changed and taken back in a real browser, by hand and by keyboard."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.release import Release

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE = PHONE | {"viewport": {"width": 360, "height": 740}}
DARK_PHONE = PHONE | {"color_scheme": "dark"}

both_sizes = pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
every_size = pytest.mark.parametrize(
    "page",
    [DESK, PHONE, SMALL_PHONE, DARK_PHONE],
    indirect=True,
    ids=["desk", "phone", "small phone", "dark phone"],
)


def open_form(page, app):
    page.goto(app.page("log"))
    return ready_form(page)


def ready_form(page, save="Save release"):
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
    form = page.locator(".tk-entry").filter(has=page.get_by_text("Last releases"))
    expect(form.get_by_role("button", name=save)).to_be_visible(timeout=30_000)
    return form


def rate(form, scale, value):
    group = form.get_by_role("radiogroup", name=scale)
    group.get_by_role("radio", name=re.compile(rf"^{value}\b")).check()


def fill(form, *, spot="near the sacrum", note=""):
    form.get_by_label("Muscle", exact=True).select_option("piriformis")
    form.get_by_label("Spot", exact=True).select_option(spot)
    form.get_by_role("radio", name="left").check()
    form.get_by_label("Tool", exact=True).select_option("foam roller")
    rate(form, "Pain before", 6)
    rate(form, "Pain at 30 s", 4)
    rate(form, "Pain after", 3)
    form.get_by_label("Note").fill(note)


def save(form):
    form.get_by_role("button", name="Save release").click()


def status(form):
    return form.get_by_role("status").filter(visible=True)


def cards(form):
    return form.locator("[data-entry]")


def releases(app):
    with open_diary(app.diary) as diary:
        return diary.recent(Release, 100)


@both_sizes
def test_log_change_delete_and_undo(page, app):
    form = open_form(page, app)
    before = len(releases(app))
    fill(form, note="eased on the <b>exhale</b>")
    save(form)
    expect(status(form)).to_contain_text("Saved: left piriformis, near the sacrum,")
    card = cards(form).first
    expect(card).to_contain_text("left piriformis · near the sacrum")
    expect(card).to_contain_text("6 → 4 → 3")
    expect(card).to_contain_text("3 lower")
    expect(card).to_contain_text("eased on the <b>exhale</b>")
    saved = releases(app)[0]
    assert len(releases(app)) == before + 1
    assert (saved.pain_before, saved.pain_30s, saved.pain_after, saved.held_s) == (6, 4, 3, 90)
    assert saved.tool == "foam roller"
    expect(form.get_by_label("Note")).to_have_value("")
    expect(form.get_by_label("Muscle", exact=True)).to_have_value("piriformis")
    unrated = form.get_by_role("radiogroup", name="Pain before").locator("input:checked")
    expect(unrated).to_have_count(0)

    edit = card.get_by_role("button", name="Edit")
    if not edit.is_visible():  # a phone has them folded
        form.locator("summary", has_text="Last releases").press("Enter")
    edit.click()
    expect(form.get_by_label("Note")).to_have_value("eased on the <b>exhale</b>")
    rate(form, "Pain after", 1)
    form.get_by_role("button", name="Save change").click()
    expect(status(form)).to_contain_text("Changed: left piriformis")
    expect(card).to_contain_text("6 → 4 → 1")
    form.get_by_role("button", name="Undo").click()
    expect(status(form)).to_contain_text("Undone:")
    expect(card).to_contain_text("6 → 4 → 3")

    shown = cards(form).count()
    card.get_by_role("button", name="Delete").click()
    expect(status(form)).to_contain_text("Deleted: left piriformis")
    expect(cards(form)).to_have_count(shown - 1)
    assert len(releases(app)) == before
    undo = form.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(cards(form)).to_have_count(shown)
    assert releases(app)[0] == saved


@both_sizes
def test_what_is_missing_is_said_beside_its_field(page, app):
    form = open_form(page, app)
    before = len(releases(app))
    save(form)
    expect(status(form)).to_have_text("NOT SAVED: 5 answers need another look.")
    muscle = form.get_by_label("Muscle", exact=True)
    expect(muscle).to_be_focused()
    expect(muscle).to_have_attribute("aria-invalid", "true")
    expect(muscle).to_have_accessible_description("Choose a muscle.")
    scale = form.get_by_role("radiogroup", name="Pain before")
    expect(scale).to_have_accessible_description("Rate your pain before.")
    fill(form)
    form.get_by_label("Held for, in seconds").fill("4000")
    save(form)
    expect(form.get_by_label("Held for, in seconds")).to_be_focused()
    expect(
        form.get_by_text(
            "The time held must be a whole number of seconds from 0 to 3600, not 4000."
        )
    ).to_be_visible()
    expect(muscle).not_to_have_attribute("aria-invalid", "true")
    assert len(releases(app)) == before
    form.get_by_role("button", name="60 s").click()
    save(form)
    expect(status(form)).to_contain_text("Saved:")
    assert releases(app)[0].held_s == 60


def tab_to(page, target):
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {target}")


def test_by_keyboard_alone(page, app):
    form = open_form(page, app)
    before = len(releases(app))
    for label, letters in (("Muscle", "pso"), ("Spot", "bet")):
        tab_to(page, form.get_by_label(label, exact=True))
        page.keyboard.type(letters)
    tab_to(page, form.get_by_role("radio", name="left"))
    page.keyboard.press("ArrowRight")
    tab_to(page, form.get_by_label("Tool", exact=True))
    page.keyboard.type("ilio")
    for scale, rating in (("Pain before", 6), ("Pain at 30 s", 5), ("Pain after", 2)):
        tab_to(page, form.get_by_role("radiogroup", name=scale).get_by_role("radio").first)
        for _ in range(rating):
            page.keyboard.press("ArrowRight")
    tab_to(page, form.get_by_label("Note"))
    page.keyboard.type("slow breathing")
    tab_to(page, form.get_by_role("button", name="Save release"))
    page.keyboard.press("Enter")
    expect(status(form)).to_contain_text("Saved: right psoas, between the navel and the hip")
    (saved, *_) = releases(app)
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (6, 5, 2)
    assert (saved.tool, saved.note) == ("iliopsoas tool", "slow breathing")
    tab_to(page, form.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(status(form)).to_contain_text("Undone: the entry is out of your diary again.")
    assert len(releases(app)) == before


def test_an_unfinished_entry_comes_back(page, app):
    form = open_form(page, app)
    fill(form, note="half a note")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    page.reload()
    form = ready_form(page)
    expect(status(form)).to_have_text(re.compile(r"Your unfinished entry from \d\d:\d\d is back\."))
    expect(form.get_by_label("Note")).to_have_value("half a note")
    expect(form.get_by_label("Spot", exact=True)).to_have_value("near the sacrum")
    assert releases(app) == []
    form.get_by_label("Note").fill("a whole note")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    page.reload()
    form = ready_form(page)
    expect(form.get_by_label("Note")).to_have_value("a whole note")
    save(form)
    expect(status(form)).to_contain_text("Saved:")
    assert releases(app)[0].note == "a whole note"
    page.reload()
    form = ready_form(page)
    expect(cards(form)).to_have_count(1)
    expect(form.get_by_label("Note")).to_have_value("")


def test_an_unfinished_entry_can_be_discarded(page, app):
    form = open_form(page, app)
    fill(form, note="not this")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    page.reload()
    form = ready_form(page)
    form.get_by_role("button", name="Discard").click()
    expect(status(form)).to_have_text("The unfinished entry is discarded.")
    expect(form.get_by_label("Note")).to_have_value("")
    page.reload()
    form = ready_form(page)
    expect(form.get_by_label("Note")).to_have_value("")


def test_the_pain_later_and_an_unfinished_change_that_comes_back(page, app):
    values = {"muscle": "psoas", "spot": "beside the navel", "side": "left", "tool": "foam roller"}
    with open_diary(app.diary) as diary:
        diary.add(Release(started_at="2026-01-05T12:00:00+00:00", pain_before=5, **values))
    form = open_form(page, app)
    later = form.get_by_role("radiogroup", name="Pain there later")
    expect(later).to_be_hidden()
    fill(form, note="a new one, half done")
    cards(form).first.get_by_role("button", name="Edit").click()
    expect(form.get_by_role("radiogroup", name="When you rated it")).to_be_hidden()
    rate(form, "Pain there later", 7)
    rated = form.get_by_role("radiogroup", name="When you rated it")
    rated.get_by_role("radio", name="Earlier").check()
    rated.get_by_label("Day and time").fill("2026-01-05T23:30")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    page.reload()
    form = ready_form(page, save="Save change")
    expect(status(form)).to_contain_text("Your unfinished change from")
    expect(form.get_by_role("heading", name="Edit: left psoas, beside the navel")).to_be_visible()
    assert releases(app)[0].pain_later is None
    form.get_by_role("button", name="Save change").click()
    expect(status(form)).to_contain_text("Changed: left psoas")
    (saved,) = releases(app)
    assert (saved.pain_later, f"{saved.later_at:%Y-%m-%d %H:%M}") == (7, "2026-01-05 23:30")
    expect(cards(form).first).to_contain_text("later")
    expect(form.get_by_label("Note")).to_have_value("a new one, half done")
    page.reload()
    form = ready_form(page)
    expect(status(form)).to_contain_text("Your unfinished entry from")


def test_a_spot_is_picked_on_the_body(page, app):
    form = open_form(page, app)
    form.get_by_role("button", name="Show the body").click()
    picker = page.get_by_role("dialog", name="Where do you press?")
    mark = picker.get_by_role("button", name=re.compile("^left piriformis, near the sacrum; "))
    expect(mark).to_be_visible(timeout=30_000)
    mark.focus()
    page.keyboard.press("Enter")
    picker.get_by_role("button", name="Use this spot").click()
    expect(form.get_by_label("Spot", exact=True)).to_have_value("near the sacrum")
    expect(form.get_by_role("radio", name="left")).to_be_checked()


def test_two_taps_save_once(page, app):
    form = open_form(page, app)
    before = len(releases(app))
    fill(form, note="twice")
    form.get_by_role("button", name="Save release").dblclick()
    expect(status(form)).to_contain_text("Saved:")
    expect(cards(form).filter(has_text="twice")).to_have_count(1)
    assert len(releases(app)) == before + 1


def test_a_locked_diary_is_said_and_the_answers_stay(page, app):
    form = open_form(page, app)
    fill(form, note="keep me")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    with closing(sqlite3.connect(app.diary, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        save(form)
        expect(status(form)).to_contain_text(
            "NOT SAVED: The diary did not answer, nothing was saved", timeout=15_000
        )
        expect(form.get_by_label("Note")).to_have_value("keep me")
        other.execute("ROLLBACK")
    save(form)
    expect(status(form)).to_contain_text("Saved:")
    assert len(releases(app)) == 1


def test_what_changed_while_saving_is_not_lost(page, app):
    form = open_form(page, app)
    fill(form, note="first")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    with closing(sqlite3.connect(app.diary, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        save(form)
        expect(form.get_by_role("button", name="Saving…")).to_be_visible()
        form.get_by_label("Note").fill("second")
        other.execute("ROLLBACK")
    expect(status(form)).to_contain_text("Save change adds what you changed since.")
    assert releases(app)[0].note == "first"
    form.get_by_role("button", name="Save change").click()
    expect(status(form)).to_contain_text("Changed:")
    assert [one.note for one in releases(app)] == ["second"]
    expect(form.get_by_role("button", name="Save release")).to_be_visible()


def test_a_dead_kernel_is_said_and_the_answers_stay(page, app, forgiven):
    forgiven += ["404", "WebSocket", "Kernel"]  # the page asks after a kernel that is gone
    form = open_form(page, app)
    fill(form, note="keep me")
    expect(form.locator("form")).to_have_attribute("data-draft", "kept")
    app.kernel_of(page).kill()
    save(form)
    expect(status(form)).to_have_text(
        "NOT SAVED yet: the kit does not answer. Your entry stays here.", timeout=10_000
    )
    expect(form.get_by_label("Note")).to_have_value("keep me")
    page.reload()
    form = ready_form(page)
    expect(form.get_by_label("Note")).to_have_value("keep me")


def test_a_moved_tool_leaves_no_pain_after(page, app):
    form = open_form(page, app)
    fill(form)
    after = form.get_by_role("radiogroup", name="Pain after")
    form.get_by_role("radio", name="Moved at 30 s").check()
    expect(after.get_by_role("radio").first).to_be_disabled()
    expect(after.locator("input:checked")).to_have_count(0)
    expect(after).to_contain_text("You moved the tool")
    expect(form.get_by_label("Held for, in seconds")).to_have_value("30")
    save(form)
    expect(cards(form).first).to_contain_text("moved at 30 s: 6 → 4")
    assert (releases(app)[0].outcome, releases(app)[0].held_s) == ("moved", 30)
    expect(after.get_by_role("radio").first).to_be_enabled()


def test_the_same_as_last_brings_the_choices_and_no_ratings(page, app):
    form = open_form(page, app)
    fill(form, note="only here")
    save(form)
    expect(status(form)).to_contain_text("Saved:")
    page.reload()
    form = ready_form(page)
    expect(form.get_by_label("Muscle", exact=True)).to_have_value("")
    form.get_by_role("button", name="Same as last").click()
    expect(form.get_by_label("Spot", exact=True)).to_have_value("near the sacrum")
    expect(form.get_by_label("Tool", exact=True)).to_have_value("foam roller")
    expect(form.get_by_role("radio", name="left")).to_be_checked()
    expect(form.get_by_label("Note")).to_have_value("")
    rated = form.get_by_role("radiogroup", name="Pain before").locator("input:checked")
    expect(rated).to_have_count(0)


@both_sizes
def test_a_spot_of_one_s_own(page, app):
    form = open_form(page, app)
    form.get_by_label("Muscle", exact=True).select_option("psoas")
    expect(form.get_by_text("Lie face down on the tool")).to_be_hidden()
    form.get_by_text("How to press here").click()
    expect(form.get_by_text("Lie face down on the tool")).to_be_visible()
    expect(form.get_by_text("Do not press on an open wound.")).to_be_visible()
    form.get_by_role("button", name="+ my own spot").click()
    name = form.get_by_label("Name of my own spot")
    expect(name).to_be_focused()
    name.press("Enter")
    said = "name must be a name of 1 to 80 printable characters, not ''."
    expect(form.get_by_text(said)).to_be_visible()
    name.fill("under the scar")
    name.press("Enter")
    spot = form.get_by_label("Spot", exact=True)
    expect(spot).to_have_value("under the scar")
    expect(spot).to_be_focused()
    expect(name).to_be_hidden()


def test_an_earlier_time_keeps_the_browser_s_offset(page, app):
    form = open_form(page, app)
    fill(form, note="yesterday's")
    form.get_by_role("radio", name="Earlier").check()
    form.get_by_label("Day and time").filter(visible=True).fill("2026-01-05T21:40")
    save(form)
    expect(status(form)).to_contain_text("5 January 2026, 21:40")
    offset = page.evaluate("-new Date('2026-01-05T21:40').getTimezoneOffset()")
    (saved,) = [one for one in releases(app) if one.note == "yesterday's"]
    assert f"{saved.started_at:%Y-%m-%d %H:%M}" == "2026-01-05 21:40"
    assert saved.started_at.utcoffset().total_seconds() == offset * 60


def test_older_entries_can_be_reached(page, app):
    values = {"muscle": "psoas", "spot": "beside the navel", "side": "left", "tool": "foam roller"}
    days = [f"2026-01-{day:02}T12:00:00+00:00" for day in range(1, 15)]
    with open_diary(app.diary) as diary:
        diary.add_all([Release(started_at=day, pain_before=5, **values) for day in days])
    form = open_form(page, app)
    expect(cards(form)).to_have_count(10)
    form.get_by_role("button", name="Show older").click()
    expect(cards(form)).to_have_count(14)
    expect(form.get_by_role("button", name="Show older")).to_be_hidden()
    expect(cards(form).nth(10).get_by_role("button", name="Edit")).to_be_focused()
    cards(form).last.get_by_role("button", name="Delete").click()
    expect(cards(form)).to_have_count(13)


@every_size
def test_everything_is_large_enough_and_nothing_sticks_out(page, app, too_small):
    form = open_form(page, app)
    fill(form, note="a long word: " + "o" * 120)
    save(form)
    expect(status(form)).to_contain_text("Saved:")
    form.get_by_text("How to press here").click()
    form.get_by_role("button", name="+ my own spot").click()
    form.get_by_role("radio", name="Earlier").check()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_small(form) == []


def test_every_control_has_a_name(page, app):
    form = open_form(page, app)
    unnamed = form.evaluate(
        """form => [...form.querySelectorAll("input, select, textarea")]
            .filter((one) => !one.labels?.length && !one.getAttribute("aria-label"))
            .map((one) => one.outerHTML)"""
    )
    assert unnamed == []


def test_where_pain_rose_light_pressure_is_proposed(page, app):
    now = datetime.now(UTC)
    with open_diary(app.diary) as diary:
        diary.add(
            Release(
                started_at=now - timedelta(hours=9),
                muscle="piriformis",
                spot="near the sacrum",
                side="left",
                tool="lacrosse ball",
                pressure="firm",
                pain_before=5,
                pain_after=8,
                pain_later=8,
                later_at=now - timedelta(hours=5),
            )
        )
    form = open_form(page, app)
    warning = form.get_by_text("Last time pain rose from 5 to 8 and stayed.")
    expect(warning).to_be_hidden()
    form.get_by_role("button", name="Same as last").click()
    expect(warning).to_be_visible()
    expect(form.get_by_label("Tool", exact=True)).to_have_value("lacrosse ball")
    light = form.get_by_role("radiogroup", name="Pressure").get_by_role("radio", name="light")
    expect(light).to_be_checked()
    form.get_by_role("radio", name="moderate").check()
    rate(form, "Pain before", 4)
    rate(form, "Pain after", 7)
    save(form)
    expect(form.get_by_text("Last time pain rose from 4 to 7 and was not rated")).to_be_visible()
    expect(form.get_by_label("Spot", exact=True)).to_have_value("near the sacrum")
    expect(light).to_be_checked()
    form.get_by_role("button", name="Edit").first.click()
    expect(form.get_by_text("Last time pain rose")).to_be_hidden()


NARROW = {"viewport": {"width": 320, "height": 568}}


@pytest.mark.parametrize("page", [NARROW], indirect=True, ids=["narrow"])
def test_nothing_sticks_out_of_a_narrow_page(page, app):
    open_form(page, app)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

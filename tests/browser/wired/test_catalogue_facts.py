"""Every sentence of the catalogue reaches a page, folded where nobody needs it to press safely."""

from dataclasses import fields
from datetime import date

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.catalogue import catalogue
from tracker.protocol.profile import Profile
from tracker.widgets.hold_coach import hold_coach
from tracker.widgets.log_form import log_form

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def sentences(record):
    """Every sentence of a record, whatever field a later version keeps it in."""
    for field in fields(record):
        value = getattr(record, field.name)
        for text in value if isinstance(value, tuple) else [value]:
            if isinstance(text, str) and text.endswith("."):
                yield text


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        yield diary


def test_the_catalogue_has_what_this_test_looks_for():
    for muscle in catalogue().values():
        told = [*sentences(muscle)]
        assert {muscle.where, muscle.why, muscle.how, muscle.referral, *muscle.cautions} == {*told}
        assert all([*sentences(spot)] == [spot.find] for spot in muscle.spots.values())
    for tool in catalogue().tools.values():
        assert [*sentences(tool)] == [tool.what, tool.why]


def test_every_sentence_reaches_the_log_form(page, show, diary):
    show(log_form(diary))
    facts = page.locator(".tk-facts")
    for name, muscle in catalogue().items():
        page.get_by_label("Muscle", exact=True).select_option(name)
        shown = facts.text_content()
        for sentence in sentences(muscle):
            assert sentence in shown, (name, sentence)
        for spot in muscle.spots.values():
            page.get_by_label("Spot", exact=True).select_option(spot.name)
            expect(page.locator(".tk-find")).to_have_text(spot.find)
    for name, tool in catalogue().tools.items():
        page.get_by_label("Tool", exact=True).select_option(name)
        for sentence in sentences(tool):
            expect(facts).to_contain_text(sentence)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_the_coach_keeps_the_reasons_folded_until_they_are_asked_for(page, show, diary):
    diary.keep_profile(Profile("left", ("iliopsoas tool",)), date(2026, 11, 23))
    show(hold_coach(diary))
    page.get_by_role("button", name="Choose another spot").click()
    dialog = page.get_by_role("dialog", name="Where do you press?")
    dialog.get_by_label("Muscle", exact=True).select_option("psoas")
    dialog.get_by_label("Spot", exact=True).select_option("beside the navel")
    dialog.get_by_role("radio", name="Left").check(force=True)
    dialog.get_by_role("button", name="Use this spot").click()
    psoas, tool = catalogue()["psoas"], catalogue().tools["iliopsoas tool"]
    expect(page.get_by_text(psoas.how)).to_be_visible()
    for asked, *told in (
        ("Why this muscle", psoas.why),
        ("Where it may be felt", psoas.referral),
        ("About the iliopsoas tool", tool.what, tool.why),
    ):
        for sentence in told:
            expect(page.get_by_text(sentence)).to_be_hidden()
        page.get_by_text(asked, exact=True).click()
        for sentence in told:
            expect(page.get_by_text(sentence)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("Why this muscle", exact=True).scroll_into_view_if_needed()

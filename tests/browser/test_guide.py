"""The guide's page opens at the part that a link names, and fits the narrowest phone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def open_guide(page, app, anchor=""):
    page.goto(app.page("guide") + anchor)
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("page", [NARROW], indirect=True)
def test_it_fits_the_narrowest_phone_and_axe_finds_no_fault(page, app, faults):
    open_guide(page, app)
    expect(page.locator(".kit-problem")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        """[...document.querySelectorAll(".tk-guide *:not(svg *)")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth)
            .map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults() == [], scheme


@pytest.mark.parametrize("anchor", ["red-flags", "press", "piriformis", "evidence"])
def test_a_link_opens_it_at_its_part(page, app, anchor):
    open_guide(page, app, f"#{anchor}")
    expect(page.locator(f"section#{anchor}")).to_be_in_viewport()
    top = page.locator(f"section#{anchor}").evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top <= 140


def test_the_contents_lead_to_a_part_and_back(page, app):
    open_guide(page, app)
    contents = page.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name="Evidence").click()
    heading = page.get_by_role("heading", name="The evidence, on both sides")
    expect(heading).to_be_in_viewport()
    page.locator("#evidence").get_by_role("link", name="Back to the contents").click()
    expect(contents).to_be_in_viewport()


def test_the_coach_links_to_the_muscle_that_is_chosen(page, app):
    page.goto(app.page("log"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    page.get_by_label("Muscle", exact=True).first.select_option("piriformis")
    page.get_by_text("How to press here").first.click()
    link = page.get_by_role("link", name="The piriformis in the guide").first
    expect(link).to_have_attribute("href", "guide.ipynb#piriformis")
    with page.expect_popup() as opened:
        link.click()
    expect(opened.value).to_have_url(re.compile(r"/guide\.ipynb#piriformis$"))
    expect(opened.value.locator("section#piriformis")).to_be_in_viewport(timeout=60_000)

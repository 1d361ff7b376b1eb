"""No page has a fault that axe-core can find, in the light or in the dark."""

import pytest
from playwright.sync_api import expect

from tracker.app.pages import PAGES
from tracker.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# So tall that every part is in sight, and draws itself.
PHONE = {"width": 390, "height": 12_000}
DESK = {"width": 1280, "height": 12_000}


@pytest.fixture(scope="module")
def app(start_kit, tmp_path_factory):
    """The kit on the sample diary: every part of every page has something to show."""
    diary = tmp_path_factory.mktemp("kit") / "sample.db"
    assert main.main(["--diary", str(diary), "sample"]) == 0
    kit = start_kit(diary)
    yield kit
    kit.stop()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault(page, app, name, faults):
    page.set_viewport_size(DESK)
    page.goto(app.page(name))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults() == [], (size, scheme)


def test_axe_finds_no_fault_with_the_red_flags_and_the_phone_unfolded(page, app, faults):
    page.goto(app.page("today"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    for fold in ("#kit-flags", ".kit-more", ".kit-phone"):
        page.locator(f"{fold} summary").click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults() == [], scheme


def test_axe_finds_no_fault_on_a_refusal(page, app, forgiven, faults):
    forgiven.append("403")  # the refusal itself
    page.goto(f"{app.base}/voila/render/log.ipynb")
    assert faults() == []

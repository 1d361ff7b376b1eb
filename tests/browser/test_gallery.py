"""Every chart is drawn as a reader comes to it, and one click keeps it as a file."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CHARTS = 9


def open_gallery(page, app):
    page.goto(app.page("charts"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=40_000)
    return page.locator(".tk-gallery")


def drawn(chart):
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg").first).to_be_attached(timeout=30_000)
    return chart


def test_every_chart_is_drawn_and_kept_with_one_click(page, app):
    gallery = open_gallery(page, app)
    expect(gallery).to_have_count(CHARTS)
    names = set()
    for place in range(CHARTS):
        chart = drawn(gallery.nth(place))
        with page.expect_download() as download:
            chart.get_by_role("button", name="as SVG").click()
        names.add(download.value.suggested_filename)
        root = ElementTree.parse(download.value.path()).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(names) == CHARTS


@pytest.mark.parametrize("place", [0, 1])
def test_a_picture_has_the_size_of_a_printed_one(page, app, place):
    chart = drawn(open_gallery(page, app).nth(place))
    with page.expect_download() as download:
        chart.get_by_role("button", name="as PNG").click()
    picture = Path(download.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 1600
    assert len(picture) > 20_000
    expect(chart.get_by_role("status")).to_contain_text(
        f"Saved {download.value.suggested_filename} among your downloads."
    )


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_it_fits_a_phone(page, app):
    gallery = open_gallery(page, app)
    drawn(gallery.first)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

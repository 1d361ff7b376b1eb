"""Every chart is drawn as a reader comes to it, and one click keeps it as a file."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CHARTS = 11


def open_gallery(page, app):
    page.goto(app.page("charts"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=40_000)
    return page.locator(".tk-gallery")


def drawn(chart):
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg").first).to_be_attached(timeout=30_000)
    return chart


def kept(page, chart, kind):
    """Save a chart; the file's name and what is in it, once the page has said where it went."""
    with page.expect_download() as download:
        chart.get_by_role("button", name=f"as {kind}").click()
    name = download.value.suggested_filename
    expect(chart.get_by_role("status")).to_contain_text(f"Saved {name} among your downloads.")
    return name, Path(download.value.path()).read_bytes()


def test_every_chart_is_drawn_and_kept_with_one_click(page, app):
    gallery = open_gallery(page, app)
    expect(gallery).to_have_count(CHARTS)
    names = set()
    for place in range(CHARTS):
        chart = drawn(gallery.nth(place))
        drawing, svg = kept(page, chart, "SVG")
        assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
        picture, png = kept(page, chart, "PNG")
        assert png.startswith(b"\x89PNG")
        # As wide as a printed one, and not empty.
        assert int.from_bytes(png[16:20], "big") == 1600
        assert len(png) > 20_000
        names |= {drawing, picture}
    assert len(names) == 2 * CHARTS


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_it_fits_a_phone(page, app):
    gallery = open_gallery(page, app)
    drawn(gallery.first)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

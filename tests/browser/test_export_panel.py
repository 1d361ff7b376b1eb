"""The diary leaves as files from a real browser, and nothing is replaced unasked."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tracker.exchange.export.encrypted import opened
from tracker.facade import open_diary
from tracker.protocol.release import Release

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def some_releases(app):
    values = {"muscle": "psoas", "spot": "beside the navel", "side": "left", "tool": "foam roller"}
    with open_diary(app.diary) as diary:
        diary.add(Release(started_at="2026-01-05T08:00:00+01:00", pain_before=5, **values))


def open_panel(page, app):
    page.goto(app.page("export"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=30_000)
    panel = page.locator(".tk-export")
    expect(panel.get_by_role("button", name="Export", exact=True)).to_be_visible(timeout=30_000)
    return panel


def test_write_download_and_replace(page, app):
    panel = open_panel(page, app)
    expect(panel).to_contain_text("1 release leaves.")
    expect(panel).to_contain_text("left psoas · beside the navel")
    expect(panel).to_contain_text("These files hold health data; keep them private.")
    name = panel.get_by_label("File name")
    expect(name).to_have_value(f"sciatica-diary-{date.today():%Y-%m-%d}.csv")  # noqa: DTZ011 - the person's own day
    name.fill("mine.csv")
    panel.get_by_role("button", name="Export", exact=True).click()
    folder = app.diary.parent
    expect(panel.get_by_role("status")).to_have_text(f"Wrote 4 files to {folder}.", timeout=15_000)
    assert "psoas" in (folder / "mine.csv").read_text()
    with page.expect_download() as download:
        panel.get_by_role("link", name="mine.csv", exact=True).click()
    assert Path(download.value.path()).read_bytes() == (folder / "mine.csv").read_bytes()
    with page.expect_download() as download:
        panel.get_by_role("link", name="Download all as mine.zip").click()
    with ZipFile(download.value.path()) as archive:
        assert archive.read("mine.csv") == (folder / "mine.csv").read_bytes()

    (folder / "mine.csv").write_text("kept")
    panel.get_by_role("button", name="Export", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("mine.csv was exported before")
    assert (folder / "mine.csv").read_text() == "kept"
    replace = panel.get_by_role("button", name="Replace")
    expect(replace).to_be_focused()
    replace.click()
    expect(panel.get_by_role("status")).to_contain_text("Wrote 4 files", timeout=15_000)
    assert "psoas" in (folder / "mine.csv").read_text()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_some_days_as_a_workbook_on_a_phone(page, app):
    panel = open_panel(page, app)
    expect(panel.get_by_label("First day")).to_be_hidden()
    panel.get_by_label("Pick days").check()
    panel.get_by_label("First day").fill("2026-01-06")
    expect(panel).to_contain_text("Nothing to export here yet.")
    panel.get_by_label("Last day").fill("2026-01-01")
    expect(panel.get_by_text("The last day must not be before the first")).to_be_visible()
    panel.get_by_label("First day").fill("2026-01-01")
    panel.get_by_label("Last day").fill("2026-01-05")
    expect(panel).to_contain_text("1 release leaves")
    expect(panel.get_by_text("The last day must not be before the first")).to_be_hidden()
    panel.get_by_label("File name").fill("phone.csv")
    panel.get_by_label("Excel").check()
    expect(panel.get_by_label("File name")).to_have_value("phone.xlsx")
    expect(panel.get_by_label("Program")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel.get_by_role("button", name="Export", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("Wrote 3 files", timeout=15_000)
    assert (app.diary.parent / "phone.xlsx").read_bytes().startswith(b"PK")


def test_an_export_is_locked_with_a_passphrase(page, app, faults):
    pytest.importorskip("pyrage")
    panel = open_panel(page, app)
    secret, again = panel.get_by_label("Passphrase", exact=True), panel.get_by_label("once more")
    expect(secret).to_be_hidden()
    panel.get_by_label("With a passphrase").check()
    expect(panel).to_contain_text("Without the passphrase nobody can open it again")
    assert faults() == []
    panel.get_by_label("File name").fill("safe.csv")
    secret.fill("blue ball")
    again.fill("blue bal")
    panel.get_by_role("button", name="Export", exact=True).click()
    expect(again).to_be_focused()
    expect(panel.get_by_text("The two passphrases must be the same")).to_be_visible()
    again.fill("blue ball")
    panel.get_by_role("button", name="Export", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("Wrote 1 file", timeout=15_000)
    expect(secret).to_have_value("")
    expect(again).to_have_value("")
    (written,) = app.diary.parent.glob("safe*")
    with page.expect_download() as download:
        panel.get_by_role("link", name="safe.zip.age").click()
    assert Path(download.value.path()).read_bytes() == written.read_bytes()
    with opened(written, "blue ball") as file:
        assert "psoas" in file.read_text()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_passphrase_is_not_asked_for_where_it_would_travel_in_the_clear(page, app):
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    panel = open_panel(page, app)
    expect(panel.get_by_label("File name")).to_be_visible()
    expect(panel.get_by_label("With a passphrase")).to_have_count(0)
    expect(panel.get_by_label("Passphrase", exact=True)).to_be_hidden()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_name_that_is_none_is_said_beside_it(page, app):
    panel = open_panel(page, app)
    name = panel.get_by_label("File name")
    name.fill("../out.csv")
    name.press("Enter")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(
        panel.get_by_text("name must be a file name that ends with .csv, without folders")
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

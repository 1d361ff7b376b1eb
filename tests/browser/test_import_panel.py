"""A file comes in through a real browser: seen first, imported on request, and undone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[1] / "exchange" / "corpus"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LIST = "Tag;Wie schlimm;Wetter\n3/4/2024;3,5;Regen\n4/4/2024;4;Sonne\n5/4/2024;12;Sonne\n"


def open_panel(page, app):
    page.goto(app.page("import"))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
    panel = page.locator(".tk-import")
    expect(panel.locator(".tk-import-choose")).to_be_visible(timeout=30_000)
    return panel


def choose(panel, path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    panel.locator("input[type=file]").set_input_files(path)


def pain(app):
    with open_diary(app.diary) as diary:
        return [entry.pain for entry in diary.all(CheckIn)]


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_an_unknown_list_is_asked_about_imported_and_undone(page, app, tmp_path):
    panel = open_panel(page, app)
    choose(panel, tmp_path / "liste.csv", LIST)
    expect(panel.get_by_label(re.compile("^Tag"))).to_have_value("date", timeout=30_000)
    expect(panel.get_by_label(re.compile("^Wetter"))).to_have_value("")
    expect(panel.locator(".tk-import-preview")).to_have_count(0)
    panel.get_by_label("Day first").check(force=True)
    expect(panel.locator(".tk-import-preview")).to_contain_text("3 rows", timeout=30_000)
    panel.get_by_label("0 to 10", exact=True).check(force=True)
    panel.get_by_label(re.compile("^Wetter")).select_option("note")
    panel.get_by_label("Where it hurts").fill("hip")
    panel.get_by_label("Where it hurts").press("Tab")
    button = panel.get_by_role("button", name="Import 2 entries, without the 1 rejected")
    expect(button).to_be_visible(timeout=30_000)
    expect(panel.locator("details[open]")).to_contain_text("not '12'")
    panel.get_by_text("2 new", exact=True).last.click()
    new = panel.locator("details[data-state=new]")
    expect(new).to_contain_text("2024-04-03, time not known, hip, pain")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert pain(app) == []
    with page.expect_download() as download:
        panel.get_by_role("button", name="Download the rejected rows").click()
    assert "5/4/2024,12,Sonne" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    button.click()
    status = panel.get_by_role("status")
    expect(status).to_contain_text("Imported 2 entries from liste.csv", timeout=30_000)
    assert pain(app) == [3.5, 4]
    panel.get_by_role("button", name="Undo").click()
    expect(status).to_contain_text("Undone: 2 entries", timeout=30_000)
    assert pain(app) == []


def test_a_known_layout_needs_no_answer_and_a_bad_file_says_why(page, app, tmp_path):
    panel = open_panel(page, app)
    choose(panel, tmp_path / "bad.csv", b"PK\x03\x04 is no CSV")
    status = panel.get_by_role("status")
    expect(status).to_contain_text(
        "NOT READ: bad.csv is a spreadsheet workbook or a ZIP archive", timeout=30_000
    )
    # Larger than one part.
    rows = "".join(f"2024-01-{day % 28 + 1:02},{day % 11},{'x' * 90}\n" for day in range(6000))
    choose(panel, tmp_path / "list.csv", "date,pain,note\n" + rows)
    button = panel.get_by_role("button", name="Import 6,000 entries")
    expect(button).to_be_visible(timeout=60_000)
    expect(panel.locator(".tk-import-mapping")).to_have_count(0)
    panel.locator("input[type=file]").focus()
    expect(panel.get_by_text("Choose another file")).to_be_visible()
    choose(panel, tmp_path / "big.csv", b"x" * 20_000_001)
    expect(status).to_contain_text("NOT READ: big.csv has 21 MB, and at most 20 MB")
    expect(button).to_be_hidden()
    assert pain(app) == []


def test_an_older_file_of_the_kit_says_that_nothing_comes(page, app, tmp_path, release):
    with open_diary(app.diary) as diary:
        entry = diary.add(release(pain_after=3))
        diary.export_file(tmp_path / "old.json")
        diary.amend(entry.id, pain_after=2)
    panel = open_panel(page, app)
    panel.locator("input[type=file]").set_input_files(tmp_path / "old.json")
    preview = panel.locator(".tk-import-preview")
    expect(preview).to_contain_text("There is nothing to import.", timeout=30_000)
    expect(preview).to_contain_text("Left out: 1 changed here since and left so.")
    expect(panel.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)
    # The picker offers what can be read.
    assert ".json" in panel.locator("input[type=file]").get_attribute("accept").split(",")


def test_a_column_that_the_kit_cannot_tell_is_asked_for(page, app, tmp_path):
    panel = open_panel(page, app)
    choose(panel, tmp_path / "liste.csv", "Wann;Wie war es\n3/4/2024;5\n4/4/2024;ging so\n")
    unsure = panel.locator(".tk-import-unsure")
    expect(unsure).to_contain_text("no column of pain from 0 to 10", timeout=30_000)
    panel.get_by_label(re.compile("^Wann")).select_option("")
    panel.get_by_label(re.compile("^Wie war es")).select_option("pain")
    status = panel.get_by_role("status")
    panel.get_by_label("Day first").check(force=True)
    expect(status).to_contain_text("Still to be chosen: day, or day and time.", timeout=30_000)
    panel.get_by_label(re.compile("^Wann")).select_option("date")
    expect(
        panel.get_by_role("button", name="Import 1 entry, without the 1 rejected")
    ).to_be_visible(timeout=30_000)


def test_what_was_decided_is_shown_and_changed(page, app, tmp_path):
    panel = open_panel(page, app)
    rows = "Sciatica,2026-11-10T08:00:00Z,6,\nHow stiff,2026-11-10T08:00:00Z,4,\n"
    choose(panel, tmp_path / "export.csv", f"FeatureName,Timestamp,Value,Note\n{rows}")
    expect(panel.get_by_role("button", name="Import 1 entry")).to_be_visible(timeout=30_000)
    panel.get_by_text("How the file is read").click()
    decisions = panel.locator(".tk-import-decisions")
    expect(decisions).to_contain_text("Left out of what is tracked: How stiff (1).")
    decisions.get_by_label("How stiff").check()
    expect(panel.get_by_role("button", name="Import 2 entries")).to_be_visible(timeout=30_000)
    decisions.get_by_label("Scale of 'Value'").select_option("0 to 100")
    expect(panel.locator("details[data-state=new]")).to_contain_text("pain 0.6", timeout=30_000)
    assert pain(app) == []


def test_guessed_letters_are_asked_about(page, app, tmp_path):
    panel = open_panel(page, app)
    text = "Date;Pain;Note\n2024-01-01;5;erős fájdalom\n"
    choose(panel, tmp_path / "list.csv", text.encode("cp1250"))
    decisions = panel.locator(".tk-import-decisions")
    expect(decisions).to_contain_text("as cp1252: fájdalom, erõs", timeout=30_000)
    decisions.get_by_label("Letters").select_option("cp1250")
    expect(panel.locator(".tk-import-unsure")).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_whose_ratings_and_which_places_are_read_can_be_chosen(page, app):
    panel = open_panel(page, app)
    panel.locator("input[type=file]").set_input_files(CORPUS / "two_patients.json")
    panel.get_by_label("Patient").select_option("b2", timeout=30_000)
    expect(panel.get_by_role("button", name="Import 1 entry")).to_be_visible(timeout=30_000)
    panel.locator("input[type=file]").set_input_files(CORPUS / "wide_places.csv")
    expect(panel.get_by_role("button", name="Import 5 entries")).to_be_visible(timeout=30_000)
    panel.get_by_role("checkbox", name="neck").uncheck()
    expect(panel.get_by_role("button", name="Import 4 entries")).to_be_visible(timeout=30_000)
    # One answer to what the pain is: a column of it takes the place of the places.
    panel.get_by_label(re.compile("^lower back")).select_option("pain")
    expect(panel.get_by_label(re.compile("^left leg"))).to_have_value("")
    expect(panel.locator(".tk-import-preview")).to_contain_text("2 rows", timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert pain(app) == []

"""The week is chosen, read and kept, and what is kept is what was read."""

from datetime import UTC, datetime

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets import week_panel

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LAST = "2026-W47"


@pytest.fixture
def panel(diary, release, noon):
    # Noon is Wednesday 18 November 2026, in week 47.
    running = release(started_at="2026-11-24T08:00:00+00:00")
    diary.add_all([release(pain_after=3), running, CheckIn(at=noon, pain=4)], recorded_at=NOW)
    return week_panel(diary, now=lambda: NOW)


def test_nothing_is_made_before_a_page_shows_the_panel(panel, diary):
    assert panel.week.options == ()
    assert (panel.frame.markup, panel.frame.busy) == ("", True)
    assert diary.settings.get("report_seen") is None


def test_weeks_with_entries_are_offered_and_the_last_full_one_is_chosen(panel, come_near):
    come_near(panel)

    assert panel.week.value == LAST
    assert panel.week.options == (
        ("23 to 29 November 2026, so far · 1 release", "2026-W48"),
        ("16 to 22 November 2026 · 1 release, 1 check-in", LAST),
    )
    assert panel.frame.title == "The report of 16 to 22 November 2026 · 1 release, 1 check-in"
    assert (panel.frame.busy, panel.status.text) == (False, "")


def test_an_empty_diary_has_its_last_full_week(diary, come_near):
    empty = come_near(week_panel(diary, now=lambda: NOW))

    assert empty.week.options == (("16 to 22 November 2026 · no entries", LAST),)
    assert empty.frame.markup
    assert empty.earlier.disabled
    assert empty.later.disabled


def test_the_buttons_lead_to_the_weeks_beside_it(panel, come_near):
    come_near(panel)
    assert (panel.earlier.disabled, panel.later.disabled) == (True, False)

    panel.later.click()
    assert panel.week.value == "2026-W48"
    assert "Week 48" in panel.frame.markup
    assert (panel.earlier.disabled, panel.later.disabled) == (False, True)
    panel.later.click()
    assert panel.week.value == "2026-W48"


@pytest.mark.parametrize(("region", "paper"), [("US", "us-letter"), ("DE", "a4"), ("", "a4")])
def test_the_paper_is_the_one_where_the_reader_is(panel, come_near, region, paper):
    assert come_near(panel, region=region).paper.value == paper


def test_a_report_that_was_read_is_not_offered_again(panel, diary, come_near):
    assert diary.settings.get("report_seen") is None

    come_near(panel)
    assert "<!doctype html>" in panel.frame.markup[:20]
    assert diary.settings.get("report_seen") == LAST


def test_a_week_that_still_runs_and_an_older_one_leave_the_offer_as_it_is(panel, diary, come_near):
    come_near(panel)
    panel.week.value = "2026-W48"
    assert diary.settings.get("report_seen") == LAST

    diary.settings.keep("report_seen", "2026-W48")
    panel.week.value = LAST
    assert diary.settings.get("report_seen") == "2026-W48"


def test_the_file_is_what_was_read_whatever_was_logged_meanwhile(
    panel, diary, release, come_near, files_of
):
    come_near(panel)
    diary.add(release(pain_after=0, side="right"), recorded_at=NOW)

    (file,) = files_of(panel, panel.save_html.click)
    assert (file["name"], file["mime"]) == ("sciatica-2026-W47.html", "text/html")
    assert file["content"] == panel.frame.markup.encode()
    assert file["text"] == (
        "Saved sciatica-2026-W47.html among your downloads. It holds health data; keep it private."
    )


@pytest.mark.parametrize(
    ("button", "name"),
    [("save_pdf", "sciatica-2026-W47.pdf"), ("save_clinician", "sciatica-2026-W47-clinician.pdf")],
)
def test_both_pages_come_as_pdf(panel, come_near, files_of, button, name):
    come_near(panel, region="US")

    (file,) = files_of(panel, getattr(panel, button).click)
    assert file["name"] == name
    assert file["content"].startswith(b"%PDF")


def test_nothing_can_be_kept_before_it_was_read(panel, files_of):
    assert files_of(panel, panel.save_pdf.click) == []
    assert panel.status.text.startswith("NOT SAVED: week must be shown before it can be saved")


def test_what_goes_wrong_is_said_and_can_be_tried_again(panel, come_near, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("tracker.report.weekly_report.weekly_report", lambda *_, **__: 1 / 0)
        come_near(panel)
    assert panel.status.text.startswith("NOT SHOWN: something unexpected went wrong (ZeroDivision")
    assert panel.status.message["action"] == "Try again"

    panel.status._handle_custom_msg({"type": "action"}, None)
    assert panel.status.text == ""
    assert "Week 47" in panel.frame.markup


def test_in_a_diary_of_several_people_it_is_about_the_one_who_is_chosen(diary, release, come_near):
    hers = release(person="A", started_at="2026-11-10T12:00:00+00:00")
    diary.add_all([hers, release(person="B")], recorded_at=NOW)

    diary.choose_person("B")
    b = come_near(week_panel(diary, now=lambda: NOW))
    assert [label for label, _ in b.week.options] == ["16 to 22 November 2026 · 1 release"]
    a = come_near(week_panel(diary, person="A", now=lambda: NOW))
    assert a.week.options == (
        ("16 to 22 November 2026 · no entries", LAST),
        ("9 to 15 November 2026 · 1 release", "2026-W46"),
    )
    a.week.value = "2026-W46"
    assert "Week 46" in a.frame.markup


def test_every_control_says_what_it_is(panel):
    assert panel.week.description == "Week"
    assert panel.paper.description == "Paper"
    assert [panel.earlier.description, panel.later.description] == ["‹ Earlier", "Later ›"]

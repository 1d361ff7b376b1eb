"""The settings are saved at once, refuse what breaks a rule, and can be undone."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.widgets import hold_coach, settings_panel

NOW = datetime(2026, 11, 22, 17, 34, tzinfo=UTC)


def undo(panel):
    panel.status._hear(None, {"type": "action"}, [])


def test_it_begins_with_the_protocols_times_and_writes_what_the_coach_reads(diary):
    panel = settings_panel(diary)
    assert (panel.check_s.value, panel.hold_s.value, panel.settle_s.value) == (30, 90, 5)
    assert panel._fields["hold_s"].hint == "The protocol holds for 90 s."
    panel.hold_s.value = 120
    assert panel.status.text == "Saved."
    panel.lot.value = True
    kept = {"check_s": 30, "hold_s": 120, "settle_s": 5, "lot": True}
    assert diary.settings.get("coach") == kept
    coach = hold_coach(diary, now=lambda: NOW)
    assert {name: coach.settings[name] for name in kept} == kept
    assert settings_panel(diary).hold_s.value == 120


def test_a_change_can_be_undone(diary):
    panel = settings_panel(diary)
    panel.settle_s.value = 10
    undo(panel)
    assert panel.settle_s.value == 5
    assert diary.settings.get("coach")["settle_s"] == 5


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        (
            "hold_s",
            700,
            "The length of the hold must be a whole number of seconds from 5 to 600, not 700.",
        ),
        (
            "settle_s",
            31,
            "The time to settle in must be a whole number of seconds from 0 to 30, not 31.",
        ),
    ],
)
def test_what_breaks_a_rule_is_said_beside_its_field_and_not_saved(diary, name, value, problem):
    panel = settings_panel(diary)
    panel.check_s.value = 20
    getattr(panel, name).value = value
    assert panel._fields[name].problem == problem
    assert panel.status.text == ""
    assert diary.settings.get("coach")["hold_s"] == 90
    assert diary.settings.get("coach")["settle_s"] == 5
    # Put right again, nothing is complained about.
    getattr(panel, name).value = 30 if name == "settle_s" else 60
    assert panel._fields[name].problem == ""
    assert panel.status.text == "Saved."


def test_a_check_after_the_end_of_the_hold_is_refused(diary):
    panel = settings_panel(diary)
    panel.check_s.value = 90
    assert "90" in panel._fields["check_s"].problem
    assert diary.settings.get("coach") is None


def test_the_day_a_week_begins_with(diary):
    panel = settings_panel(diary)
    assert panel.first_weekday.value == "monday"
    panel.first_weekday.value = "sunday"
    assert diary.settings.get("first_weekday") == "sunday"
    assert settings_panel(diary).first_weekday.value == "sunday"
    undo(panel)
    assert diary.settings.get("first_weekday") == "monday"


def test_a_day_that_is_none_counts_as_never_set(diary):
    diary.settings.keep("first_weekday", "wednesday")
    assert settings_panel(diary).first_weekday.value == "monday"


def test_a_week_of_reminders_is_a_calendar_file(diary, release, monkeypatch):
    diary.add(release(started_at=NOW - timedelta(days=1)), recorded_at=NOW)
    panel = settings_panel(diary, now=lambda: NOW)
    sent = []
    monkeypatch.setattr(panel.status, "send_file", lambda *file: sent.append(file))
    panel.session_at.value, panel.check_in_at.value = 20, 7
    panel.remind.click()
    ((name, mime, content),) = sent
    assert (name, mime) == ("reminders.ics", "text/calendar")
    events = Calendar.from_ical(content).walk("VEVENT")
    hours = [event["dtstart"].dt.hour for event in events]
    assert (hours.count(20), hours.count(7)) == (7, 7)
    assert b"piriformis" not in content
    assert "In it: 7 sessions and 7 check-ins." in panel.planned.value


def test_no_session_is_planned_while_a_red_flag_stands(diary, release, monkeypatch):
    diary.add(release(started_at=NOW - timedelta(days=2)), recorded_at=NOW)
    diary.add(CheckIn(at=NOW - timedelta(hours=1), pain=3, red_flags=["fever"]), recorded_at=NOW)
    panel = settings_panel(diary, now=lambda: NOW)
    monkeypatch.setattr(panel.status, "send_file", lambda *_file: None)
    panel.remind.click()
    words = "In it: 0 sessions and 7 check-ins. See a doctor before the next release."
    assert words in panel.planned.value


def test_a_name_of_ones_own_is_hidden_and_offered_again(diary, release):
    added = {"added_at": NOW}
    diary.add(OwnMuscle(name="my muscle", **added), recorded_at=NOW)
    diary.add(OwnSpot(muscle="piriformis", name="my knot", **added), recorded_at=NOW)
    diary.add(OwnTool(name="peg", **added), recorded_at=NOW)
    logged = diary.add(release(tool="peg", started_at=NOW), recorded_at=NOW)
    panel = settings_panel(diary)
    lines = ["my muscle, a muscle", "my knot, a spot on the piriformis", "peg, a tool"]
    assert list(panel.hide) == lines
    panel.hide["peg, a tool"].click()
    assert panel.status.text == "Hidden: peg."
    assert list(panel.hide) == lines[:2]
    assert "peg" not in diary.catalogue().tools
    assert diary.get(logged.id).tool == "peg"
    undo(panel)
    assert panel.status.text == "peg is offered again."
    assert "peg" in diary.catalogue().tools
    assert list(panel.hide) == lines

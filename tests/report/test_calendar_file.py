"""A plan becomes events that a phone reads, brings up to date, and shows nobody else."""

from datetime import UTC, datetime, time, timedelta, timezone

import pandas as pd
import pytest
from icalendar import Calendar

from tracker.relief.plan import COLUMNS, Plan
from tracker.report.calendar_file import DaysAhead, calendar_file, next_moments, remaining_rest_h

BERLIN = timezone(timedelta(hours=1))
NOW = datetime(2026, 10, 23, 9, 30, tzinfo=timezone(timedelta(hours=2)))
ID = "0b3f6f0e"


def suggested(*spots: str) -> Plan:
    rows = [
        ("psoas", spot, "left", "foam roller", "helps", 2.0, 1.0, 3.0, 9, "helped so far", False)
        for spot in spots
    ]
    return Plan(pd.DataFrame(rows, columns=list(COLUMNS)))


def ahead(plan: Plan, *, days: int = 3) -> DaysAhead:
    return DaysAhead(next_moments(NOW, days, time(19)), next_moments(NOW, days, time(8)), plan)


def events(content: bytes, kind: str) -> list:
    every = Calendar.from_ical(content).walk("VEVENT")
    return [event for event in every if event["uid"].startswith(f"{kind}-")]


def test_each_day_has_a_session_and_a_check_in_with_an_alarm():
    content = calendar_file(ahead(suggested("beside the navel")), calendar_id=ID, now=NOW)

    sessions, check_ins = events(content, "session"), events(content, "check-in")
    assert [event["dtstart"].dt.day for event in sessions] == [23, 24, 25]
    assert [event["dtstart"].dt.day for event in check_ins] == [24, 25, 26]
    for event, before in [(sessions[0], timedelta(minutes=-10)), (check_ins[0], timedelta(0))]:
        (alarm,) = event.walk("VALARM")
        assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", before)


def test_seven_in_the_evening_stays_so_when_the_clocks_change():
    # In Berlin the clocks go back in the night to 25 October 2026.
    content = calendar_file(ahead(suggested("beside the navel")), calendar_id=ID, now=NOW)

    lines = content.decode().split("\r\n")
    assert "DTSTART:20261024T190000" in lines
    assert "DTSTART:20261025T190000" in lines
    assert "DTSTAMP:20261023T073000Z" in lines
    assert not any("TZID" in line for line in lines)


def test_the_same_plan_and_time_make_the_same_file():
    make = lambda: calendar_file(ahead(suggested("a", "b")), calendar_id=ID, now=NOW)  # noqa: E731

    assert make() == make()


def test_a_later_file_brings_the_same_events_up_to_date():
    first = calendar_file(ahead(suggested("a")), calendar_id=ID, now=NOW)
    later = calendar_file(ahead(suggested("b")), calendar_id=ID, now=NOW + timedelta(hours=1))

    uids = [[event["uid"] for event in events(each, "session")] for each in (first, later)]
    assert uids[0] == uids[1]
    assert uids[0][0] == f"session-20261023@{ID}"
    sequences = [events(each, "session")[0]["sequence"] for each in (first, later)]
    assert sequences[1] == sequences[0] + 60


def test_an_event_says_nothing_of_health_unless_asked():
    content = calendar_file(ahead(suggested("beside the navel")), calendar_id=ID, now=NOW)

    (session, *_) = events(content, "session")
    assert session["summary"] == "5 minutes on the mat"
    assert session["class"] == "PRIVATE"
    for word in (b"psoas", b"navel", b"pain", b"sciatica", b"relief", b"Press"):
        assert word not in content


def test_asked_to_it_names_the_spots_and_no_figures():
    plan = suggested("beside the navel", "in the crease")
    content = calendar_file(ahead(plan), calendar_id=ID, now=NOW, named=True)

    (session, *_) = events(content, "session")
    assert session["summary"] == "Press: left psoas"
    assert session["description"].splitlines()[:2] == [
        "1. left psoas, beside the navel (foam roller)",
        "2. left psoas, in the crease (foam roller)",
    ]
    assert "R." not in session["description"]


def test_a_name_cannot_leave_its_line():
    name = "; DROP, \\n\r\nBEGIN:VALARM\r\nATTACH:file:///x" + "ü" * 80
    content = calendar_file(ahead(suggested(name)), calendar_id=ID, now=NOW, named=True)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\nATTACH" not in content
    assert "; DROP, " in events(content, "session")[0]["description"]
    assert len(events(content, "session")[0].walk("VALARM")) == 1


def test_where_nothing_may_be_pressed_only_check_ins_are_left():
    content = calendar_file(
        ahead(Plan(suggested().suggestions, "See a doctor first.")),
        calendar_id=ID,
        now=NOW,
        sessions_off=next_moments(NOW + timedelta(days=1), 1, time(19)),
    )

    assert len(events(content, "check-in")) == 3
    (session,) = events(content, "session")
    assert (session["uid"], session["status"]) == (f"session-20261024@{ID}", "CANCELLED")
    assert session.walk("VALARM") == []


def test_a_check_in_that_is_called_off_no_longer_rings():
    off = next_moments(NOW + timedelta(days=4), 1, time(8))
    content = calendar_file(ahead(suggested("a")), calendar_id=ID, now=NOW, check_ins_off=off)

    *kept, last = events(content, "check-in")
    assert [event.get("status") for event in kept] == [None] * 3
    assert (last["uid"], last["status"]) == (f"check-in-20261028@{ID}", "CANCELLED")
    assert last["summary"] == "Called off: check-in"
    assert last.walk("VALARM") == []


@pytest.mark.parametrize(("spots", "minutes"), [(1, 5), (2, 5), (3, 10), (4, 10)])
def test_a_session_is_as_long_as_its_spots_take(spots, minutes):
    assert ahead(suggested(*map(str, range(spots)))).minutes == minutes


@pytest.mark.parametrize(("hours", "left"), [(0.5, 5.5), (6, 0), (14, 0)])
def test_a_spot_pressed_now_has_rested_by_the_session(hours, left):
    assert remaining_rest_h(NOW, (NOW + timedelta(hours=hours)).astimezone(UTC)) == left

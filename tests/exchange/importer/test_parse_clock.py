"""A time of day is read in many spellings, and a number that may be anything is none."""

from datetime import UTC, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.importer.parse_clock import clock_of, time_of


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("18:30", time(18, 30)),
        ("6:30 PM", time(18, 30)),
        ("6:30\u202fPM", time(18, 30)),
        ("6:30 p. m.", time(18, 30)),
        ("6:30 p.m.", time(18, 30)),
        ("6:30p", time(18, 30)),
        ("6:30 em", time(18, 30)),
        ("12:00 am", time(0)),
        ("12 pm", time(12)),
        ("18.30", time(18, 30)),
        ("18h30", time(18, 30)),
        ("8 h", time(8)),
        ("8 Uhr", time(8)),
        ("8 Uhr 30", time(8, 30)),
        ("8:30 Uhr", time(8, 30)),
        ("8 o'clock", time(8)),
        ("0830", time(8, 30)),
        ("2130", time(21, 30)),
        ("8 in the evening", time(20)),
        ("8 Uhr abends", time(20)),
        ("8 de la noche", time(20)),
        ("2 nachts", time(2)),
        ("morning", time(8)),
        ("vormittags", time(10)),
        ("Mittag", time(12)),
        ("l'après-midi", time(15)),
        ("am Abend", time(20)),
        ("por la noche", time(23)),
        ("18:30:59.123", time(18, 30, 59)),
        ("1899-12-30 18:30:00", time(18, 30)),
        *((cell, None) for cell in ("25:00", "13 pm", "13:05 PM", "soon", "am", "pm", "8", "830")),
        *(
            (cell, None)
            for cell in ("120", "7.5", "8:5", "", "midnight", "8:05 foo", "8" * 5000, "08:30-09:00")
        ),
    ],
)
def test_a_time_of_day(cell, clock):
    assert time_of(cell) == clock


def test_an_offset_is_kept_and_utc_is_no_place():
    assert clock_of("08:30:05+02:00").zone == timezone(timedelta(hours=2))
    utc = clock_of("06:00 UTC")
    assert (utc.zone, utc.is_utc) == (UTC, True)


def test_the_end_of_a_day_is_the_beginning_of_the_next():
    assert clock_of("24:00").is_next_day
    assert not clock_of("00:00").is_next_day


@given(st.times())
def test_every_time_is_read_in_either_clock(clock):
    minute = clock.replace(second=0, microsecond=0)
    assert time_of(clock.strftime("%H:%M")) == minute
    assert time_of(clock.strftime("%I:%M %p")) == minute
    assert time_of(clock.strftime("%H%M")) == minute

"""A day is the day that was meant, or none; nothing is made up from half a date."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.importer.parse_cells import (
    date_orders,
    day_of,
    decimal_sign,
    is_ambiguous,
    number,
    time_of,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("cell", "order", "day", "rest"),
    [
        ("2024-03-04", None, date(2024, 3, 4), ""),
        ("2024/3/4 18:30", "month first", date(2024, 3, 4), "18:30"),
        ("4.3.2024", None, date(2024, 3, 4), ""),
        ("4. 3. 24", None, date(2024, 3, 4), ""),
        ("3/4/24 7:05 pm", "month first", date(2024, 3, 4), "7:05 pm"),
        ("8th Dec 2021", None, date(2021, 12, 8), ""),
        ("8. März 2021", None, date(2021, 3, 8), ""),
        ("Dec 8, 2021", None, date(2021, 12, 8), ""),
        ("2024-03-04T18:30:00", None, date(2024, 3, 4), "18:30:00"),
    ],
)
def test_a_day_in_many_hands(cell, order, day, rest):
    assert day_of(cell, order) == (day, rest)


@pytest.mark.parametrize(
    "cell",
    ["", "yesterday", "31.2.2024", "2024-13-01", "5", "3.5", "1/2", "123/1/2024", "8 Foo 2021"],
)
def test_what_is_no_day_is_none(cell):
    assert day_of(cell) is None


@given(DAYS, st.sampled_from(["day first", "month first"]), st.sampled_from("/-"))
def test_a_day_written_in_an_order_is_read_in_it(day, order, sign):
    form = {"day first": "%d{0}%m{0}%Y", "month first": "%m{0}%d{0}%Y"}[order].format(sign)
    assert day_of(day.strftime(form), order) == (day, "")


@given(st.lists(DAYS, min_size=1), st.sampled_from(["day first", "month first"]))
def test_the_order_is_never_told_wrongly(days, order):
    form = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}[order]
    cells = [day.strftime(form) for day in days]
    assert order in date_orders(cells)
    assert is_ambiguous(cells) == (
        all(day.day <= 12 for day in days) and any(day.day != day.month for day in days)
    )


def test_one_day_beyond_the_twelfth_settles_the_column():
    assert date_orders(["1/2/2024", "2/13/2024"]) == {"month first"}
    assert date_orders(["1/2/2024", "13/2/2024"]) == {"day first"}
    assert date_orders(["2/13/2024", "13/2/2024"]) == set()
    assert date_orders(["1.2.2024"]) == {"day first"}


def test_days_that_are_the_same_both_ways_ask_nothing():
    assert not is_ambiguous(["1/1/2024", "2/2/2024"])
    assert not is_ambiguous(["2024-02-01"])


@given(st.integers(0, 100), st.sampled_from(["point", "comma"]))
def test_a_number_comes_back_from_either_sign(tenths, sign):
    cell = f"{tenths / 10:.1f}".replace(".", {"point": ".", "comma": ","}[sign])
    assert number(cell, sign) == tenths / 10
    assert decimal_sign([cell]) == sign


@pytest.mark.parametrize("cell", ["NaN", "inf", "1e5", "1,2,3", "0x5", "٣", "five", "", "3 4"])
def test_what_is_no_number_stays_as_it_stands(cell):
    assert number(cell) == cell


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("18:30", time(18, 30)),
        ("6:30 PM", time(18, 30)),
        ("12:00 am", time(0)),
        ("12 pm", time(12)),
        ("18.30", time(18, 30)),
        ("18:30:59.123", time(18, 30, 59)),
        ("25:00", None),
        ("13 pm", None),
        ("soon", None),
    ],
)
def test_a_time_of_day(cell, clock):
    assert time_of(cell) == clock

"""A day is the day that was meant, or none; nothing is made up from half a date."""

from datetime import date, time, timedelta, timezone

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.importer.month_names import LANGUAGES, month_of, weekdays_of
from tracker.exchange.importer.parse_days import (
    date_orders,
    day_of,
    is_ambiguous,
    moment_in,
    settled_order,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
JUNE_3 = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("cell", "order", "day", "clock"),
    [
        ("2024-03-04", None, date(2024, 3, 4), None),
        ("2024/3/4 18:30", "month first", date(2024, 3, 4), time(18, 30)),
        ("4.3.2024", None, date(2024, 3, 4), None),
        ("4. 3. 24", None, date(2024, 3, 4), None),
        ("3/4/24 7:05 pm", "month first", date(2024, 3, 4), time(19, 5)),
        ("24-03-04", "year first", date(2024, 3, 4), None),
        ("24.03.04 8:05", "year first", date(2024, 3, 4), time(8, 5)),
        ("8th Dec 2021", None, date(2021, 12, 8), None),
        ("8. März 2021", None, date(2021, 3, 8), None),
        ("Dec 8, 2021", None, date(2021, 12, 8), None),
        ("2021 Dec 8", None, date(2021, 12, 8), None),
        ("2024-03-04T18:30:00", None, date(2024, 3, 4), time(18, 30)),
        ("20240304", None, date(2024, 3, 4), None),
        ("20240304T1830", None, date(2024, 3, 4), time(18, 30)),
        ("2024. 3. 4. 8:05", None, date(2024, 3, 4), time(8, 5)),
        ("2024年3月4日", None, date(2024, 3, 4), None),
        ("Monday, June 3, 2024", None, JUNE_3, None),
        ("Mon, 3 Jun 2024", None, JUNE_3, None),
        ("Mo., 3. Juni 2024", None, JUNE_3, None),
        ("lundi 3 juin 2024 à 20:05", None, JUNE_3, time(20, 5)),
        ("mar. 4 juin 2024", None, date(2024, 6, 4), None),
        ("3 de junio de 2024, 8:05 p. m.", None, JUNE_3, time(20, 5)),
        ("segunda-feira, 3 de junho de 2024 às 20:05", None, JUNE_3, time(20, 5)),
        ("3 giugno 2024", None, JUNE_3, None),
        ("3 mei 2024", None, date(2024, 5, 3), None),
        ("3 mrt. 2024", None, date(2024, 3, 3), None),
        ("3 maj 2024 kl. 20:05", None, date(2024, 5, 3), time(20, 5)),
        ("Sep 1, 2026 at 8:05\u202fPM", None, date(2026, 9, 1), time(20, 5)),
        ("1 Sep 2026 at 20:05", None, date(2026, 9, 1), time(20, 5)),
        ("03.06.2024 um 08:05 Uhr", None, JUNE_3, time(8, 5)),
        ("3/6/2024 8:05 p. m.", "day first", JUNE_3, time(20, 5)),
        ("8:05 PM, 3 June 2024", None, JUNE_3, time(20, 5)),
        ("Tue Jun  4 10:33:20 CEST 2024", None, date(2024, 6, 4), time(10, 33, 20)),
        ("2024-06-03 morning", None, JUNE_3, time(8)),
    ],
)
def test_a_day_in_many_hands(cell, order, day, clock):
    moment = moment_in(cell, order)
    assert (moment.day, moment.clock and moment.clock.time, moment.rest) == (day, clock, "")


@pytest.mark.parametrize(
    ("cell", "offset", "is_utc"),
    [
        ("2024-06-04T02:30:00Z", 0, True),
        ("2024-06-03 06:00:00 UTC", 0, True),
        ("Mon, 03 Jun 2024 06:00:00 GMT", 0, True),
        ("2024-06-04T02:30:00+00:00", 0, False),
        ("2024/03/01 8:12:33 AM GMT+1", 60, False),
        ("Tue Jun 04 2024 10:33:20 GMT+0200 (Central European Summer Time)", 120, False),
        ("2024-06-03T08:05:00+02:00[Europe/Berlin]", 120, False),
        ("Fri, 03 May 2024 08:05:00 -0330", -210, False),
        ("2024-06-03 08:05 CEST", 120, False),
    ],
)
def test_the_zone_that_is_written_is_kept(cell, offset, is_utc):
    clock = moment_in(cell).clock
    assert (clock.zone, clock.is_utc) == (timezone(timedelta(minutes=offset)), is_utc)


@pytest.mark.parametrize("cell", ["1717394400", "1717394400000", "1717394400.0"])
def test_seconds_and_milliseconds_since_1970_are_a_moment_in_utc(cell):
    moment = moment_in(cell)
    assert moment.instant.isoformat() == "2024-06-03T06:00:00+00:00"
    assert moment.clock.is_utc


@pytest.mark.parametrize(
    "cell",
    [
        *("", "yesterday", "31.2.2024", "2024-13-01", "5", "3.5", "1/2", "123/1/2024"),
        *("8 Foo 2021", "12 jui 2024", "45446", "171739440", "20241345", "June 2024"),
        "Mon, 4 Jun 2024",
    ],
)
def test_what_is_no_day_is_none(cell):
    assert moment_in(cell) is None
    assert day_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "rest"),
    [
        ("2024-06-03 and later", "and later"),
        ("2024-06-03 AM", "AM"),
        ("2024-06-03 08:00 - 09:00", "08:00 - 09:00"),
        ("2024-06-03 at", "at"),
        ("2024-06-03 08:30-09:00", "08:30-09:00"),
    ],
)
def test_what_stands_beside_a_day_and_is_no_time_is_kept_and_no_day_is_made_of_it(cell, rest):
    assert moment_in(cell).rest == rest
    assert day_of(cell) is None


def test_every_month_and_weekday_of_every_language_is_known_in_full_and_in_short():
    for language in LANGUAGES:
        locale = Locale(language)
        for width in ("wide", "abbreviated"):
            for number, name in locale.months["format"][width].items():
                assert month_of(name) == number, (language, name)
            for number, name in locale.days["format"][width].items():
                assert number in weekdays_of(name), (language, name)


@given(DAYS, st.sampled_from(["day first", "month first"]), st.sampled_from("/-"))
def test_a_day_written_in_an_order_is_read_in_it(day, order, sign):
    form = {"day first": "%d{0}%m{0}%Y", "month first": "%m{0}%d{0}%Y"}[order].format(sign)
    assert day_of(day.strftime(form), order) == day


@given(st.lists(DAYS, min_size=1), st.sampled_from(["day first", "month first"]))
def test_the_order_is_never_told_wrongly(days, order):
    form = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}[order]
    cells = [day.strftime(form) for day in days]
    assert order in date_orders(cells)
    assert is_ambiguous(cells) == (
        all(day.day <= 12 for day in days) and any(day.day != day.month for day in days)
    )


@given(
    st.lists(st.dates(date(2019, 1, 1), date(2026, 12, 31)), min_size=1, max_size=40),
    st.sampled_from(["%y-%m-%d", "%y.%m.%d", "%y/%m/%d"]),
)
def test_a_list_with_its_two_digit_year_first_is_asked_about_or_read_rightly(days, form):
    cells = [day.strftime(form) for day in days]
    order = settled_order(cells)
    if order is not None and max(days) - min(days) < timedelta(days=360):
        assert [day_of(cell, order) for cell in cells] == days


def test_one_day_beyond_the_twelfth_settles_the_column():
    assert date_orders(["1/2/2024", "2/13/2024"]) == {"month first"}
    assert date_orders(["1/2/2024", "13/2/2024"]) == {"day first"}
    assert date_orders(["2/13/2024", "13/2/2024"]) == set()
    assert date_orders(["1.2.2024"]) == {"day first"}
    assert date_orders(["1.2.2024", "99/99/2024"]) == {"day first"}


def test_days_that_are_the_same_both_ways_ask_nothing():
    assert not is_ambiguous(["1/1/2024", "2/2/2024"])
    assert not is_ambiguous(["2024-02-01"])


def test_two_digits_for_the_year_are_asked_about_where_they_may_lead():
    assert settled_order(["24-03-11", "24-03-12", "24-03-13"]) is None
    assert settled_order(["24.03.11"]) is None
    assert settled_order(["03-Jun-24"]) is None
    assert settled_order(["13/02/24", "14/02/24", "20/03/24"]) == "day first"
    assert settled_order(["11/16/24 13:12", "11/20/24 13:12"]) == "month first"


def test_days_of_both_orders_in_one_column_are_asked_about():
    assert settled_order(["2/13/2024", "13/2/2024", "3/4/2024"]) is None


def test_a_weekday_tells_the_order():
    assert settled_order(["Mon, 3/6/2024", "Tue, 4/6/2024"]) == "day first"

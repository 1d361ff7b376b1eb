from datetime import date

import pytest
from matplotlib.figure import Figure

from tracker.charts.axes import mark_days
from tracker.charts.columns import day_of, number_of


def labels(first, last, room=400, **options):
    ax = Figure().add_subplot()
    mark_days(ax, number_of(first), number_of(last), room, **options)
    return [label.get_text().strip() for label in ax.get_xticklabels()]


def test_days_and_numbers_are_each_others_inverse():
    assert number_of(date(1970, 1, 2)) == 1
    assert day_of(number_of(date(2026, 11, 9)) + 0.7) == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 9), date(2026, 11, 9), ["9 Nov\n2026"]),
        (date(2026, 11, 9), date(2026, 11, 12), ["9 Nov\n2026", "12 Nov"]),
        (date(2026, 11, 9), date(2026, 11, 24), ["9 Nov\n2026", "16 Nov", "23 Nov"]),
        (date(2026, 12, 21), date(2027, 1, 5), ["21 Dec\n2026", "28 Dec", "4 Jan\n2027"]),
        (date(2026, 9, 7), date(2026, 12, 20), ["Oct\n2026", "Nov", "Dec"]),
    ],
)
def test_the_year_stands_under_the_first_label_and_each_new_year(first, last, expected):
    assert labels(first, last) == expected


@pytest.mark.parametrize("years", [1, 2, 5, 12, 40])
@pytest.mark.parametrize("room", [90, 220, 480])
def test_labels_never_crowd(years, room):
    assert 1 <= len(labels(date(2000, 1, 1), date(2000 + years, 1, 1), room)) <= max(room // 40, 2)


def test_everything_drawn_is_inside():
    ax = Figure().add_subplot()
    mark_days(ax, 100, 200, 400)

    low, high = ax.get_xlim()
    assert low < 100
    assert high > 200


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("monday", ["9 Nov\n2026", "16 Nov", "23 Nov"]),
        ("saturday", ["7 Nov\n2026", "14 Nov", "21 Nov"]),
        ("sunday", ["8 Nov\n2026", "15 Nov", "22 Nov"]),
    ],
)
def test_labels_stand_where_weeks_begin(first, expected):
    assert labels(date(2026, 11, 7), date(2026, 11, 24), weeks_from=first) == expected

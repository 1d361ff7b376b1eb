"""Weeks: on which day they begin, and what they are called."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal, TypeVar, get_args

FirstWeekday = Literal["monday", "saturday", "sunday"]
FIRST_WEEKDAYS: Final[tuple[FirstWeekday, ...]] = get_args(FirstWeekday)

FIRST_WEEKDAY: Final = "first_weekday"
"""The setting that holds the day on which a person's weeks begin, and the attribute that their
frames carry; without it, weeks begin on Monday."""

_NUMBERS: Final[Mapping[FirstWeekday, int]] = {"monday": 0, "saturday": 5, "sunday": 6}

Weekday = TypeVar("Weekday", bound=Any)


def first_weekday(kept: Any) -> FirstWeekday:
    """Read the day on which weeks begin; Monday where none of the three is kept.

    >>> first_weekday("sunday"), first_weekday(None)
    ('sunday', 'monday')
    """
    return next((name for name in FIRST_WEEKDAYS if name == kept), "monday")


def days_into_week(weekday: Weekday, first: FirstWeekday = "monday") -> Weekday:
    """How many days of its week have passed before a weekday; its number, or a column of them.

    >>> days_into_week(0), days_into_week(0, "sunday"), days_into_week(5, "saturday")
    (0, 1, 0)
    """
    passed: Weekday = (weekday - _NUMBERS[first]) % 7
    return passed


def week_start(day: date, first: FirstWeekday = "monday") -> date:
    """The first day of a day's week.

    >>> str(week_start(date(2026, 11, 22))), str(week_start(date(2026, 11, 22), "sunday"))
    ('2026-11-16', '2026-11-22')
    """
    return day - timedelta(days=days_into_week(day.weekday(), first))


def week_name(start: date) -> str:
    """Name a week after the ISO week of its Monday, from its first day.

    >>> week_name(date(2026, 11, 9)), week_name(date(2026, 11, 8)), week_name(date(2026, 11, 7))
    ('2026-W46', '2026-W46', '2026-W46')
    """
    # Two days on, every week that begins from Saturday to Monday is in the ISO week of its Monday.
    return f"{start + timedelta(days=2):%G-W%V}"


def start_of_named_week(name: str, first: FirstWeekday = "monday") -> date:
    """The first day of the week that holds the Monday of an ISO week such as "2026-W46".

    Raises
    ------
    TypeError
        No text.
    ValueError
        No such week.

    >>> start_of_named_week("2026-W46"), start_of_named_week("2026-W46", "sunday")
    (datetime.date(2026, 11, 9), datetime.date(2026, 11, 8))
    """
    if not isinstance(name, str):
        raise TypeError(f"week must be an ISO week such as '2026-W46', not {name!r}.")
    # fromisocalendar refuses a week 53 that its year does not have; strptime lets it pass.
    match = re.fullmatch(r"([1-9]\d{3})-?W(\d{1,2})", name.strip(), re.IGNORECASE | re.ASCII)
    if match is None:
        raise ValueError(f"week must be an ISO week such as '2026-W46', not {name!r}.")
    year, number = int(match[1]), int(match[2])
    try:
        return week_start(date.fromisocalendar(year, number, 1), first)
    except ValueError:
        last = date(year, 12, 28).isocalendar().week
        raise ValueError(f"week must be from 1 to {last} of {year}, not {name!r}.") from None

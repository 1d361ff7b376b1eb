"""Weeks: their days and their names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.protocol.weeks import FirstWeekday, start_of_named_week, week_name, week_start

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""In English whatever the machine's locale, which strftime would follow."""


@dataclass(frozen=True, order=True)
class Week:
    """A week of local days; it is named after the ISO week of its Monday.

    >>> Week(date(2026, 11, 9)).name, Week(date(2026, 11, 9)).days
    ('2026-W46', '9 to 15 November 2026')
    """

    start: date

    @property
    def name(self) -> str:
        """Such as "2026-W46"."""
        return week_name(self.start)

    @property
    def title(self) -> str:
        """Such as "Week 46"; a week that is no ISO week has no number that everybody shares."""
        if self.start.weekday() == 0:
            return f"Week {int(self.name[-2:])}"
        return f"Week of {self.start.day} {MONTHS[self.start.month - 1]}"

    @property
    def end(self) -> date:
        """Its last day."""
        return self.start + timedelta(days=6)

    @property
    def days(self) -> str:
        """From when to when, in words."""
        return date_range(self.start, self.end)

    def earlier(self, weeks: int) -> "Week":
        """Give the week so many weeks before."""
        return Week(self.start - timedelta(weeks=weeks))


def parse_week(name: str | None, now: datetime, first: FirstWeekday = "monday") -> Week:
    """Read a week's name; without one, give the last full week in local time.

    Parameters
    ----------
    name : str, optional
        ISO week, such as "2026-W46".
    now : datetime
        With its zone.
    first : {"monday", "saturday", "sunday"}
        The day on which weeks begin.

    Raises
    ------
    TypeError
        A week that is not named by a text, but for instance by its number.
    ValueError
        No time with a zone, no such week, or a week that has not begun.

    Examples
    --------
    >>> from datetime import UTC
    >>> parse_week(None, datetime(2026, 11, 16, 0, 5, tzinfo=UTC)).name
    '2026-W46'
    >>> parse_week("2026-W53", datetime(2027, 2, 1, tzinfo=UTC)).days
    '28 December 2026 to 3 January 2027'
    """
    if now.tzinfo is None:
        raise ValueError(f"now must be a time with its zone, not {now.isoformat()}.")
    today = now.date()
    if name is None:
        return Week(week_start(today, first)).earlier(1)
    week = Week(start_of_named_week(name, first))
    if week.start > today:
        raise ValueError(f"week must have begun by now, and {name} begins on {week.start}.")
    return week


def date_range(first: date, last: date) -> str:
    """Say from which day to which, without repeating a month or a year.

    Examples
    --------
    >>> date_range(date(2026, 11, 21), date(2026, 11, 26))
    '21 to 26 November 2026'
    >>> date_range(date(2026, 11, 21), date(2026, 11, 21))
    '21 November 2026'
    """
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {end}"

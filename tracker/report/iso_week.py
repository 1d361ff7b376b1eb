"""Which days are a week, and what is it called?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

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


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week, by the calendar on the wall.

    >>> Week(date(2026, 11, 9)).name, Week(date(2026, 11, 9)).days
    ('2026-W46', '9 to 15 November 2026')
    """

    monday: date

    @property
    def name(self) -> str:
        """Such as "2026-W46"."""
        return self.monday.strftime("%G-W%V")

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> str:
        """From when to when, in words."""
        first, last = self.monday, self.sunday
        start = str(first.day)
        if first.month != last.month:
            start += f" {MONTHS[first.month - 1]}"
        if first.year != last.year:
            start += f" {first.year}"
        return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"

    def earlier(self, weeks: int) -> "Week":
        """Give the week so many weeks before."""
        return Week(self.monday - timedelta(weeks=weeks))

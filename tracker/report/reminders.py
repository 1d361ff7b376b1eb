"""Plan the coming days of a diary, and keep its calendar files in step with each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count, takewhile
from typing import Any, Final, Protocol
from uuid import uuid4

import pandas as pd

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.profile import Profile
from tracker.relief.plan import plan
from tracker.report.calendar_file import DaysAhead, calendar_file, next_moments, remaining_rest_h

_CALENDAR: Final = "calendar"
"""The setting that keeps the calendar's id, and the last days that earlier files planned."""


class Settings(Protocol):
    """What is kept by name."""

    def get(self, name: str, default: Any = None) -> Any:
        """A setting, as plain JSON values."""

    def keep(self, name: str, value: Any) -> None:
        """Set it."""


class Diary(Protocol):
    """What a plan asks of a diary."""

    @property
    def settings(self) -> Settings:
        """The person's settings."""

    def releases(self) -> pd.DataFrame:
        """Every release."""

    def check_ins(self) -> pd.DataFrame:
        """Every check-in."""

    def screenings(self) -> pd.DataFrame:
        """Every answering of the red flags."""

    def catalogue(self) -> Catalogue:
        """The muscles, spots and tools, the person's own among them."""

    def profile(self) -> Profile:
        """What the person says of themselves."""


@dataclass(frozen=True)
class Reminders:
    """A calendar file, and what an earlier one planned that this one calls off.

    Attributes
    ----------
    content : bytes
    sessions_off, check_ins_off : list of datetime
        In local time.
    """

    content: bytes
    sessions_off: list[datetime]
    check_ins_off: list[datetime]


def days_ahead(diary: Diary, now: datetime, *, days: int, at: time, check_in_at: time) -> DaysAhead:
    """Plan the sessions and check-ins of the coming days.

    Parameters
    ----------
    diary : Diary
    now : datetime
        In the person's local time, with its zone.
    days : int
    at, check_in_at : time
        When a session begins, and when a check-in is due.
    """
    times = next_moments(now, days, at)
    planned = plan(
        diary.releases(),
        now=now,
        catalogue=diary.catalogue(),
        profile=diary.profile(),
        check_ins=diary.check_ins(),
        screenings=diary.screenings(),
        rest_h=remaining_rest_h(now, times[0].astimezone()),
    )
    return DaysAhead(times, next_moments(now, days, check_in_at), planned)


def reminders(diary: Diary, ahead: DaysAhead, now: datetime, *, named: bool = False) -> Reminders:
    """Write the coming days as a calendar file; the diary remembers what it planned.

    Parameters
    ----------
    diary : Diary
    ahead : DaysAhead
        From `days_ahead`.
    now : datetime
        With its zone.
    named : bool
        Whether the events say what is pressed; else they say nothing of health.
    """
    kept: dict[str, Any] = diary.settings.get(_CALENDAR) or {"id": str(uuid4())}
    last, last_check_in = kept.get("last", ""), kept.get("last_check_in", "")
    sessions_off = list(_called_off(ahead.times[0], ahead.sessions, last))
    check_ins_off = list(_called_off(ahead.check_ins[0], ahead.check_ins, last_check_in))
    content = calendar_file(
        ahead,
        calendar_id=kept["id"],
        now=now,
        named=named,
        sessions_off=sessions_off,
        check_ins_off=check_ins_off,
    )
    # Kept first: an event in a calendar that the diary does not know of is never called off.
    last_days = {
        "last": _last(ahead.sessions, last),
        "last_check_in": _last(ahead.check_ins, last_check_in),
    }
    diary.settings.keep(_CALENDAR, {**kept, **last_days})
    return Reminders(content, sessions_off, check_ins_off)


def _called_off(first: datetime, planned: tuple[datetime, ...], last: str) -> Iterator[datetime]:
    """Give the coming times up to the last day of earlier files at which nothing is planned now."""
    days = (first + timedelta(days=n) for n in count())
    through = takewhile(lambda start: start.date().isoformat() <= last, days)
    return (start for start in through if start not in planned)


def _last(planned: tuple[datetime, ...], before: str) -> str:
    """Give the last day that any file planned so far."""
    return max([before, *(start.date().isoformat() for start in planned)])

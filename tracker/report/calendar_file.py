"""The coming sessions and check-ins, as an iCalendar file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from math import ceil
from typing import Final

from icalendar import Alarm, Calendar, Event

from tracker.protocol.hold import PROTOCOL
from tracker.relief.plan import REST_H, Plan
from tracker.wording.plan import place_of

_SETTLING_S: Final = 60
"""Finding the next spot and getting onto it: the kit's own guess."""


@dataclass(frozen=True, eq=False)
class DaysAhead:
    """The sessions and check-ins of the coming days, in local time.

    Attributes
    ----------
    times : tuple of datetime
        When sessions could begin.
    check_ins : tuple of datetime
        When check-ins are due.
    plan : Plan
        What could be pressed, the most hopeful first, or why nothing should be.
    """

    times: tuple[datetime, ...]
    check_ins: tuple[datetime, ...]
    plan: Plan

    @property
    def sessions(self) -> tuple[datetime, ...]:
        """When each session begins; none where there is nothing to press."""
        return () if self.plan.suggestions.empty else self.times

    @property
    def minutes(self) -> int:
        """How long a session takes, in whole five minutes."""
        seconds = len(self.plan.suggestions) * (PROTOCOL.hold_s + _SETTLING_S)
        return 5 * ceil(seconds / 300)


def next_moments(now: datetime, days: int, at: time) -> tuple[datetime, ...]:
    """Give the next moments of a local time, one a day.

    Parameters
    ----------
    now : datetime
        In the person's local time.
    days : int
    at : time

    Returns
    -------
    tuple of datetime
        Without a zone: a daily habit keeps to local time, when the clocks change and on a journey.

    >>> [when.day for when in next_moments(datetime(2026, 11, 24, 18, 59), 2, time(19))]
    [24, 25]
    >>> [when.day for when in next_moments(datetime(2026, 11, 24, 19, 0), 2, time(19))]
    [25, 26]
    """
    first = now.date() + timedelta(days=int(now.time() >= at))
    return tuple(datetime.combine(first + timedelta(days=n), at) for n in range(days))


def remaining_rest_h(now: datetime, first: datetime) -> float:
    """Say how many hours ago a press must lie by now, so that its spot has rested by the session.

    Every other rule is asked as of now: what may be pressed is never judged by hoping.

    Parameters
    ----------
    now : datetime
    first : datetime
        When the first session begins, with its zone.
    """
    return max(0.0, REST_H - (first - now).total_seconds() / 3600)


_CHECK_IN: Final = "One-minute check-in"
_CHECK_IN_MINUTES: Final = 5
_SESSION_ALARM: Final = timedelta(minutes=-10)
_CHECK_IN_ALARM: Final = timedelta(0)

_DISCREET: Final = "The kit shows what is planned. Each session you log can change it."
_CAUTION: Final = (
    "Each session you log can change this plan. Press within your comfort, and stop where pain "
    "grows. A rise that does not go away is for a health-care practitioner."
)
_SESSION_OFF: Final = "Called off: time on the mat"
_CHECK_IN_OFF: Final = "Called off: check-in"


def calendar_file(
    ahead: DaysAhead,
    *,
    calendar_id: str,
    now: datetime,
    named: bool = False,
    sessions_off: Iterable[datetime] = (),
    check_ins_off: Iterable[datetime] = (),
) -> bytes:
    """Write the coming sessions and check-ins as one iCalendar file.

    Parameters
    ----------
    ahead : DaysAhead
    calendar_id : str
        The same for every file of one diary, and of no other.
    now : datetime
        With its zone.
    named : bool
        Whether the events say what is pressed. Else they say nothing of health: an event on a
        shared calendar, a lock screen or a car's display shows its title.
    sessions_off, check_ins_off : iterable of datetime
        What an earlier file planned and this one does not.

    Returns
    -------
    bytes
        The same for the same arguments.

    Notes
    -----
    Times are floating (RFC 5545, 3.3.5, form 1): 19:00 stays 19:00 in local time, across a change
    of the clocks and on a journey, which is what a daily habit means. No time zone is needed.

    An event's UID is made of its day and kind, and its SEQUENCE of `now`: read in again, a later
    file brings events up to date and never doubles them.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Self-tracking kit//Days ahead//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    dated = partial(_event, calendar_id=calendar_id, now=now)
    title, description = _session(ahead, named=named)
    for start in ahead.sessions:
        session = dated("session", start, ahead.minutes, title)
        session.add("description", description)
        session.add_component(_alarm(_SESSION_ALARM, title))
        calendar.add_component(session)
    for start in ahead.check_ins:
        check_in = dated("check-in", start, _CHECK_IN_MINUTES, _CHECK_IN)
        check_in.add_component(_alarm(_CHECK_IN_ALARM, _CHECK_IN))
        calendar.add_component(check_in)
    off = [("session", start, _SESSION_OFF) for start in sessions_off]
    off += [("check-in", start, _CHECK_IN_OFF) for start in check_ins_off]
    for kind, start, called in off:
        cancelled = dated(kind, start, _CHECK_IN_MINUTES, called)
        cancelled.add("status", "CANCELLED")
        calendar.add_component(cancelled)
    return bytes(calendar.to_ical())


def _session(ahead: DaysAhead, *, named: bool) -> tuple[str, str]:
    """Give a session's title and what else it says."""
    if not named:
        return f"{ahead.minutes} minutes on the mat", _DISCREET
    rows = list(ahead.plan.suggestions.itertuples(index=False))
    muscles = dict.fromkeys(f"{row.side} {row.muscle}" for row in rows)
    spots = [f"{place}. {place_of(row)}" for place, row in enumerate(rows, start=1)]
    return f"Press: {', '.join(muscles)}", "\n".join([*spots, "", _CAUTION])


def _event(
    kind: str, start: datetime, minutes: int, title: str, *, calendar_id: str, now: datetime
) -> Event:
    event = Event()
    event.add("uid", f"{kind}-{start:%Y%m%d}@{calendar_id}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    # Nobody who looks for a free hour finds this one taken.
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", title)
    return alarm

"""When could the coming sessions be, and what could be pressed in each?"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil
from typing import Final

from tracker.protocol.hold import PROTOCOL
from tracker.relief.plan import REST_H, Plan

_SETTLING_S: Final = 60
"""Finding the next spot and getting onto it: the kit's own guess."""


@dataclass(frozen=True, eq=False)
class DaysAhead:
    """The sessions and check-ins of the coming days, by the clock on the wall.

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


def coming(now: datetime, days: int, at: time) -> tuple[datetime, ...]:
    """Give the next times that a clock on the wall shows this, one a day.

    Parameters
    ----------
    now : datetime
        On the person's clock.
    days : int
    at : time

    Returns
    -------
    tuple of datetime
        Without a zone: a daily habit keeps to the wall, when the clocks change and on a journey.

    >>> [when.day for when in coming(datetime(2026, 11, 24, 18, 59), 2, time(19))]
    [24, 25]
    >>> [when.day for when in coming(datetime(2026, 11, 24, 19, 0), 2, time(19))]
    [25, 26]
    """
    first = now.date() + timedelta(days=int(now.time() >= at))
    return tuple(datetime.combine(first + timedelta(days=n), at) for n in range(days))


def rest_left(now: datetime, first: datetime) -> float:
    """Say how many hours ago a press must lie by now, so that its spot has rested by the session.

    Every other rule is asked as of now: what may be pressed is never judged by hoping.

    Parameters
    ----------
    now : datetime
    first : datetime
        When the first session begins, with its zone.
    """
    return max(0.0, REST_H - (first - now).total_seconds() / 3600)

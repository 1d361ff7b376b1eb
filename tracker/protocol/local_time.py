"""Turn local times into what a database keeps, and back.

A moment is kept as two values: the instant, naive and in UTC, and the zone's offset in minutes, so
that an evening stays an evening after travel.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

OFFSET: Final = "_offset"
"""What the name of a moment's second column or cell ends in: its zone, in minutes east of UTC."""


TIME_NOT_KNOWN: Final = "time not known"
"""What stands in place of the time of an entry of which only the day is known."""


def time_in_words(moment: datetime, *, is_known: bool = True) -> str:
    """The time of day of an entry, or that it is not known.

    >>> time_in_words(datetime(2026, 11, 22, 12), is_known=False)
    'time not known'
    """
    return f"{moment:%H:%M}" if is_known else TIME_NOT_KNOWN


def utc(moment: datetime) -> datetime:
    """The instant as the database keeps it: naive, in UTC.

    >>> utc(datetime.fromisoformat("2026-11-22T18:30+01:00"))
    datetime.datetime(2026, 11, 22, 17, 30)
    """
    return moment.astimezone(UTC).replace(tzinfo=None)


def offset_minutes(moment: datetime) -> int:
    """The zone's offset from UTC in minutes."""
    return (moment.utcoffset() or timedelta()) // timedelta(minutes=1)


def local(instant: datetime, offset_min: int) -> datetime:
    """An instant kept naive in UTC, back in the zone it was noted in.

    >>> str(local(datetime(2026, 11, 22, 17, 30), 60))
    '2026-11-22 18:30:00+01:00'
    """
    zone = timezone(timedelta(minutes=offset_min))
    return instant.replace(tzinfo=UTC).astimezone(zone)


def machine_day(instant: datetime) -> date:
    """The day, in this machine's zone, of an instant kept naive in UTC."""
    return instant.replace(tzinfo=UTC).astimezone().date()

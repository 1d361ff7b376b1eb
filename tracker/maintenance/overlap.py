"""Do two diaries share any entry? If not, they may be two people's who both are "me"."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Self

from sqlalchemy import Connection, func, select

from tracker.diary.schema import TABLES

_CHUNK: Final = 500
"""Ids looked up at a time; databases bound how many a question may hold."""


@dataclass(frozen=True)
class Extent:
    """How many entries a diary holds, deleted ones too, and from which day to which.

    Examples
    --------
    >>> str(Extent(1, date(2026, 5, 1), date(2026, 5, 1)))
    '1 entry (1 May 2026)'
    >>> str(Extent(1200, date(2026, 3, 2), date(2026, 5, 1)))
    '1,200 entries (2 March 2026 to 1 May 2026)'
    """

    entries: int
    first: date
    last: date

    @classmethod
    def of(cls, diary: Connection) -> Self | None:
        """The extent of a diary; None where it is empty."""
        counts: list[int] = []
        moments: list[datetime] = []
        for kind, table in TABLES.items():
            moment = table.c[next(iter(kind.model_fields))]
            ids = func.count(table.c.id.distinct())
            count, first, last = diary.execute(
                select(ids, func.min(moment), func.max(moment))
            ).one()
            counts.append(count)
            moments += [at for at in (first, last) if at is not None]
        if not moments:
            return None
        return cls(sum(counts), _day(min(moments)), _day(max(moments)))

    def __str__(self) -> str:
        entries = "1 entry" if self.entries == 1 else f"{self.entries:,} entries"
        if self.first == self.last:
            return f"{entries} ({_words(self.first)})"
        return f"{entries} ({_words(self.first)} to {_words(self.last)})"


def overlap_sentence(here: Connection, there: Connection) -> str:
    """The sentence that two diaries share no entry; empty where they do, or where one is empty."""
    ours, theirs = Extent.of(here), Extent.of(there)
    if ours is None or theirs is None or _share(here, there):
        return ""
    return f"The two diaries share no entry: this one has {ours}, that one {theirs}."


def _share(here: Connection, there: Connection) -> bool:
    for table in TABLES.values():
        ids = there.scalars(select(table.c.id).distinct())
        for some in ids.partitions(_CHUNK):
            if here.scalar(select(table.c.id).where(table.c.id.in_(some)).limit(1)):
                ids.close()
                return True
    return False


def _day(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone().date()


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""Which entries leave with an export: those of some local days, of one person, or all."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    false,
    or_,
    select,
    tuple_,
)

from tracker.diary.revisions import current, people
from tracker.diary.schema import TABLES
from tracker.exchange.formats.table_schema import TableSchema
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.local_time import OFFSET
from tracker.protocol.record import Record


@dataclass(frozen=True)
class Selection:
    """What is asked for.

    Attributes
    ----------
    since, until : date, optional
        The first and the last local day: an evening belongs to the day it had where it was noted.
    person : str, optional
        Whose entries; by default everybody's.
    revisions : bool
        Every revision of every entry, deleted ones too, rather than what holds now.
    """

    since: date | None = None
    until: date | None = None
    person: str | None = None
    revisions: bool = False

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise InvalidRecord(
                {
                    "until": f"The last day must not be before the first, {self.since}, "
                    f"and {self.until} is."
                }
            )

    @property
    def everything(self) -> bool:
        """Whether nothing is left out but what was deleted."""
        return self.since is None and self.until is None and self.person is None

    def check(self, connection: Connection) -> None:
        """Refuse a person who has no entries here.

        Raises
        ------
        InvalidRecord
            Naming those who have.
        """
        if self.person is None:
            return
        known = people(connection)
        if self.person not in known:
            named = ", ".join(known) or "nobody yet"
            raise InvalidRecord(
                {"person": f"Nobody here is called {self.person!r}; there is {named}."}
            )

    def rows(self, connection: Connection, kind: type[Record]) -> Select[Any]:
        """The rows of a kind that are asked for, with the columns `TableSchema.stored`.

        Entries come in the order they happened; of a history, an entry's revisions together.
        """
        if self.revisions:
            held = current(kind)
            wanted = self._wanted(connection, held, kind)
            return history_of(kind, select(held.c.id).where(*wanted) if wanted else None)
        table = TABLES[kind]
        columns = [table.c[name] for name in TableSchema(kind).stored]
        wanted = self._wanted(connection, table, kind)
        rows = select(*columns).where(~table.c.deleted, _is_latest(table), *wanted)
        return rows.order_by(table.c[_moment(kind)], table.c.id)

    def _wanted(
        self, connection: Connection, rows: FromClause, kind: type[Record]
    ) -> list[ColumnElement[bool]]:
        wanted: list[ColumnElement[bool]] = []
        if self.person is not None:
            wanted.append(rows.c.person == self.person)
        if self.since or self.until:
            wanted.append(self._on_these_days(connection, rows, kind))
        return wanted

    def _on_these_days(
        self, connection: Connection, rows: FromClause, kind: type[Record]
    ) -> ColumnElement[bool]:
        # No two databases add minutes to a time alike; but the zones in a diary are few.
        table, moment = TABLES[kind], _moment(kind)
        offsets = connection.scalars(select(table.c[moment + OFFSET]).distinct())
        return or_(
            false(),
            *(
                and_(rows.c[moment + OFFSET] == east, *self._between(rows.c[moment], east))
                for east in offsets
            ),
        )

    def _between(self, instant: ColumnElement[datetime], east: int) -> list[ColumnElement[bool]]:
        bounds: list[ColumnElement[bool]] = []
        if self.since:
            bounds.append(instant >= _midnight(self.since, east))
        if self.until and self.until < date.max:
            bounds.append(instant < _midnight(self.until + timedelta(days=1), east))
        return bounds


def history_of(kind: type[Record], ids: Select[Any] | None = None) -> Select[Any]:
    """Every revision of these entries, or of all, an entry's together and first to last."""
    table = TABLES[kind]
    rows = select(*(table.c[name] for name in TableSchema(kind, revisions=True).stored))
    if ids is not None:
        rows = rows.where(table.c.id.in_(ids))
    return rows.order_by(table.c.id, table.c.recorded_at, table.c.revision, table.c.recorded_by)


def _is_latest(table: Table) -> ColumnElement[bool]:
    """Whether no later revision of the same entry is there.

    The same rows as `current`, which sorts them all; of a million, this takes half the time.
    """
    other = table.alias()
    later = tuple_(other.c.recorded_at, other.c.revision, other.c.recorded_by) > tuple_(
        table.c.recorded_at, table.c.revision, table.c.recorded_by
    )
    return ~exists().where(other.c.id == table.c.id, later)


def _midnight(day: date, east: int) -> datetime:
    """When a local day begins, as the database keeps instants."""
    try:
        return datetime.combine(day, time()) - timedelta(minutes=east)
    except OverflowError:
        return datetime.min  # noqa: DTZ901


def _moment(kind: type[Record]) -> str:
    return next(iter(kind.model_fields))

"""The append-only store: every change is a new row, and the latest row is what holds now.

"Latest" is by the time it was recorded, then by revision, then by device, so that copies of a
diary that were changed separately agree once their rows are put together, in whatever order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    tuple_,
    union,
    union_all,
)

from tracker.diary.schema import DATA_COLUMNS, RECORDS, TABLES, from_row, to_row
from tracker.protocol.local_time import local, utc
from tracker.protocol.record import Record
from tracker.protocol.release import Release

_LATEST: Final = ("recorded_at", "revision", "recorded_by")

Action = Literal["add", "amend", "delete", "undo"]


@dataclass(frozen=True)
class Change:
    """A change to write: the entry as it is from now on, and the revision number it gets."""

    record: Record
    action: Action
    number: int
    deleted: bool = False


@dataclass(frozen=True)
class Revision:
    """A change as it was written."""

    number: int
    recorded_at: datetime
    recorded_by: str
    action: Action
    deleted: bool
    record: Record


def current(kind: type[Record]) -> Subquery:
    """The latest row of every entry of a kind, deleted ones included.

    Notes
    -----
    A row is the latest where none of its entry is later. The primary key answers that, row by
    row, without sorting the table; so nothing has to be noted, or could be noted wrongly.
    """
    table, later = TABLES[kind], TABLES[kind].alias("later")
    is_later = tuple_(*(later.c[name] for name in _LATEST)) > tuple_(
        *(table.c[name] for name in _LATEST)
    )
    return select(table).where(~exists().where(later.c.id == table.c.id, is_later)).subquery()


def present(kind: type[Record], person: str | None = None) -> Select[Any]:
    """The entries of a kind that are not deleted, one person's or all, as they happened."""
    rows = current(kind)
    return _undeleted(kind, rows, person).order_by(_happened(rows, kind), rows.c.id)


def latest(kind: type[Record], most: int, person: str | None = None) -> Select[Any]:
    """The entries of a kind that happened last, one person's or all, last first."""
    rows = current(kind)
    newest_first = (_happened(rows, kind).desc(), rows.c.id.desc())
    return _undeleted(kind, rows, person).order_by(*newest_first).limit(most)


def _undeleted(kind: type[Record], rows: Subquery, person: str | None) -> Select[Any]:
    columns = [rows.c[name] for name in DATA_COLUMNS[kind]]
    undeleted = select(*columns).where(~rows.c.deleted)
    return undeleted if person is None else undeleted.where(rows.c.person == person)


def last_rated(person: str | None = None) -> Select[Any]:
    """Of every spot and side the release that was rated last, one person's or all, in order."""
    rows = current(Release)
    at_end = case((rows.c.outcome == "moved", rows.c.pain_30s), else_=rows.c.pain_after)
    newest_first = func.row_number().over(
        partition_by=(rows.c.muscle, rows.c.spot, rows.c.side),
        order_by=(rows.c.started_at.desc(), rows.c.id.desc()),
    )
    rated = select(rows.c.id, newest_first.label("rank")).where(
        ~rows.c.deleted, at_end.is_not(None) | rows.c.pain_later.is_not(None)
    )
    ranked = (rated if person is None else rated.where(rows.c.person == person)).subquery()
    last = select(ranked.c.id).where(ranked.c.rank == 1)
    entries = present(Release, person)
    return entries.where(entries.selected_columns.id.in_(last))


def kind_of(connection: Connection, entry: str) -> type[Record] | None:
    """The kind of the entry with an id; None where no entry has it."""
    kinds = set(connection.scalars(_KIND_OF, {"entry": entry}))
    return next((kind for name, kind in RECORDS.items() if name in kinds), None)


# One query for all the tables: asked of each table alone, seven would go before every change.
_KIND_OF: Final = union_all(
    *(
        select(literal(name, literal_execute=True)).where(
            TABLES[kind].c.id == bindparam("entry", type_=String)
        )
        for name, kind in RECORDS.items()
    )
)


def history(connection: Connection, kind: type[Record], entry: str) -> list[Revision]:
    """Every change of one entry, first to last; empty where there is no such entry."""
    return [_revision(kind, row) for row in rows_of(connection, kind, entry)]


def rows_of(connection: Connection, kind: type[Record], entry: str) -> Sequence[RowMapping]:
    """Every row of one entry as it is stored, first to last."""
    table = TABLES[kind]
    rows = select(table).where(table.c.id == entry)
    in_order = rows.order_by(table.c.recorded_at, table.c.revision, table.c.recorded_by)
    return connection.execute(in_order).mappings().all()


def before_last_change(changes: Sequence[Revision]) -> Revision | None:
    """What held before the last change that has not been taken back; None before the first.

    Raises
    ------
    IndexError
        Every change has been taken back.
    """
    standing: list[Revision] = []
    for change in changes:
        if change.action != "undo":
            standing.append(change)
        elif standing:
            standing.pop()
    standing.pop()
    return standing[-1] if standing else None


def people(connection: Connection) -> list[str]:
    """Everybody who has entries here, deleted ones included, by name."""
    names = union(*(select(table.c.person) for table in TABLES.values()))
    return sorted(filter(None, connection.scalars(names)))


def append(
    connection: Connection, changes: Iterable[Change], *, recorded_at: datetime, recorded_by: str
) -> None:
    """Write changes of any kinds as new rows."""
    rows: dict[type[Record], list[dict[str, Any]]] = {}
    for change in changes:
        about = {
            "revision": change.number,
            "recorded_at": utc(recorded_at),
            "recorded_by": recorded_by,
            "action": change.action,
            "deleted": change.deleted,
        }
        rows.setdefault(type(change.record), []).append(about | to_row(change.record))
    for kind, of_a_kind in rows.items():
        connection.execute(TABLES[kind].insert(), of_a_kind)


def _happened(rows: Subquery, kind: type[Record]) -> ColumnElement[datetime]:
    """When an entry happened: the first field of every kind of record."""
    return rows.c[next(iter(kind.model_fields))]


def records(kind: type[Record], rows: Iterable[RowMapping]) -> Iterator[Record]:
    """Gather each row into its record."""
    return (from_row(kind, row) for row in rows)


def _revision(kind: type[Record], row: RowMapping) -> Revision:
    return Revision(
        number=row["revision"],
        recorded_at=local(row["recorded_at"], 0),
        recorded_by=row["recorded_by"],
        action=row["action"],
        deleted=row["deleted"],
        record=from_row(kind, row),
    )

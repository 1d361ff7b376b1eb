"""The catalogue with a person's own muscles, spots and tools, read in one query."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, cast, literal, null, select, union_all

from tracker.diary.normalize import with_own
from tracker.diary.revisions import current
from tracker.diary.schema import DATA_COLUMNS, TABLES, from_row
from tracker.protocol.catalogue import Catalogue, catalogue
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.record import Record

_KINDS: Final[dict[str, type[Record]]] = {
    TABLES[kind].name: kind for kind in (OwnMuscle, OwnSpot, OwnTool)
}


class CatalogueCache:
    """Builds the catalogue anew only where the person's own names have changed.

    The names are read each time, so that one which another program has added is seen; they are
    few, and it is the building that takes long.
    """

    def __init__(self) -> None:
        # Replaced as a whole, so that threads never see the rows of one and the names of another.
        self._built: tuple[Sequence[Any], Catalogue] | None = None

    def catalogue(self, connection: Connection) -> Catalogue:
        """The built-in catalogue with the person's own muscles, spots and tools."""
        rows = connection.execute(_CUSTOM).all()
        built = self._built
        if built is None or built[0] != rows:
            records = [_record(row._mapping) for row in rows]
            self._built = built = (rows, with_own(catalogue(), records))
        return built[1]


def _custom() -> Select[Any]:
    """The own muscles, spots and tools that are not deleted, in the order they were added."""
    types = {
        column: TABLES[kind].c[column].type
        for kind in _KINDS.values()
        for column in DATA_COLUMNS[kind]
    }
    parts = []
    for name, kind in _KINDS.items():
        rows = current(kind)
        columns = [
            (rows.c[column] if column in DATA_COLUMNS[kind] else cast(null(), of_type)).label(
                column
            )
            for column, of_type in types.items()
        ]
        parts.append(select(literal(name).label("table"), *columns).where(~rows.c.deleted))
    custom = union_all(*parts).subquery("custom")
    return select(custom).order_by(custom.c.added_at, custom.c.id)


_CUSTOM: Final = _custom()


def _record(row: RowMapping) -> Record:
    return from_row(_KINDS[row["table"]], row)

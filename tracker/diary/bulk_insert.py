"""Write many rows at once, at the pace of the database's own driver."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with a value for every column of the table.

    Notes
    -----
    SQLAlchemy prepares every value of every row by itself, which takes as long as the rest of an
    import. Where the driver takes plain tuples, a column at a time is prepared instead, by the
    same functions.
    """
    if not rows:
        return
    if connection.dialect.paramstyle != "qmark":
        connection.execute(table.insert(), list(rows))
        return
    statement = str(table.insert().compile(dialect=connection.dialect))
    in_order = itemgetter(*(column.name for column in table.columns))
    columns = zip(*map(in_order, rows), strict=True)
    prepared = map(partial(_prepared, connection.dialect), table.columns, columns)
    connection.exec_driver_sql(statement, list(zip(*prepared, strict=True)))


def _prepared(dialect: Dialect, column: "Column[Any]", values: Sequence[Any]) -> Sequence[Any]:
    prepare: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    if prepare is None:
        return values
    # What was recorded together has one time, and that is one object.
    if all(value is values[0] for value in values):
        return [prepare(values[0])] * len(values)
    return list(map(prepare, values))

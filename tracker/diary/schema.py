"""The tables, derived from the record definitions: one append-only table a kind of record."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Double,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    RowMapping,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.types import TypeEngine

from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.experiment import Experiment
from tracker.protocol.local_time import OFFSET, local, offset_minutes, utc
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

SCHEMA_VERSION: Final = 4
RECORDS: Final[dict[str, type[Record]]] = {
    "releases": Release,
    "check_ins": CheckIn,
    "screenings": Screening,
    "experiments": Experiment,
    "own_muscles": OwnMuscle,
    "own_spots": OwnSpot,
    "own_tools": OwnTool,
}
metadata: Final = MetaData()

diary_metadata: Final = Table(
    "diary_facts", metadata, Column("name", String(40), primary_key=True), Column("value", Text)
)


def is_sample(connection: Connection) -> bool:
    """Whether a diary is labelled as the made-up sample."""
    return (
        connection.scalar(select(diary_metadata.c.value).where(diary_metadata.c.name == "sample"))
        == "yes"
    )


hold_events: Final = Table(
    "hold_events",
    metadata,
    Column("draft", String(36), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("step", Text, nullable=False),
    Column("values", JSON, nullable=False),
)


@cache
def python_types(record: type[Record]) -> dict[str, type]:
    """Each field's plain Python type, in the order declared; Annotated and None are peeled off."""
    hints = get_type_hints(record)
    return {name: _plain_type(hints[name]) for name in record.model_fields}


def _plain_type(annotation: Any) -> type:
    if get_origin(annotation) is Annotated:
        return _plain_type(get_args(annotation)[0])
    if isinstance(annotation, type):
        return annotation
    if get_origin(annotation) is tuple:
        return tuple
    options = [option for option in get_args(annotation) if option is not type(None)]
    # What is left is a Literal (its options are strings) or an optional type.
    return str if isinstance(options[0], str) else _plain_type(options[0])


_SQL: Final[dict[type, TypeEngine[Any]]] = {
    UUID: String(36),
    str: Text(),
    float: Double(),
    int: Integer(),
    bool: Boolean(),
    tuple: JSON(none_as_null=True),
    datetime: DateTime(),
}


def _table(name: str, record: type[Record]) -> Table:
    columns: list[Column[Any]] = []
    for field, kind in python_types(record).items():
        optional = not record.model_fields[field].is_required() and field != "id"
        columns.append(Column(field, _SQL[kind], nullable=optional))
        if kind is datetime:
            columns.append(Column(field + OFFSET, Integer, nullable=optional))
    return Table(
        name,
        metadata,
        Column("revision", Integer, nullable=False),
        Column("recorded_at", DateTime, nullable=False),
        Column("recorded_by", String(80), nullable=False),
        Column("action", String(8), nullable=False),
        Column("deleted", Boolean, nullable=False),
        *columns,
        # The id leads, so that one entry's history is read without passing over the others.
        PrimaryKeyConstraint("id", "revision", "recorded_at", "recorded_by"),
    )


TABLES: Final[dict[type[Record], Table]] = {
    record: _table(name, record) for name, record in RECORDS.items()
}


_ABOUT_THE_REVISION: Final = ("revision", "recorded_at", "recorded_by", "action", "deleted")
DATA_COLUMNS: Final[dict[type[Record], list[str]]] = {
    record: [column.name for column in table.columns if column.name not in _ABOUT_THE_REVISION]
    for record, table in TABLES.items()
}


def to_row(record: Record) -> dict[str, Any]:
    """Spread a record over its table's columns."""
    kind = type(record)
    row: dict[str, Any] = dict.fromkeys(DATA_COLUMNS[kind])
    row.update(vars(record))
    for field, python_type in _spread(kind):
        value = row[field]
        if value is None:
            continue
        if python_type is datetime:
            row[field], row[field + OFFSET] = utc(value), offset_minutes(value)
        else:
            row[field] = str(value) if python_type is UUID else list(value)
    return row


@cache
def _spread(record: type[Record]) -> list[tuple[str, type]]:
    """The fields that a row does not hold as the record does."""
    return [
        (field, kind)
        for field, kind in python_types(record).items()
        if kind in (datetime, UUID, tuple)
    ]


def from_row(record: type[Record], row: RowMapping) -> Record:
    """Gather a record from its table's columns."""
    values: dict[str, Any] = {}
    for field, kind in python_types(record).items():
        value = row[field]
        if value is not None and kind is datetime:
            value = local(value, row[field + OFFSET])
        values[field] = value
    return record(**values)

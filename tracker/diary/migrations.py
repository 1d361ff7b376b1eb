"""Bring a diary from any earlier version to this one, step by recorded step."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    inspect,
    select,
    text,
    update,
)

from tracker.diary.database import online_backup, reading, writing
from tracker.diary.errors import NewerDiary
from tracker.diary.location import refuse_foreign_tables
from tracker.diary.schema import SCHEMA_VERSION, diary_metadata, metadata

Step = Callable[[Connection], None]


def _add_screenings(connection: Connection) -> None:
    """Version 2 notes that the red flags were asked, and what was answered."""
    Table(
        "screenings",
        MetaData(),
        Column("revision", Integer, nullable=False),
        Column("recorded_at", DateTime, nullable=False),
        Column("recorded_by", String(80), nullable=False),
        Column("action", String(8), nullable=False),
        Column("deleted", Boolean, nullable=False),
        Column("answered_at", DateTime, nullable=False),
        Column("answered_at_offset", Integer, nullable=False),
        Column("id", String(36), nullable=False),
        Column("person", Text),
        Column("asked_because", Text),
        Column("red_flags", JSON),
        Column("dismissed_at", DateTime),
        Column("dismissed_at_offset", Integer),
        PrimaryKeyConstraint("id", "revision", "recorded_at", "recorded_by"),
    ).create(connection)


def _add_what_is_known(connection: Connection) -> None:
    """Version 3 notes known times, a doctor's consent, and when an experiment may stop."""
    for name in ("releases", "check_ins"):
        connection.execute(text(f"ALTER TABLE {name} ADD COLUMN time_known BOOLEAN"))
        # Of what was there, nobody said that its time is not known.
        column = Column("time_known", Boolean)
        connection.execute(update(Table(name, MetaData(), column)).values(time_known=True))
    moment = DateTime().compile(connection.dialect)
    connection.execute(text(f"ALTER TABLE screenings ADD COLUMN doctor_agreed_at {moment}"))
    connection.execute(text("ALTER TABLE screenings ADD COLUMN doctor_agreed_at_offset INTEGER"))
    for column_name in ("stops_at", "washout_h"):
        connection.execute(
            text(f"ALTER TABLE experiments ADD COLUMN {column_name} DOUBLE PRECISION")
        )


def _add_medication(connection: Connection) -> None:
    """Version 4 notes the medication named in a check-in."""
    connection.execute(text("ALTER TABLE check_ins ADD COLUMN medication JSON"))
    column = Column("medication", JSON)
    connection.execute(update(Table("check_ins", MetaData(), column)).values(medication=[]))


STEPS: Final[Mapping[int, Step]] = MappingProxyType(
    {2: _add_screenings, 3: _add_what_is_known, 4: _add_medication}
)
"""Version reached -> what leads there from the version before. A step never changes once
released, and a new diary is made at the latest version without any."""


def migrate(
    engine: Engine,
    file: Path | None,
    now: datetime,
    *,
    steps: Mapping[int, Step] = STEPS,
    target: int = SCHEMA_VERSION,
) -> None:
    """Make a new diary, or bring an old one up to date after copying its file.

    Raises
    ------
    NewerDiary
        The diary is from a later version; it is left as it is.
    CannotOpen
        The database belongs to another program.
    """
    with reading(engine) as connection:
        version = _version(connection)
    if version is None:
        with writing(engine) as connection:
            # Another program may have made the diary since: look again, now under the lock.
            if _version(connection) is None:
                metadata.create_all(connection)
                connection.execute(
                    diary_metadata.insert().values(name="schema_version", value=str(target))
                )
        return
    if version > target:
        raise NewerDiary(
            f"This diary was written by a newer version of the kit (schema {version}; this one "
            f"reads up to {target}); update the kit, the diary was left as it is."
        )
    if version < target and file is not None:
        # Where another page opens the diary at the same moment, its copy serves as well.
        with suppress(FileExistsError):
            copy = f"{file.stem}-v{version}-{now:%Y%m%dT%H%M%S}{file.suffix}"
            online_backup(file, file.with_name(copy))
    for step in range(version + 1, target + 1):
        with writing(engine) as connection:
            if (_version(connection) or 0) >= step:
                continue
            steps[step](connection)
            connection.execute(
                diary_metadata.update()
                .where(diary_metadata.c.name == "schema_version")
                .values(value=str(step))
            )


def _version(connection: Connection) -> int | None:
    """The schema's version; None for an empty database."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    refuse_foreign_tables(tables)
    schema_version = select(diary_metadata.c.value).where(diary_metadata.c.name == "schema_version")
    return int(connection.scalars(schema_version).one())

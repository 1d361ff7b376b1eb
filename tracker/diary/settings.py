"""Settings that belong to the person and not to one browser: they stay with the diary."""

import json
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakMethod

from sqlalchemy import Connection, Engine, select

from tracker.diary.database import reading, writing
from tracker.diary.schema import diary_metadata
from tracker.protocol.fields import FIRST_PERSON

PEOPLE: Final = "people"
"""The fact of the diary that holds the settings of all but the first person, by their name."""

_PREFIX: Final = "setting:"


class Settings:
    """The settings of one person of a diary, by name; what was never set has its default.

    Parameters
    ----------
    engine : Engine
    person : str, optional
        Whose; by default of whom the diary began with.
    """

    def __init__(self, engine: Engine, person: str | None = None) -> None:
        self._engine = engine
        self._person = None if person == FIRST_PERSON else person
        self._heard_by: list[tuple[str, WeakMethod[Callable[[], None]]]] = []

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting, as plain JSON values."""
        with reading(self._engine) as connection:
            if self._person is None:
                return read_fact(connection, _PREFIX + name, default)
            return _theirs(connection, self._person).get(name, default)

    def keep(self, name: str, value: Any) -> None:
        """Set a setting of at most 32 letters; it is on the disk when this returns."""
        with writing(self._engine) as connection:
            if self._person is None:
                write_fact(connection, _PREFIX + name, value)
            else:
                mine = {**_theirs(connection, self._person), name: value}
                people = read_fact(connection, PEOPLE, {})
                write_fact(connection, PEOPLE, {**people, self._person: mine})
        for heard, callback in list(self._heard_by):
            method = callback() if heard == name else None
            if method is not None:
                method()

    def when_kept(self, name: str, method: Callable[[], None]) -> None:
        """Call a method after each change made from here, for as long as its object lives."""
        self._heard_by.append((name, WeakMethod(method)))


def read_fact(connection: Connection, name: str, default: Any = None) -> Any:
    """Return a fact of the whole diary, as plain JSON values."""
    text = connection.scalar(select(diary_metadata.c.value).where(diary_metadata.c.name == name))
    return default if text is None else json.loads(text)


def write_fact(connection: Connection, name: str, value: Any) -> None:
    """Set a fact of the whole diary, inside `writing`."""
    connection.execute(diary_metadata.delete().where(diary_metadata.c.name == name))
    connection.execute(diary_metadata.insert().values(name=name, value=json.dumps(value)))


def _theirs(connection: Connection, person: str) -> dict[str, Any]:
    settings: dict[str, Any] = read_fact(connection, PEOPLE, {}).get(person, {})
    return settings

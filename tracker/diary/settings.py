"""Settings that belong to the person and not to one browser: they stay with the diary."""

import json
from typing import Any, Final

from sqlalchemy import Engine, select

from tracker.diary.database import reading, writing
from tracker.diary.schema import diary_metadata

_PREFIX: Final = "setting:"


class Settings:
    """The settings of one diary, by name; what was never set has its default."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting, as plain JSON values."""
        with reading(self._engine) as connection:
            text = connection.scalar(
                select(diary_metadata.c.value).where(diary_metadata.c.name == _PREFIX + name)
            )
        return default if text is None else json.loads(text)

    def keep(self, name: str, value: Any) -> None:
        """Set a setting of at most 32 letters; it is on the disk when this returns."""
        with writing(self._engine) as connection:
            connection.execute(
                diary_metadata.delete().where(diary_metadata.c.name == _PREFIX + name)
            )
            connection.execute(
                diary_metadata.insert().values(name=_PREFIX + name, value=json.dumps(value))
            )

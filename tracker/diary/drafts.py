"""Drafts: what has been entered and not saved yet, kept at every step so that nothing is lost.

A step is keyed by the draft's id and a sequence number and is written once, so that a page may
send it again after a broken connection. A draft ends when it is saved as an entry or discarded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, delete, exists, select

from tracker.diary.database import reading, writing
from tracker.diary.revisions import kind_of
from tracker.diary.schema import hold_events
from tracker.protocol.fields import FIRST_PERSON
from tracker.protocol.local_time import local, utc


@dataclass(frozen=True)
class Draft:
    """An unfinished entry: its id, its last step and when that was taken, the values so far."""

    id: UUID
    at: datetime
    step: str
    sequence: int
    values: dict[str, Any] = field(default_factory=dict)


_PERSON: Final = "person"
"""What names the person among the values of a step; who the diary began with is not named."""


class Drafts:
    """The unfinished entries of one person of a diary.

    Parameters
    ----------
    engine : Engine
    person : str, optional
        Whose; by default of whom the diary began with.
    """

    def __init__(self, engine: Engine, person: str | None = None) -> None:
        self._engine = engine
        self._theirs = {} if person in (None, FIRST_PERSON) else {_PERSON: person}

    def keep(
        self, draft: UUID, step: str, values: Mapping[str, Any], *, at: datetime, sequence: int
    ) -> None:
        """Keep one step; it is on the disk when this returns.

        Parameters
        ----------
        draft : UUID
            The id that the entry will have.
        step : str
            What happened, such as "started" or "30 s".
        values : mapping of str to JSON values
            The fields known by now; later steps win over earlier ones.
        at : datetime
            When it happened, aware.
        sequence : int
            0, 1, 2, … within the draft. A sequence number that is there already is left as it is.
        """
        key = (hold_events.c.draft == str(draft)) & (hold_events.c.sequence == sequence)
        with writing(self._engine) as connection:
            if not connection.scalar(select(exists().where(key))):
                connection.execute(
                    hold_events.insert().values(
                        draft=str(draft),
                        sequence=sequence,
                        at=utc(at),
                        step=step,
                        values={**values, **self._theirs},
                    )
                )

    def open(self) -> list[Draft]:
        """Every draft that is neither saved nor discarded, the latest first."""
        with reading(self._engine) as connection:
            steps = connection.execute(
                select(hold_events).order_by(hold_events.c.draft, hold_events.c.sequence)
            ).mappings()
            drafts: dict[str, Draft] = {}
            for step in steps:
                earlier = drafts.get(step["draft"])
                drafts[step["draft"]] = Draft(
                    id=UUID(step["draft"]),
                    at=local(step["at"], 0),
                    step=step["step"],
                    sequence=step["sequence"],
                    values={**(earlier.values if earlier else {}), **step["values"]},
                )
            unfinished = [
                replace(draft, values=_without_person(draft.values))
                for key, draft in drafts.items()
                if draft.values.get(_PERSON) == self._theirs.get(_PERSON)
                and kind_of(connection, key) is None
            ]
        return sorted(unfinished, key=lambda draft: draft.at, reverse=True)

    def discard(self, draft: UUID) -> None:
        """Delete a draft. It was never an entry, so nothing of the diary's history goes."""
        with writing(self._engine) as connection:
            connection.execute(delete(hold_events).where(hold_events.c.draft == str(draft)))


def _without_person(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != _PERSON}

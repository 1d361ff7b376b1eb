"""Sort entries that come from elsewhere by what they mean for the diary."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, RowMapping, select

from tracker.diary.revisions import Change, current
from tracker.diary.schema import from_row, local, to_row
from tracker.protocol.record import Record

State = Literal["new", "changed", "unchanged", "deleted here"]

IMPORT: Final = "import "
"""What the name of a source begins with, where it stands for the device that made a change."""


@dataclass(frozen=True)
class Taken:
    """How many entries were (or, in a preview, would be) what."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted_here: int = 0

    def __str__(self) -> str:
        parts = [f"{self.new} new", f"{self.changed} changed", f"{self.unchanged} unchanged"]
        if self.deleted_here:
            parts.append(f"{self.deleted_here} deleted here and left so")
        return ", ".join(parts)


@dataclass(frozen=True)
class Sorting:
    """What each entry means for the diary.

    Attributes
    ----------
    changes : list of Change
        Those that bring the diary there.
    follows : list of datetime
        When what they amend was saved.
    states : dict of str to State
        Id -> what the entry is.
    was : dict of str to Record
        Id -> what a changed entry is in the diary now.
    """

    taken: Taken
    changes: list[Change]
    follows: list[datetime]
    states: dict[str, State] = field(default_factory=dict)
    was: dict[str, Record] = field(default_factory=dict)


def sort_out(connection: Connection, incoming: Iterable[Record]) -> Sorting:
    """Compare each entry with what the diary has under its id; a repeated id counts once.

    An entry whose import was taken back comes as new again; one that was deleted stays so.
    """
    by_kind: dict[type[Record], dict[str, Record]] = {}
    for record in incoming:
        by_kind.setdefault(type(record), {})[str(record.id)] = record
    changes: list[Change] = []
    follows: list[datetime] = []
    states: dict[str, State] = {}
    was: dict[str, Record] = {}
    for kind, records in by_kind.items():
        here = {row["id"]: row for row in connection.execute(select(current(kind))).mappings()}
        for entry, record in records.items():
            row = here.get(entry)
            states[entry] = state_of(row, record)
            if states[entry] in ("unchanged", "deleted here"):
                continue
            action: Literal["add", "amend"] = "add" if states[entry] == "new" else "amend"
            changes.append(Change(record, action, row["revision"] + 1 if row else 1))
            if row is not None:
                follows.append(local(row["recorded_at"], 0))
            if row is not None and action == "amend":
                was[entry] = from_row(kind, row)
    counts = list(states.values())
    taken = Taken(*(counts.count(state) for state in ("new", "changed", "unchanged")))
    taken = replace(taken, deleted_here=counts.count("deleted here"))
    return Sorting(taken, changes, follows, states, was)


def state_of(row: RowMapping | None, record: Record) -> State:
    """What an entry means for a diary whose latest row of it this is."""
    if row is None or _was_taken_back(row):
        return "new"
    if row["deleted"]:
        return "deleted here"
    # Moments compare as equal in whatever zone; their columns tell the zones apart.
    same = all(row[column] == value for column, value in to_row(record).items())
    return "unchanged" if same else "changed"


def _was_taken_back(row: RowMapping) -> bool:
    undone = row["deleted"] and row["action"] == "undo"
    return bool(undone) and row["recorded_by"].startswith(IMPORT)

"""Sort entries that come from elsewhere by what they mean for the diary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from tracker.diary.revisions import Change, current
from tracker.diary.schema import local, to_row
from tracker.protocol.record import Record


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
    """The counts, the changes that bring the diary there, and when what they amend was saved."""

    taken: Taken
    changes: list[Change]
    follows: list[datetime]


def sort_out(connection: Connection, incoming: Iterable[Record]) -> Sorting:
    """Compare each entry with what the diary has under its id; a repeated id counts once."""
    by_kind: dict[type[Record], dict[str, Record]] = {}
    for record in incoming:
        by_kind.setdefault(type(record), {})[str(record.id)] = record
    changes: list[Change] = []
    follows: list[datetime] = []
    unchanged = deleted_here = 0
    for kind, records in by_kind.items():
        here = {row["id"]: row for row in connection.execute(select(current(kind))).mappings()}
        for entry, record in records.items():
            row = here.get(entry)
            if row is None:
                changes.append(Change(record, "add", 1))
            elif row["deleted"]:
                deleted_here += 1
            # Moments compare as equal in whatever zone; their columns tell the zones apart.
            elif all(row[column] == value for column, value in to_row(record).items()):
                unchanged += 1
            else:
                changes.append(Change(record, "amend", row["revision"] + 1))
                follows.append(local(row["recorded_at"], 0))
    new = sum(change.action == "add" for change in changes)
    return Sorting(Taken(new, len(changes) - new, unchanged, deleted_here), changes, follows)

"""Classify entries that come from elsewhere by what they mean for the diary, and save them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, Final, Literal

from sqlalchemy import Connection, RowMapping, select

from tracker.diary.errors import NEVER_SHARED, SampleMix
from tracker.diary.revisions import Change, current, rows_of
from tracker.diary.schema import from_row, to_row
from tracker.diary.store import SAMPLE_PERSON, EntryStore
from tracker.protocol.local_time import OFFSET, local
from tracker.protocol.record import Record

EntryState = Literal["new", "changed", "unchanged", "deleted here", "older"]

DELETED_HERE: Final = "deleted here and left so"
OLDER: Final = "changed here since and left so"

IMPORT: Final = "import "
"""What the name of a source begins with, where it stands for the device that made a change."""

AMENDED_SHOWN: Final = 10
"""How many changed entries of a file of the kit's own are shown."""


@dataclass(frozen=True)
class Amended:
    """An entry that differs: as the file has it, and as it was in the diary."""

    record: Record
    was: Record


@dataclass(frozen=True)
class ImportResult:
    """How many entries were (or, in a preview, would be) what.

    Attributes
    ----------
    older : int
        Those that say what the diary said before it was changed here: they stay as they are here.
    first_amended : tuple of Amended
        The first few changed entries of a file of the kit's own.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted_here: int = 0
    older: int = 0
    first_amended: tuple[Amended, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        parts = [f"{self.new:,} new", f"{self.changed:,} changed", f"{self.unchanged:,} unchanged"]
        parts += [f"{count:,} {why}" for why, count in self.left_so.items()]
        return ", ".join(parts)

    @property
    def left_so(self) -> dict[str, int]:
        """Why entries that differ were left as they are here -> how many."""
        reasons = {DELETED_HERE: self.deleted_here, OLDER: self.older}
        return {why: count for why, count in reasons.items() if count}


@dataclass(frozen=True)
class Classification:
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

    result: ImportResult
    changes: list[Change]
    follows: list[datetime]
    states: dict[str, EntryState] = field(default_factory=dict)
    was: dict[str, Record] = field(default_factory=dict)


def take_in(
    store: EntryStore,
    records: Iterable[Record],
    *,
    preview: bool = False,
    recorded_at: datetime | None = None,
    source: str = "",
) -> ImportResult:
    """Save entries that come from elsewhere, all or none.

    New ones are added and differing ones amended; equal ones change nothing, and those deleted
    here, or changed here since, stay so. The entries are taken as fit (see `normalize`).

    Parameters
    ----------
    preview : bool
        Write nothing, and say what would happen.
    source : str, optional
        Kept as the device that made the change; by default this one.

    Raises
    ------
    SampleMix
        Sample entries and a person's own would meet.
    """
    now = recorded_at or datetime.now(UTC)
    incoming = list(records)
    refuse_sample_mix(store, incoming)
    with store.reading() if preview else store.writing() as connection:
        classification = classify(connection, incoming)
        if not preview:
            recorded_at = max([now, *classification.follows])
            store.append(connection, classification.changes, recorded_at, device=source)
    return classification.result


def refuse_sample_mix(store: EntryStore, records: Iterable[Record]) -> None:
    """Keep the sample's entries and a person's own in diaries of their own.

    Raises
    ------
    SampleMix
        They would meet.
    """
    if any((record.person == SAMPLE_PERSON) != store.is_sample for record in records):
        raise SampleMix(NEVER_SHARED)


def classify(connection: Connection, incoming: Iterable[Record]) -> Classification:
    """Compare each entry with what the diary has under its id; a repeated id counts once.

    An entry whose import was taken back comes as new again; one that was deleted stays so, and so
    does one that was changed here since the file was written.
    """
    by_kind: dict[type[Record], dict[str, Record]] = {}
    for record in incoming:
        by_kind.setdefault(type(record), {})[str(record.id)] = record
    changes: list[Change] = []
    follows: list[datetime] = []
    states: dict[str, EntryState] = {}
    was: dict[str, Record] = {}
    for kind, records in by_kind.items():
        here = {row["id"]: row for row in connection.execute(select(current(kind))).mappings()}
        for entry, record in records.items():
            row = here.get(entry)
            states[entry] = _state(connection, row, record)
            if states[entry] not in ("new", "changed"):
                continue
            action: Literal["add", "amend"] = "add" if states[entry] == "new" else "amend"
            changes.append(Change(record, action, row["revision"] + 1 if row else 1))
            if row is not None:
                follows.append(local(row["recorded_at"], 0))
            if row is not None and action == "amend":
                was[entry] = from_row(kind, row)
    counts = list(states.values())
    result = ImportResult(
        new=counts.count("new"),
        changed=counts.count("changed"),
        unchanged=counts.count("unchanged"),
        deleted_here=counts.count("deleted here"),
        older=counts.count("older"),
    )
    return Classification(result, changes, follows, states, was)


def _state(connection: Connection, row: RowMapping | None, record: Record) -> EntryState:
    state = state_of([] if row is None else [row], record)
    if state != "changed":
        return state
    # Only an entry that differs needs its whole past.
    return state_of(rows_of(connection, type(record), str(record.id)), record)


def state_of(past: Sequence[RowMapping], record: Record) -> EntryState:
    """What an entry means for a diary with these rows of it, first to last.

    One that says what the diary said earlier comes from a file older than the change, and must
    not take that back; unless what was earlier said came by an import that was taken back.
    """
    if not past:
        return "new"
    last = past[-1]
    if last["deleted"]:
        return "new" if _was_taken_back(last) else "deleted here"
    values = to_row(record)
    if _says(last, values):
        return "unchanged"
    is_older = not _was_taken_back(last) and any(
        _says(row, values) or _says_at_noon(type(record), row, values) for row in past[:-1]
    )
    return "older" if is_older else "changed"


def _says(row: RowMapping, values: dict[str, Any]) -> bool:
    # Moments compare as equal in whatever zone; their columns tell the zones apart.
    return all(row[column] == value for column, value in values.items())


def _says_at_noon(kind: type[Record], row: RowMapping, values: dict[str, Any]) -> bool:
    """Whether a row says the same, but for the noon that stood for a time nobody had read."""
    moment = next(iter(kind.model_fields))
    beside = {moment, moment + OFFSET, "time_known"}
    if not row.get("time_known") or any(row[c] != values[c] for c in values.keys() - beside):
        return False
    was = local(row[moment], row[moment + OFFSET])
    now = local(values[moment], values[moment + OFFSET])
    return was.time() == time(12) and was.date() == now.date()


def _was_taken_back(row: RowMapping) -> bool:
    return bool(row["action"] == "undo") and row["recorded_by"].startswith(IMPORT)

"""What would a file bring? Row by row: new, changed, unchanged, skipped or rejected."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tracker.diary import revisions
from tracker.diary.errors import ImportRejected
from tracker.diary.revisions import Change
from tracker.exchange.import_result import IMPORT, ImportResult
from tracker.exchange.importer.guess_mapping import Proposal
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.source_table import Table
from tracker.protocol.check_in import CheckIn, side_in_words
from tracker.protocol.record import Record, shown
from tracker.protocol.release import Release

if TYPE_CHECKING:
    from tracker.exchange.export.rows import Progress
    from tracker.facade import Diary

State = Literal["new", "changed", "unchanged", "skipped", "rejected"]


@dataclass(frozen=True)
class Line:
    """One row of the file, and what it means.

    Attributes
    ----------
    why : str
        Why it is skipped, or the sentence on what is wrong with it.
    was : Record or None
        What a changed entry is in the diary now.
    """

    row: int
    cells: tuple[str, ...]
    state: State
    record: Record | None = None
    why: str = ""
    was: Record | None = None

    @property
    def words(self) -> str:
        """The entry in one line, or why there is none."""
        return self.why if self.record is None else _words(self.record)

    @property
    def was_words(self) -> str:
        """What a changed entry says in the diary now; empty for the others."""
        if self.record is None or self.was is None:
            return ""
        return _differences(self.record, self.was)


@dataclass(frozen=True)
class ImportPreview:
    """What a file would bring, and nothing of it written yet.

    Attributes
    ----------
    said : str
        What kind of file it is and how it is written, in words.
    own : Taken or None
        For the kit's own files, which have no lines: what would happen.
    proposal : Proposal or None
        For a table that no layout describes: what the kit takes its columns for.
    asks_order : bool
        Whether the order of day and month must be said first.
    layout : Layout or None
        How it was read; None where that must be settled first.
    lines : tuple of Line
        A line a row; new, changed, unchanged, skipped and rejected make up all of them.
    notes : tuple of str
        What to know about the entries, one sentence each.
    """

    diary: "Diary"
    path: Path
    said: str
    own: ImportResult | None = None
    table: Table | None = None
    proposal: Proposal | None = None
    asks_order: bool = False
    layout: Layout | None = None
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether nothing needs to be asked before it is taken in."""
        if self.own is not None:
            return True
        if self.layout is None or self.proposal is None:
            return self.layout is not None
        asks_decimal = self.proposal.asks_decimal and self.layout.decimal is None
        return not (self.proposal.unsure or asks_decimal)

    @property
    def counts(self) -> Counter[State]:
        """State -> rows."""
        return Counter(line.state for line in self.lines)

    @property
    def reasons(self) -> Counter[str]:
        """Why rows are skipped -> rows."""
        return Counter(line.why for line in self.lines if line.state == "skipped")

    @property
    def rejected(self) -> list[Line]:
        """The rows that cannot be read as they are."""
        return [line for line in self.lines if line.state == "rejected"]

    @property
    def amended(self) -> list[Line]:
        """The first changed entries of a file of the kit's own, whose rows are not kept."""
        first = self.own.first_amended if self.own else ()
        return [Line(0, (), "changed", each.record, was=each.was) for each in first]

    @property
    def source(self) -> str:
        """What is kept as the device that made the changes."""
        return f"{IMPORT}{self.layout.name if self.layout else self.path.name}"[:80]

    def apply(
        self,
        *,
        skip_rejected: bool = False,
        now: datetime | None = None,
        progress: "Progress | None" = None,
    ) -> ImportResult:
        """Take the entries in, all or none.

        Parameters
        ----------
        skip_rejected : bool
            Take the good rows though others are rejected; otherwise any rejected row stops it.

        Raises
        ------
        ImportRejected
            Rows are rejected, or the mapping is not settled.
        """
        if self.own is not None:
            return self.diary.import_file(self.path, recorded_at=now, progress=progress)
        if self.layout is None:
            raise ImportRejected(f"{self.path.name} needs a mapping before it can be imported.")
        bad = self.rejected
        if bad and not skip_rejected:
            more = f" (and {len(bad) - 1:,} more)" if len(bad) > 1 else ""
            raise ImportRejected(f"{self.path.name}, row {bad[0].row}: {bad[0].why}{more}")
        records = [line.record for line in self.lines if line.record is not None]
        return self.diary.take_in(records, recorded_at=now, source=self.source)

    def rejects(self) -> bytes:
        """The rejected rows as a CSV, each with its reason; see `rejects`."""
        from tracker.exchange.rejected_rows import rejects_csv

        return rejects_csv(self.table, self.rejected) if self.table else b""

    def take_back(self, *, now: datetime | None = None) -> int:
        """Undo what `apply` did, all in one; entries that were changed since stay as they are.

        Returns
        -------
        int
            How many entries were taken back.
        """
        entries = [
            line.record
            for line in self.lines
            if line.record is not None and line.state in ("new", "changed")
        ]
        return _take_back(self.diary, entries, self.source, now or datetime.now(UTC))


def _words(record: Record) -> str:
    match record:
        case CheckIn():
            said = f"{record.at:%Y-%m-%d %H:%M}, {record.site}, pain {record.pain:g}"
            return f"{said}, {side_in_words(record.side)}" if record.side else said
        case Release():
            after = "" if record.pain_after is None else f" to {record.pain_after:g}"
            return (
                f"{record.started_at:%Y-%m-%d %H:%M}, {record.muscle}, {record.spot}, "
                f"{record.side}, pain {record.pain_before:g}{after}"
            )
    return str(record)


def _differences(record: Record, was: Record) -> str:
    """The fields in which an entry differs, as they were: ``pain after was 4``."""
    pairs = {
        field: (getattr(record, field), getattr(was, field)) for field in type(record).model_fields
    }
    said = [
        f"{field.replace('_', ' ')} was {_shown(old)}"
        for field, (new, old) in pairs.items()
        # Moments compare as equal in whatever zone.
        if str(new) != str(old)
    ]
    return ", ".join(said)


def _shown(value: object) -> str:
    if value is None or value in ("", ()):
        return "empty"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:g}"
    return shown(", ".join(map(str, value)) if isinstance(value, tuple) else value)


def _take_back(diary: "Diary", entries: Sequence[Record], source: str, now: datetime) -> int:
    changes: list[Change] = []
    with diary.writing() as connection:
        for entry in entries:
            past = revisions.history(connection, type(entry), str(entry.id))
            if not past or past[-1].recorded_by != source or past[-1].action == "undo":
                continue
            earlier = revisions.before_last_change(past)
            record = (earlier or past[-1]).record
            gone = earlier is None or earlier.deleted
            changes.append(Change(record, "undo", past[-1].number + 1, gone))
            now = max(now, past[-1].recorded_at)
        diary.append(connection, changes, now, device=source)
    return len(changes)

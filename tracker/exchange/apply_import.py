"""Apply a previewed import to the diary, undo it, and save the rows that it rejects."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.diary import revisions
from tracker.diary.errors import ImportRejected, NotSaved
from tracker.diary.revisions import Change
from tracker.diary.store import EntryStore
from tracker.exchange.export.rows import ProgressCallback
from tracker.exchange.import_preview import ImportPreview
from tracker.exchange.import_result import ImportResult, take_in
from tracker.exchange.native_import import import_file
from tracker.private_file import write_private
from tracker.protocol.record import Record


@dataclass(frozen=True)
class AppliedImport:
    """An import that was written to the diary.

    Attributes
    ----------
    result : ImportResult
        How many entries were what.
    source : str
        What is kept as the device that made the changes.
    entries : tuple of Record
        Those that were added or amended; none of a file of the kit's own, which is not undone.
    """

    result: ImportResult
    source: str = ""
    entries: tuple[Record, ...] = ()


def apply(
    store: EntryStore,
    preview: ImportPreview,
    *,
    skip_rejected: bool = False,
    now: datetime | None = None,
    progress: ProgressCallback | None = None,
) -> AppliedImport:
    """Write what a file brings, all or none.

    Parameters
    ----------
    skip_rejected : bool
        Take the good rows though others are rejected; otherwise any rejected row stops it.

    Raises
    ------
    ImportRejected
        Rows are rejected, the mapping is not settled, or it is open whose rows to take.
    """
    now = now or datetime.now(UTC)
    if preview.own is not None:
        return AppliedImport(
            import_file(store, preview.path, now=now, progress=progress, patient=preview.patient)
        )
    for doubt in preview.doubts:
        if doubt.key == "patient":
            raise ImportRejected(f"{preview.path.name}: {doubt.unsure} Choose one with --patient.")
    if preview.layout is None:
        raise ImportRejected(f"{preview.path.name} needs a mapping before it can be imported.")
    rejected = preview.rejected
    if rejected and not skip_rejected:
        first, more = rejected[0], len(rejected) - 1
        counted = f" (and {more:,} more)" if more else ""
        raise ImportRejected(f"{preview.path.name}, row {first.row}: {first.why}{counted}")
    records = [line.record for line in preview.lines if line.record is not None]
    result = take_in(store, records, recorded_at=now, source=preview.source)
    changed = (line for line in preview.lines if line.state in ("new", "changed"))
    entries = tuple(line.record for line in changed if line.record is not None)
    return AppliedImport(result, preview.source, entries)


def undo(store: EntryStore, applied: AppliedImport, *, now: datetime | None = None) -> int:
    """Undo an import, all in one; entries that were changed since stay as they are.

    Returns
    -------
    int
        How many entries were taken back.
    """
    now = now or datetime.now(UTC)
    changes: list[Change] = []
    with store.writing() as connection:
        for entry in applied.entries:
            past = revisions.history(connection, type(entry), str(entry.id))
            if not past or past[-1].recorded_by != applied.source or past[-1].action == "undo":
                continue
            earlier = revisions.before_last_change(past)
            record = (earlier or past[-1]).record
            deleted = earlier is None or earlier.deleted
            changes.append(Change(record, "undo", past[-1].number + 1, deleted))
            now = max(now, past[-1].recorded_at)
        store.append(connection, changes, now, device=applied.source)
    return len(changes)


def write_rejects(preview: ImportPreview, path: Path) -> int:
    """Write the rejected rows to a new file that only its owner can read; how many there are.

    Raises
    ------
    NotSaved
        The file is there already, or cannot be written.
    """
    try:
        write_private(path, preview.rejects(), replace=False)
    except FileExistsError:
        raise NotSaved(f"{path} is there already; choose another name.") from None
    except OSError as error:
        raise NotSaved(str(error)) from None
    return len(preview.rejected)

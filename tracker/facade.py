"""The diary that a person opens: their entries, and the ways in and out for files and copies.

A facade over the store, maintenance and exchange; nothing below imports it.
"""

import os
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.diary import sample
from tracker.diary.errors import CannotOpen, NewerDiary, UnusableCopy
from tracker.diary.location import database_url, default_location, sqlite_file
from tracker.diary.open_store import open_engine
from tracker.diary.store import EntryStore
from tracker.maintenance.backup import copy_diary
from tracker.maintenance.merge import Merged, merge
from tracker.maintenance.snapshot import snapshot
from tracker.private_file import temporary_folder
from tracker.protocol.record import Record

if TYPE_CHECKING:
    from tracker.exchange.apply_import import AppliedImport
    from tracker.exchange.export.rows import ExportSummary, ProgressCallback
    from tracker.exchange.formats.cells import Purpose
    from tracker.exchange.import_preview import ImportPreview
    from tracker.exchange.import_result import ImportResult


def open_diary(
    location: str | os.PathLike[str] | None = None, *, device: str = "", person: str | None = None
) -> "Diary":
    """Open the diary, making a new one where there is none.

    Parameters
    ----------
    location : path or SQLAlchemy URL, optional
        Default: the environment's TRACKER_DIARY, else data/diary.db of the checkout, else the
        user's data folder.
    device : str, optional
        Name kept with every change made from here; by default this machine's.
    person : str, optional
        Whose entries are read and added. By default, of a diary that several people share, whoever
        was chosen last on a page; `Diary.of` opens it for another one, or for all of them.

    Returns
    -------
    Diary

    Raises
    ------
    CannotOpen
        A folder, unwritable, not a database, another program's database.
    NewerDiary
        Written by a later version of the kit.
    """
    diary = Diary(open_engine(location), device)
    return diary.of(person or diary.usual_person())


class Diary(EntryStore):
    """A person's releases and check-ins.

    Entries go by `EntryStore`; here is what passes between it and files, tables or other copies,
    which is always the whole diary, whomever it is opened for.
    """

    def of(self, person: str | None) -> "Diary":
        """Open the same diary for one person, who need not be in it yet; for all with None.

        Returns
        -------
        Diary
            Reads that person's entries alone, and adds entries as theirs.
        """
        return self if person == self.person else type(self)(self.engine, self.device, person)

    # What exports and imports is loaded when first used, so that opening a diary stays light.

    def export_file(
        self,
        path: str | os.PathLike[str],
        *,
        since: date | None = None,
        until: date | None = None,
        person: str | None = None,
        revisions: bool = False,
        purpose: "Purpose" = "spreadsheet",
        format_name: str | None = None,
        passphrase: str | None = None,
        progress: "ProgressCallback | None" = None,
    ) -> list[Path]:
        """Write what is asked for as CSV, XLSX, Parquet or FHIR, tables with a data dictionary.

        By default everything, and the format that ``path`` ends in. What may be asked for is in
        `tracker.exchange.export.selection.Selection`; what is written, returned and raised, in
        `tracker.exchange.export.export_file.export_file`.
        """
        from tracker.exchange.export import export_file
        from tracker.exchange.export.selection import Selection

        chosen = Selection(since, until, person, revisions)
        return export_file.export_file(
            self,
            Path(path),
            chosen,
            purpose=purpose,
            format_name=format_name,
            passphrase=passphrase,
            progress=progress,
        )

    def export_csv(self, path: str | os.PathLike[str], **asked_for: Any) -> list[Path]:
        """Write CSV with a data dictionary beside it; takes what `export_file` takes."""
        return self.export_file(path, format_name="csv", **asked_for)

    def export_summary(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        person: str | None = None,
        most: int = 5,
    ) -> "ExportSummary":
        """Summarise what an export would hold: how many entries of each kind, and some releases."""
        from tracker.exchange.export.rows import export_summary
        from tracker.exchange.export.selection import Selection

        with self.reading() as connection:
            return export_summary(connection, Selection(since, until, person), most)

    def import_file(
        self,
        path: str | os.PathLike[str],
        *,
        preview: bool = False,
        recorded_at: datetime | None = None,
        progress: "ProgressCallback | None" = None,
    ) -> "ImportResult":
        """Read the kit's own CSV, XLSX or Parquet, all or nothing; again, it changes nothing.

        With ``preview`` nothing is written. See `tracker.exchange.native_import.import_file`.
        """
        from tracker.exchange import native_import

        now = recorded_at or datetime.now(UTC)
        return native_import.import_file(
            self, Path(path), now=now, preview=preview, progress=progress
        )

    def import_csv(self, path: str | os.PathLike[str], **how: Any) -> "ImportResult":
        """Read the kit's own files; takes what `import_file` takes."""
        return self.import_file(path, **how)

    def preview_import(self, path: str | os.PathLike[str], **how: Any) -> "ImportPreview":
        """Preview what a file of any program would bring, row by row.

        See `tracker.exchange.preview.preview_import`.
        """
        from tracker.exchange.preview import preview_import

        return preview_import(self, Path(path), **how)

    def take_in(
        self,
        records: Iterable[Record],
        *,
        preview: bool = False,
        recorded_at: datetime | None = None,
        source: str = "",
    ) -> "ImportResult":
        """Save entries that come from elsewhere, all or none.

        See `tracker.exchange.import_result.take_in`.
        """
        from tracker.exchange.import_result import take_in

        return take_in(self, records, preview=preview, recorded_at=recorded_at, source=source)

    def apply_import(self, preview: "ImportPreview", **how: Any) -> "AppliedImport":
        """Write what a previewed file brings; see `tracker.exchange.apply_import.apply`."""
        from tracker.exchange.apply_import import apply

        return apply(self, preview, **how)

    def undo_import(self, applied: "AppliedImport", **how: Any) -> int:
        """Undo an import, all in one; see `tracker.exchange.apply_import.undo`."""
        from tracker.exchange.apply_import import undo

        return undo(self, applied, **how)

    def backup(self, path: str | os.PathLike[str]) -> Path:
        """Copy the whole diary, history and all, to a new private file while it is in use.

        Raises
        ------
        NotSaved
            The file is there already, cannot be written, or the diary is on a server.
        """
        return copy_diary(self, Path(path))

    def merge(
        self,
        other: EntryStore | str | os.PathLike[str],
        *,
        preview: bool = False,
        passphrase: str | None = None,
        another_person: bool = False,
        backup_to: Path | None = None,
    ) -> Merged:
        """Bring every change of another copy into this diary, all or none.

        See `tracker.maintenance.merge.merge`.
        """
        return merge(
            self,
            other,
            preview=preview,
            passphrase=passphrase,
            another_person=another_person,
            backup_to=backup_to,
        )


@contextmanager
def open_to_read(location: str | os.PathLike[str] | None = None) -> Iterator["Diary"]:
    """Open a diary, or where it can only be read a private copy of it, for the length of the block.

    A diary is opened for writing even by who only reads it: its write-ahead log needs that, and so
    does an older version that is brought up to date. Hence the copy.

    Raises
    ------
    CannotOpen
        As `open_diary` does, where there is nothing to copy either.
    """
    with ExitStack() as open_files:
        yield _open_or_copy(location or default_location(), open_files)


def _open_or_copy(location: str | os.PathLike[str], open_files: ExitStack) -> "Diary":
    try:
        return open_files.enter_context(open_diary(location))
    except NewerDiary:
        raise
    except CannotOpen:
        file = sqlite_file(database_url(location))
        if file is not None and file.is_file():
            with suppress(UnusableCopy, OSError):
                copy = open_files.enter_context(snapshot(file))
                return open_files.enter_context(open_diary(copy))
        raise


def sample_diary(*, until: date | None = None, seed: int = 7, zone: tzinfo | None = None) -> Diary:
    """Open a made-up diary of twelve weeks, which is deleted with the notebook that asked for it.

    Parameters
    ----------
    until : date, optional
        Its last day; by default yesterday.
    seed : int
    zone : tzinfo, optional
        By default the machine's.

    Returns
    -------
    Diary
        In a private folder of its own: it can never mix with yours.
    """
    today = datetime.now(UTC).astimezone()
    folder = temporary_folder()
    diary = open_diary(Path(folder.name, "sample.db"))
    weakref.finalize(diary, folder.cleanup)
    sample.write(
        diary,
        until=until or today.date() - timedelta(days=1),
        seed=seed,
        zone=zone or today.tzinfo or UTC,
    )
    return diary

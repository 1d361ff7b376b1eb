"""The diary: a person's entries, and the ways in and out for files and for other copies."""

import os
import platform
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.diary import sample
from tracker.diary.database import make_engine
from tracker.diary.errors import CannotOpen, NewerDiary, UnusableCopy
from tracker.diary.location import database_url, default_location, make_private, sqlite_file
from tracker.diary.migrations import migrate
from tracker.diary.store import EntryStore
from tracker.protocol.record import Record

if TYPE_CHECKING:
    from tracker.exchange.apply_import import AppliedImport
    from tracker.exchange.export.rows import ExportSummary, ProgressCallback
    from tracker.exchange.formats.cells import Purpose
    from tracker.exchange.import_preview import ImportPreview
    from tracker.exchange.import_result import ImportResult
    from tracker.maintenance.merge import Merged


def open_diary(location: str | os.PathLike[str] | None = None, *, device: str = "") -> "Diary":
    """Open the diary, making a new one where there is none.

    Parameters
    ----------
    location : path or SQLAlchemy URL, optional
        Default: the environment's TRACKER_DIARY, else data/diary.db of the checkout, else the
        user's data folder.
    device : str, optional
        Name kept with every change made from here; by default this machine's.

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
    url = database_url(location or default_location())
    file = sqlite_file(url)
    if file is not None:
        make_private(file)
    engine = make_engine(url)
    try:
        migrate(engine, file, datetime.now(UTC))
        return Diary(engine, device or platform.node() or "this device")
    except BaseException:
        engine.dispose()
        raise


class Diary(EntryStore):
    """A person's releases and check-ins.

    Entries go by `EntryStore`; here is what passes between it and files, tables or other copies.
    """

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
        secret: str | None = None,
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
            secret=secret,
            progress=progress,
        )

    def export_csv(self, path: str | os.PathLike[str], **asked_for: Any) -> list[Path]:
        """Write CSV with a data dictionary beside it; takes what `export_file` takes."""
        return self.export_file(path, format_name="csv", **asked_for)

    def leaving(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        person: str | None = None,
        most: int = 5,
    ) -> "ExportSummary":
        """What an export would hold: how many entries of each kind, and its first releases."""
        from tracker.exchange.export.rows import export_summary
        from tracker.exchange.export.selection import Selection

        with self.reading() as connection:
            return export_summary(connection, Selection(since, until, person), most)

    def people(self) -> list[str]:
        """Everybody who has entries here, by name."""
        from tracker.exchange.export.selection import people

        with self.reading() as connection:
            return people(connection)

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

    def look_into(self, path: str | os.PathLike[str], **how: Any) -> "ImportPreview":
        """What a file of any program would bring, row by row; see `tracker.exchange.preview`."""
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
        from tracker.maintenance import backup

        return backup.copy_diary(self, Path(path))

    def merge(
        self,
        other: "Diary | str | os.PathLike[str]",
        *,
        preview: bool = False,
        secret: str | None = None,
        another_person: bool = False,
        keep: Path | None = None,
    ) -> "Merged":
        """Bring every change of another copy into this diary, all or none.

        See `tracker.maintenance.merge.merge`.
        """
        from tracker.maintenance import merge

        return merge.merge(
            self,
            other,
            preview=preview,
            secret=secret,
            another_person=another_person,
            keep=keep,
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
        yield _open(location or default_location(), open_files)


def _open(location: str | os.PathLike[str], open_files: ExitStack) -> "Diary":
    from tracker.maintenance.snapshot import sound_copy

    try:
        return open_files.enter_context(open_diary(location))
    except NewerDiary:
        raise
    except CannotOpen:
        file = sqlite_file(database_url(location))
        if file is not None and file.is_file():
            with suppress(UnusableCopy, OSError):
                copy = open_files.enter_context(sound_copy(file))
                return open_files.enter_context(open_diary(copy))
        raise


def sample_diary(*, until: date | None = None, seed: int = 7, zone: tzinfo | None = None) -> Diary:
    """Open a made-up diary of twelve weeks, which goes away with the notebook that asked for it.

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
    folder = tempfile.mkdtemp(prefix="tracker-sample-")
    diary = open_diary(Path(folder, "sample.db"))
    weakref.finalize(diary, shutil.rmtree, folder, ignore_errors=True)
    sample.write(
        diary,
        until=until or today.date() - timedelta(days=1),
        seed=seed,
        zone=zone or today.tzinfo or UTC,
    )
    return diary

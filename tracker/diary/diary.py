"""The diary: a person's entries, and the ways in and out for files and for other copies."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.diary.database import make_engine, reading, writing
from tracker.diary.entries import SAMPLE_PERSON, Entries
from tracker.diary.errors import APART, SampleMix
from tracker.diary.location import database_url, default_location, make_private, sqlite_file
from tracker.diary.migrations import migrate
from tracker.diary.taking_in import Taken, sort_out
from tracker.protocol.record import Record

if TYPE_CHECKING:
    from tracker.diary.export.outgoing import Leaving, Progress
    from tracker.diary.formats.csv_format import Purpose
    from tracker.diary.importing.incoming import Incoming
    from tracker.diary.keeping.merge import Merged


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


class Diary(Entries):
    """A person's releases and check-ins.

    Everything goes by `Entries`; here is what passes between it and files, tables or other copies.
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
        progress: "Progress | None" = None,
    ) -> list[Path]:
        """Write what is asked for as CSV, XLSX, Parquet or FHIR, tables with a data dictionary.

        By default everything, and the format that ``path`` ends in. What may be asked for is in
        `tracker.diary.export.selection.Selection`; what is written, returned and raised, in
        `tracker.diary.export.exporting.export_file`.
        """
        from tracker.diary.export import exporting
        from tracker.diary.export.selection import Selection

        chosen = Selection(since, until, person, revisions)
        return exporting.export_file(
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
    ) -> "Leaving":
        """What an export would hold: how many entries of each kind, and its first releases."""
        from tracker.diary.export.outgoing import leaving
        from tracker.diary.export.selection import Selection

        with reading(self._engine) as connection:
            return leaving(connection, Selection(since, until, person), most)

    def people(self) -> list[str]:
        """Everybody who has entries here, by name."""
        from tracker.diary.export.selection import people

        with reading(self._engine) as connection:
            return people(connection)

    def import_file(
        self,
        path: str | os.PathLike[str],
        *,
        preview: bool = False,
        recorded_at: datetime | None = None,
        progress: "Progress | None" = None,
    ) -> Taken:
        """Read the kit's own CSV, XLSX or Parquet, all or nothing; again, it changes nothing.

        With ``preview`` nothing is written. See `tracker.diary.importing.own_file.import_file`.
        """
        from tracker.diary.importing import own_file

        now = recorded_at or datetime.now(UTC)
        return own_file.import_file(self, Path(path), now=now, preview=preview, progress=progress)

    def import_csv(self, path: str | os.PathLike[str], **how: Any) -> Taken:
        """Read the kit's own files; takes what `import_file` takes."""
        return self.import_file(path, **how)

    def look_into(self, path: str | os.PathLike[str], **how: Any) -> "Incoming":
        """What a file of any program would bring, row by row; see `looking_into.look_into`."""
        from tracker.diary.importing.looking_into import look_into

        return look_into(self, Path(path), **how)

    def take_in(
        self,
        records: Iterable[Record],
        *,
        preview: bool = False,
        recorded_at: datetime | None = None,
        source: str = "",
    ) -> Taken:
        """Save entries that come from elsewhere, all or none.

        New ones are added and differing ones amended; equal ones change nothing, and those
        deleted here, or changed here since, stay so. The entries are taken as fit (see
        `fitting.fit`).

        Parameters
        ----------
        source : str, optional
            Kept as the device that made the change; by default this one.

        Raises
        ------
        SampleMix
            Sample entries and a person's own would meet.
        """
        now = recorded_at or datetime.now(UTC)
        incoming = list(records)
        for record in incoming:
            if (record.person == SAMPLE_PERSON) != self.is_sample:
                raise SampleMix(APART)
        with reading(self._engine) if preview else writing(self._engine) as connection:
            sorting = sort_out(connection, incoming)
            if not preview:
                recorded_at = max([now, *sorting.follows])
                self._append(connection, sorting.changes, recorded_at, device=source)
        return sorting.taken

    def backup(self, path: str | os.PathLike[str]) -> Path:
        """Copy the whole diary, history and all, to a new private file while it is in use.

        Raises
        ------
        NotSaved
            The file is there already, cannot be written, or the diary is on a server.
        """
        from tracker.diary.keeping import backup

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

        See `tracker.diary.keeping.merge.merge`.
        """
        from tracker.diary.keeping import merge

        return merge.merge(
            self,
            other,
            preview=preview,
            secret=secret,
            another_person=another_person,
            keep=keep,
        )

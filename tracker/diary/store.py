"""A person's entries: append, amend, delete, undo; nothing that was saved is ever destroyed."""

import platform
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from tracker.diary import people, revisions
from tracker.diary.custom_names import CatalogueCache
from tracker.diary.database import checkpoint_wal, reading, writing
from tracker.diary.drafts import Drafts
from tracker.diary.errors import NEVER_SHARED, AlreadyThere, NothingToUndo, SampleMix, UnknownEntry
from tracker.diary.location import sqlite_file
from tracker.diary.normalize import normalize
from tracker.diary.revisions import Change, Revision
from tracker.diary.schema import TABLES, diary_metadata, is_sample, to_row
from tracker.diary.settings import Settings
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.profile import Profile
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.protocol.weeks import FIRST_WEEKDAY, FIRST_WEEKDAYS, FirstWeekday, first_weekday

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Record)

SAMPLE_PERSON: Final = "sample"
"""Whose entries the sample diary holds; nobody else's diary takes them."""


class EntryStore:
    """What a diary keeps, and every change of it.

    Every method may be called from any thread. Moments are aware; ``recorded_at`` (when a change
    is made) is now where it is not given. A method that raises has written nothing.

    Parameters
    ----------
    engine : Engine
    device : str, optional
        Name kept with every change made from here; by default this machine's.
    person : str, optional
        Whose entries are read, and who those are of that are added; by default everybody's. The
        catalogue is shared, and a single entry is reached by its id whosever it is.
    """

    def __init__(self, engine: Engine, device: str = "", person: str | None = None) -> None:
        self.engine = engine
        self.device = (device or platform.node() or "this device")[:80]
        self.person = person
        self.drafts = Drafts(engine, person)
        self.settings = Settings(engine, person)
        with reading(engine) as connection:
            self.is_sample = is_sample(connection)
        self._catalogue_cache = CatalogueCache()

    @property
    def location(self) -> str:
        """The file's path, or the server's address without its password."""
        file = sqlite_file(self.engine.url)
        return str(file or self.engine.url.render_as_string(hide_password=True))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.location}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the diary may be opened again at any time.

        A SQLite diary's file is then the whole diary, unless another program still has it open.
        """
        checkpoint_wal(self.engine)
        self.engine.dispose()

    # Changing -----------------------------------------------------------------------------

    def add(self, record: R, *, recorded_at: datetime | None = None) -> R:
        """Save a new entry; it is on the disk when this returns.

        Saving the same entry twice changes nothing, so that a repeated tap is harmless.

        Returns
        -------
        Record
            The entry as saved, its names in their plain form.

        Raises
        ------
        UnknownName
            A muscle, spot or tool that neither the catalogue nor the person has named.
        InvalidRecord
            A time in the future, or another person than the one whose entries are read here.
        AlreadyThere
            Another entry, or a deleted one, has this id.
        TypeError
            No entry, but for instance a dictionary of its fields.
        NotSaved
            The database refused.
        """
        return self.add_all([record], recorded_at=recorded_at)[0]

    def add_all(self, records: Iterable[R], *, recorded_at: datetime | None = None) -> list[R]:
        """Save several new entries, all or none; see `add`."""
        now = recorded_at or datetime.now(UTC)
        given = [self._as_theirs(_refuse_other_than_record(record)) for record in records]
        with self.writing() as connection:
            names = self._catalogue_cache.catalogue(connection)
            entries = [self._normalize(record, names, now) for record in given]
            new = [record for record in entries if not _is_saved(connection, record)]
            self.append(connection, [Change(record, "add", 1) for record in new], now)
        return entries

    def amend(
        self, entry: UUID | str, *, recorded_at: datetime | None = None, **changes: Any
    ) -> Record:
        """Change some fields of an entry; what it was before stays in its history.

        Raises
        ------
        UnknownEntry
            No entry has this id, or it is deleted.
        InvalidRecord, UnknownName
            The entry as changed breaks a rule.
        """
        now = recorded_at or datetime.now(UTC)
        with self.writing() as connection:
            past = _history(connection, entry)
            if past[-1].deleted:
                raise UnknownEntry(f"Entry {entry} is deleted; undo that first.")
            if "id" in changes:
                raise InvalidRecord({"id": "id cannot be changed; add a new entry instead."})
            changed = past[-1].record.changed(**changes)
            if to_row(changed) == to_row(past[-1].record):
                return changed
            names = self._catalogue_cache.catalogue(connection)
            changed = self._normalize(changed, names, now, was=past[-1].record)
            self.append(connection, [Change(changed, "amend", past[-1].number + 1)], now, past)
        return changed

    def delete(self, entry: UUID | str, *, recorded_at: datetime | None = None) -> None:
        """Take an entry out of every table and chart; `undo` brings it back.

        Raises
        ------
        UnknownEntry
            No entry has this id, or it is deleted already.
        """
        now = recorded_at or datetime.now(UTC)
        with self.writing() as connection:
            past = _history(connection, entry)
            if past[-1].deleted:
                raise UnknownEntry(f"Entry {entry} is deleted already.")
            change = Change(past[-1].record, "delete", past[-1].number + 1, deleted=True)
            self.append(connection, [change], now, past)

    def undo(self, entry: UUID | str, *, recorded_at: datetime | None = None) -> Record | None:
        """Take back the last change of an entry; once more takes back the one before.

        Returns
        -------
        Record or None
            The entry as it is now; None where its being added was taken back.

        Raises
        ------
        UnknownEntry
            No entry has this id.
        NothingToUndo
            Every change has been taken back.
        """
        now = recorded_at or datetime.now(UTC)
        with self.writing() as connection:
            past = _history(connection, entry)
            try:
                earlier = revisions.before_last_change(past)
            except IndexError:
                raise NothingToUndo(f"Nothing is left to undo in entry {entry}.") from None
            deleted = earlier is None or earlier.deleted
            record = (earlier or past[-1]).record
            change = Change(record, "undo", past[-1].number + 1, deleted)
            self.append(connection, [change], now, past)
        return None if deleted else record

    # Reading ------------------------------------------------------------------------------

    def history(self, entry: UUID | str) -> list[Revision]:
        """Every change of an entry, first to last.

        Raises
        ------
        UnknownEntry
            No entry has this id.
        """
        with self.reading() as connection:
            return _history(connection, entry)

    def get(self, entry: UUID | str) -> Record:
        """Return one entry as it is now.

        Raises
        ------
        UnknownEntry
            No entry has this id, or it is deleted.
        """
        last = self.history(entry)[-1]
        if last.deleted:
            raise UnknownEntry(f"Entry {entry} is deleted; undo that first.")
        return last.record

    def all(self, kind: type[R]) -> list[R]:
        """Every entry of a kind, in the order they happened."""
        with self.reading() as connection:
            rows = connection.execute(revisions.present(kind, self.person)).mappings()
            return cast(list[R], list(revisions.records(kind, rows)))

    def count(self, kind: type[Record]) -> int:
        """How many entries of a kind there are."""
        entries = revisions.present(kind, self.person).order_by(None).subquery()
        with self.reading() as connection:
            return connection.scalar(select(func.count()).select_from(entries)) or 0

    def recent(self, kind: type[R], most: int = 10) -> list[R]:
        """The latest entries of a kind, last first."""
        with self.reading() as connection:
            rows = connection.execute(revisions.latest(kind, most, self.person)).mappings()
            return cast(list[R], list(revisions.records(kind, rows)))

    def last_rated(self) -> list[Release]:
        """Of every spot and side the release that was rated last, in the order they happened."""
        with self.reading() as connection:
            rows = connection.execute(revisions.last_rated(self.person)).mappings()
            return cast(list[Release], list(revisions.records(Release, rows)))

    def releases(self) -> "pd.DataFrame":
        """Every release, a row each, in the order they happened.

        Returns
        -------
        DataFrame
            The columns of `tracker.Release`: pain from 0 to 10 and ``held_s`` in seconds, NaN where
            not rated; names and choices as categories; ``started_at`` and ``later_at`` in UTC, each
            with ``…_offset``, the local zone's minutes east of it. All dtypes are in
            `tracker.diary.frames.releases`. ``attrs["first_weekday"]`` is the day on which the
            person's weeks begin.
        """
        from tracker.diary import frames  # loads pandas

        with self.reading() as connection:
            return self._with_weeks(frames.releases(connection, self.person))

    def check_ins(self) -> "pd.DataFrame":
        """Every check-in, a row each, in the order they happened.

        Returns
        -------
        DataFrame
            The columns of `tracker.CheckIn`: pain from 0 to 10; ``at`` in UTC with ``at_offset``,
            the local zone's minutes east of it; lists as text joined by ``;``. All dtypes are in
            `tracker.diary.frames.check_ins`; ``attrs`` as in `releases`.
        """
        from tracker.diary import frames  # loads pandas

        with self.reading() as connection:
            return self._with_weeks(frames.check_ins(connection, self.person))

    def screenings(self) -> "pd.DataFrame":
        """Every screening, a row each, in the order they happened; see `frames.screenings`."""
        from tracker.diary import frames  # loads pandas

        with self.reading() as connection:
            return frames.screenings(connection, self.person)

    def catalogue(self) -> Catalogue:
        """The built-in catalogue with the person's own muscles, spots and tools."""
        with self.reading() as connection:
            return self._catalogue_cache.catalogue(connection)

    def people(self) -> list[str]:
        """Everybody who has entries here, deleted ones included, by name."""
        with self.reading() as connection:
            return revisions.people(connection)

    def known_people(self) -> list[str]:
        """Everybody who has entries here, and everybody who was added by name."""
        with self.reading() as connection:
            return people.known_people(connection)

    def usual_person(self) -> str | None:
        """Whom to open the diary for: who was chosen last; None where it is one person's."""
        if self.is_sample:
            return None
        with self.reading() as connection:
            return people.usual_person(connection)

    def choose_person(self, name: str) -> str:
        """Keep whom the next pages open for, and add them where nobody has the name yet.

        Raises
        ------
        InvalidRecord
            The name breaks the rule for names.
        """
        with self.writing() as connection:
            return people.choose_person(connection, name, self.person)

    def profile(self) -> Profile:
        """What the person said last of themselves."""
        said = self.profiles()
        return said[-1][1] if said else Profile()

    def profiles(self) -> tuple[tuple[date, Profile], ...]:
        """What the person said of themselves, and from which day on, first to last."""
        return people.read_profiles(self.settings)

    def first_weekday(self) -> FirstWeekday:
        """The day on which the person's weeks begin in tables, charts and reports."""
        return first_weekday(self.settings.get(FIRST_WEEKDAY))

    def keep_first_weekday(self, first: FirstWeekday) -> None:
        """Keep the day on which the person's weeks begin: "monday", "saturday" or "sunday".

        Raises
        ------
        ValueError
            Another day.
        """
        if first not in FIRST_WEEKDAYS:
            days = ", ".join(FIRST_WEEKDAYS)
            raise ValueError(f"first_weekday must be one of {days}, not {first!r}.")
        self.settings.keep(FIRST_WEEKDAY, first)

    def keep_profile(self, profile: Profile, on: date) -> None:
        """Keep what the person says of themselves, from a day on.

        Raises
        ------
        UnknownName
            A tool that neither the catalogue nor the person has named.
        """
        names = self.catalogue()
        tools = profile.tools and tuple(map(names.canonical_tool, profile.tools))
        people.keep_profile(self.settings, replace(profile, tools=tools), on)

    def is_empty(self) -> bool:
        """Whether nothing was ever saved here."""
        with self.reading() as connection:
            return not any(
                connection.scalar(select(func.count()).select_from(table))
                for table in TABLES.values()
            )

    def become_sample(self) -> None:
        """Label this empty diary as the sample, for good.

        Raises
        ------
        SampleMix
            It holds entries already.
        """
        if not self.is_empty():
            raise SampleMix(
                f"{self.location} holds entries already; the sample diary needs a file of its own."
            )
        if self.is_sample:
            return
        with self.writing() as connection:
            connection.execute(diary_metadata.insert().values(name="sample", value="yes"))
        self.is_sample = True

    # For maintenance and exchange ---------------------------------------------------------

    def reading(self) -> AbstractContextManager[Connection]:
        """Connect for reading one consistent state of the diary."""
        return reading(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """Connect for one transaction: all of it is durable when the block ends, or none."""
        return writing(self.engine)

    def append(
        self,
        connection: Connection,
        changes: Iterable[Change],
        now: datetime,
        past: Sequence[Revision] = (),
        *,
        device: str = "",
    ) -> None:
        """Write changes as new rows, inside `writing`.

        Parameters
        ----------
        changes : iterable of Change
            Of entries that are fit for the diary.
        now : datetime
            When they are made.
        past : sequence of Revision
            The changes that these follow.
        device : str, optional
            Who makes them; by default this device.
        """
        # A clock set back must not hide the change behind the one it follows.
        recorded_at = max([now, *(change.recorded_at for change in past)])
        revisions.append(
            connection, changes, recorded_at=recorded_at, recorded_by=device or self.device
        )

    # Inside -------------------------------------------------------------------------------

    def _with_weeks(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        frame.attrs[FIRST_WEEKDAY] = self.first_weekday()
        return frame

    def _as_theirs(self, record: R) -> R:
        return record if self.person is None else people.as_theirs(record, self.person)

    def _normalize(
        self, record: R, names: Catalogue, now: datetime, was: Record | None = None
    ) -> R:
        if self.is_sample:
            record = record.changed(person=SAMPLE_PERSON)
        elif record.person == SAMPLE_PERSON:
            raise SampleMix(NEVER_SHARED)
        return normalize(record, names, now, was=was)


def _history(connection: Connection, entry: UUID | str) -> list[Revision]:
    kind = revisions.kind_of(connection, str(entry))
    if kind is None:
        raise UnknownEntry(f"No entry has the id {entry}.")
    return revisions.history(connection, kind, str(entry))


def _is_saved(connection: Connection, record: Record) -> bool:
    past = revisions.history(connection, type(record), str(record.id))
    if not past:
        return False
    if past[-1].deleted or past[-1].record != record:
        state = "was deleted" if past[-1].deleted else "is there already and differs"
        raise AlreadyThere(f"Entry {record.id} {state}; amend it, or add one without an id.")
    return True


def _refuse_other_than_record(given: R) -> R:
    if not isinstance(given, Record):
        kind = type(given).__name__
        raise TypeError(f"record must be an entry such as tracker.Release(...), not {kind}.")
    return given

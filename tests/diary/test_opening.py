"""Where a diary can live, and what is said where it cannot."""

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from tracker.diary import database, location, migrations
from tracker.diary.errors import CannotOpen, NewerDiary, NotSaved
from tracker.diary.migrations import migrate
from tracker.diary.schema import SCHEMA_VERSION
from tracker.facade import open_diary
from tracker.protocol.release import Release

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_file_and_folders_are_private(tmp_path, release):
    path = tmp_path / "new" / "deeper" / "diary.db"
    with open_diary(path) as diary:
        diary.add(release())
        for part in (path, path.with_name("diary.db-wal"), path.with_name("diary.db-shm")):
            assert mode(part) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_a_folder_that_was_there_is_left_as_it_is(tmp_path):
    tmp_path.chmod(0o755)
    open_diary(tmp_path / "diary.db").close()
    assert mode(tmp_path) == 0o755


def test_every_connection_is_durable(diary):
    with diary.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2


def test_the_environment_names_the_diary(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_DIARY", str(tmp_path / "mine.db"))
    with open_diary() as diary:
        assert diary.location == str(tmp_path / "mine.db")


def test_without_the_environment_it_is_in_the_checkout(monkeypatch):
    monkeypatch.delenv("TRACKER_DIARY", raising=False)
    assert Path(location.default_location()).parts[-2:] == ("data", "diary.db")


def test_without_a_checkout_it_is_with_the_users_data(monkeypatch, tmp_path):
    monkeypatch.delenv("TRACKER_DIARY", raising=False)
    monkeypatch.setattr(location, "CHECKOUT", tmp_path)
    assert location.data_folder().name == "sciatica-tracker"


def test_a_url_is_read_too(tmp_path, release):
    with open_diary(f"sqlite:///{tmp_path / 'url.db'}") as diary:
        saved = diary.add(release())
    with open_diary(tmp_path / "url.db") as same:
        assert same.get(saved.id) == saved


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(CannotOpen, match=r"is a folder; name a file in it, such as .*diary\.db"):
        open_diary(tmp_path)


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotOpen, match=r"cannot be written \(.*\); choose another place"):
        open_diary(tmp_path / "file" / "diary.db")


def test_what_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "shopping.txt"
    path.write_text("eggs, milk and a lacrosse ball")
    with pytest.raises(CannotOpen, match="is not a diary"):
        open_diary(path)
    assert path.read_text() == "eggs, milk and a lacrosse ball"


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    path.chmod(0o644)
    before = path.read_bytes()
    with pytest.raises(CannotOpen, match=r"another program's tables \(songs\)"):
        open_diary(path)
    assert (path.read_bytes(), mode(path)) == (before, 0o644)


def test_what_is_no_ordinary_file_is_refused_and_left_alone(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o644)
    with pytest.raises(CannotOpen, match="is not an ordinary file"):
        open_diary(pipe)
    assert mode(pipe) == 0o644


def test_once_closed_the_one_file_is_the_whole_diary(tmp_path, release):
    path = tmp_path / "diary.db"
    with open_diary(path) as diary:
        saved = diary.add(release())
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with open_diary(copy) as copied:
        assert copied.get(saved.id) == saved


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "diary.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(CannotOpen, match="damaged or not a SQLite database; restore a backup"):
        open_diary(path)


def test_a_newer_diary_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "diary.db"
    open_diary(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE diary_facts SET value = '99' WHERE name = 'schema_version'")
    with pytest.raises(NewerDiary, match=r"newer version of the kit \(schema 99; this one reads"):
        open_diary(path)


def test_a_locked_diary_says_so_and_loses_nothing(tmp_path, release, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    path = tmp_path / "diary.db"
    with open_diary(path) as diary, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved, match="nothing was saved: another program is writing to it"):
            diary.add(release())
        other.rollback()
        diary.add(release())
        assert len(diary.all(Release)) == 1


def test_a_full_disk_says_so(diary, release):
    with diary.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(NotSaved, match="the disk is full; free some space and try again"):
        diary.add_all([release(note="x" * 9000) for _ in range(40)])
    assert diary.all(Release) == []


def test_a_disk_that_turned_read_only_is_named_with_what_to_do(diary, release):
    @event.listens_for(diary.engine, "before_cursor_execute")
    def refuse(_connection, _cursor, statement, *_):
        if statement.startswith("INSERT"):
            raise OperationalError(statement, {}, sqlite3.OperationalError("disk I/O error"))

    with pytest.raises(NotSaved, match="nothing was saved: its disk takes nothing; see that it is"):
        diary.add(release())
    event.remove(diary.engine, "before_cursor_execute", refuse)
    assert diary.all(Release) == []


def test_a_memory_database_is_refused():
    with pytest.raises(CannotOpen, match="must outlive the program"):
        open_diary("sqlite://")


def test_an_unknown_kind_of_database_is_refused():
    with pytest.raises(CannotOpen, match="No driver for nosuch is installed"):
        open_diary("nosuch://somewhere/x")


def test_a_server_that_does_not_answer_is_named():
    with pytest.raises(CannotOpen, match="could not be reached"):
        open_diary("postgresql+psycopg://nobody@127.0.0.1:1/none")


def test_a_migration_copies_the_file_first_and_records_each_step(tmp_path, release):
    path = tmp_path / "diary.db"
    with open_diary(path) as diary:
        saved = diary.add(release())
        steps = {
            SCHEMA_VERSION + 1: lambda connection: connection.execute(
                text("CREATE TABLE two (x INTEGER)")
            ),
            SCHEMA_VERSION + 2: lambda connection: connection.execute(
                text("ALTER TABLE two ADD COLUMN y INTEGER")
            ),
        }
        migrate(diary.engine, path, NOW, steps=steps, target=SCHEMA_VERSION + 2)
        assert diary.get(saved.id) == saved
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT x, y FROM two").fetchall() == []
        version = "SELECT value FROM diary_facts WHERE name = 'schema_version'"
        assert raw.execute(version).fetchone() == (str(SCHEMA_VERSION + 2),)
    copy = tmp_path / f"diary-v{SCHEMA_VERSION}-20261122T120000.db"
    assert mode(copy) == 0o600
    with open_diary(copy) as before:
        assert before.get(saved.id) == saved


def test_a_step_that_fails_leaves_the_diary_at_the_step_before(tmp_path):
    path = tmp_path / "diary.db"
    with open_diary(path) as diary:
        broken = text("CREATE TABLE broken (")
        steps = {SCHEMA_VERSION + 1: lambda connection: connection.execute(broken) and None}
        with pytest.raises(NotSaved, match="nothing was saved"):
            migrate(diary.engine, path, NOW, steps=steps, target=SCHEMA_VERSION + 1)
    open_diary(path).close()


def test_two_programs_can_make_the_diary_at_once(tmp_path, release, monkeypatch):
    with open_diary(tmp_path / "diary.db") as one:
        saved = one.add(release())
    looks = []

    def version(connection):
        # The first look was before the other program had made the diary.
        looks.append(connection)
        return None if len(looks) == 1 else look(connection)

    look = migrations._version
    monkeypatch.setattr(migrations, "_version", version)
    with open_diary(tmp_path / "diary.db") as two:
        assert two.get(saved.id) == saved
    assert len(looks) == 2


def test_a_password_is_never_shown(diary, monkeypatch):
    url = location.database_url("postgresql+psycopg://me:secret@127.0.0.1/diary")
    monkeypatch.setattr(diary, "engine", database.make_engine(url))
    assert diary.location == "postgresql+psycopg://me:***@127.0.0.1/diary"
    assert repr(diary) == "<Diary at postgresql+psycopg://me:***@127.0.0.1/diary>"

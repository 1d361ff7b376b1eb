"""The same diary on a PostgreSQL server, for when a file is outgrown."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, timedelta
from pathlib import Path
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import MetaData, create_engine, select, text

from tracker.cli import main
from tracker.diary import sample
from tracker.diary.errors import CannotOpen, NewerDiary, NotSaved
from tracker.diary.revisions import Change
from tracker.diary.schema import SCHEMA_VERSION, TABLES
from tracker.facade import Diary, open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.release import Release

pytestmark = pytest.mark.postgres


@pytest.fixture
def server_diary(url) -> Iterator[Diary]:
    with open_diary(url, device="clinic") as diary:
        yield diary


def test_the_whole_life_of_an_entry(server_diary, release, noon, url):
    saved = server_diary.add(release(pain_after=3.5, note="naïve 🙂"))
    server_diary.amend(saved.id, pain_after=2)
    server_diary.delete(saved.id)
    assert server_diary.undo(saved.id).pain_after == 2
    assert [change.action for change in server_diary.history(saved.id)] == [
        "add",
        "amend",
        "delete",
        "undo",
    ]
    server_diary.add(CheckIn(at=noon, pain=4, symptoms=("ache",), bothersomeness=(1, 2, 3, 4)))
    with open_diary(url) as again:
        assert again.all(Release) == [saved.changed(pain_after=2)]
        assert again.all(CheckIn)[0].symptoms == ("ache",)


def test_frames_are_the_same_as_from_a_file(server_diary, diary, release, noon):
    entries = [release(started_at=noon - timedelta(hours=hours)) for hours in range(3)]
    for either in (server_diary, diary):
        either.add_all(entries)
    assert server_diary.releases().equals(diary.releases())


def test_own_names_are_known(server_diary, release, noon):
    spot = server_diary.add(
        OwnSpot(added_at=noon, muscle="piriformis", name="my knot", x=0.5, y=0.2)
    )
    server_diary.add(OwnMuscle(added_at=noon, name="popliteus", where="behind the knee"))
    server_diary.add(OwnTool(added_at=noon, name="broom handle"))
    saved = server_diary.add(release(spot="my knot", tool="broom handle"))
    assert server_diary.get(saved.id) == saved
    server_diary.delete(spot.id)
    assert "my knot" not in server_diary.catalogue()["piriformis"].spots
    assert "popliteus" in server_diary.catalogue()
    assert server_diary.people() == ["me"]


def test_drafts_are_kept_once(server_diary, noon):
    hold = UUID("01a2008d-7400-7000-8000-000000000001")
    for pain in (6, 9):
        server_diary.drafts.keep(hold, "started", {"pain_before": pain}, at=noon, sequence=0)
    assert server_diary.drafts.open()[0].values == {"pain_before": 6}


def test_a_newer_diary_is_refused(server_diary, url):
    with server_diary.engine.begin() as connection:
        connection.execute(text("UPDATE diary_facts SET value = '99'"))
    with pytest.raises(NewerDiary, match="schema 99"):
        open_diary(url)


def test_the_password_stays_out_of_what_is_shown(server_diary):
    assert "***" in server_diary.location


def test_writers_at_the_same_time_lose_nothing(server_diary, url, release, noon):
    entry = server_diary.add(release())

    def write(device: str) -> None:
        with open_diary(url, device=device) as diary:
            for number in range(5):
                diary.add(release(started_at=noon + timedelta(minutes=number)))
                diary.amend(entry.id, note=f"{device} {number}")
                diary.of(device).settings.keep("number", number)

    devices = [f"device {number}" for number in range(4)]
    with ThreadPoolExecutor(len(devices)) as threads:
        list(threads.map(write, devices))
    assert server_diary.count(Release) == 1 + 4 * 5
    changes = server_diary.history(entry.id)
    assert [change.number for change in changes] == list(range(1, 1 + 1 + 4 * 5))
    assert len({change.record.note for change in changes}) == 1 + 4 * 5
    assert [server_diary.of(device).settings.get("number") for device in devices] == [4] * 4


def test_a_diary_opened_twice_at_once_is_made_once(url):
    with ThreadPoolExecutor(4) as threads:
        diaries = list(threads.map(lambda _: open_diary(url), range(4)))
    for diary in diaries:
        assert diary.is_empty()
        diary.close()


def test_a_save_waits_for_another_writer_and_then_gives_up(server_diary, url, release, monkeypatch):
    monkeypatch.setattr("tracker.diary.database.BUSY_S", 0.1)
    with (
        server_diary.writing(),
        open_diary(url) as other,
        pytest.raises(NotSaved, match="nothing was saved: another program is writing to it; wait"),
    ):
        other.add(release())
    assert server_diary.is_empty()


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_diary_of_an_earlier_version_is_brought_up_to_date(url, tmp_path, version):
    file = tmp_path / "old.db"
    script = Path(__file__).parent / "versions" / f"v{version}.sql"
    with closing(sqlite3.connect(file)) as raw:
        raw.executescript(script.read_text(encoding="utf-8"))
    copy_tables(f"sqlite:///{file}", url)
    with open_diary(url) as on_server, open_diary(file) as in_file:
        for kind in TABLES:
            assert on_server.all(kind) == in_file.all(kind)
        assert on_server.releases().equals(in_file.releases())
        again = on_server.undo("01a2008d-7400-7000-8000-000000000003")
        assert again.muscle == "psoas"


def copy_tables(source_url: str, target_url: str) -> None:
    """Copy every table as it stands, whatever the version of the diary."""
    source, target = create_engine(source_url), create_engine(target_url)
    tables = MetaData()
    tables.reflect(source)
    generic = MetaData()
    with source.connect() as theirs, target.begin() as ours:
        for table in tables.sorted_tables:
            copied = table.to_metadata(generic)
            for column in copied.columns:
                column.type = column.type.as_generic()
            copied.create(ours)
            if rows := theirs.execute(select(table)).mappings().all():
                ours.execute(copied.insert(), [dict(row) for row in rows])
    source.dispose()
    target.dispose()


def test_it_merges_with_a_file_either_way(server_diary, diary, release, noon, url):
    shared = server_diary.add(release(note="on the server"))
    assert str(diary.merge(server_diary)) == "1 new, 0 changed, 0 unchanged"
    in_file = diary.add(release(started_at=noon - timedelta(hours=1), pain_before=8))
    diary.amend(shared.id, pain_after=2)
    assert str(server_diary.merge(diary.location)) == "1 new, 1 changed, 0 unchanged"
    assert str(diary.merge(url)) == "0 new, 0 changed, 2 unchanged"
    assert server_diary.get(in_file.id).pain_before == 8
    assert server_diary.get(shared.id).pain_after == 2
    assert server_diary.releases().equals(diary.releases())
    assert server_diary.history(shared.id) == diary.history(shared.id)


def test_files_are_imported_exported_and_reported_through_it(url, diary, tmp_path, capsys):
    sample.write(diary, until=date(2026, 11, 22), zone=UTC)
    diary.export_csv(tmp_path / "all.csv", revisions=True)
    with open_diary(url) as on_server:
        on_server.become_sample()

    def run(*words: str | Path) -> str:
        code = main.main(["--diary", url, *map(str, words)])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        return said.out

    run("import", tmp_path / "all.csv")
    run("import", tmp_path / "all.csv")
    with open_diary(url) as on_server:
        assert on_server.releases().equals(diary.releases())
    run("export", tmp_path / "again.csv", "--revisions")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()
    run("report", "--week", "2026-W46", "--out", tmp_path / "report")
    assert (tmp_path / "report" / "2026-W46.html").stat().st_size > 10_000


@pytest.fixture
def own_server(server):
    if os.environ.get("TRACKER_TEST_POSTGRES"):
        pytest.skip("This restarts the server or makes roles: only on the tests' own.")
    return server


def save_across_a_restart(server, diary: Diary, before: Release, *after: Release) -> None:
    with diary.writing() as connection:
        diary.append(connection, [Change(before, "add", 1)], before.started_at)
        server.control("restart", "-m", "immediate")
        for entry in after:
            diary.append(connection, [Change(entry, "add", 1)], entry.started_at)


def test_a_restart_in_mid_save_leaves_nothing_half_written(own_server, server_diary, release):
    broke = "The connection to the diary's server broke, nothing was saved: try again in a moment"
    with pytest.raises(NotSaved, match=broke):
        save_across_a_restart(own_server, server_diary, release(), release())
    assert server_diary.is_empty()
    saved = server_diary.add(release())
    assert server_diary.all(Release) == [saved]


def test_a_restart_at_the_end_of_a_save_says_that_nobody_knows(own_server, server_diary, release):
    with pytest.raises(NotSaved, match="perhaps nothing was saved: try again in a moment"):
        save_across_a_restart(own_server, server_diary, release())
    assert server_diary.is_empty()


def test_a_server_that_is_down_is_one_sentence(own_server, server_diary, release):
    own_server.control("stop", "-m", "fast")
    try:
        with pytest.raises(NotSaved, match="could not be reached, nothing was saved"):
            server_diary.add(release())
        with pytest.raises(CannotOpen, match="could not be reached, nothing was read"):
            open_diary(server_diary.engine.url.render_as_string(hide_password=False))
    finally:
        own_server.control("start", "-o", own_server.options)


@pytest.fixture
def roles(own_server, server_diary, url, capsys) -> Iterator[None]:
    """Two people's roles and a study's, each with what `tracker roles` gives it."""
    names = ("p01", "p02", "study", "stranger")
    as_root = create_engine(own_server.url("root"), isolation_level="AUTOCOMMIT")
    with as_root.connect() as root:
        for name in names:
            root.execute(text(f"CREATE ROLE {name} LOGIN"))
        arguments = ["--person", "p01=P01 O'B", "--person", "p02=P02", "--study", "study"]
        for _ in range(2):
            assert main.main(["roles", *arguments]) == 0
            with server_diary.engine.connect() as owner, owner.begin():
                owner.connection.execute(capsys.readouterr().out)
        yield
        root.execute(text(f"DROP OWNED BY {', '.join(names)}"))
        root.execute(text(f"DROP ROLE {', '.join(names)}"))
    as_root.dispose()


def test_a_persons_role_sees_and_adds_its_own_rows_alone(
    roles, own_server, server_diary, release, noon
):
    hers = server_diary.of("P01 O'B").add(release(note="hers"))
    his = server_diary.of("P02").add(release(note="his"))
    server_diary.of("P02").drafts.keep(his.id, "started", {}, at=noon, sequence=0)
    server_diary.of("P02").settings.keep("coach", {"hold_s": 60})
    with open_diary(own_server.url("p01"), person="P01 O'B") as diary:
        assert diary.all(Release) == [hers]
        assert diary.of(None).all(Release) == [hers]
        assert diary.people() == ["P01 O'B"]
        assert diary.of("P02").drafts.open() == []
        assert diary.of("P02").settings.get("coach") is None
        diary.amend(hers.id, pain_after=1)
        with pytest.raises(NotSaved, match="adds entries of its own person alone"):
            diary.of("P02").add(release())
        with pytest.raises(NotSaved, match="this account may not do that"):
            diary.settings.keep("coach", {"hold_s": 30})
        for table in ("releases", "diary_facts"):
            with (
                pytest.raises(NotSaved, match="this account may not do that"),
                diary.writing() as connection,
            ):
                connection.execute(text(f"DELETE FROM {table}"))
    assert server_diary.get(hers.id).pain_after == 1
    assert server_diary.count(Release) == 2


def test_a_study_sees_everybodys_rows_without_notes(roles, own_server, server_diary, release):
    for person in ("P01 O'B", "P02"):
        server_diary.of(person).add(release(note="private"))
    engine = create_engine(own_server.url("study"))
    with engine.connect() as connection:
        rows = pd.read_sql("SELECT person, muscle, pain_before FROM releases", connection)
    assert sorted(rows["person"]) == ["P01 O'B", "P02"]
    for refused in (
        "SELECT note FROM releases",
        "SELECT * FROM check_ins",
        "SELECT name FROM own_spots",
        "SELECT value FROM diary_facts",
        "DELETE FROM releases",
    ):
        with engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
            connection.execute(text(refused))
    engine.dispose()


def test_a_role_that_is_not_named_sees_nothing(roles, own_server, server_diary, release):
    server_diary.add(release())
    with pytest.raises(CannotOpen, match="this account may not do that"):
        open_diary(own_server.url("stranger"))


def test_a_role_without_a_person_is_refused(capsys):
    assert main.main(["roles", "--person", "p01"]) == 2
    assert "--person must be ROLE=NAME, such as p01=P01, not 'p01'." in capsys.readouterr().err

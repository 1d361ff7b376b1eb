"""A backup in the diary's place: looked at first, nothing lost, whatever state the diary is in."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.diary.errors import DiaryInUse, NewerDiary, SampleMix, UnusableCopy
from tracker.diary.schema import SCHEMA_VERSION
from tracker.facade import open_diary
from tracker.maintenance.encryption import lock
from tracker.maintenance.restore import preview_restore, restore
from tracker.maintenance.snapshot import snapshot
from tracker.protocol.release import Release

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


@pytest.fixture
def backup(tmp_path, release):
    """A backup with one release; the diary has another since."""
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(release(pain_after=3))
        copy = diary.backup(tmp_path / "backup.db")
        diary.add(release(pain_after=1), recorded_at=NOW)
    return copy


def releases(file) -> list[float]:
    with open_diary(file) as diary:
        return sorted(one.pain_after for one in diary.all(Release))


def test_it_says_what_would_be_lost(backup, tmp_path):
    with snapshot(backup) as copy:
        preview = preview_restore(tmp_path / "diary.db", copy)
    assert preview.entries["releases"] == 1
    assert preview.lost == {"releases": 1}
    assert preview.last_lost == NOW
    assert str(preview).startswith(
        "The backup holds 1 release. Of your diary it lacks 1 change (releases); the last is of "
    )


def test_the_sample_takes_no_diarys_place(backup, tmp_path):
    with open_diary(tmp_path / "sample.db") as diary:
        diary.become_sample()
    with snapshot(tmp_path / "sample.db") as copy, pytest.raises(SampleMix, match="never share"):
        preview_restore(tmp_path / "diary.db", copy)
    with snapshot(backup) as copy:
        assert preview_restore(tmp_path / "new.db", copy).lost == {}


def test_a_diary_of_an_earlier_version_is_read_too(backup, tmp_path):
    written = (Path(__file__).parents[1] / "diary" / "versions" / "v1.sql").read_text()
    with closing(sqlite3.connect(tmp_path / "earlier.db")) as earlier:
        earlier.executescript(written)
    before = (tmp_path / "earlier.db").read_bytes()
    with snapshot(backup) as copy:
        preview = preview_restore(tmp_path / "earlier.db", copy)
    assert preview.readable
    assert sum(preview.lost.values()) == 8
    assert (tmp_path / "earlier.db").read_bytes() == before


def test_nothing_is_lost_where_the_diary_has_no_more(backup, tmp_path):
    with snapshot(tmp_path / "diary.db") as copy:
        preview = preview_restore(backup, copy)
    assert preview.lost == {}
    assert "holds nothing that is not in it" in str(preview)


def test_the_backup_takes_the_place_and_the_replaced_diary_is_kept(backup, tmp_path):
    with snapshot(backup) as copy:
        replaced = restore(tmp_path / "diary.db", copy, NOW)
    assert replaced == tmp_path / "diary-replaced-20261122T183000.db"
    assert releases(tmp_path / "diary.db") == [3]
    assert releases(replaced) == [1, 3]
    assert releases(backup) == [3]


def test_a_lost_diary_comes_back(backup, tmp_path):
    with snapshot(backup) as copy:
        assert restore(tmp_path / "new" / "diary.db", copy, NOW) is None
    assert releases(tmp_path / "new" / "diary.db") == [3]


def test_a_diary_in_use_is_left_alone(backup, tmp_path):
    with (
        open_diary(tmp_path / "diary.db") as diary,
        snapshot(backup) as copy,
    ):
        assert diary.count(Release) == 2
        with pytest.raises(DiaryInUse, match="close the kit"):
            restore(tmp_path / "diary.db", copy, NOW)
        assert diary.count(Release) == 2


def test_a_damaged_diary_is_replaced_and_its_bytes_are_kept(backup, tmp_path):
    file = tmp_path / "diary.db"
    file.write_bytes(damaged := file.read_bytes()[:100] + b"\xff" * 9000)
    with snapshot(backup) as copy:
        assert not preview_restore(file, copy).readable
        replaced = restore(file, copy, NOW)
    assert replaced.read_bytes() == damaged
    assert releases(file) == [3]


def test_a_damaged_backup_is_refused(backup):
    contents = bytearray(backup.read_bytes())
    contents[4096:] = b"\xff" * (len(contents) - 4096)
    backup.write_bytes(contents)
    with pytest.raises(UnusableCopy, match=r"backup\.db is (not a diary, or it is )?damaged"):
        snapshot(backup).__enter__()


def test_a_later_versions_backup_is_refused(backup):
    with closing(sqlite3.connect(backup)) as raw, raw:
        raw.execute(
            "UPDATE diary_facts SET value = ? WHERE name = 'schema_version'",
            (str(SCHEMA_VERSION + 1),),
        )
    with pytest.raises(NewerDiary, match="update the kit"):
        snapshot(backup).__enter__()


@pytest.mark.slow
def test_a_locked_backup_opens_with_its_passphrase_alone(backup, tmp_path):
    locked = tmp_path / "backup.db.age"
    lock(backup, locked, "blue ball under the sofa")
    assert b"piriformis" not in locked.read_bytes()
    with pytest.raises(UnusableCopy, match="does not open with this passphrase"):
        snapshot(locked, "red ball").__enter__()
    with snapshot(locked, "blue ball under the sofa") as copy:
        assert preview_restore(tmp_path / "diary.db", copy).entries["releases"] == 1


def test_a_backup_locked_on_a_much_faster_machine_says_so(backup, tmp_path):
    locked = tmp_path / "backup.db.age"
    lock(backup, locked, "word")
    costly = re.sub(rb"(-> scrypt \S+) \d+", rb"\1 30", locked.read_bytes(), count=1)
    locked.write_bytes(costly)
    with pytest.raises(UnusableCopy, match="locked on a faster machine"):
        snapshot(locked, "word").__enter__()


@pytest.mark.slow
def test_one_changed_byte_of_a_locked_backup_is_noticed(backup, tmp_path):
    locked = tmp_path / "backup.db.age"
    lock(backup, locked, "word")
    contents = bytearray(locked.read_bytes())
    contents[-20] ^= 1
    locked.write_bytes(contents)
    with pytest.raises(UnusableCopy, match="or the file is damaged"):
        snapshot(locked, "word").__enter__()


def test_the_last_lost_change_is_told_in_local_time(backup, tmp_path):
    with snapshot(backup) as copy:
        message = str(preview_restore(tmp_path / "diary.db", copy))
    assert message.endswith(f"{NOW.astimezone():%d %B %Y, %H:%M}.")

"""What `tracker doctor` looks at, each well and each not."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tracker.facade import open_diary
from tracker.maintenance import backup_rotation
from tracker.maintenance.doctor import checks

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path, release):
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(release())
    backup_rotation.rotate(tmp_path / "diary.db", NOW)
    return tmp_path / "diary.db"


def unwell(file, now=NOW) -> list[str]:
    return [check.message for check in checks(file, now) if not check.passed]


def test_all_is_well(file):
    assert unwell(file) == []
    said = " ".join(check.message for check in checks(file, NOW))
    for words in ("is sound", "Only you may read it", "are free", "The only backup is of"):
        assert words in said


def test_looking_changes_nothing(file):
    before = {path: path.read_bytes() for path in file.parent.rglob("*") if path.is_file()}
    list(checks(file, NOW))
    assert {p: p.read_bytes() for p in file.parent.rglob("*") if p.is_file()} == before


def test_no_diary_yet_is_well(tmp_path):
    (check,) = checks(tmp_path / "diary.db", NOW)
    assert check.passed
    assert "it is made at the first start" in check.message
    assert not (tmp_path / "diary.db").exists()


def test_a_damaged_diary(file):
    contents = bytearray(file.read_bytes())
    contents[4096:] = b"\xff" * (len(contents) - 4096)
    file.write_bytes(contents)
    assert "is damaged" in unwell(file)[0]
    assert f'run `tracker --diary "{file}" restore BACKUP`' in unwell(file)[0]


def test_a_diary_that_others_may_read(file):
    file.chmod(0o644)
    assert unwell(file) == [f"Others on this machine may read it; run: chmod 600 '{file}'"]


def test_an_old_backup_and_none(file):
    command = f'run `tracker --diary "{file}" backup`.'
    assert command in unwell(file, NOW + timedelta(days=15))[0]
    shutil.rmtree(file.parent / "backups")
    assert unwell(file) == [f"It has no dated backup beside it; {command}"]


def test_the_usual_diary_needs_no_name_in_a_command(file, monkeypatch):
    monkeypatch.setenv("TRACKER_DIARY", str(file))
    shutil.rmtree(file.parent / "backups")
    assert unwell(file) == ["It has no dated backup beside it; run `tracker backup`."]


def test_a_full_disk(file, monkeypatch):
    usage = shutil.disk_usage(file.parent)._replace(free=5 * 1024**2)
    monkeypatch.setattr("tracker.maintenance.doctor.shutil.disk_usage", lambda _: usage)
    assert unwell(file) == ["Only 5 MB are free beside it; make some room."]


def test_a_conflicted_copy(file):
    shutil.copy(file, file.with_name("diary (1).db"))
    assert f'tracker --diary "{file}" merge "' in unwell(file)[0]

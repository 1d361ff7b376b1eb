import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.private_file import leftovers, sweep, temporary_folder, write_private


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_file_is_its_owners_alone_and_leaves_nothing_beside_it(tmp_path):
    for replace in (False, True):
        file = write_private(tmp_path / "entries.csv", b"pain", replace=replace)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["entries.csv"]


def test_a_name_that_is_taken_keeps_its_file(tmp_path):
    file = tmp_path / "entries.csv"
    file.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_private(file, b"other", replace=False)
    assert file.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_has_its_name_only_once_it_is_whole(tmp_path, monkeypatch, replace):
    file = tmp_path / "entries.csv"

    def look(handle):
        assert not file.exists()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", look)
    with pytest.raises(OSError, match="No space left on device"):
        write_private(file, b"pain", replace=replace)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_hard_links_takes_it_too(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    file = write_private(tmp_path / "entries.csv", b"pain", replace=False)
    assert file.read_bytes() == b"pain"
    with pytest.raises(FileExistsError):
        write_private(file, b"other", replace=False)


def test_a_temporary_folder_goes_with_its_block():
    with temporary_folder() as folder:
        assert Path(folder).stat().st_mode & 0o777 == 0o700
        assert leftovers() == []
    assert not Path(folder).exists()


def test_what_a_killed_program_left_is_found_and_removed():
    program = (
        "import os; from tracker.private_file import temporary_folder; "
        "kept = temporary_folder(); open(f'{kept.name}/diary.db', 'w').close(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    assert len(leftovers()) == 1
    with temporary_folder() as mine:
        assert sweep() == 1
        assert Path(mine).is_dir()
    assert leftovers() == []

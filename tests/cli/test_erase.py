"""Everything of a person is removed, as they type it."""

import sqlite3
from contextlib import closing

import pytest

from tracker.cli import main
from tracker.facade import open_diary
from tracker.private_file import temporary_folder


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def used(run, logged, tmp_path, release):
    """A diary with a backup of every kind, something temporary, and two files of a person's own."""
    assert run("backup")[0] == 0
    assert run("backup", tmp_path / "diary-20261101T080000.db")[0] == 0
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(release(pain_before=2))
    assert run("restore", tmp_path / "diary-20261101T080000.db", "--yes")[0] == 0
    (tmp_path / "diary (conflicted copy 2026-11-02).db").write_bytes(
        (tmp_path / "diary.db").read_bytes()
    )
    temporary_folder().cleanup()
    (tmp_path / "backups" / "diary-20261101T080000Z.db.part").write_bytes(b"half a backup")
    (tmp_path / "letter.txt").write_text("mine")
    (tmp_path / "diary of another.db").write_text("mine too")
    return tmp_path


def test_it_lists_all_and_what_is_beyond_reach_and_asks(run, used):
    before = sorted(used.rglob("*"))
    code, out, err = run("erase")
    assert (code, err) == (1, "Nobody is there to ask; add --yes to go on.\n")
    kept, beyond = out.split("It cannot reach:\n")
    for name in (
        "diary.db\n",
        "backups/diary-",
        ".db.part\n",
        "diary-replaced-",
        "conflicted copy",
        "state/",
    ):
        assert name in kept, name
    assert "of another" not in kept
    assert "exports, reports and calendars" in beyond
    assert beyond.endswith("Nothing was removed.\n")
    assert run("erase", "--dry-run")[0] == 0
    assert sorted(used.rglob("*")) == before


def test_nothing_but_a_persons_own_files_is_left(run, used):
    code, _, err = run("erase", "--yes")
    assert (code, err) == (0, "")
    left = {str(file.relative_to(used)) for file in used.rglob("*") if file.is_file()}
    assert left == {"letter.txt", "diary of another.db"}
    assert run("erase")[1].startswith("There is nothing of the kit's")


@pytest.mark.parametrize("answer", ["yes", "y", ""])
def test_another_word_than_erase_removes_nothing(run, used, monkeypatch, answer):
    before = sorted(used.rglob("*"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert run("erase")[0] == 1
    assert sorted(used.rglob("*")) == before


def test_a_diary_in_use_stays_whole(run, used):
    before = sorted(used.rglob("*"))
    with closing(sqlite3.connect(used / "diary.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM releases").fetchone()
        code, _, err = run("erase", "--yes")
    assert (code, "The diary is in use" in err) == (2, True)
    assert set(before) <= set(used.rglob("*"))


def test_a_diary_on_a_server_is_erased_there(capsys):
    assert main.main(["--diary", "postgresql://somewhere/diary", "erase"]) == 2
    assert "by its administrator" in capsys.readouterr().err

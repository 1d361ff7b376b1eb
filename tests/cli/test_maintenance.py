"""Backups, restoring and merging, as a person types them."""

import pytest

from tracker.facade import open_diary
from tracker.protocol.release import Release


@pytest.fixture
def word(tmp_path):
    """A file with a passphrase."""
    file = tmp_path / "word.txt"
    file.write_text("blue ball under the sofa\n")
    return file


def count(file) -> int:
    with open_diary(file) as diary:
        return diary.count(Release)


def test_a_backup_is_dated_and_made_only_after_a_change(run, logged, tmp_path):
    code, out, _ = run("backup")
    (copy,) = (tmp_path / "backups").iterdir()
    assert (code, out) == (0, f"Wrote {copy}\n")
    assert run("backup")[1] == f"Nothing has changed since {copy}\n"


def test_a_backup_comes_back(run, logged, tmp_path, release):
    run("backup", tmp_path / "copy.db")
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(release(pain_before=2))
    code, out, _ = run("restore", tmp_path / "copy.db", "--dry-run")
    assert code == 0
    assert "Of your diary it lacks 1 change (releases)" in out
    assert out.endswith("Nothing was written (--dry-run).\n")
    assert count(tmp_path / "diary.db") == 2
    code, out, _ = run("restore", tmp_path / "copy.db", "--yes")
    assert code == 0
    assert "The replaced diary is kept as" in out
    assert count(tmp_path / "diary.db") == 1
    (replaced,) = tmp_path.glob("diary-replaced-*.db")
    assert count(replaced) == 2


def test_restoring_asks_first(run, logged, tmp_path, monkeypatch):
    run("backup", tmp_path / "copy.db")
    code, out, err = run("restore", tmp_path / "copy.db")
    assert (code, err) == (1, "Nobody is there to ask; add --yes to go on.\n")
    assert out.endswith("Nothing was written.\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert run("restore", tmp_path / "copy.db")[1].endswith("Nothing was written.\n")
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert run("restore", tmp_path / "copy.db")[0] == 0


def test_a_locked_backup_and_its_way_back(run, logged, tmp_path, word):
    locked = tmp_path / "copy.db.age"
    code, out, _ = run("backup", tmp_path / "copy.db", "--encrypt", "--passphrase-file", word)
    assert (code, out) == (0, f"Wrote {locked}\n")
    assert locked.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert not (tmp_path / "copy.db").exists()
    code, out, err = run(
        "restore", locked, "--yes", "--passphrase-file", word, diary="new/diary.db"
    )
    assert (code, err) == (0, "")
    with open_diary(tmp_path / "new" / "diary.db") as diary:
        assert diary.all(Release) == [logged]
    word.write_text("red ball\n")
    code, _, err = run("restore", locked, "--yes", "--passphrase-file", word)
    assert code == 2
    assert "does not open with this passphrase" in err


@pytest.mark.parametrize("how", [(), ("--encrypt",)])
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (".", " is a folder; name a file in it, such as "),
        ("missing/copy.db", " cannot be written (No such file or directory); choose another place"),
    ],
)
def test_a_backup_needs_a_file_in_a_folder(run, logged, tmp_path, word, place, sentence, how):
    given = (*how, "--passphrase-file", word) if how else ()
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run("backup", tmp_path / place, *given)
    assert (code, out) == (2, "")
    assert sentence in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_passphrase_is_typed_twice(run, logged, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    typed = iter(["blue", "bleu", "", ""])
    monkeypatch.setattr("tracker.cli.passphrase.getpass", lambda _: next(typed))
    code, _, err = run("backup", tmp_path / "copy.db", "--encrypt")
    assert (code, "The two passphrases differ; nothing was written." in err) == (2, True)
    code, _, err = run("backup", tmp_path / "copy.db", "--encrypt")
    assert (code, "The passphrase is empty; nothing was written." in err) == (2, True)
    assert not (tmp_path / "copy.db.age").exists()


@pytest.mark.parametrize(("command", "name"), [("backup", "copy.db"), ("export", "out.csv")])
def test_a_passphrase_alone_leaves_nothing_unlocked(run, logged, tmp_path, word, command, name):
    code, out, err = run(command, tmp_path / name, "--passphrase-file", word)
    assert (code, out) == (2, "")
    assert err.endswith("add --encrypt, or leave the passphrase out.\n")
    assert not (tmp_path / name).exists()


def test_nobody_to_type_a_passphrase(run, logged, tmp_path):
    code, _, err = run("backup", tmp_path / "copy.db", "--encrypt")
    assert code == 2
    assert "Nobody is there to type a passphrase; name a --passphrase-file." in err


def test_another_copy_is_merged(run, logged, tmp_path, release):
    with open_diary(tmp_path / "phone.db", device="phone") as phone:
        phone.add(release(pain_before=2))
    code, out, _ = run("merge", tmp_path / "phone.db", "--dry-run")
    counted, apart, nothing = out.splitlines()
    assert (code, counted) == (0, "phone.db: 1 new, 0 changed, 0 unchanged.")
    assert apart == (
        "The two diaries share no entry: this one has 1 entry (18 November 2026), that one 1 entry "
        "(18 November 2026). Of two devices of yours that is right the first time. If that is "
        "another person's diary, leave it out."
    )
    assert nothing == "Nothing was written (--dry-run)."
    assert run("merge", tmp_path / "phone.db")[1].startswith("phone.db: 1 new")
    assert run("merge", tmp_path / "phone.db")[1] == "phone.db: 0 new, 0 changed, 1 unchanged.\n"
    assert count(tmp_path / "diary.db") == 2


def test_a_diary_that_shares_nothing_can_be_taken_out_again(run, logged, tmp_path, release):
    with open_diary(tmp_path / "phone.db", device="phone") as phone:
        phone.add(release(pain_before=2))
    out = run("merge", tmp_path / "phone.db")[1]
    (kept,) = tmp_path.glob("diary-before-merge-*.db")
    assert f'take it out again: tracker --diary "{tmp_path / "diary.db"}" restore "{kept}"' in out
    assert run("restore", kept, "--yes")[0] == 0
    assert count(tmp_path / "diary.db") == 1


def test_another_persons_diary_comes_in_when_said(run, logged, tmp_path, release):
    with open_diary(tmp_path / "ola.db") as theirs:
        theirs.add(release(person="Ola"))
    code, out, err = run("merge", tmp_path / "ola.db")
    assert (code, out) == (2, "")
    assert err.endswith("If they belong in one diary, say --another-person.\n")
    assert run("merge", tmp_path / "ola.db", "--another-person")[0] == 0


@pytest.mark.parametrize("command", ["restore", "merge"])
def test_what_is_not_there_is_said(run, logged, tmp_path, command):
    code, out, err = run(command, tmp_path / "nowhere.db")
    assert (code, out) == (2, "")
    assert "There is no file" in err


def test_the_doctor_says_what_needs_the_person(run, logged, tmp_path):
    code, out, _ = run("doctor")
    assert code == 1
    command = f'tracker --diary "{tmp_path / "diary.db"}" backup'
    assert f"LOOK  It has no dated backup beside it; run `{command}`." in out
    run("backup")
    code, out, _ = run("doctor")
    assert code == 0
    assert "LOOK" not in out


@pytest.fixture
def opened(monkeypatch):
    """Stand in for the server, which would run until Ctrl-C; what it was started with."""
    calls = []
    monkeypatch.setattr("tracker.app.server.start", lambda *given, **_: calls.append(given) or 0)
    return calls


def test_starting_keeps_a_copy_of_a_changed_diary(run, logged, opened, tmp_path):
    assert run("start", "--no-browser") == (0, "", "")
    assert len(list((tmp_path / "backups").iterdir())) == 1
    run("start", "--no-browser")
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert len(opened) == 2


def test_starting_says_what_a_synced_folder_left(run, logged, opened, tmp_path):
    (tmp_path / "diary (1).db").write_bytes((tmp_path / "diary.db").read_bytes())
    _, _, err = run("start", "--no-browser")
    assert f'merge "{tmp_path / "diary (1).db"}"' in err
    assert opened


def test_a_backup_that_fails_keeps_nobody_from_logging(run, logged, opened, tmp_path):
    (tmp_path / "backups").write_text("a file where the folder should be")
    code, _, err = run("start", "--no-browser")
    assert code == 0
    assert err.startswith("Today's backup could not be made: ")
    assert opened

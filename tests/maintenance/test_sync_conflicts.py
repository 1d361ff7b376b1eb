"""What synced folders leave behind is recognised by its name, and nothing else is."""

import pytest

from tracker.maintenance.sync_conflicts import conflict_sentence, conflicted_copies


@pytest.mark.parametrize(
    "name",
    [
        "diary (conflicted copy 2026-11-02).db",
        "diary (laptop's conflicted copy 2026-11-02).db",
        "diary (conflicted copy 2026-11-02 184512).db",
        "diary.sync-conflict-20261102-184512-ABCDEFG.db",
        "diary_conflict-20261102-184512.db",
        "diary (1).db",
        "diary 2.db",
    ],
)
def test_the_names_that_services_give(tmp_path, name):
    (tmp_path / name).touch()
    assert conflicted_copies(tmp_path / "diary.db") == [tmp_path / name]


@pytest.mark.parametrize(
    "name",
    [
        "diary.db",
        "diary.db-wal",
        "diary-v1-20261122T120000.db",
        "diary-replaced-20261122T120000.db",
        "my diary (1).db",
        "diary (1).csv",
    ],
)
def test_other_files_are_no_conflicts(tmp_path, name):
    (tmp_path / name).touch()
    assert conflicted_copies(tmp_path / "diary.db") == []


def test_a_folder_that_is_not_there_holds_none(tmp_path):
    assert conflicted_copies(tmp_path / "nowhere" / "diary.db") == []


def test_the_sentence_names_the_command_for_each(tmp_path):
    diary = tmp_path / "diary.db"
    assert conflict_sentence(diary, []) == ""
    message = conflict_sentence(diary, [tmp_path / "diary (1).db"])
    assert "Nothing is lost" in message
    assert f'tracker --diary "{diary}" merge "{tmp_path / "diary (1).db"}"' in message
    assert message.startswith("Beside your diary lies diary (1).db: ")
    both = conflict_sentence(diary, [tmp_path / "diary (1).db", tmp_path / "diary 2.db"])
    assert both.startswith("Beside your diary lie diary (1).db, diary 2.db: ")
    assert "Bring each in" in both

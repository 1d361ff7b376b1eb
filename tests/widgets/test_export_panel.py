"""What leaves is said before, written beside the diary, and never over something unasked."""

from datetime import UTC, datetime
from importlib import import_module

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets import export_panel

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
NAME = "sciatica-diary-2026-11-22.csv"


@pytest.fixture
def panel(diary, release, noon):
    diary.add_all([release(), release(side="right")])
    diary.add(CheckIn(at=noon, pain=4))
    return export_panel(diary, now=lambda: NOW)


def test_what_would_leave(panel, tmp_path):
    assert (panel.releases, panel.check_ins) == (2, 1)
    assert (panel.name, panel.folder) == (NAME, str(tmp_path))


def test_the_files_are_written_beside_the_diary(panel, tmp_path, ask):
    answer = ask(panel, "export", name=NAME, replace=False)
    stem = NAME.removesuffix(".csv")
    assert answer["files"] == [NAME, f"{stem}.check-ins.csv", f"{stem}.dictionary.md"]
    assert answer["text"] == f"Wrote 3 files to {tmp_path}."
    assert answer["buffers"] == [(tmp_path / name).read_bytes() for name in answer["files"]]
    assert (tmp_path / NAME).read_text().count("piriformis") == 2


def test_an_earlier_export_is_replaced_only_when_asked(panel, tmp_path, ask):
    (tmp_path / NAME).write_text("mine")
    answer = ask(panel, "export", name=NAME, replace=False)
    assert answer == {
        "outcome": "exists",
        "text": f"NOT EXPORTED: {NAME} was exported before. Replace it, or change the name.",
    }
    assert (tmp_path / NAME).read_text() == "mine"
    assert ask(panel, "export", name=NAME, replace=True)["outcome"] == "done"
    assert "piriformis" in (tmp_path / NAME).read_text()
    again = ask(panel, "export", name=NAME, replace=False)
    assert "Replace its 3 files" in again["text"]


def test_the_diary_itself_is_nothing_exported_before(panel, tmp_path, ask):
    assert ask(panel, "export", name="diary.csv", replace=False)["outcome"] == "done"
    assert (tmp_path / "diary.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("name", ["", "diary", ".csv", "../out.csv", "a/b.csv", "a\0.csv", "x.db"])
def test_a_name_that_is_none_comes_back(panel, ask, name):
    answer = ask(panel, "export", name=name, replace=False)
    assert answer["problems"]["name"].startswith("name must be a file name that ends with .csv")


def test_files_too_large_for_a_message_are_written_and_not_sent(panel, ask, monkeypatch):
    # By name the package holds the function of the same name, so the module is asked for.
    monkeypatch.setattr(import_module("tracker.widgets.export_panel"), "_LARGEST_DOWNLOAD", 10)
    answer = ask(panel, "export", name=NAME, replace=False)
    assert (answer["outcome"], answer["buffers"]) == ("done", [])


def test_a_folder_that_is_gone_is_said(panel, tmp_path, ask):
    panel.folder = str(tmp_path / "gone")
    answer = ask(panel, "export", name=NAME, replace=False)
    assert answer["outcome"] == "failed"
    assert answer["text"].startswith("NOT EXPORTED: ")

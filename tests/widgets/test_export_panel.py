"""What leaves is said before, written beside the diary, and never over something unasked."""

import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import BytesIO
from zipfile import ZipFile

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets import export_panel

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
NAME = "sciatica-diary-2026-11-22.csv"


STEM = NAME.removesuffix(".csv")
ORDER = {"format": "csv", "purpose": "spreadsheet"}


@pytest.fixture
def panel(diary, release, noon):
    later = noon + timedelta(minutes=2)
    diary.add_all([release(pain_30s=4, pain_after=3.5), release(started_at=later, side="right")])
    diary.add(CheckIn(at=noon, pain=4))
    return export_panel(diary, now=lambda: NOW)


@pytest.fixture
def export(panel, ask):
    """Ask for an export, as the page does."""

    def send(**changes):
        return ask(panel, "export", **{"name": NAME, "replace": False, **ORDER, **changes})

    return send


def test_what_would_leave_is_shown_before(panel, tmp_path):
    assert panel.leaving["words"] == ("2 releases and 1 check-in leave.")
    assert [row["title"] for row in panel.leaving["rows"]] == [
        "left piriformis · near the sacrum",
        "right piriformis · near the sacrum",
    ]
    assert [row["pain"] for row in panel.leaving["rows"]] == ["6 → 4 → 3.5", "6"]
    assert (panel.name, panel.folder, panel.people) == (NAME, str(tmp_path), ["me"])


def test_an_empty_diary_has_nothing_to_export(diary):
    assert export_panel(diary).leaving == {"words": "Nothing to export here yet.", "rows": []}


def test_a_look_at_a_range_and_a_person(diary, panel, ask, release, noon):
    diary.add(release(started_at=noon - timedelta(days=3), person="Ida"))
    some = {"since": "2026-11-14", "until": "2026-11-16", "person": ""}
    answer = ask(panel, "look", **some)
    assert answer["leaving"]["words"].startswith("1 release leaves.")
    assert ask(panel, "look", person="Ida")["leaving"] == answer["leaving"]


@pytest.mark.parametrize(
    ("asked_for", "problems"),
    [
        (
            {"since": "2026-11-20", "until": "2026-11-18"},
            {"until": "The last day must not be before the first, 2026-11-20, and 2026-11-18 is."},
        ),
        ({"since": "20"}, {"since": "since must be a day such as 2026-11-22, not '20'."}),
        ({"person": "Bo"}, {"person": "Nobody here is called 'Bo'; there is me."}),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_its_field(panel, ask, export, asked_for, problems):
    assert ask(panel, "look", **asked_for) == {"outcome": "problems", "problems": problems}
    assert export(**asked_for) == {"outcome": "problems", "problems": problems}


def test_the_files_are_written_beside_the_diary(export, tmp_path):
    answer = export()
    written = [NAME, f"{STEM}.check-ins.csv", f"{STEM}.dictionary.md", f"{STEM}.datapackage.json"]
    assert answer["files"] == [f"{STEM}.zip", *written]
    assert answer["text"] == f"Wrote 4 files to {tmp_path}."
    packed, *each = answer["buffers"]
    assert each == [(tmp_path / name).read_bytes() for name in written]
    with ZipFile(BytesIO(packed)) as archive:
        assert [archive.read(name) for name in written] == each
    assert (tmp_path / NAME).read_text().count("piriformis") == 2


@pytest.mark.parametrize(("suffix", "start"), [("xlsx", b"PK"), ("parquet", b"PAR1")])
def test_other_file_types(export, tmp_path, suffix, start):
    answer = export(name=f"{STEM}.{suffix}", format=suffix, purpose="machine")
    assert answer["outcome"] == "done"
    assert (tmp_path / f"{STEM}.{suffix}").read_bytes().startswith(start)


def test_a_format_that_is_not_installed_says_what_to_install(export, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "tracker.exchange.formats.parquet_table", raising=False)
    answer = export(name=f"{STEM}.parquet", format="parquet")
    assert answer["outcome"] == "failed"
    assert answer["text"].startswith("NOT EXPORTED: Parquet needs the package pyarrow")
    assert not (tmp_path / f"{STEM}.parquet").exists()


def test_only_what_is_asked_for_leaves(export, tmp_path):
    export(since="2026-11-19", purpose="machine")
    assert (tmp_path / NAME).read_text().count("\n") == 1


def test_an_earlier_export_is_replaced_only_when_asked(export, tmp_path):
    (tmp_path / NAME).write_text("mine")
    assert export() == {
        "outcome": "exists",
        "text": f"NOT EXPORTED: {NAME} was exported before. Replace it, or change the name.",
    }
    assert (tmp_path / NAME).read_text() == "mine"
    assert export(replace=True)["outcome"] == "done"
    assert "piriformis" in (tmp_path / NAME).read_text()
    assert "Replace its 4 files" in export()["text"]


def test_the_diary_itself_is_nothing_exported_before(export, tmp_path):
    assert export(name="diary.csv")["outcome"] == "done"
    assert (tmp_path / "diary.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("name", ["", "diary", ".csv", "../out.csv", "a/b.csv", "a\0.csv", "x.db"])
def test_a_name_that_is_none_comes_back(export, name):
    problem = export(name=name)["problems"]["name"]
    assert problem.startswith("name must be a file name that ends with .csv")


# By name the package holds the function of the same name, so the module is asked for.
MODULE = import_module("tracker.widgets.export_panel")


def test_files_too_large_for_a_message_leave_as_one(export, monkeypatch):
    monkeypatch.setattr(MODULE, "_LARGEST_DOWNLOAD", 9_000)
    assert export()["files"] == [f"{STEM}.zip"]


@pytest.mark.parametrize("limit", ["_LARGEST_DOWNLOAD", "_LARGEST_PACKED"])
def test_files_too_large_to_send_at_all_are_written(export, tmp_path, monkeypatch, limit):
    monkeypatch.setattr(MODULE, limit, 10)
    answer = export()
    assert (answer["outcome"], answer["buffers"]) == ("done", [])
    assert answer["text"].endswith("too large to download from here; take them from that folder.")
    assert (tmp_path / NAME).exists()


def test_a_folder_that_is_gone_is_said(panel, export, tmp_path):
    panel.folder = str(tmp_path / "gone")
    answer = export()
    assert answer["outcome"] == "failed"
    assert answer["text"].startswith("NOT EXPORTED: ")


LOCK = {"lock": True, "secret": "blue ball", "again": "blue ball"}


@pytest.mark.parametrize(
    ("name", "suffix", "locked"),
    [("out.csv", "csv", "out.zip.age"), ("out.json", "json", "out.json.age")],
)
def test_an_export_is_locked_as_one_file(export, tmp_path, name, suffix, locked):
    pytest.importorskip("pyrage")
    answer = export(name=name, format=suffix, **LOCK)
    assert (answer["outcome"], answer["files"]) == ("done", [locked])
    assert [file.name for file in tmp_path.glob("out*")] == [locked]
    content = (tmp_path / locked).read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert "blue ball" not in repr(answer)
    again = export(name=name, format=suffix, **LOCK)
    assert again["outcome"] == "exists"
    assert again["text"].startswith(f"NOT EXPORTED: {name} was exported before. Replace it")
    assert (tmp_path / locked).read_bytes() == content
    assert export(name=name, format=suffix, replace=True, **LOCK)["outcome"] == "done"


@pytest.mark.parametrize(
    ("key", "problems"),
    [
        (
            {"lock": True, "secret": "", "again": ""},
            {"secret": "The passphrase must not be empty; type one."},
        ),
        (
            {"lock": True, "secret": "blue", "again": "bleu"},
            {"again": "The two passphrases must be the same; type them anew."},
        ),
    ],
)
def test_a_passphrase_that_is_none_is_said_beside_it(export, tmp_path, key, problems):
    assert export(**key)["problems"] == problems
    assert not list(tmp_path.glob("*.age"))
    assert not list(tmp_path.glob("*.csv"))

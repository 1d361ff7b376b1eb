"""What leaves is said before, written beside the diary, and never over something unasked."""

import re
import sys
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import BytesIO
from zipfile import ZipFile

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.widgets import export_panel

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
NAME = "sciatica-diary-2026-11-22.csv"


STEM = NAME.removesuffix(".csv")


@pytest.fixture
def panel(diary, release, noon):
    later = noon + timedelta(minutes=2)
    diary.add_all([release(pain_30s=4, pain_after=3.5), release(started_at=later, side="right")])
    diary.add(CheckIn(at=noon, pain=4))
    return export_panel(diary, now=lambda: NOW)


@pytest.fixture
def export(panel):
    """Fill the panel in as a person does, and press its button; what the status line says."""

    def send(**answers):
        for name, value in answers.items():
            getattr(panel, name).value = value
        panel.submit.click()
        return panel.status.text

    return send


@pytest.fixture
def replace(panel):
    """Press the button that the status line offers."""

    def send():
        assert panel.status.message["action"] == "Replace"
        panel.status._handle_custom_msg({"type": "action"}, None)
        return panel.status.text

    return send


def shown(panel):
    return re.sub("<[^>]+>", " ", panel.leaving.value)


def problems(panel):
    return {name: field.problem for name, field in panel._fields.items() if field.problem}


def test_what_would_leave_is_shown_before(panel, tmp_path):
    text = shown(panel)
    assert "2 releases and 1 check-in leave." in text
    assert text.index("left piriformis · near the sacrum") < text.index("right piriformis")
    assert "6 → 4 → 3.5" in text
    assert (panel.name.value, panel.folder) == (NAME, str(tmp_path))
    assert panel._fields["name"].hint == f"The files go to {tmp_path}."


def test_an_empty_diary_has_nothing_to_export(diary):
    assert shown(export_panel(diary)).split() == ["Nothing", "to", "export", "here", "yet."]


def test_a_name_is_no_markup(diary, release):
    place = {"muscle": "piriformis", "name": "<b>mine</b>", "x": 0.5, "y": 0.9}
    diary.add(OwnSpot(added_at=NOW, **place))
    diary.add(release(spot="<b>mine</b>"))
    assert "&lt;b&gt;mine&lt;/b&gt;" in export_panel(diary).leaving.value


def test_a_look_at_a_range_and_a_person(diary, panel, release, noon):
    diary.add(release(started_at=noon - timedelta(days=3), person="Ida"))
    panel = export_panel(diary, now=lambda: NOW)
    assert panel.person.options == (("Everybody", ""), ("Ida", "Ida"), ("me", "me"))
    panel.days.value = "picked"
    panel.since.value, panel.until.value = date(2026, 11, 14), date(2026, 11, 16)
    some = panel.leaving.value
    assert "1 release leaves." in some
    panel.days.value, panel.person.value = "all", "Ida"
    assert panel.leaving.value == some


def test_days_that_were_picked_count_only_while_they_are_asked_for(panel):
    panel.since.value = date(2026, 11, 20)
    assert "2 releases" in shown(panel)
    panel.days.value = "picked"
    assert "Nothing to export here yet." in shown(panel)


def test_what_cannot_be_asked_for_is_said_beside_its_field(panel, export):
    panel.days.value = "picked"
    panel.since.value, panel.until.value = date(2026, 11, 20), date(2026, 11, 18)
    wrong = {"until": "The last day must not be before the first, 2026-11-20, and 2026-11-18 is."}
    assert problems(panel) == wrong
    assert "tk-wrong" in panel.until._dom_classes
    assert export() == "NOT EXPORTED: one answer needs another look."
    assert problems(panel) == wrong
    panel.until.value = date(2026, 11, 21)
    assert problems(panel) == {}
    assert "tk-wrong" not in panel.until._dom_classes


def test_the_files_are_written_beside_the_diary(panel, export, tmp_path):
    assert export() == f"Wrote 4 files to {tmp_path}."
    written = [NAME, f"{STEM}.check-ins.csv", f"{STEM}.dictionary.md", f"{STEM}.datapackage.json"]
    assert panel.downloads.names == [f"{STEM}.zip", *written]
    packed, *each = panel.downloads.contents
    assert each == [(tmp_path / name).read_bytes() for name in written]
    with ZipFile(BytesIO(packed)) as archive:
        assert [archive.read(name) for name in written] == each
    assert (tmp_path / NAME).read_text().count("piriformis") == 2
    assert (panel.status.message["tone"], panel.submit.description) == ("done", "Export")


@pytest.mark.parametrize(("suffix", "start"), [("xlsx", b"PK"), ("parquet", b"PAR1")])
def test_other_file_types(panel, export, tmp_path, suffix, start):
    assert export(format=suffix).startswith("Wrote ")
    assert panel.name.value == f"{STEM}.{suffix}"
    assert (tmp_path / f"{STEM}.{suffix}").read_bytes().startswith(start)


def test_a_format_that_is_not_installed_says_what_to_install(export, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "tracker.exchange.formats.parquet_table", raising=False)
    assert export(format="parquet").startswith("NOT EXPORTED: Parquet needs the package pyarrow")
    assert not (tmp_path / f"{STEM}.parquet").exists()


def test_only_what_is_asked_for_leaves(export, tmp_path):
    export(days="picked", since=date(2026, 11, 19), purpose="machine")
    assert (tmp_path / NAME).read_text().count("\n") == 1


def test_an_earlier_export_is_replaced_only_when_asked(panel, export, replace, tmp_path):
    (tmp_path / NAME).write_text("mine")
    assert export() == (
        f"NOT EXPORTED: {NAME} was exported before. Replace it, or change the name."
    )
    assert panel.status.message["focus"]
    assert (tmp_path / NAME).read_text() == "mine"
    assert replace().startswith("Wrote ")
    assert "piriformis" in (tmp_path / NAME).read_text()
    assert "Replace its 4 files" in export()


def test_the_diary_itself_is_nothing_exported_before(export, tmp_path):
    assert export(name="diary.csv").startswith("Wrote ")
    assert (tmp_path / "diary.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("name", ["", "diary", ".csv", "../out.csv", "a/b.csv", "a\0.csv", "x.db"])
def test_a_name_that_is_none_comes_back(panel, export, name):
    export(name=name)
    assert problems(panel)["name"].startswith("name must be a file name that ends with .csv")


# By name the package holds the function of the same name, so the module is asked for.
MODULE = import_module("tracker.widgets.export_panel")


def test_files_too_large_for_a_message_leave_as_one(panel, export, monkeypatch):
    monkeypatch.setattr(MODULE, "_LARGEST_DOWNLOAD", 9_000)
    export()
    assert panel.downloads.names == [f"{STEM}.zip"]


@pytest.mark.parametrize("limit", ["_LARGEST_DOWNLOAD", "_LARGEST_PACKED"])
def test_files_too_large_to_send_at_all_are_written(panel, export, tmp_path, monkeypatch, limit):
    monkeypatch.setattr(MODULE, limit, 10)
    assert export().endswith("too large to download from here; take them from that folder.")
    assert panel.downloads.contents == []
    assert (tmp_path / NAME).exists()


def test_a_folder_that_is_gone_is_said(panel, export, tmp_path):
    panel.folder = str(tmp_path / "gone")
    assert export().startswith("NOT EXPORTED: ")
    assert panel.status.message["tone"] == "failed"
    assert panel.submit.description == "Export"


LOCK = {"lock": True, "secret": "blue ball", "again": "blue ball"}


@pytest.mark.parametrize(
    ("name", "suffix", "locked"),
    [
        pytest.param("out.csv", "csv", "out.zip.age", marks=pytest.mark.slow),
        ("out.json", "json", "out.json.age"),
    ],
)
def test_an_export_is_locked_as_one_file(panel, export, replace, tmp_path, name, suffix, locked):
    pytest.importorskip("pyrage")
    export(format=suffix, name=name, **LOCK)
    assert panel.downloads.names == [locked]
    assert [file.name for file in tmp_path.glob("out*")] == [locked]
    content = (tmp_path / locked).read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert (panel.secret.value, panel.again.value) == ("", "")
    assert "blue ball" not in repr(panel.get_state())
    assert export(**LOCK).startswith(f"NOT EXPORTED: {name} was exported before. Replace it")
    assert (tmp_path / locked).read_bytes() == content
    assert replace().startswith("Wrote 1 file ")


@pytest.mark.parametrize(
    ("key", "wrong"),
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
def test_a_passphrase_that_is_none_is_said_beside_it(panel, export, tmp_path, key, wrong):
    export(**key)
    assert problems(panel) == wrong
    assert not list(tmp_path.glob("*.age"))
    assert not list(tmp_path.glob("*.csv"))


def test_a_passphrase_is_asked_for_only_over_a_secure_line(diary, come_near):
    insecure = come_near(export_panel(diary), secure=False)
    assert insecure._fields["lock"].box not in insecure._form.children
    secure = come_near(export_panel(diary), secure=True)
    assert secure._fields["lock"].box in secure._form.children

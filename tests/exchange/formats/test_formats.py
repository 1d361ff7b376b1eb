"""What a workbook and a Parquet file look like inside, and what is said where none can be."""

import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from tracker.diary.bulk_insert import insert
from tracker.diary.errors import NotInstalled, NotSaved
from tracker.diary.schema import TABLES, to_row
from tracker.exchange.formats import xlsx_writer
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release


@pytest.fixture
def written(diary, release, noon):
    diary.add(
        release(
            started_at="2026-11-22T18:30:00.123456+01:00",
            pain_30s=3.6,
            held_s=90,
            stay_assigned=True,
            note="one\ntwo 🙂 _x0041_ \x0b\r",
        )
    )
    diary.add(CheckIn(at=noon, pain=4, symptoms=("ache", "jolt"), bothersomeness=(1, 0, 6, 2)))
    diary.add(OwnSpot(added_at=noon, muscle="psoas", name="my knot", x=0.1 + 0.2, y=1 / 3))
    return diary


def cells_of(page) -> dict:
    rows = list(page.iter_rows())
    return {head.value: cell for head, cell in zip(rows[0], rows[1], strict=True)}


def test_a_workbook_has_typed_cells_a_fixed_header_and_a_sheet_that_explains(written, tmp_path):
    written.export_file(tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Releases", "Check-ins", "Own spots", "Dictionary"]
    assert {page.freeze_panes for page in book} == {"A2"}
    assert book["Releases"].column_dimensions["A"].width == 20
    release = cells_of(book["Releases"])
    assert release["started_at"].value == datetime(2026, 11, 22, 18, 30, 0, 123000)  # noqa: DTZ001
    assert release["started_at"].is_date
    assert release["started_at_zone"].value == "UTC+01:00, plus 0.000456 s"
    assert (release["pain_before"].value, release["pain_30s"].value) == (6, 3.6)
    assert (release["held_s"].value, release["stay_assigned"].value) == (90, True)
    assert release["pain_after"].value is None
    assert [cell.value for cell in book["Dictionary"][1]][:3] == ["sheet", "column", "meaning"]
    assert book["Dictionary"][2][1].value == "started_at"


def test_a_workbook_keeps_what_its_cells_cannot(written, tmp_path):
    written.export_file(tmp_path / "out.xlsx")
    with open_diary(tmp_path / "other.db") as other:
        other.import_file(tmp_path / "out.xlsx")
        for kind in (Release, CheckIn, OwnSpot):
            assert other.all(kind) == written.all(kind)


def test_a_time_edited_in_a_workbook_is_read(written, tmp_path):
    written.export_file(tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    cells_of(book["Releases"])["started_at"].value = datetime(2026, 11, 22, 19, 0)  # noqa: DTZ001
    cells_of(book["Releases"])["started_at_zone"].value = "UTC+01:00"
    book.create_sheet("My own notes")
    book.save(tmp_path / "out.xlsx")
    assert written.import_file(tmp_path / "out.xlsx").changed == 1
    assert written.all(Release)[0].started_at.isoformat() == "2026-11-22T19:00:00+01:00"


def test_more_rows_than_a_sheet_holds_are_refused(diary, release, noon, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_writer, "MOST_ROWS", 3)
    diary.add_all([release(started_at=noon - timedelta(days=n)) for n in range(3)])
    with pytest.raises(NotSaved, match=r"holds 2 rows, and there are more releases; choose CSV"):
        diary.export_file(tmp_path / "out.xlsx")
    assert not list(tmp_path.glob("out.*"))


def test_a_parquet_file_is_typed(written, tmp_path):
    files = written.export_file(tmp_path / "out.parquet")
    assert [file.name for file in files] == [
        "out.parquet",
        "out.check-ins.parquet",
        "out.own-spots.parquet",
        "out.dictionary.md",
        "out.datapackage.json",
    ]
    table = pq.read_table(tmp_path / "out.parquet")
    assert str(table.schema.field("started_at").type) == "timestamp[us, tz=UTC]"
    row = table.to_pylist()[0]
    assert row["started_at"] == datetime(2026, 11, 22, 17, 30, 0, 123456, UTC)
    assert (row["started_at_offset"], row["pain_after"]) == (60, None)
    check_in = pq.read_table(tmp_path / "out.check-ins.parquet").to_pylist()[0]
    assert (check_in["symptoms"], check_in["bothersomeness"]) == (["ache", "jolt"], [1, 0, 6, 2])


def test_a_parquet_file_that_pandas_wrote_comes_back(written, tmp_path):
    written.export_file(tmp_path / "out.parquet")
    frame = pd.read_parquet(tmp_path / "out.parquet")
    frame.loc[0, "pain_before"] = 5.5
    frame.to_parquet(tmp_path / "out.parquet")
    assert written.import_file(tmp_path / "out.parquet").changed == 1
    assert written.all(Release)[0].pain_before == 5.5


@pytest.mark.parametrize(
    ("name", "package"), [("out.xlsx", "openpyxl"), ("out.parquet", "pyarrow")]
)
def test_what_is_missing_is_said_with_the_command_that_brings_it(
    diary, tmp_path, monkeypatch, name, package
):
    monkeypatch.setitem(sys.modules, package, None)
    for module in ("xlsx_reader", "xlsx_writer", "parquet_table"):
        monkeypatch.delitem(sys.modules, f"tracker.exchange.formats.{module}", raising=False)
    for attempt in (diary.export_file, diary.import_file):
        with pytest.raises(NotInstalled) as missing:
            attempt(tmp_path / name)
        assert f"which is not there: pip install {package}, or" in str(missing.value)
    assert not list(tmp_path.glob("out.*"))


def test_rows_written_in_bulk_are_those_that_sqlalchemy_writes(diary, release, experiment, noon):
    about = {
        "revision": 1,
        "recorded_at": datetime(2026, 11, 18, 12),  # noqa: DTZ001 - as the database keeps it
        "recorded_by": "laptop",
        "action": "add",
        "deleted": False,
    }
    fields = {"later_at": noon + timedelta(hours=3), "pain_later": 2, "stay_assigned": True}
    entries = {
        Release: [release(), release(side="right", note="🙂", **fields)],
        CheckIn: [CheckIn(at=noon, pain=4, bothersomeness=(1, 0, 6, 2)), CheckIn(at=noon, pain=0)],
        Experiment: [experiment()],
    }
    found = []
    for bulk in (True, False):
        for kind, some in entries.items():
            rows = [to_row(entry) | about for entry in some]
            with diary.engine.begin() as connection:
                if bulk:
                    insert(connection, TABLES[kind], rows)
                else:
                    connection.execute(TABLES[kind].insert(), rows)
                kept = connection.exec_driver_sql(f"SELECT * FROM {TABLES[kind].name}").all()
                connection.execute(TABLES[kind].delete())
            found.append((bulk, kind, [tuple(row) for row in kept]))
    assert [rows for bulk, _, rows in found if bulk] == [
        rows for bulk, _, rows in found if not bulk
    ]
    assert all(UUID(row[7]) for bulk, kind, rows in found for row in rows if kind is Release)

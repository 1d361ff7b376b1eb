"""How values become cells, and what a hand-edited cell may look like."""

from pathlib import Path
from uuid import UUID

import pytest

from tracker.exchange.formats.cells import from_cells, number, to_cells
from tracker.exchange.formats.table_schema import TableSchema, file_for
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.release import Release

ID = UUID("01a2008d-7400-7000-8000-000000000000")


def cells_of(record) -> dict[str, str]:
    return dict(zip(type(record).model_fields, to_cells(record), strict=True))


def test_every_kind_of_value_has_its_spelling(release):
    written = cells_of(
        release(
            started_at="2026-11-22T18:30:00.123456+01:00",
            id=ID,
            pain_before=4.0,
            pain_30s=3.6,
            held_s=90,
            stay_assigned=True,
        )
    )
    assert list(written.values()) == [
        "2026-11-22T18:30:00.123456+01:00",
        "01a2008d-7400-7000-8000-000000000000",
        "me",
        "piriformis",
        "near the sacrum",
        "left",
        "lacrosse ball",
        "",
        "4",
        "3.6",
        "",
        "90",
        "held",
        "",
        "true",
        "",
        "",
        "",
        "",
        "",
        "true",
    ]


def test_lists_are_joined_and_an_empty_cell_is_each_fields_default():
    check_in = CheckIn(
        at="2026-11-22T20:00Z", pain=5, symptoms=("ache", "jolt"), bothersomeness=(1, 0, 6, 2)
    )
    written = cells_of(check_in)
    assert (written["symptoms"], written["bothersomeness"]) == ("ache;jolt", "1;0;6;2")
    assert (written["activities"], written["change"], written["note"]) == ("", "", "")
    read = from_cells(CheckIn, written)
    assert (read.activities, read.change, read.note) == ((), None, "")
    assert read == check_in


def test_a_name_in_a_list_may_look_like_a_number():
    check_in = CheckIn(at="2026-11-22T20:00Z", pain=5, activities=("7", "=8"))
    assert from_cells(CheckIn, cells_of(check_in)) == check_in


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠'"))
def test_no_cell_begins_as_a_formula_and_the_text_comes_back(release, start):
    record = release(note=start + "1+1")
    written = cells_of(record)
    assert written["note"] == "'" + start + "1+1"
    assert from_cells(Release, written) == record


def test_an_apostrophe_typed_by_hand_stays(release):
    written = cells_of(release()) | {"note": "'tis better"}
    assert from_cells(Release, written).note == "'tis better"


def test_cells_that_a_spreadsheet_rewrote_are_read(release):
    rewritten = {"stay_assigned": "TRUE", "pain_before": " 6.0 ", "held_s": "90", "pain_after": " "}
    read = from_cells(Release, cells_of(release()) | rewritten)
    assert (read.stay_assigned, read.pain_before, read.held_s) == (True, 6, 90)
    assert read.pain_after is None


def test_a_row_without_an_id_gets_the_same_one_every_time(release):
    typed = cells_of(release(note="typed by hand")) | {"id": ""}
    assert from_cells(Release, typed) == from_cells(Release, typed)
    assert from_cells(Release, typed).id != from_cells(Release, typed | {"note": "another"}).id
    assert from_cells(Release, typed).id.version == 7


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("pain_before", "", "pain_before is missing: it must be a whole number from 0 to 10."),
        ("pain_before", "11", "pain_before must be a whole number from 0 to 10, not 11."),
        ("pain_before", "1e999", "pain_before must be a whole number from 0 to 10, not inf."),
        ("pain_before", "1_0", "pain_before must be a whole number from 0 to 10, not '1_0'."),
        ("pain_before", "٥", "pain_before must be a whole number from 0 to 10, not '٥'."),
        ("held_s", "90.5", "held_s must be a whole number of seconds from 0 to 3600, not 90.5."),
        ("stay_assigned", "yes", "stay_assigned must be true or false, not 'yes'."),
        ("id", "7", "id must be a UUID, not '7'."),
    ],
)
def test_a_cell_of_another_type_is_refused_by_the_record(release, column, cell, sentence):
    with pytest.raises(InvalidRecord) as refused:
        from_cells(Release, cells_of(release()) | {column: cell})
    assert str(refused.value) == sentence


def test_numbers_are_as_exact_as_they_were_written():
    assert number("0.1") == 0.1
    assert number("1e-05") == 0.00001


def test_a_header_is_recognised_in_any_order():
    assert TableSchema.of(reversed(OwnSpot.model_fields)) == TableSchema(OwnSpot)
    for shape in (TableSchema(Release, revisions=True), TableSchema(Release, zones=True)):
        assert TableSchema.of(reversed(shape.columns)) == shape
    assert TableSchema.of([*Release.model_fields, "mood"]) is None


def test_each_kind_has_a_file_beside_the_releases():
    assert file_for(Path("a.b.csv"), Release) == Path("a.b.csv")
    assert file_for(Path("a.b.csv"), OwnSpot) == Path("a.b.own-spots.csv")

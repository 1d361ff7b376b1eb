"""A row with several ratings becomes a row for each, and none of them is lost."""

import pytest

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer import reshape as module
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.reshape import named_ratings, reshape
from tracker.exchange.importer.source_table import SourceTable

HEADER = ("date", "left leg", "neck", "note")
ROWS = ((2, ("2024-06-03", "6", "", "drive")), (3, ("2024-06-04", "5", "1", "")))
TABLE = SourceTable("list.csv", HEADER, 1, ROWS, "")


def layout(**changes):
    values = {"moment": {"date": "date"}, "places": ["left leg", "neck"], **changes}
    return Layout.from_values(values)


def test_each_place_has_a_row_and_the_rest_of_the_row_stands_in_all():
    table, by = reshape(TABLE, layout(fields={"note": "note"}))
    assert table.header == ("date", "note", "rated", "its rating")
    assert table.rows == (
        (2, ("2024-06-03", "drive", "left leg", "6")),
        (2, ("2024-06-03", "drive", "neck", "")),
        (3, ("2024-06-04", "", "left leg", "5")),
        (3, ("2024-06-04", "", "neck", "1")),
    )
    assert by.fields == {"note": ("note",), "pain": ("its rating",), "site": ("rated",)}
    assert by.take == ("left leg", "neck")
    assert by.as_given == layout(fields={"note": "note"})
    assert reshape(table, by) == (table, by)


def test_a_row_that_is_too_short_is_said_once_in_the_files_own_numbers():
    short = SourceTable("list.csv", HEADER, 1, ((2, ("2024-06-03", "6")),), "")
    table, _ = reshape(short, layout())
    assert table.unread == {2: "it has 2 cells, and there are 4 columns."}
    assert len(table.rows) == 1


def test_a_table_with_one_rating_a_row_stays_as_it_is():
    plain = Layout.from_values({"moment": {"date": "date"}, "fields": {"pain": "neck"}})
    assert reshape(TABLE, plain) == (TABLE, plain)


def test_what_would_be_mixed_up_or_beyond_any_diary_is_refused(monkeypatch):
    taken = SourceTable("list.csv", (*HEADER, "rated"), 1, (), "")
    with pytest.raises(ImportRejected, match=r"list\.csv has a column 'rated'; give it another"):
        reshape(taken, layout())
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    with pytest.raises(ImportRejected, match="more than 3 ratings; split it"):
        reshape(TABLE, layout())


@pytest.mark.parametrize(
    ("cell", "pairs"),
    [
        ("Back pain:\u00a07 | Sleep:\u00a03", [("Back pain", "7"), ("Sleep", "3")]),
        ("Leg: 6,5, Neck: 2", [("Leg", "6,5"), ("Neck", "2")]),
        ("Leg = mild\nwalked", [("Leg", "mild"), ("walked", "")]),
        ("Pain at 7:30", [("Pain at 7:30", "")]),
        ("L5: 4/10", [("L5", "4/10")]),
        ("", []),
    ],
)
def test_a_cell_holds_names_with_their_ratings(cell, pairs):
    assert list(named_ratings(cell)) == pairs

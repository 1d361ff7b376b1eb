"""Another program's JSON becomes a table, and what is no list of entries is refused."""

from pathlib import Path

import pytest

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.json_source import json_rows


def rows(document, name="list.json"):
    found, _ = json_rows(Path(name), document)
    return [cells for _, cells in found]


def test_a_list_has_every_name_that_an_entry_has():
    entries = [{"date": "2024-06-03", "pain": 5}, {"date": "2024-06-04", "tags": ["sit", "car"]}]
    assert rows(entries) == [
        ["date", "pain", "tags"],
        ["2024-06-03", "5", ""],
        ["2024-06-04", "", "sit; car"],
    ]


def test_what_lies_within_an_entry_stands_under_both_names():
    assert rows({"all": [{"at": {"day": "2024-06-03"}, "more": [{"a": 1}], "ok": True}]}) == [
        ["at.day", "more", "ok"],
        ["2024-06-03", '[{"a": 1}]', "true"],
    ]


def test_a_note_of_nomie_has_a_row_for_each_tag():
    events = [{"note": "#leg(4) #knee so-so", "end": 1717480800000, "offset": 300}]
    backup = {"trackers": {"leg": {"type": "range", "min": 1, "max": 5}}, "events": events}
    assert rows(backup) == [
        ["end", "tracker", "value", "note"],
        ["2024-06-04T01:00:00-05:00", "leg (1-5)", "4", "#knee so-so"],
        ["2024-06-04T01:00:00-05:00", "knee", "", "#leg(4)  so-so"],
    ]


def test_where_one_note_of_nomie_has_no_offset_all_stand_in_utc():
    events = [{"note": "#leg(4)", "end": 0, "offset": 300}, {"note": "#leg(5)", "end": "soon"}]
    ends = [row[0] for row in rows({"trackers": {}, "events": events})[1:]]
    assert ends == ["1970-01-01T00:00:00+00:00", "soon"]


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("data_back_pain_2024.json", "back pain"),
        ("data_sciatica.json", "sciatica"),
        ("back_pain.json", "back pain"),
    ],
)
def test_the_name_of_an_export_of_exist_is_its_attribute(name, attribute):
    (_, row) = rows([{"date": "2024-06-03", "value": 4}], name)
    assert row == [attribute, "2024-06-03", "4"]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([1, 2], r"list\.json holds no list of entries that the kit can tell; save the list alone"),
        ([], "holds no list of entries"),
        ("pain", "holds no list of entries"),
        ({"a": [{"b": 1}], "c": [{"d": 1}]}, r"holds several lists \(a, c\); save the one"),
        ({"events": [], "boards": []}, "holds no list of entries"),
    ],
)
def test_what_is_no_list_is_refused(document, sentence):
    with pytest.raises(ImportRejected, match=sentence):
        rows(document)

"""A column of another program's file becomes the medication of its check-ins."""

from datetime import UTC, datetime

from tracker.exchange.preview import preview_import

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)


def taken(diary, path, text, **how):
    path.write_text(text, encoding="utf-8")
    incoming = preview_import(diary, path, now=NOW, **how)
    return [line.record for line in incoming.lines if line.record is not None]


def test_a_column_of_that_name_is_taken(diary, tmp_path):
    text = (
        "Date,Time,Pain,Medication\n"
        '2026-09-01,08:00,5,"Ibuprofen 400 mg, Paracetamol"\n'
        "2026-09-02,08:00,4,\n"
        '2026-09-03,08:00,4,"Tilidin 0,5 ml"\n'
        "2026-09-04,08:00,4,none\n"
    )
    records = taken(diary, tmp_path / "a.csv", text)
    assert [one.medication for one in records] == [
        ("Ibuprofen 400 mg", "Paracetamol"),
        (),
        ("Tilidin 0,5 ml",),
        (),
    ]
    assert [one.note for one in records] == ["", "", "", ""]


MAPPING = {
    "moment": {"date": "Date", "time": "Time"},
    "fields": {"pain": "Pain", "medication": "Painkillers"},
}


def test_a_mapping_may_take_any_column_for_it(diary, tmp_path):
    text = (
        "Date,Time,Pain,Painkillers\n2026-09-01,08:00,5,2\n"
        "2026-09-02,08:00,5,yes\n2026-09-03,08:00,5,0\n"
    )
    records = taken(diary, tmp_path / "a.csv", text, values=MAPPING)
    assert [one.medication for one in records] == [("Painkillers: 2",), ("Painkillers: yes",), ()]


def test_what_is_too_long_for_a_name_is_kept_in_the_note(diary, tmp_path):
    long = "a" * 90
    text = f"Date,Time,Pain,Medication\n2026-09-01,08:00,5,{long}; a patch\n"
    (record,) = taken(diary, tmp_path / "a.csv", text)
    assert record.medication == ("a patch",)
    assert record.note == f"Medication: {long}; a patch"

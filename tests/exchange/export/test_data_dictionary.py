"""The data dictionary says of every column what it means, what it must be, and what empty means."""

from tracker.diary.schema import RECORDS
from tracker.exchange.export.data_dictionary import data_dictionary

TITLES = [
    "Releases",
    "Check-ins",
    "Screenings",
    "Experiments",
    "Own muscles",
    "Own spots",
    "Own tools",
]


def rows_of(title: str) -> list[list[str]]:
    section = data_dictionary().split(f"## {title} (")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[1:]]


def test_every_column_of_every_file_is_there_in_order():
    for title, kind in zip(TITLES, RECORDS.values(), strict=True):
        assert [row[0] for row in rows_of(title)] == list(kind.model_fields)


def test_every_column_has_its_words():
    for title in TITLES:
        for row in rows_of(title):
            assert len(row) == 4
            assert all(row)
            assert row[2] != "a value of its kind"


def test_what_a_row_says():
    release = {row[0]: row[1:] for row in rows_of("Releases")}
    assert release["pain_before"] == [
        "Pain at the spot before pressing",
        "a whole number from 0 to 10",
        "not allowed",
    ]
    assert release["side"][1] == "one of left, right"
    assert release["outcome"][2] == "`held`"
    assert release["pain_30s"][2] == "not given"
    assert release["note"][2] == "none"
    assert release["id"][2] == "made from the row"


def test_it_explains_the_columns_of_the_very_export(diary, release, tmp_path):
    diary.add(release())
    for name, asked_for, columns in [
        ("out.csv", {}, ["started_at", "started_at_zone", "id"]),
        ("out.csv", {"purpose": "machine"}, ["started_at", "id", "person"]),
        ("out.csv", {"revisions": True}, ["revision", "recorded_at", "recorded_at_zone"]),
        ("out.parquet", {}, ["started_at", "started_at_offset", "id"]),
        ("out.xlsx", {}, ["started_at", "started_at_zone", "id"]),
    ]:
        diary.export_file(tmp_path / name, **asked_for)
        written = (tmp_path / "out.dictionary.md").read_text()
        rows = [line for line in written.splitlines() if line.startswith("| ")]
        assert [row.split(" | ")[0].strip("| ") for row in rows[1:4]] == columns
        assert ("deleted" in written) == bool(asked_for.get("revisions"))

"""A good CSV comes in once and whole; a bad one is refused in a sentence and changes nothing."""

import gc
import os
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest

from tracker.diary.errors import ImportRejected, SampleMix
from tracker.exchange.formats.csv_table import ROW_BYTES
from tracker.exchange.native_reader import MOST_BAD_ROWS
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

COLUMNS = list(Release.model_fields)
HEADER = ",".join(COLUMNS)
ID = "01a2008d-7400-7000-8000-00000000000"
GOOD = {
    "started_at": "2026-11-18T12:00:00+00:00",
    "id": ID + "0",
    "person": "me",
    "muscle": "piriformis",
    "spot": "near the sacrum",
    "side": "left",
    "tool": "lacrosse ball",
    "pain_before": "6",
    "outcome": "held",
}
SAVE_AS = "save it as 'CSV UTF-8' and import that."


def row(**cells: str) -> str:
    return ",".join((GOOD | cells).get(column, "") for column in COLUMNS)


def lines(*rows: str) -> bytes:
    return "".join(f"{line}\n" for line in rows).encode()


@pytest.fixture
def refusal(diary, release, tmp_path):
    """Import these bytes, and return the sentence that refuses them."""
    mine = diary.add(release(note="was here before"))

    def of(content: bytes) -> str:
        (tmp_path / "in.csv").write_bytes(content)
        with pytest.raises(ImportRejected) as refused:
            diary.import_csv(tmp_path / "in.csv")
        assert diary.all(Release) == [mine]
        assert len(diary.history(mine.id)) == 1
        return str(refused.value)

    return of


# Coming in


def test_importing_a_second_time_changes_nothing(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row(), row(id=ID + "1", pain_after="2.5")))
    assert str(diary.import_csv(tmp_path / "in.csv")) == "2 new, 0 changed, 0 unchanged"
    assert str(diary.import_csv(tmp_path / "in.csv")) == "0 new, 0 changed, 2 unchanged"
    assert [entry.pain_after for entry in diary.all(Release)] == [None, 2.5]


def test_the_garbage_collector_is_back_on_after_a_good_file_and_a_bad_one(diary, tmp_path):
    for content in (lines(HEADER, row()), lines(HEADER, "x")):
        (tmp_path / "in.csv").write_bytes(content)
        with suppress(ImportRejected):
            diary.import_csv(tmp_path / "in.csv")
        assert gc.isenabled()


def test_an_edited_row_amends_its_entry(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row()))
    diary.import_csv(tmp_path / "in.csv")
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row(started_at="2026-11-18T13:00:00+01:00")))
    assert diary.import_csv(tmp_path / "in.csv").changed == 1
    assert diary.all(Release)[0].started_at.isoformat() == "2026-11-18T13:00:00+01:00"


def test_an_edited_row_counts_though_the_clock_was_set_back(diary, noon, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row()))
    diary.import_csv(tmp_path / "in.csv", recorded_at=noon + timedelta(days=2))
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row(pain_before="5")))
    diary.import_csv(tmp_path / "in.csv", recorded_at=noon + timedelta(days=1))
    assert diary.all(Release)[0].pain_before == 5


def test_a_row_typed_without_an_id_comes_in_once(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row(id="")))
    assert diary.import_csv(tmp_path / "in.csv").new == 1
    assert diary.import_csv(tmp_path / "in.csv").unchanged == 1


def test_a_preview_writes_nothing(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row()))
    assert diary.import_csv(tmp_path / "in.csv", preview=True).new == 1
    assert diary.is_empty()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + lines(HEADER, row()),
        lines(HEADER, row()).replace(b"\n", b"\r\n"),
        lines(HEADER, row()).rstrip(b"\n"),
        lines(HEADER, "", row(), "," * (len(COLUMNS) - 1), ""),
        lines(", ".join(COLUMNS), row()),
        lines(",".join(reversed(COLUMNS)), ",".join(reversed(row().split(",")))),
        lines(HEADER, row(muscle=" Piriformis", tool="LACROSSE BALL")),
        lines(HEADER, row(), row()),
    ],
    ids=["BOM", "CRLF", "no last line end", "blank", "spaced header", "order", "case", "twice"],
)
def test_what_programs_make_of_a_csv_is_read(diary, tmp_path, content):
    (tmp_path / "in.csv").write_bytes(content)
    assert diary.import_csv(tmp_path / "in.csv").new == 1
    assert diary.all(Release)[0].muscle == "piriformis"


def test_a_header_alone_is_nothing_new(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER))
    assert str(diary.import_csv(tmp_path / "in.csv")) == "0 new, 0 changed, 0 unchanged"


def test_one_command_brings_a_whole_diary(diary, release, noon, tmp_path):
    diary.add(OwnMuscle(added_at=noon, name="hamstring"))
    diary.add(OwnSpot(added_at=noon, muscle="hamstring", name="middle"))
    diary.add(OwnTool(added_at=noon, name="wooden spoon"))
    diary.add(release(muscle="hamstring", spot="middle", tool="wooden spoon"))
    diary.add(CheckIn(at=noon, pain=5))
    diary.export_csv(tmp_path / "out.csv")
    with open_diary(tmp_path / "other.db") as other:
        assert other.import_csv(tmp_path / "out.csv").new == 5
        assert other.all(Release) == diary.all(Release)
        assert other.catalogue()["hamstring"].spots["middle"].own


def test_experiments_come_along_with_their_releases(diary, experiment, release, tmp_path):
    planned = diary.add(experiment())
    diary.add(release(pressure="light", experiment=planned.id, arm="A"))
    diary.export_csv(tmp_path / "out.csv")
    with open_diary(tmp_path / "other.db") as other:
        assert other.import_csv(tmp_path / "out.csv").new == 2
        assert other.all(Experiment) == [planned]
        assert other.all(Release) == diary.all(Release)


def test_a_file_of_an_earlier_version_comes_in_without_the_columns_that_it_lacks(diary, tmp_path):
    def without(line: str) -> str:
        return line.rsplit(",", 1)[0]

    old = lines(without(HEADER), without(row()), without(row(id="")))
    (tmp_path / "in.csv").write_bytes(old)
    assert diary.import_csv(tmp_path / "in.csv").new == 2
    assert all(entry.time_known for entry in diary.all(Release))
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row(time_known="true"), row(id="")))
    assert diary.import_csv(tmp_path / "in.csv").unchanged == 2


def test_a_release_may_name_an_experiment_that_is_not_here(diary, tmp_path):
    content = lines(HEADER, row(experiment=ID + "9", arm="B"))
    (tmp_path / "in.csv").write_bytes(content)
    assert diary.import_csv(tmp_path / "in.csv").new == 1


def test_a_release_on_a_spot_deleted_since_can_move_house(diary, release, noon, tmp_path):
    spot = diary.add(OwnSpot(added_at=noon, muscle="piriformis", name="my knot"))
    diary.add(release(spot="my knot"))
    diary.delete(spot.id)
    diary.export_csv(tmp_path / "out.csv")
    assert str(diary.import_csv(tmp_path / "out.csv")) == (
        "0 new, 0 changed, 1 unchanged, 1 deleted here and left so"
    )
    with open_diary(tmp_path / "other.db") as other:
        assert other.import_csv(tmp_path / "out.csv").new == 2


def test_releases_on_a_spot_renamed_since_can_move_house(diary, release, noon, tmp_path):
    spot = diary.add(OwnSpot(added_at=noon, muscle="piriformis", name="my knot"))
    diary.add(release(spot="my knot"))
    diary.amend(spot.id, name="old friend")
    diary.add(release(spot="old friend"))
    files = diary.export_csv(tmp_path / "out.csv")
    before = [file.read_bytes() for file in files]
    with open_diary(tmp_path / "other.db") as other:
        assert other.import_csv(tmp_path / "out.csv").new == 4
        assert {entry.spot for entry in other.all(Release)} == {"my knot", "old friend"}
        other.export_csv(tmp_path / "out.csv")
        assert [file.read_bytes() for file in files] == before


def test_a_sibling_named_alone_brings_only_itself(diary, release, noon, tmp_path):
    diary.add(release())
    diary.add(CheckIn(at=noon, pain=5))
    diary.export_csv(tmp_path / "out.csv")
    with open_diary(tmp_path / "other.db") as other:
        assert other.import_csv(tmp_path / "out.check-ins.csv").new == 1


@pytest.mark.parametrize("older", [False, True], ids=["this version", "before it"])
def test_screenings_of_an_earlier_version_come_in_too(diary, noon, tmp_path, older):
    screening = Screening(answered_at=noon, red_flags=("cancer",), doctor_agreed_at=noon)
    with open_diary(tmp_path / "other.db") as other:
        other.add(screening, recorded_at=noon)
        other.export_csv(tmp_path / "all.csv")
    file = tmp_path / "all.screenings.csv"
    header, answers = file.read_text("utf-8-sig").splitlines()
    columns, cells = header.split(","), answers.split(",")
    assert columns[-2:] == ["doctor_agreed_at", "doctor_agreed_at_zone"]
    if older:
        file.write_bytes(lines(",".join(columns[:-2]), ",".join(cells[:-2])))
        screening = screening.changed(doctor_agreed_at=None)
    diary.import_csv(file)
    assert diary.all(Screening) == [screening]


def test_what_is_wrong_in_a_sibling_names_the_sibling(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row()))
    (tmp_path / "in.check-ins.csv").write_bytes(lines(",".join(CheckIn.model_fields), "x"))
    with pytest.raises(ImportRejected, match=r"^in\.check-ins\.csv, row 2: it has 1 cell, and"):
        diary.import_csv(tmp_path / "in.csv")
    assert diary.is_empty()


def test_sample_entries_do_not_come_in(diary, tmp_path):
    (tmp_path / "in.csv").write_bytes(lines(HEADER, row(), row(id=ID + "1", person="sample")))
    with pytest.raises(SampleMix, match="never share a diary"):
        diary.import_csv(tmp_path / "in.csv")
    assert diary.is_empty()


# Rows that cannot be entries


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"pain_before": "five"},
            "pain_before must be a whole number from 0 to 10, not 'five'.",
        ),
        ({"pain_before": "11"}, "pain_before must be a whole number from 0 to 10, not 11."),
        ({"pain_before": "-1"}, "pain_before must be a whole number from 0 to 10, not -1."),
        ({"pain_before": "NaN"}, "pain_before must be a whole number from 0 to 10, not 'NaN'."),
        ({"pain_before": ""}, "pain_before is missing: it must be a whole number from 0 to 10."),
        ({"pain_after": '"3,5"'}, "pain_after must have a decimal point, 3.5, not '3,5'."),
        ({"muscle": "pirifromis"}, "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?"),
        (
            {"spot": "midle"},
            "Unknown spot 'midle' of piriformis. Did you mean 'middle of the buttock'?",
        ),
        ({"side": "both"}, "side must be one of left, right, not 'both'."),
        (
            {"started_at": "2999-01-01T12:00Z"},
            "started_at must not be in the future, and 2999-01-01 12:00 is.",
        ),
        (
            {"started_at": "2026-11-18T12:00:00"},
            "started_at must be a time with its zone, such as 2026-11-22T18:30+01:00, "
            "not '2026-11-18T12:00:00'.",
        ),
        (
            {"started_at": "0001-01-01T00:00+10:00"},
            "started_at must be a time with its zone, such as 2026-11-22T18:30+01:00, "
            "not '0001-01-01T00:00+10:00'.",
        ),
        (
            {"outcome": "moved", "pain_after": "3"},
            "pain_after must be empty when the outcome is moved, not 3: "
            "give the pain on leaving as pain_30s.",
        ),
        (
            {"arm": "A"},
            "arm and experiment belong together: give both or neither.",
        ),
        (
            {"pain_later": "3"},
            "pain_later and later_at belong together: give both or neither.",
        ),
    ],
)
def test_a_bad_row_is_named_with_its_field(refusal, cells, sentence):
    content = lines(HEADER, row(id=ID + "1"), row(**cells))
    assert refusal(content) == f"in.csv, row 3: {sentence}"


def test_rows_are_counted_as_a_spreadsheet_counts_them(refusal):
    note = '"one\ntwo\nthree"'
    content = lines(HEADER, row(id=ID + "1", note=note), "", row(pain_before="11"))
    assert refusal(content).startswith("in.csv, row 4: ")


def test_the_first_bad_row_is_told_and_the_others_counted(refusal):
    bad = row(pain_before="11")
    first = "in.csv, row 2: pain_before must be a whole number from 0 to 10, not 11."
    assert refusal(lines(HEADER, bad, row(), bad)) == f"{first} (and 1 more row)"
    assert refusal(lines(HEADER, bad, bad, bad, bad)) == f"{first} (and 3 more rows)"


def test_a_row_that_is_no_row_ends_the_count(refusal):
    said = refusal(lines(HEADER, row(pain_before="11"), "x,y", row(pain_before="11")))
    assert said == (
        "in.csv, row 2: pain_before must be a whole number from 0 to 10, not 11. (and 1 more row)"
    )


def test_after_many_bad_rows_the_rest_is_not_read(refusal):
    bad = [row(pain_before="11")] * MOST_BAD_ROWS
    said = refusal(lines(HEADER, *bad) + b"\xff" * 1000)
    assert said.endswith("(and at least 99 more rows)")


def test_one_id_with_different_values_is_refused(refusal):
    assert refusal(lines(HEADER, row(), row(pain_before="5"))) == (
        f"in.csv, row 3: id {ID}0 is in an earlier row with other values; keep one of the two."
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2026-11-18T12:00Z,me", "it has 2 cells, and the header names 21 columns."),
        (row() + ",", "it has 22 cells, and the header names 21 columns."),
        (row(note="\0"), f"it holds null bytes, which no text has; {SAVE_AS}"),
        (row(note="B\udce4r"), f"it is not UTF-8 text; {SAVE_AS}"),
        (
            row(note='"open'),
            f"a quotation mark is opened and never closed; {SAVE_AS}",
        ),
        (
            row(note='"a"b'),
            f"text follows a closing quotation mark; {SAVE_AS}",
        ),
        (
            row(note='"' + "garbage\n" * ROW_BYTES),
            "it is longer than any entry (131,072 bytes); a closing quotation mark may be missing.",
        ),
    ],
    ids=["short", "long", "null", "latin-1", "unclosed", "quotes", "swallows the file"],
)
def test_a_row_that_is_no_row_is_named(refusal, line, sentence):
    # The rows before it are more than the head that is looked at first.
    good = [row(id=f"01a2008d-7400-7000-8000-{n:012}") for n in range(600)]
    content = "".join(f"{text}\n" for text in (HEADER, *good, line))
    said = refusal(content.encode(errors="surrogateescape"))
    assert said == f"in.csv, row 602: {sentence}"


# Files that are not the kit's CSV


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", " is empty; its first row must name the columns."),
        (b"\xef\xbb\xbf \r\n", " is empty; its first row must name the columns."),
        (
            lines(HEADER.replace(",tool", "")),
            ", row 1: the column 'tool' is missing; add it.",
        ),
        (
            lines(HEADER.replace("pain_before", "pain_befor")),
            ", row 1: Unknown column 'pain_befor'. Did you mean 'pain_before'?",
        ),
        (lines(HEADER + ",mood"), ", row 1: Unknown column 'mood'. Remove it."),
        (lines(HEADER + ",note"), ", row 1: the column 'note' is there twice; remove one."),
        (
            lines(HEADER, row()).decode().encode("utf-16"),
            f" is UTF-16 text, not UTF-8; {SAVE_AS}",
        ),
        (
            lines(HEADER, row()).decode().encode("utf-16-le"),
            f" holds null bytes, which no text has; {SAVE_AS}",
        ),
        (b"n\xe4me,x\n", f", row 1: it is not UTF-8 text; {SAVE_AS}"),
        (
            lines(HEADER, row()).replace(b",", b";"),
            ", row 1: its columns are separated by semicolons; save it with commas between them.",
        ),
        (
            lines(HEADER, row()).replace(b",", b"\t"),
            ", row 1: its columns are separated by tabs; save it with commas between them.",
        ),
        (
            lines(HEADER, row()).replace(b"\n", b"\r"),
            f", row 1: its lines end as they did on old Macs; {SAVE_AS}",
        ),
        (
            b"SQLite format 3\0...",
            " is a database, not CSV; bring another copy of your diary in with tracker merge.",
        ),
        (
            b"name,startday,startmonth,startyear,intensity,date\n",
            " has the layout of daily ratings; import it with --as check-ins.",
        ),
        (
            b"x" * (ROW_BYTES + 1),
            ", row 1: it is longer than any entry (131,072 bytes); "
            "a closing quotation mark may be missing.",
        ),
    ],
)
def test_a_file_that_is_not_the_kits_csv_is_told_what_it_is(refusal, content, sentence):
    assert refusal(content) == f"in.csv{sentence}"


def test_an_unknown_layout_is_told_what_is_known(refusal):
    said = refusal(b"when,where,how much,,\n")
    assert said.startswith(
        "in.csv is neither the kit's own CSV nor a layout it knows; its columns are "
        "when, where, how much. Known layouts: "
    )


def test_a_workbook_is_told_to_be_saved_as_csv(refusal, tmp_path):
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal((tmp_path / "book.xlsx").read_bytes()) == (
        f"in.csv is a spreadsheet workbook or a ZIP archive, not CSV; open it and {SAVE_AS}"
    )


@pytest.mark.parametrize("start", [b"", lines(HEADER), lines(HEADER) + lines(row()) * 2000])
def test_200_megabytes_of_garbage_are_not_read(diary, tmp_path, start):
    (tmp_path / "big.csv").write_bytes(start)
    os.truncate(tmp_path / "big.csv", 200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ImportRejected, match=r"null bytes|longer than any entry"):
            diary.import_csv(tmp_path / "big.csv")
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert diary.is_empty()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gone.csv", "There is no file {path}; check the name."),
        ("", "{path} is a folder; name a file in it."),
        ("n" * 300, "{path} cannot be read (File name too long); check its name and permissions."),
    ],
)
def test_a_path_that_cannot_be_read_is_named(diary, tmp_path, name, sentence):
    path = tmp_path / name
    with pytest.raises(ImportRejected) as refused:
        diary.import_csv(path)
    assert str(refused.value) == sentence.format(path=path)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet", "out.json"])
def test_an_older_export_takes_no_later_change_back(diary, release, tmp_path, name):
    entry = diary.add(release(pain_after=3))
    other = diary.add(release(pain_before=8))
    diary.export_file(tmp_path / name)
    diary.amend(entry.id, pain_after=1)
    diary.amend(other.id, note="kept")
    diary.undo(other.id)
    assert str(diary.import_file(tmp_path / name)) == (
        "0 new, 0 changed, 1 unchanged, 1 changed here since and left so"
    )
    assert diary.get(entry.id).pain_after == 1


def test_the_first_changed_entries_are_handed_out_as_they_were(diary, release, tmp_path):
    entry = diary.add(release(pain_after=3))
    diary.export_csv(tmp_path / "out.csv", purpose="machine")
    edited = (tmp_path / "out.csv").read_text().replace(",6,,3,", ",6,,2,")
    (tmp_path / "out.csv").write_text(edited)
    (changed,) = diary.import_csv(tmp_path / "out.csv").first_amended
    assert (changed.record.pain_after, changed.was.pain_after) == (2, 3)
    assert diary.get(entry.id).pain_after == 2

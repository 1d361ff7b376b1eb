"""Whatever the file: every row is accounted for, and nothing is written before it is asked."""

import csv
import io
import stat
import zipfile
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diary.errors import DiaryError, ImportRejected, NotSaved
from tracker.exchange.apply_import import apply, undo, write_rejects
from tracker.exchange.import_preview import rejects_csv
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.mapping_toml import as_toml
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.release import Release

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture
def look(diary, tmp_path):
    """Look into a file with this content."""

    def of(content: str | bytes, name: str = "list.csv", **how):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return diary.preview_import(path, now=NOW, **how)

    return of


def as_counted(incoming):
    counts = incoming.counts
    assert counts.total() == len(incoming.lines)
    return tuple(counts[state] for state in ("new", "changed", "unchanged", "skipped", "rejected"))


def counting(monkeypatch, target):
    """How often a function is called from now on."""
    module, _, name = target.rpartition(".")
    real = getattr(import_module(module), name)
    calls = []
    monkeypatch.setattr(target, lambda *args, **how: calls.append(name) or real(*args, **how))
    return calls


def test_a_bundle_is_parsed_once(diary, monkeypatch):
    parsed = counting(monkeypatch, "json.loads")
    incoming = diary.preview_import(CORPUS / "observations_not_taken.json", now=NOW)
    assert incoming.decisions
    assert len(parsed) == 1


@pytest.mark.skipif(find_spec("openpyxl") is None, reason="needs openpyxl")
def test_a_workbook_is_opened_once_however_many_sheets_it_has(diary, tmp_path, monkeypatch):
    opened = counting(monkeypatch, "tracker.exchange.formats.xlsx_reader.load_workbook")
    incoming = diary.preview_import(CORPUS / "a_sheet_for_each_year.xlsx", now=NOW)
    assert len(incoming.lines) == 3
    assert len(opened) == 1
    diary.export_file(tmp_path / "own.xlsx")
    assert diary.preview_import(tmp_path / "own.xlsx", now=NOW).own is not None
    assert len(opened) == 2


def test_whose_ratings_of_a_bundle_are_read_is_asked_where_somebody_can_say(diary):
    several = CORPUS / "two_patients.json"
    asked = diary.preview_import(several, now=NOW, asking=True)
    (question,) = asked.doubts
    assert (question.key, question.options) == ("patient", ("a1", "b2"))
    assert question.unsure.startswith("The ratings are of several patients ('a1' has 1, 'b2' has")
    assert not asked.is_sure
    with pytest.raises(ImportRejected, match="Choose one with --patient"):
        apply(diary, asked, now=NOW)
    chosen = diary.preview_import(several, now=NOW, asking=True, answers={"patient": "b2"})
    assert chosen.is_sure
    assert chosen.decisions[0].options == ("a1", "b2")
    assert apply(diary, chosen, now=NOW).result.new == len(diary.all(CheckIn)) == 1


# What is recognised and what is asked


def test_a_plain_list_is_taken_at_once_and_a_second_time_changes_nothing(look, diary):
    incoming = look("date,pain\n2024-01-01,5\n2024-01-02,\n2024-01-03,6.5\n")
    assert incoming.is_sure
    assert as_counted(incoming) == (2, 0, 0, 1, 0)
    assert diary.is_empty()
    assert apply(diary, incoming, now=NOW).result.new == 2
    assert [entry.pain for entry in diary.all(CheckIn)] == [5, 6.5]
    assert diary.history(diary.all(CheckIn)[0].id)[0].recorded_by == "import date, pain"
    again = look("date,pain\n2024-01-01,5\n2024-01-02,\n2024-01-03,7\n2024-01-04,1\n")
    assert as_counted(again) == (1, 1, 1, 1, 0)
    (changed,) = [line for line in again.lines if line.state == "changed"]
    assert "pain 7" in changed.words
    assert changed.was_words == "pain was 6.5"


def test_a_day_to_come_is_told_by_the_files_own_column(look):
    (line,) = look("Datum,Schmerz\n2099-01-01,5\n").lines
    assert line.why.startswith("Datum must not be in the future, and 2099-01-01 12:00")


def test_what_was_changed_here_since_stays_though_the_file_comes_again(look, diary):
    content = "date,pain\n2024-01-01,5\n2024-01-02,4\n"
    apply(diary, look(content), now=NOW)
    entry = diary.all(CheckIn)[0]
    diary.amend(entry.id, pain=3, recorded_at=NOW)
    again = look(content)
    assert as_counted(again) == (0, 0, 1, 1, 0)
    assert again.reasons == {"changed here since and left so": 1}
    assert str(apply(diary, again, now=NOW).result) == "0 new, 0 changed, 1 unchanged"
    assert diary.get(entry.id).pain == 3


def test_a_change_that_an_import_made_and_was_undone_can_come_again(look, diary):
    apply(diary, look("date,pain\n2024-01-01,5\n"), now=NOW)
    corrected = look("date,pain\n2024-01-01,4\n")
    assert undo(diary, apply(diary, corrected, now=NOW), now=NOW) == 1
    assert as_counted(look("date,pain\n2024-01-01,4\n")) == (0, 1, 0, 0, 0)


def test_names_in_other_words_are_understood(look):
    incoming = look("Datum;Uhrzeit;Schmerzstärke (0-10);Seite;Notiz\n1.2.2024;18:30;3,5;links;ok\n")
    assert incoming.is_sure
    (line,) = incoming.lines
    assert (line.record.pain, line.record.side, line.record.note) == (3.5, "left", "ok")
    assert (line.record.at.month, line.record.at.hour, line.record.at.minute) == (2, 18, 30)
    (line,) = look("Datum,Schmerz,Seite\n2024-02-01,3,beide\n").lines
    assert line.record.side == "both"


def test_what_is_guessed_is_asked_and_said_as_toml_that_can_be_read_back(look):
    incoming = look('when,how bad,where\n2024-01-01,5,hip\n2024-01-02,6,"a""b\n# c"\n')
    assert not incoming.is_sure
    text = as_toml(incoming.proposal)
    assert "# Not sure: 'how bad' was taken for the pain, because it holds numbers." in text
    assert 'pain = "how bad"  # "5", "6"' in text
    layout = Layout.from_toml(text)
    assert layout.fields == {"pain": ("how bad",), "site": ("where",)}
    read = look("when,how bad,where\n2024-01-01,5,hip\n", values=incoming.proposal.values)
    assert read.is_sure
    assert read.lines[0].record.site == "hip"


def test_the_order_of_day_and_month_is_asked_once(look):
    content = "date,pain\n3/4/2024,5\n5/6/2024,5\n"
    asked = look(content)
    assert (asked.asks_order, asked.is_sure, asked.lines) == (True, False, ())
    answered = look(content, answers={"date_order": "month first"})
    assert [line.record.at.month for line in answered.lines] == [3, 5]
    foreign = "Day,Pain\n3/4/2024,5\n5/6/2024,5\n"
    assert look(foreign).asks_order
    assert look(foreign, answers={"date_order": "day first"}).is_sure


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_so_do_its_other_formats(diary, release, tmp_path, suffix):
    pytest.importorskip({"xlsx": "openpyxl", "parquet": "pyarrow"}[suffix])
    diary.add(release())
    diary.export_file(tmp_path / f"out.{suffix}")
    assert diary.preview_import(tmp_path / f"out.{suffix}").own.unchanged == 1


def test_a_few_names_in_common_make_no_file_of_the_kit(look):
    incoming = look("id,name,person,date,pain\n1,hip,me,2024-01-13,5\n")
    assert incoming.own is None
    assert incoming.lines[0].record.pain == 5


def test_a_list_without_names_and_one_with_lines_above_them(look):
    bare = look("2024-01-01,5\n2024-01-02,6\n")
    assert (bare.table.header_row, bare.is_sure) == (0, False)
    assert as_counted(bare) == (2, 0, 0, 0, 0)
    above = look("My pain diary\n\nDay,Pain\n2024-01-01,5\n")
    assert above.table.header_row == 3
    assert above.lines[0].row == 4


def test_ratings_to_a_hundred_are_asked(look):
    incoming = look("Date,Pain\n2024-01-01,50\n2024-01-02,5\n")
    assert incoming.proposal.values["scale"] == [0, 100]
    assert not incoming.is_sure


def test_a_table_without_days_or_ratings_says_so(look):
    with pytest.raises(ImportRejected, match=r"^list\.csv has no column of days that the kit can"):
        look("muscle;spot\npsoas;low\n")
    with pytest.raises(ImportRejected, match=r"^list\.csv has no column of pain from 0 to 10"):
        look("date;spot\n2024-01-01;low\n")


def test_the_kits_own_file_needs_nothing(diary, release, tmp_path):
    diary.add(release())
    diary.export_csv(tmp_path / "out.csv")
    with open_diary(tmp_path / "other.db") as other:
        incoming = other.preview_import(tmp_path / "out.csv")
        assert (incoming.is_sure, incoming.own.new) == (True, 1)
        assert other.is_empty()
        apply(other, incoming)
        assert other.all(Release) == diary.all(Release)


@pytest.mark.skipif(find_spec("openpyxl") is None, reason="needs openpyxl")
def test_an_excel_list_comes_in(look):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Date", "Pain", "Note"])
    book.active.append([datetime(2024, 1, 2, 18, 30), 4.5, "=1+1"])  # noqa: DTZ001 - as Excel has it
    book.active.append([datetime(2024, 1, 3), 3, None])  # noqa: DTZ001
    content = io.BytesIO()
    book.save(content)
    incoming = look(content.getvalue(), "list.xlsx")
    assert as_counted(incoming) == (2, 0, 0, 0, 0)
    assert incoming.lines[0].record.at.hour == 18
    assert incoming.lines[1].record.at.hour == 12


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow")
def test_another_programs_parquet_comes_in(look, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [datetime(2024, 1, 2, 18, 30), datetime(2024, 1, 3)]  # noqa: DTZ001 - as it has them
    columns = {"Date": days, "Pain": [4.5, 3.0], "Note": ["''=1+1", None]}
    pq.write_table(pa.table(columns), tmp_path / "made.parquet")
    incoming = look((tmp_path / "made.parquet").read_bytes(), "list.parquet")
    assert incoming.is_sure
    assert incoming.description == "a Parquet file"
    assert [line.record.pain for line in incoming.lines] == [4.5, 3]
    assert [line.record.at.hour for line in incoming.lines] == [18, 12]
    assert [line.record.note for line in incoming.lines] == ["''=1+1", ""]


def test_the_person_may_say_how_the_file_is_written(look):
    values = {
        "encoding": "cp1250",
        "separator": "|",
        "decimal": "comma",
        "header_row": 2,
        "moment": {"date": "data"},
        "fields": {"pain": "ból"},
        "only": {"gdzie": ["noga"]},
    }
    content = "mój dziennik\ndata|ból|gdzie\n2024-01-13|3,5|noga\n2024-01-14|4|ręka\n"
    incoming = look(content.encode("cp1250"), values=values)
    assert [line.record.pain for line in incoming.lines if line.record] == [3.5]
    assert incoming.reasons == {"ręka (not in this layout)": 1}


ROWS = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2024, 12, 31)), st.integers(0, 12)), max_size=15
)


@settings(max_examples=25)
@given(ROWS, ROWS)
def test_a_list_comes_in_once_however_often_and_whatever_was_added(tmp_path_factory, first, more):
    folder = tmp_path_factory.mktemp("again")
    with open_diary(folder / "diary.db") as diary:
        for rows in (first, first, first + more):
            text = "".join(f"{day},{pain}\n" for day, pain in rows)
            (folder / "list.csv").write_text(f"date,pain\n{text}")
            incoming = diary.preview_import(folder / "list.csv", now=NOW)
            apply(diary, incoming, skip_rejected=True, now=NOW)
        good = sorted(pain for _, pain in first + more if pain <= 10)
        assert sorted(entry.pain for entry in diary.all(CheckIn)) == good
        assert all(len(diary.history(entry.id)) == 1 for entry in diary.all(CheckIn))


# All or nothing


REJECTED = "date,pain,note\n2024-01-01,5,\n2024-01-02,11,=cmd()\n2024-01-03,x,\n"


def test_a_rejected_row_stops_the_import_unless_it_is_to_be_skipped(look, diary):
    incoming = look(REJECTED)
    assert as_counted(incoming) == (1, 0, 0, 0, 2)
    with pytest.raises(ImportRejected) as refused:
        apply(diary, incoming, now=NOW)
    assert str(refused.value) == (
        "list.csv, row 3: pain must be a number from 0 to 10, not '11'. (and 1 more)"
    )
    assert diary.is_empty()
    assert apply(diary, incoming, skip_rejected=True, now=NOW).result.new == 1


def test_the_rejected_rows_go_to_a_private_file_with_reasons(look, tmp_path):
    incoming = look(REJECTED)
    assert write_rejects(incoming, tmp_path / "out.csv") == 2
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "row,reason,date,pain,note",
        "3,\"pain must be a number from 0 to 10, not '11'.\",2024-01-02,11,'=cmd()",
        "4,\"pain must be a number from 0 to 10, not 'x'.\",2024-01-03,x,",
    ]
    with pytest.raises(NotSaved, match="is there already; choose another name"):
        write_rejects(incoming, tmp_path / "out.csv")
    assert rejects_csv(incoming.table, incoming.rejected) == (tmp_path / "out.csv").read_bytes()


def test_no_cell_of_the_rejected_rows_runs_as_a_formula(look):
    values = {"moment": {"date": "date"}, "fields": {"pain": "=pain", "note": "note"}}
    incoming = look("date,=pain,note\n2024-01-13,12,＝1+1\n", values=values)
    header, row = csv.reader(io.StringIO(incoming.rejects().decode("utf-8-sig")))
    assert header == ["row", "reason", "date", "'=pain", "note"]
    assert row == [
        "2",
        "'=pain must be a number from 0 to 10, not '12'.",
        "2024-01-13",
        "12",
        "'＝1+1",
    ]


def test_an_import_is_taken_back_whole_and_can_come_again(look, diary):
    apply(diary, look("date,pain\n2024-01-01,5\n"), now=NOW)
    incoming = look("date,pain\n2024-01-01,6\n2024-01-02,4\n")
    applied = apply(diary, incoming, now=NOW)
    kept = diary.all(CheckIn)[1]
    assert undo(diary, applied, now=NOW) == 2
    assert [entry.pain for entry in diary.all(CheckIn)] == [5]
    assert undo(diary, applied, now=NOW) == 0
    assert as_counted(look("date,pain\n2024-01-01,6\n2024-01-02,4\n")) == (1, 1, 0, 0, 0)
    assert apply(diary, look("date,pain\n2024-01-02,4\n"), now=NOW).result.new == 1
    assert diary.get(kept.id) == kept


def test_what_was_changed_since_stays_and_what_was_deleted_stays_deleted(look, diary):
    incoming = look("date,pain\n2024-01-01,5\n2024-01-02,4\n")
    applied = apply(diary, incoming, now=NOW)
    first, second = diary.all(CheckIn)
    diary.amend(first.id, note="mine")
    diary.delete(second.id)
    assert undo(diary, applied, now=NOW) == 0
    again = look("date,pain\n2024-01-01,5\n2024-01-02,4\n")
    assert again.reasons == {
        "changed here since and left so": 1,
        "deleted here and left so": 1,
    }


# Hostile files


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("date.csv", "date,pain\n")
    return content.getvalue()


HOSTILE = {
    "zip as csv": (bomb(), "list.csv", "is a spreadsheet workbook or a ZIP archive, not CSV"),
    "zip as xlsx": (bomb(), "list.xlsx", "is not an Excel workbook that can be read"),
    "text as xlsx": (b"date,pain\n", "list.xlsx", "is not an Excel workbook that can be read"),
    "empty": (b"", "list.csv", "is empty; its first row must name the columns."),
    "blank": (b"\n \n,,\n", "list.csv", "is empty; its first row must name the columns."),
    "null bytes": (b"date,pain\n2024-01-01,\x00\n", "list.csv", "row 2: it holds null bytes"),
    "binary": (bytes(range(256)) * 40, "list.csv", ""),
    "10 MB cell": (
        b'date,pain,note\n2024-01-01,5,"' + b"x" * 10_000_000 + b'"\n',
        "list.csv",
        "row 2: a cell is longer than 100,000 characters, and no entry is.",
    ),
    "mixed encodings": (
        "date,pain,note\n2024-01-01,5,Gesäß\n".encode() + "2024-01-02,5,Gesäß\n".encode("latin-1"),
        "list.csv",
        "row 3: its letters are encoded otherwise than in the rest of the file",
    ),
    "duplicate header": (
        b"date,pain,pain\n2024-01-01,5,6\n",
        "list.csv",
        "row 1: the column 'pain' is there twice; rename or remove one.",
    ),
    "open quotation": (
        b'date,pain\n2024-01-01,"5\n2024-01-02,6\n',
        "list.csv",
        "a quotation mark is opened and never closed",
    ),
    "100,000 columns": (
        b"date,pain," + b",".join(b"c%d" % n for n in range(100_000)) + b"\n",
        "list.csv",
        "row 1: it has 100,002 columns, and at most 500 are read",
    ),
    "header alone": (b"day,pain\n", "list.csv", "has no rows below the names of its columns"),
    "no such column": (b"a,b\n1,2\n", "list.csv", "has no column of days that the kit can tell"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_changes_nothing(look, diary, release, name):
    mine = diary.add(release())
    content, file, sentence = HOSTILE[name]
    with pytest.raises(ImportRejected) as refused:
        look(content, file)
    said = str(refused.value)
    assert sentence in said
    assert said.startswith("list")
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 400
    assert diary.all(Release) == [mine]
    assert diary.count(CheckIn) == 0


@pytest.mark.skipif(find_spec("openpyxl") is None, reason="needs openpyxl")
def test_another_programs_workbook_that_unpacks_to_more_than_a_diary_is_not_opened(look):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(ImportRejected, match=r"^list\.xlsx unpacks to 60,000,000 bytes, more than"):
        look(content.getvalue(), "list.xlsx")


def test_a_preview_is_a_value_that_holds_no_diary(look, diary, tmp_path):
    incoming = look("date,pain\n2024-01-01,5\n")
    with pytest.raises(AttributeError, match="cannot assign to field"):
        incoming.lines = ()
    with open_diary(tmp_path / "another.db") as other:
        assert apply(other, incoming, now=NOW).result.new == 1
        assert diary.is_empty()


@pytest.mark.skipif(find_spec("openpyxl") is None, reason="needs openpyxl")
def test_a_workbook_whose_first_sheet_is_empty_says_so(look):
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    book.create_sheet("list").append(["date", "pain"])
    book.save(content)
    with pytest.raises(ImportRejected, match=r"^list\.xlsx: its first sheet is empty; move the"):
        look(content.getvalue(), "list.xlsx")


def test_utf_16_without_its_mark_is_read(look):
    assert as_counted(look("date,pain\n2024-01-01,5\n".encode("utf-16-le"))) == (1, 0, 0, 0, 0)


def test_rows_too_short_and_too_long_are_rejected_by_number(look):
    incoming = look("date,pain,note\n2024-01-01\n2024-01-02,5,ok,more\n2024-01-03,5,,\n")
    assert [(line.row, line.why) for line in incoming.rejected] == [
        (2, "it has 1 cell, and there are 3 columns."),
        (3, "it has 4 cells, and there are 3 columns."),
    ]
    assert as_counted(incoming) == (1, 0, 0, 0, 2)


def test_a_folder_and_a_file_that_is_not_there(diary, tmp_path):
    with pytest.raises(ImportRejected, match="is a folder; name a file in it"):
        diary.preview_import(tmp_path)
    with pytest.raises(ImportRejected, match=r"There is no file .*; check the name"):
        diary.preview_import(tmp_path / "gone.csv")


@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_the_bytes_the_rows_add_up_or_a_sentence_is_said(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.csv").write_bytes(b"date,pain\n2024-01-01,5\n" + content)
    with open_diary(folder / "diary.db") as diary:
        said, incoming = outcome_of(diary, folder / "any.csv")
        assert "\n" not in said
        assert said.endswith(".")
        if incoming is not None:
            assert incoming.counts.total() == len(incoming.lines)
        assert diary.is_empty()


def outcome_of(diary, path):
    try:
        return "It is read.", diary.preview_import(path, now=NOW)
    except DiaryError as error:
        return str(error), None


def test_a_file_of_two_people_is_an_entry_of_each(diary, tmp_path):
    file = tmp_path / "pain.csv"
    file.write_text("date,pain\n2024-01-13,5\n", encoding="utf-8")
    p01 = diary.of("P01")
    for mine in (diary.of("me"), p01, p01):
        mine.apply_import(mine.preview_import(file))
    assert sorted(diary.check_ins()["person"]) == ["P01", "me"]
    assert len(p01.check_ins()) == 1

"""However another program wrote its text, the letters and the columns come out as they were."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.encoding import SEPARATORS, decode, separator_of

TEXT = "Datum;Schmerzstärke\n1.2.2024;3,5\n2.2.2024;4\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"],
)
def test_a_text_comes_out_of_whatever_encoding(encoding):
    assert decode("list.csv", TEXT.encode(encoding))[0] == TEXT


def test_letters_beyond_the_west_are_told_by_statistics():
    text = "дата;боль;заметка\n1.2.2024;3;нога левая после ходьбы\n2.2.2024;4;после сна лучше\n"
    assert decode("list.csv", text.encode("cp1251")) == (text, "cp1251")


def test_the_person_knows_better():
    text = "data;ból\n1.2.2024;3\n"
    assert decode("list.csv", text.encode("cp1250"), "cp1250") == (text, "cp1250")
    with pytest.raises(ImportRejected, match="cannot be read as klingon; save it as 'CSV UTF-8'"):
        decode("list.csv", text.encode("cp1250"), "klingon")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "list.csv is empty; its first row must name the columns."),
        (b"\xef\xbb\xbf \n\n", "list.csv is empty; its first row must name the columns."),
        (
            b"PK\x03\x04....",
            "list.csv is a spreadsheet workbook or a ZIP archive, not CSV; open it",
        ),
        (b"%PDF-1.7\n", "list.csv is a PDF, not CSV"),
        (b"\x89PNG\r\n\x1a\n", "list.csv is a picture, not CSV"),
        (b"SQLite format 3\0", "list.csv is a database, not CSV; bring another copy of your diary"),
        (b"age-encryption.org/v1\n", "list.csv is locked with a passphrase; open it on the"),
        (b"date,pain\n2024-01-01,\x005\n", "list.csv, row 2: it holds null bytes"),
        (b"\x00\x01\x02\x03" * 50, "list.csv, row 1: it holds null bytes"),
        (
            "date,note\n1,Gesäß\n".encode() + "2,Gesäß\n".encode("cp1252"),
            "list.csv, row 3: its letters are encoded otherwise than in the rest of the file",
        ),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(ImportRejected) as refused:
        decode("list.csv", content)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(".")


WORDS = st.text(st.characters(codec="cp1252", categories=["L", "N"]), min_size=1, max_size=8)
NUMBERS = st.integers(0, 100).map(lambda tenths: tenths / 10)


@given(
    st.lists(st.tuples(WORDS, NUMBERS, WORDS), min_size=2, max_size=30),
    st.sampled_from(sorted(SEPARATORS)),
    st.sampled_from([".", ","]),
)
@example([("a", 1.5, "b"), ("c", 2.5, "d")], ";", ",")
def test_a_table_survives_any_separator_and_decimal_sign(rows, separator, sign):
    """A comma between columns puts numbers with a comma into quotation marks, as programs do."""
    cells = [[name, f"{number:.1f}".replace(".", sign), note] for name, number, note in rows]
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows([["name", "pain", "note"], *cells])
    found = separator_of(written.getvalue())
    assert found == separator
    read = list(csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=found))
    assert read[1:] == cells


@given(st.lists(WORDS, min_size=1, max_size=20), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_words_survive_a_marked_encoding(words, encoding):
    text = "note\n" + "\n".join(words) + "\n"
    assert decode("list.csv", text.encode(encoding))[0] == text


def test_excel_names_its_separator_itself():
    assert separator_of("sep=|\na|b\n1,5|2\n") == "|"


def test_a_text_of_one_column_has_a_comma():
    assert separator_of("pain\n3\n4\n") == ","

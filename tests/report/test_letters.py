"""Letters that the page's own font lacks are drawn with the machine's, or said not to be drawn."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from tracker.protocol.check_in import CheckIn
from tracker.report import letters
from tracker.report.letters import NOT_DRAWN, OWN_FOLDER, OWN_FONT, fonts_for, without
from tracker.report.pdf import to_pdf
from tracker.report.weekly_report import weekly_report

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
JAPANESE = "痛みが強い"


@pytest.fixture
def words_of(diary):
    """What is copied out of the PDF of a week with this note."""

    def words(note):
        diary.add(CheckIn(at="2026-11-16T08:00Z", pain=4, note=note))
        pdf = to_pdf(weekly_report(diary, "2026-W47", now=NOW))
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)

    return words


@pytest.fixture
def no_other_font(monkeypatch):
    monkeypatch.setattr(letters, "findSystemFonts", list)


def test_what_the_own_font_has_asks_for_no_other(monkeypatch):
    monkeypatch.setattr(letters, "findSystemFonts", lambda: pytest.fail("looked for fonts"))
    assert fonts_for("déjà vu, ő, пульс, عربي, 😖\n\u2068") == ((OWN_FONT,), "")


def test_a_font_is_added_only_for_letters_it_brings(monkeypatch):
    files = [str(OWN_FOLDER / name) for name in ("DejaVuSans.ttf", "LastResortHE-Regular.ttf")]
    monkeypatch.setattr(letters, "findSystemFonts", lambda: files)
    families, missing = fonts_for(JAPANESE)
    assert families == (OWN_FONT, "Last Resort High-Efficiency")
    assert missing == ""


def test_a_file_that_is_no_font_is_passed_over(monkeypatch, tmp_path):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"not a font")
    monkeypatch.setattr(letters, "findSystemFonts", lambda: [str(broken)])
    assert fonts_for("痛い") == ((OWN_FONT,), "い痛")


def test_without_a_font_a_box_stands_for_the_letter_and_the_page_says_so(words_of, no_other_font):
    words = words_of(f"left {JAPANESE}")
    assert f"left {NOT_DRAWN * len(JAPANESE)}" in words
    assert f"{NOT_DRAWN} stands for a letter that no font of this machine has" in words


def test_with_a_font_what_is_copied_out_is_what_was_written(words_of):
    if fonts_for(JAPANESE)[1]:
        pytest.skip(
            "No font with Japanese letters is installed: apt-get install fonts-droid-fallback"
        )
    words = words_of(JAPANESE)
    assert JAPANESE in words
    assert "stands for a letter" not in words


def test_only_what_cannot_be_drawn_is_replaced():
    assert without("left 痛み", "痛") == f"left {NOT_DRAWN}み"

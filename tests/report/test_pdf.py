"""The PDF says what the HTML says, runs nothing, fetches nothing, and can be heard."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO

import pytest
from pypdf import PdfReader

from tracker.diary import sample
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.report.pdf import to_pdf
from tracker.report.weekly_report import weekly_report

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
POINTS = {"a4": (595, 842), "us-letter": (612, 792)}
HOSTILE = (
    '<script>alert(1)</script> #import "x": * $x$ *b* _i_ `c` @ref <lab> \\ \' =1+1 & {{7*7}} '
    "{% x %} // /* */ ~ -- [m] #panic()"
)

every_paper = pytest.mark.parametrize("paper", POINTS)
every_page = pytest.mark.parametrize("page", ["week", "clinician"])


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def twelve_weeks(tmp_path_factory):
    with open_diary(tmp_path_factory.mktemp("sample") / "sample.db") as opened:
        sample.write(opened, until=date(2026, 11, 22), zone=UTC)
        yield weekly_report(opened, now=NOW)


def reader(pdf):
    return PdfReader(BytesIO(pdf))


def bare(text):
    """Text without what only lays it out: blanks, line ends, marks of direction."""
    return re.sub("[\\s\u00a0\u200b\u2068\u2069]", "", text)


def text_of(pdf):
    return bare("".join(page.extract_text() for page in reader(pdf).pages))


class Visible(HTMLParser):
    """The words of a page, element by element; those inside drawings left out."""

    PIECES = {"p", "h1", "h2", "h3", "li", "th", "td", "dt", "dd"} | {
        "caption",
        "figcaption",
        "summary",
        "span",
        "strong",
    }

    def __init__(self):
        super().__init__()
        self.hidden = 0
        self.pieces = [""]

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - as the parser calls it
        self.hidden += tag in ("svg", "style", "title")
        if tag in self.PIECES:
            self.pieces.append("")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("svg", "style", "title")
        if tag in self.PIECES:
            self.pieces.append("")

    def handle_data(self, data):
        if not self.hidden:
            self.pieces[-1] += data


def pieces_of(html):
    visible = Visible()
    visible.feed(html)
    return [piece for piece in map(bare, visible.pieces) if piece]


def marked(element):
    """Every structure element below one, with its kind and its alternative text."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get") and "/S" in kid:
            yield str(kid["/S"]), kid.get("/Alt")
            yield from marked(kid)


@every_page
def test_the_same_report_gives_the_same_bytes(twelve_weeks, page):
    assert to_pdf(twelve_weeks, page=page) == to_pdf(twelve_weeks, page=page)


@every_page
@every_paper
def test_it_is_on_its_paper_and_says_its_title_and_language(twelve_weeks, page, paper):
    pdf = reader(to_pdf(twelve_weeks, page=page, paper=paper))

    for sheet in pdf.pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == POINTS[paper]
    assert "2026-W47" in pdf.metadata.title
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    assert pdf.metadata.creation_date == NOW


@every_page
def test_a_screen_reader_finds_headings_tables_and_figures_with_words(twelve_weeks, page):
    root = reader(to_pdf(twelve_weeks, page=page)).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    elements = list(marked(root["/StructTreeRoot"]))
    kinds = {kind for kind, _ in elements}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds
    figures = [alt for kind, alt in elements if kind == "/Figure"]
    assert all(figures)
    if page == "week":
        assert any(alt.startswith("What helped so far, on the body. ") for alt in figures)
        assert any(alt.startswith("Twelve weeks. Week by week. 2026-W36: pain") for alt in figures)


@every_page
def test_nothing_in_it_runs_and_nothing_leads_outside(twelve_weeks, page):
    content = to_pdf(twelve_weeks, page=page)
    root = reader(content).trailer["/Root"]

    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root)
    for sheet in reader(content).pages:
        assert "/Annots" not in sheet
        assert "/AA" not in sheet
    for name in (b"/JavaScript", b"/JS ", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert name not in content


@every_page
def test_it_says_what_the_html_says(twelve_weeks, page):
    said = text_of(to_pdf(twelve_weeks, page=page))

    pieces = pieces_of(twelve_weeks.to_html(page))
    assert len(pieces) > 80
    assert [piece for piece in pieces if piece not in said] == []


@every_paper
def test_a_full_week_has_two_sheets_in_order_and_parts_no_table(twelve_weeks, paper):
    pages = [bare(page.extract_text()) for page in reader(to_pdf(twelve_weeks, paper=paper)).pages]
    assert len(pages) == 2
    for page, order in zip(
        pages,
        (
            ("Whathappened", "Twelveweeks", "Shaded:thisweek.", "Whathelped", "Whatdidnothelp"),
            ("7moreontherelief", "The30-secondcheck", "Whatnext", "Smallprint"),
        ),
        strict=True,
    ):
        places = [page.index(part) for part in order]
        assert places == sorted(places)


def test_a_busy_week_stays_on_two_sheets_with_names_of_sixty_letters(diary, release):
    names = [f"{letter} {'very ' * 11}far"[:60] for letter in "abcdefghijklmnop"]
    own = [OwnSpot(name=name, muscle="psoas", added_at=MONDAY - 60 * DAY) for name in names]
    diary.add_all(own, recorded_at=NOW)
    entries = [CheckIn(at=MONDAY, pain=5, red_flags=frozenset({"fever"}))]
    for day in range(8):
        for place, name in enumerate(names):
            values = {"muscle": "psoas", "spot": name, "pain_after": (day + place) % 6}
            note = "Radio on, and a long day before it." if day == 0 and place < 4 else ""
            entries.append(release(started_at=MONDAY - day * 6 * DAY, note=note, **values))
    diary.add_all(entries, recorded_at=NOW)
    report = weekly_report(diary, now=NOW)

    assert len(reader(to_pdf(report)).pages) == 2
    assert len(reader(to_pdf(report, page="clinician")).pages) == 1


@every_paper
def test_the_clinicians_page_is_one_sheet(twelve_weeks, paper):
    assert len(reader(to_pdf(twelve_weeks, page="clinician", paper=paper)).pages) == 1


@every_paper
def test_it_stays_one_sheet_however_much_there_is_to_say(diary, release, paper):
    spots = ["beside the navel", "between the navel and the hip", "low", "deep in the middle"]
    long = [
        OwnSpot(name=f"{name} {'very ' * 8}far", muscle="psoas", added_at=MONDAY - 60 * DAY)
        for name in spots
    ]
    diary.add_all(long, recorded_at=NOW)
    for day in range(40):
        start = MONDAY - day * DAY
        flags = frozenset({"fever", "weight loss"} if day % 5 == 0 else ())
        diary.add(CheckIn(at=start, pain=5, red_flags=flags), recorded_at=NOW)
        for spot in long:
            values = {"muscle": "psoas", "spot": spot.name, "pain_after": day % 7}
            diary.add(release(started_at=start, **values), recorded_at=NOW)
    report = weekly_report(diary, now=NOW)

    assert len(reader(to_pdf(report, page="clinician", paper=paper)).pages) == 1


def test_words_from_the_diary_are_never_markup(diary, release):
    name = HOSTILE[:80].strip()
    diary.add(OwnSpot(name=name, muscle="psoas", added_at=MONDAY - DAY), recorded_at=NOW)
    diary.add_all(
        [
            release(
                started_at=MONDAY + timedelta(hours=hour),
                muscle="psoas",
                spot=name,
                pain_after=3,
                note=HOSTILE if hour == 0 else "",
            )
            for hour in range(6)
        ],
        recorded_at=NOW,
    )
    report = weekly_report(diary, now=NOW)

    said = text_of(to_pdf(report))
    assert bare(HOSTILE) in said
    assert bare(name) in said
    assert bare(name) in text_of(to_pdf(report, page="clinician"))


@every_page
def test_any_letter_has_its_place(diary, release, page):
    note = "\u202enrut\u202c \u05e0\u05e7 \u0643\u0631 \u6f22\u5b57 \U0001f642 \u200f \ue000"
    diary.add(release(started_at=MONDAY, pain_after=3, note=note), recorded_at=NOW)

    assert to_pdf(weekly_report(diary, now=NOW), page=page).startswith(b"%PDF")


def test_a_word_longer_than_a_line_stays_on_the_sheet(diary, release):
    diary.add(release(started_at=MONDAY, pain_after=3, note="x" * 900), recorded_at=NOW)
    edges = []
    for sheet in reader(to_pdf(weekly_report(diary, now=NOW))).pages:
        sheet.extract_text(
            visitor_text=lambda text, _, at, *__: edges.append((at[4], text.count("x")))
        )
    runs = [(left, n) for left, n in edges if n >= 20]
    assert sum(n for _, n in runs) > 800
    # 46 letters of the note's type are as wide as half a sheet.
    assert max(n for _, n in runs) <= 48


@every_page
@pytest.mark.parametrize("entries", [0, 1])
def test_an_empty_diary_and_a_first_week_have_their_page(diary, release, page, entries):
    diary.add_all([release(started_at=MONDAY)] * entries, recorded_at=NOW)
    report = weekly_report(diary, now=NOW)

    said = text_of(to_pdf(report, page=page))
    assert [piece for piece in pieces_of(report.to_html(page)) if piece not in said] == []


def test_red_flags_come_before_the_headline(diary, release):
    diary.add(release(started_at=MONDAY, pain_after=3), recorded_at=NOW)
    flags = frozenset({"saddle numbness"})
    diary.add(CheckIn(at=MONDAY, pain=8, red_flags=flags), recorded_at=NOW)
    report = weekly_report(diary, now=NOW)

    said = text_of(to_pdf(report))
    first = said.index(bare(report.alerts[0].title))
    assert first < said.index(bare(report.headline))


def test_another_page_or_paper_is_refused(twelve_weeks):
    with pytest.raises(ValueError, match="page must be week or clinician, not 'month'"):
        to_pdf(twelve_weeks, page="month")
    with pytest.raises(ValueError, match="paper must be a4 or us-letter, not 'a5'"):
        to_pdf(twelve_weeks, paper="a5")

"""The page: one safe file, the same every time, that asks for nothing."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.report.html import isolate_names, to_html_fragment
from tracker.report.weekly_report import weekly_report

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
PAGES = ("week", "clinician")

SCRIPT = "<script>alert(1)</script>"
QUOTE = "\"'><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("//evil.example","x")'
TURNED = "\u202egnihtemos\u2066 </bdi></style><svg onload=alert(3)>"
HEBREW = "\u05d2\u05d1 \u05ea\u05d7\u05ea\u05d5\u05df"


class Elements(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def hostile(logged, press):
    when = datetime(2026, 11, 10, 8, tzinfo=UTC)
    logged(
        OwnMuscle(name=SCRIPT, where=TURNED, added_at=when, person=QUOTE),
        OwnTool(name=FORMULA, why=TURNED, added_at=when, person=QUOTE),
    )
    logged(
        OwnSpot(muscle=SCRIPT, name=QUOTE, find=TURNED, added_at=when, x=0.5, y=0.2, person=QUOTE),
        OwnSpot(muscle="piriformis", name=HEBREW, added_at=when, x=0.4, y=0.2, person=QUOTE),
    )
    mine = {"person": QUOTE, "tool": FORMULA, "note": TURNED, "pain_30s": 5}
    hours = [datetime(2026, 11, day, 8 + hour, tzinfo=UTC) for day in (10, 11) for hour in range(3)]
    return logged(
        *(press(at, muscle=SCRIPT, spot=QUOTE, pain_after=3, **mine) for at in hours),
        *(press(at.replace(hour=15), spot=HEBREW, pain_after=9, **mine) for at in hours[::3]),
        CheckIn(
            at=when,
            pain=4,
            person=QUOTE,
            note=f"{SCRIPT}{FORMULA}{TURNED}",
            activities=(SCRIPT, QUOTE),
            change="much worse",
        ),
    )


@pytest.mark.parametrize("page", PAGES)
def test_nothing_a_person_wrote_becomes_part_of_the_page(hostile, page):
    html = weekly_report(hostile, now=NOW).to_html(page)
    elements = Elements(html).found
    names = {tag for tag, _ in elements}
    assert not names & {"script", "img", "iframe", "object", "embed", "link", "base", "form"}
    assert not [key for _, attrs in elements for key in attrs if key.startswith("on")]
    assert html.count("<style>") == html.count("</style>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("page", PAGES)
def test_the_page_asks_for_nothing(hostile, page):
    html = weekly_report(hostile, now=NOW).to_html(page)
    for tag, attrs in Elements(html).found:
        assert not {"src", "srcset", "data", "action", "poster"} & set(attrs), tag
        assert attrs.get("href", "#").startswith("#")
    bare = html.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in bare
    assert not re.search(r"url\((?!#)|@import|@font-face", bare)


def test_a_note_that_turns_the_text_around_stays_within_itself(hostile):
    html = weekly_report(hostile, now=NOW).to_html()
    for turned in re.finditer("\u202e", html):
        before = html[: turned.start()]
        assert before.rindex("<bdi>") > before.rfind("</bdi>")


def test_names_from_right_to_left_are_isolate_names_in_sentences():
    assert isolate_names(f"Right psoas ({HEBREW}): 3 points.", [HEBREW]) == (
        f"Right psoas (<bdi>{HEBREW}</bdi>): 3\u00a0points."
    )
    numbered = f"{HEBREW} 3 s"
    assert isolate_names(f"Right {numbered}", [numbered]) == f"Right <bdi>{numbered}</bdi>"
    assert isolate_names("<b> 80 % of 5", []) == "&lt;b&gt; 80\u00a0% of 5"


@pytest.mark.parametrize("page", PAGES)
def test_the_same_diary_and_moment_give_the_same_bytes(by_hand, page):
    one, two = (weekly_report(by_hand, now=NOW).to_html(page) for _ in range(2))
    assert one == two


def test_the_figures_of_the_week_stand_on_the_page_in_order(by_hand):
    html = weekly_report(by_hand, now=NOW).to_html()
    said = re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL))
    order = [
        "Your sciatica pain averaged 4.0 of 10, 6.5 the week before.",
        "What happened",
        "too few weeks to compare",
        "Twelve weeks",
        "What helped",
        "What did not help",
        "The 30-second check",
        "What next",
        "Small print",
        "Red flags, every week",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_every_figure_has_a_title_a_description_and_ids_of_its_own(by_hand):
    html = weekly_report(by_hand, now=NOW).to_html()
    figures = re.findall(r"<svg .*?</svg>", html, flags=re.DOTALL)
    # Five trends, the body, the axis and a spot, the check at 30 s, the strip in two widths.
    assert len(figures) == 11
    for figure in figures:
        labels = re.search(r'aria-labelledby="([^"]+)"', figure)[1].split()
        assert [f'id="{label}"' in figure for label in labels] == [True, True]
        assert re.search(r"<title[^>]*>[^<]+</title>", figure)
        assert re.search(r"<desc[^>]*>[^<]+</desc>", figure)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_page_is_dark_where_the_reader_is_and_light_on_paper(by_hand):
    html = weekly_report(by_hand, now=NOW).to_html()
    assert "prefers-color-scheme: dark" in html
    printed = html[html.index("@media print") :]
    assert "--tk-ink: #1F2A2E" in printed
    assert "@page { margin: 13mm 14mm; }" in html


def test_an_empty_diary_has_a_page_without_figures(diary):
    html = weekly_report(diary, now=NOW).to_html()
    assert "Nothing is logged yet." in html
    assert "<svg" not in html
    assert "Go to an emergency department now." in html


def test_a_quiet_week_shows_the_weeks_before(by_hand):
    html = weekly_report(by_hand, "2026-W47", now=datetime(2026, 11, 23, tzinfo=UTC)).to_html()
    assert "No release was rated at 30\u00a0s this week." in html
    assert "Twelve weeks" in html


def test_a_first_week_looks_back_on_nothing(logged, press):
    logged(press(datetime(2026, 11, 10, 8, tzinfo=UTC), pain_after=3))
    html = weekly_report(logged(), week="2026-W46", now=NOW).to_html()
    assert "wk-weeks-" not in html
    assert "From your second week on, your weeks stand here beside one another." in html
    after = weekly_report(logged(), week="2026-W47", now=NOW.replace(day=24)).to_html()
    assert after.count('id="wk-weeks-') == 4


def test_only_red_flags_have_the_colour_of_danger(logged, press):
    monday = datetime(2026, 11, 9, 8, tzinfo=UTC)
    stays = press(
        monday, 4, pain_after=8, pain_later=8, later_at=datetime(2026, 11, 10, 9, tzinfo=UTC)
    )
    report = weekly_report(logged(stays), now=NOW)
    assert [(one.concern, one.is_urgent) for one in report.alerts] == [("lingering", True)]
    assert 'class="tk-report-alert"' in report.to_html()
    flagged = weekly_report(logged(CheckIn(at=monday, pain=5, red_flags=("fever",))), now=NOW)
    assert 'class="tk-report-alert tk-report-danger"' in flagged.to_html()


def test_the_styles_of_a_fragment_reach_nothing_else(by_hand):
    html = to_html_fragment(weekly_report(by_hand, now=NOW))
    assert html == weekly_report(by_hand, now=NOW)._repr_html_()
    styles = html[html.index(".tk-report {") : html.index("</style>")]
    for selectors in re.findall(r"(?:^|\n) *([^@{}\n/][^{}\n]*?) \{", styles):
        for selector in re.split(r", (?![^()]*\))", selectors):
            assert selector.startswith(".tk-report"), selector


@pytest.mark.parametrize("page", PAGES)
def test_a_report_is_saved_for_its_owner_alone(by_hand, tmp_path, page):
    report = weekly_report(by_hand, now=NOW)
    file = report.save(tmp_path / "w.html", page=page)
    assert file.read_text(encoding="utf-8") == report.to_html(page)
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert [path.name for path in tmp_path.glob("*w.html*")] == ["w.html"]


def test_a_report_is_refused_under_another_ending(by_hand, tmp_path):
    report = weekly_report(by_hand, now=NOW)
    with pytest.raises(ValueError, match=r"path must end in \.html or \.pdf, not '\.docx'\."):
        report.save(tmp_path / "w.docx")
    with pytest.raises(ValueError, match="page must be week or clinician, not 'x'"):
        report.to_html("x")


def test_a_report_that_cannot_be_written_says_where(by_hand, tmp_path):
    report = weekly_report(by_hand, now=NOW)
    file = tmp_path / "none" / "w.html"
    said = f"{file} cannot be written: there is no folder {file.parent}."
    with pytest.raises(FileNotFoundError, match=f"^{re.escape(said)}$"):
        report.save(file)
    folder = tmp_path / "w.html"
    folder.mkdir()
    said = f"{folder} cannot be written (Is a directory); try another place."
    with pytest.raises(IsADirectoryError, match=f"^{re.escape(said)}$"):
        report.save(folder)
    assert [path.name for path in tmp_path.glob("*w.html*")] == ["w.html"]

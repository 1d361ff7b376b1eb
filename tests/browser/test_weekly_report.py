"""Both pages of the weekly report, as a browser shows them: no fault, and nothing cut off."""

import random
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tracker.diary.sample import sample_entries
from tracker.facade import open_diary
from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot, OwnTool
from tracker.protocol.release import Release
from tracker.report.weekly_report import weekly_report

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DARK_PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
LIGHT_DESK = {"viewport": {"width": 1280, "height": 850}, "color_scheme": "light"}
SMALL_PHONE = {"viewport": {"width": 360, "height": 640}}
PAGES = ("week", "clinician")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A full week with every kind of alert but one."""
    with open_diary(tmp_path_factory.mktemp("report") / "diary.db") as diary:
        entries = sample_entries(until=datetime(2026, 11, 22, tzinfo=UTC).date())
        diary.add_all([one.changed(person="me") for one in entries], recorded_at=NOW)
        worse = CheckIn(
            at=datetime(2026, 11, 22, 22, tzinfo=UTC),
            pain=7,
            change="much worse",
            red_flags=("fever",),
            note="A bad night.",
        )
        diary.add(worse, recorded_at=NOW)
        return weekly_report(diary, now=NOW)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("page", [LIGHT_DESK, DARK_PHONE], indirect=True)
def test_axe_finds_no_fault(page, report, name, faults):
    page.set_content(report.to_html(name))
    assert faults() == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("page", [SMALL_PHONE, DARK_PHONE, LIGHT_DESK], indirect=True)
def test_nothing_reaches_beyond_the_screen(page, report, name):
    page.set_content(report.to_html(name))
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= shown


@pytest.mark.parametrize("page", [{"viewport": {"width": 901, "height": 850}}], indirect=True)
def test_a_heading_of_one_word_stays_whole_where_five_stand_side_by_side(page, report):
    page.set_content(report.to_html())
    lines = page.get_by_role("heading", name="Bothersomeness").evaluate(
        """heading => {
            const words = document.createRange();
            words.selectNodeContents(heading);
            return words.getClientRects().length;
        }"""
    )
    assert lines == 1


@pytest.mark.parametrize("page", [SMALL_PHONE, LIGHT_DESK], indirect=True)
def test_a_long_word_for_a_name_stays_in_its_place(page, tmp_path):
    word = "Gesässmuskel" * 5
    with open_diary(tmp_path / "diary.db") as diary:
        own = OwnSpot(muscle="piriformis", name=word, added_at=NOW, person=word, x=0.4, y=0.2)
        diary.add(own, recorded_at=NOW)
        presses = [
            Release(
                started_at=NOW - timedelta(days=days),
                person=word,
                muscle="piriformis",
                spot=word,
                side="left",
                tool="lacrosse ball",
                pain_before=6,
                pain_after=4,
            )
            for days in range(1, 8)
        ]
        diary.add_all(presses, recorded_at=NOW)
        report = weekly_report(diary, now=NOW)
    for name in PAGES:
        page.set_content(report.to_html(name))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wider = page.locator(":is(section, div):has(> table)").evaluate_all(
            "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
        )
        assert wider == 0
        plots = page.locator("tbody .tk-report-plot svg").all()
        assert all(plot.bounding_box()["width"] > 100 for plot in plots)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_clinicians_page_prints_on_one_sheet(page, report, paper):
    page.set_content(report.to_html("clinician"))
    assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) == 1


@pytest.fixture(scope="module")
def long_names(tmp_path_factory):
    """Ten weeks of sixteen spots and a tool with names of sixty letters, and notes each day."""
    rng = random.Random(3)
    muscles = list(catalogue())[:5]
    names = [f"{letter} {'very ' * 12}far"[:60] for letter in "abcdefghijklmnop"]
    tool = f"ball of {'very ' * 12}hard"[:60]
    begun = NOW - timedelta(days=90)
    own = [
        OwnSpot(name=name, muscle=muscles[place % 5], added_at=begun)
        for place, name in enumerate(names)
    ]
    entries = []
    for day in range(1, 71):
        at = NOW - timedelta(days=day)
        entries.append(CheckIn(at=at, pain=rng.randint(3, 7), note="A long day at the desk."))
        for press in range(6):
            place, before = rng.randrange(16), rng.randint(4, 8)
            after = min(10, max(0, round(before - 0.35 * (place - 5) - rng.gauss(0, 1))))
            at_30s = min(10, round((before + after) / 2))
            is_moved = at_30s >= before
            entries.append(
                Release(
                    started_at=at + timedelta(minutes=9 * press),
                    muscle=muscles[place % 5],
                    spot=names[place],
                    side=rng.choice(["left", "right"]),
                    tool=tool,
                    pain_before=before,
                    pain_30s=at_30s,
                    pain_after=None if is_moved else after,
                    outcome="moved" if is_moved else "held",
                    note="Radio on; the leg tingled a little for some minutes after.",
                )
            )
    with open_diary(tmp_path_factory.mktemp("long_names") / "diary.db") as diary:
        diary.add_all([*own, OwnTool(name=tool, added_at=begun)], recorded_at=NOW)
        diary.add_all(entries, recorded_at=NOW)
        return weekly_report(diary, now=NOW)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_names_of_sixty_letters_keep_the_sheets_as_many(page, long_names, paper):
    for name, most in (("week", 2), ("clinician", 1)):
        page.set_content(long_names.to_html(name))
        assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) <= most


def heights(sheet, words):
    """How far up a sheet some words stand."""
    found = []

    def visit(text, at, within, *_):
        if words in text:
            found.append(within[5] * at[3] + at[5])

    sheet.extract_text(visitor_text=visit)
    return found


def test_a_ranking_of_three_sheets_ends_before_what_follows(page, tmp_path):
    spots = [
        (muscle, spot, side)
        for muscle, one in catalogue().items()
        for spot in one.spots
        for side in ("left", "right")
    ]
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add_all(
            [
                Release(
                    started_at=NOW - timedelta(days=1, minutes=minutes),
                    muscle=muscle,
                    spot=spot,
                    side=side,
                    tool="massage ball",
                    pain_before=6,
                    pain_after=4,
                )
                for minutes, (muscle, spot, side) in enumerate(spots)
            ],
            recorded_at=NOW,
        )
        page.set_content(weekly_report(diary, now=NOW).to_html())
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    (sheet,) = (sheet for sheet in sheets if heights(sheet, "Twelve weeks"))
    (heading,) = heights(sheet, "Twelve weeks")
    rows = heights(sheet, "Left ") + heights(sheet, "Right ")
    assert rows
    assert min(abs(row - heading) for row in rows) > 20


@pytest.mark.parametrize("page", [SMALL_PHONE], indirect=True)
def test_no_type_for_the_clinician_is_small_on_a_phone(page, report):
    page.set_content(report.to_html("clinician"))
    sizes = page.locator("td, th, caption, p").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 16


def test_what_comes_first_comes_first(page, report):
    page.set_content(report.to_html())
    headings = page.locator("h1, h2").all_inner_texts()
    assert headings[:3] == [
        "A red flag was answered with yes",
        "Pain or symptoms on the rise",
        "Something comes before pressing this week: please read this first.",
    ]

"""The guide holds every fact of the practice, short and with its sources, and its links lead on."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tracker.charts.body.figure import figure, inside
from tracker.guide import read
from tracker.guide.drawings import _PATH, Drawings
from tracker.guide.sections import anchor_of, sections, source_names
from tracker.guide.text import plain
from tracker.protocol.catalogue import catalogue
from tracker.protocol.matching import UnknownName
from tracker.protocol.red_flags import ADVICE, RED_FLAGS

ROOT = Path(__file__).parents[2]
TRACKER = ROOT / "tracker"

FACTS = {
    "sciatica": [
        "nerve pain, not back-muscle pain",
        "compressed, inflamed or irritated",
        "up to about 40 %",
        "Konstantinou 2008",
    ],
    "nerve": [
        "largest and longest nerve",
        "spinal canal",
        "L4 to S3",
        "buttock",
        "under the piriformis",
        "in some people it passes through it",
        "down the back of the leg",
        "foot and the toes",
    ],
    "feel": [
        "radiates",
        "lower back",
        "dull",
        "electric shock",
        "Burning",
        "Numbness",
        "Tingling",
        "Weakness",
        "mostly on one side, sometimes on both",
    ],
    "causes": [
        "bulging or herniated disc",
        "Spinal stenosis",
        "Piriformis syndrome",
        "misalignment of the spine",
        "Sacroiliac (SI) joint dysfunction",
        "IT band syndrome",
        "with no nerve involved",
        "in most cases",
        "A clinician finds the root cause",
    ],
    "alignment": [
        "Genes and habits",
        "wear and tear",
        "long sitting",
        "past injuries",
        "accidents",
        "single-sided habits",
        "sport",
        "posture",
        "Note what applies to you",
        "Five effects",
        "lumbopelvic",
        "Joints carry load unevenly",
        "Discs are pressed",
        "Nerves get less room",
        "tight, others become weak",
        "Knots form",
        "tug-of-war",
    ],
    "trigger-points": [
        "contracted piece of a muscle",
        "contracted even at rest",
        "local pain",
        "referral pattern",
        "sciatica trigger points",
        "can itself give sciatica-like pain",
    ],
    "prevention": [
        "Good alignment and strength",
        "Release",
        "Strengthening",
        "Stretching",
        "Mobility",
    ],
    "press": [
        "Explore along its length",
        "tight, tender spot",
        "direct, prolonged pressure",
        "do not rub",
        "Let the muscle relax",
        "breathe slowly and deeply",
        "90 seconds",
        "within your comfort",
        "30 seconds",
        "started to fall",
        "move the tool to a different spot",
        "another spot of the same muscle, or another muscle",
        "hurts so good",
        "Rubbing and rolling irritate",
        "They are the figures of this practice, no more",
        "large increase in pain that lingers",
        "reduce the pressure",
        "does not go away: stop, and consult a health-care practitioner",
    ],
    "piriformis": [
        "under the large buttock muscle",
        "near enough to the surface",
        "squeezes the nerve",
        "sciatica trigger points",
        "foam roller, then lacrosse ball, then massage ball",
        "Sit or lie on the tool",
    ],
    "hip-flexors": [
        "iliopsoas",
        "fixed to the lumbar spine",
        "A lacrosse ball is too small",
        "larger hip-flexor ball",
        "hook-shaped iliopsoas tool made for it works best",
        "pulls down on the joints and discs",
        "tug-of-war",
        "Lie face down on the tool, just inside the front hip bone",
    ],
    "outer-hip": [
        "Gluteus medius",
        "Gluteus minimus",
        "Tensor fasciae latae",
        "tighter in people with sciatica",
        "mimic",
        "steady the pelvis",
        "Lie on your side on the ball",
        "Lean the trunk back for the two glutes, forward for the TFL",
        "outer surface of the pelvis",
    ],
    "lower-back": [
        "tighten to protect",
        "then compress it",
        "A lacrosse ball is large enough for the erectors",
        "slightly larger ball",
        "beside the spine, never on it",
        "further out from the spine",
        "from the sacrum and the rim of the pelvis up to the ribs",
        "last rib",
        "upper four lumbar vertebrae",
    ],
    "numbers": [
        "whole numbers",
        "NRS-11",
        "worst you can imagine",
        "2 points or 30 %",
        "50 % (substantial)",
        "Farrar 2001",
        "Dworkin 2008",
        "borrowed",
        "6.5 or less",
    ],
    "evidence": [
        "2021 article by a maker of release tools",
        "SMD -0.22",
        "p = 0.16",
        "SMD 0.67",
        "Nobody can promise relief",
        "NICE NG59",
        "Quintner 2015",
    ],
    "red-flags": ["cauda equina", "consult a health-care practitioner", "never diagnoses"],
}


def text_of(topic):
    """The words of a topic in one line, as the terminal prints them."""
    return " ".join(" ".join(read(topic).lines(10_000)).split())


@pytest.mark.parametrize(
    ("topic", "fact"), [(topic, fact) for topic, facts in FACTS.items() for fact in facts]
)
def test_a_fact_of_the_practice_is_there(topic, fact):
    assert fact in text_of(topic)


def test_every_red_flag_stands_first_under_what_to_do():
    assert sections()[0].anchor == "red-flags"
    words = text_of("red-flags")
    for expected in [*ADVICE.values(), *(flag.question for flag in RED_FLAGS)]:
        assert expected in words


def test_every_muscle_has_its_facts_and_its_spots():
    for muscle in catalogue().values():
        words = text_of(muscle.name)
        facts = [muscle.where, muscle.why, muscle.how, muscle.referral, *muscle.cautions]
        for fact in facts + [spot.find for spot in muscle.spots.values()]:
            assert fact in words, muscle.name


def test_every_tool_says_what_it_is_and_why():
    words = text_of("tools")
    for tool in catalogue().tools.values():
        assert f"{tool.what} {tool.why}" in words


def test_no_paragraph_is_long():
    for section in sections():
        for block in section.blocks:
            for line in block.lines:
                assert len(plain(line).split()) <= 60, line


def test_every_source_is_cited_and_every_citation_is_a_source():
    cited = " ".join(text_of(section.anchor) for section in sections() if section.level == 2)
    body, _, _ = cited.rpartition("Sources =")
    names = source_names()
    assert [name for name in names if name not in body] == []
    for name in re.findall(r"\(([A-Z][^()]*? (?:19|20)\d\d)[,)]", body):
        assert all(part in names for part in name.split(", ")), name


def test_it_promises_nothing():
    words = " ".join(text_of(section.anchor) for section in sections() if section.level == 2)
    assert not re.search(
        r"\b(cures?|heals?|will (help|relieve)|guaranteed?)\b", words, re.IGNORECASE
    )


@pytest.mark.parametrize("topic", [None, "muscles", "psoas", "evidence"])
def test_its_markup_is_whole_and_its_ids_are_its_own(topic):
    html = read(topic).to_html()
    page = ElementTree.fromstring(re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', html))
    assert {name for pair in used for name in pair if name} <= set(ids)
    assert "<script" not in html


def anchors():
    return {section.anchor for section in sections()}


def test_every_anchor_linked_to_from_elsewhere_exists():
    texts = [
        file.read_text(encoding="utf-8")
        for pattern in ("tracker/**/*.py", "tracker/widgets/frontend/**/*.js", "notebooks/*.ipynb")
        for file in ROOT.glob(pattern)
        if "node_modules" not in file.parts
    ]
    linked = {name for text in texts for name in re.findall(r"guide\.ipynb#([a-z-]+)", text)}
    assert {"press", "numbers", "evidence"} <= linked
    assert linked <= anchors()


def test_the_link_of_every_muscle_leads_to_it():
    # how_to_press.js makes the anchor of a muscle in the same way.
    assert {anchor_of(name) for name in catalogue()} <= anchors()
    script = (TRACKER / "widgets/frontend/parts/how_to_press.js").read_text(encoding="utf-8")
    assert 'muscle.name.replaceAll(" ", "-")' in script


def test_a_topic_alone_links_to_the_whole_for_the_rest():
    html = read("press").to_html()
    assert 'href="guide.ipynb#red-flags"' in html
    assert 'href="#' not in html


def test_a_topic_goes_by_any_of_its_names():
    for name in ("QL", "quadratus lumborum", "Quadratus-Lumborum"):
        assert [section.anchor for section in read(name).sections] == ["quadratus-lumborum"]
    assert len(read("muscles").sections) == 1 + 4 + 8


def test_a_topic_that_is_not_there_is_refused():
    with pytest.raises(UnknownName, match=r"Unknown topic 'evidense'\. Did you mean 'evidence'\?"):
        read("evidense")


def test_a_drawing_marks_every_spot_on_both_sides():
    for muscle in catalogue().values():
        drawing = Drawings("p").draw(muscle.name)
        for n, _ in enumerate(muscle.spots, start=1):
            assert drawing.count(f">{n}</text>") == 2, muscle.name


def test_the_nerve_stays_within_the_body():
    x, y = 395.0, 186.0
    (back,) = (body for body in figure() if body.view == "back")
    for curve in re.findall(r"c([^cM]+)", _PATH):
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", curve)]
        for end in range(4, len(numbers), 6):
            x, y = x + numbers[end], y + numbers[end + 1]
            assert inside(back.outline, (x, y)), (x, y)

"""The page asks; every answer is checked against twenty mornings that can be counted by hand."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.widgets.explorer import explorer
from tracker.widgets.paragraphs import MOST_WORDS
from tracker.wording.answer import NONE_CLEAR
from tracker.wording.tables import BORROWED, NO_RELEASES, NOT_PROOF

FIRST_DAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SACRUM = {"muscle": "piriformis", "spot": "near the sacrum", "side": "left"}
NAVEL = {"muscle": "psoas", "spot": "beside the navel", "side": "right"}
CHARTED = ["time", "spots", "changes", "weeks", "press", "muscles", "sciatica", "averages"]
SECTIONS = [
    "next",
    "time",
    "spots",
    "changes",
    "weeks",
    "press",
    "muscles",
    "sciatica",
    "others",
    "averages",
]


@pytest.fixture
def lived_in(diary, release):
    """Each morning the sacrum with 3 or 4 points of relief, and the navel with 0 or 1."""
    entries = []
    for day in range(20):
        at, more = FIRST_DAY + timedelta(days=day), day % 2
        note = "<b>radio on</b>" if day == 19 else ""
        ball = {"pain_before": 6, "pain_30s": 6, "pain_after": 6 - more}
        roller = {"pain_before": 6, "pain_30s": 4, "pain_after": 3 - more, "tool": "foam roller"}
        entries += [
            release(**SACRUM, **roller, started_at=at, note=note),
            release(**NAVEL, **ball, started_at=at + timedelta(minutes=5)),
            CheckIn(at=at + timedelta(hours=12), pain=5 - more),
        ]
    diary.add_all(entries, recorded_at=NOW)
    return diary


@pytest.fixture
def page(lived_in):
    return explorer(lived_in, now=lambda: NOW)


def spots(answer):
    return [(spot["name"], spot["said"], spot["n"]) for spot in answer["answer"]["spots"]]


def answered(answer):
    """All that the answer says in sentences."""
    return " ".join([*answer["answer"]["lead"], *answer["answer"]["rest"]])


def words(answer):
    """All that a section says, in its charts and beside them."""
    return " ".join([*answer["charts"], *answer["said"]])


def test_importing_it_needs_no_pandas():
    statement = "import tracker.widgets.explorer, sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", statement], capture_output=True, text=True, check=True
    )
    assert not {"pandas", "matplotlib", "scipy"} & set(run.stdout.split())


def test_everything_is_shown_at_first(page, ask):
    answer = ask(page, "choose", filter={}, figure=True)
    assert answer["text"] == "40 releases, 2 November to 21 November 2026."
    assert answer["open"]
    assert answer["choices"] == {
        "muscle": ["piriformis", "psoas"],
        "tool": ["foam roller", "lacrosse ball"],
    }
    assert [section["name"] for section in answer["sections"]] == SECTIONS
    assert all(section["title"].endswith("?") for section in answer["sections"])
    assert spots(answer) == [
        ("left piriformis · near the sacrum", "3.5 points lower: clear relief", "20 releases"),
        (
            "right psoas · beside the navel",
            "0.5 points lower: less than clear relief",
            "20 releases",
        ),
    ]


def test_the_figure_is_sent_once_and_its_marks_each_time(page, ask):
    first = ask(page, "choose", filter={}, figure=True)["body"]
    again = ask(page, "choose", filter={"side": "left"}, figure=False)["body"]
    assert first["figure"]["svg"]
    assert again["figure"] is None
    said = {(m["muscle"], m["spot"], m["side"]): m["said"] for m in again["marks"]}
    assert "20" in said[tuple(SACRUM.values())]


@pytest.mark.parametrize("name", CHARTED)
def test_every_section_has_charts_for_both_widths_and_is_plain_json(page, ask, name):
    answer = ask(page, "section", filter={}, name=name)
    assert answer["outcome"] == "done"
    assert answer["charts"]
    for chart in answer["charts"]:
        assert chart.count("<svg") == 2
        assert "tk-narrow" in chart
    assert len(json.dumps(answer)) < 400_000


def test_a_filter_changes_the_charts_and_the_sentences(page, ask):
    chosen = ask(page, "choose", filter={"side": "right", "weeks": 1})
    assert chosen["text"] == "6 of 40 releases, 16 November to 21 November 2026."
    assert not chosen["open"]
    assert [name for name, *_ in spots(chosen)] == ["right psoas · beside the navel"]
    assert NONE_CLEAR in answered(chosen)
    everything = words(ask(page, "section", filter={}, name="spots"))
    right = words(ask(page, "section", filter={"side": "right"}, name="spots"))
    assert "left piriformis" in everything
    assert "left piriformis" not in right


def test_the_ranking_says_who_leads_and_noise_names_nobody(page, ask, diary, release):
    ranking = answered(ask(page, "choose", filter={}))
    assert "So far 1 spot gives clear relief: left piriformis (near the sacrum), 3.5" in ranking
    alike = explorer(diary, now=lambda: NOW)
    for day in range(20):
        at = FIRST_DAY + timedelta(days=day - 100)
        for place in (SACRUM, NAVEL):
            diary.add(
                release(**place, started_at=at, pain_before=6, pain_after=4 + day % 3),
                recorded_at=NOW,
            )
    assert NONE_CLEAR in answered(ask(alike, "choose", filter={"to": "2026-10-31"}))


def test_weeks_are_compared_only_as_far_as_the_days_reach(page, ask):
    sunday = ask(page, "section", filter={"from": "2026-11-09"}, name="weeks")
    assert "In the week of 16 November 2026 your relief at like spots" in words(sunday)
    assert sunday["said"] == []
    alone = ask(page, "section", filter={"from": "2026-11-16"}, name="weeks")
    assert "hold no week before the last one" in words(alone)


def test_while_a_week_has_hardly_begun_the_last_whole_one_is_compared_too(lived_in, ask):
    monday = explorer(lived_in, now=lambda: NOW + timedelta(days=1))
    said = ask(monday, "section", filter={}, name="weeks")["said"]
    assert said[0].startswith("In the week of 16 November 2026")
    begun = "Not enough yet: 0 active days in the week of 23 November 2026"
    assert any(line.startswith(begun) for line in said[1:])
    whole = "In the week of 16 November 2026"
    reaching = ask(monday, "section", filter={"from": "2026-11-09"}, name="weeks")
    assert whole in words(reaching)
    a_day_short = ask(monday, "section", filter={"from": "2026-11-10"}, name="weeks")
    assert whole not in words(a_day_short)


def test_the_press_section_tests_the_30_second_rule(page, ask):
    rule, *_ = ask(page, "section", filter={}, name="press")["said"]
    assert rule.startswith(
        "The 30-second rule on your own releases: of 20 releases you stayed on where pain had not "
        "begun to fall by 30 s, 20 gave under 2 points: 100 %"
    )


def test_check_ins_follow_the_days_only_and_say_so(page, ask):
    by_side = ask(page, "section", filter={"side": "left"}, name="sciatica")["said"]
    by_days = ask(page, "section", filter={"weeks": 4}, name="sciatica")["said"]
    assert by_side[-1] == (
        "Check-ins follow the days you chose; side, muscle and tool are of releases."
    )
    assert by_side[:-1] == by_days


def test_a_choice_without_releases_keeps_the_check_ins(page, ask):
    answer = ask(page, "choose", filter={"tools": ["none of mine"]})
    assert answer["text"] == "0 of 40 releases."
    assert [section["name"] for section in answer["sections"]] == ["time", "sciatica"]


def test_a_choice_without_anything_has_no_sections(page, ask):
    answer = ask(page, "choose", filter={"to": "2020-01-01"})
    assert (answer["outcome"], answer["sections"], spots(answer)) == ("done", [], [])


def test_an_empty_diary_is_no_error(diary, ask):
    answer = ask(explorer(diary, now=lambda: NOW), "choose", filter={}, figure=True)
    assert (answer["text"], answer["open"], answer["sections"]) == ("0 releases.", True, [])
    assert answer["answer"]["lead"] == [NO_RELEASES]


def test_days_the_wrong_way_round_are_said_beside_the_field(page, ask):
    answer = ask(page, "choose", filter={"from": "2026-11-02", "to": "2026-11-01"})
    assert answer["outcome"] == "problems"
    assert set(answer["problems"]) == {"to"}


def test_the_story_of_a_spot(page, ask):
    answer = ask(page, "story", filter={}, place=SACRUM)
    assert answer["name"] == "left piriformis · near the sacrum"
    assert answer["said"][0].startswith(
        "After pressing the left piriformis (near the sacrum) at a starting pain of 6, your pain "
        "was on average 3.5 points lower (likely between "
    )
    assert answer["said"][-2].startswith("No sign that the left piriformis (near the sacrum)")
    assert len(answer["charts"]) == 1
    assert [card["day"] for card in answer["cards"]] == [
        f"2026-11-{day}" for day in (21, 20, 19, 18, 17, 16, 15, 14)
    ]
    last = answer["cards"][0]
    assert (last["pain"], last["detail"], last["note"]) == (
        "6 → 4 → 2",
        "foam roller",
        "<b>radio on</b>",
    )


def test_a_story_comes_with_what_the_catalogue_says(page, ask):
    about = ask(page, "story", filter={}, place=SACRUM)["about"]
    piriformis, roller = catalogue()["piriformis"], catalogue().tools["foam roller"]
    assert (about["muscle"]["why"], about["muscle"]["referral"]) == (
        piriformis.why,
        piriformis.referral,
    )
    assert about["tool"] == {"name": "foam roller", "what": roller.what, "why": roller.why}
    untried = ask(page, "story", filter={}, place={**SACRUM, "side": "right"})["about"]
    assert untried["muscle"] == about["muscle"]
    assert untried["tool"] is None


def test_pain_that_rose_at_every_press_is_told_as_it_was_rated(page, ask, diary, release):
    rib = {"muscle": "quadratus lumborum", "spot": "below the last rib", "side": "left"}
    for day in range(20):
        at = FIRST_DAY + timedelta(days=day, hours=1)
        presses = (
            release(**SACRUM, started_at=at, pain_before=8, pain_30s=4, pain_after=3),
            release(**rib, started_at=at, pain_before=2, pain_30s=4, pain_after=3),
        )
        diary.add_all(presses, recorded_at=NOW)
    listed = spots(ask(page, "choose", filter={}, figure=False))
    assert ("left quadratus lumborum · below the last rib", "1.0 points higher", "20 releases") in (
        listed
    )
    told = ask(page, "story", filter={}, place=rib)
    assert told["charts"] == []
    assert told["said"][0] == (
        "As you rated it, your pain after pressing the left quadratus lumborum (below the last "
        "rib) was on average 1.0 points higher (20 releases)."
    )
    assert len(told["said"]) == 2
    assert "can't be compared" in answered(ask(page, "choose", filter={}))


def test_the_story_follows_the_filter(page, ask):
    one_week = ask(page, "story", filter={"weeks": 1}, place=SACRUM)
    assert len(one_week["cards"]) == 6
    other_side = ask(page, "story", filter={"side": "right"}, place=SACRUM)
    assert other_side["said"] == ["No releases here among those you chose to see."]


def test_a_spot_never_pressed_has_no_story_yet(page, ask):
    answer = ask(page, "story", filter={}, place={**SACRUM, "side": "right"})
    assert answer["said"] == ["No releases here yet: log the first one and it shows here."]
    assert answer["charts"] == answer["cards"] == []


def test_the_diary_is_read_again_with_every_choice(page, ask, diary, release):
    ask(page, "choose", filter={})
    diary.add(release(started_at=NOW), recorded_at=NOW)
    assert ask(page, "choose", filter={})["text"].startswith("41 releases")


def test_what_goes_wrong_is_said_as_not_shown(page, ask, diary, monkeypatch):
    def broken():
        raise OSError("The disk is gone.")

    monkeypatch.setattr(diary, "releases", broken)
    assert ask(page, "choose", filter={}) == {
        "outcome": "failed",
        "text": "NOT SHOWN: The disk is gone.",
    }


def test_a_name_of_ones_own_is_never_markup(page, ask, diary, release):
    hostile = "<img src=x onerror=alert(1)>"
    diary.add(OwnSpot(added_at=NOW, muscle="psoas", name=hostile), recorded_at=NOW)
    for day in range(6):
        at = NOW - timedelta(hours=day)
        diary.add(
            release(muscle="psoas", spot=hostile, started_at=at, pain_after=3), recorded_at=NOW
        )
    for name in SECTIONS:
        assert "<img" not in "".join(ask(page, "section", filter={}, name=name)["charts"])
    place = {"muscle": "psoas", "spot": hostile, "side": "left"}
    told = ask(page, "story", filter={}, place=place)
    assert told["cards"]
    assert "<img" not in "".join(told["charts"])


def test_it_says_what_to_press_next_and_why_and_leads_there(page, ask):
    starts = ask(page, "section", filter={}, name="next")["starts"]
    (best,) = [start for start in starts if start["name"] == "Left piriformis, near the sacrum"]
    assert (
        "Best so far: pain about 3." in best["said"]
        or "Helped so far: pain about 3." in best["said"]
    )
    assert "20 releases" in best["said"]
    asked = dict(parse_qsl(urlsplit(best["href"]).query))
    assert asked == {**SACRUM, "tool": best["tool"]}
    assert urlsplit(best["href"]).path == "hold.ipynb"
    assert starts[0]["name"] == "Right piriformis, near the sacrum"
    assert "Not tried yet. Nearby spots helped: going by them, pain about " in starts[0]["said"]


def test_how_it_is_worked_out_is_said_once(page, ask):
    answer = ask(page, "choose", filter={})["answer"]
    method = " ".join(answer["method"])
    assert NOT_PROOF in method
    assert BORROWED in method
    assert (
        "Spots pressed within the last 6 hours are left out: the kit's own choice, "
        "not the protocol's."
    ) in method
    assert NOT_PROOF not in answered({"answer": answer})
    sections = " ".join(words(ask(page, "section", filter={}, name=name)) for name in SECTIONS)
    assert "borrowed" not in sections
    assert NOT_PROOF not in sections
    assert NOT_PROOF not in " ".join(ask(page, "story", filter={}, place=SACRUM)["said"])


def test_what_stands_in_sight_is_short(page, ask):
    answer = ask(page, "choose", filter={})
    in_sight = [one["name"] for one in answer["sections"] if not one["folded"]]
    assert in_sight == ["next", "time"]
    assert len(" ".join(answer["answer"]["lead"]).split()) <= 45
    said = [
        text for name in SECTIONS for text in ask(page, "section", filter={}, name=name)["said"]
    ]
    long = [text for text in [*answer["answer"]["rest"], *answer["answer"]["method"], *said]
            if len(text.split()) > MOST_WORDS and ". " in text]  # fmt: skip
    assert long == []


def test_the_rows_tell_where_their_lines_stand(page, ask):
    answer = ask(page, "choose", filter={})["answer"]
    low, mean, high = answer["spots"][0]["range"]
    assert low < mean < high
    assert mean == pytest.approx(3.5, abs=0.1)
    assert answer["spots"][0]["mark"] == pytest.approx(1.8)
    assert [(row["name"], row["n"]) for row in answer["muscles"]] == [
        ("piriformis", "20 releases"),
        ("psoas", "20 releases"),
    ]


def test_the_story_says_what_held_presses_would_give(page, ask, diary, release):
    for day in range(8):
        at = FIRST_DAY + timedelta(days=day, hours=3)
        left = {"pain_before": 6, "pain_30s": 6, "pain_after": None, "outcome": "moved"}
        diary.add(release(**SACRUM, **left, held_s=30, started_at=at), recorded_at=NOW)
    said = " ".join(ask(page, "story", filter={}, place=SACRUM)["said"])
    assert "Held to the end it would be 2." in said
    assert "as you press it, leaving at 30 s where nothing falls, 2." in said
    assert "Held to the end" not in " ".join(ask(page, "story", filter={}, place=NAVEL)["said"])


def test_red_flags_come_before_any_plan(page, ask, diary):
    diary.add(CheckIn(at=NOW, pain=5, red_flags=("saddle numbness",)), recorded_at=NOW)
    assert ask(page, "choose", filter={})["outcome"] == "done"
    answer = ask(page, "section", filter={}, name="next")
    assert answer["said"] == ["Go to an emergency department now. Do not press anything."]


def test_what_else_went_with_pain_is_guarded(page, ask):
    said = ask(page, "section", filter={}, name="others")["said"]
    assert said[0].startswith(("Nothing stands out: of ", "Not enough yet: "))

"""An experiment is planned once, run in its order, and answers at its planned length."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from tracker.facade import open_diary
from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release
from tracker.widgets import experiment_panel
from tracker.widgets.plain_result import plain_page

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
AT = "2026-11-22T18:00:00.000+01:00"
PLAN = "01a2008d-7400-7000-8000-000000000100"
PLACE = {"muscle": "piriformis", "spot": "near the sacrum", "side": "left"}
FIRM = {
    "compares": "pressure",
    **PLACE,
    "tool": "lacrosse ball",
    "a_pressure": "light",
    "b_pressure": "firm",
    "pairs": 6,
}
RATED = {
    "pain_before": 6,
    "pain_30s": None,
    "pain_after": 3,
    "held_s": 90,
    "outcome": "held",
    "note": "",
}


@pytest.fixture
def panel(diary):
    return experiment_panel(diary, now=lambda: NOW, rng=np.random.default_rng(5))


@pytest.fixture
def plan(ask):
    def send(panel, entry=PLAN, **changes):
        return ask(panel, "plan", id=entry, at=AT, values={**FIRM, **changes})

    return send


@pytest.fixture
def press(ask):
    """Save the next releases, a minute apart, as their page would."""
    pressed = iter(range(1, 60))

    def send(panel, *, times=1, **ratings):
        for _ in range(times):
            number = next(pressed)
            values = {**RATED, **ratings, "turn": panel.running["turn"]}
            values["started_at"] = (
                datetime.fromisoformat(AT) - timedelta(hours=1) + timedelta(minutes=number)
            ).isoformat()
            entry = f"01a2008d-7400-7000-8000-{number:012}"
            answer = ask(panel, "save", id=entry, values=values)
        return answer, entry

    return send


def test_nothing_is_running_at_first(panel):
    assert (panel.running, panel.past, panel.entries) == ({}, [], [])
    assert panel.choices["lengths"][5].startswith("5 pairs cannot reach p < 0.05")
    assert "in about 58 of 100 such experiments" in panel.choices["lengths"][10]
    assert len(panel.choices["lengths"]) == 101


def test_a_plan_draws_the_order_and_says_what_is_next(panel, diary, plan):
    answer = plan(panel)
    assert answer == {
        "outcome": "done",
        "text": "Started: light pressure or firm pressure, 18:00. "
        "The order is drawn and stays as it is.",
        "undo": PLAN,
    }
    (saved,) = diary.all(Experiment)
    assert (saved.pairs, saved.slope, saved.arm_a, saved.arm_b) == (6, 0.0, "light", "firm")
    assert saved.order[:3] == ("BA", "BA", "AB")
    assert panel.running["heading"] == "Next: pair 1 of 6, press B: firm"
    assert panel.running["facts"] == [
        {"label": "Where", "value": "left piriformis, near the sacrum"},
        {"label": "With", "value": "lacrosse ball"},
        {"label": "How hard", "value": "firm"},
    ]
    assert panel.running["so_far"] == "0 of 12 releases are saved."
    assert panel.said == {"text": answer["text"], "undo": PLAN}


def test_an_exported_notebook_keeps_what_is_next_and_what_is_over(panel, plan, press):
    plan(panel)
    press(panel, times=2)
    running = plain_page(panel)
    assert panel.running["heading"] in running
    assert "<td>With</td><td>lacrosse ball</td>" in running
    assert "2 of 12 releases are saved." in running
    assert "<td>6 → – → 3</td>" in running
    press(panel, times=10)
    (card,) = panel.past
    over = plain_page(panel)
    assert card["title"] in over
    assert over.count("<tr><td>") == len(card["rows"])


def lingered(diary, **changes):
    """Pain rose on the place of these experiments, and was still up some hours later."""
    began = NOW - timedelta(hours=9)
    rose = Release(
        started_at=began,
        **{**PLACE, **changes},
        tool="massage ball",
        pressure="firm",
        pain_before=5,
        pain_after=8,
        pain_later=8,
        later_at=began + timedelta(hours=4),
    )
    diary.add(rose, recorded_at=NOW)


ROSE = "Last time pain rose from 5 to 8 and stayed. Press lighter, or another spot."


def test_where_pain_rose_before_it_is_planned_it_says_so(diary):
    lingered(diary)
    panel = experiment_panel(diary, now=lambda: NOW)
    assert panel.running == {}
    (spot,) = panel.flare_ups["spots"]
    assert spot == {**PLACE, "warning": ROSE}
    assert panel.flare_ups["pressure"] == "light"


@pytest.mark.parametrize(
    ("pressure", "hard", "advice"),
    [
        (None, "light", ""),
        ("light", "light", ""),
        ("firm", "firm", "It is planned with firm pressure, so better end this experiment."),
    ],
)
def test_where_pain_rose_the_next_release_says_so(panel, diary, plan, pressure, hard, advice):
    lingered(diary)
    tools = {"a_tool": "foam roller", "b_tool": "massage ball"}
    plan(panel, compares="tool", **tools, pressure=pressure)
    assert (panel.running["warning"], panel.running["advice"]) == (ROSE, advice)
    assert panel.running["facts"][2] == {"label": "How hard", "value": hard}


def test_a_rise_during_the_experiment_asks_for_less_or_for_its_end(panel, plan, press):
    plan(panel, compares="tool", a_tool="foam roller", b_tool="massage ball")
    assert (panel.running["warning"], panel.running["advice"]) == ("", "")
    press(panel, pain_before=5, pain_after=8)
    assert panel.running["warning"] == (
        "Last time pain rose from 5 to 8 and was not rated again. Press lighter, or another spot."
    )
    assert panel.running["facts"][2]["value"] == "light"
    assert panel.running["advice"].startswith("If you pressed harder until now, better end this")
    # Rated anew without a rise, nothing speaks against it any longer.
    press(panel, pain_before=5, pain_after=3)
    assert (panel.running["warning"], panel.running["advice"]) == ("", "")
    assert panel.running["facts"][2]["value"] == "the same each time, within comfort"


def test_only_the_arm_where_pain_rose_is_spoken_against(panel, diary, plan, press):
    lingered(diary)
    spots = {f"a_{name}": value for name, value in PLACE.items()}
    spots |= {"b_muscle": "psoas", "b_spot": "beside the navel", "b_side": "right"}
    plan(panel, compares="spot", **spots, pressure="moderate")
    assert panel.running["heading"].endswith("press B: right psoas, beside the navel")
    assert (panel.running["warning"], panel.running["advice"]) == ("", "")
    press(panel)
    assert panel.running["warning"] == ROSE
    assert panel.running["advice"] == (
        "It is planned with moderate pressure, so better end this experiment."
    )


def test_another_spot_of_the_muscle_is_pressed_more_lightly(panel, diary, plan):
    lingered(diary, spot="middle of the buttock")
    plan(panel, compares="tool", a_tool="foam roller", b_tool="massage ball")
    assert panel.running["warning"] == (
        "Press more lightly: pain rose at another spot of this muscle."
    )
    assert panel.running["facts"][2]["value"] == "light"


def test_two_spots_and_two_tools(panel, diary, ask, plan):
    spots = {f"a_{name}": value for name, value in PLACE.items()}
    spots |= {"b_muscle": "psoas", "b_spot": "beside the navel", "b_side": "right"}
    plan(panel, compares="spot", **spots)
    (saved,) = diary.all(Experiment)
    assert saved.arm_b == "psoas · beside the navel · right"
    assert (saved.muscle, saved.tool) == (None, "lacrosse ball")
    assert panel.running["facts"][0]["value"] == "right psoas, beside the navel"
    assert panel.running["facts"][2]["value"] == "the same each time, within comfort"
    ask(panel, "undo", id=PLAN)
    other = PLAN.replace("100", "101")
    plan(panel, other, compares="tool", a_tool="foam roller", b_tool="massage ball")
    assert panel.running["heading"].endswith("press B: massage ball")


def test_planning_twice_plans_once(panel, diary, plan):
    plan(panel)
    order = diary.all(Experiment)[0].order
    assert plan(panel)["outcome"] == "done"
    assert [one.order for one in diary.all(Experiment)] == [order]


def test_one_runs_at_a_time(panel, plan):
    plan(panel)
    assert plan(panel, PLAN.replace("100", "101"))["text"] == (
        "NOT STARTED: Another experiment is running; end it first."
    )


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {"compares": None},
            {"compares": "compares is missing: choose spots, tools or pressures."},
        ),
        ({"pairs": 5}, {"pairs": "pairs must be a whole number from 6 to 100, not 5."}),
        ({"pairs": "ten"}, {"pairs": "pairs must be a whole number from 6 to 100, not 'ten'."}),
        (
            {"spot": None, "b_pressure": None},
            {
                "spot": "Choose a spot.",
                "b_pressure": "B's pressure is missing: choose one.",
            },
        ),
        (
            {"b_pressure": "light"},
            {"b_pressure": "B must differ from A, and both have the same pressure."},
        ),
    ],
)
def test_what_is_wrong_with_a_plan_comes_back(panel, diary, plan, changes, problems):
    assert plan(panel, **changes) == {"outcome": "problems", "problems": problems}
    assert diary.all(Experiment) == []


def test_the_slope_comes_from_the_releases_before(diary, release, noon, plan):
    diary.add_all(
        [
            release(
                started_at=noon - timedelta(hours=n),
                spot="near the sacrum" if n % 2 else "middle of the buttock",
                pain_before=3 + n % 6,
                pain_after=3 + n % 6 - (n % 6) // 2,
            )
            for n in range(30)
        ]
    )
    panel = experiment_panel(diary, now=lambda: NOW)
    plan(panel)
    slope = diary.all(Experiment)[0].slope
    assert 0.2 < slope < 0.7
    assert f"with {slope:g} points of relief per point of pain" in panel.running["plan"]


def test_a_release_is_saved_with_its_arm_and_the_next_is_said(panel, diary, plan, press):
    plan(panel)
    answer, entry = press(panel)
    assert (answer["text"], answer["undo"]) == ("Saved: B, firm pressure, 17:01.", entry)
    saved = diary.get(entry)
    assert (saved.experiment, saved.arm, saved.pressure) == (UUID(PLAN), "B", "firm")
    assert (saved.spot, saved.tool, saved.pain_after) == ("near the sacrum", "lacrosse ball", 3)
    assert panel.running["heading"] == "Next: pair 1 of 6, press A: light"
    (card,) = panel.entries
    assert (card["title"], card["pain"]) == ("Pair 1 · B: firm pressure", "6 → – → 3")


def test_it_goes_on_where_it_was(panel, diary, plan, press):
    plan(panel)
    press(panel, times=3)
    again = experiment_panel(diary, now=lambda: NOW)
    assert again.running == panel.running
    assert again.running["heading"] == "Next: pair 2 of 6, press A: light"
    assert [card["can_delete"] for card in again.entries] == [True, False, False]


def test_a_save_can_be_undone(panel, diary, ask, plan, press):
    plan(panel)
    press(panel)
    answer, _ = press(panel)
    ask(panel, "undo", id=answer["undo"])
    assert panel.running["heading"] == "Next: pair 1 of 6, press A: light"
    assert len(diary.all(Release)) == 1


def test_saving_twice_saves_once(panel, diary, ask, plan):
    plan(panel)
    values = {**RATED, "turn": panel.running["turn"], "started_at": AT}
    first = ask(panel, "save", id=PLAN.replace("100", "001"), values=values)
    assert ask(panel, "save", id=PLAN.replace("100", "001"), values=values) == first
    assert len(diary.all(Release)) == 1
    changed = {**values, "pain_after": 1}
    answer = ask(panel, "save", id=PLAN.replace("100", "001"), values=changed)
    assert answer["outcome"] == "taken"


def test_ratings_for_another_turn_are_not_saved(panel, diary, ask, plan, press):
    plan(panel)
    stale = panel.running["turn"]
    press(experiment_panel(diary, now=lambda: NOW))
    values = {**RATED, "turn": stale, "started_at": AT}
    answer = ask(panel, "save", id=PLAN.replace("100", "050"), values=values)
    assert answer["text"] == (
        "NOT SAVED: It is another release's turn by now; look at the top and save again."
    )
    assert panel.running["heading"] == "Next: pair 1 of 6, press A: light"
    assert len(diary.all(Release)) == 1


def test_what_is_wrong_with_a_rating_comes_back(panel, diary, ask, plan):
    plan(panel)
    values = {**RATED, "pain_before": None, "turn": panel.running["turn"], "started_at": AT}
    answer = ask(panel, "save", id=PLAN.replace("100", "001"), values=values)
    assert answer["problems"] == {"pain_before": "Rate your pain before."}
    assert diary.all(Release) == []


def test_a_rating_is_changed_and_all_else_stays(panel, diary, ask, plan, press):
    plan(panel)
    _, entry = press(panel, pain_30s=4)
    before = diary.get(entry)
    changed = {**panel.entries[0]["values"], "pain_30s": None, "pain_after": 2}
    ask(panel, "amend", id=entry, values=changed | {"turn": "", "started_at": AT})
    assert diary.get(entry) == before.changed(pain_30s=None, pain_after=2)


def test_only_the_last_can_be_deleted_here(panel, diary, ask, plan, press):
    plan(panel)
    _, first = press(panel)
    _, last = press(panel)
    assert ask(panel, "delete", id=first)["text"].startswith(
        "NOT DELETED: Only the last release can be deleted here"
    )
    assert ask(panel, "delete", id=last)["outcome"] == "done"
    assert [str(release.id) for release in diary.all(Release)] == [first]


def test_an_early_look_is_exploratory_and_gives_no_verdict(panel, ask, plan, press):
    plan(panel, pairs=8)
    press(panel, times=12)
    result = ask(panel, "look")["result"]
    assert (result["state"], result["exploratory"]) == (
        "Exploratory: it has not reached its planned length.",
        True,
    )
    assert result["sentence"].startswith("The chance is ")
    assert "<svg" in result["chart"]
    assert result["test"].startswith("An early look, at 6 of 8 pairs: the answer is the one at")
    assert "Chance alone" not in result["test"]
    assert panel.running["heading"].startswith("Next: pair 7 of 8")


def test_ended_early_it_stays_exploratory(panel, ask, plan, press):
    plan(panel)
    press(panel, times=3)
    assert panel.running["end"].startswith("End it at 1 of 6 pairs?")
    answer = ask(panel, "end", at="2026-11-22T18:30:00.000+01:00")
    assert answer["text"].endswith("What it says stays exploratory.")
    assert panel.running == {}
    (card,) = panel.past
    assert card["state"] == "Exploratory: you ended it early, on 22 November 2026."
    assert card["exploratory"]
    assert [row[0] for row in card["rows"]] == ["1", "2"]
    ask(panel, "undo", id=answer["undo"])
    assert panel.running["heading"] == "Next: pair 2 of 6, press A: light"
    assert panel.past == []


def test_ended_it_lists_no_releases_to_change(panel, ask, plan, press):
    plan(panel)
    press(panel, times=5)
    assert (len(panel.entries), panel.has_older) == (4, True)
    ask(panel, "end", at="2026-11-22T18:30:00.000+01:00")
    assert (panel.entries, panel.has_older) == ([], False)


def test_a_result_follows_when_one_of_its_releases_changes(panel, ask, plan, press):
    plan(panel)
    _, entry = press(panel, times=2)
    values = {**panel.entries[0]["values"], "pain_after": 1}
    ask(panel, "end", at="2026-11-22T18:30:00.000+01:00")
    before = panel.past[0]["rows"][0]
    ask(panel, "amend", id=entry, values=values | {"turn": "", "started_at": AT})
    after = panel.past[0]["rows"][0]
    assert (before, after) == (["1", "B", "3", "3", "0"], ["1", "B", "5", "3", "+2"])


def test_at_its_planned_length_it_answers(panel, ask, plan, press):
    plan(panel)
    for _ in range(12):
        firm = panel.running["heading"].endswith("firm")
        _, entry = press(panel, pain_after=2 if firm else 4)
    assert panel.running == {}
    (card,) = panel.past
    assert (card["state"], card["exploratory"]) == ("Done, at its planned length.", False)
    assert card["test"] == (
        "Over 6 pairs, light pressure gave 2.0 points less relief than firm pressure on average "
        "(likely between 2.0 less and 2.0 less, p = 0.031). Chance alone would seldom do that."
    )
    assert card["columns"] == ["Pair", "First", "A: light pressure", "B: firm pressure", "A − B"]
    assert card["rows"][:2] == [["1", "B", "2", "4", "−2"], ["2", "B", "2", "4", "−2"]]
    assert (card["last"], panel.said["undo"]) == (entry, entry)
    ask(panel, "delete", id=entry)
    assert panel.running["heading"].startswith("Next: pair 6 of 6")


def test_an_unfinished_rating_comes_back_for_its_own_turn_only(panel, diary, ask, plan, press):
    plan(panel)
    entry = PLAN.replace("100", "050")
    values = {**RATED, "pain_after": None, "turn": panel.running["turn"]}
    ask(panel, "draft", id=entry, sequence=1, at=AT, values=values)
    assert experiment_panel(diary, now=lambda: NOW).draft["values"]["pain_before"] == 6
    press(experiment_panel(diary, now=lambda: NOW))
    assert experiment_panel(diary, now=lambda: NOW).draft == {}


def test_ending_early_lets_an_unfinished_rating_go(panel, diary, ask, plan):
    plan(panel)
    values = {**RATED, "turn": panel.running["turn"]}
    ask(panel, "draft", id=PLAN.replace("100", "050"), sequence=1, at=AT, values=values)
    ask(panel, "end", at="2026-11-22T18:30:00.000+01:00")
    assert (panel.draft, diary.drafts.open()) == ({}, [])


def test_a_release_out_of_its_turn_is_left_out_and_said(panel, diary, ask, plan, press):
    plan(panel)
    _, entry = press(panel)
    diary.add(
        diary.get(entry).changed(
            id=UUID(PLAN.replace("100", "060")), started_at=NOW - timedelta(minutes=2)
        ),
        recorded_at=NOW,
    )
    ask(panel, "older")
    assert panel.running["so_far"] == (
        "1 of 12 releases are saved. Left out: 1 release that was not next in the order."
    )
    assert panel.entries[0]["title"] == "Not next in the order · B: firm pressure"


def test_a_sample_diary_keeps_its_experiments_apart(tmp_path, plan):
    with open_diary(tmp_path / "sample.db") as diary:
        diary.become_sample()
        plan(experiment_panel(diary, now=lambda: NOW))
        assert diary.all(Experiment)[0].person == "sample"


def test_a_plan_may_stop_early_and_wait_between_releases(panel, diary, ask, plan, press):
    assert panel.choices["stopping"][5] == ""
    assert "it names one in 3 of 100 such experiments" in panel.choices["stopping"][20]
    plan(panel, pairs=20, stops="early", washout_h=6)
    (saved,) = diary.all(Experiment)
    assert (saved.stops_at, saved.washout_h) == (0.99, 6.0)
    answer, _ = press(panel)
    assert answer["outcome"] == "done"
    assert panel.running["before"].startswith("Not before 23:01 on 22 November 2026: you chose 6 ")
    assert "it names one in 3 of 100 such experiments" in panel.running["plan"]
    assert "Between two releases you wait 6 hours." in panel.running["plan"]
    refused, _ = press(panel)
    assert refused["text"].endswith(
        "Wait until 23:01: you chose 6 hours between two releases, so that one does not change the "
        "next."
    )
    assert len(diary.all(Release)) == 1


def test_hours_that_are_none_are_refused_beside_their_field(panel, plan):
    answer = plan(panel, washout_h="soon")
    assert "washout_h" in answer["problems"]

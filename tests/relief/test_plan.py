"""What is suggested, what is never suggested, and how fast the suggestions learn."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tracker.protocol.catalogue import catalogue
from tracker.protocol.matching import UnknownName
from tracker.protocol.muscle import Muscle, Spot, Tool
from tracker.protocol.profile import Profile
from tracker.relief.plan import COLUMNS, candidates, plan, scores
from tracker.relief.pooling.moments import Moments
from tracker.relief.pooling.nested import fit
from tracker.relief.pooling.pool import SPOT_KEYS, pool
from tracker.wording.plan import advice_sentence, reason_sentence, tool_sentences

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SACRUM = ("piriformis", "near the sacrum", "left")
MIDDLE = ("piriformis", "middle of the buttock", "left")
NAVEL = ("psoas", "beside the navel", "right")
BALL, HOOK = "lacrosse ball", "iliopsoas tool"


@pytest.fixture(scope="session")
def diary(make_releases):
    """Releases from (place, tool, after, hours ago[, later, hours to it]), each begun at 6."""

    def build(*rows):
        # The shared builder knows three muscles and three tools; here any may be named.
        frame = make_releases(
            [
                [NOW - timedelta(hours=ago), 0, "psoas", spot, side, "foam roller", None, *pain]
                for (_, spot, side), _, after, ago, *_ in rows
                for pain in [(6, 5, after, "held")]
            ]
        )
        later = [row[4:] or (np.nan, np.nan) for row in rows]
        hours = pd.Series([gap for _, gap in later], dtype="float64", index=frame.index)
        return frame.assign(
            muscle=pd.Categorical([row[0][0] for row in rows]),
            tool=pd.Categorical([row[1] for row in rows]),
            pain_later=pd.Series([pain for pain, _ in later], dtype="float64", index=frame.index),
            later_at=frame["started_at"] + pd.to_timedelta(hours, unit="h"),
        )

    return build


def check_in(*flags):
    at = pd.to_datetime([f"2026-11-{10 + day}T20:00Z" for day in range(len(flags))])
    return pd.DataFrame({"at": at, "red_flags": list(flags)})


def good(place=SACRUM, tool=BALL, *, times=6, after=3):
    return [(place, tool, after + (i % 2), 200 - 20 * i) for i in range(times)]


def planned(frame, **options):
    return plan(frame, **{"now": NOW, "catalogue": catalogue(), **options})


def reasons(answer):
    return [reason_sentence(row) for row in answer.suggestions.itertuples(index=False)]


def places(answer):
    return list(answer.suggestions[list(SPOT_KEYS)].itertuples(index=False, name=None))


def test_the_best_is_named_and_one_little_tried_spot_is_explored(diary):
    frame = diary(*good(times=8), *good(NAVEL, HOOK, after=5), (MIDDLE, BALL, 4, 100))
    answer = planned(frame)
    assert (answer.stop_advice, answer.nothing_left, advice_sentence(answer)) == ("", None, "")
    assert answer.suggestions.columns.to_list() == list(COLUMNS)
    table = answer.suggestions.set_index("kind")
    assert table["n_rated"].to_dict().keys() == {"helps", "explore"}
    helps = table.loc[["helps"]]
    assert helps["spot"].to_list() == ["near the sacrum", "beside the navel"]
    assert helps["reason"].to_list() == ["best so far", "helped so far"]
    assert not answer.suggestions["press_lightly"].any()
    first, second = (reasons(answer)[n] for n in np.flatnonzero(table.index == "helps"))
    assert first == (
        "Best so far: pain about 2.4 points lower after a press (80 % range 2.1 to 2.7, "
        "8 releases)."
    )
    assert second.startswith("Helped so far: pain about 0.6 points lower after a press (80 % range")
    assert (answer.suggestions["kind"] == "explore").sum() == 1
    assert helps["tool"].to_list() == [BALL, HOOK]


def test_the_most_hopeful_of_the_little_tried_is_explored(diary):
    answer = planned(diary(*good()))
    explore = answer.suggestions.set_index("kind").loc["explore"]
    assert (explore["n_rated"], explore["reason"]) == (0, "promising, muscle not tried")
    hopeful = reasons(answer)[list(answer.suggestions["kind"]).index("explore")]
    assert hopeful.startswith(
        "Not tried yet, nor its muscle. Your other spots helped: going by them, pain about 2.5 "
    )


def test_an_empty_diary_begins_with_the_first_spot_on_the_side_that_hurts(diary):
    answer = planned(diary(), profile=Profile("right", (BALL,)))
    assert places(answer) == [(*SACRUM[:2], "right")]
    (row,) = answer.suggestions.to_dict("records")
    assert (row["kind"], row["tool"], row["n_rated"]) == ("explore", BALL, 0)
    assert np.isnan(row["mean"])
    assert row["reason"] == "not tried"
    assert reasons(answer) == [
        "Not tried yet: too few releases to compare spots, so any is worth a try."
    ]
    both = planned(diary(), profile=Profile("both"))
    assert places(both) == [SACRUM, (*SACRUM[:2], "right")]
    assert both.suggestions["tool"].to_list() == ["", ""]
    assert planned(diary((NAVEL, HOOK, 4, 50))).suggestions["side"].to_list() == ["right"]


def test_without_a_release_the_side_is_asked_for_and_not_assumed(diary):
    answer = planned(diary())
    assert answer.suggestions.empty
    assert answer.nothing_left == "side not said"
    assert advice_sentence(answer).startswith("Which side hurts?")
    sides = pd.Categorical(["left", "right", None])
    rated = check_in("", "", "").assign(side=sides)
    assert places(planned(diary(), check_ins=rated)) == [(*SACRUM[:2], "right")]


def test_of_spots_alike_the_side_that_hurts_comes_first(diary):
    pressed_left = diary((MIDDLE, BALL, 4, 50))
    assert planned(pressed_left).suggestions["side"].to_list() == ["left"]
    hurts_right = planned(pressed_left, profile=Profile("right"))
    assert hurts_right.suggestions["side"].to_list() == ["right"]


def test_a_tool_is_suggested_only_where_it_is_owned_or_was_used(diary):
    frame = diary((MIDDLE, BALL, 4, 50))
    table = candidates(frame, catalogue()).set_index("muscle")["tool"]
    assert (set(table["piriformis"]), set(table["psoas"])) == ({BALL}, {""})
    owned = candidates(frame, catalogue(), ["massage ball"]).set_index("muscle")["tool"]
    assert set(owned) == {"massage ball"}
    assert "psoas" not in owned.index
    answer = planned(frame, profile=Profile(tools=("massage ball",)))
    assert tool_sentences(answer) == [
        "Left out, for none of your tools reaches: psoas and iliacus, which need a hip-flexor ball "
        "or a hook-shaped iliopsoas tool; a lacrosse ball is too small.",
        "Left out, for none of your tools reaches: quadratus lumborum, which needs a massage ball "
        "a little larger than a lacrosse ball.",
    ]
    assert tool_sentences(planned(frame)) == []
    assert tool_sentences(planned(diary(), profile=Profile("left"))) == [
        "Say at the top of the page Today or Hold which tools you have, "
        "and each spot comes with one."
    ]


def test_at_most_three_spots_that_help(diary):
    spots = [
        (muscle, spot, "left")
        for muscle in ("piriformis", "iliacus")
        for spot in catalogue()[muscle].spots
    ]
    frame = diary(*[row for place in spots for row in good(place, times=5)])
    kinds = planned(frame).suggestions["kind"]
    assert kinds.value_counts().to_dict() == {"helps": 3, "explore": 1}


def test_a_spot_that_does_not_help_is_not_said_to(diary):
    frame = diary(*good(after=5), *good(NAVEL, HOOK, after=6, times=9))
    helps = planned(frame).suggestions.query("kind == 'helps'")
    assert helps["spot"].to_list() == ["near the sacrum"]


def test_a_spot_just_pressed_rests(diary):
    frame = diary(*good(), (SACRUM, BALL, 3, 5.9))
    assert SACRUM not in places(planned(frame))
    assert SACRUM in places(planned(frame, rest_h=5.5))
    assert SACRUM in places(planned(diary(*good(), (SACRUM, BALL, 3, 6))))


def test_a_rise_that_lingers_leaves_its_spot_out_and_asks_for_less_pressure(diary):
    frame = diary(*good(), *good(MIDDLE), (MIDDLE, BALL, 8, 60, 8, 3))
    answer = planned(frame)
    assert MIDDLE not in places(answer)
    lightly = answer.suggestions["press_lightly"]
    assert lightly.equals(answer.suggestions["muscle"] == "piriformis")
    reason_of = dict(zip(places(answer), reasons(answer), strict=True))
    assert reason_of[SACRUM].endswith(
        "6 releases). Press more lightly: pain rose at another spot of this muscle."
    )
    gone = diary(*good(), *good(MIDDLE), (MIDDLE, BALL, 8, 60, 8, 3), (MIDDLE, BALL, 4, 30))
    assert MIDDLE in places(planned(gone))
    assert not planned(gone).suggestions["press_lightly"].any()
    assert not any("lightly" in sentence for sentence in reasons(planned(gone)))


def test_best_so_far_is_not_said_of_second_best(diary):
    frame = diary(*good(after=4), *good(MIDDLE, times=12, after=1), (MIDDLE, BALL, 2, 1))
    answer = planned(frame)
    at_sacrum = list(answer.suggestions["spot"]).index("near the sacrum")
    assert answer.suggestions["reason"][at_sacrum] == "helped so far"
    assert reasons(answer)[at_sacrum].startswith("Helped so far: ")


def test_a_rise_not_rated_again_waits_a_day(diary):
    assert MIDDLE not in places(planned(diary(*good(MIDDLE), (MIDDLE, BALL, 8, 23))))
    assert MIDDLE in places(planned(diary(*good(MIDDLE), (MIDDLE, BALL, 8, 24))))


def test_pain_still_raised_a_day_later_stops_everything(diary):
    frame = diary(*good(), (NAVEL, HOOK, 8, 60, 9, 26))
    stop = (
        "It is still 3 points higher a day later. Stop the releases, and consult a health-care "
        "practitioner."
    )
    answer = planned(frame)
    assert answer.stop_advice == advice_sentence(answer) == stop
    assert answer.suggestions.empty
    assert answer.suggestions.dtypes.equals(planned(diary(*good())).suggestions.dtypes)
    went_on = diary((NAVEL, HOOK, 8, 60, 9, 26), *good(), (SACRUM, BALL, 3, 10))
    assert planned(went_on).stop_advice == stop


def test_a_later_release_there_that_begins_without_the_rise_ends_the_stop(diary):
    frame = diary(*good(), (NAVEL, HOOK, 8, 100, 9, 26), (NAVEL, HOOK, 4, 20))
    assert planned(frame).stop_advice == ""
    still = frame.assign(pain_before=[6.0] * 7 + [9.0])
    assert "Stop the releases" in planned(still).stop_advice


def test_red_flags_of_the_latest_check_in_come_before_anything(diary):
    frame = diary(*good())
    answer = planned(frame, check_ins=check_in("", "fever;saddle numbness"))
    assert answer.stop_advice == "Go to an emergency department now. Do not press anything."
    assert answer.suggestions.empty
    assert planned(frame, check_ins=check_in("cancer")).stop_advice == (
        "See a doctor before the next release."
    )
    assert planned(frame, check_ins=check_in("fever", "")).stop_advice == ""
    assert planned(frame, check_ins=check_in()).stop_advice == ""
    # Two sites rated at one moment: the flag of either counts.
    both = check_in("fever", "").assign(at=pd.Timestamp("2026-11-10T20:00Z"))
    assert planned(frame, check_ins=both).stop_advice == "See a doctor before the next release."


def test_only_spots_that_the_tools_reach(diary):
    frame = diary(*good(), *good(NAVEL, HOOK))
    hooked = planned(frame, profile=Profile(tools=(HOOK,)))
    assert set(hooked.suggestions["muscle"]) <= {"psoas", "iliacus"}
    spelled = planned(frame, profile=Profile(tools=("Iliopsoas tool",)))
    assert set(spelled.suggestions["tool"]) == {HOOK}
    nothing = planned(frame, profile=Profile(tools=()))
    assert nothing.suggestions.empty
    assert (nothing.stop_advice, nothing.nothing_left) == ("", "no tool reaches")
    assert advice_sentence(nothing) == (
        "No spot is within reach of your tools. A lacrosse ball or a massage ball reaches most "
        "muscles."
    )


def test_every_spot_resting_says_so(diary):
    names = catalogue()["quadratus lumborum"].spots
    frame = diary(
        *[
            (("quadratus lumborum", name, side), "larger massage ball", 4, 2)
            for name in names
            for side in ("left", "right")
        ]
    )
    answer = planned(frame, profile=Profile(tools=("larger massage ball",)))
    assert answer.suggestions.empty
    assert (answer.stop_advice, answer.nothing_left) == ("", "every spot rests")
    assert advice_sentence(answer) == (
        "Every spot within reach rests for now. Spots pressed within the last 6 hours are left "
        "out: the kit's own choice, not the protocol's. So are spots that left pain that lingered."
    )


def test_nothing_that_helps_and_nothing_promising_says_so(diary):
    names = catalogue()["quadratus lumborum"].spots
    frame = diary(
        *[
            row
            for name in names
            for side in ("left", "right")
            for row in good(
                ("quadratus lumborum", name, side), "larger massage ball", times=5, after=6
            )
        ]
    )
    answer = planned(frame, profile=Profile(tools=("larger massage ball",)))
    assert answer.suggestions.empty
    assert (answer.stop_advice, answer.nothing_left) == ("", "none helped")
    assert advice_sentence(answer).startswith(
        "No spot helped clearly so far, and none little tried is"
    )


def test_own_spots_muscles_and_tools_are_within_reach(diary):
    mine = catalogue().with_own(
        muscles=[Muscle("soleus", spots={"mid calf": Spot("mid calf")})],
        spots=[("piriformis", Spot("my knot"))],
        tools=[Tool("tennis ball")],
    )
    frame = diary((SACRUM, "tennis ball", 4, 50), (("hamstring", "mid", "left"), "peg", 4, 50))
    table = candidates(frame, mine, ["tennis ball"])
    assert set(zip(table["muscle"], table["spot"], table["tool"], strict=True)) == {
        *(("piriformis", spot, "tennis ball") for spot in mine["piriformis"].spots),
        ("soleus", "mid calf", "tennis ball"),
    }
    every = candidates(frame, mine)
    assert len(every) == 2 * (25 + 2 + 1)
    assert every[every["muscle"] == "soleus"]["tool"].to_list() == ["", ""]
    assert every[every["muscle"] == "hamstring"]["tool"].to_list() == ["peg", "peg"]
    assert every["side"].to_list()[:2] == ["left", "right"]


def test_the_scores_stand_in_the_order_of_the_spots_by_name(diary):
    pooled = pool(diary(*good(), *good(NAVEL, HOOK, after=5), (MIDDLE, BALL, 4, 100)))
    by_name = pooled.spots.sort_values(SPOT_KEYS)
    np.testing.assert_allclose(by_name["mean"], pooled.fit.leaf_mean)
    np.testing.assert_allclose(
        scores(pooled.fit), pooled.fit.leaf_mean + 1.28 * pooled.fit.leaf_scale
    )
    drawn = pooled.fit.draws(np.random.default_rng(4), 1)[0][0]
    np.testing.assert_allclose(
        scores(pooled.fit, "thompson", np.random.default_rng(4)),
        (pooled.fit.leaf_mean + drawn) / 2,
    )


def test_thompson_suggests_the_same_with_the_same_generator(diary):
    frame = diary(*good(), *good(NAVEL, HOOK), (MIDDLE, BALL, 4, 100))
    same = [
        planned(frame, method="thompson", rng=np.random.default_rng(1)).suggestions
        for _ in range(2)
    ]
    assert_frame_equal(*same)
    explored = {
        places(planned(frame, method="thompson", rng=np.random.default_rng(seed)))[-1]
        for seed in range(4)
    }
    assert len(explored) > 1


def test_the_order_of_rows_never_matters(diary):
    frame = diary(*good(), *good(NAVEL, HOOK), (MIDDLE, BALL, 4, 100))
    shuffled = frame.sample(frac=1, random_state=2)
    assert_frame_equal(planned(shuffled).suggestions, planned(frame).suggestions)


def test_no_reason_promises(diary):
    for frame in (diary(), diary(*good()), diary(*good(), *good(NAVEL, HOOK))):
        for sentence in reasons(planned(frame)):
            words = set(sentence.lower().split())
            assert not {"will", "cure", "cures", "winner", "proves"} & words


def test_refuses_what_it_cannot_plan_with(diary):
    with pytest.raises(ValueError, match="now must be a time with its zone, not 2026-11-20T12:00"):
        planned(diary(), now=datetime(2026, 11, 20, 12))  # noqa: DTZ001
    with pytest.raises(ValueError, match="method must be optimistic or thompson, not 'greedy'"):
        planned(diary(), method="greedy")
    with pytest.raises(ValueError, match="rest_h must be 0 hours or more, not -1"):
        planned(diary(), rest_h=-1)
    with pytest.raises(UnknownName, match=r"Unknown tool 'foam rolller'\. Did you mean"):
        planned(diary(), profile=Profile(tools=("foam rolller",)))


def regret(seed, *, muscles, spots, sd_muscle, sd_spot, releases, method="optimistic"):
    """Relief lost per release, in points, against always pressing the truly best spot.

    Releases scatter by 1.2 points and give 0.25 more per point of starting pain; the first four
    go anywhere, then the highest score is pressed each time.
    """
    rng = np.random.default_rng(seed)
    muscle = np.repeat(np.arange(muscles), spots)
    n = len(muscle)
    truth = 1 + rng.normal(0, sd_muscle, muscles)[muscle] + rng.normal(0, sd_spot, n)
    cross, leaf_n, leaf_sum, lost = np.zeros((3, 3)), np.zeros(n), np.zeros((n, 3)), 0.0
    for done in range(releases):
        if done < 4:
            spot = int(rng.integers(n))
        else:
            seen = Moments(done, cross.copy(), leaf_n.copy(), leaf_sum.copy(), muscle)
            spot = int(scores(fit(seen), method, rng).argmax())
        lost += truth.max() - truth[spot]
        before = rng.normal(0, 1.3)
        row = np.array([1, before, truth[spot] + 0.25 * before + rng.normal(0, 1.2)])
        cross += np.outer(row, row)
        leaf_n[spot] += 1
        leaf_sum[spot] += row
    return lost / releases


@pytest.mark.parametrize("method", ["optimistic", "thompson"])
def test_suggestions_learn_which_spot_of_a_muscle_to_press(method):
    world = {"muscles": 1, "spots": 6, "sd_muscle": 0.0, "sd_spot": 0.48}
    lost = [regret(seed, releases=150, method=method, **world) for seed in range(4)]
    assert np.mean(lost) < 0.33  # pressing anywhere loses 0.61


def test_suggestions_learn_in_free_choice():
    lost = regret(0, muscles=12, spots=6, sd_muscle=0.6, sd_spot=0.47, releases=100)
    assert lost < 1.0  # pressing anywhere loses 1.7

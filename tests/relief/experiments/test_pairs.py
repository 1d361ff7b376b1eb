"""Releases are lined up with the coin flips, in the order they were made."""

import numpy as np
import pandas as pd
import pytest

from tracker.relief.experiments.pairs import (
    ExperimentProgress,
    experiment_chances,
    experiment_pairs,
    experiment_result,
    pair_table,
    progress,
    slope_so_far,
)

ORDER = ("AB", "BA", "BA", "AB", "AB", "BA")


@pytest.fixture
def planned(experiment):
    return experiment(order=ORDER)


@pytest.fixture
def frame_of(planned):
    """Releases of the experiment, an hour apart: arm, pain before, pain after; and one other."""

    def make(*pressed):
        rows = [
            {
                "id": f"id-{hour:02}",
                "started_at": pd.Timestamp("2026-11-18T12:00Z") + pd.Timedelta(hours=hour),
                "arm": arm,
                "pain_before": float(before),
                "pain_after": after,
                "experiment": str(planned.id),
            }
            for hour, (arm, before, after) in enumerate(pressed, start=1)
        ]
        other = {"id": "other", "started_at": pd.Timestamp("2026-11-18T12:30Z"), "pain_before": 9.0}
        columns = ["id", "started_at", "arm", "pain_before", "pain_after", "experiment"]
        frame = pd.DataFrame([other, *rows], columns=columns).assign(
            started_at_offset=60, outcome="held", pain_30s=np.nan
        )
        return frame.astype(
            {
                "arm": pd.CategoricalDtype(["A", "B"]),
                "id": "str",
                "experiment": "str",
                "pain_after": "float64",
                "started_at": "datetime64[us, UTC]",
            }
        )

    return make


def test_nothing_pressed_yet(frame_of, planned):
    assert progress(frame_of(), planned) == ExperimentProgress(0, 0, 1, "A", 0)
    pairs = experiment_pairs(frame_of(), planned)
    assert (len(pairs), len(pair_table(pairs))) == (0, 0)
    assert experiment_result(frame_of(), planned).exploratory


def test_the_next_one_follows_the_coin_flips(frame_of, planned):
    pressed = [("A", 6, 4), ("B", 6, 3), ("B", 5, 4)]
    assert [progress(frame_of(*pressed[:n]), planned).arm for n in range(4)] == list("ABBA")
    assert progress(frame_of(*pressed), planned) == ExperimentProgress(3, 1, 2, "A", 0)


def test_releases_are_paired_in_the_order_they_were_made(frame_of, planned):
    frame = frame_of(("A", 6, 4), ("B", 6, 3), ("B", 5, 4), ("A", 7, np.nan), ("B", 4, 4))
    expected = pd.DataFrame(
        {
            "id": ["id-01", "id-02", "id-03", "id-04", "id-05"],
            "pair": [1, 1, 2, 2, 3],
            "order": [1, 2, 1, 2, 1],
            "arm": ["A", "B", "B", "A", "B"],
            "pain_before": [6.0, 6.0, 5.0, 7.0, 4.0],
            "relief": [2.0, 3.0, 1.0, np.nan, 0.0],
        }
    ).astype({"id": "str", "arm": "str"})
    shuffled = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(experiment_pairs(shuffled, planned), expected)


def test_one_out_of_its_turn_is_left_out_and_counted(frame_of, planned):
    frame = frame_of(("A", 6, 4), ("A", 6, 0), ("B", 6, 3), ("A", 6, 0), ("B", 5, 4))
    assert progress(frame, planned) == ExperimentProgress(3, 1, 2, "A", 2)
    assert experiment_pairs(frame, planned)["id"].to_list() == ["id-01", "id-03", "id-05"]


def test_the_planned_length_is_the_end(frame_of, planned):
    whole = [(arm, 6, 4 if arm == "A" else 3) for pair in ORDER for arm in pair]
    assert progress(frame_of(*whole), planned) == ExperimentProgress(12, 6, None, None, 0)
    assert progress(frame_of(*whole, ("A", 6, 0)), planned) == ExperimentProgress(
        12, 6, None, None, 1
    )
    result = experiment_result(frame_of(*whole, ("A", 6, 0)), planned, ("light", "firm"))
    assert (result.arms, result.estimate, result.exploratory) == (("light", "firm"), -1.0, False)
    assert result.p == 2 / 64


def test_an_early_look_is_exploratory_and_keeps_the_slope(frame_of, experiment):
    planned = experiment(order=ORDER, slope=0.5)
    frame = frame_of(("A", 8, 5), ("B", 6, 4)).assign(experiment=str(planned.id))
    # 3 - 2 points of relief, of which 0.5 a point for 2 points more pain before are expected.
    result = experiment_result(frame.iloc[1:], planned)
    assert (result.estimate, result.slope, result.exploratory) == (0.0, 0.5, True)


def test_the_two_of_a_pair_stand_side_by_side(frame_of, planned):
    frame = frame_of(("A", 6, 4), ("B", 6, 3), ("B", 5, 4), ("A", 7, np.nan), ("B", 4, 4))
    expected = pd.DataFrame(
        {
            "pair": [1, 2, 3],
            "first": ["A", "B", "B"],
            "relief_a": [2.0, np.nan, np.nan],
            "relief_b": [3.0, 1.0, 0.0],
            "difference": [-1.0, np.nan, np.nan],
        }
    ).astype({"first": "str"})
    pd.testing.assert_frame_equal(pair_table(experiment_pairs(frame, planned)), expected)


def test_a_moved_release_counts_with_its_relief_on_leaving(frame_of, planned):
    frame = frame_of(("A", 6, np.nan))
    moved = frame.assign(outcome="moved", pain_30s=7.0)
    assert experiment_pairs(moved, planned)["relief"].to_list() == [-1.0]


def test_the_slope_is_that_of_the_releases_so_far(make_releases):
    def pressed(relief_of):
        return make_releases(
            [
                (
                    f"2026-11-{1 + n:02}T18:00Z",
                    0,
                    *("piriformis", "near the sacrum" if n % 2 else "middle", "left"),
                    *("massage ball", "firm", 3 + n % 6, None, 3 + n % 6 - relief_of(n), "held"),
                )
                for n in range(24)
            ]
        )

    assert slope_so_far(pressed(lambda n: (3 + n % 6) / 2 - n % 2 / 4)) == pytest.approx(
        0.5, abs=0.1
    )
    assert slope_so_far(pressed(lambda n: 6 - n % 6 + n % 2 / 4)) == 0.0
    assert slope_so_far(make_releases([])) == 0.0


def presses(differences, order=ORDER):
    """Whole pairs in their turn; A gives 1 point and so much more, B gives 1."""
    return [
        (arm, 6, 5 - (difference if arm == "A" else 0))
        for difference, pair in zip(differences, order, strict=False)
        for arm in pair
    ]


def test_its_stopping_rule_ends_it_and_the_answer_is_no_early_look(frame_of, experiment, planned):
    rule = {"order": ORDER * 2, "pairs": 12, "id": planned.id}
    stopping, fixed = experiment(**rule, stops_at=0.95), experiment(**rule)
    frame = frame_of(*presses([3, 2, 3, 3, 2, 3, 3], ORDER * 2))
    state = progress(frame, stopping)
    assert (state.arm, state.stopped, state.pairs_done, state.left_out) == (None, True, 6, 2)
    result = experiment_result(frame, stopping)
    assert (result.planned_pairs, result.exploratory, result.n_pairs) == (6, False, 6)
    assert (progress(frame, fixed).pair, progress(frame, fixed).stopped) == (8, False)
    assert experiment_chances(frame, stopping).n_pairs == 6
    calm = frame_of(*presses([1, -1, 1, -1, 1, -1, 1], ORDER * 2))
    assert (progress(calm, stopping).arm, progress(calm, stopping).stopped) == ("B", False)


def test_the_stopping_rule_compares_at_equal_pain_before(frame_of, experiment, planned):
    # A gives 3 points more, all of it explained by a start 3 points higher.
    pressed = [(arm, 9 if arm == "A" else 6, 5) for pair in ORDER for arm in pair]
    plan = {"order": ORDER * 2, "pairs": 12, "id": planned.id, "stops_at": 0.95}
    assert progress(frame_of(*pressed), experiment(**plan)).stopped
    assert not progress(frame_of(*pressed), experiment(**plan, slope=1.0)).stopped


def test_the_wash_out_runs_from_the_last_release(frame_of, experiment, planned):
    waits = experiment(order=ORDER, id=planned.id, washout_h=6.0)
    assert progress(frame_of(), waits).ready_at is None
    state = progress(frame_of(("A", 6, 3)), waits)
    assert state.ready_at == pd.Timestamp("2026-11-18T19:00Z")
    assert progress(frame_of(("A", 6, 3)), planned).ready_at is None

"""Bounds where presses were moved from, or their ends not rated."""

import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.bounds import spot_bounds
from tracker.relief.pooling.pool import pool

KEYS = ["muscle", "spot", "side"]


def presses(rows) -> pd.DataFrame:
    """One release a day from (spot, before, at 30 s, after, outcome)."""
    frame = pd.DataFrame(rows, columns=["spot", "pain_before", "pain_30s", "pain_after", "outcome"])
    days = pd.to_timedelta(np.arange(len(frame)), unit="D")
    return frame.assign(
        muscle="psoas",
        side="left",
        started_at=pd.Timestamp("2026-09-01T12:00Z") + days,
        started_at_offset=0,
    )


HELD = [("low", 6, 4, 3, "held"), ("low", 7, 5, 3, "held"), ("low", 5, 4, 2, "held")] * 4
STEADY = [("high", 6, 5, 5, "held"), ("high", 7, 6, 6, "held"), ("high", 5, 5, 4, "held")] * 4


def test_a_held_press_lies_between_leaving_and_the_held_ones():
    frame = presses([*HELD, *STEADY, *[("low", 6, 6, None, "moved")] * 6])
    pooled = pool(frame)
    bounds = spot_bounds(frame, pooled=pooled).set_index("spot")
    low = bounds.loc["low"]
    assert (low["n"], low["moved"], low["n_missing"]) == (18, 6, 0)
    assert low["held_least"] == pooled.spots.set_index("spot").loc["low", "mean"]
    # 12 held presses eased by 3.33 points on average; with the 6 left at 30 s it is 2.22.
    assert low["held_least"] == pytest.approx(2.2, abs=0.2)
    assert low["held_most"] == pytest.approx(3.3, abs=0.2)
    assert low["held_low_95"] < low["held_least"] < low["held_most"] < low["held_high_95"]
    assert bounds.loc["high", ["held_least", "held_most", "worst", "best"]].isna().all()


def test_from_a_tenth_of_missing_ends_on_the_worst_and_best_are_given():
    frame = presses([*HELD, *STEADY, ("low", 6, 6, None, "held"), ("low", 6, 5, None, "stopped")])
    bounds = spot_bounds(frame).set_index("spot")
    low = bounds.loc["low"]
    assert (low["n"], low["n_missing"]) == (14, 2)
    # (40 + 2 (6 - 10)) / 14 and (40 + 2 * 6) / 14
    assert low["worst"] == pytest.approx(32 / 14, abs=0.4)
    assert low["best"] == pytest.approx(52 / 14, abs=0.3)
    assert low["worst"] < low["mean"] < low["best"]
    few = presses([*HELD, *STEADY, ("low", 6, 6, None, "held")])
    assert spot_bounds(few).set_index("spot").loc["low", ["worst", "best"]].isna().all()


def test_bounds_keep_the_order_and_the_usual_pain_of_the_pool():
    frame = presses([*HELD, *STEADY, *[("low", 7, 7, None, "moved")] * 6])
    pooled = pool(frame, usual_pain=4)
    bounds = spot_bounds(frame, pooled=pooled)
    assert bounds[KEYS].equals(pooled.spots[KEYS])
    assert bounds["mean"].tolist() == pooled.spots["mean"].tolist()


def test_too_few_releases_have_no_bounds():
    bounds = spot_bounds(presses([("low", 6, 6, None, "moved")]))
    assert len(bounds) == 1
    assert np.isnan(bounds.loc[0, "mean"])
    assert spot_bounds(presses([])).empty

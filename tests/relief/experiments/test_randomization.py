"""The order of each pair is random, and what is next follows from it."""

import numpy as np
import pytest

from tracker.relief.experiments.randomization import next_arm, plan_blocks


def test_every_pair_has_both_arms_and_a_coin_says_which_comes_first():
    design = plan_blocks(400, np.random.default_rng(0), ("ball", "roller"))
    assert design.columns.to_list() == ["pair", "order", "arm"]
    assert design["pair"].to_list()[:4] == [1, 1, 2, 2]
    assert design["order"].to_list()[:4] == [1, 2, 1, 2]
    assert design.groupby("pair")["arm"].nunique().eq(2).all()
    first = design.loc[design["order"] == 1, "arm"]
    assert (first == "ball").mean() == pytest.approx(0.5, abs=0.06)


def test_the_next_arm_follows_the_design():
    design = plan_blocks(2, np.random.default_rng(5))
    assert [next_arm(design, done) for done in range(5)] == ["B", "A", "B", "A", None]
    with pytest.raises(ValueError, match=r"done must be 0 or more releases, not -1\."):
        next_arm(design, -1)


def test_a_design_needs_pairs_and_two_arms():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"n_pairs must be 1 or more, not 0\."):
        plan_blocks(0, rng)
    with pytest.raises(ValueError, match=r"arms must be two different names, not \('A', ' '\)\."):
        plan_blocks(3, rng, ("A", " "))

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tracker.relief.pooling.adjust import spot_adjusted
from tracker.relief.pooling.pool import Pooled, pool


@pytest.fixture
def known():
    """Spots at 3, 1 and 0 points, and half a point more relief for each point of pain before."""
    spots = pd.DataFrame(
        [
            ("piriformis", "near the sacrum", "left", 3.0),
            ("piriformis", "middle of the buttock", "left", 1.0),
            ("psoas", "beside the navel", "right", 0.0),
        ],
        columns=["muscle", "spot", "side", "mean"],
    )
    spots["reference_pain"] = 6.0
    nothing = pd.DataFrame()
    fit = SimpleNamespace(slope=0.5)
    return Pooled(spots, nothing, nothing, reference_pain=6.0, differ=False, fit=fit)


def test_spot_and_starting_pain_are_taken_out(releases, known):
    # Leaf means 3, 3, 1, 3, 1 average 2.2; pain before is 6, 5, 6, 6, 8.
    adjusted = spot_adjusted(releases, muscle="piriformis", pooled=known)
    assert adjusted.index.to_list() == [0, 1, 2, 3, 7]
    np.testing.assert_allclose(adjusted["adjusted"], [2.2, 0.7, 1.2, 3.2, 1.2])


def test_of_one_spot_only_the_starting_pain_is_taken_out(releases, known):
    asked = {"muscle": "psoas", "spot": "beside the navel", "side": "right"}
    adjusted = spot_adjusted(releases, **asked, pooled=known)
    np.testing.assert_allclose(adjusted["adjusted"], [1.0, 3.0])  # before 4 and 0, reference 6


def test_without_a_slope_only_the_spot_is_taken_out(releases, known):
    known.fit.slope = 0.0
    adjusted = spot_adjusted(releases, muscle="piriformis", pooled=known)
    np.testing.assert_allclose(adjusted["adjusted"], [2.2, 0.2, 1.2, 3.2, 2.2])


def test_each_spot_is_taken_at_its_own_reference_pain(releases, known):
    known.spots["reference_pain"] = [5.0, 6.0, 4.0]
    adjusted = spot_adjusted(releases, muscle="piriformis", pooled=known)
    np.testing.assert_allclose(adjusted["adjusted"], [1.7, 0.2, 1.2, 2.7, 1.2])


def test_too_few_for_a_fit_leave_relief_as_it_is(releases, no_releases):
    assert pool(releases.head(1)).fit is None
    assert spot_adjusted(releases.head(1))["adjusted"].to_list() == [3.0]
    assert spot_adjusted(no_releases).empty
    assert spot_adjusted(releases, side="left", muscle="psoas").empty


def test_by_itself_it_pools_all_releases(releases):
    alone = spot_adjusted(releases, muscle="psoas")["adjusted"]
    np.testing.assert_allclose(
        alone, spot_adjusted(releases, muscle="psoas", pooled=pool(releases))["adjusted"]
    )

"""What is derived once and tallied by code, against the slow way and after a change in place."""

import gc

import numpy as np
import pandas as pd
import pytest

from tracker.relief.derive import _shared, compact, derive, shared
from tracker.relief.intervals import WEAK, t_interval
from tracker.relief.level import local_level, local_levels
from tracker.relief.pooling.mixture import Mixture
from tracker.relief.tables import by
from tracker.relief.tally import Tally


@pytest.fixture
def many():
    """Releases with gaps of every kind, in decimals too."""
    rng = np.random.default_rng(4)
    n = 700
    before = rng.integers(0, 11, n) + np.where(rng.random(n) < 0.1, 0.3, 0.0)
    return pd.DataFrame(
        {
            "started_at": pd.date_range("2026-01-01", periods=n, freq="7h", tz="UTC", unit="us"),
            "started_at_offset": 60,
            "muscle": pd.Categorical(rng.choice(["psoas", "piriformis"], n)),
            "tool": pd.Categorical(rng.choice(["ball", "roller", None], n)),
            "pain_before": before,
            "pain_30s": np.where(rng.random(n) < 0.2, np.nan, rng.integers(0, 11, n)),
            "pain_after": np.where(rng.random(n) < 0.2, np.nan, rng.integers(0, 11, n)),
            "outcome": pd.Categorical(rng.choice(["held", "moved", "stopped"], n)),
        }
    )


@pytest.mark.parametrize("keys", [["muscle"], ["tool", "muscle"], ["week"], ["muscle", "hour"]])
def test_a_table_agrees_with_pandas_groups(many, keys):
    derived = derive(many)
    table = by(many, keys).set_index(keys)
    named = derived.assign(tool=derived["tool"].cat.add_categories("not noted").fillna("not noted"))
    grouped = named.groupby(keys, observed=True)
    relief = grouped["relief"]
    low, high = t_interval(relief.mean(), relief.std(), relief.count(), prior=WEAK)
    reached = named.assign(
        two=(named["relief"] >= 2).astype(float).where(named["relief"].notna()),
        half=(named["relief_share"] >= 0.5).astype(float).where(named["relief_share"].notna()),
    ).groupby(keys, observed=True)
    slow = {
        "n": grouped.size(),
        "n_rated": relief.count(),
        "mean_relief": relief.mean(),
        "median_relief": relief.median(),
        "low": low,
        "high": high,
        "mean_relief_30s": grouped["relief_30s"].mean(),
        "median_relief_after": grouped["relief_after"].median(),
        "share_2_points": reached["two"].mean(),
        "share_50_percent": reached["half"].mean(),
    }
    for name, values in slow.items():
        fast = table[name].reindex(values.index)
        np.testing.assert_allclose(fast, values, rtol=1e-12, atol=1e-12, err_msg=name)


def test_pairs_that_are_sorted_give_what_pairs_laid_out_give():
    rng = np.random.default_rng(2)
    groups = compact(rng.integers(0, 5, 60))
    values = np.sort(rng.normal(size=40))
    codes = rng.integers(-1, 40, 60)
    laid_out = Tally.of(groups, codes, values)
    apart = Tally.of(groups, np.where(codes < 0, -1, codes * 1000), np.repeat(values, 1000))
    for name in ("mean", "sd", "median"):
        np.testing.assert_allclose(getattr(laid_out, name)(), getattr(apart, name)(), rtol=1e-12)


def test_a_frame_is_derived_once():
    frame = _one()
    assert shared(frame) is shared(frame)
    assert shared(shared(frame).frame) is shared(frame)
    assert derive(frame) is not shared(frame).frame


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.__setitem__("pain_after", 1.0),
        lambda frame: frame.loc.__setitem__((0, "pain_after"), 1.0),
        lambda frame: frame.iloc.__setitem__((0, 2), 1.0),
        lambda frame: frame.loc.__setitem__((0, "muscle"), "psoas"),
        lambda frame: frame.loc.__setitem__((0, "id"), "z"),
        lambda frame: frame.loc.__setitem__((0, "known"), False),
        lambda frame: frame.loc.__setitem__((0, "started_at"), pd.Timestamp("2026-02-01T08:00Z")),
        lambda frame: frame.insert(0, "new", 1),
        lambda frame: setattr(frame, "index", [7, 8]),
    ],
)
def test_a_frame_changed_in_place_is_derived_again(change):
    frame = _one()
    before = shared(frame)
    change(frame)
    again = shared(frame)
    assert again is not before
    pd.testing.assert_frame_equal(again.frame[list(frame)], frame)


def test_what_was_derived_is_not_kept_longer_than_the_frame():
    frame = _one()
    shared(frame)
    known = len(_shared)
    del frame
    gc.collect()
    assert len(_shared) < known


def test_writing_to_a_derived_frame_leaves_the_shared_one():
    frame = _one()
    mine = derive(frame)
    mine["relief"] = 9.0
    assert shared(frame).frame["relief"].to_list() == [3.0, 1.0]


def test_series_filtered_together_are_as_if_alone():
    rng = np.random.default_rng(3)
    lengths = [5, 40, 12]
    series = [
        (np.cumsum(rng.integers(1, 4, n)), rng.normal(size=n), rng.integers(1, 4, n))
        for n in lengths
    ]
    for together, one in zip(local_levels(series), series, strict=True):
        alone = local_level(*one)
        np.testing.assert_allclose(together.mean, alone.mean, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(together.variance, alone.variance, rtol=1e-12, atol=1e-12)


def test_quantiles_of_many_days_are_those_of_single_days():
    rng = np.random.default_rng(5)
    centre = np.cumsum(rng.normal(size=(3, 400)), axis=1)
    scale = rng.uniform(0.5, 2, (3, 400))
    many = Mixture(np.array([0.2, 0.5, 0.3]), centre, scale, 20)
    few = [
        Mixture(many.weight, centre[:, [day]], scale[:, [day]], 20).quantile([0.025, 0.9])
        for day in range(400)
    ]
    np.testing.assert_allclose(many.quantile([0.025, 0.9]), np.hstack(few), atol=1e-9)


def _one():
    return pd.DataFrame(
        {
            "started_at": pd.to_datetime(["2026-01-01T08:00Z", "2026-01-02T08:00Z"]),
            "started_at_offset": 60,
            "pain_after": [3.0, 4.0],
            "pain_before": [6.0, 5.0],
            "pain_30s": [5.0, 5.0],
            "outcome": ["held", "held"],
            "muscle": pd.Categorical(["piriformis", "psoas"]),
            "id": pd.Series(["a", "b"], dtype="str"),
            "known": pd.array([True, True], dtype="boolean"),
        }
    )

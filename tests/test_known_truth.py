"""On a diary whose true effects are known, the pooled answer finds them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tracker.diary import sample
from tracker.facade import open_diary
from tracker.protocol.release import Release
from tracker.relief.pooling.pool import pool

BEST = ("piriformis", "middle of the buttock")


@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_the_pooled_ranking_recovers_the_sample_diarys_truth(tmp_path, seed):
    with open_diary(tmp_path / "sample.db") as diary:
        sample.write(diary, until=date(2026, 11, 21), seed=seed)
        spots = pool(diary.releases(), reference_pain=sample.REFERENCE_PAIN).spots
    sore = spots[(spots["side"] == sample.SORE_SIDE) & spots["enough"]]
    truth = [
        sample.TRUE_RELIEF_POINTS[place] for place in zip(sore["muscle"], sore["spot"], strict=True)
    ]
    assert len(sore) >= 8
    assert tuple(sore[["muscle", "spot"]].iloc[0]) == BEST
    assert pd.Series(truth).corr(pd.Series(sore["mean"].to_list()), method="spearman") > 0.85
    last = sore["mean"].iloc[-1]
    assert abs(last) < 0.7


SEEDS = 30
READ = ("id", "started_at", "muscle", "spot", "side", "tool", "pressure", "outcome")
RATED = ("pain_before", "pain_30s", "pain_after")


def releases_of(seed: int) -> pd.DataFrame:
    """The sample's releases as a frame, without the time that a diary takes to write them."""
    rows = [
        {name: getattr(entry, name) for name in (*READ, *RATED)}
        for entry in sample.sample_entries(until=date(2026, 11, 21), seed=seed)
        if isinstance(entry, Release)
    ]
    frame = pd.DataFrame(rows).assign(started_at_offset=0).astype(dict.fromkeys(RATED, "float64"))
    return frame.assign(started_at=pd.to_datetime(frame["started_at"], utc=True))


def true_relief(row) -> float:
    other_side = sample.OTHER_SIDE_POINTS if row.side == sample.OTHER_SIDE else 0.0
    return sample.TRUE_RELIEF_POINTS[row.muscle, row.spot] + other_side


def test_what_is_named_as_clear_relief_is_truly_over_the_mark():
    named = []
    for seed in range(SEEDS):
        answer = pool(releases_of(seed), reference_pain=sample.REFERENCE_PAIN)
        clear = answer.spots[answer.spots["gives"] == "clear relief"]
        named += [true_relief(row) > answer.mark for row in clear.itertuples()]
    assert len(named) >= SEEDS
    assert np.mean(named) >= 0.95


def noise(seed: int) -> pd.DataFrame:
    """120 releases on twelve spots that all give .8 points, under the mark of 1.8."""
    rng = np.random.default_rng(seed)
    leaf, before = rng.integers(0, 12, 120), rng.integers(4, 9, 120)
    after = np.clip((before - 0.8 + rng.normal(0, 1.3, 120)).round(), 0, 10)
    return pd.DataFrame(
        {
            "id": np.arange(120).astype(str),
            "started_at": pd.Timestamp("2026-09-01T18:00Z")
            + pd.to_timedelta(np.arange(120) / 2, unit="D"),
            "started_at_offset": 0,
            "muscle": np.array(["piriformis", "psoas", "iliacus"])[leaf % 3],
            "spot": [f"spot {place // 3}" for place in leaf],
            "side": "left",
            "tool": "thumb",
            "pressure": None,
            "pain_before": before.astype("float64"),
            "pain_30s": after,
            "pain_after": after,
            "outcome": "held",
        }
    )


def test_noise_names_no_spot_and_no_muscle():
    answers = [pool(noise(seed), reference_pain=6.0) for seed in range(20)]
    names = [
        bool((table["gives"] == "clear relief").any())
        for answer in answers
        for table in (answer.spots, answer.muscles)
    ]
    assert np.mean(names) <= 0.05

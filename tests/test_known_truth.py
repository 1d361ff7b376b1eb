"""On a diary whose true effects are known, the pooled answer finds them."""

from datetime import date

import pandas as pd
import pytest

from tracker.diary import sample
from tracker.facade import open_diary
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

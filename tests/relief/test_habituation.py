import numpy as np
import pandas as pd
import pytest

from tracker.relief.habituation import habituation
from tracker.relief.pooling.pool import pool

SPOT = ("psoas", "beside the navel", "right")


def pressed(day, relief, before=6.0):
    """Releases of one spot, some days after 5 January 2026."""
    return pd.DataFrame(
        {
            "started_at": pd.Timestamp("2026-01-05T12:00Z") + pd.to_timedelta(day, unit="D"),
            "started_at_offset": 0,
            **dict(zip(("muscle", "spot", "side"), SPOT, strict=True)),
            "pain_before": before,
            "pain_30s": np.nan,
            "pain_after": before - np.asarray(relief, dtype=float),
            "outcome": "held",
        }
    )


def test_a_spot_that_clearly_gives_less_is_named():
    frame = pressed(np.arange(24), [4, 3, 4, 5] * 3 + [1, 0, 1, 2] * 3)
    answer = habituation(frame, *SPOT)
    assert (answer.muscle, answer.spot, answer.side) == SPOT
    assert answer.verdict == "wearing off"
    assert (answer.n_first, answer.n_last) == (8, 8)
    assert answer.probability > 0.99
    assert -4 < answer.low < answer.change < answer.high < -0.5


def test_a_spot_that_gives_as_much_or_more_shows_no_sign():
    steady = pressed(np.arange(24), [4, 3, 4, 5] * 6)
    rising = pressed(np.arange(24), [1, 0, 1, 2] * 3 + [4, 3, 4, 5] * 3)
    assert habituation(steady, *SPOT).verdict == "no sign"
    assert habituation(rising, *SPOT).probability < 0.01


def test_pain_that_starts_lower_has_less_far_to_fall_and_that_is_not_wearing_off():
    before = np.repeat([8.0, 4.0], 12) + np.tile([1, 0, -1, 0], 6)
    frame = pressed(np.arange(24), before / 2 + np.tile([0.1, -0.1], 12), before)
    answer = habituation(frame, *SPOT)
    assert answer.verdict == "no sign"
    assert abs(answer.change) < 0.3
    assert habituation(frame, *SPOT, pooled=pool(frame.head(0))).change < -1.5


def test_both_ends_need_five_releases():
    nine, ten = pressed(np.arange(9), [4] * 4 + [0] * 5), pressed(np.arange(10), [4, 3] * 5)
    too_few = habituation(nine, *SPOT)
    assert (too_few.verdict, too_few.n_first, too_few.n_last) == ("not enough yet", 5, 5)
    assert np.isnan([too_few.change, too_few.low, too_few.high, too_few.probability]).all()
    assert habituation(ten, *SPOT).verdict == "no sign"


def test_days_are_never_split_between_the_ends():
    three_days = pressed(np.repeat([0, 1, 2], [4, 6, 4]), [4] * 14)
    answer = habituation(three_days, *SPOT)
    assert (answer.verdict, answer.n_first, answer.n_last) == ("not enough yet", 10, 10)


def test_a_spot_never_pressed_is_not_enough():
    answer = habituation(pressed([0], [3]), "psoas", "beside the navel", "left")
    assert (answer.verdict, answer.n_first, answer.n_last) == ("not enough yet", 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "days"), [(12, 30), (40, 84)])
def test_spots_that_never_change_are_seldom_called_wearing_off(n, days):
    # Whole-number ratings, good and bad days, and a look at the end.
    rng = np.random.default_rng(n)
    unadjusted = pool(pressed([], []))
    said = []
    for _ in range(150):
        day = np.sort(rng.integers(0, days, n))
        before = np.round(rng.normal(6, 1, n)).clip(3, 9)
        relief = 2 + rng.normal(0, 0.5, days)[day] + rng.normal(0, 1.1, n)
        frame = pressed(day, before - np.round(before - relief).clip(0, 10), before)
        said.append(habituation(frame, *SPOT, pooled=unadjusted).verdict)
    assert said.count("not enough yet") <= 15
    assert said.count("wearing off") / len(said) <= 0.05

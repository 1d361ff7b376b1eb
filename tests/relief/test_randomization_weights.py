import pandas as pd
import pytest

from tracker.relief.randomization_weights import stay_weights

PRESS = ("2026-11-09T12:00Z", 0, "psoas", "beside the navel", "right", "massage ball", "light")


@pytest.fixture
def drawn(make_releases):
    frame = make_releases(
        [
            (*PRESS, 6, 6, 5, "held"),  # the lot said stay
            (*PRESS, 6, 7, None, "moved"),  # the lot said move
            (*PRESS, 6, 6, 5, "held"),  # the lot said move, and was not heeded
            (*PRESS, 6, 6, None, "moved"),  # the lot said stay, and was not heeded
            (*PRESS, 6, 6, 5, "held"),  # no lot
            (*PRESS, 6, 5, 3, "held"),  # had fallen: no lot needed
            (*PRESS, 6, 5, 3, "held"),  # had fallen: whatever is noted is not read
            (*PRESS, 6, None, 3, "held"),  # no rating at the check
        ]
    )
    said = [True, False, False, True, None, None, False, True]
    return frame.assign(stay_assigned=pd.array(said, dtype="boolean"))


def test_who_stays_by_lot_speaks_for_who_moves_by_lot(drawn):
    weights = stay_weights(drawn)
    assert weights.to_list() == [4, 0, 0, 4, 1, 1, 1, 1]
    assert weights.name == "stay_weight"
    assert weights.dtype == "float64"
    assert stay_weights(drawn, 0.5).max() == 2


def test_weights_are_aligned_with_the_frame(drawn):
    turned = drawn.iloc[::-1]
    assert stay_weights(turned).sort_index().equals(stay_weights(drawn))


@pytest.mark.parametrize("probability", [0, 1.5, float("nan")])
def test_a_chance_that_is_none_is_refused(drawn, probability):
    with pytest.raises(ValueError, match="stay_probability must be above 0 and at most 1"):
        stay_weights(drawn, probability)

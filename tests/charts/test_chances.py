import numpy as np
import pytest

from tracker.charts.chances import plot_chances
from tracker.relief.experiments.chances import Chances, NextRelease
from tracker.wording.experiments import chances_sentence

NEXT = NextRelease(2.0, 0.0, 4.0, 8)
CHANCES = Chances(("massage ball", "foam roller"), 0.9, 0.655, 0.33, 0.015, 8, NEXT, NEXT)


def test_a_hundred_squares_in_three_kinds(look):
    ax = plot_chances(CHANCES)
    kinds = [len(look.drawn(ax, f"square {kind}")) for kind in "A=B"]
    assert kinds == [66, 33, 1]
    texts = [text.get_text() for text in ax.texts]
    assert texts == [
        "66 of 100: massage ball better by 1 point or more",
        "33 of 100: as good as the same",
        "1 of 100: foam roller better by 1 point or more",
    ]
    assert look.sentence(ax) == chances_sentence(CHANCES)


@pytest.mark.parametrize("width", [3.6, 8.0])
def test_nothing_overlaps_on_a_phone_or_a_desk(look, width):
    ax = plot_chances(CHANCES, width=width)
    assert look.overlapping([ax]) == []
    edges = [patch.get_x() + patch.get_width() for patch in look.drawn(ax, "square B")]
    assert np.max(edges) <= ax.get_xlim()[1]

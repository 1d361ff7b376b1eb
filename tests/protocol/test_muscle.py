"""A muscle, a spot or a tool has a name, and a place that can be drawn."""

import pytest

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.muscle import Muscle, Spot, Tool


def test_muscles_compare_and_hash_by_value():
    assert Muscle("calf", "leg") == Muscle("calf", "leg")
    assert len({Muscle("calf", "leg"), Muscle("calf", "leg")}) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("high", "side", 0.4, 0.7), r"^view must be front or back, not 'side'\.$"),
        (("high", "back", 1.2, 0.7), r"^x must be a number from 0 to 1, not 1\.2\.$"),
        (("high", "back", 0.4, float("nan")), r"^y must be a number from 0 to 1, not nan\.$"),
        (("  ", "back", 0.4, 0.7), r"^The name of a spot must not be blank\.$"),
    ],
)
def test_spot_that_cannot_be_drawn(values, sentence):
    with pytest.raises(InvalidRecord, match=sentence):
        Spot(*values)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Tool(" "), r"^The name of a tool must not be blank\.$"),
        (lambda: Muscle("", "lower leg"), r"^The name of a muscle must not be blank\.$"),
    ],
)
def test_nameless_tool_or_muscle(make, sentence):
    with pytest.raises(InvalidRecord, match=sentence):
        make()

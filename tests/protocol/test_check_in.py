import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import rule_of

AT = "2026-11-22T20:00+01:00"


def test_rates_the_sciatica_unless_told_otherwise():
    assert CheckIn(at=AT, pain=3).site == "sciatica"


def test_lists_become_tuples():
    kept = CheckIn(at=AT, pain=3, symptoms=["ache", "tingling"], activities=["long sitting"])
    assert kept.symptoms == ("ache", "tingling")
    assert kept.activities == ("long sitting",)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pain": 10.5}, "pain must be a whole number from 0 to 10, not 10.5."),
        ({"reach": "toe"}, "reach must be one of back, glute, thigh, calf, foot, not 'toe'."),
        (
            {"symptoms": ["itch"]},
            "symptoms must be a list, each one of ache, jolt, burning, numbness, tingling, "
            "weakness, not 'itch'.",
        ),
        (
            {"bothersomeness": (1, 2, 3)},
            "bothersomeness must be four whole numbers from 0 to 6, not (1, 2, 3).",
        ),
        (
            {"bothersomeness": (1, 2, 3, 7)},
            "bothersomeness must be four whole numbers from 0 to 6, not 7.",
        ),
        (
            {"activities": ["a;b"]},
            "activities must be a list, each a name without a semicolon, not 'a;b'.",
        ),
    ],
)
def test_says_what_is_wrong_in_one_sentence(changes, sentence):
    with pytest.raises(InvalidRecord) as caught:
        CheckIn(**{"at": AT, "pain": 3, **changes})
    assert str(caught.value) == sentence


def test_red_flags_are_the_known_ones():
    assert CheckIn(at=AT, pain=3, red_flags=["fever"]).red_flags == ("fever",)
    with pytest.raises(InvalidRecord, match="red_flags must be a list, each one of saddle"):
        CheckIn(at=AT, pain=3, red_flags=["hiccups"])


def test_every_field_has_a_meaning_and_a_rule():
    for name, field in CheckIn.model_fields.items():
        assert field.description, name
        assert rule_of(CheckIn, name) != "a value of its kind", name

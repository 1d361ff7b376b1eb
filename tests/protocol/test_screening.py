import pytest

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.screening import Screening

ANSWERED = "2026-11-22T18:30+01:00"


def test_no_red_flag_stops_nothing():
    assert not Screening(answered_at=ANSWERED, asked_because="first release").stops()


def test_a_red_flag_stops_until_it_is_knowingly_set_aside():
    screening = Screening(answered_at=ANSWERED, red_flags=("fever",))
    assert screening.stops()
    assert not screening.changed(dismissed_at="2026-11-23T09:00+01:00").stops()


def test_what_a_doctor_agreed_to_stops_no_longer_until_it_is_withdrawn():
    screening = Screening(answered_at=ANSWERED, red_flags=("cancer",))
    agreed = screening.changed(doctor_agreed_at="2026-11-23T09:00+01:00")
    assert (agreed.standing(), agreed.stops()) == ((), False)
    assert agreed.changed(doctor_agreed_at=None).stops()
    feverish = agreed.changed(red_flags=("fever", "cancer"))
    assert (feverish.standing(), feverish.stops()) == (("fever",), True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"red_flags": ("flu",)}, "red_flags must be .*not flu|'flu'"),
        ({"dismissed_at": ANSWERED}, "dismissed_at must be empty where no red flag"),
        ({"doctor_agreed_at": ANSWERED}, "doctor_agreed_at must be empty unless past cancer"),
        (
            {"red_flags": ("fever",), "doctor_agreed_at": ANSWERED},
            "doctor_agreed_at must be empty unless past cancer",
        ),
        (
            {"red_flags": ("both legs", "cancer"), "doctor_agreed_at": ANSWERED},
            "and no sign that asks for emergency care",
        ),
        (
            {"red_flags": ("cancer",), "doctor_agreed_at": "2026-11-22T18:29+01:00"},
            "doctor_agreed_at must not be before answered_at",
        ),
        (
            {"red_flags": ("fever",), "dismissed_at": "2026-11-22T18:29+01:00"},
            "dismissed_at must not be before answered_at",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes, sentence):
    with pytest.raises(InvalidRecord, match=sentence):
        Screening(**{"answered_at": ANSWERED, **changes})

"""A check-in is saved with what was answered; a red flag is answered at once and kept."""

from datetime import UTC, datetime

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.screening import Screening
from tracker.widgets import check_in_form, log_form

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
ENTRY = "01a2008d-7400-7000-8000-000000000003"
FILLED = {
    "at": "2026-11-22T18:32:00.000+01:00",
    "pain": 4,
    "side": "left",
    "reach": "calf",
    "symptoms": ["ache", "tingling"],
    "activities": ["driving", "gardening"],
    "medication": ["ibuprofen 400 mg"],
    "bothersomeness": None,
    "change": None,
    "red_flags": None,
    "note": "",
}


@pytest.fixture
def form(diary):
    return check_in_form(diary, now=lambda: NOW)


def test_a_check_in_is_saved_and_shows_below(form, diary, ask):
    answer = ask(form, "save", id=ENTRY, values=FILLED)
    assert answer["text"] == "Saved: pain 4, left, down to the calf, 18:32."
    saved = diary.get(ENTRY)
    assert saved.symptoms == ("ache", "tingling")
    assert saved.activities == ("driving", "gardening")
    assert saved.medication == ("ibuprofen 400 mg",)
    assert saved.bothersomeness is None
    (card,) = form.entries
    assert card["detail"].endswith("gardening · ibuprofen 400 mg")
    assert card["title"] == "left, down to the calf"
    assert card["values"] == {**FILLED, "site": "sciatica", "at": "2026-11-22T18:32:00+01:00"}


def test_pain_alone_is_enough(form, diary, ask):
    assert ask(form, "save", id=ENTRY, values={"at": FILLED["at"], "pain": 0})["outcome"] == "done"
    assert diary.get(ENTRY).pain == 0


def test_the_weekly_answers(form, diary, ask):
    weekly = {"bothersomeness": [0, 1, 2, 6], "change": "a little better"}
    ask(form, "save", id=ENTRY, values={**FILLED, **weekly})
    saved = diary.get(ENTRY)
    assert (saved.bothersomeness, saved.change) == ((0, 1, 2, 6), "a little better")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"pain": None}, "pain", "Rate your pain."),
        (
            {"bothersomeness": [1, None, None, 2]},
            "bothersomeness",
            "bothersomeness must be four whole numbers from 0 to 6, not 2: "
            "rate all four or clear them.",
        ),
        (
            {"activities": ["walking; running"]},
            "activities",
            "activities must be a list, each a name without a semicolon, not 'walking; running'.",
        ),
    ],
)
def test_what_is_wrong_comes_back_for_its_field(form, diary, ask, changes, field, sentence):
    answer = ask(form, "save", id=ENTRY, values={**FILLED, **changes})
    assert answer == {"outcome": "problems", "problems": {field: sentence}}
    assert diary.all(CheckIn) == []


def test_red_flags_are_kept_and_answered(form, diary, ask):
    answer = ask(form, "save", id=ENTRY, values={**FILLED, "red_flags": ["fever", "both legs"]})
    assert answer["text"].startswith("Go to an emergency department now. Do not press anything.")
    assert answer["urgent"]
    assert diary.get(ENTRY).red_flags == ("fever", "both legs")
    assert form.entries[0]["alert"] == "Red flags: fever, both legs."


def test_what_a_doctor_agreed_to_is_kept_without_its_advice(form, diary, ask):
    diary.add(Screening(answered_at=NOW, red_flags=["cancer"], doctor_agreed_at=NOW))
    form._red_flags.tell_all()
    later = {**FILLED, "red_flags": ["cancer"]}
    answer = ask(form, "save", id=ENTRY, values=later)
    assert answer["text"].startswith("Saved:")
    assert "urgent" not in answer
    assert diary.get(ENTRY).red_flags == ("cancer",)


def test_the_advice_stands_most_urgent_first(form):
    first, second = form.choices["advice"]
    assert first["sentence"] == "Go to an emergency department now. Do not press anything."
    assert first["flags"] == [
        "saddle numbness",
        "bladder or bowel",
        "growing weakness",
        "both legs",
    ]
    assert second["flags"] == ["fever", "weight loss", "serious fall", "cancer"]


def test_amend_delete_and_undo(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    ask(form, "amend", id=ENTRY, values={**FILLED, "pain": 2, "reach": None, "symptoms": []})
    changed = diary.get(ENTRY)
    assert (changed.pain, changed.reach, changed.symptoms) == (2, None, ())
    assert ask(form, "delete", id=ENTRY)["text"] == "Deleted: pain 2, left, 18:32."
    assert form.entries == []
    ask(form, "undo", id=ENTRY)
    assert diary.get(ENTRY).pain == 2


def test_an_imported_check_in_keeps_its_site(form, diary, ask):
    diary.add(CheckIn(id=ENTRY, at=FILLED["at"], pain=3, site="hip"), recorded_at=NOW)
    ask(form, "amend", id=ENTRY, values={**FILLED, "pain": 2})
    assert diary.get(ENTRY).site == "hip"


def test_each_form_keeps_its_own_draft(form, diary, ask):
    kept = {"id": ENTRY, "sequence": 1, "at": FILLED["at"], "values": FILLED}
    ask(form, "draft", **kept)
    assert check_in_form(diary).draft["values"] == FILLED
    assert log_form(diary).draft == {}


def test_red_flags_left_alone_are_no_screening(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    assert diary.all(Screening) == []
    # A new leg symptom, saved without an answer, leaves the question open.
    assert form.safety["ask"]["reason"] == "new leg symptom"


def test_none_of_these_on_the_form_is_a_screening(form, diary, ask):
    answered = {**FILLED, "red_flags": []}
    ask(form, "save", id=ENTRY, values=answered)
    (kept,) = diary.all(Screening)
    assert (kept.asked_because, kept.red_flags) == ("new leg symptom", ())
    assert kept.answered_at == NOW
    assert form.safety["ask"] == {}
    # Sent again, not having heard.
    assert ask(form, "save", id=ENTRY, values=answered)["outcome"] == "done"
    assert len(diary.all(Screening)) == 1


def test_a_yes_on_the_form_is_a_screening_that_stands(form, diary, ask):
    ask(form, "save", id=ENTRY, values={**FILLED, "symptoms": [], "red_flags": ["fever"]})
    (kept,) = diary.all(Screening)
    assert (kept.asked_because, kept.red_flags) == ("asked for", ("fever",))
    assert form.safety["standing"] == ["fever"]


def test_a_yes_added_while_editing_is_a_screening_too(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    ask(form, "amend", id=ENTRY, values={**FILLED, "red_flags": ["both legs"]})
    ask(form, "amend", id=ENTRY, values={**FILLED, "pain": 3, "red_flags": ["both legs"]})
    (kept,) = diary.all(Screening)
    assert kept.red_flags == ("both legs",)


def test_what_the_leg_is_known_for_follows_the_diary(form, ask):
    assert form.safety["known"] == {"symptoms": [], "reach": None, "side": None}
    ask(form, "save", id=ENTRY, values=FILLED)
    assert form.safety["known"] == {"symptoms": ["tingling"], "reach": "calf", "side": "left"}
    ask(form, "delete", id=ENTRY)
    assert form.safety["known"] == {"symptoms": [], "reach": None, "side": None}


def test_the_weekly_questions_are_due_and_can_be_left(form, diary, ask):
    assert form.weekly == {"bothersomeness": True, "change": False}
    ask(form, "save", id=ENTRY, values={**FILLED, "bothersomeness": [0, 1, 2, 6]})
    assert form.weekly == {"bothersomeness": False, "change": False}
    ask(form, "delete", id=ENTRY)
    assert form.weekly == {"bothersomeness": True, "change": False}
    assert ask(form, "skip_week", on="2026-11-22")["outcome"] == "done"
    assert form.weekly == {"bothersomeness": False, "change": False}
    assert check_in_form(diary, now=lambda: NOW).weekly == form.weekly


def test_the_place_of_an_imported_check_in_is_changed_on_the_form(form, diary, ask):
    at = "2026-11-22T18:32:00+01:00"
    entry = diary.add(CheckIn(at=at, pain=4, site="Bein"))
    answer = ask(form, "amend", id=str(entry.id), values={"at": at, "pain": 4, "site": "leg"})
    assert answer["text"].startswith("Changed: pain 4, leg")
    assert diary.get(entry.id).site == "leg"
    ask(form, "amend", id=str(entry.id), values={"at": at, "pain": 4, "site": ""})
    assert diary.get(entry.id).site == "sciatica"


def test_a_time_that_was_not_known_is_once_it_is_said(form, diary, ask):
    noon = "2026-11-21T12:00:00+01:00"
    entry = diary.add(CheckIn(at=noon, pain=4, time_known=False))
    answer = ask(form, "amend", id=str(entry.id), values={"at": noon, "pain": 5})
    assert "21 November 2026, time not known" in answer["text"]
    assert not diary.get(entry.id).time_known
    ask(form, "amend", id=str(entry.id), values={"at": "2026-11-21T08:05:00+01:00", "pain": 5})
    assert diary.get(entry.id).time_known


def test_medication_named_before_is_offered_last_first_and_none_is_suggested(diary):
    assert check_in_form(diary, now=lambda: NOW).choices["medication"] == []
    for hour, named in ((6, ["naproxen"]), (7, ["ibuprofen 400 mg"]), (8, ["naproxen"])):
        diary.add(CheckIn(at=f"2026-11-22T{hour:02}:00Z", pain=4, medication=named))
    offered = check_in_form(diary, now=lambda: NOW).choices["medication"]
    assert offered == ["naproxen", "ibuprofen 400 mg"]

"""The red flags are asked, answered, set aside; and the pain some hours after a release."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.red_flag_schedule import LEG_SYMPTOMS
from tracker.protocol.screening import Screening
from tracker.widgets import check_in_form, today

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
HOUR = timedelta(hours=1)
AT = "2026-11-22T18:32:00.000+01:00"
FIRST = "01a2008d-7400-7000-8000-000000000001"
SECOND = "01a2008d-7400-7000-8000-000000000002"


@pytest.fixture
def widget(diary):
    return today(diary, now=lambda: NOW)


@pytest.fixture
def screen(ask):
    def send(widget, *red_flags, id=FIRST, because="first release", at=AT, sent_at=None):  # noqa: A002
        return ask(
            widget,
            "screen",
            id=id,
            at=at,
            sent_at=sent_at or at,
            asked_because=because,
            red_flags=list(red_flags),
        )

    return send


def dismissing(*red_flags):
    return {"at": AT, "sent_at": AT, "red_flags": list(red_flags)}


def pressed(diary, release, hours_ago=3, **changes):
    made = release(**{"started_at": NOW - hours_ago * HOUR, "pain_before": 5, **changes})
    return diary.add(made, recorded_at=NOW)


def test_none_of_these_is_kept_and_ends_the_asking(widget, diary, screen):
    assert widget.safety["ask"]["reason"] == "first release"
    assert screen(widget) == {"outcome": "done", "text": "Saved: no red flags."}
    (kept,) = diary.all(Screening)
    assert (str(kept.id), kept.red_flags, kept.asked_because) == (FIRST, (), "first release")
    assert kept.answered_at.isoformat() == "2026-11-22T18:32:00+01:00"
    assert widget.safety["ask"] == {}
    assert widget.safety["standing"] == []


def test_each_advice_comes_with_the_signs_it_is_for_most_urgent_first(widget):
    assert [(one["urgency"], one["flags"]) for one in widget.safety["advice"]] == [
        ("emergency", ["saddle numbness", "bladder or bowel", "growing weakness", "both legs"]),
        ("see a doctor first", ["fever", "weight loss", "serious fall", "cancer"]),
    ]


def test_a_yes_stands_until_it_is_knowingly_set_aside(widget, diary, screen, ask):
    screen(widget, "fever", "both legs")
    assert widget.safety["standing"] == ["fever", "both legs"]
    # Another opening shows it again.
    assert today(diary, now=lambda: NOW).safety["standing"] == ["fever", "both legs"]
    answer = ask(widget, "dismiss", **dismissing("fever", "both legs"))
    assert answer["outcome"] == "done"
    assert widget.safety["standing"] == []
    (kept,) = diary.all(Screening)
    assert kept.dismissed_at == NOW
    assert [change.action for change in diary.history(kept.id)] == ["add", "amend"]
    # Once more, from another tab, changes nothing.
    ask(widget, "dismiss", **dismissing("fever", "both legs"))
    assert len(diary.history(kept.id)) == 2


def test_only_what_was_read_is_set_aside(widget, screen, ask):
    screen(widget, "fever")
    screen(widget, "both legs", id=SECOND, because="asked for", at="2026-11-22T18:33:00.000+01:00")
    ask(widget, "dismiss", **dismissing("fever"))
    assert widget.safety["standing"] == ["both legs"]


def test_answering_again_with_none_ends_a_yes(widget, screen):
    screen(widget, "saddle numbness")
    screen(widget, id=SECOND, because="asked for", at="2026-11-22T18:33:00.000+01:00")
    assert widget.safety["standing"] == []


def test_the_same_answer_sent_twice_is_one(widget, diary, screen):
    screen(widget, "fever")
    assert screen(widget, "fever", sent_at="2026-11-22T18:40:00.000+01:00")["outcome"] == "done"
    assert len(diary.all(Screening)) == 1


def test_a_red_flag_of_a_check_in_stands_and_can_be_set_aside(widget, diary, ask):
    diary.add(CheckIn(at=NOW, pain=3, red_flags=["cancer"]), recorded_at=NOW)
    ask(widget, "today")
    assert widget.safety["standing"] == ["cancer"]
    ask(widget, "dismiss", **dismissing("cancer"))
    assert widget.safety["standing"] == []
    (kept,) = diary.all(Screening)
    assert (kept.red_flags, kept.dismissed_at) == (("cancer",), NOW)


SENT = {"at": AT, "sent_at": AT}


def test_a_doctor_may_agree_after_a_cancer_and_it_can_be_withdrawn(widget, diary, screen, ask):
    screen(widget, "cancer")
    answer = ask(widget, "agree", **SENT)
    assert answer == {
        "outcome": "done",
        "text": "Noted: your doctor has agreed to self-massage.",
    }
    assert (widget.safety["standing"], widget.safety["agreed"]) == ([], ["cancer"])
    (kept,) = diary.all(Screening)
    assert (kept.red_flags, kept.doctor_agreed_at, kept.dismissed_at) == (("cancer",), NOW, None)
    # Another opening remembers it, and the same answer sent again changes nothing.
    assert today(diary, now=lambda: NOW).safety["agreed"] == ["cancer"]
    ask(widget, "agree", **SENT)
    assert len(diary.history(kept.id)) == 2
    assert ask(widget, "withdraw", **SENT)["outcome"] == "done"
    assert (widget.safety["standing"], widget.safety["agreed"]) == (["cancer"], [])
    ask(widget, "withdraw", **SENT)
    assert [change.action for change in diary.history(kept.id)] == ["add", "amend", "amend"]


def test_whoever_went_on_and_withdraws_is_stopped_too(widget, screen, ask):
    screen(widget, "fever", "cancer")
    ask(widget, "agree", **SENT)
    assert widget.safety["standing"] == ["fever"]
    ask(widget, "dismiss", **dismissing("fever", "cancer"))
    assert widget.safety["standing"] == []
    ask(widget, "withdraw", **SENT)
    assert widget.safety["standing"] == ["fever", "cancer"]


def test_no_doctor_agrees_to_another_sign_or_beside_an_emergency(widget, diary, screen, ask):
    screen(widget, "fever")
    ask(widget, "agree", **SENT)
    assert widget.safety["standing"] == ["fever"]
    screen(
        widget,
        "cancer",
        "both legs",
        id=SECOND,
        because="asked for",
        at="2026-11-22T18:33:00.000+01:00",
    )
    ask(widget, "agree", **SENT)
    assert widget.safety["standing"] == ["cancer", "both legs"]
    assert not any(one.doctor_agreed_at for one in diary.all(Screening))


def test_a_doctor_may_agree_after_the_yes_of_a_check_in(widget, diary, ask):
    diary.add(CheckIn(at=NOW, pain=3, red_flags=["cancer"]), recorded_at=NOW)
    ask(widget, "agree", **SENT)
    (kept,) = diary.all(Screening)
    assert (kept.red_flags, kept.doctor_agreed_at) == (("cancer",), NOW)
    assert (widget.safety["standing"], widget.safety["agreed"]) == ([], ["cancer"])


@pytest.mark.parametrize(
    ("at", "sent_at", "kept"),
    [
        # The page's clock is right: the answer keeps its own time, however late it arrives.
        ("2026-11-22T15:32:00.000+01:00", AT, "2026-11-22T15:32:00+01:00"),
        # The page's clock is three hours behind, or two days ahead.
        (
            "2026-11-22T15:32:00.000+01:00",
            "2026-11-22T15:32:00.000+01:00",
            "2026-11-22T18:32:00+01:00",
        ),
        (
            "2026-11-24T18:32:00.000+01:00",
            "2026-11-24T18:42:00.000+01:00",
            "2026-11-22T18:22:00+01:00",
        ),
    ],
)
def test_a_wrong_clock_in_the_page_loses_no_answer(widget, diary, screen, at, sent_at, kept):
    assert screen(widget, "fever", at=at, sent_at=sent_at)["outcome"] == "done"
    (screening,) = diary.all(Screening)
    assert screening.answered_at.isoformat() == kept


def test_what_cannot_be_is_refused_in_a_sentence(widget, diary, screen):
    answer = screen(widget, "flu")
    assert answer["outcome"] == "problems"
    assert answer["problems"]["red_flags"].startswith("red_flags must be a list, each one of")
    assert diary.all(Screening) == []


def test_a_diary_that_cannot_be_written_says_so(widget, diary, screen, monkeypatch):
    def refuse(*_args, **_options):
        raise OSError("The diary is on a read-only disk.")

    monkeypatch.setattr(diary, "add", refuse)
    assert screen(widget, "fever") == {
        "outcome": "failed",
        "text": "NOT SAVED: The diary is on a read-only disk.",
    }


def test_a_large_rise_is_asked_about_and_answered(widget, diary, release, ask):
    rose = pressed(diary, release, pain_after=8)
    ask(widget, "today")
    (asked,) = widget.safety["lingering"]
    assert asked["id"] == str(rose.id)
    assert asked["question"] == (
        "3 h ago you pressed the left piriformis, near the sacrum: pain there now?"
    )
    assert asked["why"] == "It was 5 before and 8 after."
    answer = ask(widget, "later", id=str(rose.id), pain=8, at=AT, sent_at=AT)
    assert answer == {
        "outcome": "done",
        "text": "Saved: pain 8 there now.",
        "action": "ease",
        "reason": "It is still 3 points higher. Next time press more lightly, "
        "or explore another spot of this muscle.",
    }
    kept = diary.get(rose.id)
    assert (kept.pain_later, kept.later_at) == (8, NOW)
    assert widget.safety["lingering"] == []


def test_pain_that_stays_a_day_asks_the_red_flags(widget, diary, release, ask, screen):
    screen(widget)
    rose = pressed(diary, release, 26, pain_after=8, pain_later=8, later_at=NOW - 20 * HOUR)
    ask(widget, "today")
    (asked,) = widget.safety["lingering"]
    assert asked["question"].startswith("A day ago you pressed")
    assert asked["why"] == "It was 5 before, 8 after and 8 later."
    answer = ask(widget, "later", id=str(rose.id), pain=7, at=AT, sent_at=AT)
    assert answer["action"] == "stop and consult"
    assert widget.safety["ask"]["reason"] == "pain that stayed"
    screen(widget, id=SECOND, because="pain that stayed")
    assert widget.safety["ask"] == {}


def test_a_release_is_asked_about_on_request(widget, diary, release, ask):
    fell = pressed(diary, release, pain_after=2)
    ask(widget, "today")
    assert widget.safety["lingering"] == []
    assert ask(widget, "ask_later", id=str(fell.id))["outcome"] == "done"
    ask(widget, "ask_later", id=str(fell.id))
    assert [one["id"] for one in widget.safety["lingering"]] == [str(fell.id)]
    assert diary.settings.get("ask_later") == [str(fell.id)]


@pytest.mark.parametrize("pain", [11, None, "5"])
def test_a_rating_that_cannot_be_is_refused(widget, diary, release, ask, pain):
    rose = pressed(diary, release, pain_after=8)
    answer = ask(widget, "later", id=str(rose.id), pain=pain, at=AT, sent_at=AT)
    assert answer["outcome"] == "problems"
    assert "pain_later" in answer["problems"]
    assert diary.get(rose.id).pain_later is None


def test_two_widgets_over_one_diary_know_the_same(diary, screen):
    top, form = today(diary, now=lambda: NOW), check_in_form(diary, now=lambda: NOW)
    assert form.safety["known"]["symptoms"] == []
    screen(top)
    assert form.safety["ask"] == {}
    assert form.safety["known"] == {"symptoms": list(LEG_SYMPTOMS), "reach": None, "side": None}


def test_the_mark_of_a_diary_names_no_place(widget, diary):
    assert len(widget.safety["diary"]) == 16
    assert diary.location not in str(widget.safety)

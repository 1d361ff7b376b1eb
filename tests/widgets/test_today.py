"""Today offers what is due, the next press, a check-in, the week and the last entries."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.profile import Profile
from tracker.widgets import check_in_form, today

NOW = datetime(2026, 11, 18, 12, 32, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)


def due(diary, now=NOW):
    return today(diary, now=lambda: now).due


def test_an_empty_diary_has_a_check_in_to_make_and_no_report(diary):
    assert due(diary) == {"check_in": True, "weekly": True, "report": {}, "remind": {}}


def test_one_check_in_a_day_by_the_clock_it_was_noted_on(diary):
    diary.add(CheckIn(at="2026-11-18T00:10+01:00", pain=3), recorded_at=NOW)
    assert not due(diary)["check_in"]
    # 23:32 in UTC is the next day where the check-in was noted.
    assert due(diary, NOW + 11 * HOUR)["check_in"]


@pytest.mark.parametrize(
    ("day", "report"),
    [
        ("2026-11-08", {}),
        ("2026-11-09", {"week": "2026-W46", "days": "9 to 15 November"}),
        ("2026-11-15", {"week": "2026-W46", "days": "9 to 15 November"}),
        ("2026-11-16", {}),
    ],
)
def test_last_week_s_report_is_offered_where_there_is_something_in_it(diary, day, report):
    diary.add(CheckIn(at=f"{day}T12:00+00:00", pain=3), recorded_at=NOW)
    assert due(diary)["report"] == report


def test_a_release_is_something_to_report_and_a_week_seen_is_not_offered_again(diary, release):
    diary.add(release(started_at=NOW - 8 * 24 * HOUR), recorded_at=NOW)
    assert due(diary)["report"]["week"] == "2026-W46"
    diary.settings.keep("report_seen", "2026-W45")
    assert due(diary)["report"]["week"] == "2026-W46"
    diary.settings.keep("report_seen", "2026-W46")
    assert due(diary)["report"] == {}


def test_a_week_across_two_years_and_two_months(diary):
    diary.add(
        CheckIn(at="2027-01-01T12:00+00:00", pain=3), recorded_at=datetime(2027, 1, 5, tzinfo=UTC)
    )
    assert due(diary, datetime(2027, 1, 5, 12, tzinfo=UTC))["report"] == {
        "week": "2026-W53",
        "days": "28 December to 3 January",
    }


def test_the_last_release_can_be_asked_about_while_it_is_fresh(diary, release, ask):
    made = diary.add(release(started_at=NOW - HOUR, pain_after=3), recorded_at=NOW)
    widget = today(diary, now=lambda: NOW)
    assert widget.due["remind"] == {"id": str(made.id), "title": "the left piriformis"}
    ask(widget, "ask_later", id=str(made.id))
    assert widget.due["remind"] == {}
    assert due(diary, NOW + HOUR)["remind"] == {}


def test_a_large_rise_is_asked_about_without_a_request(diary, release):
    diary.add(release(started_at=NOW - HOUR, pain_before=5, pain_after=8), recorded_at=NOW)
    assert due(diary)["remind"] == {}


def test_a_check_in_saved_below_is_known_at_once(diary, ask):
    widget = today(diary, now=lambda: NOW)
    assert widget.due["check_in"]
    form = check_in_form(diary, now=lambda: NOW)
    values = {"at": "2026-11-18T13:30:00+01:00", "pain": 3}
    ask(form, "save", id="01a2008d-7400-7000-8000-000000000003", values=values)
    assert not widget.due["check_in"]


CHECK_IN = "01a2008d-7400-7000-8000-000000000004"


def check_in(widget, ask, pain=3, at=NOW):
    moment = at.isoformat()
    return ask(widget, "check_in", id=CHECK_IN, pain=pain, at=moment, sent_at=moment)


def test_the_pain_now_is_a_check_in_and_sending_it_again_changes_nothing(diary, ask):
    widget = today(diary, now=lambda: NOW)
    assert widget.is_empty
    answer = check_in(widget, ask)
    assert answer == {"outcome": "done", "text": "Saved: pain 3, 12:32.", "undo": CHECK_IN}
    assert (widget.due["check_in"], widget.is_empty) == (False, False)
    assert check_in(widget, ask)["outcome"] == "done"
    (kept,) = diary.all(CheckIn)
    assert (kept.pain, kept.at, kept.site) == (3, NOW, "sciatica")


def test_a_pain_that_is_none_is_refused_beside_the_scale(diary, ask):
    answer = check_in(today(diary, now=lambda: NOW), ask, pain=11)
    assert answer["outcome"] == "problems"
    assert list(answer["problems"]) == ["pain"]
    assert diary.all(CheckIn) == []


def test_the_last_three_entries_of_both_kinds_last_first(diary, release):
    for hours in (5, 4, 2):
        diary.add(release(started_at=NOW - hours * HOUR), recorded_at=NOW)
    diary.add(CheckIn(at=NOW - 3 * HOUR, pain=4), recorded_at=NOW)
    entries = today(diary, now=lambda: NOW).entries
    assert [one["kind"] for one in entries] == ["release", "check-in", "release"]
    assert [one["time"] for one in entries] == ["10:32", "09:32", "08:32"]


def test_an_entry_undone_can_be_put_back(diary, ask):
    widget = today(diary, now=lambda: NOW)
    check_in(widget, ask)
    undone = ask(widget, "undo", id=CHECK_IN)
    assert undone["text"] == "Undone: the entry is out of your diary."
    assert (widget.entries, widget.is_empty) == ([], True)
    back = ask(widget, "undo", id=undone["undo"])
    assert back == {"outcome": "done", "text": "The entry is back in your diary."}
    assert [one["id"] for one in widget.entries] == [CHECK_IN]
    # Once more takes it out again, and so on.
    assert "undo" in ask(widget, "undo", id=CHECK_IN)


def test_undoing_a_change_gives_back_what_was_there_before(diary, ask):
    widget = today(diary, now=lambda: NOW)
    check_in(widget, ask)
    diary.amend(CHECK_IN, pain=5, recorded_at=NOW + HOUR)
    answer = ask(widget, "undo", id=CHECK_IN)
    assert answer["text"] == "Undone: the entry is as it was before."
    assert diary.get(CHECK_IN).pain == 3


def test_an_empty_diary_asks_which_side_hurts_and_may_press_all_the_same(diary, ask):
    answer = ask(today(diary, now=lambda: NOW), "look")
    assert answer["next"]["may_press"]
    assert answer["next"]["advice"].startswith("Which side hurts?")
    assert answer["week"]["pain"] == []
    assert answer["week"]["sentence"] == "0 of 7 days, 0 releases; no check-in yet."


def test_the_next_press_is_the_plans_first_with_its_reason(diary, ask, release):
    diary.add(release(started_at=NOW - 2 * HOUR, pain_after=3), recorded_at=NOW)
    asked = ask(today(diary, now=lambda: NOW), "look")["next"]
    place = (asked["muscle"], asked["spot"], asked["side"])
    # That spot rests for six hours.
    assert place != ("piriformis", "near the sacrum", "left")
    assert place[0] in diary.catalogue()
    assert asked["reason"].startswith("Not tried yet")


def test_the_next_press_is_compared_at_the_usual_pain_as_everywhere(diary, ask, release):
    for days, pain in enumerate((4, 5, 6, 7, 8, 9), start=1):
        pressed = release(started_at=NOW - days * 24 * HOUR, pain_before=pain, pain_after=pain / 2)
        diary.add(pressed, recorded_at=NOW)
    at_pressing = ask(today(diary, now=lambda: NOW), "look")["next"]["reason"]
    diary.keep_profile(Profile(usual_pain=2, usual_pain_on=NOW.date()), NOW.date())
    at_usual_pain = ask(today(diary, now=lambda: NOW), "look")["next"]["reason"]
    assert at_usual_pain != at_pressing


def test_a_red_flag_stands_in_the_place_of_the_next_press(diary, ask, release):
    diary.add(release(started_at=NOW - 30 * HOUR), recorded_at=NOW)
    diary.add(CheckIn(at=NOW - HOUR, pain=3, red_flags=["fever"]), recorded_at=NOW)
    asked = ask(today(diary, now=lambda: NOW), "look")["next"]
    assert asked == {"advice": "See a doctor before the next release.", "may_press": False}


def test_the_week_in_one_line_and_the_days_of_the_line(diary, ask, release):
    # Monday and Tuesday of the week; last week's ratings were 6.
    for hours in (48, 30, 24):
        diary.add(release(started_at=NOW - hours * HOUR), recorded_at=NOW)
    for hours, pain in ((0, 4), (24, 5), (7 * 24, 6), (40 * 24, 9)):
        diary.add(CheckIn(at=NOW - hours * HOUR, pain=pain), recorded_at=NOW)
    week = ask(today(diary, now=lambda: NOW), "look")["week"]
    assert week["sentence"] == (
        "2 of 7 days, 3 releases; average pain 4.5, 1.5 lower than last week."
    )
    assert (week["days"], week["site"]) == (28, "sciatica")
    assert week["pain"] == [[20, 6.0], [26, 5.0], [27, 4.0]]

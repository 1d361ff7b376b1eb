"""What the page of the coach sends is kept, saved once, and told back in a sentence."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tracker.facade import open_diary
from tracker.protocol.custom import OwnSpot
from tracker.protocol.release import Release
from tracker.widgets import hold_coach, log_form

NOW = datetime(2026, 11, 22, 17, 34, tzinfo=UTC)
HOLD = "01a2008d-7400-7000-8000-000000000001"
OTHER = "01a2008d-7400-7000-8000-000000000002"
VALUES = {
    "started_at": "2026-11-22T18:32:00.000+01:00",
    "muscle": "piriformis",
    "spot": "near the sacrum",
    "side": "left",
    "tool": "lacrosse ball",
    "pressure": None,
    "pain_before": 6,
    "pain_30s": 4,
    "pain_after": 3,
    "held_s": 90,
    "outcome": "held",
    "moved_from": None,
}
SENT_AT = "2026-11-22T18:34:00.000+01:00"


@pytest.fixture
def coach(diary):
    return hold_coach(diary, now=lambda: NOW)


def send(ask, coach, kind="save", hold=HOLD, **changes):
    return ask(coach, kind, id=hold, sent_at=SENT_AT, values={**VALUES, **changes})


def keep(ask, coach, sequence, hold=HOLD, **values):
    at = "2026-11-22T18:32:30.000+01:00"
    given = {**VALUES, "pain_after": None, "stage": "holding", **values}
    return ask(coach, "draft", id=hold, sequence=sequence, at=at, values=given)


def test_a_hold_is_saved_with_what_it_means(coach, diary, ask):
    answer = send(ask, coach)
    assert answer["outcome"] == "done"
    assert answer["text"] == "Saved: left piriformis, near the sacrum, 18:32."
    assert answer["meaning"] == (
        "Your pain is 3 points lower than before (6, then 3), a change people usually notice."
    )
    saved = diary.get(HOLD)
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (6, 4, 3)
    assert saved.started_at.isoformat() == "2026-11-22T18:32:00+01:00"
    assert coach.repeats == [
        {
            "muscle": "piriformis",
            "spot": "near the sacrum",
            "side": "left",
            "tool": "lacrosse ball",
            "pressure": None,
            "at": "2026-11-22T18:32:00+01:00",
        }
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pain_after": 5}, "Your pain is 1 point lower than before (6, then 5)."),
        ({"pain_after": 6}, "Your pain is as it was before (6)."),
        ({"pain_after": 7}, "Your pain is 1 point higher than before (6, then 7)."),
        ({"pain_after": 8}, "Your pain rose by 2 points. Rest, and rate it again in a few hours."),
        ({"pain_after": None}, "Without a rating at the end it says nothing about relief."),
        (
            {"pain_after": None, "pain_30s": 6, "outcome": "moved"},
            "Pain there had not begun to fall (6, then 6).",
        ),
        (
            {"pain_after": None, "pain_30s": None, "outcome": "moved"},
            "You moved on without a rating.",
        ),
        (
            {"pain_after": None, "pain_30s": 4, "outcome": "moved"},
            "You moved on with your pain 2 points lower (6, then 4).",
        ),
    ],
)
def test_each_ending_has_its_sentence(coach, ask, changes, sentence):
    assert send(ask, coach, **changes)["meaning"] == sentence


def test_linked_tries_and_the_lot_are_kept(coach, diary, ask):
    send(ask, coach, hold=OTHER, outcome="moved", pain_after=None, pain_30s=6, stay_assigned=False)
    send(ask, coach, moved_from=OTHER, spot="middle of the buttock")
    assert diary.get(OTHER).stay_assigned is False
    assert diary.get(HOLD).moved_from == UUID(OTHER)
    assert [one["spot"] for one in coach.repeats] == ["middle of the buttock"]


def test_saving_again_changes_nothing(coach, diary, ask):
    first = send(ask, coach)
    assert send(ask, coach) == first
    assert len(diary.history(HOLD)) == 1


def test_two_endings_of_one_hold_leave_the_first(coach, diary, ask):
    send(ask, coach)
    answer = send(ask, coach, pain_after=9)
    assert answer["outcome"] == "taken"
    assert answer["text"].startswith("NOT SAVED: this hold is in your diary already")
    assert diary.get(HOLD).pain_after == 3


def test_a_hold_that_was_deleted_stays_out(coach, diary, ask):
    send(ask, coach)
    diary.delete(HOLD, recorded_at=NOW)
    assert send(ask, coach)["text"] == (
        "This hold was taken out of your diary before, and stays out."
    )
    assert diary.all(Release) == []


def test_what_the_log_changed_is_not_changed_back(coach, diary, ask):
    send(ask, coach)
    diary.amend(HOLD, note="sore", recorded_at=NOW)
    assert send(ask, coach)["outcome"] == "done"
    assert diary.get(HOLD).note == "sore"


def test_a_stopped_hold_is_rated_afterwards(coach, diary, ask):
    stopped = {"outcome": "stopped", "held_s": 23, "pain_30s": None}
    send(ask, coach, pain_after=None, **stopped)
    answer = send(ask, coach, "rate", pain_after=8, **stopped)
    assert answer["meaning"].startswith("Your pain rose by 2 points.")
    assert (diary.get(HOLD).pain_after, diary.get(HOLD).held_s) == (8, 23)
    assert send(ask, coach, "rate", pain_after=8, **stopped)["outcome"] == "done"
    assert len(diary.history(HOLD)) == 2


def test_a_rating_whose_hold_never_came_saves_both(coach, diary, ask):
    send(ask, coach, "rate", outcome="stopped", held_s=23)
    assert diary.get(HOLD).outcome == "stopped"


def test_taking_back(coach, diary, ask):
    send(ask, coach)
    assert send(ask, coach, "take_back")["text"] == ("Undone: the hold is out of your diary again.")
    assert diary.all(Release) == []
    assert coach.repeats == []
    keep(ask, coach, 1, hold=OTHER)
    assert send(ask, coach, "take_back", hold=OTHER)["outcome"] == "done"
    assert diary.drafts.open() == []


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"pain_before": 11},
            "pain_before",
            "The pain before must be a whole number from 0 to 10, not 11.",
        ),
        (
            {"muscle": "pirifromis"},
            "muscle",
            "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?",
        ),
        (
            {"outcome": "moved"},
            "pain_after",
            "The pain after must be empty when the outcome is moved, not 3: "
            "give the pain on leaving as the pain at 30 s.",
        ),
        ({"side": None}, "side", "Choose a side."),
    ],
)
def test_what_is_wrong_is_said(coach, diary, ask, changes, field, sentence):
    answer = send(ask, coach, **changes)
    assert answer == {"outcome": "problems", "problems": {field: sentence}}
    assert diary.all(Release) == []


def test_a_phone_whose_clock_is_far_off_still_tells_how_long_ago(coach, diary, ask):
    ahead = {"started_at": "2027-01-01T10:00:00.000+01:00"}
    answer = ask(
        coach,
        "save",
        id=HOLD,
        sent_at="2027-01-01T10:02:00.000+01:00",
        values={**VALUES, **ahead},
    )
    assert answer["outcome"] == "done"
    assert diary.get(HOLD).started_at == NOW - timedelta(minutes=2)
    again = ask(
        coach,
        "save",
        id=HOLD,
        sent_at="2027-01-01T10:05:00.000+01:00",
        values={**VALUES, **ahead},
    )
    assert again["outcome"] == "done"
    assert len(diary.history(HOLD)) == 1


def test_an_unfinished_hold_comes_back_and_a_saved_one_does_not(coach, diary, ask):
    keep(ask, coach, 1, pain_30s=None)
    keep(ask, coach, 2, pain_30s=4)
    (found,) = hold_coach(diary).unfinished
    assert (found["id"], found["sequence"]) == (HOLD, 2)
    assert (found["values"]["pain_30s"], found["values"]["stage"]) == (4, "holding")
    assert log_form(diary).draft == {}
    send(ask, coach)
    assert hold_coach(diary).unfinished == []
    keep(ask, coach, 3)
    assert hold_coach(diary).unfinished == []


def test_a_discarded_hold_does_not_come_back(coach, diary, ask):
    keep(ask, coach, 1)
    assert ask(coach, "discard", id=HOLD)["outcome"] == "done"
    assert hold_coach(diary).unfinished == []


def test_the_draft_of_the_log_is_left_alone(diary):
    diary.drafts.keep(UUID(HOLD), "form", {"note": "half"}, at=NOW, sequence=1)
    assert hold_coach(diary).unfinished == []


def test_a_diary_that_does_not_answer_is_said(tmp_path, ask, monkeypatch):
    monkeypatch.setattr("tracker.diary.database.BUSY_S", 0.05)
    with open_diary(tmp_path / "diary.db") as diary:
        coach = hold_coach(diary, now=lambda: NOW)
        other = sqlite3.connect(tmp_path / "diary.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = send(ask, coach)
        assert answer["outcome"] == "failed"
        assert answer["text"].startswith("NOT SAVED: The diary did not answer")
        kept = ask(coach, "settings", values={"lot": True})
        assert kept["text"].startswith("SETTINGS NOT KEPT: The diary did not answer")
        other.execute("ROLLBACK")
        other.close()
        assert send(ask, coach)["outcome"] == "done"


def test_settings_are_kept_with_the_diary(coach, diary, ask):
    assert (coach.settings["check_s"], coach.settings["hold_s"]) == (30, 90)
    assert coach.settings["lot"] is False
    assert coach.settings["settle_s"] == 5
    chosen = {"check_s": 20, "hold_s": 60, "settle_s": 0, "lot": True}
    assert ask(coach, "settings", values=chosen)["text"] == "Settings kept."
    found = hold_coach(diary).settings
    assert {name: found[name] for name in chosen} == chosen
    assert found["protocol"] == {"check_s": 30, "hold_s": 90}


def test_the_shortest_and_the_longest_times_can_be_set(coach, ask):
    assert ask(coach, "settings", values={"check_s": 5, "hold_s": 600})["outcome"] == "done"
    assert (coach.settings["check_s"], coach.settings["hold_s"]) == (5, 600)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        (
            {"check_s": 90, "hold_s": 60},
            "check_s",
            "The check must come before the end of the hold (60 s), not at 90 s.",
        ),
        (
            {"check_s": "soon"},
            "check_s",
            "The time of the check must be a whole number of seconds from 5 to 600, not 'soon'.",
        ),
        (
            {"check_s": 4},
            "check_s",
            "The time of the check must be a whole number of seconds from 5 to 600, not 4.",
        ),
        (
            {"check_s": None},
            "check_s",
            "The time of the check must be a whole number of seconds from 5 to 600, and is empty.",
        ),
        (
            {"hold_s": 601},
            "hold_s",
            "The length of the hold must be a whole number of seconds from 5 to 600, not 601.",
        ),
        (
            {"settle_s": 31},
            "settle_s",
            "The time to settle in must be a whole number of seconds from 0 to 30, not 31.",
        ),
        ({"lot": "yes"}, "lot", "lot must be true or false, not 'yes'."),
    ],
)
def test_wrong_settings_come_back_with_the_reason(coach, diary, ask, values, field, sentence):
    answer = ask(coach, "settings", values=values)
    assert answer == {"outcome": "problems", "problems": {field: sentence}}
    assert diary.settings.get("coach") is None


@pytest.mark.parametrize("spoilt", ["rubbish", {"check_s": 700}, [1], None])
def test_spoilt_settings_count_as_never_set(diary, spoilt):
    diary.settings.keep("coach", spoilt)
    assert hold_coach(diary).settings["check_s"] == 30


def test_a_spot_of_one_s_own_has_neighbours_at_once(coach, diary):
    assert coach.nearest["piriformis"]["near the sacrum"] == [
        "middle of the buttock",
        "behind the hip bone",
    ]
    diary.add(
        OwnSpot(name="my knot", muscle="piriformis", view="back", x=0.3, y=0.22, added_at=NOW),
        recorded_at=NOW,
    )
    coach._show_names()
    assert coach.nearest["piriformis"]["near the sacrum"][0] == "my knot"
    assert "my knot" in coach.nearest["piriformis"]


def test_holds_that_come_on_several_threads_are_all_saved(coach, diary):
    heard = []
    coach.send = lambda content, **_: heard.append(content["outcome"])
    messages = [
        {
            "type": "save",
            "request": number,
            "id": str(uuid4()),
            "sent_at": SENT_AT,
            "values": {**VALUES, "started_at": f"2026-11-22T18:{number:02}:00.000+01:00"},
        }
        for number in range(12)
    ]
    threads = [
        threading.Thread(target=coach._handle_custom_msg, args=(message, None))
        for message in messages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == ["done"] * 12
    assert len(diary.all(Release)) == 12


def test_what_the_page_gets_at_first_is_small(coach):
    assert "entries" not in coach.keys
    assert len(str(coach.get_state(["repeats", "settings", "nearest", "unfinished"]))) < 10_000


def press(diary, days, **changes):
    """Add a firm press some days ago; its ratings as given."""
    values = {**VALUES, "pressure": "firm", "started_at": NOW - timedelta(days=days), **changes}
    return diary.add(Release(**values), recorded_at=NOW)


def lingered(diary, **changes):
    """Add a press from 5 to 8 two days ago that was at 9 three hours later."""
    rated = {"pain_before": 5, "pain_30s": None, "pain_after": 8, "pain_later": 9}
    later_at = NOW - timedelta(days=2, hours=-3)
    return press(diary, 2, **{**rated, "later_at": later_at, **changes})


def test_where_pain_rose_comes_after_the_others_and_says_so(diary):
    for days, muscle, spot in (
        (3, "psoas", "beside the navel"),
        (4, "gluteus medius", "below the side rim"),
        (5, "piriformis", "middle of the buttock"),
    ):
        press(diary, days, muscle=muscle, spot=spot)
    lingered(diary)
    lingered(diary, tool="foam roller", started_at=NOW - timedelta(days=2, minutes=9))
    coach = hold_coach(diary, now=lambda: NOW)
    assert [one["spot"] for one in coach.repeats] == [
        "beside the navel",
        "below the side rim",
        "middle of the buttock",
    ]
    assert coach.flare_ups["spots"] == [
        {
            "muscle": "piriformis",
            "spot": "near the sacrum",
            "side": "left",
            "warning": "Last time pain rose from 5 to 8 and stayed (9 later). "
            "Press lighter, or another spot.",
        }
    ]
    assert coach.flare_ups["pressure"] == "light"
    assert log_form(diary, now=lambda: NOW).flare_ups == coach.flare_ups


def test_the_only_spot_is_offered_with_its_warning(diary):
    lingered(diary)
    coach = hold_coach(diary, now=lambda: NOW)
    assert [one["spot"] for one in coach.repeats] == ["near the sacrum"]
    assert len(coach.flare_ups["spots"]) == 1


def test_a_spot_speaks_again_for_itself_as_soon_as_it_is_rated(coach, diary, ask):
    rose = press(diary, 0, started_at=NOW - timedelta(hours=3), pain_before=5, pain_after=8)
    send(ask, coach, hold=OTHER, spot="middle of the buttock")
    assert [one["spot"] for one in coach.repeats] == ["middle of the buttock", "near the sacrum"]
    (found,) = coach.flare_ups["spots"]
    assert found["warning"] == (
        "Last time pain rose from 5 to 8 and was not rated again. Press lighter, or another spot."
    )
    answer = {"id": str(rose.id), "pain": 5, "at": SENT_AT, "sent_at": SENT_AT}
    assert ask(coach, "later", **answer)["outcome"] == "done"
    assert coach.flare_ups["spots"] == []
    assert [one["pressure"] for one in coach.repeats] == [None, "firm"]


def test_a_rise_is_remembered_however_many_releases_came_after(diary):
    lingered(diary)
    later = [
        Release(**{**VALUES, "side": "right", "started_at": NOW - timedelta(minutes=number)})
        for number in range(1, 400)
    ]
    diary.add_all(later, recorded_at=NOW)
    assert len(hold_coach(diary, now=lambda: NOW).flare_ups["spots"]) == 1

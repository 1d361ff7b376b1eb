"""What the page sends is saved, or comes back with the reason beside its field."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tracker.facade import open_diary
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.release import Release
from tracker.widgets import log_form

NOW = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)
ENTRY = "01a2008d-7400-7000-8000-000000000001"
OTHER = "01a2008d-7400-7000-8000-000000000002"
FILLED = {
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
    "note": "",
}


@pytest.fixture
def form(diary):
    return log_form(diary, now=lambda: NOW)


def filled(**changes):
    return {**FILLED, **changes}


def test_a_release_is_saved_and_shows_below(form, diary, ask):
    answer = ask(form, "save", id=ENTRY, values=filled(note="easier on an exhale"))
    assert answer == {
        "outcome": "done",
        "text": "Saved: left piriformis, near the sacrum, 18:32.",
        "undo": ENTRY,
    }
    saved = diary.get(ENTRY)
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (6, 4, 3)
    assert saved.started_at.isoformat() == "2026-11-22T18:32:00+01:00"
    (card,) = form.entries
    assert card["title"] == "left piriformis · near the sacrum"
    assert card["pain"] == "6 → 4 → 3"
    assert card["change"] == "3 lower"
    assert card["note"] == "easier on an exhale"
    assert card["values"]["tool"] == "lacrosse ball"


def test_an_earlier_day_is_said(form, ask):
    answer = ask(form, "save", id=ENTRY, values=filled(started_at="2026-11-20T07:05:00.000+01:00"))
    assert answer["text"] == "Saved: left piriformis, near the sacrum, 20 November 2026, 07:05."


def test_pain_that_rose_is_answered_with_what_to_do(form, ask):
    answer = ask(form, "save", id=ENTRY, values=filled(pain_after=9))
    assert answer["text"].endswith(
        "Your pain rose by 3 points. Rest, and rate it again in a few hours."
    )


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"pain_before": None},
            "pain_before",
            "Rate your pain before.",
        ),
        (
            {"pain_before": 11},
            "pain_before",
            "The pain before must be a whole number from 0 to 10, not 11.",
        ),
        (
            {"held_s": "a while"},
            "held_s",
            "The time held must be a whole number of seconds from 0 to 3600, not 'a while'.",
        ),
        ({"side": None}, "side", "Choose a side."),
        (
            {"muscle": "pirifromis"},
            "muscle",
            "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?",
        ),
        (
            {"started_at": "2026-11-23T18:32:00.000+01:00"},
            "started_at",
            "The time it began must not be in the future, and 2026-11-23 18:32 is.",
        ),
        (
            {"started_at": ""},
            "started_at",
            "Say when it was.",
        ),
        (
            {"outcome": "moved"},
            "pain_after",
            "The pain after must be empty when the outcome is moved, not 3: "
            "give the pain on leaving as the pain at 30 s.",
        ),
        (
            {"note": "a\0b"},
            "note",
            "note must be a text of at most 10,000 characters, without null bytes, not 'a\\x00b'.",
        ),
    ],
)
def test_what_is_wrong_comes_back_for_its_field(form, diary, ask, changes, field, sentence):
    answer = ask(form, "save", id=ENTRY, values=filled(**changes))
    assert answer == {"outcome": "problems", "problems": {field: sentence}}
    assert diary.all(Release) == []


def test_everything_wrong_comes_back_at_once(form, ask):
    answer = ask(form, "save", id=ENTRY, values=dict.fromkeys(FILLED))
    assert list(answer["problems"]) == [
        "started_at",
        "muscle",
        "spot",
        "side",
        "tool",
        "pain_before",
    ]


def test_a_diary_that_does_not_answer_is_said_and_nothing_is_saved(tmp_path, ask, monkeypatch):
    monkeypatch.setattr("tracker.diary.database.BUSY_S", 0.05)
    with open_diary(tmp_path / "diary.db") as diary:
        form = log_form(diary, now=lambda: NOW)
        other = sqlite3.connect(tmp_path / "diary.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = ask(form, "save", id=ENTRY, values=FILLED)
        assert answer == {
            "outcome": "failed",
            "text": "NOT SAVED: The diary did not answer, nothing was saved: another program is "
            "writing to it; close that program and try again.",
        }
        other.execute("ROLLBACK")
        other.close()
        assert diary.all(Release) == []
        assert ask(form, "save", id=ENTRY, values=FILLED)["outcome"] == "done"


def test_an_error_nobody_foresaw_is_said_too(form, ask):
    answer = ask(form, "save", id=ENTRY)
    assert answer["text"] == "NOT SAVED: something unexpected went wrong (KeyError: 'values')."
    assert ask(form, "no such thing")["outcome"] == "failed"


def test_a_list_that_cannot_be_refreshed_does_not_deny_the_save(form, diary, ask, monkeypatch):
    def refuse(*_):
        raise OSError("The disk is gone.")

    monkeypatch.setattr(diary, "recent", refuse)
    answer = ask(form, "save", id=ENTRY, values=FILLED)
    assert answer["outcome"] == "done"
    assert answer["text"] == (
        "Saved: left piriformis, near the sacrum, 18:32. "
        "The list could not be brought up to date: The disk is gone."
    )
    assert diary.get(ENTRY).muscle == "piriformis"


def test_saving_twice_saves_once(form, diary, ask):
    first = ask(form, "save", id=ENTRY, values=FILLED)
    assert ask(form, "save", id=ENTRY, values=FILLED) == first
    assert len(diary.all(Release)) == 1
    assert len(diary.history(ENTRY)) == 1


def test_other_answers_under_a_saved_id_are_not_lost_and_replace_nothing(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    answer = ask(form, "save", id=ENTRY, values=filled(pain_after=1))
    assert answer["outcome"] == "taken"
    assert answer["text"].startswith("NOT SAVED: this entry is in your diary already")
    assert diary.get(ENTRY).pain_after == 3
    assert ask(form, "amend", id=ENTRY, values=filled(pain_after=1))["outcome"] == "done"
    assert diary.get(ENTRY).pain_after == 1


def test_the_same_as_last_is_what_the_last_release_was(form, ask):
    ask(form, "save", id=ENTRY, values=filled(pressure="light"))
    ask(
        form,
        "save",
        id=OTHER,
        values=filled(
            started_at="2026-11-20T18:32:00.000+01:00", muscle="psoas", spot="beside the navel"
        ),
    )
    last = form.entries[0]["values"]
    assert {name: last[name] for name in ("muscle", "spot", "side", "tool", "pressure")} == {
        "muscle": "piriformis",
        "spot": "near the sacrum",
        "side": "left",
        "tool": "lacrosse ball",
        "pressure": "light",
    }


def test_what_an_entry_hands_back_saves_the_same_entry(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    answer = ask(form, "amend", id=ENTRY, values=form.entries[0]["values"])
    assert answer["text"] == "As it was: left piriformis, near the sacrum, 18:32."
    assert answer["undo"] is None
    assert len(diary.history(ENTRY)) == 1


def test_a_change_is_saved_and_can_be_undone(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    answer = ask(form, "amend", id=ENTRY, values=filled(pain_after=2, pressure="firm"))
    assert answer["text"] == "Changed: left piriformis, near the sacrum, 18:32."
    assert form.entries[0]["pain"] == "6 → 4 → 2"
    undone = ask(form, "undo", id=answer["undo"])
    assert undone["undo"] is None
    assert diary.get(ENTRY).pain_after == 3
    assert diary.get(ENTRY).pressure is None


def test_a_change_keeps_what_the_form_does_not_show(form, diary, ask):
    first = Release(id=OTHER, **FILLED | {"started_at": "2026-11-22T18:00:00+01:00"})
    later = Release(
        id=ENTRY,
        **FILLED,
        moved_from=UUID(OTHER),
        pain_later=5,
        later_at="2026-11-22T18:33:00+01:00",
        experiment=UUID(OTHER),
        arm="B",
    )
    diary.add_all([first, later], recorded_at=NOW + timedelta(hours=1))
    ask(form, "amend", id=ENTRY, values=filled(note="still sore"))
    changed = diary.get(ENTRY)
    assert (changed.note, changed.moved_from, changed.pain_later) == ("still sore", UUID(OTHER), 5)
    assert (changed.experiment, changed.arm) == (UUID(OTHER), "B")


def test_a_wrong_change_comes_back_for_its_field(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    answer = ask(form, "amend", id=ENTRY, values=filled(tool=None))
    assert answer["problems"] == {"tool": "Choose a tool."}
    assert diary.get(ENTRY).tool == "lacrosse ball"


def test_an_imported_decimal_stays(form, diary, ask):
    diary.add(Release(id=ENTRY, **FILLED | {"pain_before": 5.5}), recorded_at=NOW)
    ask(form, "older")
    values = form.entries[0]["values"]
    ask(form, "amend", id=ENTRY, values={**values, "note": "as imported"})
    assert diary.get(ENTRY).pain_before == 5.5


def test_a_deleted_entry_leaves_the_list_and_undo_brings_it_back(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    answer = ask(form, "delete", id=ENTRY)
    assert answer["text"] == "Deleted: left piriformis, near the sacrum, 18:32."
    assert form.entries == []
    undone = ask(form, "undo", id=answer["undo"])
    assert undone["text"] == (
        "Undone: left piriformis, near the sacrum, 18:32. It is as it was before."
    )
    assert [card["id"] for card in form.entries] == [ENTRY]
    assert diary.get(ENTRY).pain_after == 3


def test_a_save_can_be_undone(form, diary, ask):
    answer = ask(form, "save", id=ENTRY, values=FILLED)
    undone = ask(form, "undo", id=answer["undo"])
    assert undone == {
        "outcome": "done",
        "text": "Undone: the entry is out of your diary again.",
        "undo": None,
    }
    assert diary.all(Release) == []


def test_what_cannot_be_deleted_or_undone_is_said(form, ask):
    assert ask(form, "delete", id=ENTRY)["text"] == f"NOT DELETED: No entry has the id {ENTRY}."
    assert ask(form, "undo", id=ENTRY)["text"] == f"NOT UNDONE: No entry has the id {ENTRY}."


def test_every_past_entry_can_be_reached(form, diary, ask):
    values = FILLED | {"started_at": None}
    diary.add_all(
        [Release(**values | {"started_at": NOW - timedelta(hours=hours)}) for hours in range(25)],
        recorded_at=NOW,
    )
    ask(form, "delete", id=str(diary.recent(Release, 1)[0].id))
    assert (len(form.entries), form.has_older) == (10, True)
    ask(form, "older")
    assert (len(form.entries), form.has_older) == (20, True)
    assert ask(form, "older")["outcome"] == "done"
    assert (len(form.entries), form.has_older) == (24, False)
    oldest = form.entries[-1]["id"]
    assert ask(form, "delete", id=oldest)["outcome"] == "done"
    assert len(form.entries) == 23


def test_ten_entries_are_all_there_is_to_show(form, diary, ask):
    values = FILLED | {"started_at": None}
    diary.add_all(
        [Release(**values | {"started_at": NOW - timedelta(hours=hours)}) for hours in range(11)],
        recorded_at=NOW,
    )
    ask(form, "delete", id=str(diary.recent(Release, 1)[0].id))
    assert (len(form.entries), form.has_older) == (10, False)


def keep(ask, form, sequence, at="2026-11-22T18:20:00.000+01:00", **values):
    return ask(
        form, "draft", id=ENTRY, sequence=sequence, at=at, values=filled(started_at=None, **values)
    )


def test_an_unfinished_entry_comes_back(form, diary, ask):
    keep(ask, form, 1, note="half")
    assert keep(ask, form, 2, note="half a note")["outcome"] == "done"
    draft = log_form(diary).draft
    assert draft == {
        "id": ENTRY,
        "at": "2026-11-22T17:20:00+00:00",
        "sequence": 2,
        "values": filled(started_at=None, note="half a note"),
    }
    assert diary.all(Release) == []


def test_a_saved_draft_does_not_come_back(form, diary, ask):
    keep(ask, form, 1)
    ask(form, "save", id=ENTRY, values=FILLED)
    assert form.draft == {}
    assert log_form(diary).draft == {}


def test_a_discarded_draft_does_not_come_back(form, diary, ask):
    keep(ask, form, 1)
    assert ask(form, "discard", id=ENTRY)["text"] == "The unfinished entry is discarded."
    assert form.draft == {}
    assert log_form(diary).draft == {}


def test_a_draft_that_comes_after_its_entry_is_not_kept(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    assert keep(ask, form, 1)["outcome"] == "done"
    assert form.draft == {}
    assert log_form(diary).draft == {}


def test_the_drafts_of_the_hold_coach_are_left_alone(diary):
    diary.drafts.keep(UUID(ENTRY), "started", {"pain_before": 6}, at=NOW, sequence=0)
    assert log_form(diary).draft == {}


CHANGE = "01a2008d-7400-7000-8000-00000000000c"


def keep_change(ask, form, sequence=1, **values):
    at = "2026-11-22T18:20:00.000+01:00"
    return ask(
        form,
        "draft",
        id=CHANGE,
        entry=ENTRY,
        sequence=sequence,
        at=at,
        values=filled(**values),
    )


def test_an_unfinished_change_comes_back_and_changes_nothing(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    keep_change(ask, form, 1, pain_after=2)
    assert keep_change(ask, form, 2, pain_after=1)["outcome"] == "done"
    again = log_form(diary)
    assert again.edit == {
        "id": CHANGE,
        "entry": ENTRY,
        "title": "left piriformis · near the sacrum",
        "at": "2026-11-22T17:20:00+00:00",
        "sequence": 2,
        "values": filled(pain_after=1),
    }
    assert again.draft == {}
    assert diary.get(ENTRY).pain_after == 3
    assert len(diary.history(ENTRY)) == 1


def test_a_new_entry_and_a_change_under_way_both_come_back(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    keep_change(ask, form)
    ask(form, "draft", id=OTHER, sequence=1, at="2026-11-22T18:21:00+01:00", values=FILLED)
    again = log_form(diary)
    assert (again.draft["id"], again.edit["entry"]) == (OTHER, ENTRY)


def test_a_discarded_change_does_not_come_back(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    keep_change(ask, form)
    ask(form, "discard", id=CHANGE)
    assert form.edit == {}
    assert log_form(diary).edit == {}


def test_the_change_of_an_entry_that_was_deleted_does_not_come_back(form, diary, ask):
    ask(form, "save", id=ENTRY, values=FILLED)
    keep_change(ask, form)
    ask(form, "delete", id=ENTRY)
    assert log_form(diary).edit == {}


def test_pain_some_hours_later_is_added_and_taken_away_again(form, diary, ask):
    ask(form, "save", id=ENTRY, values=filled(pain_after=9, started_at="2026-11-22T14:30:00+01:00"))
    values = form.entries[0]["values"]
    assert (values["pain_later"], values["later_at"]) == (None, None)
    rated = values | {"pain_later": 8, "later_at": "2026-11-22T18:30:00.000+01:00"}
    answer = ask(form, "amend", id=ENTRY, values=rated)
    assert answer["text"].endswith(
        "It is still 2 points higher. Next time press more lightly, "
        "or explore another spot of this muscle."
    )
    assert diary.get(ENTRY).pain_later == 8
    assert form.entries[0]["detail"] == "lacrosse ball · 90 s · pain 8, 4 h later"
    ask(
        form,
        "amend",
        id=ENTRY,
        values=form.entries[0]["values"] | {"pain_later": None, "later_at": None},
    )
    assert (diary.get(ENTRY).pain_later, diary.get(ENTRY).later_at) == (None, None)


@pytest.mark.parametrize(
    ("later", "field", "sentence"),
    [
        (
            {"pain_later": 11},
            "pain_later",
            "The pain there later must be a whole number from 0 to 10, not 11.",
        ),
        (
            {"later_at": ""},
            "pain_later",
            "The pain there later and the time of the later rating belong together: "
            "give both or neither.",
        ),
        (
            {"later_at": "2026-11-22T18:32:00.000+01:00"},
            "later_at",
            "The time of the later rating must be after the time it began.",
        ),
        (
            {"later_at": "2026-11-22T19:32:00.000+01:00"},
            "later_at",
            "The time of the later rating must not be in the future, and 2026-11-22 19:32 is.",
        ),
    ],
)
def test_what_is_wrong_with_the_pain_later_comes_back(form, diary, ask, later, field, sentence):
    ask(form, "save", id=ENTRY, values=FILLED)
    given = filled(pain_later=5, later_at="2026-11-22T18:33:00.000+01:00") | later
    answer = ask(form, "amend", id=ENTRY, values=given)
    assert answer["problems"] == {field: sentence}
    assert diary.get(ENTRY).pain_later is None


def test_a_draft_that_cannot_be_kept_is_said(tmp_path, ask, monkeypatch):
    monkeypatch.setattr("tracker.diary.database.BUSY_S", 0.05)
    with open_diary(tmp_path / "diary.db") as diary:
        form = log_form(diary)
        other = sqlite3.connect(tmp_path / "diary.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = keep(ask, form, 1)
        other.close()
    assert answer["text"].startswith("UNFINISHED ENTRY NOT KEPT: The diary did not answer")


def test_messages_on_several_threads_are_all_saved(form, diary):
    heard = []
    form.send = lambda content, **_: heard.append(content["outcome"])
    messages = [
        {
            "type": "save",
            "request": number,
            "id": str(uuid4()),
            "values": filled(started_at=f"2026-11-22T18:{number:02}:00.000+01:00"),
        }
        for number in range(12)
    ]
    threads = [
        threading.Thread(target=form._handle_custom_msg, args=(message, None))
        for message in messages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == ["done"] * 12
    assert len(diary.all(Release)) == 12
    times = [card["time"] for card in form.entries]
    assert times == [f"18:{number:02}" for number in range(11, 1, -1)]


def test_a_sample_diary_is_labelled(tmp_path):
    with open_diary(tmp_path / "sample.db") as diary:
        assert not log_form(diary).is_sample
        diary.become_sample()
        assert log_form(diary).is_sample


def test_the_choices_are_the_catalogue_s(form):
    piriformis = form.choices["muscles"][0]
    assert piriformis["name"] == "piriformis"
    assert piriformis["tools"] == ["foam roller", "lacrosse ball", "massage ball"]
    assert piriformis["spots"][0]["find"].startswith("Feel for the flat bone")
    assert form.choices["do_not_press"][0] == "Do not press on an open wound."
    assert (form.choices["check_s"], form.choices["hold_s"]) == (30, 90)


def own(kind, name, muscle=None):
    at = "2026-11-22T18:30:00.000+01:00"
    return {"kind": kind, "name": name, "muscle": muscle, "at": at}


def test_a_spot_muscle_and_tool_of_one_s_own(form, diary, ask):
    answer = ask(form, "add_own", **own("spot", "  sore   knot ", "piriformis"))
    assert answer["name"] == "sore knot"
    assert answer["text"] == "Added: your own spot, sore knot."
    ask(form, "add_own", **own("muscle", "soleus"))
    ask(form, "add_own", **own("tool", "tennis ball"))
    ask(form, "add_own", **own("spot", "mid calf", "soleus"))
    assert [len(diary.all(kind)) for kind in (OwnMuscle, OwnSpot, OwnTool)] == [1, 2, 1]
    muscles = {muscle["name"]: muscle for muscle in form.choices["muscles"]}
    assert muscles["piriformis"]["spots"][-1]["name"] == "sore knot"
    assert [spot["name"] for spot in muscles["soleus"]["spots"]] == ["mid calf"]
    assert form.choices["tools"][-1] == "tennis ball"
    saved = ask(
        form,
        "save",
        id=ENTRY,
        values=filled(muscle="soleus", spot="mid calf", tool="tennis ball"),
    )
    assert saved["outcome"] == "done"


def test_a_name_that_is_there_is_taken_and_not_added(form, diary, ask):
    answer = ask(form, "add_own", **own("spot", "Near the Sacrum", "piriformis"))
    assert answer["name"] == "near the sacrum"
    assert answer["text"] == "“near the sacrum” is in the list already."
    assert diary.all(OwnSpot) == []
    assert diary.catalogue()["piriformis"].spots["near the sacrum"].find


def test_a_blank_name_comes_back(form, ask):
    answer = ask(form, "add_own", **own("spot", "  ", "piriformis"))
    assert answer["problems"] == {
        "name": "name must be a name of 1 to 80 printable characters, not ''."
    }


def test_a_note_is_sent_as_it_is_and_drawn_as_text(form, ask):
    ask(form, "save", id=ENTRY, values=filled(note="<img src=x onerror=alert(1)>"))
    assert form.entries[0]["note"] == "<img src=x onerror=alert(1)>"
    assert "innerHTML" not in form._esm
    assert "insertAdjacentHTML" not in form._esm
    sent = (form._esm + form._css).replace("http://www.w3.org/2000/svg", "")
    assert "http" not in sent

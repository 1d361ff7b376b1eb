"""What can be done to entries, and that nothing is ever destroyed."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest

from tracker.diary.errors import AlreadyThere, NothingToUndo, SampleMix, UnknownEntry
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.matching import UnknownName
from tracker.protocol.release import Release


def test_an_added_entry_is_there_when_the_diary_is_opened_again(diary, release, tmp_path):
    saved = diary.add(release(pain_after=3))
    diary.close()
    with open_diary(tmp_path / "diary.db") as again:
        assert again.get(saved.id) == saved
        assert again.all(Release) == [saved]


def test_saving_the_same_entry_twice_saves_it_once(diary, release):
    once = release()
    diary.add(once)
    diary.add(once)
    assert len(diary.history(once.id)) == 1


def test_another_entry_with_the_same_id_is_refused(diary, release):
    saved = diary.add(release())
    with pytest.raises(AlreadyThere, match=f"Entry {saved.id} is there already and differs"):
        diary.add(saved.changed(pain_after=1))


def test_amend_keeps_what_was_before(diary, release, noon):
    saved = diary.add(release(), recorded_at=noon)
    diary.amend(saved.id, pain_after=2, recorded_at=noon + timedelta(hours=1))
    first, second = diary.history(saved.id)
    assert (first.action, first.number, first.record.pain_after) == ("add", 1, None)
    assert (second.action, second.number, second.record.pain_after) == ("amend", 2, 2)
    assert second.recorded_at == noon + timedelta(hours=1)
    assert second.recorded_by == "laptop"


def test_an_amendment_that_changes_nothing_writes_nothing(diary, release):
    saved = diary.add(release())
    diary.amend(saved.id, pain_before=6)
    assert len(diary.history(saved.id)) == 1


def test_a_change_of_zone_alone_is_a_change(diary, release, noon):
    saved = diary.add(release())
    elsewhere = noon.astimezone(timezone(timedelta(hours=-5)))
    diary.amend(saved.id, started_at=elsewhere)
    assert diary.get(saved.id).started_at.utcoffset() == timedelta(hours=-5)


def test_an_amendment_must_be_valid_as_a_whole(diary, release):
    saved = diary.add(release(pain_after=3))
    with pytest.raises(InvalidRecord, match="pain_after must be empty when the outcome is moved"):
        diary.amend(saved.id, outcome="moved")
    with pytest.raises(InvalidRecord, match="id cannot be changed"):
        diary.amend(saved.id, id=uuid4())
    assert diary.get(saved.id) == saved


def test_deleted_entries_leave_the_tables_and_keep_their_history(diary, release):
    saved = diary.add(release())
    diary.delete(saved.id)
    assert diary.all(Release) == []
    assert len(diary.releases()) == 0
    assert [change.action for change in diary.history(saved.id)] == ["add", "delete"]
    with pytest.raises(UnknownEntry, match="is deleted; undo that first"):
        diary.get(saved.id)
    with pytest.raises(UnknownEntry, match="is deleted already"):
        diary.delete(saved.id)
    with pytest.raises(UnknownEntry, match="is deleted; undo that first"):
        diary.amend(saved.id, pain_after=1)


def test_undo_walks_back_change_by_change(diary, release):
    saved = diary.add(release())
    diary.amend(saved.id, pain_after=3)
    diary.amend(saved.id, pain_after=2)
    diary.delete(saved.id)
    assert diary.undo(saved.id).pain_after == 2
    assert diary.undo(saved.id).pain_after == 3
    assert diary.undo(saved.id).pain_after is None
    assert diary.undo(saved.id) is None
    assert diary.all(Release) == []
    with pytest.raises(NothingToUndo, match="Nothing is left to undo"):
        diary.undo(saved.id)


def test_a_change_after_an_undo_can_be_undone_too(diary, release):
    saved = diary.add(release())
    diary.amend(saved.id, pain_after=3)
    diary.undo(saved.id)
    diary.amend(saved.id, pain_after=1)
    assert diary.undo(saved.id).pain_after is None


def test_changes_in_one_instant_keep_their_order(diary, release, noon):
    saved = diary.add(release(), recorded_at=noon)
    for pain in (5, 4, 3):
        diary.amend(saved.id, pain_after=pain, recorded_at=noon)
    assert diary.get(saved.id).pain_after == 3


def test_a_clock_set_back_does_not_hide_a_change(diary, release, noon):
    saved = diary.add(release(), recorded_at=noon + timedelta(days=1))
    diary.amend(saved.id, pain_after=3, recorded_at=noon)
    assert diary.get(saved.id).pain_after == 3
    assert diary.all(Release)[0].pain_after == 3


def test_unknown_ids_are_named(diary):
    for act in (diary.get, diary.delete, diary.undo, diary.history, diary.amend):
        with pytest.raises(UnknownEntry, match=r"No entry has the id no-such-id\."):
            act("no-such-id")


def test_names_are_kept_in_their_plain_form(diary, release):
    saved = diary.add(release(muscle="QL", spot="Below the last rib", tool="Foam Roller"))
    assert saved.muscle == "quadratus lumborum"
    assert saved.tool == "foam roller"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"muscle": "pirifromis"}, "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?"),
        (
            {"spot": "near teh sacrum"},
            "Unknown spot 'near teh sacrum' of piriformis. Did you mean 'near the sacrum'?",
        ),
        ({"tool": "lacrose ball"}, "Unknown tool 'lacrose ball'. Did you mean 'lacrosse ball'?"),
    ],
)
def test_unknown_names_suggest_the_nearest(diary, release, changes, sentence):
    with pytest.raises(UnknownName) as caught:
        diary.add(release(**changes))
    assert str(caught.value) == sentence
    assert diary.is_empty()


def test_the_future_is_refused(diary, release, noon):
    with pytest.raises(InvalidRecord, match="started_at must not be in the future, and 2026-11-18"):
        diary.add(release(), recorded_at=noon - timedelta(minutes=6))
    assert diary.is_empty()


def test_a_year_that_is_a_slip_of_the_hand_is_refused(diary, release):
    with pytest.raises(InvalidRecord, match="must not be before 1900, and the year 26 is"):
        diary.add(release(started_at="0026-11-20T10:00+01:00"))


def test_clocks_of_two_devices_may_differ_a_little(diary, release, noon):
    assert diary.add(release(), recorded_at=noon - timedelta(minutes=4))


def test_all_are_added_or_none(diary, release):
    with pytest.raises(UnknownName, match="Unknown muscle 'nose'"):
        diary.add_all([release(), release(muscle="nose")])
    assert diary.is_empty()


def test_own_muscles_spots_and_tools_can_be_named(diary, release, noon):
    diary.add(OwnMuscle(added_at=noon, name="obturator internus"))
    diary.add(OwnSpot(added_at=noon, muscle="obturator internus", name="inner edge"))
    diary.add(OwnTool(added_at=noon, name="tennis ball"))
    saved = diary.add(release(muscle="Obturator Internus", spot="inner edge", tool="Tennis ball"))
    assert (saved.muscle, saved.tool) == ("obturator internus", "tennis ball")
    assert diary.catalogue()["obturator internus"].spots["inner edge"].own


def test_what_was_pressed_stays_after_its_own_name_is_deleted(diary, release, noon):
    own = diary.add(OwnSpot(added_at=noon, muscle="piriformis", name="my knot"))
    saved = diary.add(release(spot="my knot"))
    diary.delete(own.id)
    assert diary.amend(saved.id, pain_after=2).spot == "my knot"


def test_a_deleted_own_muscle_does_not_lock_the_diary(diary, release, noon):
    own = diary.add(OwnMuscle(added_at=noon, name="gemellus"))
    diary.add(OwnSpot(added_at=noon, muscle="gemellus", name="upper"))
    diary.delete(own.id)
    assert "gemellus" not in diary.catalogue()
    assert diary.add(release())


def test_recent_is_last_first(diary, release, noon):
    for hours in (3, 1, 2):
        diary.add(release(started_at=noon - timedelta(hours=hours)))
    started = [saved.started_at for saved in diary.recent(Release, 2)]
    assert started == [noon - timedelta(hours=1), noon - timedelta(hours=2)]


def test_count_leaves_out_what_is_deleted(diary, release):
    kept, gone = diary.add_all([release(), release(pain_before=8)])
    diary.delete(gone.id)
    diary.amend(kept.id, pain_after=1)
    assert diary.count(Release) == 1
    assert diary.count(CheckIn) == 0


def test_every_kind_keeps_to_itself(diary, release, noon):
    diary.add(release())
    diary.add(CheckIn(at=noon, pain=4, symptoms=("ache",), bothersomeness=(1, 2, 3, 4)))
    assert len(diary.releases()) == len(diary.check_ins()) == 1
    assert diary.all(CheckIn)[0].bothersomeness == (1, 2, 3, 4)


def test_saves_from_other_threads_arrive(diary, release, noon):
    def save(number: int) -> None:
        diary.add(release(started_at=noon - timedelta(minutes=number)))

    threads = [threading.Thread(target=save, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(diary.all(Release)) == 12


def test_changes_of_one_entry_from_many_threads_are_all_kept(diary, release):
    saved = diary.add(release())
    threads = [
        threading.Thread(target=diary.amend, args=(saved.id,), kwargs={"pain_after": pain})
        for pain in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [change.number for change in diary.history(saved.id)] == list(range(1, 10))


def test_a_sample_diary_labels_whatever_is_saved_in_it(diary, release):
    diary.become_sample()
    assert diary.add(release()).person == "sample"


def test_sample_entries_never_enter_a_persons_diary(diary, release):
    apart = "never share a diary"
    with pytest.raises(SampleMix, match=apart):
        diary.add(release(person="sample"))
    with pytest.raises(SampleMix, match=apart):
        diary.take_in([release(person="sample")])
    assert diary.is_empty()


def test_a_persons_entries_never_enter_the_sample(diary, release):
    diary.become_sample()
    with pytest.raises(SampleMix, match="never share a diary"):
        diary.take_in([release()])


def test_a_diary_with_entries_cannot_become_the_sample(diary, release):
    diary.add(release())
    with pytest.raises(SampleMix, match="holds entries already"):
        diary.become_sample()


def test_taking_in_twice_changes_nothing(diary, release, noon):
    incoming = [release(), release(started_at=noon - timedelta(hours=1))]
    assert str(diary.take_in(incoming)) == "2 new, 0 changed, 0 unchanged"
    assert str(diary.take_in(incoming)) == "0 new, 0 changed, 2 unchanged"


def test_taking_in_amends_what_differs_and_leaves_what_was_deleted(diary, release):
    kept, gone = diary.add_all([release(), release(pain_before=8)])
    diary.delete(gone.id)
    taken = diary.take_in([kept.changed(pain_after=1), gone])
    assert (taken.new, taken.changed, taken.unchanged, taken.deleted_here) == (0, 1, 0, 1)
    assert diary.all(Release) == [kept.changed(pain_after=1)]


def test_a_preview_writes_nothing(diary, release):
    assert diary.take_in([release()], preview=True).new == 1
    assert diary.is_empty()


def test_now_is_the_default_moment_of_recording(diary, release):
    before = datetime.now(UTC)
    saved = diary.add(release())
    assert before <= diary.history(saved.id)[0].recorded_at <= datetime.now(UTC)


def test_what_is_no_entry_is_refused(diary):
    with pytest.raises(
        TypeError, match=r"record must be an entry such as tracker\.Release.*not dict"
    ):
        diary.add({"muscle": "piriformis"})

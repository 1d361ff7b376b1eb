"""An unfinished entry survives whatever happens to the program."""

from datetime import timedelta
from uuid import UUID

from tracker.facade import open_diary

HOLD = UUID("01a2008d-7400-7000-8000-000000000001")


def test_every_step_is_there_when_the_diary_is_opened_again(diary, noon, tmp_path):
    diary.drafts.keep(HOLD, "started", {"muscle": "psoas", "pain_before": 6}, at=noon, sequence=0)
    diary.drafts.keep(HOLD, "30 s", {"pain_30s": 5}, at=noon + timedelta(seconds=31), sequence=1)
    diary.close()
    with open_diary(tmp_path / "diary.db") as again:
        (draft,) = again.drafts.open()
    assert draft.id == HOLD
    assert (draft.step, draft.sequence) == ("30 s", 1)
    assert draft.at == noon + timedelta(seconds=31)
    assert draft.values == {"muscle": "psoas", "pain_before": 6, "pain_30s": 5}


def test_a_step_sent_twice_counts_once(diary, noon):
    diary.drafts.keep(HOLD, "started", {"pain_before": 6}, at=noon, sequence=0)
    diary.drafts.keep(HOLD, "started", {"pain_before": 9}, at=noon, sequence=0)
    assert diary.drafts.open()[0].values == {"pain_before": 6}


def test_steps_that_arrive_out_of_order_are_put_in_order(diary, noon):
    diary.drafts.keep(HOLD, "30 s", {"pain_30s": 5}, at=noon, sequence=1)
    diary.drafts.keep(HOLD, "started", {"pain_30s": None}, at=noon, sequence=0)
    assert diary.drafts.open()[0].values == {"pain_30s": 5}


def test_a_saved_entry_is_no_draft_any_more(diary, noon, release):
    diary.drafts.keep(HOLD, "started", {}, at=noon, sequence=0)
    diary.add(release(id=HOLD))
    assert diary.drafts.open() == []


def test_a_discarded_draft_is_gone(diary, noon):
    diary.drafts.keep(HOLD, "started", {}, at=noon, sequence=0)
    diary.drafts.discard(HOLD)
    assert diary.drafts.open() == []


def test_the_latest_comes_first(diary, noon):
    other = UUID("01a2008d-7400-7000-8000-000000000002")
    diary.drafts.keep(HOLD, "started", {}, at=noon, sequence=0)
    diary.drafts.keep(other, "started", {}, at=noon + timedelta(minutes=1), sequence=0)
    assert [draft.id for draft in diary.drafts.open()] == [other, HOLD]

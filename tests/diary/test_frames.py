"""The typed frames that the pandas layer starts from."""

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pandas as pd
import pytest

from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.release import Release

BERLIN_WINTER = timezone(timedelta(hours=1))

RELEASE_TYPES = {
    "started_at": "datetime64[us, UTC]",
    "started_at_offset": "int64",
    "id": "str",
    "person": "category",
    "muscle": "category",
    "spot": "category",
    "side": "category",
    "tool": "category",
    "pressure": "category",
    "pain_before": "float64",
    "pain_30s": "float64",
    "pain_after": "float64",
    "held_s": "float64",
    "outcome": "category",
    "moved_from": "str",
    "stay_assigned": "boolean",
    "pain_later": "float64",
    "later_at": "datetime64[us, UTC]",
    "later_at_offset": "Int64",
    "note": "str",
    "experiment": "str",
    "arm": "category",
    "time_known": "boolean",
}


def test_columns_and_types_are_the_same_empty_or_full(diary, release):
    empty = diary.releases()
    diary.add(release())
    full = diary.releases()
    for frame, rows in ((empty, 0), (full, 1)):
        assert len(frame) == rows
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == RELEASE_TYPES


def test_a_row_says_what_the_release_said(diary, release):
    moved_from = uuid4()
    diary.add(
        release(
            started_at=datetime(2026, 11, 1, 23, 30, tzinfo=BERLIN_WINTER),
            pressure="firm",
            pain_30s=5,
            pain_after=3.5,
            held_s=90,
            moved_from=moved_from,
            stay_assigned=True,
            note="after a run",
            experiment=moved_from,
            arm="B",
        )
    )
    row = diary.releases().iloc[0]
    assert row["started_at"] == pd.Timestamp("2026-11-01T22:30", tz="UTC")
    assert row["started_at_offset"] == 60
    assert (row["pain_before"], row["pain_30s"], row["pain_after"]) == (6.0, 5.0, 3.5)
    assert (row["pressure"], row["held_s"], row["moved_from"]) == ("firm", 90.0, str(moved_from))
    assert bool(row["stay_assigned"]) is True
    assert row["note"] == "after a run"
    assert (row["experiment"], row["arm"]) == (str(moved_from), "B")


def test_what_was_not_rated_is_missing(diary, release):
    diary.add(release())
    row = diary.releases().iloc[0]
    for column in ("pain_30s", "pain_after", "held_s", "pressure", "moved_from", "later_at", "arm"):
        assert pd.isna(row[column]), column


def test_rows_are_in_the_order_they_happened(diary, release, noon):
    for hours in (1, 3, 2):
        diary.add(release(started_at=noon - timedelta(hours=hours), held_s=hours))
    assert diary.releases()["held_s"].tolist() == [3.0, 2.0, 1.0]


def test_pressure_is_ordered(diary):
    pressure = diary.releases()["pressure"].cat
    assert pressure.ordered
    assert pressure.categories.tolist() == ["light", "moderate", "firm"]


def test_check_ins_join_their_lists(diary, noon):
    diary.add(
        CheckIn(
            at=noon,
            pain=4,
            side="left",
            reach="calf",
            symptoms=("ache", "tingling"),
            bothersomeness=(1, 0, 2, 6),
            activities=("driving",),
            medication=("ibuprofen 400 mg", "a patch"),
        )
    )
    row = diary.check_ins().iloc[0]
    assert row["site"] == "sciatica"
    assert row["symptoms"] == "ache;tingling"
    assert row["bothersomeness"] == "1;0;2;6"
    assert row["activities"] == "driving"
    assert row["medication"] == "ibuprofen 400 mg;a patch"
    assert row["red_flags"] == ""


def test_sciatica_may_be_on_both_sides(diary, noon, release):
    diary.add(CheckIn(at=noon, pain=4, side="both"))
    diary.add(release())
    assert diary.check_ins()["side"].tolist() == ["both"]
    assert diary.releases()["side"].cat.categories.tolist() == ["left", "right"]


@pytest.mark.parametrize("column", ["reach", "side", "site"])
def test_check_in_words_are_categories(diary, column):
    assert str(diary.check_ins()[column].dtype) == "category"


def test_the_latest_revision_of_each_entry_holds_however_the_rows_came(
    diary, release, tmp_path, noon
):
    minute = timedelta(minutes=1)
    entries = diary.add_all(
        [release(pain_after=n, started_at=noon - n * minute) for n in range(6)], recorded_at=noon
    )
    with open_diary(tmp_path / "other.db") as other:
        other.merge(diary)
        diary.amend(entries[0].id, pain_after=9, recorded_at=noon + minute)
        other.amend(entries[0].id, pain_after=8, recorded_at=noon + 2 * minute)
        other.delete(entries[1].id, recorded_at=noon + minute)
        diary.delete(entries[2].id, recorded_at=noon + minute)
        diary.undo(entries[2].id, recorded_at=noon + minute)
        diary.amend(entries[3].id, started_at=noon - 60 * minute, recorded_at=noon + minute)
        diary.merge(other)
    frame = diary.releases()
    slow = [diary.history(entry.id)[-1] for entry in entries]
    present = sorted((one.record for one in slow if not one.deleted), key=lambda r: r.started_at)
    assert frame["id"].to_list() == [str(record.id) for record in present]
    assert frame["pain_after"].to_list() == [record.pain_after for record in present]
    assert diary.all(Release) == present
    assert diary.recent(Release, 2) == present[:-3:-1]
    assert len(present) == 5


def test_names_and_lists_come_as_they_were_saved(diary, release, noon):
    diary.add(release(note="two\nlines; and “quotes”"))
    diary.add(CheckIn(at=noon, pain=4, symptoms=("ache", "tingling"), bothersomeness=(3, 2, 0, 4)))
    assert diary.releases()["note"].to_list() == ["two\nlines; and “quotes”"]
    row = diary.check_ins().iloc[0]
    assert (row["symptoms"], row["bothersomeness"]) == ("ache;tingling", "3;2;0;4")


def test_the_last_rated_release_of_every_spot(diary, release, noon):
    at = [noon - timedelta(hours=n) for n in range(4, 0, -1)]
    first = release(started_at=at[0], pain_after=5)
    rated = release(started_at=at[1], pain_after=4)
    moved = release(started_at=at[1], side="right", outcome="moved", pain_30s=6)
    unrated = release(started_at=at[2])
    gone = release(started_at=at[3], pain_after=1)
    diary.add_all([first, rated, moved, unrated, gone])
    diary.delete(gone.id)
    assert {one.id for one in diary.last_rated()} == {rated.id, moved.id}


def test_the_last_rated_release_is_of_the_person_who_asks(diary, release):
    mine = diary.add(release(pain_after=4))
    theirs = diary.add(release(person="P01", pain_after=8))
    assert [one.id for one in diary.of("me").last_rated()] == [mine.id]
    assert [one.id for one in diary.of("P01").last_rated()] == [theirs.id]

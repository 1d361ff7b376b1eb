"""The typed frames that the pandas layer starts from."""

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pandas as pd
import pytest

from tracker.protocol.check_in import CheckIn

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
        )
    )
    row = diary.check_ins().iloc[0]
    assert row["site"] == "sciatica"
    assert row["symptoms"] == "ache;tingling"
    assert row["bothersomeness"] == "1;0;2;6"
    assert row["activities"] == "driving"
    assert row["red_flags"] == ""


def test_sciatica_may_be_on_both_sides(diary, noon, release):
    diary.add(CheckIn(at=noon, pain=4, side="both"))
    diary.add(release())
    assert diary.check_ins()["side"].tolist() == ["both"]
    assert diary.releases()["side"].cat.categories.tolist() == ["left", "right"]


@pytest.mark.parametrize("column", ["reach", "side", "site"])
def test_check_in_words_are_categories(diary, column):
    assert str(diary.check_ins()[column].dtype) == "category"

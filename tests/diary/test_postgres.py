"""The same diary on a PostgreSQL server, for when a file is outgrown."""

import os
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from tracker.diary.errors import NewerDiary
from tracker.facade import Diary, open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.release import Release

pytestmark = pytest.mark.postgres

HOW = (
    "PostgreSQL tests need a server: sudo apt-get install postgresql, make an empty database, and "
    "set TRACKER_TEST_POSTGRES=postgresql+psycopg://USER:PASSWORD@127.0.0.1/NAME"
)


@pytest.fixture
def url() -> str:
    named = os.environ.get("TRACKER_TEST_POSTGRES")
    if named is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    engine = create_engine(named)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return named


@pytest.fixture
def server_diary(url) -> Iterator[Diary]:
    with open_diary(url, device="clinic") as diary:
        yield diary


def test_the_whole_life_of_an_entry(server_diary, release, noon, url):
    saved = server_diary.add(release(pain_after=3.5, note="naïve 🙂"))
    server_diary.amend(saved.id, pain_after=2)
    server_diary.delete(saved.id)
    assert server_diary.undo(saved.id).pain_after == 2
    assert [change.action for change in server_diary.history(saved.id)] == [
        "add",
        "amend",
        "delete",
        "undo",
    ]
    server_diary.add(CheckIn(at=noon, pain=4, symptoms=("ache",), bothersomeness=(1, 2, 3, 4)))
    with open_diary(url) as again:
        assert again.all(Release) == [saved.changed(pain_after=2)]
        assert again.all(CheckIn)[0].symptoms == ("ache",)


def test_frames_are_the_same_as_from_a_file(server_diary, diary, release, noon):
    entries = [release(started_at=noon - timedelta(hours=hours)) for hours in range(3)]
    for either in (server_diary, diary):
        either.add_all(entries)
    assert server_diary.releases().equals(diary.releases())


def test_own_names_are_known(server_diary, release, noon):
    spot = server_diary.add(
        OwnSpot(added_at=noon, muscle="piriformis", name="my knot", x=0.5, y=0.2)
    )
    server_diary.add(OwnMuscle(added_at=noon, name="popliteus", where="behind the knee"))
    server_diary.add(OwnTool(added_at=noon, name="broom handle"))
    saved = server_diary.add(release(spot="my knot", tool="broom handle"))
    assert server_diary.get(saved.id) == saved
    server_diary.delete(spot.id)
    assert "my knot" not in server_diary.catalogue()["piriformis"].spots
    assert "popliteus" in server_diary.catalogue()
    assert server_diary.people() == ["me"]


def test_drafts_are_kept_once(server_diary, noon):
    hold = UUID("01a2008d-7400-7000-8000-000000000001")
    for pain in (6, 9):
        server_diary.drafts.keep(hold, "started", {"pain_before": pain}, at=noon, sequence=0)
    assert server_diary.drafts.open()[0].values == {"pain_before": 6}


def test_a_newer_diary_is_refused(server_diary, url):
    with server_diary.engine.begin() as connection:
        connection.execute(text("UPDATE diary_facts SET value = '99'"))
    with pytest.raises(NewerDiary, match="schema 99"):
        open_diary(url)


def test_the_password_stays_out_of_what_is_shown(server_diary):
    assert "***" in server_diary.location

"""A diary written by any released version opens in this one, with everything in it."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect

from tracker.diary.schema import metadata
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

VERSIONS = sorted((Path(__file__).parent / "versions").glob("v*.sql"))
ZONE = timezone(timedelta(hours=1))


@pytest.fixture(params=VERSIONS, ids=lambda file: file.stem)
def old(request, tmp_path):
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(request.param.read_text(encoding="utf-8"))
    with open_diary(path) as diary:
        yield diary


def entry(number: int) -> UUID:
    return UUID(f"01a2008d-7400-7000-8000-{number:012}")


def test_it_has_exactly_the_columns_the_records_ask_for(old):
    found = inspect(old.engine)
    for table in metadata.sorted_tables:
        columns = {column["name"] for column in found.get_columns(table.name)}
        assert columns == {column.name for column in table.columns}, table.name


def test_its_releases_are_all_there(old):
    moved, continued = old.all(Release)
    assert (moved.id, moved.spot, moved.outcome, moved.pain_30s) == (
        entry(1),
        "my knot",
        "moved",
        6,
    )
    assert (continued.pain_before, continued.pain_30s, continued.pain_after) == (6, 4, 3)
    assert continued.started_at == datetime(2026, 11, 2, 19, 3, tzinfo=ZONE)
    assert continued.started_at.utcoffset() == timedelta(hours=1)
    assert continued.moved_from == moved.id
    assert continued.stay_assigned is False
    assert continued.note == "quiet evening"


def test_its_history_can_still_be_undone(old):
    assert old.undo(entry(2)).pain_after == 2.5
    assert old.undo(entry(3)).muscle == "psoas"


def test_its_check_ins_are_all_there(old):
    (check_in,) = old.all(CheckIn)
    assert check_in.symptoms == ("ache", "tingling")
    assert check_in.bothersomeness == (3, 2, 0, 4)
    assert check_in.red_flags == ("fever",)


def test_medication_is_named_from_version_4_on(old, request):
    version = int(request.node.callspec.id.removeprefix("v"))
    (check_in,) = old.all(CheckIn)
    assert check_in.medication == (("ibuprofen 400 mg",) if version >= 4 else ())


def test_its_experiments_are_all_there_with_their_releases(old):
    (experiment,) = old.all(Experiment)
    assert (experiment.id, experiment.compares) == (entry(6), "tool")
    assert (experiment.arm_a, experiment.arm_b) == ("lacrosse ball", "foam roller")
    assert experiment.order == ("AB", "BA", "BA", "AB", "BA", "AB")
    assert (experiment.slope, experiment.ended_at) == (0.25, None)
    assert (experiment.stops_at, experiment.washout_h) == (None, None)
    linked = [(release.experiment, release.arm) for release in old.all(Release)]
    assert linked == [(None, None), (entry(6), "A")]


def test_its_own_names_and_drafts_are_all_there(old):
    assert old.catalogue()["piriformis"].spots["my knot"].x == 0.5
    assert old.drafts.open()[0].values == {"muscle": "psoas"}


def test_a_time_of_day_is_known_unless_version_3_says_that_it_is_not(old, request):
    version = int(request.node.callspec.id.removeprefix("v"))
    (check_in,) = old.all(CheckIn)
    assert check_in.time_known is (version < 3)
    assert all(release.time_known for release in old.all(Release))


def test_its_screenings_are_all_there_from_version_2_on(old, request):
    version = request.node.callspec.params["old"].stem
    since_2 = version != "v1"
    found = [(one.red_flags, one.stops()) for one in old.all(Screening)]
    of_2, of_3 = (("fever",), False), (("cancer",), False)
    assert found == {"v1": [], "v2": [of_2]}.get(version, [of_2, of_3])
    assert all(one.doctor_agreed_at for one in old.all(Screening) if "cancer" in one.red_flags)
    assert old.settings.get("coach") == ({"check_s": 30, "hold_s": 60} if since_2 else None)

"""Copies of the diary: by hand, and dated ones that thin out by themselves."""

import stat
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.diary.errors import NotSaved
from tracker.facade import open_diary
from tracker.maintenance import backup_rotation
from tracker.maintenance.backup_rotation import dated_backups, expired

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


def test_a_copy_is_whole_and_private_while_the_diary_is_in_use(diary, release, tmp_path):
    saved = diary.add(release())
    diary.amend(saved.id, pain_after=2)
    copy = diary.backup(tmp_path / "copy.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with open_diary(copy) as opened:
        assert opened.history(saved.id) == diary.history(saved.id)


def test_a_copy_never_replaces_a_file(diary, tmp_path):
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(NotSaved, match=r"copy\.db is there already; choose another name\."):
        diary.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_copy_that_cannot_be_written_says_so(diary, tmp_path):
    with pytest.raises(NotSaved, match=r"cannot be written \(No such file or directory\)"):
        diary.backup(tmp_path / "nowhere" / "copy.db")


def test_a_changed_diary_is_copied_once(diary, release, tmp_path):
    file = tmp_path / "diary.db"
    diary.add(release())
    first = backup_rotation.rotate(file, NOW)
    assert first == tmp_path / "backups" / "diary-20261122T183000Z.db"
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    assert backup_rotation.rotate(file, NOW + timedelta(hours=1)) is None
    diary.add(release(pain_before=3))
    second = backup_rotation.rotate(file, NOW + timedelta(hours=2))
    assert list(dated_backups(file).values()) == [second]
    with open_diary(second) as copy:
        assert copy.releases().shape[0] == 2


def test_the_last_of_seven_days_five_weeks_and_every_month_stay():
    daily = [NOW - timedelta(days=day) for day in range(400)]
    kept = set(daily) - set(expired(daily, NOW))
    days = {NOW - timedelta(days=day) for day in range(7)}
    # NOW is a Sunday; the weeks before it end on Sundays, too.
    weeks = {NOW - timedelta(weeks=week) for week in range(5)}
    months = {at for at in daily if (at + timedelta(days=1)).month != at.month}
    assert kept == days | weeks | months
    assert len(kept) == 7 + 4 + 13


def test_of_one_day_the_last_stays_and_days_are_the_persons():
    east = timezone(timedelta(hours=10))
    late, early = datetime(2026, 11, 21, 13, tzinfo=UTC), datetime(2026, 11, 21, 15, tzinfo=UTC)
    noon = datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert expired([late, early, noon], NOW) == [late]
    assert expired([late, early, noon], NOW.astimezone(east)) == [early]


def test_thinning_touches_only_its_own_copies(diary, release, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    strangers = ["diary-v1-20251122T183000.db", "other-20251122T183000Z.db", "notes.txt"]
    for name in [*strangers, "diary-20261122T080000Z.db"]:
        (folder / name).write_bytes(b"")
    diary.add(release())
    kept = backup_rotation.rotate(tmp_path / "diary.db", NOW)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*strangers, kept.name])

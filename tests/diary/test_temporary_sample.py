"""A sample for a while: labelled, private, and gone with whoever looked at it."""

import gc
from datetime import UTC, date
from pathlib import Path

from tracker.facade import sample_diary
from tracker.protocol.release import Release

LAST = date(2026, 11, 22)


def test_it_is_the_labelled_sample_up_to_the_day_named():
    diary = sample_diary(until=LAST, zone=UTC)

    assert diary.is_sample
    assert {release.person for release in diary.all(Release)} == {"sample"}
    assert max(release.started_at.date() for release in diary.all(Release)) <= LAST
    assert diary.all(Release) == sample_diary(until=LAST, zone=UTC).all(Release)


def test_it_lies_in_a_private_folder_that_goes_away():
    diary = sample_diary(until=LAST, zone=UTC)
    file = Path(diary.location)
    assert file.is_file()
    assert file.parent.stat().st_mode & 0o777 == 0o700

    diary.close()
    del diary
    gc.collect()
    assert not file.parent.exists()

"""A made-up diary for as long as somebody looks at it, on no shelf where one's own could stand."""

import shutil
import tempfile
import weakref
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from tracker.diary import sample
from tracker.diary.diary import Diary, open_diary


def sample_diary(*, until: date | None = None, seed: int = 7, zone: tzinfo | None = None) -> Diary:
    """Open a made-up diary of twelve weeks, which goes away with the notebook that asked for it.

    Parameters
    ----------
    until : date, optional
        Its last day; by default yesterday.
    seed : int
    zone : tzinfo, optional
        By default the machine's.

    Returns
    -------
    Diary
        In a private folder of its own: it can never mix with yours.
    """
    today = datetime.now(UTC).astimezone()
    folder = tempfile.mkdtemp(prefix="tracker-sample-")
    diary = open_diary(Path(folder, "sample.db"))
    weakref.finalize(diary, shutil.rmtree, folder, ignore_errors=True)
    sample.write(
        diary,
        until=until or today.date() - timedelta(days=1),
        seed=seed,
        zone=zone or today.tzinfo or UTC,
    )
    return diary

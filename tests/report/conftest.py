"""A diary so small that every figure of its report can be worked out by hand."""

from datetime import UTC, datetime

import pytest

from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.release import Release

MUCH_LATER = datetime(2027, 6, 1, tzinfo=UTC)
"""When the test diaries are written: nothing in them lies in the future then."""


def at(day: int, hour: int = 18) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def press(when: datetime, before: float = 6, **changes) -> Release:
    values = {
        "started_at": when,
        "muscle": "piriformis",
        "spot": "near the sacrum",
        "side": "left",
        "tool": "lacrosse ball",
        "pain_before": before,
    }
    return Release(**{**values, **changes})


def rating(when: datetime, pain: float, **more) -> CheckIn:
    return CheckIn(at=when, pain=pain, **more)


BY_HAND = (
    # 2026-W45: relief 1, 1, 1; sciatica 6, 6, 7, 7; bothersomeness 3 + 2 + 3 + 2 = 10.
    *(press(at(day), pain_30s=6, pain_after=5) for day in (2, 3, 4)),
    *(rating(at(day, 8), pain) for day, pain in ((2, 6), (3, 6), (4, 7))),
    rating(at(5, 8), 7, bothersomeness=(3, 2, 3, 2)),
    # 2026-W46: relief 2, 3, 1, on leaving 0, not rated; sciatica 4, 4, 4, 4; 2 + 1 + 2 + 1 = 6.
    press(at(9), pain_30s=5, pain_after=4),
    press(at(10), pain_30s=4, pain_after=3),
    press(at(11), pain_30s=6, pain_after=5),
    press(at(12), pain_30s=6, outcome="moved"),
    press(at(13)),
    *(rating(at(day, 8), 4) for day in (9, 10, 11)),
    rating(at(12, 8), 4, bothersomeness=(2, 1, 2, 1), change="a little better"),
)


@pytest.fixture(name="press")
def pressing():
    """Make a release that began at a moment, with any of its fields changed."""
    return press


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db", device="laptop") as opened:
        yield opened


@pytest.fixture
def logged(diary):
    """Fill the diary with entries."""

    def fill(*entries):
        diary.add_all(entries, recorded_at=MUCH_LATER)
        return diary

    return fill


@pytest.fixture
def by_hand(logged):
    return logged(*BY_HAND)

from datetime import UTC, datetime

import pytest

from tracker.protocol.release import Release

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def release():
    """Make a valid release, with any of its fields changed."""

    def make(**changes) -> Release:
        values = {
            "started_at": NOON,
            "muscle": "piriformis",
            "spot": "near the sacrum",
            "side": "left",
            "tool": "lacrosse ball",
            "pain_before": 6,
        }
        return Release(**{**values, **changes})

    return make

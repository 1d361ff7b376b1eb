from datetime import UTC, datetime

import pytest
from hypothesis import settings

from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

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


@pytest.fixture
def experiment():
    """Make a valid experiment, light against firm, with any of its fields changed."""

    def make(**changes) -> Experiment:
        values = {
            "planned_at": NOON,
            "compares": "pressure",
            "arm_a": "light",
            "arm_b": "firm",
            "muscle": "piriformis",
            "spot": "near the sacrum",
            "side": "left",
            "tool": "lacrosse ball",
            "pairs": 6,
            "order": ("AB",) * 6,
        }
        return Experiment(**{**values, **changes})

    return make

from datetime import UTC, datetime

import pytest
from hypothesis import settings

from tracker import cli
from tracker.diary.diary import open_diary
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


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run one command on a diary of this test's own; what it printed, and its exit code."""
    monkeypatch.delenv("TRACKER_DIARY", raising=False)

    def command(*words: str, diary: str = "diary.db") -> tuple[int, str, str]:
        code = cli.main(["--diary", str(tmp_path / diary), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def logged(tmp_path, release):
    """One release in the diary that `run` works on."""
    with open_diary(tmp_path / "diary.db") as diary:
        return diary.add(release(pain_30s=4, pain_after=3, note="=1+1"))

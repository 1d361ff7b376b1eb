import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

from tracker.cli import main
from tracker.facade import open_diary
from tracker.protocol.experiment import Experiment
from tracker.protocol.release import Release

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than there are cores: tests in the browser mostly wait."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(autouse=True, scope="session")
def own_state(tmp_path_factory):
    """What the kit keeps for a person is kept in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


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
        code = main.main(["--diary", str(tmp_path / diary), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def logged(tmp_path, release):
    """One release in the diary that `run` works on."""
    with open_diary(tmp_path / "diary.db") as diary:
        return diary.add(release(pain_30s=4, pain_after=3, note="=1+1"))


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db", device="laptop") as opened:
        yield opened


# Eight releases and seven check-ins, small enough to work every answer out by hand.

RELEASE_COLUMNS = [
    "started_at",
    "started_at_offset",
    "muscle",
    "spot",
    "side",
    "tool",
    "pressure",
    "pain_before",
    "pain_30s",
    "pain_after",
    "outcome",
]
SACRUM = ("piriformis", "near the sacrum", "left")
MIDDLE = ("piriformis", "middle of the buttock", "left")
NAVEL = ("psoas", "beside the navel", "right")

Rows = Sequence[Sequence[Any]]


def _releases(rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=RELEASE_COLUMNS)
    frame.insert(0, "id", pd.Series([f"id-{i:04d}" for i in range(len(frame))], dtype="str"))
    frame["started_at"] = pd.to_datetime(frame["started_at"], utc=True).astype(
        "datetime64[us, UTC]"
    )
    pressure = pd.CategoricalDtype(["light", "moderate", "firm"], ordered=True)
    text = pd.CategoricalDtype
    return frame.astype(
        {
            "started_at_offset": "int64",
            "muscle": text(pd.Index(["psoas", "piriformis", "iliacus"], dtype="str")),
            "spot": text(pd.Index(["beside the navel", *_spots(frame)], dtype="str").unique()),
            "side": text(pd.Index(["left", "right"], dtype="str")),
            "tool": text(pd.Index(["massage ball", "lacrosse ball", "foam roller"], dtype="str")),
            "pressure": pressure,
            "pain_before": "float64",
            "pain_30s": "float64",
            "pain_after": "float64",
            "outcome": text(pd.Index(["held", "moved", "stopped"], dtype="str")),
        }
    )


def _spots(frame: pd.DataFrame) -> list[str]:
    return sorted(frame["spot"].dropna().unique())


def _check_ins(rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["at", "at_offset", "site", "pain"])
    frame["at"] = pd.to_datetime(frame["at"], utc=True).astype("datetime64[us, UTC]")
    return frame.astype({"at_offset": "int64", "site": "category", "pain": "float64"})


@pytest.fixture(scope="session")
def make_releases() -> Callable[[Rows], pd.DataFrame]:
    return _releases


@pytest.fixture(scope="session")
def make_check_ins() -> Callable[[Rows], pd.DataFrame]:
    return _check_ins


@pytest.fixture(scope="session")
def releases() -> pd.DataFrame:
    return _releases(
        [
            # Five hours west of UTC; the primary relief of each row stands behind it.
            ("2026-11-09T23:30Z", -300, *SACRUM, "lacrosse ball", "moderate", 6, 5, 3, "held"),  # 3
            ("2026-11-10T13:00Z", -300, *SACRUM, "lacrosse ball", "firm", 5, 4, 4, "held"),  # 1
            ("2026-11-10T13:10Z", -300, *MIDDLE, "massage ball", "light", 6, 6, None, "moved"),  # 0
            ("2026-11-10T13:12Z", -300, *SACRUM, "massage ball", None, 6, 4, 2, "held"),  # 4
            ("2026-11-12T02:00Z", -300, *NAVEL, "massage ball", "light", 4, 4, 4, "stopped"),  # 0
            ("2026-11-16T17:00Z", -300, *NAVEL, "massage ball", "light", 0, 0, 0, "held"),  # 0
            ("2026-11-17T05:30Z", -300, *SACRUM, "lacrosse ball", "moderate", 7, 6, None, "held"),
            ("2026-11-17T18:00Z", -300, *MIDDLE, "lacrosse ball", "firm", 8, 7, None, "moved"),  # 1
        ]
    )


@pytest.fixture(scope="session")
def no_releases() -> pd.DataFrame:
    return _releases([])


@pytest.fixture(scope="session")
def check_ins() -> pd.DataFrame:
    return _check_ins(
        [
            ("2026-11-09T13:00Z", -300, "leg", 5),
            ("2026-11-09T23:00Z", -300, "sciatica", 6),
            ("2026-11-10T04:30Z", -300, "sciatica", 3),  # still the evening of the 9th
            ("2026-11-10T13:00Z", -300, "hand", 9),
            ("2026-11-11T13:00Z", -300, "sciatica", 4),
            ("2026-11-12T13:00Z", -300, "low back", 2),
            ("2026-11-13T13:00Z", -300, "sciatica", None),
        ]
    )

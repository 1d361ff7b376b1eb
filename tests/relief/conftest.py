"""Eight releases and seven check-ins, small enough to work every answer out by hand."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

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

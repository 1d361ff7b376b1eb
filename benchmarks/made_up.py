"""Diaries of any size: up to 72 spots and sides over ten years, every 33rd release amended once."""

from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

import tracker
from tracker.diary.bulk_insert import insert
from tracker.diary.schema import TABLES, to_row
from tracker.facade import Diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.record import uuid7
from tracker.protocol.release import Release

SPOTS: Final = 36
"""At most; each on two sides."""
LAST: Final = datetime(2026, 11, 21, 20, tzinfo=UTC)
TEN_YEARS_H: Final = 10 * 365 * 24
AT_ONCE: Final = 20_000


def fill(diary: Diary, n: int, *, hours: float = TEN_YEARS_H, check_ins: int = 0) -> None:
    """Write n releases over the hours that end with `LAST`, and a check-in a day."""
    rng = np.random.default_rng(1)
    muscles = tracker.catalogue().values()
    spots = [(muscle, spot) for muscle in muscles for spot in muscle.spots][:SPOTS]
    effect = rng.normal(1, 0.8, (len(spots), 2))
    at, side = rng.integers(len(spots), size=n), rng.integers(2, size=n)
    before = rng.integers(3, 10, size=n)
    fell = np.rint(rng.normal(effect[at, side] + 0.3 * (before - 6), 1.3)).astype(int)
    moved = (fell <= 0) & (rng.random(n) < 0.6)
    after = np.clip(before - fell, 0, 10)
    after_30s = np.clip(before - fell // 2, 0, 10)
    base = to_row(_release(LAST)) | {"recorded_by": "laptop", "deleted": False}
    rows = []
    with diary.writing() as connection:
        for number in range(n):
            started = LAST - timedelta(hours=hours * (n - number) / n)
            muscle, spot = spots[at[number]]
            naive = started.replace(tzinfo=None)
            row = base | {
                "id": str(uuid7(started)),
                "started_at": naive,
                "recorded_at": naive,
                "muscle": muscle.name,
                "spot": spot,
                "side": ("left", "right")[side[number]],
                "tool": muscle.tools[0],
                "pain_before": float(before[number]),
                "pain_30s": float(after_30s[number]),
                "pain_after": None if moved[number] else float(after[number]),
                "outcome": "moved" if moved[number] else "held",
            }
            rows.append(row | {"revision": 1, "action": "add"})
            if number % 33 == 0:
                rows.append(row | {"revision": 2, "action": "amend"})
            if len(rows) >= AT_ONCE:
                insert(connection, TABLES[Release], rows)
                rows.clear()
        insert(connection, TABLES[Release], rows)
    pains = rng.integers(2, 8, size=check_ins)
    diary.add_all(
        CheckIn(at=LAST - timedelta(days=day), pain=int(pain)) for day, pain in enumerate(pains)
    )


def _release(at: datetime) -> Release:
    return Release(
        started_at=at,
        muscle="psoas",
        spot="beside the navel",
        side="left",
        tool="massage ball",
        pain_before=5,
        held_s=90,
    )

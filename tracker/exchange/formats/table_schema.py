"""The columns of one table of an export: which kind of record, with its history or without.

Two spellings of a moment exist. Whole, it is ISO 8601 with the zone's offset. Split, for
spreadsheets, which know no zones, it is the local day and time, and beside it ``…_zone``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from tracker.diary.schema import DATA_COLUMNS, RECORDS, python_types
from tracker.protocol.record import Record
from tracker.protocol.release import Release

ZONE: Final = "_zone"

REVISION_COLUMNS: Final[dict[str, type]] = {
    "revision": int,
    "recorded_at": datetime,
    "recorded_by": str,
    "action": str,
    "deleted": bool,
}
"""The columns in front of a history, and their types."""

ADDED_LATER: Final = frozenset(
    {
        "time_known",
        "doctor_agreed_at",
        f"doctor_agreed_at{ZONE}",
        "stops_at",
        "washout_h",
        "medication",
    }
)
"""Columns that files of earlier versions lack; every entry of theirs has the field's default."""

# Own names lead: what follows goes by them.
READING_ORDER: Final = (
    "own_muscles",
    "own_spots",
    "own_tools",
    "experiments",
    "releases",
    "check_ins",
    "screenings",
)


@dataclass(frozen=True)
class TableSchema:
    """What the columns of a table are.

    Attributes
    ----------
    kind : type of Record
    revisions : bool
        Whether every revision is a row, with the columns of ``REVISION_COLUMNS`` in front.
    zones : bool
        Whether moments are split into local time and zone.
    """

    kind: type[Record]
    revisions: bool = False
    zones: bool = False

    @cached_property
    def fields(self) -> dict[str, type]:
        """Each value of a row and its plain type, in order."""
        return (REVISION_COLUMNS if self.revisions else {}) | python_types(self.kind)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The header."""
        return tuple(
            column
            for field, kind in self.fields.items()
            for column in ((field, field + ZONE) if self.zones and kind is datetime else (field,))
        )

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """The columns of the diary's own table that a row is spelled from."""
        return (*(REVISION_COLUMNS if self.revisions else ()), *DATA_COLUMNS[self.kind])

    @classmethod
    def of(cls, header: Iterable[str]) -> Self | None:
        """The schema with these columns, in any order; None where there is none."""
        columns = set(header)
        revisions, zones = (
            set(REVISION_COLUMNS) <= columns,
            any(name.endswith(ZONE) for name in columns),
        )
        for kind in RECORDS.values():
            schema = cls(kind, revisions, zones)
            if columns | (ADDED_LATER & set(schema.columns)) == set(schema.columns):
                return schema
        return None


def file_for(path: Path, kind: type[Record]) -> Path:
    """The file that holds a kind of record: ``path`` for releases, else a sibling of its stem.

    >>> file_for(Path("week.csv"), RECORDS["check_ins"]).name
    'week.check-ins.csv'
    """
    if kind is Release:
        return path
    return path.with_name(f"{path.stem}.{name_of(kind).replace('_', '-')}{path.suffix}")


def name_of(kind: type[Record]) -> str:
    """The name of a kind's table: "releases", "check_ins", …"""
    return next(name for name, record in RECORDS.items() if record is kind)

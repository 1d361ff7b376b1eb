"""Bring the kit's own CSV back: every row valid, or one sentence on the first that is not."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from uuid import UUID

from tracker.diary.csv_file import check_width, read_rows, rejected
from tracker.diary.csv_format import file_for, from_cells, has_decimal_comma, kind_of
from tracker.diary.errors import ImportRejected
from tracker.diary.fitting import fit, with_own
from tracker.diary.layouts import find_layout, unknown_layout
from tracker.diary.schema import RECORDS, python_types
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.experiment import Experiment
from tracker.protocol.own import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.record import Record, shown
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

MOST_BAD_ROWS: Final = 100
"""After this many the rest of the file is not read."""


def read(path: Path, names: Catalogue, now: datetime) -> list[Record]:
    """Every entry in a file that the kit exported, and in its siblings.

    The header says what the rows are; columns may stand in any order. With ``week.csv``,
    ``week.own-muscles.csv``, ``week.own-spots.csv``, ``week.own-tools.csv``,
    ``week.experiments.csv``, ``week.check-ins.csv`` and ``week.screenings.csv`` are read where they
    lie beside it, so one command brings a whole diary.

    Parameters
    ----------
    names : Catalogue
        With the person's own muscles, spots and tools; those in the files are added.
    now : datetime
        Aware; nothing later is taken.

    Returns
    -------
    list of Record
        Fit for `Diary.take_in`; own names first.

    Raises
    ------
    ImportRejected
        Naming the file, the row (the header is row 1) and the field of the first thing wrong.
    """
    path = path.expanduser()
    there = {path, *path.parent.glob("*.csv")}
    records: list[Record] = []
    # Own names first: experiments and releases go by them.
    for kind in (OwnMuscle, OwnSpot, OwnTool, Experiment, Release, CheckIn, Screening):
        file = file_for(path, kind)
        if file not in there:
            continue
        entries = _read_file(file, names, now)
        names = with_own(names, entries)
        records += entries
    return records


def _read_file(path: Path, names: Catalogue, now: datetime) -> list[Record]:
    rows = read_rows(path)
    _, header = next(rows)
    kind = _recognise(path, header)
    entries: dict[UUID, Record] = {}
    bad: list[ImportRejected] = []
    try:
        for row, cells in rows:
            check_width(path, row, cells, header)
            try:
                entry = _entry(kind, dict(zip(header, cells, strict=True)), names, now)
                _check_repeat(entries, entry)
            except InvalidRecord as error:
                bad.append(rejected(path, row, next(iter(error.problems.values()))))
            if len(bad) == MOST_BAD_ROWS:
                break
    except ImportRejected as error:
        # Not a row at all: what comes after it cannot be trusted to be one.
        bad.append(error)
    if bad:
        raise _summed_up(bad)
    return list(entries.values())


def _entry(kind: type[Record], cells: Mapping[str, str], names: Catalogue, now: datetime) -> Record:
    for field, python_type in python_types(kind).items():
        if python_type in (int, float) and has_decimal_comma(cells[field]):
            point = cells[field].strip().replace(",", ".")
            raise InvalidRecord(
                {field: f"{field} must have a decimal point, {point}, not {shown(cells[field])}."}
            )
    return fit(from_cells(kind, cells), names, now)


def _check_repeat(entries: dict[UUID, Record], entry: Record) -> None:
    if entries.setdefault(entry.id, entry) != entry:
        raise InvalidRecord(
            {"id": f"id {entry.id} is in an earlier row with other values; keep one of the two."}
        )


def _summed_up(bad: list[ImportRejected]) -> ImportRejected:
    more = len(bad) - 1
    if not more:
        return bad[0]
    at_least = "at least " if len(bad) == MOST_BAD_ROWS else ""
    return ImportRejected(f"{bad[0]} (and {at_least}{more} more row{'s' * (more > 1)})")


def _recognise(path: Path, header: list[str]) -> type[Record]:
    kind = kind_of(header)
    if kind is not None:
        return kind
    layout = find_layout(header)
    if layout is not None:
        raise ImportRejected(
            f"{path.name} has the layout of {layout.name}; import it with --as {layout.kind}."
        )
    nearest = max(RECORDS.values(), key=lambda kind: len(set(kind.model_fields) & set(header)))
    missing = [column for column in nearest.model_fields if column not in header]
    if 2 * len(missing) > len(nearest.model_fields):
        raise unknown_layout(path, header)
    for column in header:
        if column not in nearest.model_fields:
            near = get_close_matches(column, missing or nearest.model_fields, 1)
            remedy = f"Did you mean '{near[0]}'?" if near else "Remove it."
            raise rejected(path, 1, f"Unknown column '{column}'. {remedy}")
    raise rejected(path, 1, f"the column '{missing[0]}' is missing; add it.")

"""A diary as a FHIR R4 Bundle: one JSON file that clinics' systems read."""

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

from tracker.diary.errors import NotSaved
from tracker.exchange.export.rows import Outgoing
from tracker.exchange.formats.csv_cells import Purpose, to_cells
from tracker.exchange.formats.fhir.read import read
from tracker.exchange.formats.fhir.write import bundle
from tracker.exchange.formats.registry import Table, Written
from tracker.exchange.formats.table_schema import TableSchema, name_of
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.record import Record
from tracker.protocol.release import Release

_KINDS: Final[tuple[type[Record], ...]] = (Release, CheckIn, OwnSpot, OwnMuscle, OwnTool)


def write(outgoing: Outgoing, path: Path, _beside: Path, _purpose: Purpose) -> list[Written]:
    """Write one bundle. Screenings and experiments stay behind; FHIR has no plain place for them.

    Raises
    ------
    NotSaved
        Revisions are asked for, and FHIR holds what is now.
    """
    if outgoing.selection.revisions:
        raise NotSaved("FHIR holds what is now; leave out --revisions, or choose another format.")
    records = [entry for kind in _KINDS for entry in outgoing.entries(kind)]
    with path.open("w", encoding="utf-8") as out:
        json.dump(bundle(records), out, ensure_ascii=False, indent=1)
        out.write("\n")
    return [Written(path, TableSchema(Release), len(records))]


def tables(path: Path) -> Generator[Table, None, None]:
    """Each kind's entries as rows, spelled as in the kit's CSV."""
    for kind, records in read(path).items():
        if records:
            name = f"{path.name}, {name_of(kind).replace('_', '-')}"
            yield Table(name, list(kind.model_fields), _rows(records), lambda: 1.0)


def _rows(records: list[Record]) -> Iterator[tuple[int, list[str]]]:
    return ((number, to_cells(record)) for number, record in enumerate(records, start=1))

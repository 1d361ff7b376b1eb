"""Is a file the kit's own, of a known layout, or unknown? And what would it bring?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import RECORDS
from tracker.exchange.formats.registry import format_of
from tracker.exchange.import_preview import ImportPreview, Line
from tracker.exchange.import_result import DELETED_HERE, OLDER, classify
from tracker.exchange.importer import map_rows as mappings
from tracker.exchange.importer.guess_mapping import Proposal, header_row, known_table, propose
from tracker.exchange.importer.map_rows import Mapped, Outcome
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.source_table import (
    Sheet,
    Table,
    Written,
    first_names,
    read_sheet,
    table_at,
)
from tracker.exchange.importer.timestamps import asks_order
from tracker.protocol.record import Record

if TYPE_CHECKING:
    from tracker.exchange.export.rows import Progress
    from tracker.facade import Diary

_HEADER_WITHIN: Final = 30
_OTHERS_WRITE: Final = ("csv", "xlsx")


def preview_import(
    diary: "Diary",
    path: Path,
    *,
    values: Mapping[str, Any] | None = None,
    source: str = "The mapping",
    kind: str | None = None,
    answers: Mapping[str, Any] | None = None,
    asking: bool = False,
    now: datetime | None = None,
    progress: "Progress | None" = None,
) -> ImportPreview:
    """What a file would bring.

    Parameters
    ----------
    values : mapping, optional
        How to read it, as TOML reads a mapping; see `layouts`. Otherwise the kit's own files and
        those of a known layout are recognised by their columns, and for others a mapping is
        proposed.
    source : str
        What a sentence on a wrong mapping calls it.
    kind : str, optional
        What the rows are to become: releases or check-ins.
    answers : mapping, optional
        ``date_order`` and ``decimal``, as the person answered; they go before the mapping's.
    asking : bool
        Whether somebody is there to say what cannot be told: which column holds the day or the
        pain, and which comes first in a date. Otherwise such a file is refused.
    progress : callable, optional
        Told how far reading is, of the kit's own files.

    Raises
    ------
    ImportRejected
        A file that cannot be read, or a mapping that does not fit it.
    """
    path = path.expanduser()
    now = now or datetime.now(UTC)
    told = dict(answers or {})
    if values is None and (_is_of_the_kit(path) or _is_own(first_names(path))):
        return _own(diary, path, progress)
    layout = Layout.from_values({**values, **told}, source) if values is not None else None
    sheet = read_sheet(path, Written(layout.encoding, layout.separator) if layout else None)
    if layout is not None:
        table = table_at(sheet, _header_row(sheet, layout))
        if asking and asks_order(table, layout):
            return ImportPreview(diary, path, table.said, table=table, asks_order=True)
        return _read(diary, path, table, layout, now)
    known = known_table(sheet)
    if known is not None:
        found, table = known
        _check_kind(path, found, kind)
        found = replace(found, **told)
        if asks_order(table, found):
            said = f"{found.name}: {table.said}"
            return ImportPreview(diary, path, said, table=table, asks_order=True)
        return _read(diary, path, table, found, now)
    proposal = propose(table_at(sheet, header_row(sheet)), kind)
    # A single column is a text, and no table that somebody could explain.
    if proposal.untold and not (asking and len(proposal.samples) > 1):
        raise ImportRejected(
            f"{path.name} {proposal.untold}; its columns are {proposal.table.columns_said}. Write "
            "a mapping that names it; tracker import --map-format shows how."
        )
    return _proposed(diary, path, proposal, told, now)


def _own(diary: "Diary", path: Path, progress: "Progress | None") -> ImportPreview:
    taken = diary.import_file(path, preview=True, progress=progress)
    return ImportPreview(diary, path, "a file that this kit wrote", own=taken)


def _is_of_the_kit(path: Path) -> bool:
    """Whether only the kit itself writes files of this suffix that could be read at all."""
    written = format_of(path)
    return written is not None and written.name not in _OTHERS_WRITE


def _is_own(names: Iterable[str]) -> bool:
    """Whether a first row names the moment and at least half of one kind's columns."""
    header = {name.strip() for name in names}
    return any(
        next(iter(fields)) in header and 2 * len(header & fields.keys()) >= len(fields)
        for fields in (kind.model_fields for kind in RECORDS.values())
    )


def _check_kind(path: Path, layout: Layout, kind: str | None) -> None:
    if kind is not None and kind != layout.kind:
        raise ImportRejected(
            f"{path.name} has the layout of {layout.name}; import it with --as {layout.kind}."
        )


def _header_row(sheet: Sheet, layout: Layout) -> int:
    """The row that the mapping names, else the first that has its columns."""
    if layout.header_row is not None:
        return layout.header_row
    wanted = set(layout.used) - set(layout.may_have)
    for row, cells in sheet.rows[:_HEADER_WITHIN]:
        if wanted <= {cell.strip() for cell in cells}:
            return row
    return header_row(sheet)


def _proposed(
    diary: "Diary", path: Path, proposal: Proposal, answers: Mapping[str, Any], now: datetime
) -> ImportPreview:
    values = {**proposal.values, **answers}
    settled = not proposal.asks_order or "date_order" in answers
    try:
        layout = Layout.from_values(values)
    except ImportRejected:
        settled = False
    if not settled:
        return ImportPreview(
            diary,
            path,
            proposal.table.said,
            table=proposal.table,
            proposal=proposal,
            asks_order=proposal.asks_order,
        )
    return _read(diary, path, proposal.table, layout, now, proposal)


def _read(
    diary: "Diary",
    path: Path,
    table: Table,
    layout: Layout,
    now: datetime,
    proposal: Proposal | None = None,
) -> ImportPreview:
    mapped = mappings.read(table, layout, names=diary.catalogue(), now=now)
    said = table.said if proposal else f"{layout.name}: {table.said}"
    lines = tuple(_lines(diary, mapped))
    return ImportPreview(
        diary,
        path,
        said,
        table=table,
        proposal=proposal,
        layout=layout,
        lines=lines,
        notes=mapped.notes,
    )


def _lines(diary: "Diary", mapped: Mapped) -> Iterable[Line]:
    with diary.reading() as connection:
        sorting = classify(connection, mapped.records)
    for outcome in mapped.outcomes:
        yield _line(outcome, sorting.states, sorting.was)


def _line(outcome: Outcome, states: Mapping[str, Any], was: Mapping[str, Record]) -> Line:
    row, cells = outcome.row, outcome.cells
    if outcome.rejected:
        return Line(row, cells, "rejected", why=outcome.rejected)
    if outcome.record is None:
        return Line(row, cells, "skipped", why=outcome.skipped)
    entry = str(outcome.record.id)
    if states[entry] == "deleted here":
        return Line(row, cells, "skipped", why=DELETED_HERE)
    if states[entry] == "older":
        return Line(row, cells, "skipped", why=OLDER)
    return Line(row, cells, states[entry], outcome.record, was=was.get(entry))

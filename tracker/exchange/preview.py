"""Preview an import: recognise the file, or propose a mapping for it, and read what it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid5

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import RECORDS
from tracker.diary.store import EntryStore
from tracker.exchange import native_import
from tracker.exchange.export.rows import ProgressCallback
from tracker.exchange.formats.json_file import read_json
from tracker.exchange.formats.registry import FORMATS, format_of
from tracker.exchange.import_preview import ImportPreview, PreviewLine
from tracker.exchange.import_result import DELETED_HERE, OLDER, classify
from tracker.exchange.importer.complete import complete
from tracker.exchange.importer.decisions import doubts
from tracker.exchange.importer.earlier_ids import with_earlier_ids
from tracker.exchange.importer.guess_mapping import Proposal, header_row, known_table, propose
from tracker.exchange.importer.map_rows import MappedTable, RowOutcome, map_rows
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.reshape import reshape
from tracker.exchange.importer.source_table import (
    SourceFile,
    SourceTable,
    first_names,
    read_source,
    table_at,
)
from tracker.exchange.importer.timestamps import asks_order
from tracker.exchange.importer.workbook import workbook_at
from tracker.protocol.fields import FIRST_PERSON
from tracker.protocol.record import Record

if TYPE_CHECKING:
    from tracker.exchange.formats.xlsx_reader import Workbook

_HEADER_WITHIN: Final = 30
_BUNDLE: Final = "tracker.exchange.formats.fhir.bundle"


def preview_import(
    store: EntryStore,
    path: Path,
    *,
    values: Mapping[str, Any] | None = None,
    source: str = "The mapping",
    kind: str | None = None,
    answers: Mapping[str, Any] | None = None,
    asking: bool = False,
    now: datetime | None = None,
    progress: ProgressCallback | None = None,
) -> ImportPreview:
    """What a file would bring.

    Parameters
    ----------
    values : mapping, optional
        How to read it, as TOML reads a mapping (`tracker.exchange.importer.mapping`). Otherwise
        the kit's own files and those of a known layout are recognised by their columns, and for
        others a mapping is proposed.
    source : str
        What a sentence on a wrong mapping calls it.
    kind : str, optional
        What the rows are to become: releases or check-ins.
    answers : mapping, optional
        What the person answered, each before the mapping's: ``date_order``, ``decimal``,
        ``scale``, ``take``, ``keep``, ``encoding``, ``separator``, ``sheets``; and ``patient``, of
        a FHIR bundle about several.
    asking : bool
        Whether somebody can say what the file leaves open: which column holds the day or the
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
    answered = dict(answers or {})
    document = read_json(path) if format_of(path) is FORMATS["fhir"] else None
    if isinstance(document, dict) and "resourceType" in document:
        patient = answered.get("patient")
        return _bundle(store, path, document, now, progress, patient=patient, asking=asking)
    with workbook_at(path) as workbook:
        if values is None and _is_own(first_names(path, workbook)):
            return _native(store, path, now, progress, answered.get("patient"), opened=workbook)
        return _foreign(
            store, path, now, workbook, document, values, source, kind, answered, asking=asking
        )


def _foreign(
    store: EntryStore,
    path: Path,
    now: datetime,
    workbook: "Workbook | None",
    document: Any,
    values: Mapping[str, Any] | None,
    source: str,
    kind: str | None,
    answered: dict[str, Any],
    *,
    asking: bool,
) -> ImportPreview:
    """What another program's table would bring."""
    patient = answered.pop("patient", None)
    layout = Layout.from_values({**values, **answered}, source) if values is not None else None
    given = layout.model_dump() if layout else answered
    source_file = read_source(
        path,
        encoding=given.get("encoding"),
        separator=given.get("separator"),
        sheets=tuple(given.get("sheets", ())),
        workbook=workbook,
        document=document,
    )
    if layout is not None:
        table = table_at(source_file, _header_row(source_file, layout))
        if asking and asks_order(table, layout):
            return ImportPreview(path, table.description, table=table, asks_order=True)
        return _read(store, path, table, layout, now, patient=patient)
    known = known_table(source_file)
    if known is not None:
        layout, table = known
        _check_kind(path, layout, kind)
        layout = Layout.from_values({**layout.model_dump(exclude_none=True), **answered}, source)
        if asks_order(table, layout):
            description = f"{layout.name}: {table.description}"
            return ImportPreview(path, description, table=table, asks_order=True)
        return _read(store, path, table, layout, now, patient=patient)
    proposal = propose(table_at(source_file, header_row(source_file)), kind)
    # A single column is a text, and no table that somebody could explain.
    if proposal.missing and not (asking and len(proposal.samples) > 1):
        raise ImportRejected(
            f"{path.name} {proposal.missing}; its columns are "
            f"{proposal.table.columns_in_words}. Write a mapping that names it; "
            "tracker import --map-format shows how."
        )
    return _proposed(store, path, proposal, answered, now, patient)


def _native(
    store: EntryStore,
    path: Path,
    now: datetime,
    progress: ProgressCallback | None,
    patient: str | None = None,
    *,
    opened: Any = None,
) -> ImportPreview:
    result = native_import.import_file(
        store, path, now=now, preview=True, progress=progress, patient=patient, opened=opened
    )
    return ImportPreview(path, "a file that this kit wrote", own=result, patient=patient)


def _bundle(
    store: EntryStore,
    path: Path,
    document: Any,
    now: datetime,
    progress: ProgressCallback | None,
    *,
    patient: str | None,
    asking: bool,
) -> ImportPreview:
    """What a FHIR bundle would bring, parsed once; whose ratings to read may have to be asked."""
    module = FORMATS["fhir"].load(_BUNDLE)
    bundle = module.sorted_resources(path, document)
    if asking and module.asks_patient(bundle, patient):
        question = module.patient_decision(bundle, patient)
        return ImportPreview(path, "a FHIR bundle about several patients", decisions=(question,))
    preview = _native(store, path, now, progress, patient, opened=bundle)
    description = "a FHIR bundle of another system" if bundle.foreign else preview.description
    decisions = module.decisions_on(bundle, patient)
    return replace(preview, description=description, decisions=decisions)


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


def _header_row(source: SourceFile, layout: Layout) -> int:
    """The row that the mapping names, else the first that has its columns."""
    if layout.header_row is not None:
        return layout.header_row
    wanted = set(layout.used) - set(layout.may_have)
    for row, cells in source.rows[:_HEADER_WITHIN]:
        if wanted <= {cell.strip() for cell in cells}:
            return row
    return header_row(source)


def _proposed(
    store: EntryStore,
    path: Path,
    proposal: Proposal,
    answers: Mapping[str, Any],
    now: datetime,
    patient: str | None,
) -> ImportPreview:
    values = {**proposal.values, **answers}
    settled = not proposal.asks_order or "date_order" in answers
    try:
        layout = Layout.from_values(values)
    except ImportRejected:
        settled = False
    if not settled:
        return ImportPreview(
            path,
            proposal.table.description,
            table=proposal.table,
            proposal=proposal,
            asks_order=proposal.asks_order,
        )
    return _read(store, path, proposal.table, layout, now, proposal, patient=patient)


def _read(
    store: EntryStore,
    path: Path,
    table: SourceTable,
    layout: Layout,
    now: datetime,
    proposal: Proposal | None = None,
    *,
    patient: str | None = None,
) -> ImportPreview:
    table, layout = reshape(table, layout)
    layout, decisions = complete(table, layout, patient)
    if proposal is not None:
        # What the proposal was not sure of would be taken for given by now.
        scales = proposal.scales if layout.scale == _scale_of(proposal) else ()
        decisions = (
            *(each for each in decisions if not scales or each.key != "scale"),
            *scales,
            *doubts(proposal.unsure),
        )
    mapped = _of_person(map_rows(table, layout, names=store.catalogue(), now=now), store.person)
    description = table.description if proposal else f"{layout.name}: {table.description}"
    lines = tuple(_lines(store, mapped))
    return ImportPreview(
        path,
        description,
        table=table,
        proposal=proposal,
        layout=layout,
        lines=lines,
        notes=mapped.notes,
        decisions=(*decisions, *mapped.decisions),
    )


def _scale_of(proposal: Proposal) -> tuple[float, float] | None:
    scale = proposal.values.get("scale")
    return tuple(scale) if scale else None


def _of_person(mapped: MappedTable, person: str | None) -> MappedTable:
    """Make the entries of a file, which names nobody, those of the person who imports it."""
    if person is None or person == FIRST_PERSON:
        return mapped
    theirs = [
        replace(one, record=one.record and _as_theirs(one.record, person))
        for one in mapped.outcomes
    ]
    return replace(mapped, outcomes=tuple(theirs))


def _as_theirs(record: Record, person: str) -> Record:
    # Two people may import one file: an entry of each, and not one that goes from hand to hand.
    return record.changed(person=person, id=uuid5(record.id, person))


def _lines(store: EntryStore, mapped: MappedTable) -> Iterable[PreviewLine]:
    with store.reading() as connection:
        outcomes = with_earlier_ids(connection, mapped.outcomes)
        records = [one.record for one in outcomes if one.record is not None]
        classification = classify(connection, records)
    for outcome in outcomes:
        yield _line(outcome, classification.states, classification.was)


def _line(outcome: RowOutcome, states: Mapping[str, Any], was: Mapping[str, Record]) -> PreviewLine:
    row, cells = outcome.row, outcome.cells
    if outcome.rejected:
        return PreviewLine(row, cells, "rejected", why=outcome.rejected)
    if outcome.record is None:
        return PreviewLine(row, cells, "skipped", why=outcome.skipped)
    entry = str(outcome.record.id)
    if states[entry] == "deleted here":
        return PreviewLine(row, cells, "skipped", why=DELETED_HERE)
    if states[entry] == "older":
        return PreviewLine(row, cells, "skipped", why=OLDER)
    return PreviewLine(row, cells, states[entry], outcome.record, was=was.get(entry))

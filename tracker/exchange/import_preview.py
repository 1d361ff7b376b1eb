"""The preview of an import: each row of a file as new, changed, unchanged, skipped or rejected."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from tracker.exchange.formats.cells import FORMULA
from tracker.exchange.import_result import IMPORT, ImportResult
from tracker.exchange.importer.decisions import Decision
from tracker.exchange.importer.guess_mapping import Proposal
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.source_table import SourceTable
from tracker.protocol.check_in import PATH_SITES, CheckIn, side_in_words
from tracker.protocol.local_time import time_in_words
from tracker.protocol.record import Record, shown
from tracker.protocol.release import Release

LineState = Literal["new", "changed", "unchanged", "skipped", "rejected"]


@dataclass(frozen=True)
class PreviewLine:
    """One row of the file, and what it means.

    Attributes
    ----------
    why : str
        Why it is skipped, or the sentence on what is wrong with it.
    was : Record or None
        What a changed entry is in the diary now.
    """

    row: int
    cells: tuple[str, ...]
    state: LineState
    record: Record | None = None
    why: str = ""
    was: Record | None = None

    @property
    def words(self) -> str:
        """The entry in one line, or why there is none."""
        return self.why if self.record is None else entry_words(self.record)

    @property
    def was_words(self) -> str:
        """What a changed entry says in the diary now; empty for the others."""
        if self.record is None or self.was is None:
            return ""
        return _differences(self.record, self.was)


@dataclass(frozen=True)
class ImportPreview:
    """What a file would bring, and nothing of it written yet; see `apply_import`.

    Attributes
    ----------
    description : str
        What kind of file it is and how it is written, in words.
    own : ImportResult or None
        For the kit's own files, which have no lines: what would happen.
    proposal : Proposal or None
        For a table that no layout describes: what the kit takes its columns for.
    asks_order : bool
        Whether the order of day and month must be said first.
    layout : Layout or None
        How it was read; None where that must be settled first.
    lines : tuple of Line
        A line a row; new, changed, unchanged, skipped and rejected make up all of them.
    notes : tuple of str
        What to know about the entries, one sentence each.
    decisions : tuple of Decision
        What was decided about the file, sure or not; none for a file of the kit's own.
    patient : str or None
        Whose ratings are read, of a FHIR bundle about several.
    """

    path: Path
    description: str
    own: ImportResult | None = None
    table: SourceTable | None = None
    proposal: Proposal | None = None
    asks_order: bool = False
    layout: Layout | None = None
    lines: tuple[PreviewLine, ...] = ()
    notes: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    patient: str | None = None

    @property
    def is_sure(self) -> bool:
        """Whether nothing needs to be asked before it is imported."""
        if self.own is not None:
            return True
        if self.layout is None:
            return False
        asks_decimal = (
            self.proposal is not None and self.proposal.asks_decimal and self.layout.decimal is None
        )
        return not (asks_decimal or self.doubts)

    @property
    def doubts(self) -> tuple[Decision, ...]:
        """The decisions that somebody has to confirm."""
        return tuple(decision for decision in self.decisions if not decision.is_sure)

    @property
    def unit(self) -> str:
        """What its lines are: rows of the file, or ratings where a row holds several."""
        return "rating" if self.layout is not None and self.layout.is_reshaped else "row"

    @property
    def counts(self) -> Counter[LineState]:
        """State -> rows."""
        return Counter(line.state for line in self.lines)

    @property
    def reasons(self) -> Counter[str]:
        """Why rows are skipped -> rows."""
        return Counter(line.why for line in self.lines if line.state == "skipped")

    @property
    def rejected(self) -> list[PreviewLine]:
        """The rows that cannot be read as they are."""
        return [line for line in self.lines if line.state == "rejected"]

    @property
    def amended(self) -> list[PreviewLine]:
        """The first changed entries of a file of the kit's own, whose rows are not kept."""
        first = self.own.first_amended if self.own else ()
        return [PreviewLine(0, (), "changed", each.record, was=each.was) for each in first]

    @property
    def source(self) -> str:
        """What is kept as the device that made the changes."""
        return f"{IMPORT}{self.layout.name if self.layout else self.path.name}"[:80]

    @property
    def shown_words(self) -> str:
        """How many of the new check-ins the sciatica's charts show, and why not the others."""
        new = [line.record for line in self.lines if line.state == "new"]
        sites = [record.site for record in new if isinstance(record, CheckIn)]
        if not sites:
            return ""
        shown = sum(site in PATH_SITES for site in sites)
        others = Counter(site for site in sites if site not in PATH_SITES)
        words = f"{shown:,} of {len(sites):,} new check-ins show on the charts of the sciatica"
        if not others:
            return f"{words}."
        named = ", ".join(f"{site} ({count:,})" for site, count in others.most_common(6))
        more = f" and {len(others) - 6:,} other places" if len(others) > 6 else ""
        return (
            f"{words}; the others do not, for they are of {named}{more}. A place can be changed "
            "with [values.site] in a mapping, or entry by entry on the check-in form."
        )

    def rejects(self) -> bytes:
        """The rejected rows as a CSV, each with its reason; see `rejects_csv`."""
        return rejects_csv(self.table, self.rejected) if self.table else b""


def rejects_csv(table: SourceTable, lines: Iterable[PreviewLine]) -> bytes:
    """A CSV of rows: each one's number, the reason, and its cells under the file's columns.

    A cell that a spreadsheet would run as a formula is given an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    rows = list(lines)
    width = max((len(line.cells) for line in rows), default=0)
    beyond = [f"column {place}" for place in range(len(table.header) + 1, width + 1)]
    writer.writerow(["row", "reason", *map(_safe, table.header), *beyond])
    for line in rows:
        writer.writerow([line.row, _safe(line.why), *map(_safe, line.cells)])
    # With its mark, so that a spreadsheet reads the letters as they are.
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def entry_words(record: Record) -> str:
    """An entry in one line."""
    match record:
        case CheckIn():
            words = f"{_when(record.at, record)}, {record.site}, pain {record.pain:g}"
            return f"{words}, {side_in_words(record.side)}" if record.side else words
        case Release():
            after = "" if record.pain_after is None else f" to {record.pain_after:g}"
            return (
                f"{_when(record.started_at, record)}, {record.muscle}, {record.spot}, "
                f"{record.side}, pain {record.pain_before:g}{after}"
            )
    return str(record)


def _when(moment: datetime, record: CheckIn | Release) -> str:
    between = " " if record.time_known else ", "
    return f"{moment:%Y-%m-%d}{between}{time_in_words(moment, is_known=record.time_known)}"


def _differences(record: Record, was: Record) -> str:
    """The fields in which an entry differs, as they were: ``pain after was 4``."""
    pairs = {
        field: (getattr(record, field), getattr(was, field)) for field in type(record).model_fields
    }
    changes = [
        _TIME_WAS[old] if field == "time_known" else f"{field.replace('_', ' ')} was {_shown(old)}"
        for field, (new, old) in pairs.items()
        # Moments compare as equal in whatever zone.
        if str(new) != str(old)
    ]
    return ", ".join(changes)


_TIME_WAS: Final = {True: "time was taken for known", False: "time was not known"}


def _shown(value: object) -> str:
    if value is None or value in ("", ()):
        return "empty"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:g}"
    return shown(", ".join(map(str, value)) if isinstance(value, tuple) else value)

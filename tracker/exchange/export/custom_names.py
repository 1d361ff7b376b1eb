"""A person's own muscles, spots and tools that an export needs, for entries go by their names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast, get_args
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, select

from tracker.diary.revisions import current
from tracker.diary.schema import TABLES, from_row, to_row
from tracker.exchange.export.selection import Selection, history_of
from tracker.exchange.formats.csv_cells import with_content_id
from tracker.exchange.formats.table_schema import TableSchema
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.experiment import Arm, Experiment
from tracker.protocol.record import Record
from tracker.protocol.release import Release

OWN: Final = (OwnSpot, OwnMuscle, OwnTool)

Rows = Sequence[Sequence[Any]]


class OwnNames:
    """Collects the names that what leaves goes by, and hands out the entries that explain them.

    Notes
    -----
    A spot, muscle or tool of the person's own that was deleted or renamed leaves too while a
    release or an experiment still goes by its name: without it neither could be imported anywhere.
    """

    def __init__(self, connection: Connection, selection: Selection) -> None:
        self._connection = connection
        self._selection = selection
        self._used: dict[type[Record], set[tuple[str, ...]]] = defaultdict(set)

    def note(self, kind: type[Record], columns: Mapping[str, Sequence[Any]]) -> None:
        """Note the names that rows go by."""
        if kind is Release:
            self._note_names(set(zip(*(columns[name] for name in _NAMES), strict=True)))
        elif kind is Experiment:
            self._note_names(set(_pressed(columns)))
        elif kind is OwnSpot:
            self._used[OwnMuscle].update((_plain(muscle),) for muscle in columns["muscle"])

    def rows(self, kind: type[Record]) -> Rows:
        """The rows of a kind of name, once all that go by them have been noted."""
        return self._history(kind) if self._selection.revisions else self._listed(kind)

    def _history(self, kind: type[Record]) -> Rows:
        """Every revision of the names that are asked for, or that what leaves once went by."""
        columns = TableSchema(kind, revisions=True).stored
        chosen = self._chosen(kind)
        rows = self._connection.execute(history_of(kind)).all()
        named = {
            row.id
            for row in rows
            if _name_in(dict(zip(columns, row, strict=True))) in self._used[kind]
        }
        return [row for row in rows if row.id in chosen or row.id in named]

    def _listed(self, kind: type[Record]) -> Rows:
        """The names as listed now, and earlier ones that an entry which leaves still goes by."""
        chosen = self._chosen(kind)
        listed: list[Record] = []
        deleted: dict[UUID, Record] = {}
        for row in self._connection.execute(select(current(kind))).mappings():
            entry = from_row(kind, row)
            if row["deleted"]:
                deleted[entry.id] = entry
            elif row["id"] in chosen or _name(entry) in self._used[kind]:
                listed.append(entry)
        missing = self._used[kind].difference(map(_name, listed))
        earlier: dict[tuple[str, ...], Record] = {}
        for row in self._connection.execute(_every_change(kind)).mappings():
            entry = from_row(kind, row)
            if _name(entry) in missing:
                # A name that was changed since needs an id of its own beside the new one.
                same = deleted.get(entry.id) == entry
                earlier[_name(entry)] = entry if same else with_content_id(entry)
        found = sorted([*listed, *earlier.values()], key=_happened)
        return [tuple(to_row(entry).values()) for entry in found]

    def _chosen(self, kind: type[Record]) -> set[str]:
        rows = self._connection.execute(self._selection.rows(self._connection, kind))
        return {row.id for row in rows}

    def _note_names(self, names: Iterable[tuple[str, str, str]]) -> None:
        for muscle, spot, tool in names:
            self._used[OwnMuscle].add((_plain(muscle),))
            self._used[OwnSpot].add((_plain(muscle), _plain(spot)))
            self._used[OwnTool].add((_plain(tool),))


_NAMES: Final = ("muscle", "spot", "tool")


def _pressed(columns: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str, str]]:
    for row in zip(*columns.values(), strict=True):
        values = cast(RowMapping, dict(zip(columns, row, strict=True)))
        entry = cast(Experiment, from_row(Experiment, values))
        for arm in get_args(Arm):
            pressed = entry.press(arm)
            muscle, spot, tool = (pressed[name] or "" for name in _NAMES)
            yield muscle, spot, tool


def _every_change(kind: type[Record]) -> Select[Any]:
    rows = TABLES[kind]
    return select(rows).order_by(rows.c.recorded_at, rows.c.revision, rows.c.recorded_by)


def _happened(entry: Record) -> tuple[datetime, str]:
    moment = getattr(entry, next(iter(type(entry).model_fields)))
    return moment, str(entry.id)


def _name(entry: Record) -> tuple[str, ...]:
    return _name_in(dict(entry))


def _name_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_plain(values[field]) for field in ("muscle", "name") if field in values)


def _plain(name: str) -> str:
    """A name as the catalogue tells it apart: without regard to case or doubled blanks."""
    return " ".join(name.split()).casefold()

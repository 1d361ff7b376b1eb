"""Read and write Parquet: a typed file for each kind of record."""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import RECORDS
from tracker.exchange.export.data_package import holds_numbers
from tracker.exchange.export.rows import ExportTable, Outgoing, WrittenTable
from tracker.exchange.formats.cells import Purpose, cell_of, plain_cell
from tracker.exchange.formats.table_reader import NumberedRow, Table, check_file, unreadable
from tracker.exchange.formats.table_schema import READING_ORDER, TableSchema, file_for
from tracker.protocol.local_time import OFFSET, local

_INSTANT: Final = pa.timestamp("us", tz="UTC")
_TYPES: Final[dict[type, pa.DataType]] = {
    str: pa.string(),
    UUID: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: _INSTANT,
}


def write(outgoing: Outgoing, path: Path, beside: Path, _purpose: Purpose) -> list[WrittenTable]:
    """Write a file for each kind; ``path`` gets the releases. There is one spelling alone."""
    written = []
    stale = [kind for kind in RECORDS.values() if file_for(beside, kind).exists()]
    for table in outgoing.tables(keep=stale.__contains__):
        file = file_for(path, table.schema.kind)
        _write(file, table)
        written.append(WrittenTable(file, table.schema, table.written))
    return written


def _write(file: Path, table: ExportTable) -> None:
    arrow = _arrow_schema(table.schema)
    with pq.ParquetWriter(file, arrow) as out:
        for rows in table:
            columns = zip(*rows, strict=True)
            arrays = [
                pa.array(values, field.type) for values, field in zip(columns, arrow, strict=True)
            ]
            out.write_batch(pa.record_batch(arrays, schema=arrow))


def _arrow_schema(schema: TableSchema) -> pa.Schema:
    fields = []
    for column in schema.stored:
        kind = schema.fields.get(column)
        if kind is None:
            fields.append(pa.field(column, pa.int16()))
        elif kind is tuple:
            item = pa.int16() if holds_numbers(schema.kind, column) else pa.string()
            fields.append(pa.field(column, pa.list_(item)))
        else:
            fields.append(pa.field(column, _TYPES[kind]))
    return pa.schema(fields)


def tables(path: Path) -> Generator[Table, None, None]:
    """Read the file, and its siblings where it is the releases' own name."""
    files = {path, *path.parent.glob("*" + path.suffix)}
    for name in READING_ORDER:
        file = file_for(path, RECORDS[name])
        if file in files:
            yield _FileReader(file).table()


def all_rows(path: Path) -> Iterator[NumberedRow]:
    """Each row of another program's file, the names of its columns as the first."""
    table = _FileReader(path, plain_cell).table()
    yield 1, table.header
    yield from table.rows


class _FileReader:
    """One file on its way in, a few thousand rows at a time."""

    def __init__(self, path: Path, spell: Callable[[Any], str] = cell_of) -> None:
        self._path = path
        self._spell = spell
        self._file = _open(path)
        self._done = 0
        names = self._file.schema_arrow.names
        for name in names:
            if names.count(name) > 1:
                raise ImportRejected(
                    f"{path.name}: the column '{name}' is there twice; remove one."
                )
        for field in self._file.schema_arrow:
            if not _is_plain(field.type):
                raise ImportRejected(
                    f"{path.name}: the column '{field.name}' holds {field.type}, and neither text, "
                    "numbers, times, nor yes and no; export it again."
                )
        # A moment and its offset become the one cell that they are in CSV.
        self._moments = {name for name in names if name + OFFSET in names}
        self.header = [
            name
            for name in names
            if name.removesuffix(OFFSET) not in self._moments or name in self._moments
        ]

    def table(self) -> Table:
        return Table(self._path.name, self.header, self._rows(), self._share)

    def _share(self) -> float:
        rows: int = self._file.metadata.num_rows
        return min(1.0, self._done / max(1, rows))

    def _rows(self) -> Iterator[NumberedRow]:
        try:
            for batch in self._file.iter_batches(batch_size=5_000):
                columns = dict(zip(batch.schema.names, batch.columns, strict=True))
                spelled = [self._spelled(name, columns) for name in self.header]
                for cells in zip(*spelled, strict=True):
                    self._done += 1
                    # Its first row is counted as a spreadsheet would, below a header.
                    yield self._done + 1, list(cells)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            if isinstance(error, ImportRejected):
                raise
            raise _damaged(self._path) from None

    def _spelled(self, name: str, columns: dict[str, Any]) -> list[str]:
        values = columns[name].to_pylist()
        if name not in self._moments:
            return [self._spell(value) for value in values]
        offsets = columns[name + OFFSET].to_pylist()
        return [_moment(*pair) for pair in zip(values, offsets, strict=True)]


def _is_plain(held: pa.DataType) -> bool:
    if pa.types.is_list(held) or pa.types.is_large_list(held):
        return _is_plain(held.value_type)
    if pa.types.is_dictionary(held):
        return _is_plain(held.value_type)
    kinds = (
        pa.types.is_null,
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_boolean,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_timestamp,
    )
    return any(is_kind(held) for is_kind in kinds)


def _moment(instant: Any, east: Any) -> str:
    if isinstance(instant, datetime) and isinstance(east, int) and abs(east) < 24 * 60:
        return local(instant.replace(tzinfo=None), east).isoformat()
    return cell_of(instant)


def _open(path: Path) -> pq.ParquetFile:
    check_file(path)
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, PermissionError):
            raise unreadable(path, error) from None
        raise _damaged(path) from None


def _damaged(path: Path) -> ImportRejected:
    return ImportRejected(f"{path.name} is not a Parquet file that can be read; export it again.")

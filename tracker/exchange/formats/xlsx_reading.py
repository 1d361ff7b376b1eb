"""How a workbook is read: its sheets as rows of cells, spelled as in the kit's CSV."""

import re
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook  # type: ignore[import-untyped]

from tracker.diary.errors import ImportRejected
from tracker.diary.schema import RECORDS
from tracker.exchange.export.data_dictionary import title_of
from tracker.exchange.formats.csv_cells import cell_of
from tracker.exchange.formats.csv_file import rejected
from tracker.exchange.formats.registry import Table
from tracker.exchange.formats.table_schema import READING_ORDER

# A character that no XML can hold, as a workbook spells it: _x000D_.
_SPELLED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

_MOST_UNPACKED: Final = 200
"""How many times its size a workbook's part may unpack to; a sheet of one repeated row takes 60."""
_SMALL: Final = 50_000_000


def tables(path: Path) -> Generator[Table, None, None]:
    """The sheets that go by the names of ours, own names first; others are left alone."""
    _check(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - what openpyxl raises on a damaged file is of every kind
        raise _damaged(path) from None
    titles = [title_of(RECORDS[name]) for name in READING_ORDER]
    try:
        if not set(titles) & set(book.sheetnames):
            raise ImportRejected(
                f"{path.name} has no sheet named {', '.join(titles[:-1])} or {titles[-1]}; "
                "for another tracker's file, save it as CSV."
            )
        for title in titles:
            if title in book.sheetnames:
                reading = _Reading(path, title, book[title])
                # The workbook's file stays open as long as anybody reads a sheet of it.
                with closing(reading.rows()) as rows:
                    yield reading.table(rows)
    finally:
        book.close()


class _Reading:
    """One sheet on its way in."""

    def __init__(self, path: Path, title: str, page: Any) -> None:
        self._path = path
        self._page = page
        self._name = f"{path.name}, sheet {title}"
        self._done = 0
        if not hasattr(page, "reset_dimensions"):
            raise ImportRejected(f"{self._name} is a chart, and not rows; export again.")
        self._said: int = page.max_row or 0
        # What a file says of its own size need not be so.
        page.reset_dimensions()

    def rows(self) -> Generator[list[str], None, None]:
        """Each row's cells, the header's first."""
        try:
            for row in self._page.iter_rows(values_only=True):
                self._done += 1
                yield [_cell(value) for value in row]
        except Exception:  # noqa: BLE001 - as above: the file is damaged inside
            raise _damaged(self._path) from None

    def table(self, rows: Iterator[list[str]]) -> Table:
        header = [cell.strip() for cell in next(rows, [])]
        while header and not header[-1]:
            header.pop()
        if not header:
            raise ImportRejected(f"{self._name} is empty; its first row must name the columns.")
        for column in filter(None, header):
            if header.count(column) > 1:
                raise rejected(self._name, 1, f"the column '{column}' is there twice; remove one.")
        return Table(self._name, header, _numbered(rows, len(header)), self._share)

    def _share(self) -> float:
        return min(1.0, self._done / max(1, self._said, self._done))


def _numbered(rows: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Each row as wide as the header, where nothing stands beyond it."""
    for number, cells in enumerate(rows, 2):
        if not any(map(str.strip, cells)):
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        yield number, cells + [""] * (width - len(cells))


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="milliseconds")
    if isinstance(value, str):
        return cell_of(_SPELLED.sub(lambda found: chr(int(found[1], 16)), value))
    return cell_of(value)


def _check(path: Path) -> None:
    """Refuse what is no workbook, or unpacks to more than any could hold."""
    if path.is_dir():
        raise ImportRejected(f"{path} is a folder; name a file in it.")
    if not path.is_file():
        raise ImportRejected(f"There is no file {path}; check the name.")
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
    except OSError as error:
        raise ImportRejected(
            f"{path} cannot be read ({error.strerror}); check its name and permissions."
        ) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _damaged(path) from None
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _MOST_UNPACKED * part.compress_size:
            raise ImportRejected(
                f"{path.name} unpacks to {part.file_size:,} bytes, more than any diary; "
                "it was not opened."
            )


def _damaged(path: Path) -> ImportRejected:
    return ImportRejected(
        f"{path.name} is not an Excel workbook that can be read; save it again as .xlsx."
    )

"""The kinds of file a diary goes to and comes from, each a module of its own, loaded on use.

A format's module has two functions:

``write(outgoing, path, beside, purpose)``
    Writes what leaves to ``path`` and its siblings, and returns what it wrote. ``beside`` is where
    the files will stand in the end.
``tables(path)``
    The tables in a file and its siblings, own names first; each is read before the next is opened.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tracker.diary.errors import NotInstalled
from tracker.exchange.export.rows import Outgoing
from tracker.exchange.formats.csv_cells import Purpose
from tracker.exchange.formats.table_schema import TableSchema


@dataclass(frozen=True)
class Table:
    """The rows of one table of a file.

    Attributes
    ----------
    name : str
        How a refusal names it.
    rows : iterator of (int, list of str)
        Each row's number as a spreadsheet counts (the header is row 1) and its cells, spelled as in
        the kit's CSV.
    share : callable
        How much of the file is read, from 0 to 1.
    """

    name: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    share: Callable[[], float]


@dataclass(frozen=True)
class Written:
    """A table that was written: where, and how many rows.

    Attributes
    ----------
    sheet : str
        Its name within the file, where a file holds several.
    """

    path: Path
    shape: TableSchema
    rows: int
    sheet: str = ""


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    name : str
        What ``--format`` takes.
    suffix : str
        What a file's name ends with.
    title : str
        What people call it.
    module : str
        Where its functions are.
    media_type : str
    is_table : bool
        Whether it has columns to explain.
    """

    name: str
    suffix: str
    title: str
    module: str
    media_type: str
    is_table: bool = True

    def write(
        self, outgoing: Outgoing, path: Path, beside: Path, purpose: Purpose
    ) -> list[Written]:
        """Write what leaves."""
        written: list[Written] = self._module().write(outgoing, path, beside, purpose)
        return written

    def tables(self, path: Path) -> Generator[Table, None, None]:
        """Read what came."""
        tables: Generator[Table, None, None] = self._module().tables(path)
        return tables

    def check(self) -> None:
        """See that what it needs is there.

        Raises
        ------
        NotInstalled
            It comes with an extra.
        """
        self._module()

    def _module(self) -> Any:
        try:
            return import_module(self.module)
        except ModuleNotFoundError as error:
            raise NotInstalled(
                f"{self.title} needs the package {error.name}, which is not there: pip install "
                f"{error.name}, or choose CSV."
            ) from None


FORMATS: Final[dict[str, Format]] = {
    made.name: made
    for made in (
        Format("csv", ".csv", "CSV", "tracker.exchange.formats.csv_tables", "text/csv"),
        Format(
            "xlsx",
            ".xlsx",
            "Excel workbook",
            "tracker.exchange.formats.xlsx_tables",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format(
            "parquet",
            ".parquet",
            "Parquet",
            "tracker.exchange.formats.parquet_tables",
            "application/vnd.apache.parquet",
        ),
        Format(
            "fhir",
            ".json",
            "FHIR R4",
            "tracker.exchange.formats.fhir_tables",
            "application/fhir+json",
            is_table=False,
        ),
    )
}


def format_of(path: Path) -> Format | None:
    """The format that a file's name says; None where it says none."""
    suffix = path.suffix.lower()
    return next((known for known in FORMATS.values() if known.suffix == suffix), None)

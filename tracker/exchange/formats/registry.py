"""The file formats that a diary is exported to and imported from, each loaded on first use."""

from collections.abc import Generator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracker.diary.errors import NotInstalled
from tracker.exchange.formats.cells import Purpose
from tracker.exchange.formats.table_reader import Table

if TYPE_CHECKING:
    from tracker.exchange.export.rows import Outgoing, WrittenTable


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
    reader, writer : str
        The modules with its ``tables`` and its ``write``.
    media_type : str
    is_table : bool
        Whether it has columns to explain.
    """

    name: str
    suffix: str
    title: str
    reader: str
    writer: str
    media_type: str
    is_table: bool = True

    def write(
        self, outgoing: "Outgoing", path: Path, beside: Path, purpose: Purpose
    ) -> "list[WrittenTable]":
        """Write what leaves to ``path`` and its siblings, which will stand ``beside`` in the end.

        Raises
        ------
        NotInstalled
            The format comes with an extra.
        """
        written: list[WrittenTable] = self.load(self.writer).write(outgoing, path, beside, purpose)
        return written

    def tables(self, path: Path) -> Generator[Table, None, None]:
        """The tables in a file and its siblings, own names first, each read before the next."""
        tables: Generator[Table, None, None] = self.load(self.reader).tables(path)
        return tables

    def load(self, module: str) -> Any:
        """The reader's or the writer's module.

        Raises
        ------
        NotInstalled
            It comes with an extra.
        """
        try:
            return import_module(module)
        except ModuleNotFoundError as error:
            raise NotInstalled(
                f"{self.title} needs the package {error.name}, which is not there: pip install "
                f"{error.name}, or choose CSV."
            ) from None


_HERE: Final = __name__.rpartition(".")[0]

FORMATS: Final[dict[str, Format]] = {
    known.name: known
    for known in (
        Format("csv", ".csv", "CSV", f"{_HERE}.csv_table", f"{_HERE}.csv_table", "text/csv"),
        Format(
            "xlsx",
            ".xlsx",
            "Excel workbook",
            f"{_HERE}.xlsx_reader",
            f"{_HERE}.xlsx_writer",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format(
            "parquet",
            ".parquet",
            "Parquet",
            f"{_HERE}.parquet_table",
            f"{_HERE}.parquet_table",
            "application/vnd.apache.parquet",
        ),
        Format(
            "fhir",
            ".json",
            "FHIR R4",
            f"{_HERE}.fhir.read",
            f"{_HERE}.fhir.write",
            "application/fhir+json",
            is_table=False,
        ),
    )
}


def format_of(path: Path) -> Format | None:
    """The format that a file's name says; None where it says none."""
    suffix = path.suffix.lower()
    return next((known for known in FORMATS.values() if known.suffix == suffix), None)

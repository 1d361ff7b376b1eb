"""The mappings that come with the kit, and which of them fits a file."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.mapping import Layout


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout the kit knows, by name."""
    folder = files("tracker.exchange.importer").joinpath("mappings")
    known = [
        Layout.from_toml(file.read_text(encoding="utf-8"), file.name)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(known, key=lambda layout: layout.name))


def find_layout(header: Iterable[str]) -> Layout | None:
    """The layout for a file with these columns, in any order; None where there is none.

    >>> find_layout(["date", "name", "intensity", "startday", "startmonth", "startyear"]).name
    'daily ratings'
    """
    columns = list(header)
    return next((layout for layout in layouts() if layout.fits(columns)), None)


def unknown_layout(path: Path, header: Iterable[str]) -> ImportRejected:
    """The refusal of a file whose columns nobody has described."""
    columns = ", ".join(filter(None, header))
    known = "; ".join(layout.name for layout in layouts())
    return ImportRejected(
        f"{path.name} is neither the kit's own CSV nor a layout it knows; its columns are "
        f"{columns if len(columns) <= 100 else columns[:99] + '…'}. Known layouts: {known}."
    )

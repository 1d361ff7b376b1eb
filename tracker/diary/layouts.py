"""How other people's diaries are written: each layout is a small TOML file in ``mappings``."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

from tracker.diary.errors import ImportRejected


@dataclass(frozen=True)
class Days:
    """Where a layout keeps the day that is rated and the moment of entry, by column.

    Attributes
    ----------
    missing : list of str
        What the three cells of the day hold where it was not noted.
    from_sitting_within_s : float
        How far apart in seconds two entries of one sitting may be.
    """

    year: str
    month: str
    day: str
    missing: list[str]
    entered: str
    from_sitting_within_s: float


@dataclass(frozen=True)
class Layout:
    """How one source writes its diary: a rating a row.

    Attributes
    ----------
    pain, site : str
        The columns of the rating (0-10) and of what is rated.
    sites : mapping of str to str or None
        What is rated, in lower case -> the check-in's site; None for what is no pain.
    notes : tuple of str
        What to know about the ratings, one sentence each.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    pain: str
    site: str
    sites: Mapping[str, str | None]
    days: Days
    notes: tuple[str, ...]

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a layout's file."""
        raw = tomllib.loads(text)
        sites = {name.lower(): site for name, site in raw["site"]["of"].items()}
        no_pain = dict.fromkeys((name.lower() for name in raw["site"]["no_pain"]), None)
        return cls(
            name=raw["name"],
            kind=raw["kind"],
            columns=tuple(raw["columns"]),
            pain=raw["pain"],
            site=raw["site"]["column"],
            sites={**sites, **no_pain},
            days=Days(**raw["day"]),
            notes=tuple(raw["notes"]),
        )


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout the kit knows, by name."""
    folder = files("tracker.diary").joinpath("mappings")
    known = [
        Layout.from_toml(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(known, key=lambda layout: layout.name))


def find_layout(header: Iterable[str]) -> Layout | None:
    """The layout with exactly these columns, in any order; None where there is none.

    >>> find_layout(["date", "name", "intensity", "startday", "startmonth", "startyear"]).name
    'daily ratings'
    """
    columns = set(header)
    return next((layout for layout in layouts() if columns == set(layout.columns)), None)


def unknown_layout(path: Path, header: Iterable[str]) -> ImportRejected:
    """The refusal of a file whose columns nobody has described."""
    columns = ", ".join(filter(None, header))
    known = "; ".join(f"{layout.name} ({', '.join(layout.columns)})" for layout in layouts())
    return ImportRejected(
        f"{path.name} is neither the kit's own CSV nor a layout it knows; its columns are "
        f"{columns if len(columns) <= 100 else columns[:99] + '…'}. Known layouts: {known}."
    )

"""Reshape a table with several ratings in a row: a row for each, with what was rated beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.table_reader import MOST_ROWS
from tracker.exchange.importer.decisions import IN_THE_MAPPING, Decision, in_one_line, samples_of
from tracker.exchange.importer.mapping import RATED, RATING, Layout
from tracker.exchange.importer.places import place_name
from tracker.exchange.importer.ratings import is_rating
from tracker.exchange.importer.source_table import SourceRow, SourceTable, width_problem

_BETWEEN: Final = re.compile(r"[|;\n]|,(?=[^,:|;\n]*:)")
# A time of day has digits on both sides of its colon.
_NAMED: Final = re.compile(r"(.*[^\W\d].*?)\s*(?:(?<!\d)[:=]\s*|[:=]\s+)(\S.*)", re.DOTALL)


def reshape(table: SourceTable, layout: Layout) -> tuple[SourceTable, Layout]:
    """The table with one rating a row, and the layout that reads it; as they are without such.

    Raises
    ------
    ImportRejected
        More ratings than in any diary, or a column that has the name of an added one.
    """
    wide = layout.places or (layout.ratings_in,)
    # A column that is missing is refused where all of them are looked for.
    if wide == (None,) or layout.is_reshaped or not set(wide) <= set(table.header):
        return table, layout
    kept = [place for place, name in enumerate(table.header) if name not in wide]
    header = (*(table.header[place] for place in kept), RATED, RATING)
    for name in (RATED, RATING):
        if name in table.header:
            raise ImportRejected(f"{table.name} has a column '{name}'; give it another name.")
    rows: list[SourceRow] = []
    unread: dict[int, str] = {}
    width = len(table.header)
    for number, cells in table.rows:
        if len(cells) < width:
            unread[number] = width_problem(cells, width)
            rows.append((number, cells))
            continue
        same = tuple(cells[place] for place in kept)
        for rated, rating in _ratings(table.header, cells, layout):
            rows.append((number, (*same, rated, rating, *cells[width:])))
        if len(rows) > MOST_ROWS:
            raise ImportRejected(
                f"{table.name} has more than {MOST_ROWS:,} ratings; split it into several files."
            )
    take = layout.take if layout.take is not None else (names_of(layout.places) or None)
    fields = {**layout.fields, "pain": (RATING,), "site": (RATED,)}
    reshaped = replace(
        table,
        header=header,
        rows=tuple(rows),
        decisions=(*table.decisions, _decision(table, layout)),
        unread=unread,
    )
    return reshaped, layout.model_copy(update={"tracker": RATED, "take": take, "fields": fields})


def _ratings(
    header: tuple[str, ...], cells: tuple[str, ...], layout: Layout
) -> list[tuple[str, str]]:
    if layout.places:
        names = names_of(layout.places)
        cells_of = (cells[header.index(column)] for column in layout.places)
        return list(zip(names, cells_of, strict=True))
    return list(named_ratings(cells[header.index(layout.ratings_in or "")])) or [("", "")]


def names_of(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The places that columns name, as short as they are told apart."""
    names = tuple(map(place_name, columns))
    return names if len(set(names)) == len(names) else columns


def _decision(table: SourceTable, layout: Layout) -> Decision:
    if layout.places:
        listed = in_one_line(f"'{name}'" for name in layout.places)
        return Decision(
            "Pain",
            f"the columns {listed}, each the pain of that place: what is rated there becomes an "
            "entry of its own, with its rating",
            change=IN_THE_MAPPING,
        )
    column = layout.ratings_in or ""
    return Decision(
        "Pain",
        f"the column '{column}': what is rated there becomes an entry of its own, with its rating",
        samples_of(table.column(column)),
        change=IN_THE_MAPPING,
    )


def named_ratings(cell: str) -> Iterator[tuple[str, str]]:
    """Each part of a cell as a name and its rating; the rating is blank where there is none.

    >>> list(named_ratings("Back pain: 7/10 | Sleep: 3"))
    [('Back pain', '7/10'), ('Sleep', '3')]
    """
    for part in filter(None, (part.strip() for part in _BETWEEN.split(cell))):
        match = _NAMED.fullmatch(part)
        yield (match[1].strip(), match[2].strip()) if match else (part, "")


def holds_named_ratings(cells: Iterable[str]) -> bool:
    """Whether every cell that holds anything is a list of names with their ratings.

    >>> holds_named_ratings(["Back pain: 7/10", ""]), holds_named_ratings(["woke at 7:30"])
    (True, False)
    """
    pairs = [pair for cell in cells for pair in named_ratings(cell)]
    return bool(pairs) and all(is_rating(rating) for _, rating in pairs)

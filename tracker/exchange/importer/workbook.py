"""Read another program's workbook: its first sheet, and those that go on with the same columns."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.registry import FORMATS
from tracker.exchange.formats.table_reader import NumberedRow, within_bounds
from tracker.exchange.importer.decisions import Decision, in_one_line

if TYPE_CHECKING:
    from tracker.exchange.formats.xlsx_reader import Workbook

WORKBOOKS: Final = (".xlsx", ".xlsm")
"""What the names of workbooks end with."""

_HEADER_WITHIN: Final = 30

Sheet = list[NumberedRow]


def read_workbook(
    path: Path, workbook: "Workbook", wanted: tuple[str, ...] = ()
) -> tuple[list[NumberedRow], tuple[Decision, ...]]:
    """The rows of a workbook's sheets, one after the other, and which sheets were read.

    The rows of a second sheet are counted on from the last of the one before.

    Parameters
    ----------
    wanted : tuple of str, optional
        The sheets to read; by default the first, and the others whose columns are the same.

    Raises
    ------
    ImportRejected
        No such sheet, or an empty one.
    """
    titles = workbook.titles
    for title in wanted:
        if title not in titles:
            raise ImportRejected(
                f"{path.name} has no sheet '{title}'; its sheets are {_listed(titles)}."
            )
    first, *rest = wanted or titles
    rows = _rows(path, workbook, first)
    if not rows:
        others = f" with --sheet (there are {_listed(titles)})" if len(titles) > 1 else ""
        which = "its first sheet" if not wanted else f"its sheet '{first}'"
        raise ImportRejected(
            f"{path.name}: {which} is empty; move the list there, save the list's sheet as CSV "
            f"and import that{', or name its sheet' + others if others else ''}."
        )
    read = [first]
    doubts = []
    for title in rest:
        more = _rows(path, workbook, title)
        below = _below_same_header(rows, more)
        if below is None and wanted:
            raise ImportRejected(
                f"{path.name}: the sheets '{first}' and '{title}' have not the same columns; "
                "import them one by one."
            )
        if below is None:
            if _shares_columns(rows, more):
                doubts.append(f"'{title}' has some of the same columns, and was not read.")
            continue
        added = below
        repeated = len({tuple(cells) for _, cells in added} & {tuple(c) for _, c in rows})
        if repeated:
            doubts.append(f"'{title}' repeats {repeated:,} of the rows on an earlier sheet.")
        last = rows[-1][0]
        rows += [(last + place, cells) for place, (_, cells) in enumerate(added, start=1)]
        read.append(title)
    if len(titles) == 1:
        return rows, ()
    decided = _listed(read)
    if len(read) > 1:
        decided += ", their rows counted on from sheet to sheet"
    unread = [title for title in titles if title not in read]
    if unread:
        decided += f"; not read: {_listed(unread)}"
    return rows, (
        Decision(
            "Sheets",
            decided,
            unsure=" ".join(doubts) if not wanted else "",
            change="--sheet NAME, once for each, or sheets = [...] in the mapping",
            key="sheets",
            options=tuple(titles),
            chosen=tuple(read),
            is_list=True,
        ),
    )


@contextmanager
def workbook_at(path: Path) -> Iterator["Workbook | None"]:
    """Hold a file open that is a workbook by its name; None for any other.

    Raises
    ------
    ImportRejected
        It cannot be read.
    NotInstalled
        The format comes with an extra.
    """
    # A pipe would be waited for without end.
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        yield None
        return
    xlsx = FORMATS["xlsx"]
    with xlsx.load(xlsx.reader).opened_workbook(path) as workbook:
        yield workbook


def first_row(workbook: "Workbook") -> tuple[str, ...]:
    """The cells of the first sheet's first row; empty where it has none."""
    return next((tuple(cells) for _, cells in workbook.rows(workbook.titles[0])), ())


def _rows(path: Path, workbook: "Workbook", title: str) -> Sheet:
    return list(within_bounds(path.name, workbook.rows(title)))


def _below_same_header(rows: Sheet, others: Sheet) -> Sheet | None:
    """The rows below those that name the same columns as the first sheet's; None without such."""
    names = {_names(cells) for _, cells in rows[:_HEADER_WITHIN]} - {()}
    for place, (_, cells) in enumerate(others[:_HEADER_WITHIN]):
        if len(_names(cells)) > 1 and _names(cells) in names:
            return others[place + 1 :]
    return None


def _shares_columns(rows: Sheet, others: Sheet) -> bool:
    """Whether a row that names columns has two of another sheet's, but not all of them."""
    names = [set(_names(cells)) - {""} for _, cells in rows[:_HEADER_WITHIN]]
    return any(
        len(one & (set(_names(cells)) - {""})) > 1
        for _, cells in others[:_HEADER_WITHIN]
        for one in names
    )


def _names(cells: Iterable[str]) -> tuple[str, ...]:
    """A row as names of columns; empty where one of its cells holds a digit alone or a day."""
    named = tuple(cell.strip().casefold() for cell in cells)
    while named and not named[-1]:
        named = named[:-1]
    return () if any(name[:1].isdigit() for name in named) else named


def _listed(names: list[str]) -> str:
    return in_one_line(f"'{name}'" for name in names)

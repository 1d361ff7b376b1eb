"""Read another diary's file as check-ins, accounting for every row of it."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from tracker.diary.csv_file import check_width, read_rows, rejected
from tracker.diary.csv_format import has_decimal_comma, kind_of, number
from tracker.diary.errors import ImportRejected
from tracker.diary.fitting import fit
from tracker.diary.layouts import Days, Layout, find_layout, unknown_layout
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.record import Record, shown

NO_DAY: Final = "no day"
YET_TO_COME: Final = "of a day whose noon is yet to come"

# Never changes: with another one, a file imported before would be taken for a new one.
_NAMESPACE: Final = UUID("8a2f4c1e-5d0b-4f6a-9c37-1be2d4a60f95")
_NOON: Final = time(12)


@dataclass(frozen=True)
class Mapped:
    """What came of another diary's file; ``rows`` is the records and the skipped together.

    Attributes
    ----------
    source : str
        The layout's name.
    skipped : Counter of str
        Reason -> rows.
    notes : tuple of str
        What to know about the records, one sentence each.
    """

    source: str
    records: list[Record]
    skipped: Counter[str]
    notes: tuple[str, ...]
    rows: int

    @property
    def skipped_words(self) -> str:
        """How many rows were skipped, and why."""
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in self.skipped.most_common())
        return f"{self.skipped.total():,} skipped" + (f": {reasons}" if reasons else "")


def read(
    path: Path,
    *,
    as_kind: str = "check-ins",
    zone: tzinfo | None = None,
    names: Catalogue,
    now: datetime,
) -> Mapped:
    """Every rating in another diary's file that is of a pain and has a day.

    Ids are made from the row's text, so importing a file again, or a longer one, changes nothing
    that is there already, and another zone moves the ratings rather than doubling them.

    Parameters
    ----------
    as_kind : str
        What the rows are to become, which the layout must hold.
    zone : tzinfo, optional
        Where the ratings were made; by default this machine's, summer time included.
    now : datetime
        Aware; nothing later is taken.

    Raises
    ------
    ImportRejected
        Not CSV, a layout nobody has described, or the first row that cannot be read, by number.
    """
    path = path.expanduser()
    rows = read_rows(path)
    _, header = next(rows)
    layout = _recognise(path, header, as_kind)
    ratings: list[_Rating] = []
    for row, cells in rows:
        check_width(path, row, cells, header)
        ratings.append(_rating(path, layout, row, dict(zip(header, cells, strict=True))))
    records: list[Record] = []
    skipped: Counter[str] = Counter()
    borrowed = 0
    sitting = timedelta(seconds=layout.days.from_sitting_within_s)
    for rating, day, entry in zip(
        ratings, _days(ratings, sitting), _ids(layout, ratings), strict=True
    ):
        at = None if day is None else datetime.combine(day, _NOON, zone).astimezone(zone)
        made = _check_in(path, layout, rating, at, entry, now)
        if isinstance(made, str):
            skipped[made] += 1
        else:
            records.append(fit(made, names, now))
            borrowed += rating.day is None
    notes = (*layout.notes, *_borrowing_note(borrowed, sitting))
    return Mapped(layout.name, records, skipped, notes, len(ratings))


def _recognise(path: Path, header: Sequence[str], as_kind: str) -> Layout:
    layout = find_layout(header)
    if layout is None:
        if kind_of(header) is not None:
            raise ImportRejected(f"{path.name} is the kit's own CSV; import it without --as.")
        raise unknown_layout(path, header)
    if layout.kind != as_kind:
        raise ImportRejected(
            f"{path.name} has the layout of {layout.name}; import it with --as {layout.kind}."
        )
    return layout


@dataclass(frozen=True)
class _Rating:
    row: int
    cells: Mapping[str, str]
    entered: datetime
    day: date | None


def _rating(path: Path, layout: Layout, row: int, cells: Mapping[str, str]) -> _Rating:
    columns = layout.days
    try:
        entered = datetime.fromisoformat(cells[columns.entered].strip()).replace(tzinfo=None)
    except ValueError:
        raise rejected(
            path,
            row,
            f"{columns.entered} must be a time such as 2019-08-13 02:07:55, "
            f"not {shown(cells[columns.entered])}.",
        ) from None
    return _Rating(row, cells, entered, _day(path, columns, row, cells))


def _day(path: Path, columns: Days, row: int, cells: Mapping[str, str]) -> date | None:
    parts = [cells[column].strip() for column in (columns.year, columns.month, columns.day)]
    if all(part in columns.missing for part in parts):
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        raise rejected(
            path,
            row,
            f"{columns.year}, {columns.month} and {columns.day} must make a day, "
            f"not {shown('-'.join(parts))}.",
        ) from None


def _days(ratings: Sequence[_Rating], sitting: timedelta) -> Iterator[date | None]:
    """Each rating's own day, else that of the nearest dated one entered in the same sitting."""
    dated = sorted((rating.entered, rating.day) for rating in ratings if rating.day is not None)
    for rating in ratings:
        place = bisect(dated, rating.entered, key=lambda other: other[0])
        around = [
            (abs(at - rating.entered), day) for at, day in dated[max(place - 1, 0) : place + 1]
        ]
        apart, nearest = min(around, key=lambda other: other[0], default=(sitting, None))
        yield rating.day or (nearest if apart <= sitting else None)


def _ids(layout: Layout, ratings: Sequence[_Rating]) -> Iterator[UUID]:
    """An id of each row's text; rows repeated to the letter are told apart by their count."""
    seen: Counter[str] = Counter()
    for rating in ratings:
        text = "\x1f".join(rating.cells[column] for column in layout.columns)
        seen[text] += 1
        yield uuid5(_NAMESPACE, f"{layout.name}\x1f{text}\x1f{seen[text]}")


def _check_in(
    path: Path, layout: Layout, rating: _Rating, at: datetime | None, entry: UUID, now: datetime
) -> CheckIn | str:
    """The check-in, or why there is none."""
    what = rating.cells[layout.site].strip()
    if what.lower() not in layout.sites:
        return f"{what} (not in this layout)"
    site = layout.sites[what.lower()]
    if site is None:
        return f"{what} (no pain)"
    if at is None:
        return NO_DAY
    if at > now:
        return YET_TO_COME
    return CheckIn(at=at, id=entry, site=site, pain=_pain(path, layout.pain, rating))


def _pain(path: Path, column: str, rating: _Rating) -> float:
    cell = rating.cells[column]
    pain = number(cell)
    if isinstance(pain, str) or not 0 <= pain <= 10:
        remedy = "; write a decimal point" if has_decimal_comma(cell) else ""
        raise rejected(
            path,
            rating.row,
            f"{column} must be a number from 0 to 10, not {shown(cell)}{remedy}.",
        )
    return pain


def _borrowing_note(borrowed: int, sitting: timedelta) -> list[str]:
    if not borrowed:
        return []
    return [
        f"{borrowed:,} ratings have no day of their own; each took the day of the dated row that "
        f"was entered nearest to it, at most {sitting / timedelta(minutes=1):g} min away."
    ]

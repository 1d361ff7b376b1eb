"""The decisions of an import about days and times of day: their order, their zone, what is odd."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Final

from tracker.exchange.importer.decisions import IN_THE_MAPPING, Decision, samples_of
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.parse_days import DATE_ORDERS, date_orders, days_by_order
from tracker.exchange.importer.source_table import SourceTable
from tracker.exchange.importer.timestamps import FileConventions, Moment

ALONE: Final = timedelta(days=300)
"""How far from all others a day must lie for its year to be doubted; a year is mistyped by one."""

ALONE_AMONG_FEW: Final = timedelta(days=730)
"""The same in a list of a few entries, which may well be spread over years."""

_A_FEW: Final = 10
_FEW: Final = 2
_SHARE: Final = 0.05
_NO_DAYS: Final = (date(1970, 1, 1),)
"""What programs write for a day that they do not know, besides those of 1900 to 1904."""

_OLDEST: Final = date(1950, 1, 1)


@dataclass(frozen=True)
class DatedEntry:
    """The moment of one row's entry."""

    row: int
    moment: Moment


def moment_decisions(
    table: SourceTable,
    layout: Layout,
    conventions: FileConventions,
    entries: Sequence[DatedEntry],
) -> Iterator[Decision]:
    """What was decided about the days and times of a table's entries."""
    yield from _order(table, layout, conventions)
    yield from _zone(conventions, entries)
    yield from _parts_of_day(entries)
    yield from _not_known(conventions, entries)
    yield from _alone(entries)


def _order(table: SourceTable, layout: Layout, conventions: FileConventions) -> Iterator[Decision]:
    column = layout.moment.date
    order = conventions.order
    if column not in table.header or column is None or order is None:
        return
    open_cells = [
        cell for cell in table.column(column) if len(set(days_by_order(cell).values())) > 1
    ]
    examples = [
        f"{cell} is {days[order].day} {days[order]:%B %Y}"
        for cell in open_cells
        if order in (days := days_by_order(cell))
    ]
    if not examples:
        return
    orders = date_orders(open_cells)
    yield Decision(
        "Order of day, month and year",
        f"{order}: {examples[0]}",
        change="--date-order, or date_order in the mapping",
        key="date_order",
        options=tuple(each for each in DATE_ORDERS if each in orders),
        chosen=(order,),
    )


def _zone(conventions: FileConventions, entries: Sequence[DatedEntry]) -> Iterator[Decision]:
    in_utc = [entry for entry in entries if entry.moment.was_utc]
    if in_utc:
        yield Decision(
            "Zone",
            f"times in UTC are set on the clock of {_zone_name(conventions.zone)}",
            tuple(f"{entry.moment.at:%Y-%m-%d %H:%M}" for entry in in_utc[:1]),
            change='zone = "Europe/Berlin", or another, in the mapping',
        )


def _zone_name(zone: tzinfo | None) -> str:
    return str(zone) if zone else "this machine"


def _parts_of_day(entries: Sequence[DatedEntry]) -> Iterator[Decision]:
    hours = {
        entry.moment.clock.part.casefold(): entry.moment.clock.time
        for entry in entries
        if entry.moment.clock and entry.moment.clock.part
    }
    if hours:
        yield Decision(
            "Words for a time of day",
            ", ".join(f"{part} is {hour:%H:%M}" for part, hour in sorted(hours.items())),
            change="[moment.times] in the mapping",
        )


def _not_known(conventions: FileConventions, entries: Sequence[DatedEntry]) -> Iterator[Decision]:
    count = sum(entry.moment.clock is None for entry in entries)
    if not count:
        return
    known, who = "not known", "the ratings"
    if timed := len(entries) - count:
        known, who = f"known for {timed:,} of {len(entries):,}", "the others"
    why = ", for every day stands at 00:00" if conventions.is_days_alone else ""
    out = "count for their day and stay out of what goes by the hour"
    yield Decision("Time of day", f"{known}; {who} {out}{why}", change=IN_THE_MAPPING)


def _alone(entries: Sequence[DatedEntry]) -> Iterator[Decision]:
    odd = set(lone_days([entry.moment.at.date() for entry in entries]))
    rows = [entry for entry in entries if entry.moment.at.date() in odd]
    if not rows:
        return
    named = samples_of(f"row {entry.row}: {entry.moment.at:%Y-%m-%d}" for entry in rows)
    lie = "1 entry lies" if len(rows) == 1 else f"{len(rows):,} entries lie"
    yield Decision(
        "Years",
        unsure=f"{lie} far from all others in time ({', '.join(named)}). Is the year right?",
        change="correct the file, or take it so with --yes",
    )


def lone_days(days: Sequence[date]) -> list[date]:
    """The days whose year may be mistyped: far from all others, or such as programs make up.

    >>> lone_days([date(1926, 9, 1), date(2026, 9, 1), date(2026, 9, 2)])
    [datetime.date(1926, 9, 1)]
    """
    counts = Counter(days)
    ordered = sorted(counts)
    apart = ALONE if len(days) > _A_FEW else ALONE_AMONG_FEW
    groups: list[list[date]] = []
    for day in ordered:
        if groups and day - groups[-1][-1] < apart:
            groups[-1].append(day)
        else:
            groups.append([day])
    sizes = [sum(counts[day] for day in group) for group in groups]
    few = max(_FEW, _SHARE * len(days))
    # Of equally small groups the latest is the one that is meant.
    main = max(range(len(groups)), key=lambda place: (sizes[place], place), default=0)
    alone = [
        day
        for place, group in enumerate(groups)
        if place != main and sizes[place] <= few
        for day in group
    ]
    made_up = [day for day in ordered if day < _OLDEST or day in _NO_DAYS]
    return sorted({*alone, *made_up})

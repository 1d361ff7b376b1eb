"""Parse a day, and the time of day behind it, in whatever way a diary writes them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final, Literal, get_args

from tracker.exchange.importer.month_names import month_of, plain_word, weekdays_of
from tracker.exchange.importer.parse_clock import LONGEST, Clock, clock_of, tidy

DateOrder = Literal["day first", "month first", "year first"]
DATE_ORDERS: Final[tuple[DateOrder, ...]] = get_args(DateOrder)

_DIGITS: Final = re.compile(
    r"(?<![0-9])([0-9]{1,4})([./\-–]| )\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{1,2})(?![0-9])\.?"
)
# 2024年6月3日, 2024년 6월 3일
_EAST_ASIAN: Final = re.compile(
    r"([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]"
)
# 20240603, 20240603T0805, 20240603 080530
_COMPACT: Final = re.compile(
    r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?:[T _-]?([0-9]{2})([0-9]{2})([0-9]{2})?)?(Z)?"
)
_SINCE_1970: Final = re.compile(r"([0-9]{10})(?:[.,][0-9]+)?|([0-9]{13})(?:[.,]0*)?")

_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_MONTH: Final = r"(?P<month>[^\W\d_]{3,})\.?"
_YEAR: Final = r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9:.])"
_OF: Final = r"(?:(?:\s|,|-|–|/)\s?(?:de\s|del\s|of\s)?)"
_WORDED: Final = (
    # 8. Dezember 2021, 8 de diciembre de 2021, 08-Dec-2021
    re.compile(rf"(?<![0-9:.]){_DAY}{_OF}{_MONTH}{_OF}{_YEAR}", re.IGNORECASE),
    # Dec 8, 2021
    re.compile(rf"{_MONTH}\s{_DAY}(?:,\s?|\s){_YEAR}", re.IGNORECASE),
    # 2021 Dec 8
    re.compile(
        rf"(?<![0-9:.])(?P<year>[0-9]{{4}}){_OF}{_MONTH}{_OF}{_DAY}(?![0-9:])", re.IGNORECASE
    ),
    # Tue Dec 8 10:33:20 CET 2021
    re.compile(rf"{_MONTH}\s{_DAY}\s(?P<clock>[0-9]{{1,2}}:.+?)\s(?P<year>[0-9]{{4}})$", re.I),
)
_BETWEEN: Final = frozenset(
    # Not "am" and "a.m.", which may be a time.
    (
        *("at", "on", "the", "um", "den", "de", "le", "la", "las", "el", "los", "a", "à", "alle"),
        *("as", "às", "om", "kl", "kl.", "klo", "op", "il", "del", "ore", "-", "–", "|", "·", "@"),
    )
)


@dataclass(frozen=True)
class WrittenMoment:
    """What a cell says: a day, and perhaps a time of day.

    Attributes
    ----------
    clock : Clock or None
        None where the cell names the day alone.
    rest : str
        What stands beside the day and is no time of day; nothing may then be made of the cell.
    instant : datetime or None
        The moment itself, where the cell holds it whole: with its zone in ISO 8601, or as seconds
        or milliseconds since 1970.
    """

    day: date
    clock: Clock | None = None
    rest: str = ""
    instant: datetime | None = None

    @property
    def is_midnight(self) -> bool:
        """Whether the time of day is the one that programs write where they know none."""
        clock = self.clock
        return clock is not None and not clock.is_next_day and clock.time == time()


_YEAR_APART: Final = timedelta(days=360)


def date_orders(cells: Iterable[str]) -> set[DateOrder]:
    """The orders in which every day of a column can be read.

    A day whose cell can be read in one way only, such as 2024-02-01, says nothing of the others;
    nor does one that cannot be read at all.

    >>> sorted(date_orders(["1/2/2024", "3/2/2024"]))
    ['day first', 'month first']
    >>> sorted(date_orders(["1/2/2024", "13/2/2024"]))
    ['day first']
    """
    orders = set(DATE_ORDERS)
    open_ones = [found for cell in cells if (found := days_by_order(cell))]
    for found in open_ones:
        orders &= found.keys()
    if not open_ones:
        orders.discard("year first")
    return orders


def settled_order(cells: Iterable[str]) -> DateOrder | None:
    """The one order in which a column's days are meant; None where somebody has to say it.

    Days with two digits for the year leave open whether it leads. Where they are a year or two
    apart with the year last, and decades with the year first, it is last; the other way round the
    person is asked, for a diary may well skip years.

    >>> settled_order(["13/02/24", "14/02/24"]), settled_order(["24-03-11", "24-03-12"])
    ('day first', None)
    """
    cells = list(cells)
    open_ones = [found for cell in cells if (found := days_by_order(cell))]
    orders = date_orders(cells) if open_ones else set[DateOrder]()
    if not orders:
        mixed = any(len(set(found.values())) > 1 for found in open_ones)
        return None if mixed else "day first"
    spans = {order: _span(found[order] for found in open_ones) for order in orders}
    shortest = min((spans[order] for order in orders if order != "year first"), default=None)
    if shortest is not None and spans.get("year first", timedelta()) > max(
        _YEAR_APART, 2 * shortest
    ):
        orders.discard("year first")
    days = {tuple(found[order] for found in open_ones) for order in orders}
    if len(days) > 1:
        return None
    return next(order for order in DATE_ORDERS if order in orders)


def is_ambiguous(cells: Iterable[str]) -> bool:
    """Whether a column's days can be read in several orders and are not the same days in each."""
    return settled_order(cells) is None


def day_of(cell: str, order: DateOrder | None = None) -> date | None:
    """The day that a cell names, whatever time of day stands beside it.

    >>> day_of("8th Dec 2021"), day_of("yesterday")
    (datetime.date(2021, 12, 8), None)
    """
    moment = moment_in(cell, order)
    return moment.day if moment and not moment.rest else None


@lru_cache(20_000)
def moment_in(cell: str, order: DateOrder | None = None) -> WrittenMoment | None:
    """The day and the time of day in a cell; None where there is no day, or it is another weekday.

    >>> moment_in("Mon, 3 Jun 2024 at 8:05 PM").clock.time
    datetime.time(20, 5)
    >>> moment_in("11/16/24 13:12", "month first").day
    datetime.date(2024, 11, 16)
    """
    text = tidy(cell)
    if not text or len(text) > LONGEST:
        return None
    return (
        _iso_instant(text)
        or _since_1970(text)
        or _compact(text)
        or _with_rest(text, order or "day first")
    )


def is_plain_number(cell: str) -> bool:
    """Whether a cell that can be read as a moment could as well be a number of any kind."""
    text = tidy(cell)
    return bool(_SINCE_1970.fullmatch(text) or _COMPACT.fullmatch(text))


_MAY_BE_A_STRETCH: Final = re.compile(r" [0-9]{2}:[0-9]{2}-[0-9]{2}:?[0-9]{2}$")


def _iso_instant(text: str) -> WrittenMoment | None:
    """A moment with its zone as ISO 8601 writes it, to the last digit of its seconds."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = instant.utcoffset()
    if offset is None or _MAY_BE_A_STRETCH.search(text):
        return None
    is_utc = text[-1] in "Zz"
    clock = Clock(instant.time().replace(microsecond=0), timezone(offset), is_utc=is_utc)
    return WrittenMoment(instant.date(), clock, instant=instant)


def _since_1970(text: str) -> WrittenMoment | None:
    match = _SINCE_1970.fullmatch(text)
    if match is None:
        return None
    seconds = float(text.replace(",", "."))
    instant = datetime.fromtimestamp(seconds / (1 if match[1] else 1000), UTC)
    clock = Clock(instant.time().replace(microsecond=0), UTC, is_utc=True)
    return WrittenMoment(instant.date(), clock, instant=instant)


def _compact(text: str) -> WrittenMoment | None:
    match = _COMPACT.fullmatch(text)
    day = _date(int(match[1]), int(match[2]), int(match[3])) if match else None
    if match is None or day is None:
        return None
    if match[4] is None:
        return WrittenMoment(day)
    written = f"{match[4]}:{match[5]}:{match[6] or '00'}{match[7] or ''}"
    clock = clock_of(written)
    return WrittenMoment(day, clock, "" if clock else written)


def _with_rest(text: str, order: DateOrder) -> WrittenMoment | None:
    found = _day_in(text, lambda days: days.get(order))
    if found is None:
        return None
    day, rest = found
    words = rest.split()
    named = [word for word in words if weekdays_of(word.rstrip(",."))]
    if any(day.weekday() not in weekdays_of(word.rstrip(",.")) for word in named[:1]):
        return None
    rest = " ".join(word for word in words if word not in named[:1])
    rest = _without_connectors(rest)
    if not rest:
        return WrittenMoment(day)
    clock = clock_of(rest)
    if clock is None:
        return WrittenMoment(day, rest=rest)
    return WrittenMoment(day, replace(clock, part=rest) if clock.part else clock)


def _without_connectors(rest: str) -> str:
    """What stands beside a day without the words and signs that only join it to the time."""
    words = rest.strip(" ,;").split()
    kept = list(words)
    while kept and kept[0].casefold().strip(",;") in _BETWEEN:
        kept.pop(0)
    while kept and kept[-1].casefold().strip(",;") in _BETWEEN:
        kept.pop()
    # Such words alone join nothing, and mean what nobody knows.
    return " ".join(kept or words).strip(" ,;")


_Choice = Callable[[Mapping[DateOrder, date]], date | None]


def _day_in(text: str, choose: _Choice) -> tuple[date, str] | None:
    """The day in a text, and what stands beside it."""
    match = _EAST_ASIAN.search(text)
    if match is not None:
        day = _date(int(match[1]), int(match[2]), int(match[3]))
        return (day, _beside(text, match)) if day else None
    for pattern in _WORDED:
        for match in pattern.finditer(text):
            month = month_of(match["month"])
            if month is None:
                continue
            day = choose(_worded_days(match, month))
            return (day, _beside(text, match)) if day else None
    match = _DIGITS.search(text)
    day = choose(_digit_days(match)) if match else None
    return (day, _beside(text, match)) if match and day else None


def _beside(text: str, match: re.Match[str]) -> str:
    clock = match.groupdict().get("clock") or ""
    after = re.sub(r"^[Tt](?=[0-9])", "", text[match.end() :])
    return f"{text[: match.start()]} {clock} {after}"


def _worded_days(match: re.Match[str], month: int) -> dict[DateOrder, date]:
    day, year = match["day"], match["year"]
    if len(year) == 4:
        written = _date(int(year), month, int(day))
        return dict.fromkeys(DATE_ORDERS, written) if written else {}
    readings: dict[DateOrder, date | None] = {
        "day first": _date(2000 + int(year), month, int(day)),
        "month first": _date(2000 + int(year), month, int(day)),
    }
    if match.re is _WORDED[0] and len(day) == 2:
        readings["year first"] = _date(2000 + int(day), month, int(year))
    return {order: written for order, written in readings.items() if written}


def _digit_days(match: re.Match[str]) -> dict[DateOrder, date]:
    first, between, second, third = match.groups()
    if len(first) == 4 and len(third) <= 2:
        written = _date(int(first), int(second), int(third))
        return dict.fromkeys(DATE_ORDERS, written) if written else {}
    if len(first) > 2 or len(third) not in (2, 4):
        return {}
    year = int(third) if len(third) == 4 else 2000 + int(third)
    readings: dict[DateOrder, date | None] = {"day first": _date(year, int(second), int(first))}
    # Between full stops no month leads.
    if between != ".":
        readings["month first"] = _date(year, int(first), int(second))
    if len(first) == len(third) == 2:
        readings["year first"] = _date(2000 + int(first), int(second), int(third))
    return {order: written for order, written in readings.items() if written}


@lru_cache(20_000)
def days_by_order(cell: str) -> Mapping[DateOrder, date]:
    """The day of a cell by order, where the order makes a difference, in any that is possible."""
    text = tidy(cell)
    if not text or len(text) > LONGEST or is_plain_number(text):
        return {}
    kept: dict[DateOrder, date] = {}

    def keep(days: Mapping[DateOrder, date]) -> date | None:
        kept.update(days)
        return None

    _day_in(text, keep)
    by_weekday = {order: day for order, day in kept.items() if _fits_weekday(text, day)}
    if len(by_weekday) == len(DATE_ORDERS) and len(set(by_weekday.values())) == 1:
        return {}
    return by_weekday


def _fits_weekday(text: str, day: date) -> bool:
    first = plain_word(re.split(r"[\s,]", text, maxsplit=1)[0])
    return day.weekday() in (weekdays_of(first) or {day.weekday()})


def _span(days: Iterable[date]) -> timedelta:
    ordered = sorted(days)
    return ordered[-1] - ordered[0]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

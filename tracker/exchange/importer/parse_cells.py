"""Parse the numbers, days and times of another program's cells, whatever its conventions."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final, Literal

DateOrder = Literal["day first", "month first"]
Decimal = Literal["point", "comma"]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:([.,])[0-9]{1,15})?")
_DAY: Final = re.compile(r"([0-9]{1,4})([./\- ])\s*([0-9]{1,2})\2\s*([0-9]{1,4})")
_MONTH: Final = r"(?P<month>[^\W\d]{3,})\.?"
_WORDED: Final = (
    # 8th Dec 2021, 8. Dezember 2021, 08-Dec-2021
    re.compile(
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ \-]+{_MONTH},?[ \-]+(?P<year>[0-9]{{4}})"
    ),
    # Dec 8, 2021
    re.compile(rf"{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})"),
)
_TIME: Final = re.compile(
    r"([0-9]{1,2})[:.h]([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE
)
_HOUR: Final = re.compile(r"([0-9]{1,2})\s*([ap])\.?m\.?", re.IGNORECASE)

# By their first three letters: English, German, French and Spanish where these tell them apart.
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan ene", "feb fév fev", "mar mär mrz", "apr avr abr", "may mai", "jun", "jul",
            "aug aoû ago", "sep", "oct okt", "nov", "dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def decimal_sign(cells: Iterable[str]) -> Decimal | None:
    """The sign that numbers of these cells are written with; None where both are or neither is.

    >>> decimal_sign(["3,5", "4"]), decimal_sign(["3,5", "4.5"]), decimal_sign(["3"])
    ('comma', None, None)
    """
    signs = decimal_signs(cells)
    if signs == {","}:
        return "comma"
    return "point" if signs == {"."} else None


def decimal_signs(cells: Iterable[str]) -> set[str]:
    """Every sign that a number of these cells has."""
    matches = (_NUMBER.fullmatch(cell.strip()) for cell in cells)
    return {match[1] for match in matches if match and match[1]}


def number(cell: str, decimal: Decimal = "point") -> int | float | str:
    """A cell as a number, else as it stands.

    >>> number("3,5", "comma"), number("3,5"), number("4")
    (3.5, '3,5', 4)
    """
    text = cell.strip()
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match[1] is None:
        return int(text)
    if match[1] != {"point": ".", "comma": ","}[decimal]:
        return text
    return float(text.replace(",", "."))


def date_orders(cells: Iterable[str]) -> set[DateOrder]:
    """The orders in which every day of a column that is written in digits can be read.

    A day with its year first or its month in letters can be read in one way only and says nothing
    of the others. Days between full stops are day first: nobody writes them otherwise.

    >>> sorted(date_orders(["1/2/2024", "3/2/2024"]))
    ['day first', 'month first']
    >>> sorted(date_orders(["1/2/2024", "13/2/2024"]))
    ['day first']
    """
    orders: set[DateOrder] = {"day first", "month first"}
    for cell in cells:
        match = _DAY.match(cell.strip())
        if match is None or len(match[1]) > 2:
            continue
        first, second = int(match[1]), int(match[3])
        if second > 12 or first == 0:
            orders.discard("day first")
        if first > 12 or match[2] == ".":
            orders.discard("month first")
    return orders


def is_ambiguous(cells: Iterable[str]) -> bool:
    """Whether a column's days can be read in either order and are not the same days in both."""
    cells = list(cells)
    if len(date_orders(cells)) < 2:
        return False
    matches = (_DAY.match(cell.strip()) for cell in cells)
    return any(match and len(match[1]) <= 2 and int(match[1]) != int(match[3]) for match in matches)


def day_of(cell: str, order: DateOrder | None = None) -> tuple[date, str] | None:
    """The day that a cell begins with, and what follows it; None where there is none.

    >>> day_of("8th Dec 2021")
    (datetime.date(2021, 12, 8), '')
    >>> day_of("11/16/24 13:12", "month first")
    (datetime.date(2024, 11, 16), '13:12')
    """
    text = cell.strip()
    match = _DAY.match(text)
    if match is not None:
        day = _from_digits(match, order)
        rest = text[match.end() :]
    else:
        worded = next(filter(None, (pattern.match(text) for pattern in _WORDED)), None)
        if worded is None:
            return None
        month = _MONTHS.get(worded["month"][:3].lower())
        day = _date(int(worded["year"]), month, int(worded["day"])) if month else None
        rest = text[worded.end() :]
    if not day or rest[:1].isdigit():
        return None
    return day, rest.strip().removeprefix("T").removeprefix(",").strip()


def _from_digits(match: re.Match[str], order: DateOrder | None) -> date | None:
    first, second, third = match[1], match[3], match[4]
    if len(first) == 4:
        return _date(int(first), int(second), int(third))
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    year = int(third) if len(third) == 4 else 2000 + int(third)
    if order == "month first":
        return _date(year, int(first), int(second))
    return _date(year, int(second), int(first))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def time_of(cell: str) -> time | None:
    """The time of day in a cell; None where there is none.

    >>> time_of("7:05 pm"), time_of("19:05:30"), time_of("noon")
    (datetime.time(19, 5), datetime.time(19, 5, 30), None)
    """
    text = cell.strip()
    match = _TIME.fullmatch(text)
    if match is not None:
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        half = (match[4] or "")[:1].lower()
    elif (match := _HOUR.fullmatch(text)) is not None:
        hour, minute, second, half = int(match[1]), 0, 0, match[2].lower()
    else:
        return None
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def instant_of(cell: str) -> datetime | None:
    """A time with its zone, as ISO 8601 writes it; None where the cell is no such thing."""
    try:
        moment = datetime.fromisoformat(cell.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None

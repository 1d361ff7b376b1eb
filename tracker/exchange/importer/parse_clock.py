"""Parse a time of day in whatever way a diary writes it: 18:30, 8h30, 7 pm, 0830, "morning"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, time, timedelta, timezone
from types import MappingProxyType
from typing import Final

from tracker.exchange.importer.month_names import plain_word

PARTS_OF_DAY: Final[Mapping[time, str]] = MappingProxyType(
    {
        time(8): "morning, early morning, morgen, morgens, fruh, matin, manana, mattina, manha, "
        "ochtend, morgon",
        time(10): "forenoon, late morning, vormittag, vormittags, formiddag, voormiddag",
        time(12): "noon, midday, mittag, mittags, midi, mediodia, mezzogiorno, meio-dia",
        time(15): "afternoon, nachmittag, nachmittags, apres-midi, apres midi, tarde, pomeriggio, "
        "namiddag, eftermiddag",
        time(20): "evening, abend, abends, soir, soiree, sera, avond, kvall",
        time(23): "night, nacht, nachts, nuit, noche, notte, noite, natt",
    }
)
"""The hour that each word for a part of the day stands for; "midnight" may end or begin a day."""

_HOURS: Final = {word: hour for hour, words in PARTS_OF_DAY.items() for word in words.split(", ")}
_BEFORE_A_PART: Final = re.compile(
    r"(?:in the|at|am|in der|zur|por la|de la|a la|en la|le|la|au|a|à|du|de|al|alla|di|del|'s)\s+"
)

# Names of zones that mean one offset wherever they are written, in minutes east of UTC.
_ZONES: Final = {
    "wet": 0, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "eest": 180,
    "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_ZONE: Final = (
    r"(?P<zone>z|(?:utc|gmt)?\s?(?P<sign>[+\-−])(?P<east>[0-9]{1,2})(?::?(?P<rest>[0-9]{2}))?|utc|gmt"
    rf"|{'|'.join(_ZONES)})"
    r"(?:\s?\[[\w/+\-]+\]|\s?\([^()]*\))?"
)
_HALF: Final = r"(?P<half>[ap])(?:\.?\s?m\.?)?|(?P<swedish>[fe])\.?m\.?"
_UNIT: Final = r"uhr|uur|h|hrs?|heures?|horas?|o['’]clock"
_CLOCK: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:\s?(?P<between>[:.]|h|uhr|uur|heures?)\s?(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?(?:\s?min)?)?"
    rf"(?:\s?(?P<unit>{_UNIT}))?(?:\s?(?:{_HALF}))?(?:\s(?P<part>\D+?))??(?:\s?{_ZONE})?"
)
_FOUR_DIGITS: Final = re.compile(rf"(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?:\s?(?:{_UNIT}))?")
# How a spreadsheet writes a time that it takes for one of its first day.
_FIRST_DAY: Final = re.compile(r"(?:1899-12-3[01]|1900-01-0[01])[ T](?=[0-9])")
LONGEST: Final = 100
"""The letters of the longest moment that anything writes; what is longer is a text."""

_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))


@dataclass(frozen=True)
class Clock:
    """A time of day, and the zone that is written with it.

    Attributes
    ----------
    is_next_day : bool
        Whether it is 24:00, the moment at which the day ends.
    is_utc : bool
        Whether it is written as UTC, which says nothing about where the person was.
    part : str
        The word, where only a part of the day is named.
    """

    time: time
    zone: timezone | None = None
    is_next_day: bool = False
    is_utc: bool = False
    part: str = ""


def tidy(cell: str) -> str:
    """A cell with single plain spaces, and without the marks that nobody sees.

    >>> tidy(" 8:05\u202fPM ")
    '8:05 PM'
    """
    return " ".join(cell.translate(_UNSEEN).split())


def clock_of(cell: str) -> Clock | None:
    """The time of day in a cell; None where there is none, or it can be taken in two ways.

    >>> clock_of("7:05 p. m.").time, clock_of("8h30").time, clock_of("evening").time
    (datetime.time(19, 5), datetime.time(8, 30), datetime.time(20, 0))
    >>> clock_of("8"), clock_of("am"), clock_of("25:00")
    (None, None, None)
    """
    text = _FIRST_DAY.sub("", tidy(cell)).casefold()
    if len(text) > LONGEST:
        return None
    part = part_of_day(text)
    if part is not None:
        return Clock(part, part=tidy(cell))
    match = _CLOCK.fullmatch(text)
    if match is not None:
        return _from_match(match)
    match = _FOUR_DIGITS.fullmatch(text)
    return _at(int(match["hour"]), int(match["minute"])) if match else None


def time_of(cell: str) -> time | None:
    """The time of day in a cell, whatever its zone; None where there is none.

    >>> time_of("7:05 pm"), time_of("19:05:30"), time_of("soon")
    (datetime.time(19, 5), datetime.time(19, 5, 30), None)
    """
    clock = clock_of(cell)
    return clock.time if clock else None


def part_of_day(text: str) -> time | None:
    """The hour that a word for a part of the day stands for.

    >>> part_of_day("por la mañana"), part_of_day("am Abend")
    (datetime.time(8, 0), datetime.time(20, 0))
    """
    plain = plain_word(tidy(text)).removeprefix("l'")
    return _HOURS.get(plain) or _HOURS.get(_BEFORE_A_PART.sub("", plain, count=1))


def _from_match(match: re.Match[str]) -> Clock | None:
    half = match["half"] or {"f": "a", "e": "p"}.get(match["swedish"] or "", "")
    # A number alone may be an hour as well as minutes, or anything else.
    if not (match["minute"] or match["unit"] or half or match["part"]):
        return None
    hour = int(match["hour"])
    if match["part"]:
        half = _half_of(match["part"], hour)
        if not half:
            return None
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    # "08:30-09:00" may be a stretch of time as well as an offset.
    if _is_stretch(match["zone"] or "", has_seconds=match["second"] is not None):
        return None
    zone = _zone(match)
    if match["zone"] and zone is None:
        return None
    return _at(hour, int(match["minute"] or 0), int(match["second"] or 0), zone, match["zone"])


def _is_stretch(zone: str, *, has_seconds: bool) -> bool:
    return zone[:1] in ("-", "−") and not has_seconds


def _half_of(words: str, hour: int) -> str:
    """Which half of the day "8 in the evening" is of; empty where the words do not say."""
    part = part_of_day(words)
    if part is None:
        return ""
    if part <= time(10):
        return "a"
    # Two at night is early, eleven at night is late; and it is noon at eleven, twelve and one.
    early = (part == time(23) and (hour == 12 or hour < 6)) or (part == time(12) and hour == 11)
    return "a" if early else "p"


def _zone(match: re.Match[str]) -> timezone | None:
    name = match["zone"]
    if not name:
        return None
    if match["sign"]:
        east = timedelta(hours=int(match["east"]), minutes=int(match["rest"] or 0))
        if east > timedelta(hours=14):
            return None
        return timezone(east if match["sign"] == "+" else -east)
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    return UTC


def _at(
    hour: int, minute: int, second: int = 0, zone: timezone | None = None, name: str | None = None
) -> Clock | None:
    is_utc = name in ("z", "utc", "gmt")
    if (hour, minute, second) == (24, 0, 0):
        return Clock(time(0), zone, is_next_day=True, is_utc=is_utc)
    try:
        return Clock(time(hour, minute, second), zone, is_utc=is_utc)
    except ValueError:
        return None

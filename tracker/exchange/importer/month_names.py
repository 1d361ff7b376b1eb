"""The names of months and weekdays in the languages that diaries are written in."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from babel import Locale

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "pt", "nl", "sv")

# What people write and the Unicode locale data do not list.
_OTHER_MONTHS: Final = {"mrz": 3, "maerz": 3}

_LEAST_OF_MONTH: Final = 3
_LEAST_OF_WEEKDAY: Final = 2


def month_of(word: str) -> int | None:
    """The month that a name, or its beginning, stands for; None where it is none or several.

    >>> month_of("juil."), month_of("junio"), month_of("mrt"), month_of("jui")
    (7, 6, 3, None)
    """
    numbers = _months().get(plain_word(word), frozenset())
    return next(iter(numbers)) if len(numbers) == 1 else None


def weekdays_of(word: str) -> frozenset[int]:
    """The weekdays that a name, or its beginning, stands for, Monday 0; empty where it is none.

    >>> sorted(weekdays_of("Mo.")), sorted(weekdays_of("mardi")), sorted(weekdays_of("noon"))
    ([0], [1], [])
    """
    return _weekdays().get(plain_word(word), frozenset())


def plain_word(word: str) -> str:
    """A word without its case, its accents and the full stop of a short form.

    >>> plain_word("Févr.")
    'fevr'
    """
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).rstrip(".")


@cache
def _months() -> Mapping[str, frozenset[int]]:
    names = _beginnings(_named("months"), _LEAST_OF_MONTH)
    return names | {word: frozenset({number}) for word, number in _OTHER_MONTHS.items()}


@cache
def _weekdays() -> Mapping[str, frozenset[int]]:
    return _beginnings(_named("days"), _LEAST_OF_WEEKDAY)


def _named(what: str) -> Iterator[tuple[str, int]]:
    """Every name of a month or a weekday, in full and in short, as a date and alone."""
    for language in LANGUAGES:
        contexts = getattr(Locale(language), what)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in contexts[context][width].items():
                    yield plain_word(name), number


def _beginnings(names: Iterable[tuple[str, int]], least: int) -> dict[str, frozenset[int]]:
    numbers = defaultdict(set)
    in_full = defaultdict(set)
    for name, number in names:
        in_full[name].add(number)
        for length in range(min(least, len(name)), len(name)):
            numbers[name[:length]].add(number)
    # A name in full means itself, though another one begins like it.
    return {word: frozenset(found) for word, found in (numbers | in_full).items()}

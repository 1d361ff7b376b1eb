"""Tell by a language's own letters in which of the older encodings a text was written."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tracker.exchange.importer.decisions import Decision

_BY_ENCODING: Final = {
    "cp1252": "äöüß|éèàâêëîïôùûüçœæ|áéíóúüñ¡¿|àèéìíòóùú|ãõáâàéêíóôúç|åäöé|æøåéó|ëïéèóöü",
    "cp1250": "áéíóöőúüű|ąćęłńóśźż|áčďéěíňóřšťúůýž|áäčďéíĺľňóôŕšťúýž|čšžćđ|ăâîşţ",
    "cp1254": "çğıöşüâîûi̇",
    "cp1257": "ąčęėįšųūž|āčēģīķļņšūž|õäöüšž",
    "cp1251": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя|абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "mac_roman": "äöüß|éèàâêëîïôùûüçœæ|áéíóúüñ¡¿",
    "cp850": "äöüß|éèàâêëîïôùûüçœæ|áéíóúüñ¡¿",
}
"""The encodings that spreadsheets wrote before UTF-8, and the languages' letters in each."""

_VOWELS: Final = {"cp1251": "аеёиіїєоуыэюя", "cp1253": "αεηιουωάέήίόύώϊϋΐΰ"}
_USUAL_VOWELS: Final = 0.45
_SIGNS: Final = frozenset("‘’‚“”„–—…•€°«»´·§©®±½¼¾²³µ\xa0ªº×÷")
_SAME: Final = frozenset("äöüÄÖÜßéÉ") | _SIGNS
"""Letters that stand at the same byte in the encodings of the West, the middle and the Turkish."""

_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_WORDS_SHOWN: Final = 4
_READINGS: Final = 3
_LOOKED_AT: Final = 200_000


def encoding_by_letters(content: bytes) -> str | None:
    """The encoding in which one language has all letters of a text; None where none has.

    >>> encoding_by_letters("erős fájdalom, hosszú ülés".encode("cp1250"))
    'cp1250'
    >>> encoding_by_letters("Gesäß".encode("cp1252"))
    'cp1252'
    """
    fitting = list(_fitting(content[:_LOOKED_AT]))
    if not fitting or fitting[0] not in _VOWELS:
        return next(iter(fitting), None)
    # Any byte is a letter in each of the other scripts: the one that reads like words is it.
    other = [encoding for encoding in fitting if encoding in _VOWELS]
    return min(other, key=lambda encoding: _strangeness(content[:_LOOKED_AT], encoding))


def _strangeness(content: bytes, encoding: str) -> float:
    """How unlike words a reading is: capitals within words, and too many or too few vowels."""
    letters = [letter for letter in content.decode(encoding, "replace") if letter > "\xff"]
    capitals = sum(a.islower() and b.isupper() for a, b in pairwise(letters))
    vowels = sum(letter.lower() in _VOWELS[encoding] for letter in letters)
    return capitals / len(letters) + abs(vowels / len(letters) - _USUAL_VOWELS)


def _fitting(content: bytes) -> Iterator[str]:
    """The encodings in which some language has all letters of a text."""
    possible = _possible(content)
    western = set((_decoded(content, "cp1252") or "").lower())
    if western & set("õû") and not western & set("ãñçèêàâ"):
        # Hungarian's ő and ű stand there; whoever writes õ or û has one of the others beside it.
        possible = {"cp1250": possible["cp1250"], **possible}
    for encoding, alphabets in possible.items():
        text = _decoded(content, encoding)
        # A capital I with a dot has two signs in lower case.
        letters = set((text or "").lower()) - _SIGNS
        beyond = {letter for letter in letters if not letter.isascii()}
        if text is not None and any(beyond <= set(letters) for letters in alphabets.split("|")):
            yield encoding


def _possible(content: bytes) -> dict[str, str]:
    """The encodings without those of other scripts, where words have ASCII letters within."""
    words = _WORD.findall(content)
    mixed = sum(any(65 <= byte <= 122 for byte in word) for word in words)
    is_latin = mixed * 2 > len(words)
    return {
        encoding: alphabets
        for encoding, alphabets in _BY_ENCODING.items()
        if not (is_latin and encoding in _VOWELS)
    }


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def letters_decision(content: bytes, encoding: str, *, is_given: bool) -> Decision:
    """In which encoding a text is read, with words beyond ASCII where that was a guess."""
    change = "--encoding NAME, or encoding = NAME in the mapping"
    name = encoding.removesuffix("-sig").upper()
    if encoding.startswith("utf") or content.isascii():
        return Decision("Letters", name, change=change, key="encoding")
    words = list(dict.fromkeys(match[0] for match in _WORD.finditer(content[:_LOOKED_AT])))
    readings = _readings(words, encoding, content)
    options = tuple(readings)
    shown = "; ".join(f"as {one}: {', '.join(text)}" for one, text in readings.items())
    is_same = encoding == "cp1252" and _is_same_in_all(words)
    return Decision(
        "Letters",
        name,
        samples=tuple(readings.get(encoding, ())),
        unsure="" if is_same or is_given else f"The file does not say its encoding. {shown}.",
        change=change,
        key="encoding",
        options=options,
        chosen=(encoding,),
    )


def _readings(words: list[bytes], encoding: str, content: bytes) -> dict[str, list[str]]:
    """The words under the encoding that was chosen, and under the next ones that differ."""
    fitting = list(_fitting(content[:_LOOKED_AT]))
    candidates = dict.fromkeys([encoding, *fitting, *_possible(content[:_LOOKED_AT])])
    telling = sorted(words, key=lambda word: -len(set(word) - set(b"\xe4\xf6\xfc\xdf\xe9")))
    readings: dict[str, list[str]] = {}
    for one in candidates:
        texts = [_decoded(word, one) for word in telling[:_WORDS_SHOWN]]
        good = [text for text in texts if text is not None and text.isprintable()]
        if len(good) == len(texts) and good not in readings.values():
            readings[one] = good
        if len(readings) == _READINGS:
            break
    return readings


def _is_same_in_all(words: list[bytes]) -> bool:
    """Whether the letters are the same in the encodings that come into question.

    A word in Cyrillic or Greek letters has no ASCII between them.
    """
    text = b" ".join(words).decode("cp1252", "replace")
    beyond = [letter for letter in text if not letter.isascii()]
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return set(beyond) <= _SAME and len(plain) >= sum(map(str.isalpha, beyond))

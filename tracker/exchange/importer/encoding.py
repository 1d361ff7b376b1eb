"""Detect the encoding and the separator of another program's CSV file."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.table_reader import SAVE_AS_UTF_8, check_signature, empty, rejected
from tracker.exchange.importer.letters import encoding_by_letters

SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What may stand between columns, and what it is called."""

_BOMS: Final = (
    # The longer ones first: UTF-32's begins like UTF-16's.
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# What Western European text holds beyond ASCII, of several languages together. A file with nothing
# else in it is read as Windows writes it there; statistics on so few letters guess wildly.
_WESTERN: Final = frozenset(
    "äöüÄÖÜßáàâãåæçéèêëíìîïñóòôõøœúùûÿÁÀÂÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÕØŒÚÙÛ‘’‚“”„–—…•€°«»´\xa0"
)
_ROWS_LOOKED_AT: Final = 100
_CHARACTERS_LOOKED_AT: Final = 200_000


def decode(name: str, content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """A file's text, and the encoding it was read in.

    Parameters
    ----------
    name : str
        The file's, for the sentences.
    encoding : str, optional
        As the person named it; otherwise it is detected from the bytes: by their mark, as UTF-8, as
        UTF-16 without a mark, by the letters of one language, else by statistics.

    Raises
    ------
    ImportRejected
        Empty, no text at all, or written in two encodings.
    """
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise empty(name)
    check_signature(name, content)
    encoding = encoding or _encoding(name, content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise ImportRejected(
            f"{name} cannot be read as {encoding}; {SAVE_AS_UTF_8}, or name its encoding "
            "in the mapping."
        ) from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise rejected(name, row, f"it holds null bytes, which no text has; {SAVE_AS_UTF_8}.")
    return text.removeprefix("\ufeff"), encoding


def _encoding(name: str, content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    if b"\0" in content:
        return _without_mark(content) or "utf-8"
    try:
        content.decode()
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    _check_one_encoding(name, content)
    if by_letters := encoding_by_letters(content):
        return by_letters
    return "cp1252" if _is_western(content) else _by_statistics(name, content)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without its mark: in text of mostly ASCII every other byte is null."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    least = len(content) / 4
    for encoding, nulls, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(content) % 2 == 0 and nulls > least and others * 20 < nulls:
            return encoding
    return None


def _check_one_encoding(name: str, content: bytes) -> None:
    """Refuse lines of UTF-8 beside lines that are none: one of the two would come out garbled."""
    good = 0
    bad = None
    for row, line in enumerate(content.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode()
            good += 1
        except UnicodeDecodeError:
            bad = bad or row
    if good and bad:
        raise rejected(
            name,
            bad,
            f"its letters are encoded otherwise than in the rest of the file; {SAVE_AS_UTF_8}.",
        )


def _is_western(content: bytes) -> bool:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(letter in _WESTERN for letter in set(text) if not letter.isascii())


def _by_statistics(name: str, content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_CHARACTERS_LOOKED_AT]).best()
    if best is None:
        raise ImportRejected(f"{name} is not text; {SAVE_AS_UTF_8}.")
    return best.encoding


def separator_of(text: str) -> str:
    """What stands between the columns of a text.

    Each candidate is tried on the first rows; the one whose rows agree best on their number of
    cells wins, the larger number where they agree alike, and then what `csv.Sniffer` says. A text
    of one column has a comma.

    >>> separator_of("date;pain\\n1.2.2024;3,5\\n2.2.2024;4,5\\n")
    ';'
    """
    sample = text[:_CHARACTERS_LOOKED_AT]
    first, _, _ = sample.partition("\n")
    named = first.strip().lower()
    if named.startswith("sep=") and named[4:] in SEPARATORS:
        return named[4:]
    scores = {separator: _agreement(sample, separator) for separator in SEPARATORS}
    best = max(scores.values())
    if best == (0.0, 0):
        return ","
    tied = [separator for separator, score in scores.items() if score == best]
    return tied[0] if len(tied) == 1 else _sniffed(sample, tied)


def _agreement(sample: str, separator: str) -> tuple[float, int]:
    widths = Counter(_widths(sample, separator))
    wide = [(count, width) for width, count in widths.items() if width > 1]
    if not wide:
        return 0.0, 0
    count, width = max(wide)
    return round(count / widths.total(), 2), width


def _widths(sample: str, separator: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        for row, cells in enumerate(reader):
            if row == _ROWS_LOOKED_AT:
                return
            if any(cell.strip() for cell in cells):
                yield len(cells)
    except csv.Error:
        # A damaged row is reported where the file is read; here the rows before it have to do.
        return


def _sniffed(sample: str, tied: list[str]) -> str:
    try:
        separator = csv.Sniffer().sniff(sample[:10_000], "".join(tied)).delimiter
    except csv.Error:
        return tied[0]
    return separator if separator in tied else tied[0]

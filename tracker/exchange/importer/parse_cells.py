"""Parse the numbers of another program's cells, whatever their decimal sign."""

import re
from collections.abc import Iterable
from typing import Final, Literal

Decimal = Literal["point", "comma"]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:([.,])[0-9]{1,15})?")


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

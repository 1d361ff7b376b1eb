"""Medication as other people's files note it: by name and amount, by a count, or by yes and no."""

import re
from typing import Final

_BETWEEN: Final = re.compile(r"[;\n]|,(?!\d)")
_NONE: Final = frozenset(
    (
        *("0", "no", "none", "nothing", "false", "nein", "kein", "keine", "keines", "nichts"),
        *("non", "aucun", "aucune", "rien", "ninguno", "ninguna", "nada", "nessuno", "nessuna"),
        *("niente", "não", "nenhum", "nenhuma", "nee", "geen", "nej", "ingen", "inga"),
    )
)
_HOW_MANY: Final = re.compile(r"[\d.,]+|yes|y|true|x|ja|oui|sí|si|sì|sim", re.IGNORECASE)


def parts_of(text: str) -> list[str]:
    """What a cell lists; a comma before a figure is a decimal sign.

    >>> parts_of("Ibuprofen 400 mg, Tilidin 0,5 ml")
    ['Ibuprofen 400 mg', 'Tilidin 0,5 ml']
    """
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def medication_in(column: str, text: str) -> tuple[str, ...]:
    """The medication that a cell names; a count or a yes stands with the name of its column.

    >>> medication_in("Medication", "Ibuprofen 400 mg"), medication_in("Painkillers", "none")
    (('Ibuprofen 400 mg',), ())
    >>> medication_in("Painkillers", "2"), medication_in("Painkillers", "yes")
    (('Painkillers: 2',), ('Painkillers: yes',))
    """
    if text.strip().casefold() in _NONE:
        return ()
    if _HOW_MANY.fullmatch(text.strip()):
        return (f"{column.replace(';', ' ')}: {text.strip()}",)
    return tuple(dict.fromkeys(parts_of(text)))

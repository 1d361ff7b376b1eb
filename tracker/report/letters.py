"""The letters of a page that its own font lacks, and the fonts of this machine that have them."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.font_manager import findSystemFonts
from matplotlib.ft2font import FT2Font

OWN_FONT: Final = "DejaVu Sans"
_OWN_FILE: Final = "DejaVuSans.ttf"
OWN_FOLDER: Final = Path(mpl.get_data_path(), "fonts", "ttf")
"""The fonts that come with matplotlib, the same on every machine."""

NOT_DRAWN: Final = "\u25a1"
"""What stands for a letter that no font of this machine has."""


def fonts_for(text: str) -> tuple[tuple[str, ...], str]:
    """Give the fonts with which a text is drawn whole, as far as this machine has them.

    Parameters
    ----------
    text : str

    Returns
    -------
    families : tuple of str
        The page's own font, and after it as many of the system's as are needed.
    not_drawn : str
        The letters that none of them has, each once.
    """
    missing = {letter for letter in text if _is_drawn(letter)} - _letters(OWN_FOLDER / _OWN_FILE)
    families = [OWN_FONT]
    for file in sorted(map(Path, findSystemFonts())) if missing else ():
        drawn = missing & _letters(file)
        if drawn:
            families.append(FT2Font(file).family_name)
            missing -= drawn
    return tuple(families), "".join(sorted(missing))


def without(text: str, letters: Iterable[str]) -> str:
    """Put a box for each letter that cannot be drawn."""
    return text.translate({ord(letter): NOT_DRAWN for letter in letters})


def _is_drawn(letter: str) -> bool:
    # Controls, marks of direction and the like are never drawn.
    return unicodedata.category(letter)[0] != "C"


@cache
def _letters(file: Path) -> frozenset[str]:
    try:
        return frozenset(map(chr, FT2Font(file).get_charmap()))
    except RuntimeError:  # a font of pictures, or a broken one
        return frozenset()

"""What do people call the columns of a pain diary? By field, certain names and hints."""

import re
from collections.abc import Mapping
from typing import Final

DATE: Final = "date"
TIME: Final = "time"

CERTAIN: Final[Mapping[str, frozenset[str]]] = {
    field: frozenset(names.split(", "))
    for field, names in {
        DATE: "date, datum, day, tag, fecha, timestamp, datetime, date time, date and time, "
        "started",
        TIME: "time, uhrzeit, zeit, heure, hora, time of day",
        "pain": "pain, pain level, pain intensity, pain score, pain rating, nrs, schmerz, "
        "schmerzen, schmerzstärke, schmerzlevel, douleur, dolor",
        "pain_before": "pain before, before, schmerz vorher, vorher",
        "pain_after": "pain after, after, schmerz nachher, nachher",
        "pain_30s": "pain 30s, pain at 30 s, pain at 30s",
        "side": "side, seite, côté, lado",
        "site": "site, body part, body region, region, location, körperstelle, körperteil",
        "note": "note, notes, comment, comments, remark, remarks, notiz, notizen, bemerkung, "
        "kommentar",
        "muscle": "muscle, muskel, músculo",
        "spot": "spot, point, trigger point, stelle, punkt",
        "tool": "tool, ball, werkzeug",
        "pressure": "pressure, druck",
        "held_s": "held s, seconds, held, sekunden",
        "outcome": "outcome",
        "symptoms": "symptoms, symptome",
        "activities": "activities, activity, aktivitäten",
    }.items()
}
"""Names that a column of the field has and no other."""

HINTS: Final[Mapping[str, tuple[str, ...]]] = {
    DATE: ("date", "datum", "when"),
    TIME: ("time", "uhrzeit"),
    "pain": (
        "pain",
        "schmerz",
        "intensity",
        "level",
        "score",
        "rating",
        "severity",
        "value",
        "vas",
    ),
    "pain_before": ("before", "vorher"),
    "pain_after": ("after", "nachher"),
    "side": ("side", "seite"),
    "site": ("where", "area", "place", "ort"),
    "note": ("note", "comment", "notiz"),
}
"""Words that a column's name may hold; the cells have to bear them out."""

_ASIDE: Final = re.compile(r"\(.*?\)|\[.*?\]")
_NO_LETTER: Final = re.compile(r"[^\w]+|_")


def plain(name: str) -> str:
    """A column's name without its case, its signs and what it says in brackets.

    >>> plain("Pain_Level (0-10)")
    'pain level'
    """
    return " ".join(_NO_LETTER.sub(" ", _ASIDE.sub(" ", name)).casefold().split())


def certainty(field: str, name: str) -> int:
    """2 where the name is the field's, 1 where it hints at it, else 0.

    >>> certainty("pain", "Pain level (0-10)"), certainty("pain", "my score")
    (2, 1)
    """
    said = plain(name)
    if said in CERTAIN.get(field, ()) or said == field.replace("_", " "):
        return 2
    return int(bool(set(said.split()) & set(HINTS.get(field, ()))))

"""Recognise pain ratings by the names, scales, words and cells of other programs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tracker.exchange.importer.decisions import Decision, samples_of
from tracker.exchange.importer.parse_cells import Decimal, number


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Names ---------------------------------------------------------------------------------------

_PAIN: Final = _set(
    "pain pains ache aches aching sciatica sciatic nrs schmerz schmerzen ischias ischialgie "
    "douleur douleurs sciatique dolor dolores ciática ciatica dolore sciatica dor pijn smärta "
    "smerte smerter ból bóle bolest fájdalom ağrı ağrısı боль 痛み 疼痛 통증"
)
_COMPOUND: Final = re.compile(
    # Backache and Rückenschmerzen speak of pain; Spain and Schmerzmittel do not.
    r"(?:head|back|tooth|stomach|tummy|belly|ear|neck|leg|knee|hip|muscle|joint|foot|shoulder)"
    r"(?:aches?|pains?)"
    r"|\w*schmerz(?:en)?"
    r"|schmerz(?:stärke|level|wert|werte|skala|intensität|grad|score|rating)"
)
# Nothing of the pain, but of what was done about it, when, how long, how often and where.
_NO_RATING: Final = _set(
    "without no not free killer killers painkiller painkillers med meds medication medications "
    "medicine medicines drug drugs pill pills tablet tablets dose doses mg ml relief reliever "
    "relievers relieving gel cream patch patches therapy management clinic doctor appointment "
    "diary journal day days hour hours minute minutes duration count counts number frequency "
    "episode episodes attack attacks onset start end location locations site sites area where "
    "type types quality character trigger triggers description note notes comment comments "
    "reason cause causes treatment treatments exercise exercises stretch stretches interference "
    "acceptance catastrophizing catastrophising goal threshold tolerance symptoms side "
    "ohne kein keine keinen frei schmerzfrei mittel schmerzmittel tabletten tablette tage tag "
    "stunden dauer anzahl ort art auslöser seite häufigkeit "
    "sans médicament médicaments durée jours lieu sin medicamento medicamentos duración días "
    "lugar senza farmaci farmaco giorni"
)
_CAMEL: Final = re.compile(r"(?<=[^\W\d_])(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_NO_LETTER: Final = re.compile(r"[\W_]+")


def words_of(name: str) -> list[str]:
    """The words of a name, without their case; BackPain has two.

    >>> words_of("BackPain_level")
    ['back', 'pain', 'level']
    """
    return _NO_LETTER.sub(" ", _CAMEL.sub(" ", name)).casefold().split()


def speaks_of_pain(name: str) -> bool:
    """Whether what has this name is how strong a pain is, by its whole words.

    >>> [speaks_of_pain(name) for name in ("Back pain", "Headache", "Rückenschmerzen")]
    [True, True, True]
    >>> [speaks_of_pain(name) for name in ("Painkillers", "Painting", "Days without pain")]
    [False, False, False]
    """
    return _names_pain(name) and not is_no_rating(name)


def is_no_rating(name: str) -> bool:
    """Whether a name says that it is about something else than how strong a pain is.

    >>> is_no_rating("Pain medication"), is_no_rating("Pain-free"), is_no_rating("Pain level")
    (True, True, False)
    """
    return any(word in _NO_RATING for word in words_of(name))


def _names_pain(name: str) -> bool:
    return any(word in _PAIN or _COMPOUND.fullmatch(word) for word in words_of(name))


# Scales --------------------------------------------------------------------------------------

_HIGHEST: Final = "100|[3-9]|10|20"
_RANGE: Final = re.compile(
    rf"(?<![\d.,])([01])\s*(?:-|–|—|−|_|\.\.+|…|to|bis|à|a|al)\s*({_HIGHEST})(?![\d.,]*\d)", re.I
)
_OUT_OF: Final = re.compile(
    rf"(?:/|\bout of|\bof|\bvon|\bsur|\bsobre|\bmax\.?|\bmaximum)\s*({_HIGHEST})(?!\d)", re.I
)
_FIGURES: Final = re.compile(r"(?<!\d)(\d{1,3})\s*=\s*[^\W\d]")
_HUNDRED: Final = re.compile(r"(?<![^\W\d])mm\b|%|\bper ?cent\b|\bprozent\b", re.I)
_TURNED: Final = re.compile(
    r"(\d+)\s*(?:=|:|is)\s*(best|no pain|none|pain[- ]?free|good|well|kein|worst|unbearable"
    r"|extreme|schlimmst|stärkst)",
    re.I,
)

Scale = tuple[float, float]


def scale_in(name: str) -> Scale | None:
    """The least and the greatest rating that a column's name says; None where it says none.

    >>> scale_in("Pain (1-5)"), scale_in("VAS, 0–100 mm"), scale_in("pain out of 10")
    ((1.0, 5.0), (0.0, 100.0), (0.0, 10.0))
    >>> scale_in("Pain (0 = none, 4 = severe)"), scale_in("VAS 100mm")
    ((0.0, 4.0), (0.0, 100.0))
    >>> scale_in("Pain"), scale_in("NRS-11"), scale_in("Pain at 10 am")
    (None, None, None)
    """
    match = _RANGE.search(name)
    if match:
        return float(match[1]), float(match[2])
    match = _OUT_OF.search(name)
    if match:
        return 0.0, float(match[1])
    figures = [float(figure) for figure in _FIGURES.findall(name)]
    if len(figures) > 1 and min(figures) in (0, 1) and max(figures) > 2:
        return min(figures), max(figures)
    return (0.0, 100.0) if _HUNDRED.search(name) else None


def without_scale(name: str) -> str:
    """A name without the scale it says.

    >>> without_scale("Pain out of 10").strip()
    'Pain'
    """
    return _HUNDRED.sub(" ", _OUT_OF.sub(" ", _RANGE.sub(" ", name)))


def _runs_backwards(name: str, scale: Scale) -> bool:
    """Whether a name says that its greatest number is the least pain: ``1 = worst``."""
    for figure, meaning in _TURNED.findall(name):
        is_worst = meaning.casefold() in (
            "worst",
            "unbearable",
            "extreme",
            "schlimmst",
            "stärkst",
        )
        if float(figure) == (scale[0] if is_worst else scale[1]):
            return True
    return False


# Cells ---------------------------------------------------------------------------------------

_NOT_RATED: Final = _set(
    "na n/a n.a. n.a n/k nan <na> #n/a #na null nil none - -- --- – — − ? ?? . .. … k.a. missing "
    "unknown unrated n.d. nd nr undefined skipped skip blank (blank) empty <null> \\n leer fehlt "
    "n/v unspecified #num! #value! #ref! #null! #div/0! hkcategoryvalueseverityunspecified "
    "hkcategoryvaluenotapplicable"
) | frozenset(
    (
        *("not rated", "k. a.", "keine angabe", "not recorded", "no data", "not applicable"),
        *("not available", "no rating", "no entry", "no answer", "not answered", "not noted"),
    )
)

_BY_STRENGTH: Final = {
    0: "none|no pain|kein|keine|keine schmerzen|kein schmerz|schmerzfrei|pain free|pain-free"
    "|aucune|aucun|pas de douleur|ninguno|ninguna|sin dolor|nothing|absent|not present",
    1: "very mild|slight|minimal|sehr leicht|gering|très légère|muy leve",
    2: "mild|low|light|leicht|leichte|légère|légere|faible|leve",
    5: "moderate|medium|mittel|mäßig|mässig|modérée|moderée|moyenne|moderado|moderada",
    8: "severe|high|strong|stark|starke|forte|sévère|fuerte|severo",
    10: "very severe|extreme|unbearable|worst|worst possible|excruciating|very strong|very high"
    "|sehr stark|unerträglich|stärkste|insupportable|extrême|très forte|insoportable|muy fuerte",
}
WORDS: Final = {word: n for n, words in _BY_STRENGTH.items() for word in words.split("|")}
"""Words for how strong a pain is, and the numbers from 0 to 10 that the kit proposes for them."""

_AROUND_A_WORD: Final = _set(
    "severity pain hkcategory hkcategoryvalue value schmerz schmerzen douleur"
)
_OF: Final = re.compile(rf"(.+?)\s*(?:/|\bout of|\bvon|\bsur)\s*({_HIGHEST})", re.IGNORECASE)
_NUMBER_FIRST: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?)\s*(?:[-–—:=(]|\s)\s*[^\d]+")
_PERCENT: Final = re.compile(r"(.+?)\s*[%％]")


@lru_cache(4096)
def is_not_rated(cell: str) -> bool:
    """Whether a cell says that there is no rating, in whatever words.

    >>> is_not_rated("N/A"), is_not_rated("–"), is_not_rated("0")
    (True, True, False)
    """
    text = cell.strip().casefold()
    return not text or text in _NOT_RATED


@lru_cache(4096)
def rating_in(cell: str, decimal: Decimal = "point") -> tuple[float, float | None] | None:
    """The number in a cell, and what it is out of where the cell says so.

    >>> rating_in("7/10"), rating_in("70 %"), rating_in("6"), rating_in("bad")
    ((7, 10.0), (70, 100.0), (6, None), None)
    >>> rating_in("5 - moderate")
    (5, None)
    """
    text = cell.strip()
    of: float | None = None
    match = _OF.fullmatch(text)
    if match:
        text, of = match[1], float(match[2])
    elif match := _PERCENT.fullmatch(text):
        text, of = match[1], 100.0
    elif match := _NUMBER_FIRST.fullmatch(text):
        text = match[1]
    value = number(text, decimal)
    return None if isinstance(value, str) else (value, of)


@lru_cache(4096)
def strength_of(cell: str) -> int | None:
    """The number that the kit proposes for a word; None where it is none of the words.

    >>> strength_of("Moderate"), strength_of("SeverityMild"), strength_of("mild pain")
    (5, 2, 2)
    """
    text = cell.strip().casefold()
    if text in WORDS:
        return WORDS[text]
    return WORDS.get(" ".join(word for word in words_of(cell) if word not in _AROUND_A_WORD))


def is_rating(cell: str) -> bool:
    """Whether a cell holds a rating, as a number with whatever sign or as one of the words."""
    return strength_of(cell) is not None or is_numeric(cell)


def is_numeric(cell: str) -> bool:
    """Whether a cell holds a rating as a number with whatever sign."""
    return _pair(cell) is not None


def is_bare_number(cell: str) -> bool:
    """Whether a cell holds a number, and does not say what it is out of.

    >>> is_bare_number("7"), is_bare_number("7/10"), is_bare_number("")
    (True, False, False)
    """
    pair = _pair(cell)
    return pair is not None and pair[1] is None


# A column of them ----------------------------------------------------------------------------

_MANY: Final = 0.2
"""How large a share of the ratings must go beyond the scale for it to be another one."""


@dataclass(frozen=True)
class RatingScale:
    """How the ratings of a column are read.

    Attributes
    ----------
    scale : tuple of float or None
        What is set on 0 to 10; None where they are on it.
    words : dict of str to str
        A word of the cells -> its number on the scale.
    decision : Decision
    """

    scale: Scale | None
    words: dict[str, str]
    decision: Decision


SCALES: Final = ("0 to 10", "0 to 5", "1 to 5", "0 to 100")
"""Scales to choose from, besides the one that was told."""

KEPT_FROM_ONE: Final = "The name says 1 to 10: the ratings are kept as written, so no pain is a 1."

HOW: Final = "--scale LOW-HIGH, or scale = [LOW, HIGH] in the mapping"


def scale_of(
    name: str, cells: Iterable[str], given: Scale | None = None, *, by_cells: bool = True
) -> RatingScale:
    """How a column of ratings is read, by its name and all of its cells.

    Parameters
    ----------
    given : tuple of float, optional
        The scale as the person or the layout says it; nothing is asked about it then.
    by_cells : bool
        Whether ratings beyond 10 say that the scale is another one; otherwise they are rejected.
    """
    cells = list(cells)
    rated = [cell for cell in cells if not is_not_rated(cell)]
    words = _words_in(rated, cells)
    numbers = [pair for cell in rated if (pair := _pair(cell)) is not None]
    plain = [value for value, of in numbers if of is None]
    if given is None:
        scale, decided, doubt = _scale(name, plain, by_cells)
    else:
        scale, decided, doubt = given, "as given", ""
    if given is None and plain and len(plain) < len(numbers):
        doubt = "Some cells say what they are out of and others do not."
    if not plain and numbers:
        decided = "each cell says what it is out of, and is set on 0 to 10"
        scale, doubt = given, ""
    low, high = scale or (0.0, 10.0)
    spelled = {word: f"{low + strength / 10 * (high - low):g}" for word, strength in words.items()}
    if given is None and scale is not None and _runs_backwards(name, scale):
        spelled |= {f"{low + high - n:g}": f"{n:g}" for n in range(int(low), int(high) + 1)}
        decided += "; turned round, as the name says"
    elif spelled:
        shown = ", ".join(f"{word} = {value}" for word, value in spelled.items())
        decided += f"; in words, {shown}"
        doubt = f"The numbers for the words are the kit's own choice. {doubt}".strip()
    if (low, high) == (0.0, 10.0):
        scale = None if given is None else scale
        head = "0 to 10"
    else:
        head = f"{low:g} to {high:g}, set on 0 to 10"
    return RatingScale(
        scale,
        spelled,
        Decision(
            f"Scale of '{name}'",
            f"{head}, {decided}",
            _span(plain, rated),
            doubt,
            HOW,
            key="scale",
            options=tuple(dict.fromkeys((*SCALES, f"{low:g} to {high:g}"))),
            chosen=(f"{low:g} to {high:g}",),
        ),
    )


def _words_in(rated: list[str], cells: list[str]) -> dict[str, int]:
    """The words for ratings among the cells; none is 0 only beside others of them."""
    strengths = {cell.strip().casefold(): strength_of(cell) for cell in rated}
    words = {text: number for text, number in strengths.items() if number is not None}
    if words and any(cell.strip().casefold() == "none" for cell in cells):
        words = {"none": 0, **words}
    return words


def _pair(cell: str) -> tuple[float, float | None] | None:
    return rating_in(cell) or rating_in(cell, "comma")


def _span(plain: list[float], rated: list[str]) -> tuple[str, ...]:
    if plain:
        return (f"the cells go from {min(plain):g} to {max(plain):g}",)
    return samples_of(rated)


def _scale(name: str, plain: list[float], by_cells: bool) -> tuple[Scale | None, str, str]:
    """The scale, why, and what is doubtful about it."""
    named = scale_in(name)
    if named is not None:
        outside = sum(not named[0] <= value <= named[1] for value in plain)
        if _runs_backwards(name, named):
            return named, "as the column's name says", "In the name a low number is the worst pain."
        if outside > _MANY * len(plain):
            return (
                named,
                "as the column's name says",
                f"{outside:,} of {len(plain):,} ratings are not on the scale of the name.",
            )
        if named == (1.0, 10.0):
            return None, "as written", KEPT_FROM_ONE
        return named, "as the column's name says", ""
    beyond = sum(value > 10 for value in plain)
    # A few may be slips of the hand, which are rejected one by one.
    if by_cells and beyond and beyond >= _MANY * len(plain) and max(plain) <= 100:
        doubt = "The ratings go beyond 10, so they were taken to be on a scale from 0 to 100."
        return (0.0, 100.0), "by the cells", doubt
    if "vas" in words_of(name):
        return None, "as written", "A visual analogue scale (VAS) often goes from 0 to 100."
    return None, "as written", ""


@cache
def word_pattern(word: str) -> re.Pattern[str]:
    """What finds a word, or several, as a whole in a text."""
    return re.compile(rf"(?<!\w){re.escape(word.casefold())}(?!\w)")

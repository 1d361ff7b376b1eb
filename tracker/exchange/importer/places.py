"""Recognise where it hurts in other programs' words: the kit's sites, their synonyms, the sides."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from tracker.exchange.importer.ratings import scale_in, speaks_of_pain, without_scale, words_of
from tracker.protocol.fields import SciaticaSide


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BY_SIDE: Final[dict[SciaticaSide, str]] = {
    "left": "left l lt lh links linke linker linkes linken linksseitig li gauche izquierda "
    "izquierdo sinistra sinistro",
    "right": "right r rt rh rechts rechte rechter rechtes rechten rechtsseitig re droite droit "
    "derecha derecho destra destro",
    "both": "both bilateral beide beiden beidseitig beidseits beiderseits deux ambos ambas "
    "entrambi",
}
_SIDES: Final[dict[str, SciaticaSide]] = {
    word: side for side, words in _BY_SIDE.items() for word in words.split()
}
_FILLERS: Final = _set(
    "pain pains painful ache aches aching schmerz schmerzen douleur douleurs dolor dolores dolore "
    "in im am an of the my mein meine meinem der die das le la les el los las de du des del della "
    "nerve nerv nerf nervio area region bereich zone zona side sides seite seiten seitig côté "
    "lado sided level score rating severity intensity stärke "
    # How strong it is, as Bearable writes it behind the place.
    "mild moderate severe unbearable leicht mittel stark"
)
_LOWER: Final = _set("lower low unterer untere unteren unterem bas baja bajo bassa lumbar")
_LEVELS: Final = _set(
    "upper middle mid front inner outer top deep obere oberer oberes oberen mittlere mittlerer "
    "haut haute alto alta superior inferior"
)
_BACK: Final = _set("back rücken ruecken dos espalda schiena")

_SYNONYMS: Final = {
    "sciatica": "sciatica|sciatic|ischias|ischiasnerv|ischialgie|ischialgia|sciatique|ciática"
    "|ciatica|ciático|sciatalgia|lumboischialgie|sciatica leg|sciatic leg",
    "low back": "lumbar|lumbar spine|lumbago|lws|lendenwirbelsäule|lendenwirbel|lende|lenden"
    "|lendenbereich|kreuz|lombaires|lombaire|lombalgie|lumbares|lumbalgia|lombare|lumbosacral"
    "|lower spine",
    "hip": "hip|hips|hüfte|hüften|hüft|huefte|hanche|hanches|cadera|caderas|anca",
    "leg": "leg|legs|bein|beine|jambe|jambes|pierna|piernas|gamba|gambe|lower leg|upper leg|thigh"
    "|thighs|calf|calves|hamstring|hamstrings|back thigh|oberschenkel|unterschenkel|wade|waden"
    "|cuisse|mollet|muslo|pantorrilla|coscia|polpaccio",
    "foot": "foot|feet|fuß|fuss|füße|füsse|pied|pieds|pie|pies|piede|piedi|toe|toes|zehe|zehen"
    "|sole|heel|ferse",
}
_SITES: Final = {
    **{frozenset(name.split()): site for site, v in _SYNONYMS.items() for name in v.split("|")},
    **{frozenset((low, back)): "low back" for low in _LOWER for back in _BACK},
    # A back without more is the low one: it is where most backs hurt, and the note keeps the word.
    **{frozenset((back,)): "low back" for back in _BACK},
}

# A person's or a program's words for other parts of the body, by which a place is told from a town.
_BODY: Final = _set(
    "head neck shoulder shoulders arm arms elbow elbows forearm wrist wrists hand hands finger "
    "fingers thumb chest rib ribs abdomen stomach belly pelvis groin glute glutes gluteal buttock "
    "buttocks butt piriformis knee knees ankle ankles shin jaw face eye eyes ear ears tooth teeth "
    "throat spine thoracic cervical sacrum sacral si tailbone coccyx muscle muscles joint joints "
    "body skin temple temples forehead everywhere "
    "kopf nacken hals schulter schultern arme ellenbogen handgelenk hände brust bauch becken "
    "leiste gesäß gesäss po knie knöchel schienbein kiefer gesicht auge augen ohr zahn steiß "
    "wirbelsäule bws hws iliosakral isg gelenk gelenke körper "
    "tête cou nuque épaule épaules bras coude poignet main mains doigt poitrine ventre bassin "
    "fesse fesses genou genoux cheville mâchoire visage "
    "cabeza cuello hombro hombros brazo codo muñeca mano manos dedo pecho vientre pelvis glúteo "
    "nalga rodilla rodillas tobillo cara ojo "
    "testa collo spalla braccio gomito polso petto gluteo ginocchio caviglia"
)
_GRID: Final = re.compile(r"(.*\S.*)\[([^\[\]]*\w[^\[\]]*)\]\s*", re.DOTALL)
_SEPARATES: Final = re.compile(r"[;,/&+|\n]| and | und | et | y ", re.IGNORECASE)
_GERMAN_PAIN: Final = re.compile(r"(\w{3,}?)(?:n?schmerz(?:en)?)")
_ENGLISH_PAIN: Final = re.compile(r"(back|leg|hip|foot)(?:aches?|pains?)")


class Place(NamedTuple):
    """A site of the kit's, and the side where the words name one."""

    site: str
    side: SciaticaSide | None


def side_in(text: str) -> SciaticaSide | None:
    """The side that words name and nothing else; None where they name none.

    >>> side_in("left side"), side_in("both sides"), side_in("left knee")
    ('left', 'both', None)
    """
    words = words_of(text)
    sides = {_SIDES[word] for word in words if word in _SIDES}
    if not sides or any(word not in _SIDES and word not in _FILLERS for word in words):
        return None
    return "both" if len(sides) > 1 else next(iter(sides))


@lru_cache(1000)
def place_in(text: str) -> Place | None:
    """The site and side that words mean; None where they mean none that the kit shows.

    Of several places the first that the kit shows is taken.

    >>> place_in("Left leg"), place_in("Back (lower) pain (Mild)")
    (Place(site='leg', side='left'), Place(site='low back', side=None))
    >>> place_in("Bein links"), place_in("unterer Rücken"), place_in("Knee")
    (Place(site='leg', side='left'), Place(site='low back', side=None), None)
    """
    whole = _one_place(text)
    if whole is not None:
        return whole
    parts = (_one_place(part) for part in _SEPARATES.split(text))
    return next((place for place in parts if place is not None), None)


def _one_place(text: str) -> Place | None:
    words = [_stem(word) for word in words_of(without_scale(text))]
    sides = {_SIDES[word] for word in words if word in _SIDES}
    core = frozenset(word for word in words if word not in _SIDES and word not in _FILLERS)
    site = _SITES.get(core)
    if site is None:
        return None
    return Place(site, "both" if len(sides) > 1 else next(iter(sides), None))


def _stem(word: str) -> str:
    """A word without the pain that is written to its end: Beinschmerzen is the leg."""
    match = _GERMAN_PAIN.fullmatch(word) or _ENGLISH_PAIN.fullmatch(word)
    if match is None:
        return word
    stem = match[1]
    return stem if frozenset((stem,)) in _SITES else f"{stem}n"


def is_body_part(text: str) -> bool:
    """Whether words speak of the body, rather than of a town or a room.

    >>> is_body_part("Left knee"), is_body_part("Springfield, Ohio, US")
    (True, False)
    """
    parts = list(filter(None, (part.strip() for part in text.split(","))))
    # Back Bay, Boston is no back.
    return bool(parts) and all(names_body_part(part) or speaks_of_pain(part) for part in parts)


def names_body_part(text: str) -> bool:
    """Whether words name a part of the body.

    >>> names_body_part("Back pain"), names_body_part("Knee pain"), names_body_part("Pain")
    (True, True, False)
    """
    if place_in(text) is not None:
        return True
    return any(word in _BODY or frozenset((word,)) in _SITES for word in words_of(text))


def place_name(column: str) -> str:
    """What a column's name says of the place: all of it, or what a form's grid has in brackets.

    >>> place_name("left leg"), place_name("How bad is the pain? [Lower back]")
    ('left leg', 'Lower back')
    """
    match = _GRID.fullmatch(column)
    if match is None or not speaks_of_pain(match[1]):
        return column
    scale = scale_in(match[1])
    return match[2].strip() + (f" ({scale[0]:g}-{scale[1]:g})" if scale else "")


def is_place(column: str) -> bool:
    """Whether a name is of a place of the body and nothing else, but for its side and the pain.

    >>> is_place("left leg"), is_place("Upper back"), is_place("Body weight")
    (True, True, False)
    """
    text = place_name(column)
    words = [_stem(word) for word in words_of(without_scale(text))]
    body = [word for word in words if word in _BODY or frozenset((word,)) in _SITES]
    around = _SIDES.keys() | _FILLERS | _LOWER | _LEVELS
    return bool(body) and all(word in around for word in words if word not in body)


def share_of_body_parts(cells: Iterable[str]) -> float:
    """How large a share of the different cells that hold anything speak of the body."""
    different = {cell for cell in cells if cell}
    return sum(map(is_body_part, different)) / len(different) if different else 0.0

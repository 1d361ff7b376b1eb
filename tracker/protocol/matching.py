"""Match what a person writes to the plain name that it means, or to what is nearest to it."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from tracker.protocol.errors import InvalidRecord


class UnknownName(InvalidRecord, KeyError):
    """A muscle, spot or tool that is not in the catalogue.

    Attributes
    ----------
    field : str
        "muscle", "spot" or "tool".
    name : str
        What was asked for, as it was written.
    """

    def __init__(self, field: str, name: str, message: str) -> None:
        self.field = field
        self.name = name
        super().__init__({field: message})

    def __str__(self) -> str:
        # KeyError would show the sentence in quotation marks.
        return self.problems[self.field]


def tidy(name: str) -> str:
    """A name without surrounding and doubled whitespace.

    Examples
    --------
    >>> tidy("  my   knot ")
    'my knot'
    """
    return " ".join(name.split())


def key_of(name: str) -> str:
    """What all spellings of a name share, whatever their case and whitespace.

    Examples
    --------
    >>> key_of(" Near the  Sacrum")
    'near the sacrum'
    """
    return tidy(name).casefold()


def by_key(names: Iterable[str]) -> dict[str, str]:
    """Names by what all their spellings share.

    Examples
    --------
    >>> by_key(["Soleus"])
    {'soleus': 'Soleus'}
    """
    return {key_of(name): name for name in names}


def plain_name(field: str, name: str, plain_names: Mapping[str, str], owner: str = "") -> str:
    """The plain name that a written one means.

    Parameters
    ----------
    field : str
        "muscle", "spot" or "tool".
    name : str
        As it was written.
    plain_names : mapping of str to str
        Plain names by their key, as of `by_key`; several keys may have one name.
    owner : str
        Whose names they are, as the sentence of a refusal goes on, such as " of piriformis".

    Raises
    ------
    UnknownName
        None of them is meant.

    Examples
    --------
    >>> plain_name("tool", "Foam  Roller", by_key(["foam roller"]))
    'foam roller'
    """
    try:
        return plain_names[key_of(name)]
    except KeyError:
        raise unknown(field, name, plain_names, owner) from None


def unknown(field: str, name: str, plain_names: Mapping[str, str], owner: str = "") -> UnknownName:
    """What to raise for a name that is not known: it offers the nearest, or lists them all.

    Parameters are those of `plain_name`.

    Examples
    --------
    >>> print(unknown("tool", "foam rolller", by_key(["foam roller"])))
    Unknown tool 'foam rolller'. Did you mean 'foam roller'?
    """
    nearest = _nearest(key_of(name), plain_names)
    if nearest is not None:
        remedy = f"Did you mean {nearest!r}?"
    else:
        names = ", ".join(dict.fromkeys(plain_names.values())) or "none yet"
        remedy = f"Known {field}s: {names}."
    return UnknownName(field, name, f"Unknown {field} {name!r}{owner}. {remedy}")


def _nearest(key: str, plain_names: Mapping[str, str]) -> str | None:
    """The known name that `key` is most likely a slip of, or None."""
    matches = get_close_matches(key, plain_names, n=1)
    if matches:
        return plain_names[matches[0]]
    # "midle" is far from "middle of the buttock" as a whole, yet near its first word.
    size = len(key.split()) or 1
    phrases: dict[str, str] = {}
    for full, name in plain_names.items():
        words = full.split()
        for start in range(len(words) - size + 1):
            phrases.setdefault(" ".join(words[start : start + size]), name)
    matches = get_close_matches(key, phrases, n=1, cutoff=0.7)
    return phrases[matches[0]] if matches else None

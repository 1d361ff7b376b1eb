"""Say which spots and muscles give relief: one answer, told in the same words everywhere.

Only what `tracker.relief.pooling.sets` names is named; "likely" is the 95 % interval of the pooled
average. An answer has three sentences and sixty words at most, names of one's own aside.
"""

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from tracker.protocol.place_name import place_in_sentence
from tracker.relief import columns as c
from tracker.relief.pooling.pool import Pooled
from tracker.relief.pooling.sets import CLEAR, LEAST_MARK, LESS, OPEN, ROSE, SOME, clear_mark
from tracker.wording.numbers import counted, not_enough, points, row_tuples
from tracker.wording.tables import NO_RELEASES

EASES: Final = "Pain also eases by itself."
NONE_CLEAR: Final = "No spot gives clear relief so far."
AS_PRESSED: Final = (
    "A muscle is the average of its spots as you pressed them, each by its releases; "
    "which of its spots, the ranking of spots says."
)

_MOST_WORDS: Final = 60
_NAMED: Final = (
    (3, 2, True),
    (2, 2, True),
    (2, 1, True),
    (1, 1, True),
    (1, 1, False),
    (1, 0, False),
)
"""How many spots and muscles are named at most, and whether one where pain rose is; the first that
stays within the words is taken. Without any muscle, nothing is said of muscles."""
_MANY_MORE: Final = 100


def pooled_sentence(pooled: Pooled) -> str:
    """Say which spots and muscles give relief, and that pain also eases by itself.

    Parameters
    ----------
    pooled : Pooled
        From `tracker.relief.pool`.

    Returns
    -------
    str
        See `answer_sentence`.
    """
    return answer_sentence(pooled.spots, pooled.muscles)


def answer_sentence(spots: pd.DataFrame, muscles: pd.DataFrame | None = None) -> str:
    """Say which spots give relief and, where their table is at hand, which muscles.

    Parameters
    ----------
    spots, muscles : DataFrame
        ``pool(frame).spots`` and ``pool(frame).muscles``.

    Returns
    -------
    str
        The spots with clear relief, each with its points, likely range and releases; then which
        may be the best, and how many give less or are open; then the muscles. Where no spot gives
        clear relief, the nearest to it, and about how many more releases would settle it. Without
        a spot of five rated releases, how many are missing. Last, that pain also eases by itself.
    """
    return " ".join(filter(None, answer_parts(spots, muscles)))


def answer_parts(
    spots: pd.DataFrame, muscles: pd.DataFrame | None = None, *, first_words: int = _MOST_WORDS
) -> tuple[str, str, str, str]:
    """Give the same answer in its parts, where a page sets the first apart.

    Parameters
    ----------
    spots, muscles : DataFrame
        As in `answer_sentence`.
    first_words : int
        How long the first part may be, where names of the catalogue allow it.

    Returns
    -------
    tuple of str
        What gives clear relief, or that nothing does or too little is known; how the other spots
        compare; the muscles; that pain also eases by itself. Any but the first may be "".
    """
    if spots.empty:
        return NO_RELEASES, "", "", ""
    if not spots[c.ENOUGH].any():
        return (*_too_few(spots), "", "")
    clear = spots[spots[c.GIVES] == CLEAR]
    for most_spots, most_muscles, names_rises in _NAMED:
        named = _named(clear, most_spots) if len(clear) else NONE_CLEAR
        rest = _rest(spots, clear, names_rises) if len(clear) else _without_clear(spots)
        whole = ""
        if muscles is not None and most_muscles:
            whole = muscles_sentence(muscles, clear, most_muscles)
        is_short = len(named.split()) <= first_words
        if is_short and len(f"{named} {rest} {whole}".split()) <= _MOST_WORDS:
            break
    return named, rest, whole, EASES


def muscles_sentence(muscles: pd.DataFrame, clear: pd.DataFrame, most: int = 2) -> str:
    """Say which muscles give clear relief as they were pressed, and which at the spots named only.

    Parameters
    ----------
    muscles : DataFrame
        ``pool(frame).muscles``.
    clear : DataFrame
        The rows of ``pool(frame).spots`` that give clear relief.
    most : int
        How many are named; the others are counted.

    Returns
    -------
    str
        "" where there is neither.
    """
    whole = row_tuples(muscles[muscles[c.GIVES] == CLEAR])
    known = {row.muscle for row in whole}
    only = [name for name in dict.fromkeys(clear[c.MUSCLE]) if name not in known]
    parts = [
        f"{row.muscle}, {_figures(row, first=place == 0)}" for place, row in enumerate(whole[:most])
    ]
    parts += _more(len(whole) - len(parts))
    if only:
        at = "this spot" if len(clear) == 1 else "the spots named"
        shown = [*only[:most], *_more(len(only) - most)]
        parts.append(f"{_listed(shown)}, only at {at}")
    if not parts:
        return ""
    return f"{'Muscle' if len(known) + len(only) == 1 else 'Muscles'}: {_listed(parts)}."


def muscles_answer(muscles: pd.DataFrame) -> str:
    """Say which muscles give relief, where the table of muscles stands alone.

    Parameters
    ----------
    muscles : DataFrame
        ``pool(frame).muscles``.
    """
    if muscles.empty:
        return NO_RELEASES
    if not muscles[c.ENOUGH].any():
        return not_enough("muscle", muscles)
    rows = row_tuples(muscles[muscles[c.GIVES] == CLEAR])
    shown = [
        f"{row.muscle}, {_figures(row, first=place == 0)}" for place, row in enumerate(rows[:3])
    ]
    giving = "1 muscle gives" if len(rows) == 1 else f"{len(rows)} muscles give"
    named = (
        f"So far {giving} clear relief as a whole: {_listed([*shown, *_more(len(rows) - 3)])}."
        if rows
        else "No muscle gives clear relief as a whole so far."
    )
    others = _others(muscles)
    rest = f"{others[:1].upper()}{others[1:]}." if others else ""
    return " ".join(filter(None, [named, rest, EASES]))


def mark_note(reference_pain: float, *, is_usual: bool = False) -> str:
    """Say from how many points relief is called clear.

    Examples
    --------
    >>> mark_note(6.0)
    'Clear relief: more than 1.8 points on average, 30 % of a starting pain of 6.'
    >>> mark_note(4.0, is_usual=True)
    'Clear relief: more than 1.2 points on average, 30 % of your usual pain of 4.'
    >>> mark_note(2.0)
    'Clear relief: more than 1 point on average.'
    """
    mark = clear_mark(reference_pain)
    of = "your usual pain" if is_usual else "a starting pain"
    share = f", 30 % of {of} of {reference_pain:g}" if mark > LEAST_MARK else ""
    return f"Clear relief: more than {_mark(mark)} on average{share}."


def gives_sentence(row: Any) -> str:
    """Say what one spot or muscle gives, in a sentence of its own.

    Parameters
    ----------
    row : named tuple
        A row of ``pool(frame).spots`` or ``pool(frame).muscles``.

    Returns
    -------
    str
        "" where it is not compared.
    """
    at = f"a starting pain of {row.reference_pain:g}"
    mark = f"clear relief ({_mark(row.mark)} at {at})"
    if row.gives == CLEAR:
        return f"So far it gives {mark} or more."
    if row.gives == LESS:
        return f"So far it gives less than {mark}."
    if row.gives == ROSE:
        return f"Pain rose here so far. {EASES}"
    opening = "So far it gives some relief; whether it is" if row.gives == SOME else "Whether it is"
    if row.gives in (SOME, OPEN):
        return " ".join(filter(None, [f"{opening} {mark} is open.", settled_by(row.n_more)]))
    return ""


def settled_by(n_more: float) -> str:
    """Say about how many more releases would settle what is open.

    Examples
    --------
    >>> settled_by(12.0)
    'About 12 more releases would likely settle it.'
    >>> settled_by(54.0)
    'About 60 more releases would likely settle it.'
    >>> settled_by(925.0)
    'It lies too near the mark to be settled soon.'
    """
    more = more_releases(n_more)
    if not more:
        return "It lies too near the mark to be settled soon."
    releases = "release" if n_more == 1 else "releases"
    return f"{more[0].upper()}{more[1:]} {releases} would likely settle it."


def more_releases(n_more: float) -> str:
    """Say how many more, rounded; "" where there are too many to count on, or nothing is open.

    Examples
    --------
    >>> more_releases(12.0), more_releases(54.0), more_releases(925.0)
    ('about 12 more', 'about 60 more', '')
    """
    if not n_more <= _MANY_MORE:
        return ""
    return f"about {int(n_more) if n_more <= 20 else -10 * int(-n_more // 10)} more"


def _too_few(spots: pd.DataFrame) -> tuple[str, str]:
    fullest = row_tuples(spots.sort_values(c.N_RATED, ascending=False, kind="stable").head(1))[0]
    missing = c.MIN_RELEASES - fullest.n_rated
    return (
        f"Not enough yet: no spot has {c.MIN_RELEASES} rated releases.",
        f"The {_name(fullest)} has the most, {fullest.n_rated}; {missing} more there and it can be "
        "judged.",
    )


def _named(clear: pd.DataFrame, most: int) -> str:
    rows = row_tuples(clear)
    shown = [
        f"{_briefly(row, rows[:place])}, {_figures(row, first=place == 0)}"
        for place, row in enumerate(rows[:most])
    ]
    listed = _listed([*shown, *_more(len(rows) - most)])
    return f"So far {_giving(len(rows))} clear relief: {listed}."


def _rest(spots: pd.DataFrame, clear: pd.DataFrame, names_rises: bool) -> str:
    others = _others(spots, names_rises=names_rises)
    best = _best(spots, clear)
    if best and others:
        return f"{best}; {others}."
    return f"{best or others[:1].upper() + others[1:]}." if best or others else ""


def _without_clear(spots: pd.DataFrame) -> str:
    is_open = spots[spots[c.GIVES].isin((SOME, OPEN))]
    few = int((~spots[c.ENOUGH]).sum())
    too_few = f"{few} {'has' if few == 1 else 'have'} too few releases" if few else ""
    others = ", ".join(filter(None, [_others(spots), too_few]))
    counts = f"{others[:1].upper()}{others[1:]}."
    if is_open.empty:
        return counts
    nearest = row_tuples(is_open.sort_values(c.P_CLEAR, ascending=False, kind="stable").head(1))[0]
    settle = settled_by(nearest.n_more)
    said = f"Nearest: {_name(nearest)}, {_figures(nearest, first=True)}"
    return f"{counts} {said}; {settle[0].lower()}{settle[1:]}"


def _best(spots: pd.DataFrame, clear: pd.DataFrame) -> str:
    best, n = list(spots.index[spots[c.IN_BEST_SET]]), len(clear)
    if not best:
        return ""
    if n == 1:
        return "It is the best of them" if best == list(clear.index) else ""
    if not set(best) <= set(clear.index):
        return f"The best is one of {len(best)}"
    if len(best) == 1:
        place = list(clear.index).index(best[0])
        return f"The {('first', 'second', 'third')[place]} is the best" if place < 3 else ""
    if len(best) == n:
        return f"The best is one of these {_in_words(n)}"
    is_first = best == list(clear.index[: len(best)]) and len(best) <= 3
    return f"The best is one of {f'the first {_in_words(len(best))}' if is_first else len(best)}"


def _others(spots: pd.DataFrame, *, names_rises: bool = True) -> str:
    """Count those that give less or are open, and name or count where pain rose."""
    gives = spots[c.GIVES]
    less, is_open = int((gives == LESS).sum()), int(gives.isin((SOME, OPEN)).sum())
    odd = int(spots[c.CONFLICTS_WITH_DATA].sum())
    rose = row_tuples(spots[gives == ROSE])
    where = [_name(row) for row in rose[:1]] + _more(len(rose) - 1)
    if not names_rises:
        where = [str(len(rose))]
    parts = [
        f"{less} {'gives' if less == 1 else 'give'} less" if less else "",
        f"{is_open} {'is' if is_open == 1 else 'are'} open" if is_open else "",
        f"{odd} can't be compared (pain began there at another level)" if odd else "",
        f"pain rose at {_listed(where)}" if rose else "",
    ]
    return ", ".join(filter(None, parts))


def _figures(row: Any, *, first: bool) -> str:
    """Points, range and releases; said in full where they come first."""
    low_high = f"{points(row.low_95)} to {points(row.high_95)}"
    if first:
        return f"{points(row.mean)} points (likely {low_high}, {counted(row.n_rated, 'release')})"
    return f"{points(row.mean)} ({low_high}, {row.n_rated})"


def _briefly(row: Any, before: list[Any]) -> str:
    """The name; where the same spot came just before, only the other side."""
    same = before and (before[-1].muscle, before[-1].spot) == (row.muscle, row.spot)
    return f"the {row.side}" if same else _name(row)


def _name(row: Any) -> str:
    if not hasattr(row, c.SPOT):
        return str(row.muscle)
    return place_in_sentence(row.muscle, row.spot, row.side)


def _mark(mark: float) -> str:
    return "1 point" if mark == 1 else f"{round(mark, 2):g} points"


def _giving(n: int) -> str:
    return "1 spot gives" if n == 1 else f"{n} spots give"


def _in_words(n: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(n, str(n))


def _more(n: int) -> list[str]:
    return [f"{n} more"] if n > 0 else []


def _listed(parts: Iterable[str]) -> str:
    """Join by commas, "and" before the last."""
    *head, last = parts
    if not head:
        return last
    # A part may hold commas of its own.
    between = ", and " if any("," in part for part in (*head, last)) else " and "
    return f"{', '.join(head)}{between}{last}"

"""The explorer's answer: its sentences, the rows of muscles and spots, and how it is worked out."""

from typing import TYPE_CHECKING, Any, Final

from tracker.protocol.place_name import place_title
from tracker.widgets.paragraphs import paragraphs

if TYPE_CHECKING:
    from tracker.widgets.filters import Selection

_LEAD_WORDS: Final = 31
"""An answer up to this long opens the page whole; of a longer one, how the others compare waits.

So the page has sixty words at most above the rows, in sight on a phone."""


def answer(chosen: "Selection") -> dict[str, Any]:
    """Give what gives relief: ``lead`` first, ``rest`` under the rows.

    Returns
    -------
    dict
        ``lead`` and ``rest`` (paragraphs), ``muscles`` and ``spots`` (see `muscle_rows` and
        `spot_rows`) and ``method`` (paragraphs).
    """
    from tracker.wording.answer import answer_parts

    pooled = chosen.pooled
    named, others, muscles, eases = answer_parts(
        pooled.spots, pooled.muscles, first_words=_LEAD_WORDS
    )
    rest = " ".join(filter(None, [others, muscles]))
    whole = " ".join(filter(None, [named, rest, eases]))
    is_short = len(whole.split()) <= _LEAD_WORDS
    return {
        "lead": paragraphs([named, f"{rest} {eases}".strip() if is_short else eases]),
        "rest": paragraphs([] if is_short else [rest]),
        "muscles": muscle_rows(chosen),
        "spots": spot_rows(chosen),
        "method": _method(chosen),
    }


def spot_rows(chosen: "Selection") -> list[dict[str, Any]]:
    """List the spots that were pressed, in the order of the ranking, each in a line of words."""
    from tracker.relief.pooling.pool import display_estimates
    from tracker.wording.numbers import row_tuples

    return [
        {
            "muscle": row.muscle,
            "spot": row.spot,
            "side": row.side,
            "name": place_title(row.muscle, row.spot, row.side),
            **_figures(row),
        }
        for row in row_tuples(display_estimates(chosen.pooled.spots))
    ]


def muscle_rows(chosen: "Selection") -> list[dict[str, Any]]:
    """List the muscles that were pressed, as `spot_rows` lists the spots."""
    from tracker.relief.pooling.pool import display_estimates
    from tracker.wording.numbers import row_tuples

    return [
        {"name": row.muscle, **_figures(row)}
        for row in row_tuples(display_estimates(chosen.pooled.muscles))
    ]


def _figures(row: Any) -> dict[str, Any]:
    """What a row says, and where its dot and its line stand; no line where it is not ranked."""
    from tracker.wording.numbers import counted

    is_ranked = bool(row.enough) and not row.conflicts_with_data
    return {
        "said": _in_short(row),
        "n": counted(row.n, "release"),
        "gives": row.gives if is_ranked else "",
        "range": [row.low_95, row.mean, row.high_95] if is_ranked else None,
        "mark": row.mark if is_ranked else None,
    }


def _in_short(row: Any) -> str:
    from tracker.wording.numbers import fall, gives_words

    if not row.enough:
        return "not enough yet"
    relief = fall(row.mean)
    return relief if row.conflicts_with_data else f"{relief}: {gives_words(row.gives)}"


def _method(chosen: "Selection") -> list[str]:
    from tracker.relief.plan import REST_H
    from tracker.wording.answer import AS_PRESSED, mark_note
    from tracker.wording.plan import rest_note
    from tracker.wording.pooling import POOLED
    from tracker.wording.tables import BORROWED, NOT_PROOF

    pooled = chosen.pooled
    if pooled.fit is None:
        return [NOT_PROOF]
    note = mark_note(pooled.reference_pain, is_usual=pooled.reference_is_usual)
    return paragraphs(
        [
            NOT_PROOF,
            POOLED,
            f"{note} {BORROWED}",
            "“Likely” is the range that holds the average in 95 of 100 such diaries.",
            AS_PRESSED,
            f"What to press next goes by your whole diary. {rest_note(REST_H)}",
        ]
    )

"""Every sentence a person reads about numbers, each a tested function of a table.

Floor: imports the tables and column names of `tracker.relief` and the protocol; computes nothing.
A name is loaded when it is first used, so that a form which says a number loads no pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.wording.experiments import experiment_sentence, length_sentence
    from tracker.wording.factors import factor_sentence
    from tracker.wording.over_time import (
        NOT_WHY,
        habituation_sentence,
        pain_week_sentence,
        relief_level_sentence,
        relief_week_sentence,
        sciatica_level_sentence,
    )
    from tracker.wording.plan import rest_note
    from tracker.wording.pooling import POOLED, leading_sentence, pooled_sentence, spot_sentences
    from tracker.wording.tables import (
        BORROWED,
        MOVED_BY_CHOICE,
        NOT_PROOF,
        PLAIN_AVERAGES,
        RATED_DAYS_ONLY,
        WEEKS_DIFFER,
        hold_curves_sentence,
        muscle_weeks_sentence,
        over_time_sentence,
        sciatica_sentence,
        spot_ranking_sentence,
    )
    from tracker.wording.thirty_seconds import PREDICTS, thirty_second_sentence

__all__ = [
    "BORROWED",
    "MOVED_BY_CHOICE",
    "NOT_PROOF",
    "NOT_WHY",
    "PLAIN_AVERAGES",
    "POOLED",
    "PREDICTS",
    "RATED_DAYS_ONLY",
    "WEEKS_DIFFER",
    "experiment_sentence",
    "factor_sentence",
    "habituation_sentence",
    "hold_curves_sentence",
    "leading_sentence",
    "length_sentence",
    "muscle_weeks_sentence",
    "over_time_sentence",
    "pain_week_sentence",
    "pooled_sentence",
    "relief_level_sentence",
    "relief_week_sentence",
    "rest_note",
    "sciatica_level_sentence",
    "sciatica_sentence",
    "spot_ranking_sentence",
    "spot_sentences",
    "thirty_second_sentence",
]

_HOME = {
    "BORROWED": "tables",
    "MOVED_BY_CHOICE": "tables",
    "NOT_PROOF": "tables",
    "NOT_WHY": "over_time",
    "PLAIN_AVERAGES": "tables",
    "POOLED": "pooling",
    "PREDICTS": "thirty_seconds",
    "RATED_DAYS_ONLY": "tables",
    "WEEKS_DIFFER": "tables",
    "experiment_sentence": "experiments",
    "factor_sentence": "factors",
    "hold_curves_sentence": "tables",
    "leading_sentence": "pooling",
    "length_sentence": "experiments",
    "muscle_weeks_sentence": "tables",
    "over_time_sentence": "tables",
    "pain_week_sentence": "over_time",
    "pooled_sentence": "pooling",
    "relief_level_sentence": "over_time",
    "relief_week_sentence": "over_time",
    "rest_note": "plan",
    "sciatica_level_sentence": "over_time",
    "sciatica_sentence": "tables",
    "spot_ranking_sentence": "tables",
    "spot_sentences": "pooling",
    "thirty_second_sentence": "thirty_seconds",
    "habituation_sentence": "over_time",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"tracker.wording.{_HOME[name]}"), name)
    raise AttributeError(f"module 'tracker.wording' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

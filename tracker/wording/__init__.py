"""Every sentence a person reads about numbers, each a tested function of a table.

Floor: imports the tables and column names of `tracker.relief` and the protocol; computes nothing.
Each name is loaded when it is first used: a page that says one thing loads what that needs.
"""

from importlib import import_module
from typing import Any

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
    "advice_sentence": "plan",
    "answer_parts": "answer",
    "answer_sentence": "answer",
    "bounds_sentence": "pooling",
    "change_sentences": "level_change",
    "changes_sentence": "level_change",
    "chances_sentence": "experiments",
    "experiment_sentence": "experiments",
    "factor_sentence": "factors",
    "habituation_sentence": "over_time",
    "hold_curves_sentence": "tables",
    "length_sentence": "experiments",
    "muscle_weeks_sentence": "tables",
    "muscles_answer": "answer",
    "muscles_sentence": "answer",
    "over_time_sentence": "tables",
    "pain_week_sentence": "over_time",
    "pooled_sentence": "answer",
    "reason_sentence": "plan",
    "relief_change_sentence": "level_change",
    "relief_level_sentence": "over_time",
    "relief_week_sentence": "over_time",
    "rest_note": "plan",
    "sciatica_change_sentence": "level_change",
    "sciatica_level_sentence": "over_time",
    "sciatica_sentence": "tables",
    "short_change_sentence": "level_change",
    "spot_ranking_sentence": "tables",
    "spot_sentences": "pooling",
    "stopping_sentence": "experiments",
    "thirty_second_sentence": "thirty_seconds",
    "week_so_far_sentence": "week",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"tracker.wording.{_HOME[name]}"), name)
    raise AttributeError(f"module 'tracker.wording' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

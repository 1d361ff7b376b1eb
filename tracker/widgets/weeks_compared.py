"""Which weeks does the explorer set against each other, and what does it say of them?"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.widgets.selection import Selection


def latest_week(chosen: "Selection") -> str:
    """The ISO week of the last day chosen, such as 2026-W46; never one to come."""
    return _week(_last_day(chosen))


def week_sentences(chosen: "Selection") -> list[str]:
    """Compare the latest week with the one before and the four before it.

    While a week has hardly begun, the week that was last whole is compared too.
    """
    from tracker.relief.over_time_sentences import relief_week_sentence
    from tracker.relief.week_against_week import week_against_week

    day = _last_day(chosen)
    asked = [(day, 1), (day, 4)]
    answers = [
        week_against_week(chosen.releases, _week(day), before, pooled=chosen.pooled)
        for day, before in asked
        if _reaches_back(chosen, day, before)
    ]
    if answers and not answers[0].enough:
        whole = day - timedelta(weeks=1)
        if _reaches_back(chosen, whole, 1):
            last = week_against_week(chosen.releases, _week(whole), 1, pooled=chosen.pooled)
            answers.insert(1, last)
    said = [relief_week_sentence(answer) for answer in answers]
    return said or ["The days you chose hold no week before the last one to compare it with."]


def _last_day(chosen: "Selection") -> date:
    return min(chosen.chosen.last or chosen.today, chosen.today)


def _reaches_back(chosen: "Selection", day: date, weeks: int) -> bool:
    """Whether the days chosen hold all of the weeks before a day's week."""
    monday = day - timedelta(days=day.weekday(), weeks=weeks)
    return chosen.chosen.first is None or chosen.chosen.first <= monday


def _week(day: date) -> str:
    return f"{day:%G-W%V}"

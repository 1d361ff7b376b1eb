"""Compute what the Today page says: the next press of the plan, and the week so far.

It loads pandas and SciPy, so a page imports it when it first asks.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from tracker.protocol.check_in import SCIATICA
from tracker.protocol.weeks import week_name, week_start
from tracker.relief import columns as c
from tracker.relief.days import main_site, releases_by_day, sciatica_by_day
from tracker.relief.plan import plan
from tracker.relief.week_comparison import pain_week_comparison
from tracker.widgets.sections import hold_address
from tracker.wording.plan import advice_sentence, reason_sentence
from tracker.wording.week import week_so_far_sentence

if TYPE_CHECKING:
    from tracker.facade import Diary

LINE_DAYS: Final = 28
"""How many days the line of the sciatica shows, today included."""


def overview(diary: "Diary", now: datetime) -> dict[str, Any]:
    """Give the next press and the week so far, of one reading of the diary.

    Returns
    -------
    dict
        ``next``: ``muscle``, ``spot``, ``side``, ``tool`` ("" where nobody can say), ``reason`` and
        ``href``, the hold page set to it; or ``advice``, with ``may_press``: whether no rule
        forbids pressing.
        ``week``: ``sentence``; ``days``, how many the line of the sciatica shows; ``site``; and
        ``pain``, for each rated day ``[days since the first, points]``.
    """
    releases, check_ins = diary.releases(), diary.check_ins()
    return {
        "next": _next_press(diary, releases, check_ins, now),
        "week": _week_so_far(releases, check_ins, now),
    }


def _next_press(
    diary: "Diary", releases: pd.DataFrame, check_ins: pd.DataFrame, now: datetime
) -> dict[str, Any]:
    planned = plan(
        releases,
        now=now,
        catalogue=diary.catalogue(),
        profile=diary.profile(),
        check_ins=check_ins,
        screenings=diary.screenings(),
    )
    if advice := advice_sentence(planned):
        return {"advice": advice, "may_press": not planned.stop_advice}
    first: Any = next(planned.suggestions.itertuples(index=False))
    place = {name: str(getattr(first, name)) for name in (c.MUSCLE, c.SPOT, c.SIDE, c.TOOL)}
    return {**place, "reason": reason_sentence(first), "href": hold_address(**place)}


def _week_so_far(releases: pd.DataFrame, check_ins: pd.DataFrame, now: datetime) -> dict[str, Any]:
    by_day = sciatica_by_day(check_ins)
    site = main_site(by_day) or SCIATICA
    start = week_start(now.date(), c.first_weekday(check_ins))
    pain = pain_week_comparison(check_ins, week_name(start), 1, site)
    pressed = releases_by_day(releases)
    in_week = pressed[(pressed[c.DAY] >= pd.Timestamp(start)) & (pressed[c.N] > 0)]
    first = pd.Timestamp(now.date() - timedelta(days=LINE_DAYS - 1))
    shown = by_day[(by_day[c.SITE] == site) & (by_day[c.DAY] >= first)]
    return {
        "sentence": week_so_far_sentence(len(in_week), int(in_week[c.N].sum()), pain, site),
        "days": LINE_DAYS,
        "site": site,
        "pain": [
            [days, round(points, 1)]
            for days, points in zip((shown[c.DAY] - first).dt.days, shown[c.PAIN], strict=True)
        ],
    }

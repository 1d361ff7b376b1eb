"""Say what each table shows, in a plain sentence or two that promise nothing.

Every function takes a computed table and returns text. Groups under five rated releases are never
compared or called anything; figures are rounded to one decimal; "likely between" is the plain
95 % interval of the table.
"""

from typing import Any

import pandas as pd

from tracker.protocol.place_name import place_in_sentence
from tracker.relief import columns as c
from tracker.relief.days import main_site
from tracker.wording.numbers import change, counted, from_to, not_enough, row_tuples, week_of

NO_RELEASES = "No releases yet: log the first one and it shows here."
NO_CURVES = (
    "No releases yet with pain before, at 30 s and after: log the first one and it shows here."
)
NO_CHECK_INS = "No check-ins of the sciatica yet: save the first one and it shows here."

NOT_PROOF = (
    "Pain also eases by itself; this shows what happened while you pressed, "
    "not that pressing caused it."
)
PLAIN_AVERAGES = (
    "Each spot stands alone here: a few lucky presses can lead, and pain that starts higher "
    "has further to fall."
)
WEEKS_DIFFER = "Pressing other spots from one week to the next can move this by itself."
MOVED_BY_CHOICE = (
    "Presses are moved because pain had not begun to fall; "
    "this does not show what staying would have done."
)
RATED_DAYS_ONLY = "Only days you rated are here, and this does not show why pain changed."
BORROWED = "The 2-point, 30 % and 50 % marks are borrowed from studies of pain over weeks."


def spot_ranking_sentence(table: pd.DataFrame) -> str:
    """Say from where to where the plain averages of the spots run, naming none of several.

    Parameters
    ----------
    table : DataFrame
        From `by_spot`.

    Returns
    -------
    str
        Of spots with enough releases. Which of them give relief is said by
        `tracker.wording.pooled_sentence`: the highest plain average of many is mostly luck.
    """
    if table.empty:
        return NO_RELEASES
    enough = row_tuples(table[table[c.ENOUGH]])
    if not enough:
        return not_enough("spot", table)
    if len(enough) > 1:
        return f"{_plain_averages(enough, 'spots')}."
    only = enough[0]
    name = place_in_sentence(only.muscle, only.spot, only.side)
    return f"After pressing the {name} your pain was {change(only)}."


def over_time_sentence(weeks: pd.DataFrame) -> str:
    """Say how relief was in the latest week with enough releases, and in the first.

    Parameters
    ----------
    weeks : DataFrame
        From `by_week`.

    Returns
    -------
    str
        Weeks under five rated releases are passed over.
    """
    if weeks.empty:
        return NO_RELEASES
    enough = row_tuples(weeks[weeks[c.ENOUGH]])
    if not enough:
        return not_enough("week", weeks)
    first, last = enough[0], enough[-1]
    sentence = f"In {week_of(last)} your pain after a press was {change(last)}."
    if len(enough) == 1:
        return sentence
    verdict = "Two weeks do not show a trend, and pressing other spots changes them too."
    return f"{sentence} In {week_of(first)} it was {change(first)}. {verdict}"


def hold_curves_sentence(curves: pd.DataFrame) -> str:
    """Say how pain ran through the presses you held, and those you moved on from.

    Parameters
    ----------
    curves : DataFrame
        From `hold_curves`. Its muscles are taken together, every release counting once.

    Returns
    -------
    str
        A kind of press under five releases is passed over.
    """
    if curves.empty:
        return NO_CURVES
    held, n_held = _path(curves, c.HELD)
    moved, n_moved = _path(curves, c.MOVED)
    sentences = []
    if n_held >= c.MIN_RELEASES:
        sentences.append(
            f"Over {n_held} presses you held, your pain was on average {held[0]:.1f} before, "
            f"{held[1]:.1f} at 30 s and {held[2]:.1f} after."
        )
    if n_moved >= c.MIN_RELEASES:
        sentences.append(
            f"Over {n_moved} presses you moved on from, your pain was on average {moved[0]:.1f} "
            f"before and {moved[1]:.1f} on leaving."
        )
    return " ".join(sentences) or (
        f"Not enough yet: {counted(n_held, 'held press', 'held presses')} and "
        f"{n_moved} moved with every rating; {c.MIN_RELEASES} of a kind are needed."
    )


def muscle_weeks_sentence(table: pd.DataFrame) -> str:
    """Say how relief was by muscle in the latest week with enough releases, naming none of several.

    Parameters
    ----------
    table : DataFrame
        From `by_muscle_and_week`.

    Returns
    -------
    str
        Of muscles with enough releases in that week.
    """
    if table.empty:
        return NO_RELEASES
    enough = table[table[c.ENOUGH]]
    if enough.empty:
        return not_enough("muscle in any one week", table)
    latest = enough[enough[c.WEEK_START] == enough[c.WEEK_START].max()]
    rows = row_tuples(latest)
    if len(rows) > 1:
        averages = _plain_averages(rows, "muscles")
        return f"In {week_of(rows[0])}, {averages[0].lower()}{averages[1:]}."
    only = rows[0]
    return f"In {week_of(only)}, after pressing the {only.muscle} your pain was {change(only)}."


def sciatica_sentence(by_day: pd.DataFrame) -> str:
    """Say how the sciatica itself was on the days you rated it.

    Parameters
    ----------
    by_day : DataFrame
        From `sciatica_by_day`. Of several sites, the one with the most rated days speaks; of
        equals, the first.

    Returns
    -------
    str
        Five rated days are enough for an average, fourteen for the first seven and the last.
    """
    if by_day.empty:
        return NO_CHECK_INS
    site = main_site(by_day)
    pain = by_day[by_day[c.SITE] == site].sort_values(c.DAY)[c.PAIN]
    if len(pain) < c.MIN_RELEASES:
        return (
            f"Not enough yet: you rated your {site} pain on {counted(len(pain), 'day')}, "
            f"and {c.MIN_RELEASES} are needed."
        )
    sentence = f"On the {len(pain)} days you rated it, your {site} pain was {pain.mean():.1f} of 10"
    if len(pain) < 14:
        return f"{sentence} on average."
    return (
        f"{sentence} on average: {pain.iloc[:7].mean():.1f} over the first seven of them, "
        f"{pain.iloc[-7:].mean():.1f} over the last seven."
    )


def _plain_averages(rows: list[Any], groups: str) -> str:
    means = [row.mean_relief for row in rows]
    return (
        f"The plain averages of {len(rows)} {groups} with {c.MIN_RELEASES} or more rated releases "
        f"run from {from_to(min(means), max(means))}; they are no ranking"
    )


def _path(curves: pd.DataFrame, outcome: str) -> tuple[list[float], int]:
    kind = curves[curves[c.OUTCOME] == outcome]
    n = kind[c.N].groupby(kind[c.MOMENT], observed=True).sum()
    pain = (kind[c.MEAN_PAIN] * kind[c.N]).groupby(kind[c.MOMENT], observed=True).sum() / n
    return pain.to_list(), int(n.max()) if len(n) else 0

"""Say in one line how the running week has gone so far."""

import pandas as pd

from tracker.protocol.check_in import SCIATICA
from tracker.relief.week_comparison import WeekComparison
from tracker.wording.numbers import counted
from tracker.wording.over_time import ALIKE


def week_so_far_sentence(
    active_days: int, releases: int, pain: WeekComparison, site: str = "sciatica"
) -> str:
    """Say on how many days of the week there was a release, and its pain against last week's.

    Parameters
    ----------
    active_days : int
        Days of the week, up to today, with a release.
    releases : int
        Releases of the week.
    pain : WeekComparison
        From `pain_week_comparison` of the week, against the one before.
    site : str
        The place of pain.

    Returns
    -------
    str
        Plain averages of the days that were rated, and no claim that weeks differ: for that see
        `pain_week_sentence`.
    """
    pressed = f"{active_days} of 7 days, {counted(releases, 'release')}"
    if pd.isna(pain.mean):
        return f"{pressed}; no check-in yet."
    where = "" if site == SCIATICA else f"{site} "
    sentence = f"{pressed}; average {where}pain {pain.mean:.1f}"
    if pd.isna(pain.mean_before):
        return f"{sentence}."
    change = round(pain.mean - pain.mean_before, 1)
    if abs(change) < ALIKE:
        return f"{sentence}, about as last week."
    return f"{sentence}, {abs(change):.1f} {'lower' if change < 0 else 'higher'} than last week."

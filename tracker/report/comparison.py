"""What of a week is compared: its own figures, the week before, and the four before that?"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from tracker.protocol.check_in import SCIATICA
from tracker.relief import columns as c
from tracker.relief.pooling.pool import Pooled
from tracker.relief.week_comparison import (
    WeekComparison,
    pain_week_comparison,
    week_comparison,
)
from tracker.report.entries import Entries
from tracker.report.iso_week import Week
from tracker.report.values import WeekLine
from tracker.report.week_counts import week_lines

FOUR: Final = 4


@dataclass(frozen=True, eq=False)
class Comparison:
    """What of a week is compared, worked out once for all that ask.

    Attributes
    ----------
    entries : Entries
        Up to the end of the week.
    week : Week
    pooled : Pooled
    site : str
        The place of pain that is followed.
    pain, relief : (WeekAgainstWeek, WeekAgainstWeek)
        Against the week before, and against the four before.
    weeks : tuple of WeekLine
        Twelve, this one last.
    """

    entries: Entries
    week: Week
    pooled: Pooled
    site: str
    pain: tuple[WeekComparison, WeekComparison]
    relief: tuple[WeekComparison, WeekComparison]
    weeks: tuple[WeekLine, ...]


def seen(entries: Entries, week: Week, pooled: Pooled) -> Comparison:
    """Compare a week with those before; `entries` reach up to its end, and `pooled` is of them."""
    site = site_of(entries.check_ins)
    name = week.name
    return Comparison(
        entries,
        week,
        pooled,
        site,
        (
            pain_week_comparison(entries.check_ins, name, 1, site),
            pain_week_comparison(entries.check_ins, name, FOUR, site),
        ),
        (
            week_comparison(entries.releases, name, 1, pooled=pooled),
            week_comparison(entries.releases, name, FOUR, pooled=pooled),
        ),
        week_lines(entries, week, pooled, site),
    )


def site_of(check_ins: pd.DataFrame) -> str:
    """Which place of pain to follow: the sciatica, or of an imported diary the one rated most."""
    sites = check_ins[c.SITE].astype(str)
    if sites.empty or (sites == SCIATICA).any():
        return SCIATICA
    along = [site for site in c.PATH_SITES if (sites == site).any()]
    return max(along, key=lambda site: int((sites == site).sum()), default=SCIATICA)

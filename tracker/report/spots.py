"""Which spots helped so far, which did not, and what is worth pressing next week?"""

from datetime import datetime
from typing import Any, Final

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.as_rated import as_rated
from tracker.relief.helps import helps
from tracker.relief.plan import HELPS, plan
from tracker.relief.pool import SPOT_KEYS, Pooled
from tracker.relief.wording import heading, rows
from tracker.report.entries import Entries, within
from tracker.report.iso_week import Week
from tracker.report.values import PlanLine, SpotLine

PLANNED: Final = (
    "In the order to try them, by the hopeful end of each range; at most one is there to explore. "
    "This goes by what happened while you pressed; it does not say what will happen."
)


def spot_lines(entries: Entries, week: Week, pooled: Pooled) -> tuple[SpotLine, ...]:
    """Give every spot pressed so far, in the order of `tracker.relief.pool`."""
    pressed = within(entries.releases, week)[SPOT_KEYS].astype(str).value_counts()
    return tuple(
        _line(row, int(pressed.get((row.muscle, row.spot, row.side), 0)))
        for row in rows(as_rated(pooled.spots))
    )


def _line(row: Any, n_week: int) -> SpotLine:
    return SpotLine(
        row.muscle,
        row.spot,
        row.side,
        float(row.mean),
        float(row.low_95),
        float(row.high_95),
        int(row.n_rated),
        n_week,
        heading(enough=row.enough, at_odds=row.at_odds),
        bool(row.leads),
    )


def not_helping(pooled: Pooled) -> set[tuple[str, str, str]]:
    """Name the spots with enough releases that the plan would not say to help."""
    spots = pooled.spots
    flat = spots[spots[c.ENOUGH] & ~helps(spots)]
    return {(row.muscle, row.spot, row.side) for row in rows(flat)}


def next_week(entries: Entries, ahead: datetime) -> tuple[tuple[PlanLine, ...], str]:
    """Plan the week that follows: the lines, and how they were made or why there are none.

    Parameters
    ----------
    entries : Entries
        Up to the end of the week.
    ahead : datetime
        The moment from which it looks ahead.
    """
    if entries.releases.empty:
        return (), "A first release on any spot within reach gives the plan something to go by."
    # A spot pressed on Sunday evening has rested long before the week is over.
    planned = plan(
        entries.releases,
        now=ahead,
        catalogue=entries.catalogue,
        check_ins=entries.check_ins,
        screenings=_screenings(entries),
        rest_h=0,
    )
    lines = tuple(
        PlanLine(
            row.muscle,
            row.spot,
            row.side,
            row.tool,
            "helps" if row.kind == HELPS else "explore",
            row.reason,
        )
        for row in rows(planned.suggestions)
    )
    return lines, planned.advice or PLANNED


def _screenings(entries: Entries) -> pd.DataFrame | None:
    """The screenings as the plan reads them, with no answer that came after the week."""
    if not entries.screenings:
        return None
    table = pd.DataFrame(
        [
            (one.answered_at, one.asked_because, ";".join(one.red_flags), one.dismissed_at)
            for one in entries.screenings
        ],
        columns=[c.ANSWERED_AT, c.ASKED_BECAUSE, c.RED_FLAGS, c.DISMISSED_AT],
    )
    moments = {
        name: pd.to_datetime(table[name], utc=True) for name in (c.ANSWERED_AT, c.DISMISSED_AT)
    }
    return table.assign(**moments)

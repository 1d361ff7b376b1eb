"""The spots of a report: their relief so far, and those to try next week."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.plan import HELPS, plan
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled, display_estimates, responders
from tracker.report.entries import Entries, within
from tracker.report.iso_week import Week
from tracker.wording.numbers import AS_RATED, fall, from_to, heading, row_tuples
from tracker.wording.plan import advice_sentence, reason_sentence

_HOW_PLANNED: Final = (
    "In the order to try them, by the hopeful end of each range; at most one is there to explore. "
    "This goes by what happened while you pressed; it does not say what will happen."
)

SPOTS_SHOWN: Final = 10
"""So many the week's page lists, which is two sheets at most; the relief page has them all."""


@dataclass(frozen=True)
class SpotLine:
    """A spot, its pooled relief up to the end of the week, and how often it was pressed in it.

    Attributes
    ----------
    muscle, spot, side : str
    mean, low, high : float
        Pooled relief in points and its 95 % interval, NaN before the first fit; where that is at
        odds with the ratings, their plain average, without an interval.
    n_rated, n_week : int
        Rated releases so far; releases this week.
    heading : str
        The heading that it stands under; none where it is ranked.
    gives : str
        What it gives, as `tracker.relief.pool` says it.
    """

    muscle: str
    spot: str
    side: str
    mean: float
    low: float
    high: float
    n_rated: int
    n_week: int
    heading: str
    gives: str


@dataclass(frozen=True)
class PlanLine:
    """A spot to try next week, and why.

    Attributes
    ----------
    muscle, spot, side, tool : str
    kind : {"helps", "explore"}
    reason : str
        With its numbers.
    """

    muscle: str
    spot: str
    side: str
    tool: str
    kind: Literal["helps", "explore"]
    reason: str


def spot_lines(entries: Entries, week: Week, pooled: Pooled) -> tuple[SpotLine, ...]:
    """Give every spot pressed so far, in the order of `tracker.relief.pooling.pool`."""
    pressed = within(entries.releases, week)[SPOT_KEYS].astype(str).value_counts()
    return tuple(
        _line(row, int(pressed.get((row.muscle, row.spot, row.side), 0)))
        for row in row_tuples(display_estimates(pooled.spots))
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
        heading(enough=row.enough, conflicts_with_data=row.conflicts_with_data),
        str(row.gives),
    )


def not_helping(pooled: Pooled) -> set[tuple[str, str, str]]:
    """Name the spots with enough releases that the plan would not say to help."""
    spots = pooled.spots
    not_helped = spots[spots[c.ENOUGH] & ~responders(spots)]
    return {(row.muscle, row.spot, row.side) for row in row_tuples(not_helped)}


def not_helping_sentence(line: SpotLine) -> str:
    """Say what pressing a spot that did not help came to.

    Examples
    --------
    >>> from math import nan
    >>> not_helping_sentence(SpotLine("psoas", "low", "left", 0.4, -0.5, 1.3, 6, 1, "", "less"))
    '0.4 points lower on average (likely 0.5 points higher to 1.3 points lower)'
    >>> other_start = SpotLine("psoas", "low", "left", -4.0, nan, nan, 8, 1, AS_RATED, "")
    >>> not_helping_sentence(other_start)
    'pain was 4.0 points higher on average as you rated it; it began at another level there'
    """
    if line.heading == AS_RATED:
        rated = fall(line.mean)
        return f"pain was {rated} on average as you rated it; it began at another level there"
    likely = from_to(line.low, line.high)
    return f"{fall(line.mean)} on average (likely {likely})"


def next_week(entries: Entries, start: datetime) -> tuple[tuple[PlanLine, ...], str]:
    """Plan the week that follows: the lines, and how they were made or why there are none.

    Parameters
    ----------
    entries : Entries
        Up to the end of the week.
    start : datetime
        When the coming days begin.
    """
    if entries.releases.empty:
        return (), "A first release on any spot within reach gives the plan something to go by."
    # A spot pressed on Sunday evening has rested long before the week is over.
    planned = plan(
        entries.releases,
        now=start,
        catalogue=entries.catalogue,
        profile=entries.profile,
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
            reason_sentence(row),
        )
        for row in row_tuples(planned.suggestions)
    )
    return lines, advice_sentence(planned) or _HOW_PLANNED


def _screenings(entries: Entries) -> pd.DataFrame | None:
    """The screenings as the plan reads them, with no answer that came after the week."""
    if not entries.screenings:
        return None
    table = pd.DataFrame(
        [
            (
                one.answered_at,
                one.asked_because,
                ";".join(one.red_flags),
                one.dismissed_at,
                one.doctor_agreed_at,
            )
            for one in entries.screenings
        ],
        columns=[c.ANSWERED_AT, c.ASKED_BECAUSE, c.RED_FLAGS, c.DISMISSED_AT, c.DOCTOR_AGREED_AT],
    )
    moments = (c.ANSWERED_AT, c.DISMISSED_AT, c.DOCTOR_AGREED_AT)
    return table.assign(**{name: pd.to_datetime(table[name], utc=True) for name in moments})

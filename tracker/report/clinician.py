"""What does a clinician read of the weeks: which measures, which shares, which reactions?

Neutral and dense: counts, scales by their names, sources, and no advice.
"""

from typing import Final

import pandas as pd

from tracker.report.clinician_tables import (
    Cells,
    Clinician,
    Table,
    adherence,
    adverse,
    asked_note,
    flags,
    responses,
    symptoms,
)
from tracker.report.comparison import Comparison
from tracker.report.iso_week import Week
from tracker.report.values import STRIP_WEEKS, SpotLine, WeekLine
from tracker.wording.numbers import AS_RATED, NOT_ENOUGH, points

PERIODS: Final = (1, 4, STRIP_WEEKS)
MOST_SPOTS: Final = 8
NONE: Final = "\u2013"

SUMMARY: Final = (
    "Self-recorded. Each release is one self-applied press on one spot, rated on the NRS-11 "
    "before, at 30 s and after; check-ins rate the sciatica itself."
)
METHODS: Final = (
    "Relief is pain before less pain when the press ended; a press left at 30 s counts with its "
    "relief on leaving. Skipped ratings are left out.",
    "Spots: partial pooling (spot within muscle) at one starting pain, with 95 % credible "
    "intervals. Weekly relief: average of daily averages, adjusted for spot and starting pain, "
    "with a 95 % t interval over days. Shares: 95 % Jeffreys intervals.",
    "Uncontrolled and unblinded: without a control arm, easing is not evidence of an effect. A "
    "2022 meta-analysis (PMC9434898) found no significant self-reported benefit of ischaemic "
    "compression over controls (SMD \u22120.22, p = .16).",
    "People tend to rate on bad days, and a press is usually begun when pain is high: some fall "
    "is regression to the mean.",
)


def clinician(seen: Comparison, spots: tuple[SpotLine, ...]) -> Clinician:
    """Make the clinician's page of the twelve weeks up to a week; `spots` as on the week's page."""
    first = seen.week.earlier(STRIP_WEEKS - 1).monday
    whole = Week(first).days.split(" to ")[0]
    if not any(character.isalpha() for character in whole):
        whole += f" {pd.Timestamp(first).month_name()}"
    if first.year != seen.week.sunday.year and str(first.year) not in whole:
        whole += f" {first.year}"
    until = seen.week.days.split(" to ")[1]
    return Clinician(
        f"{whole} to {until}",
        SUMMARY,
        (
            _by_period("Symptoms", seen, symptoms, _SYMPTOM_NOTE),
            _by_period("Releases and adherence", seen, adherence, ""),
            _by_period("Response per release", seen, responses, _RESPONSE_NOTE),
            _by_period("Adverse responses", seen, adverse, _ADVERSE_NOTE),
            Table(
                "Red flags",
                ("Answered", "How", "Yes to", "Then"),
                flags(seen, STRIP_WEEKS),
                asked_note(seen, STRIP_WEEKS),
            ),
            _spots(spots),
            _weeks(seen.weeks),
        ),
        METHODS,
    )


_SYMPTOM_NOTE: Final = (
    "NRS-11: 11-point numeric rating scale. SBI: Sciatica Bothersomeness Index, four items; about "
    "6.5 or less has been read as success (PMC3175874). PGIC: Patient Global Impression of Change."
)
_RESPONSE_NOTE: Final = (
    "Thresholds: Farrar 2001 (2 points, 30 %), Dworkin 2008 (IMMPACT; 30 %, 50 %); from studies "
    "over weeks, borrowed here for single presses. [95 % interval]. The shares of 30 % and 50 % "
    "leave out presses begun at 0."
)
_ADVERSE_NOTE: Final = "Large: 2 points or more above the pain before that press."


def _by_period(title: str, seen: Comparison, cells: Cells, note: str) -> Table:
    columns = [cells(seen, weeks) for weeks in PERIODS]
    names = [name for name, _ in columns[0]]
    rows = tuple((name, *(column[row][1] for column in columns)) for row, name in enumerate(names))
    heads = ("This week", *(f"{weeks} weeks" for weeks in PERIODS[1:]))
    return Table(title, (title, *heads), rows, note)


def _spots(spots: tuple[SpotLine, ...]) -> Table:
    ranked = sorted(spots, key=lambda line: -line.n_rated)[:MOST_SPOTS]
    rows = tuple(
        (f"{line.side} {line.muscle} ({line.spot})", str(line.n_rated), _relief(line))
        for line in ranked
    )
    rest = len(spots) - len(ranked)
    note = "Whole record, at one starting pain; the most often rated first."
    if any(line.under == AS_RATED for line in ranked):
        note += " * Baseline pain differs too much for an estimate."
    return Table(
        "Relief by spot",
        ("Spot", "n rated", "Relief, points [95 %]"),
        rows or ((NONE, NONE, NONE),),
        f"{note} {rest} more not shown." if rest > 0 else note,
    )


def _weeks(weeks: tuple[WeekLine, ...]) -> Table:
    rows = tuple(
        (
            line.week.name,
            NONE if line.pain is None else f"{line.pain:.1f} ({line.pain_days})",
            NONE if line.bothersomeness is None else f"{line.bothersomeness:g}",
            f"{line.n} ({line.days})",
            NONE if line.relief is None else _mean(line.relief, line.low, line.high),
        )
        for line in weeks
    )
    heads = ("Week", "NRS-11 (days)", "SBI", "Releases (days)", "Relief, points [95 %]")
    return Table("Week by week", heads, rows)


def _relief(line: SpotLine) -> str:
    if line.under == NOT_ENOUGH:
        return "under 5 rated"
    if line.under == AS_RATED:
        return f"{points(line.mean)}, as rated*"
    return _mean(line.mean, line.low, line.high)


def _mean(mean: float, low: float | None, high: float | None) -> str:
    said = points(mean)
    return said if low is None or high is None else f"{said} [{points(low)},\u00a0{points(high)}]"

"""The page for a clinician: twelve weeks as measures, shares and reactions.

Neutral and dense: counts, scales by their names, sources, and no advice.
"""

from typing import Final

import pandas as pd

from tracker.report.clinician_tables import (
    Cells,
    ClinicianPage,
    Table,
    adherence,
    adverse,
    asked_note,
    flags,
    responses,
    symptoms,
)
from tracker.report.comparison import WEEKS_SHOWN, Comparison, WeekLine
from tracker.report.iso_week import Week
from tracker.report.spots import SpotLine
from tracker.wording.numbers import AS_RATED, NOT_ENOUGH, points

PERIODS: Final = (1, 4, WEEKS_SHOWN)
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


def clinician_page(comparison: Comparison, spots: tuple[SpotLine, ...]) -> ClinicianPage:
    """Make the clinician's page of the twelve weeks up to a week; `spots` as on the week's page."""
    first = comparison.week.earlier(WEEKS_SHOWN - 1).monday
    whole = Week(first).days.split(" to ")[0]
    if not any(character.isalpha() for character in whole):
        whole += f" {pd.Timestamp(first).month_name()}"
    if first.year != comparison.week.sunday.year and str(first.year) not in whole:
        whole += f" {first.year}"
    until = comparison.week.days.split(" to ")[1]
    return ClinicianPage(
        f"{whole} to {until}",
        SUMMARY,
        (
            _by_period("Symptoms", comparison, symptoms, _SYMPTOM_NOTE),
            _by_period("Releases and adherence", comparison, adherence, ""),
            _by_period("Response per release", comparison, responses, _RESPONSE_NOTE),
            _by_period("Adverse responses", comparison, adverse, _ADVERSE_NOTE),
            Table(
                "Red flags",
                ("Answered", "How", "Yes to", "Then"),
                flags(comparison, WEEKS_SHOWN),
                asked_note(comparison, WEEKS_SHOWN),
            ),
            _spots(spots),
            _weeks(comparison.weeks),
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


def _by_period(title: str, comparison: Comparison, cells: Cells, note: str) -> Table:
    columns = [cells(comparison, weeks) for weeks in PERIODS]
    names = [name for name, _ in columns[0]]
    rows = tuple((name, *(column[row][1] for column in columns)) for row, name in enumerate(names))
    heads = ("This week", *(f"{weeks} weeks" for weeks in PERIODS[1:]))
    return Table(title, ("Measure", *heads), rows, note)


def _spots(spots: tuple[SpotLine, ...]) -> Table:
    most_rated = sorted(spots, key=lambda line: -line.n_rated)[:MOST_SPOTS]
    rows = tuple(
        (f"{line.side} {line.muscle} ({line.spot})", str(line.n_rated), _relief(line))
        for line in most_rated
    )
    rest = len(spots) - len(most_rated)
    note = "Whole record, at one starting pain; the most often rated first."
    if any(line.heading == AS_RATED for line in most_rated):
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
    if line.heading == NOT_ENOUGH:
        return "under 5 rated"
    if line.heading == AS_RATED:
        return f"{points(line.mean)}, as rated*"
    return _mean(line.mean, line.low, line.high)


def _mean(mean: float, low: float | None, high: float | None) -> str:
    text = points(mean)
    return text if low is None or high is None else f"{text} [{points(low)},\u00a0{points(high)}]"

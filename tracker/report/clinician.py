"""The page for a clinician: twelve weeks as measures, shares and reactions.

Neutral and dense: counts, scales by their names, sources, and no advice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from tracker.protocol.place_name import place_in_sentence
from tracker.report.clinician_tables import (
    NONE,
    Cells,
    Period,
    Table,
    adherence,
    adverse,
    asked_note,
    change,
    flags,
    mean_in_words,
    responses,
    symptoms,
)
from tracker.report.comparison import WEEKS_SHOWN, Comparison
from tracker.report.entries import within
from tracker.report.iso_week import MONTHS, date_range
from tracker.report.notes import medication_sentence
from tracker.report.spots import SpotLine
from tracker.report.view import (
    document_title,
    made_at,
    person_name,
    sample_tags,
    turning_names,
)
from tracker.wording.numbers import AS_RATED, NOT_ENOUGH, counted, points

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

PERIODS: Final = (1, 4, WEEKS_SHOWN)
MOST_SPOTS: Final = 8

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


@dataclass(frozen=True)
class ClinicianPage:
    """The page for a clinician: measures with the names of their scales, and no advice.

    Attributes
    ----------
    document_title, title, subtitle : str
    tags : tuple of str
        That entries are made up, where they are.
    period : str
        From when to when, in words.
    summary : str
        What kind of record this is, in a sentence.
    fields : tuple of str
        What is filled in by hand where the diary does not know it.
    tables : tuple of Table
    methods : tuple of str
        How the figures were made and what they cannot show.
    made : str
        When, and from what.
    names : tuple of str
        Names on the page that run from right to left, the longest first.
    """

    document_title: str
    title: str
    subtitle: str
    tags: tuple[str, ...]
    period: str
    summary: str
    fields: tuple[str, ...]
    tables: tuple[Table, ...]
    methods: tuple[str, ...]
    made: str
    names: tuple[str, ...]


def clinician_page(report: "WeeklyReport") -> ClinicianPage:
    """Make the clinician's page of the twelve weeks up to a report's week."""
    comparison, person = report.comparison, person_name(report)
    first = _first_day(comparison, WEEKS_SHOWN)
    last = max(first, min(report.week.end, report.made_at.date()))
    return ClinicianPage(
        document_title=document_title("For a clinician, week", report),
        title="Self-massage releases for sciatica",
        subtitle="Record for a clinician",
        tags=sample_tags(report),
        period=date_range(first, last),
        summary=SUMMARY,
        fields=(
            f"Name: {person}" if person else "Name",
            "Date of birth",
            f"Last week: {report.week.name}",
        ),
        tables=_tables(comparison, report, _periods(comparison, last)),
        methods=METHODS,
        made=(
            f"Made {made_at(report)} from the person\u2019s own diary, entries up to "
            f"{report.week.end}. Not a diagnosis."
        ),
        names=turning_names(report),
    )


def _tables(
    comparison: Comparison, report: "WeeklyReport", periods: Sequence[Period]
) -> tuple[Table, ...]:
    return (
        _by_period("Symptoms", comparison, periods, symptoms, _symptom_note(comparison)),
        _by_period("Releases and adherence", comparison, periods, adherence, ""),
        _by_period("Response per release", comparison, periods, responses, _RESPONSE_NOTE),
        _by_period("Adverse responses", comparison, periods, adverse, _ADVERSE_NOTE),
        Table(
            "Red flags",
            ("Answered", "How", "Yes to", "Then"),
            flags(comparison, WEEKS_SHOWN),
            asked_note(comparison, WEEKS_SHOWN),
        ),
        Table("Change", ("Measure", "Value", "n"), change(comparison, report.since), _CHANGE_NOTE),
        _spots(report.spot_lines, report.ranking_sentence),
        _weeks(comparison),
    )


def _periods(comparison: Comparison, last: date) -> list[Period]:
    """Give the columns: no weeks from before the first entry, which nobody recorded."""
    periods: list[Period] = []
    for weeks in PERIODS:
        start = _first_day(comparison, weeks)
        days = (last - start).days + 1
        if start > comparison.week.earlier(weeks - 1).start:
            since = f"Since {start.day} {MONTHS[start.month - 1]}"
            return [*periods, Period(f"{since}, {counted(days, 'day')}", weeks, days)]
        periods.append(Period("This week" if weeks == 1 else f"{weeks} weeks", weeks, days))
    return periods


def _first_day(comparison: Comparison, weeks: int) -> date:
    """Give the first day of so many weeks, or that of the first entry where it lies in them."""
    start = comparison.week.earlier(weeks - 1).start
    return max(start, comparison.entries.first_day or start)


_SYMPTOM_NOTE: Final = (
    "NRS-11: 11-point numeric rating scale. SBI: Sciatica Bothersomeness Index, four items; about "
    "6.5 or less has been read as success (PMC3175874). PGIC: Patient Global Impression of Change."
)
_RESPONSE_NOTE: Final = (
    "Thresholds: Farrar 2001 (2 points, 30 %), Dworkin 2008 (IMMPACT; 30 %, 50 %); from studies "
    "over weeks, borrowed here for single presses. [95 % interval]. The shares of 30 % and 50 % "
    "leave out presses begun at 0."
)
_CHANGE_NOTE: Final = (
    "From this person\u2019s own ratings, whole record. MDC95 = 1.96 \u221a2 SEM (Weir 2005); "
    "SEM of the sciatica from successive days, of a release from one spot at one pain before. RCI: "
    "Jacobson & Truax 1991, reliable beyond \u00b11.96; it is made for single ratings, and on the "
    "averages here errs toward 0. NAP: Parker 2009; days, lower is better, 0.50 no difference."
)
_ADVERSE_NOTE: Final = "Large: 2 points or more above the pain before that press."


def _by_period(
    title: str, comparison: Comparison, periods: Sequence[Period], cells: Cells, note: str
) -> Table:
    columns = [cells(comparison, period) for period in periods]
    names = [name for name, _ in columns[0]]
    rows = tuple((name, *(column[row][1] for column in columns)) for row, name in enumerate(names))
    return Table(title, ("Measure", *(period.label for period in periods)), rows, note)


def _symptom_note(comparison: Comparison) -> str:
    """Name the scales, and the medication that the person named in the twelve weeks."""
    check_ins = within(comparison.entries.check_ins, comparison.week, WEEKS_SHOWN)
    return " ".join(filter(None, [medication_sentence(check_ins, "of the period"), _SYMPTOM_NOTE]))


def _spots(spots: tuple[SpotLine, ...], answer: str) -> Table:
    most_rated = sorted(spots, key=lambda line: -line.n_rated)[:MOST_SPOTS]
    rows = tuple(
        (
            place_in_sentence(line.muscle, line.spot, line.side),
            str(line.n_rated),
            _relief(line),
            _gives(line),
        )
        for line in most_rated
    )
    rest = len(spots) - len(most_rated)
    note = "Whole record, at one starting pain; the most often rated first."
    if any(line.heading == AS_RATED for line in most_rated):
        note += " * Baseline pain differs too much for an estimate."
    return Table(
        "Relief by spot",
        ("Spot", "n rated", "Relief, points [95 %]", "Gives"),
        rows or ((NONE, NONE, NONE, NONE),),
        f"{note} {rest} more not shown. {answer}" if rest > 0 else f"{note} {answer}",
    )


def _weeks(comparison: Comparison) -> Table:
    first = _first_day(comparison, WEEKS_SHOWN)
    rows = tuple(
        (
            line.week.name,
            NONE if line.pain is None else f"{line.pain:.1f} ({line.pain_days})",
            NONE if line.bothersomeness is None else f"{line.bothersomeness:g}",
            f"{line.n} ({line.days})",
            NONE if line.relief is None else mean_in_words(line.relief, line.low, line.high),
        )
        for line in comparison.weeks
        if line.week.end >= first
    )
    heads = ("Week", "NRS-11 (days)", "SBI", "Releases (days)", "Relief, points [95 %]")
    return Table("Week by week", heads, rows)


def _relief(line: SpotLine) -> str:
    if line.heading == NOT_ENOUGH:
        return "under 5 rated"
    if line.heading == AS_RATED:
        return f"{points(line.mean)}, as rated*"
    return mean_in_words(line.mean, line.low, line.high)


def _gives(line: SpotLine) -> str:
    return NONE if line.heading else line.gives

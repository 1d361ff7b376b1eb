"""The weekly report: a frozen value, composed of one person's entries up to the end of a week."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Literal

import pandas as pd

from tracker.private_file import write_private
from tracker.protocol.catalogue import Catalogue
from tracker.relief import columns as c
from tracker.relief.level_change import relief_change, sciatica_change
from tracker.relief.over_time import over_time, sciatica_over_time
from tracker.relief.pooling.pool import pool
from tracker.report.alerts import Alert, alerts
from tracker.report.clinician import ClinicianPage, clinician_page
from tracker.report.comparison import Comparison, WeekLine, compare, first_day_shown
from tracker.report.entries import (
    Diary,
    Entries,
    end_of,
    read_entries,
    since_last_gap,
    up_to,
    within,
)
from tracker.report.iso_week import Week, parse_week
from tracker.report.measures import Measure, measures
from tracker.report.notes import Note, footnotes, medication_sentence, person_notes
from tracker.report.spots import SPOTS_SHOWN, PlanLine, SpotLine, next_week, not_helping, spot_lines
from tracker.report.summary import Kind, headline, summary, week_kind
from tracker.report.thirty_seconds import ThirtySecondCheck, thirty_second_check
from tracker.wording.answer import pooled_sentence
from tracker.wording.level_change import short_change_sentence
from tracker.wording.over_time import relief_level_sentence, sciatica_level_sentence

Page = Literal["week", "clinician"]
Paper = Literal["a4", "us-letter"]


@dataclass(frozen=True, eq=False)
class WeeklyReport:
    """A week of one person's diary, with all that its pages say; nothing in it is drawn.

    Everything is judged on entries up to the end of the week, so an old report can be made again.

    Attributes
    ----------
    week : Week
    person : str
    made_at : datetime
        With its zone.
    kind : {"full", "first", "quiet", "empty"}
    is_complete : bool
        Whether the week was over when the report was made.
    is_sample : bool
        Whether the diary is the made-up one.
    headline, summary : str
        The week in a sentence, and what else belongs to it.
    alerts : tuple of Alert
        Red flags, pain that lingers, pain that rises. Most urgent first.
    measures : tuple of Measure
        Pain, bothersomeness, releases, days, relief; in this order, all always there.
    ranking_sentence : str
        Which spots and muscles give relief.
    spot_lines, not_helping : tuple of SpotLine
        Every spot pressed so far, the best first, those that are not ranked last under their
        headings; those with 5 rated releases or more without a clear fall in pain so far.
    thirty_seconds : ThirtySecondCheck
    weeks : tuple of WeekLine
        Twelve, earliest first, this one last.
    level_sentences : tuple of str
        What the twelve weeks come to: pain, then relief; and the medication named in the week.
    plan : tuple of PlanLine
        The one to press first comes first; empty where something else has to come first.
    plan_note : str
        Why there is no plan, or how it was made.
    notes : tuple of Note
        The person's own notes of the week, earliest first.
    footnotes : tuple of str
        On what the page rests, and what it cannot show.
    spots : DataFrame
        ``pool(releases).spots``, for the body map.
    reference_pain : float
        The pain before at which spots are compared; NaN without rated releases.
    reference_is_usual : bool
        Whether that is the person's pain on a usual day.
    pain_level, relief_level : DataFrame
        ``sciatica_over_time`` and ``over_time``, cut to the twelve weeks.
    catalogue : Catalogue
        With the person's own spots, for the body map.
    comparison : Comparison
        The entries and comparisons that all of it comes from.
    since : date or None
        A date that the person names, for the clinician's page: the days from it on are compared
        with those before.
    """

    week: Week
    person: str
    made_at: datetime
    kind: Kind
    is_complete: bool
    is_sample: bool
    headline: str
    summary: str
    alerts: tuple[Alert, ...]
    measures: tuple[Measure, ...]
    ranking_sentence: str
    spot_lines: tuple[SpotLine, ...]
    not_helping: tuple[SpotLine, ...]
    thirty_seconds: ThirtySecondCheck
    weeks: tuple[WeekLine, ...]
    level_sentences: tuple[str, ...]
    plan: tuple[PlanLine, ...]
    plan_note: str
    notes: tuple[Note, ...]
    footnotes: tuple[str, ...]
    spots: pd.DataFrame
    reference_pain: float
    reference_is_usual: bool
    pain_level: pd.DataFrame
    relief_level: pd.DataFrame
    catalogue: Catalogue
    comparison: Comparison
    since: date | None = None

    @cached_property
    def clinician(self) -> ClinicianPage:
        """The page for a clinician; made when it is first asked for."""
        return clinician_page(self)

    @property
    def shown_spots(self) -> tuple[SpotLine, ...]:
        """The spots that the week's page has room for, in the order of the ranking."""
        return self.spot_lines[:SPOTS_SHOWN]

    @property
    def has_earlier_weeks(self) -> bool:
        """Whether an earlier one of the twelve weeks holds anything to look back on."""
        return any(
            line.n or line.pain_days or line.bothersomeness is not None for line in self.weeks[:-1]
        )

    def to_html(self, page: Page = "week") -> str:
        """Give a page as one self-contained HTML document."""
        from tracker.report.html import to_html

        return to_html(self, page)

    def save(
        self,
        path: str | PathLike[str],
        *,
        page: Page = "week",
        paper: Paper = "a4",
    ) -> Path:
        """Write a page to a file that only its owner can read; the ending says as what.

        Parameters
        ----------
        path : path
            Ends in .html or .pdf; a file there is replaced.
        page : {"week", "clinician"}
        paper : {"a4", "us-letter"}
            Of a PDF; an HTML page fits itself to the printer's.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            The ending is neither.
        OSError
            It cannot be written; what was there before is untouched.
        """
        file = Path(path)
        ending = file.suffix.lower()
        if ending == ".html":
            return write_private(file, self.to_html(page).encode())
        if ending == ".pdf":
            # The typesetter is loaded by those who want a PDF, not by every page of the app.
            from tracker.report.pdf import to_pdf

            return write_private(file, to_pdf(self, page=page, paper=paper))
        raise ValueError(f"path must end in .html or .pdf, not {file.suffix!r}.")

    def _repr_html_(self) -> str:
        from tracker.report.html import to_html_fragment

        return to_html_fragment(self)


def weekly_report(
    diary: Diary,
    week: str | None = None,
    person: str | None = None,
    now: datetime | None = None,
    since: date | None = None,
) -> WeeklyReport:
    """Make the report of one week.

    Parameters
    ----------
    diary : Diary
        From `tracker.open_diary`.
    week : str, optional
        ISO week, such as "2026-W46"; by default the last full one in local time.
    person : str, optional
        Whose; not needed where the diary is one person's.
    now : datetime, optional
        With its zone; by default the present moment.
    since : date, optional
        A date of your own, such as the day something was begun: the clinician's page compares the
        sciatica's pain from it on with the days before.

    Returns
    -------
    WeeklyReport

    Raises
    ------
    TypeError
        A week that is not a text, or no diary, but for instance its path.
    ValueError
        A week that is not one or has not begun, a person without entries, or a person to be named.

    Notes
    -----
    An entry counts to the week in which it was by the local time of the place where the person was.
    Nothing of later weeks is used, neither to rank spots nor to tell whether pain lingered; so the
    same diary gives the same report whenever it is made. An entry that is amended later does
    change it.
    """
    moment = now or datetime.now().astimezone()
    entries = read_entries(diary, person)
    return build(entries, parse_week(week, moment, entries.first_weekday), moment, since)


def build(
    all_entries: Entries, week: Week, now: datetime, since: date | None = None
) -> WeeklyReport:
    """Build the report of a week from entries that are read already, later ones among them."""
    entries = since_last_gap(up_to(all_entries, week))
    pooled = pool(entries.releases, usual_pain=entries.profile.usual_pain)
    comparison = compare(entries, week, pooled)
    kind, first = week_kind(comparison), alerts(comparison)
    has_entries = all_entries.first_day is not None
    is_complete = now.date() > week.end
    lines = spot_lines(entries, week, pooled)
    not_helped = not_helping(pooled)
    plan, plan_note = next_week(entries, end_of(week, entries, now))
    pain_level = sciatica_over_time(entries.check_ins, comparison.site)
    relief_level = over_time(entries.releases, pooled=pooled)
    return WeeklyReport(
        week=week,
        person=entries.person,
        made_at=now,
        kind=kind,
        is_complete=is_complete,
        is_sample=entries.is_sample,
        headline=headline(
            comparison, kind, first, has_entries=has_entries, is_complete=is_complete
        ),
        summary=summary(comparison, kind, first, has_entries=has_entries),
        alerts=first,
        measures=measures(comparison),
        ranking_sentence=pooled_sentence(pooled),
        spot_lines=lines,
        not_helping=tuple(
            line for line in lines if (line.muscle, line.spot, line.side) in not_helped
        ),
        thirty_seconds=thirty_second_check(entries.releases, week),
        weeks=comparison.weeks,
        level_sentences=_level_sentences(entries, comparison, pain_level, relief_level),
        plan=plan,
        plan_note=plan_note,
        notes=person_notes(entries, week),
        footnotes=footnotes(comparison, is_complete=is_complete),
        spots=pooled.spots,
        reference_pain=pooled.reference_pain,
        reference_is_usual=pooled.reference_is_usual,
        pain_level=_of_the_weeks_shown(pain_level, week),
        relief_level=_of_the_weeks_shown(relief_level, week),
        catalogue=entries.catalogue,
        comparison=comparison,
        since=since,
    )


def _of_the_weeks_shown(level: pd.DataFrame, week: Week) -> pd.DataFrame:
    return level[level[c.DAY] >= first_day_shown(week)].reset_index(drop=True)


def _level_sentences(
    entries: Entries, comparison: Comparison, pain_level: pd.DataFrame, relief_level: pd.DataFrame
) -> tuple[str, ...]:
    """Say how pain and relief changed since the first days, or where they stand until then.

    Medication moves pain, so what was named in the week stands beside them.
    """
    pain = sciatica_change(entries.check_ins, comparison.site)
    relief = relief_change(entries.releases, pooled=comparison.pooled)
    medication = medication_sentence(within(entries.check_ins, comparison.week), "this week")
    sentences = (
        short_change_sentence(pain, f"{comparison.site.capitalize()} pain", " of 10", "rating")
        if pain.enough
        else sciatica_level_sentence(pain_level, comparison.site),
        short_change_sentence(relief, "Relief at like spots", " points", "release")
        if relief.enough
        else relief_level_sentence(relief_level),
    )
    return (*sentences, medication) if medication else sentences

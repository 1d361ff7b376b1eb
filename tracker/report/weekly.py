"""The week on a page, as a value: did it help, what helped, what next?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Literal

import pandas as pd

from tracker.protocol.catalogue import Catalogue
from tracker.relief import columns as c
from tracker.relief.over_time import over_time, sciatica_over_time
from tracker.relief.over_time_sentences import relief_level_sentence, sciatica_level_sentence
from tracker.relief.pool import pool
from tracker.relief.pool_sentences import pooled_sentence
from tracker.report.clinician import clinician
from tracker.report.concerns import alerts
from tracker.report.entries import Diary, Entries, end_of, read, up_to
from tracker.report.headline import headline, kind_of, lead
from tracker.report.measures import measures
from tracker.report.page_notes import notes, words
from tracker.report.rule_week import rule_week
from tracker.report.seen import Seen, seen
from tracker.report.spots import next_week, not_helping, spot_lines
from tracker.report.values import (
    Alert,
    Clinician,
    Kind,
    Measure,
    PlanLine,
    RuleWeek,
    SpotLine,
    Week,
    WeekLine,
    Words,
)
from tracker.report.week_lines import start_of_strip
from tracker.report.which_week import the_week

Page = Literal["week", "clinician"]


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
    complete : bool
        Whether the week was over when the report was made.
    sample : bool
        Whether the diary is the made-up one.
    headline, lead : str
        The week in a sentence, and what else belongs to it.
    alerts : tuple of Alert
        What comes first: red flags, pain that lingers, pain that rises. Most urgent first.
    measures : tuple of Measure
        Pain, bothersomeness, releases, days, relief; in this order, all always there.
    ranking_said : str
        Whether a spot is ahead.
    spot_lines, not_helping : tuple of SpotLine
        Every spot pressed so far, the best first, those that are not ranked last under their
        headings; those with 5 rated releases or more without a clear fall in pain so far.
    rule : RuleWeek
    weeks : tuple of WeekLine
        Twelve, earliest first, this one last.
    strip_said : tuple of str
        What the twelve weeks come to: pain, then relief.
    plan : tuple of PlanLine
        The one to press first comes first; empty where something else has to come first.
    plan_said : str
        Why there is no plan, or how it was made.
    words : tuple of Words
        The person's own notes of the week, earliest first.
    notes : tuple of str
        On what the page rests, and what it cannot show.
    spots : DataFrame
        ``pool(releases).spots``, for the body map.
    reference_pain : float
        The pain before at which spots are compared; NaN without rated releases.
    pain_level, relief_level : DataFrame
        ``sciatica_over_time`` and ``over_time``, cut to the twelve weeks.
    catalogue : Catalogue
        With the person's own spots, for the body map.
    behind : Seen
        The entries and comparisons that all of it comes from.
    """

    week: Week
    person: str
    made_at: datetime
    kind: Kind
    complete: bool
    sample: bool
    headline: str
    lead: str
    alerts: tuple[Alert, ...]
    measures: tuple[Measure, ...]
    ranking_said: str
    spot_lines: tuple[SpotLine, ...]
    not_helping: tuple[SpotLine, ...]
    rule: RuleWeek
    weeks: tuple[WeekLine, ...]
    strip_said: tuple[str, ...]
    plan: tuple[PlanLine, ...]
    plan_said: str
    words: tuple[Words, ...]
    notes: tuple[str, ...]
    spots: pd.DataFrame
    reference_pain: float
    pain_level: pd.DataFrame
    relief_level: pd.DataFrame
    catalogue: Catalogue
    behind: Seen

    @cached_property
    def clinician(self) -> Clinician:
        """The page for a clinician; made when it is first asked for."""
        return clinician(self.behind, self.spot_lines)

    @property
    def looks_back(self) -> bool:
        """Whether an earlier week of the strip holds anything to look back on."""
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
        paper: Literal["a4", "us-letter"] = "a4",
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
        from tracker.report.private_file import write_private

        file = Path(path)
        kind = file.suffix.lower()
        if kind == ".html":
            return write_private(file, self.to_html(page).encode())
        if kind == ".pdf":
            from tracker.report.pdf import to_pdf

            return write_private(file, to_pdf(self, page=page, paper=paper))
        raise ValueError(f"path must end in .html or .pdf, not {file.suffix!r}.")

    def _repr_html_(self) -> str:
        from tracker.report.html import piece

        return piece(self)


def weekly_report(
    diary: Diary,
    week: str | None = None,
    person: str | None = None,
    now: datetime | None = None,
) -> WeeklyReport:
    """Make the report of one week.

    Parameters
    ----------
    diary : Diary
        From `tracker.open_diary`.
    week : str, optional
        ISO week, such as "2026-W46"; by default the last full one by the clock on the wall.
    person : str, optional
        Whose; not needed where the diary is one person's.
    now : datetime, optional
        With its zone; by default the present moment.

    Returns
    -------
    WeeklyReport

    Raises
    ------
    ValueError
        A week that is not one or has not begun, a person without entries, or a person to be named.

    Notes
    -----
    An entry counts to the week in which it was by the clock on the wall where the person was.
    Nothing of later weeks is used, neither to rank spots nor to tell whether pain lingered; so the
    same diary gives the same report whenever it is made. An entry that is amended later does
    change it.
    """
    moment = now or datetime.now().astimezone()
    return made(read(diary, person), the_week(week, moment), moment)


def made(everything: Entries, week: Week, now: datetime) -> WeeklyReport:
    """Make the report of a week from entries that are read already, later ones among them."""
    entries = up_to(everything, week)
    pooled = pool(entries.releases)
    this = seen(entries, week, pooled)
    kind, first = kind_of(this), alerts(this)
    anything = everything.first_day is not None
    lines = spot_lines(entries, week, pooled)
    flat = not_helping(pooled)
    complete = now.date() > week.sunday
    suggested, how = next_week(entries, end_of(week, entries, now))
    pain_level = sciatica_over_time(entries.check_ins, this.site)
    relief_level = over_time(entries.releases, pooled=pooled)
    return WeeklyReport(
        week=week,
        person=entries.person,
        made_at=now,
        kind=kind,
        complete=complete,
        sample=entries.sample,
        headline=headline(this, kind, first, anything=anything),
        lead=lead(this, kind, first, anything=anything),
        alerts=first,
        measures=measures(this),
        ranking_said=pooled_sentence(pooled),
        spot_lines=lines,
        not_helping=tuple(line for line in lines if (line.muscle, line.spot, line.side) in flat),
        rule=rule_week(entries.releases, week),
        weeks=this.weeks,
        strip_said=(
            sciatica_level_sentence(pain_level, this.site),
            relief_level_sentence(relief_level),
        ),
        plan=suggested,
        plan_said=how,
        words=words(entries, week),
        notes=notes(this, complete=complete),
        spots=pooled.spots,
        reference_pain=pooled.reference_pain,
        pain_level=_of_the_strip(pain_level, week),
        relief_level=_of_the_strip(relief_level, week),
        catalogue=entries.catalogue,
        behind=this,
    )


def _of_the_strip(level: pd.DataFrame, week: Week) -> pd.DataFrame:
    return level[level[c.DAY] >= start_of_strip(week)].reset_index(drop=True)

"""The week on a page, as a value: did it help, what helped, what next?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Literal

import pandas as pd

from tracker.protocol.catalogue import Catalogue
from tracker.report.clinician import clinician
from tracker.report.clinician_tables import Clinician
from tracker.report.comparison import Comparison
from tracker.report.iso_week import Week
from tracker.report.values import (
    Alert,
    Kind,
    Measure,
    PlanLine,
    RuleWeek,
    SpotLine,
    WeekLine,
    Words,
)

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
    behind: Comparison

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
        from tracker.private_file import write_private

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

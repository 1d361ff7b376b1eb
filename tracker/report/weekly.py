"""What does the diary say about a week?"""

from datetime import datetime

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.over_time import over_time, sciatica_over_time
from tracker.relief.pooling.pool import pool
from tracker.report.alerts import alerts
from tracker.report.comparison import seen
from tracker.report.entries import Diary, Entries, end_of, read, up_to
from tracker.report.footnotes import notes, words
from tracker.report.headline import headline, kind_of, summary
from tracker.report.iso_week import Week, the_week
from tracker.report.measures import measures
from tracker.report.spots import next_week, not_helping, spot_lines
from tracker.report.thirty_seconds import rule_week
from tracker.report.week_counts import start_of_strip
from tracker.report.weekly_report import WeeklyReport
from tracker.wording.over_time import relief_level_sentence, sciatica_level_sentence
from tracker.wording.pooling import pooled_sentence


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
    TypeError
        A week that is not a text, or no diary, but for instance its path.
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
    return build(read(diary, person), the_week(week, moment), moment)


def build(everything: Entries, week: Week, now: datetime) -> WeeklyReport:
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
        headline=headline(this, kind, first, anything=anything, complete=complete),
        lead=summary(this, kind, first, anything=anything),
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

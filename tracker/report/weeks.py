"""Which weeks is there a report of?"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.derive import local_time
from tracker.report.entries import PERSON
from tracker.report.iso_week import Week, the_week


class Diary(Protocol):
    """What is asked of a diary."""

    def releases(self) -> pd.DataFrame:
        """Every release."""

    def check_ins(self) -> pd.DataFrame:
        """Every check-in."""


@dataclass(frozen=True)
class Filled:
    """A week and how many entries it holds.

    Attributes
    ----------
    week : Week
    releases, check_ins : int
    over : bool
        Whether the week has ended.
    """

    week: Week
    releases: int
    check_ins: int
    over: bool


def weeks_to_report(diary: Diary, now: datetime, person: str | None = None) -> tuple[Filled, ...]:
    """List the weeks with entries, and the last full one with or without; latest first.

    Parameters
    ----------
    diary : Diary
    now : datetime
        With its zone, on the person's clock.
    person : str, optional
        Whose entries; by default everyone's.

    Notes
    -----
    An entry belongs to the week of the clock on the wall where it was made. A week that has not
    begun here yet, though it has where the person was, is left out.
    """
    releases, check_ins = (_of(person, each) for each in (diary.releases(), diary.check_ins()))
    pressed = _weeks(releases[c.STARTED_AT], releases[c.STARTED_AT_OFFSET])
    checked = _weeks(check_ins[c.AT], check_ins[c.AT_OFFSET])
    last = the_week(None, now)
    weeks = sorted({last, *pressed, *checked}, reverse=True)
    return tuple(
        Filled(week, pressed[week], checked[week], over=week <= last)
        for week in weeks
        if week.monday <= now.date()
    )


def _of(person: str | None, frame: pd.DataFrame) -> pd.DataFrame:
    return frame if person is None else frame[frame[PERSON].astype(str) == person]


def _weeks(moment: "pd.Series[pd.Timestamp]", offset: "pd.Series[int]") -> Counter[Week]:
    day = local_time(moment, offset).dt.normalize()
    monday = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    return Counter(Week(one) for one in monday.dt.date)

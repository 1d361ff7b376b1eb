"""Notes of a week: the person's own, and the footnotes on what the page rests."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from tracker.protocol.fields import LIST_SEPARATOR
from tracker.protocol.local_time import time_in_words
from tracker.protocol.place_name import place_in_sentence
from tracker.relief import columns as c
from tracker.relief.derive import time_known
from tracker.report.comparison import Comparison
from tracker.report.entries import Entries, within
from tracker.report.iso_week import Week
from tracker.wording.numbers import counted, date, row_tuples
from tracker.wording.pooling import POOLED
from tracker.wording.tables import BORROWED, NOT_PROOF

_NAMED: Final = 4
"""How many of the medications are named, those of most days."""


@dataclass(frozen=True)
class Note:
    """A note of the week, in the person's own words.

    Attributes
    ----------
    when : str
        Day and hour, in local time.
    about : str
        The spot pressed, or "check-in".
    text : str
    """

    when: str
    about: str
    text: str


def footnotes(comparison: Comparison, *, is_complete: bool) -> tuple[str, ...]:
    """Say on what the page rests, what is missing, and what it cannot show."""
    entries = comparison.entries
    first = entries.first_day
    if first is None:
        return ()
    until = date(pd.Timestamp(comparison.week.end))
    parts = [
        f"{_counts(entries.releases, entries.check_ins).capitalize()} since "
        f"{date(pd.Timestamp(first))}; "
        f"this week {_counts(*(_of(entries, comparison.week)))}.",
        entries.left_out,
        _missing(comparison),
        f"Only entries up to {until} are used, so this page can be made again as it was.",
        f"Relief is compared at like spots and like starting pain. {POOLED}",
        f"{NOT_PROOF} {BORROWED}",
    ]
    if not is_complete:
        parts.insert(0, "The week is not over yet: what follows can still change.")
    return tuple(filter(None, parts))


def person_notes(entries: Entries, week: Week) -> tuple[Note, ...]:
    """Give the person's own notes of a week, earliest first."""
    releases, check_ins = _of(entries, week)
    notes = [
        (
            row.started_at,
            _when(row.started_at, row.started_at_offset, is_known=row.time_known),
            place_in_sentence(row.muscle, row.spot, row.side),
            str(row.note).strip(),
        )
        for row in row_tuples(releases.assign(time_known=time_known(releases)))
    ]
    notes += [
        (
            row.at,
            _when(row.at, row.at_offset, is_known=row.time_known),
            "check-in",
            str(row.note).strip(),
        )
        for row in row_tuples(check_ins.assign(time_known=time_known(check_ins)))
    ]
    notes.sort(key=lambda entry: entry[0])
    return tuple(Note(when, about, text) for _, when, about, text in notes if text)


def medication_sentence(check_ins: pd.DataFrame, when: str) -> str:
    """Say on how many days medication was named, and which most often; "" where none was.

    Parameters
    ----------
    check_ins : DataFrame
        Read: ``day``, ``medication`` (names joined by ``;``).
    when : str
        Of which days they are, such as "this week".
    """
    named = check_ins[c.MEDICATION].astype(str).str.split(LIST_SEPARATOR)
    by_name = check_ins.assign(**{c.MEDICATION: named}).explode(c.MEDICATION)
    by_name = by_name[by_name[c.MEDICATION] != ""]
    if by_name.empty:
        return ""
    days = (
        by_name.groupby(c.MEDICATION)[c.DAY].nunique().sort_values(ascending=False, kind="stable")
    )
    which = ", ".join(f"{name} ({n})" for name, n in days.head(_NAMED).items())
    more = f", and {len(days) - _NAMED} more" if len(days) > _NAMED else ""
    of_days = counted(by_name[c.DAY].nunique(), "day")
    return f"Medication named on {of_days} {when}: {which}{more}."


def _of(entries: Entries, week: Week) -> tuple[pd.DataFrame, pd.DataFrame]:
    return within(entries.releases, week), within(entries.check_ins, week)


def _counts(releases: pd.DataFrame, check_ins: pd.DataFrame) -> str:
    rated = int(releases[c.RELIEF].notna().sum())
    pressed = f"{counted(len(releases), 'release')} ({rated} rated)" if len(releases) else ""
    checked = counted(len(check_ins), "check-in") if len(check_ins) else ""
    return f"{pressed or 'no release'} and {checked or 'no check-in'}"


def _missing(comparison: Comparison) -> str:
    releases = within(comparison.entries.releases, comparison.week)
    line = comparison.weeks[-1]
    gaps = [
        (int(releases[c.PAIN_30S].isna().sum()), "no rating at 30 s"),
        (int(releases[c.RELIEF].isna().sum()), "no rating at the end"),
    ]
    sentences = [
        f"{counted(n, 'release')} {'has' if n == 1 else 'have'} {what}" for n, what in gaps if n
    ]
    if line.pain_days < 7:
        days = f"on {line.pain_days} of 7 days" if line.pain_days else "on no day"
        sentences.append(f"{comparison.site} pain was rated {days}")
    if not sentences:
        return ""
    text = "; ".join(sentences)
    return f"Missing this week: {text}. A gap is left out, never counted as 0."


def _when(at: pd.Timestamp, offset: int, *, is_known: bool) -> str:
    local = at.tz_localize(None) + pd.Timedelta(minutes=int(offset))
    time = time_in_words(local, is_known=is_known)
    return f"{local.day_name()} {local.day} {local.month_name()}, {time}"

"""On what does the page rest, what is missing, and what can it not show?"""

import pandas as pd

from tracker.relief import columns as c
from tracker.report.comparison import Comparison
from tracker.report.entries import Entries, within
from tracker.report.iso_week import Week
from tracker.report.values import Words
from tracker.wording.numbers import counted, date, row_tuples
from tracker.wording.pooling import POOLED
from tracker.wording.tables import BORROWED, NOT_PROOF


def notes(seen: Comparison, *, complete: bool) -> tuple[str, ...]:
    """Give the notes at the foot of the page."""
    entries = seen.entries
    first = entries.first_day
    if first is None:
        return ()
    until = date(pd.Timestamp(seen.week.sunday))
    parts = [
        f"{_counts(entries.releases, entries.check_ins).capitalize()} since "
        f"{date(pd.Timestamp(first))}; "
        f"this week {_counts(*(_of(entries, seen.week)))}.",
        _missing(seen),
        f"Only entries up to {until} are used, so this page can be made again as it was.",
        f"Relief is compared at like spots and like starting pain. {POOLED}",
        f"{NOT_PROOF} {BORROWED}",
    ]
    if not complete:
        parts.insert(0, "The week is not over yet: what follows can still change.")
    return tuple(filter(None, parts))


def words(entries: Entries, week: Week) -> tuple[Words, ...]:
    """Give the person's own notes of a week, earliest first."""
    releases, check_ins = _of(entries, week)
    kept = [
        (row.started_at, row.started_at_offset, f"{row.side} {row.muscle} ({row.spot})", row.note)
        for row in row_tuples(releases)
    ]
    kept += [(row.at, row.at_offset, "check-in", row.note) for row in row_tuples(check_ins)]
    kept.sort(key=lambda entry: entry[0])
    return tuple(
        Words(_when(at, offset), about, str(text).strip())
        for at, offset, about, text in kept
        if str(text).strip()
    )


def _of(entries: Entries, week: Week) -> tuple[pd.DataFrame, pd.DataFrame]:
    return within(entries.releases, week), within(entries.check_ins, week)


def _counts(releases: pd.DataFrame, check_ins: pd.DataFrame) -> str:
    rated = int(releases[c.RELIEF].notna().sum())
    pressed = f"{counted(len(releases), 'release')} ({rated} rated)" if len(releases) else ""
    checked = counted(len(check_ins), "check-in") if len(check_ins) else ""
    return f"{pressed or 'no release'} and {checked or 'no check-in'}"


def _missing(seen: Comparison) -> str:
    releases = within(seen.entries.releases, seen.week)
    line = seen.weeks[-1]
    gaps = [
        (int(releases[c.PAIN_30S].isna().sum()), "no rating at 30 s"),
        (int(releases[c.RELIEF].isna().sum()), "no rating at the end"),
    ]
    said = [
        f"{counted(n, 'release')} {'has' if n == 1 else 'have'} {what}" for n, what in gaps if n
    ]
    if line.pain_days < 7:
        days = f"on {line.pain_days} of 7 days" if line.pain_days else "on no day"
        said.append(f"{seen.site} pain was rated {days}")
    if not said:
        return ""
    text = "; ".join(said)
    return f"Missing this week: {text}. A gap is left out, never counted as 0."


def _when(at: pd.Timestamp, offset: int) -> str:
    wall = at.tz_localize(None) + pd.Timedelta(minutes=int(offset))
    return f"{wall.day_name()} {wall.day} {wall.month_name()}, {wall:%H:%M}"

"""What comes before everything else: red flags, pain that lingers, pain that rises?"""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from tracker.protocol.flare_up import after_release
from tracker.protocol.red_flag_schedule import Answer, flags_standing
from tracker.protocol.red_flags import ADVICE, most_urgent
from tracker.protocol.screening import Screening
from tracker.relief import columns as c
from tracker.relief.derive import local_time
from tracker.report.comparison import FOUR, Comparison
from tracker.report.entries import LATER_OFFSET, within
from tracker.report.iso_week import Week
from tracker.report.values import Alert
from tracker.wording.numbers import date, row_tuples
from tracker.wording.over_time import pain_week_sentence

MOST_NAMED: Final = 5
_RATE_AGAIN: Final = (
    "Rate a rise like this again some hours later; the log page asks for it. Where it lingers, "
    "next time press more lightly, or explore another spot of that muscle."
)
"""What the rule says right after a press, told to somebody who reads it days later."""
_WEIGHT: Final = ("check later", "ease", "stop and consult")
_LEG: Final = ("numbness", "weakness")
_WORSE: Final = ("much worse", "very much worse")


def alerts(seen: Comparison) -> tuple[Alert, ...]:
    """Give what comes first, the most urgent first; nothing where nothing does."""
    found = (_red_flags(seen), _lingering(seen), _rising(seen))
    return tuple(sorted(filter(None, found), key=lambda alert: not alert.urgent))


def flags_of(row: Any) -> tuple[str, ...]:
    """Read the red flags of a check-in."""
    return tuple(name for name in str(row.red_flags).split(";") if name)


def answered_in(screenings: Sequence[Screening], week: Week, weeks: int = 1) -> list[Screening]:
    """Give the screenings of a week, or of so many weeks up to it, by the clock on the wall."""
    first = week.earlier(weeks - 1).monday
    return [one for one in screenings if first <= one.answered_at.date() <= week.sunday]


def _red_flags(seen: Comparison) -> Alert | None:
    check_ins = seen.entries.check_ins
    said = [
        (row.day, f"Check-in of {date(row.day)}: yes to {_listed(flags_of(row))}.", flags_of(row))
        for row in row_tuples(within(check_ins, seen.week))
        if flags_of(row)
    ]
    said += [
        (pd.Timestamp(one.answered_at.date()), _screened(one), one.red_flags)
        for one in answered_in(seen.entries.screenings, seen.week)
        if one.red_flags
    ]
    if not said:
        return _still_standing(seen)
    said.sort(key=lambda entry: entry[0])
    urgency = most_urgent(name for *_, names in said for name in names)
    return Alert(
        "red flag",
        "A red flag was answered with yes",
        tuple(sentence for _, sentence, _ in said),
        ADVICE[urgency or "see a doctor first"],
        urgent=True,
    )


def _screened(one: Screening) -> str:
    went_on = " You read the advice and chose to go on." if one.dismissed_at else ""
    day = date(pd.Timestamp(one.answered_at.date()))
    return f"Red-flag questions of {day}: yes to {_listed(one.red_flags)}.{went_on}"


def _still_standing(seen: Comparison) -> Alert | None:
    """A red flag of an earlier week that no later answer has taken back."""
    ticked = [
        (Answer(row.at, flags_of(row)), row.day) for row in row_tuples(seen.entries.check_ins)
    ]
    asked = [
        (
            Answer(one.answered_at, one.red_flags, one.dismissed_at is not None),
            pd.Timestamp(one.answered_at.date()),
        )
        for one in seen.entries.screenings
    ]
    names = flags_standing((one for one, _ in ticked), (one for one, _ in asked))
    if not names:
        return None
    said = [(one.at, day) for one, day in (*ticked, *asked) if set(names) & set(one.red_flags)]
    day = max(said)[1]
    return Alert(
        "red flag",
        "A red flag of an earlier week still stands",
        (f"{date(day)}: yes to {_listed(names)}, not answered anew since.",),
        ADVICE[most_urgent(names) or "see a doctor first"],
        urgent=True,
    )


def _lingering(seen: Comparison) -> Alert | None:
    raised = raised_after(seen.entries.releases, seen.week)
    if not raised:
        return None
    worst = max(raised, key=lambda entry: _WEIGHT.index(entry[1]))
    left = len(raised) - MOST_NAMED
    more = (f"And {left} more.",) if left > 0 else ()
    open_yet = worst[1] == "check later"
    return Alert(
        "lingering",
        "Pain rose after a press" if open_yet else "Pain that stayed raised",
        (*(sentence for sentence, *_ in raised[:MOST_NAMED]), *more),
        _RATE_AGAIN if open_yet else worst[2],
        urgent=worst[1] == "stop and consult",
    )


def raised_after(releases: pd.DataFrame, week: Week, weeks: int = 1) -> list[tuple[str, str, str]]:
    """Give each release that left a large rise: the sentence, what the rule says, and its words.

    A release counts to the weeks in which it was pressed, and to those in which it was rated again.
    """
    later = local_time(
        releases[c.LATER_AT].fillna(releases[c.STARTED_AT]),
        releases[LATER_OFFSET].fillna(releases[c.STARTED_AT_OFFSET]),
    ).dt.normalize()
    again = within(releases.assign(**{c.DAY: later}), week, weeks).index
    of_week = releases.loc[within(releases, week, weeks).index.union(again)]
    judged: list[tuple[str, str, str]] = []
    for row in row_tuples(of_week.sort_values([c.STARTED_AT, c.ID])):
        # The pain when the press ended: of a moved release, that on leaving.
        ended = _rated(row.pain_before - row.relief)
        hours = _rated((row.later_at - row.started_at) / pd.Timedelta(hours=1))
        advice = after_release(row.pain_before, ended, _rated(row.pain_later), hours)
        if advice.action != "go on":
            judged.append((_said(row, ended, hours), advice.action, advice.reason))
    return judged


def _said(row: Any, ended: float | None, hours: float | None) -> str:
    place = f"{str(row.side).capitalize()} {row.muscle} ({row.spot}), {date(row.day)}"
    if hours is None:
        rise = (ended or 0) - row.pain_before
        return f"{place}: pain rose by {rise:g} points, and was not rated again."
    when = f"{hours:.0f} hours" if hours >= 1.5 else "an hour"
    rise = row.pain_later - row.pain_before
    return f"{place}: {when} later still {rise:g} points higher than before."


def _rising(seen: Comparison) -> Alert | None:
    said = [
        pain_week_sentence(weeks, seen.site)
        for weeks in seen.pain
        if weeks.enough and weeks.low > 0
    ][:1]
    recent = within(seen.entries.check_ins, seen.week)
    said += [
        f"On {date(row.day)} you answered \u201c{row.change}\u201d compared with a week ago."
        for row in row_tuples(recent)
        if row.change in _WORSE
    ]
    said += _new_in_the_leg(seen, recent)
    if not said:
        return None
    return Alert(
        "rising",
        "Pain or symptoms on the rise",
        tuple(said),
        "A clinician can look for the cause.",
        urgent=False,
    )


def _new_in_the_leg(seen: Comparison, recent: pd.DataFrame) -> list[str]:
    before = within(seen.entries.check_ins, seen.week.earlier(1), FOUR)
    if before.empty:
        return []
    known = _symptoms(before)
    return [
        f"{name.capitalize()} was noted this week, and not in the {FOUR} weeks before."
        for name in _LEG
        if name in _symptoms(recent) - known
    ]


def _symptoms(check_ins: pd.DataFrame) -> set[str]:
    return {name for text in check_ins["symptoms"] for name in str(text).split(";")}


def _rated(value: float) -> float | None:
    return None if value != value else float(value)


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last

"""Alerts, which come before everything else: red flags, pain that lingers, pain that rises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from tracker.protocol.flare_up import after_release
from tracker.protocol.red_flag_schedule import Answer, agreed_to, flags_standing
from tracker.protocol.red_flags import ADVICE, most_urgent
from tracker.protocol.screening import Screening
from tracker.relief import columns as c
from tracker.relief.derive import local_time
from tracker.report.comparison import FOUR, Comparison, value_or_none
from tracker.report.entries import LATER_OFFSET, within
from tracker.report.iso_week import Week
from tracker.wording.numbers import date, row_tuples
from tracker.wording.over_time import pain_week_sentence

Concern = Literal["red flag", "lingering", "rising"]

MOST_NAMED: Final = 5
_RATE_AGAIN: Final = (
    "Rate a rise like this again some hours later; the page Today asks for it. Where it lingers, "
    "next time press more lightly, or explore another spot of that muscle."
)
"""The rule's advice for right after a press, worded for somebody who reads it days later."""
_ACTIONS_BY_WEIGHT: Final = ("check later", "ease", "stop and consult")
_AGREED: Final = "Ask your doctor again when something changes."
_LEG: Final = ("numbness", "weakness")
_WORSE: Final = ("much worse", "very much worse")


@dataclass(frozen=True)
class Alert:
    """Something that comes before everything else.

    Attributes
    ----------
    concern : {"red flag", "lingering", "rising"}
    title : str
        What it is, in a few words.
    sentences : tuple of str
        What was logged, a sentence each.
    advice : str
        What the protocol says to do, or "".
    is_urgent : bool
        Whether it asks for a clinician: a red flag that no doctor has agreed to, or a rise that
        stayed for a day.
    """

    concern: Concern
    title: str
    sentences: tuple[str, ...]
    advice: str
    is_urgent: bool


def alerts(comparison: Comparison) -> tuple[Alert, ...]:
    """Give what comes first, the most urgent first; nothing where nothing does."""
    possible = (_red_flags(comparison), _lingering(comparison), _rising(comparison))
    return tuple(sorted(filter(None, possible), key=lambda alert: not alert.is_urgent))


def flags_of(row: Any) -> tuple[str, ...]:
    """Read the red flags of a check-in."""
    return tuple(name for name in str(row.red_flags).split(";") if name)


def answered_in(screenings: Sequence[Screening], week: Week, weeks: int = 1) -> list[Screening]:
    """Give the screenings of a week, or of so many weeks up to it, in local time."""
    first = week.earlier(weeks - 1).start
    return [one for one in screenings if first <= one.answered_at.date() <= week.end]


def _red_flags(comparison: Comparison) -> Alert | None:
    check_ins = comparison.entries.check_ins
    answers = [
        (row.day, f"Check-in of {date(row.day)}: yes to {_join(flags_of(row))}.", flags_of(row))
        for row in row_tuples(within(check_ins, comparison.week))
        if flags_of(row)
    ]
    answers += [
        (pd.Timestamp(one.answered_at.date()), _screening_sentence(one), one.red_flags)
        for one in answered_in(comparison.entries.screenings, comparison.week)
        if one.red_flags
    ]
    if not answers:
        return _still_standing(comparison)
    answers.sort(key=lambda entry: entry[0])
    agreed = agreed_to(map(Answer.of, comparison.entries.screenings))
    urgency = most_urgent(name for *_, names in answers for name in names if name not in agreed)
    return Alert(
        "red flag",
        "A red flag was answered with yes",
        tuple(sentence for _, sentence, _ in answers),
        ADVICE[urgency] if urgency else _AGREED,
        is_urgent=urgency is not None,
    )


def _screening_sentence(one: Screening) -> str:
    agreed = " A doctor has agreed to self-massage." if one.doctor_agreed_at else ""
    went_on = " You read the advice and chose to go on." if one.dismissed_at else ""
    day = date(pd.Timestamp(one.answered_at.date()))
    return f"Red-flag questions of {day}: yes to {_join(one.red_flags)}.{agreed}{went_on}"


def _still_standing(comparison: Comparison) -> Alert | None:
    """A red flag of an earlier week that no later answer has taken back."""
    ticked = [
        (Answer(row.at, flags_of(row)), row.day) for row in row_tuples(comparison.entries.check_ins)
    ]
    asked = [
        (Answer.of(one), pd.Timestamp(one.answered_at.date()))
        for one in comparison.entries.screenings
    ]
    names = flags_standing((one for one, _ in ticked), (one for one, _ in asked))
    if not names:
        return None
    days = [(one.at, day) for one, day in (*ticked, *asked) if set(names) & set(one.red_flags)]
    day = max(days)[1]
    return Alert(
        "red flag",
        "A red flag of an earlier week still stands",
        (f"{date(day)}: yes to {_join(names)}, not answered anew since.",),
        ADVICE[most_urgent(names) or "see a doctor first"],
        is_urgent=True,
    )


def _lingering(comparison: Comparison) -> Alert | None:
    raised = raised_after(comparison.entries.releases, comparison.week)
    if not raised:
        return None
    worst = max(raised, key=lambda entry: _ACTIONS_BY_WEIGHT.index(entry[1]))
    not_named = len(raised) - MOST_NAMED
    more = (f"And {not_named} more.",) if not_named > 0 else ()
    is_open = worst[1] == "check later"
    return Alert(
        "lingering",
        "Pain rose after a press" if is_open else "Pain that stayed raised",
        (*(sentence for sentence, *_ in raised[:MOST_NAMED]), *more),
        _RATE_AGAIN if is_open else worst[2],
        is_urgent=worst[1] == "stop and consult",
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
    advised: list[tuple[str, str, str]] = []
    for row in row_tuples(of_week.sort_values([c.STARTED_AT, c.ID])):
        # The pain when the press ended: of a moved release, that on leaving.
        ended = value_or_none(row.pain_before - row.relief)
        hours = value_or_none((row.later_at - row.started_at) / pd.Timedelta(hours=1))
        advice = after_release(row.pain_before, ended, value_or_none(row.pain_later), hours)
        if advice.action != "go on":
            advised.append((_rise_sentence(row, ended, hours), advice.action, advice.reason))
    return advised


def _rise_sentence(row: Any, ended: float | None, hours: float | None) -> str:
    place = f"{str(row.side).capitalize()} {row.muscle} ({row.spot}), {date(row.day)}"
    if hours is None:
        rise = (ended or 0) - row.pain_before
        return f"{place}: pain rose by {rise:g} points, and was not rated again."
    when = f"{hours:.0f} hours" if hours >= 1.5 else "an hour"
    rise = row.pain_later - row.pain_before
    return f"{place}: {when} later still {rise:g} points higher than before."


def _rising(comparison: Comparison) -> Alert | None:
    # Looked at once: each further comparison would raise another false alarm.
    usual = comparison.pain_usual
    rises = usual.enough and usual.low > 0
    sentences = [pain_week_sentence(usual, comparison.site)] if rises else []
    recent = within(comparison.entries.check_ins, comparison.week)
    sentences += [
        f"On {date(row.day)} you answered \u201c{row.change}\u201d compared with a week ago."
        for row in row_tuples(recent)
        if row.change in _WORSE
    ]
    sentences += _new_in_the_leg(comparison, recent)
    if not sentences:
        return None
    return Alert(
        "rising",
        "Pain or symptoms on the rise",
        tuple(sentences),
        "A clinician can look for the cause.",
        is_urgent=False,
    )


def _new_in_the_leg(comparison: Comparison, recent: pd.DataFrame) -> list[str]:
    before = within(comparison.entries.check_ins, comparison.week.earlier(1), FOUR)
    if before.empty:
        return []
    earlier = _symptoms(before)
    return [
        f"{name.capitalize()} was noted this week, and not in the {FOUR} weeks before."
        for name in _LEG
        if name in _symptoms(recent) - earlier
    ]


def _symptoms(check_ins: pd.DataFrame) -> set[str]:
    return {name for text in check_ins["symptoms"] for name in str(text).split(";")}


def _join(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last

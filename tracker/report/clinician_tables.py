"""Tables of the clinician's page, as frozen cells that are only laid out elsewhere."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import pandas as pd

from tracker.protocol.screening import Screening
from tracker.relief import columns as c
from tracker.relief.clinical_change import (
    Z_95,
    MeasurementError,
    release_error,
    reliable_change,
    sciatica_error,
    sciatica_non_overlap,
)
from tracker.relief.intervals import jeffreys_interval
from tracker.relief.level_change import sciatica_change
from tracker.relief.tables import summary
from tracker.report.alerts import answered_in, flags_of, raised_after
from tracker.report.comparison import Comparison, bothersomeness_indices
from tracker.report.entries import within
from tracker.report.typography import signed
from tracker.wording.numbers import counted, date, points
from tracker.wording.numbers import row_tuples as table_rows


@dataclass(frozen=True)
class Table:
    """A table of words and numbers, ready to print.

    Attributes
    ----------
    title : str
    columns : tuple of str
        The first heads the rows' names.
    rows : tuple of tuple of str
    note : str
        Sources and limits, or "".
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Period:
    """The last days of a record, summed up in a column.

    Attributes
    ----------
    label : str
        Its column's head.
    weeks : int
        In how many weeks up to this one its entries lie.
    days : int
        On how many days there could be entries.
    """

    label: str
    weeks: int
    days: int


Row: TypeAlias = tuple[str, str]
Cells: TypeAlias = Callable[[Comparison, Period], list[Row]]

NONE: Final = "\u2013"
_REACHES: Final = ("back", "glute", "thigh", "calf", "foot")


def symptoms(comparison: Comparison, period: Period) -> list[Row]:
    """Pain, bothersomeness, change, reach and leg symptoms, as checked in."""
    rows = within(comparison.entries.check_ins, comparison.week, period.weeks)
    of_site = rows[rows[c.SITE].astype(str) == comparison.site]
    days = of_site.groupby(c.DAY)[c.PAIN].mean()
    index = bothersomeness_indices(rows)
    return [
        (
            f"{comparison.site.capitalize()} pain, NRS-11 (0\u201310), mean (SD) of days",
            _mean_sd(days),
        ),
        ("Lowest\u2013highest rating", _span(of_site[c.PAIN])),
        ("Days rated", f"{len(days)} of {period.days}"),
        ("SBI (0\u201324), mean (times answered)", _with_n(index)),
        ("PGIC, latest answer", _latest(rows["change"])),
        ("Furthest reach down the leg", _furthest(rows["reach"])),
        ("Check-ins with numbness / weakness", _leg(rows["symptoms"])),
    ]


def adherence(comparison: Comparison, period: Period) -> list[Row]:
    """How much was pressed, and how the presses ended."""
    rows = within(comparison.entries.releases, comparison.week, period.weeks)
    outcome = rows[c.OUTCOME].astype(str)
    ended = [str(int((outcome == kind).sum())) for kind in (c.HELD, c.MOVED, c.STOPPED)]
    held = rows.loc[outcome == c.HELD, c.HELD_S].dropna()
    return [
        ("Releases (rated at the end)", f"{len(rows)} ({int(rows[c.RELIEF].notna().sum())})"),
        ("Days with a release", f"{rows[c.DAY].nunique()} of {period.days}"),
        ("Held / moved at 30 s / stopped early", " / ".join(ended)),
        ("Median seconds held, of those held", f"{held.median():.0f}" if len(held) else NONE),
    ]


def responses(comparison: Comparison, period: Period) -> list[Row]:
    """How much pain fell, and in how many releases by how much."""
    rows = within(comparison.entries.releases, comparison.week, period.weeks)
    rated = rows[rows[c.RELIEF].notna()]
    if rated.empty:
        return [(name, NONE) for name in _RESPONSES]
    one = summary(rated, [pd.Series(0, index=rated.index, name="all")]).iloc[0]
    share = rated[c.RELIEF_SHARE].dropna()
    after = (rated[c.PAIN_BEFORE] - rated[c.RELIEF]).mean()
    cells = (
        str(len(rated)),
        f"{rated[c.PAIN_BEFORE].mean():.1f} \u2192 {after:.1f}",
        mean_in_words(one[c.MEAN_RELIEF], one[c.LOW], one[c.HIGH]),
        _share(rated[c.RELIEF] >= c.POINTS),
        _share(share >= c.SHARES[0]),
        _share(share >= c.SHARES[1]),
    )
    return list(zip(_RESPONSES, cells, strict=True))


_RESPONSES: Final = (
    "Rated releases",
    "NRS-11 at the spot, mean before \u2192 at the end",
    "Relief, mean points [95 %], unadjusted",
    "Fell by 2 points or more",
    "Fell by 30 % or more",
    "Fell by 50 % or more",
)


def change(comparison: Comparison, since: dt.date | None) -> tuple[tuple[str, str, str], ...]:
    """Change against the person's own scatter, and across a date that the person names."""
    entries, site = comparison.entries, comparison.site
    of_site, of_release = sciatica_error(entries.check_ins, site), release_error(entries.releases)
    since_first = sciatica_change(entries.check_ins, site)
    index = reliable_change(since_first.mean_first, since_first.mean_last, of_site.sem)
    rows = [
        (f"MDC95, {site} pain, one rating", _mdc(of_site), f"{of_site.freedom} pairs of days"),
        ("MDC95, pain at the end of a release", _mdc(of_release), f"{of_release.n} repeated"),
        (
            f"RCI, last {since_first.window} days against first {since_first.window}",
            _reliable(index),
            f"{since_first.n_last} / {since_first.n_first} ratings",
        ),
    ]
    if since is not None:
        apart = sciatica_non_overlap(entries.check_ins, since, site)
        n = f"{apart.n_before} / {apart.n_after} days"
        name = f"before / from {date(pd.Timestamp(since))}"
        known = apart.nap == apart.nap
        rows.append((f"NAP, {name}", f"{apart.nap:.2f}" if known else NONE, n))
    return tuple(rows)


def _mdc(error: MeasurementError) -> str:
    return f"{error.mdc_95:.1f} points" if error.freedom else NONE


def _reliable(index: float) -> str:
    if index != index:
        return NONE
    return f"{signed(index, 2)}, {'' if abs(index) > Z_95 else 'not '}reliable"


def adverse(comparison: Comparison, period: Period) -> list[Row]:
    """How often pain rose, and whether it stayed."""
    rows = within(comparison.entries.releases, comparison.week, period.weeks)
    rose = int((rows[c.RELIEF] < 0).sum())
    raised = raised_after(comparison.entries.releases, comparison.week, period.weeks)
    actions = [action for _, action, _ in raised]
    return [
        ("Pain higher at the end, by any amount", f"{rose} of {int(rows[c.RELIEF].notna().sum())}"),
        ("Large rise, not rated again", str(actions.count("check later"))),
        ("Large rise hours later", str(actions.count("ease"))),
        ("Large rise still there a day later", str(actions.count("stop and consult"))),
        ("Rated again hours later", str(int(rows[c.PAIN_LATER].notna().sum()))),
    ]


def flags(comparison: Comparison, weeks: int) -> tuple[tuple[str, ...], ...]:
    """Red flags answered with yes, earliest first; the same answer again counts in its row."""
    entries = comparison.entries
    answers = [
        (
            pd.Timestamp(one.answered_at.date()),
            f"asked ({one.asked_because})",
            ", ".join(one.red_flags),
            _what_followed(one),
        )
        for one in answered_in(entries.screenings, comparison.week, weeks)
    ]
    answers += [
        (row.day, "check-in", ", ".join(flags_of(row)), NONE)
        for row in table_rows(within(entries.check_ins, comparison.week, weeks))
    ]
    days: dict[tuple[str, ...], list[pd.Timestamp]] = {}
    for day, *answer in sorted(answers):
        if answer[1]:
            days.setdefault(tuple(answer), []).append(day)
    return tuple((_date_range(when), *answer) for answer, when in days.items()) or (
        (_NONE_ANSWERED_YES, "", "", ""),
    )


def _what_followed(screening: Screening) -> str:
    if screening.dismissed_at:
        return "went on, having read the advice"
    return "stopped" if screening.stops() else "a doctor has agreed to self-massage"


def asked_note(comparison: Comparison, weeks: int) -> str:
    """Say how often all the red flags were asked, and how often all were answered with no."""
    asked = answered_in(comparison.entries.screenings, comparison.week, weeks)
    if not asked:
        return "The red flags were not all asked at once in these weeks."
    denied = counted(sum(not one.red_flags for one in asked), "time")
    return f"All of them were asked {counted(len(asked), 'time')}; no to all: {denied}."


_NONE_ANSWERED_YES: Final = "None answered with yes"


def _date_range(days: Sequence[pd.Timestamp]) -> str:
    if len(days) == 1:
        return date(days[0])
    return f"{date(days[0])} to {date(days[-1])}, {len(days)} times"


def _mean_sd(values: "pd.Series[float]") -> str:
    if values.empty:
        return NONE
    return f"{values.mean():.1f}" + (f" ({values.std():.1f})" if len(values) > 1 else "")


def _span(values: "pd.Series[float]") -> str:
    return NONE if values.empty else f"{values.min():g}\u2013{values.max():g}"


def _with_n(values: "pd.Series[float]") -> str:
    return NONE if values.empty else f"{values.mean():.1f} ({len(values)})"


def _latest(values: "pd.Series[str]") -> str:
    answered = [str(value) for value in values if str(value) not in ("", "nan", "None")]
    return answered[-1] if answered else NONE


def _furthest(values: "pd.Series[str]") -> str:
    named = [str(value) for value in values if str(value) in _REACHES]
    return max(named, key=_REACHES.index) if named else NONE


def _leg(values: "pd.Series[str]") -> str:
    listed = [str(value).split(";") for value in values]
    counts = [sum(name in names for names in listed) for name in ("numbness", "weakness")]
    return " / ".join(map(str, counts)) if listed else NONE


def _share(reached: "pd.Series[bool]") -> str:
    k, n = int(reached.sum()), len(reached)
    if not n:
        return NONE
    low, high = jeffreys_interval(k, n)
    # A line breaks, if at all, before the interval.
    return f"{100 * k / n:.0f}\u00a0% [{100 * low:.0f},\u00a0{100 * high:.0f}]"


def mean_in_words(mean: float, low: float | None, high: float | None) -> str:
    """Write a mean of points, with its interval where there is one."""
    if low is None or high is None or pd.isna(low):
        return points(mean)
    return f"{points(mean)} [{points(low)},\u00a0{points(high)}]"

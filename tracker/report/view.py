"""The view model of the week's page: every label, figure and sentence, for HTML and PDF alike."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from tracker.protocol.fields import FIRST_PERSON
from tracker.protocol.red_flags import ADVICE, RED_FLAGS
from tracker.relief.pooling.sets import LESS
from tracker.report.alerts import Alert
from tracker.report.measures import Measure
from tracker.report.notes import Note
from tracker.report.spots import PlanLine, SpotLine, not_helping_sentence
from tracker.report.typography import right_to_left, signed
from tracker.wording.answer import mark_note
from tracker.wording.numbers import counted

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

_NONE: Final = "\u2013"
NOT_HELPING_SHOWN: Final = 4
NOTES_SHOWN: Final = 6
_SAMPLE: Final = "Made-up sample diary"
_UNNAMED: Final = (FIRST_PERSON, "sample")
"""Persons whose name says nothing, and stands on no page."""

_RANKING_CAPTION: Final = (
    "Dot: the average. Line: where it likely lies. Right of 0, pain was lower."
)
_SOME_NOT_HELPING: Final = "No clear fall in pain so far, with 5 rated releases or more:"
_ALL_HELPING: Final = "Every spot with 5 rated releases or more went with a fall in pain so far."
_NOT_ENOUGH: Final = "Not enough yet: no spot has 5 rated releases."
_TWELVE_WEEKS_CAPTION: Final = (
    "Line: the level day by day, with its likely range (dark 80 %, light 95 %). Dots: each "
    "week\u2019s average. Dashed: 2 points, a change people usually notice. Shaded: this week."
)
_FIRST_WEEK: Final = "From your second week on, your weeks stand here beside one another."
_LIMITS: Final = (
    "on your own machine, from your own diary. It does not diagnose, and does not replace a "
    "clinician."
)


@dataclass(frozen=True)
class EarlierValue:
    """A measure in the weeks before.

    Attributes
    ----------
    label : str
        Which weeks.
    value : str
    change : str
        How this week differs, or "".
    """

    label: str
    value: str
    change: str


@dataclass(frozen=True)
class MeasureRow:
    """A measure of the week.

    Attributes
    ----------
    name, value : str
    is_known : bool
        Whether the week has a value at all.
    likely : str
        Its 95 % interval in words, or "".
    scale : str
        The range of the numbers, and on how many entries the value rests.
    earlier : tuple of EarlierValue
    """

    name: str
    value: str
    is_known: bool
    likely: str
    scale: str
    earlier: tuple[EarlierValue, ...]


@dataclass(frozen=True)
class SpotRow:
    """A spot of the ranking.

    Attributes
    ----------
    muscle : str
        With its side.
    spot, mean, n_rated, n_week : str
    heading : str
        The heading that it stands under; "" where it is ranked.
    tag : str
        What it gives, where it is ranked and that is not "less"; or "".
    """

    muscle: str
    spot: str
    mean: str
    n_rated: str
    n_week: str
    heading: str
    tag: str


@dataclass(frozen=True)
class PlanRow:
    """A spot to try next week.

    Attributes
    ----------
    muscle : str
        With its side.
    spot : str
        With the tool.
    tag : str
        "to explore", or "".
    reason : str
    """

    muscle: str
    spot: str
    tag: str
    reason: str


@dataclass(frozen=True)
class RedFlagGroup:
    """Red flags that call for the same advice.

    Attributes
    ----------
    intro, advice : str
    questions : tuple of str
    """

    intro: str
    advice: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class WeekView:
    """The week's page in words, in the order of the page.

    Attributes
    ----------
    document_title, title, days, person : str
        `person` is "" where the diary has one without a name.
    tags : tuple of str
        Beside the title: that entries are made up, that the week still runs.
    alerts : tuple of Alert
    headline, summary : str
    is_empty : bool
        Whether there is nothing to show, neither figures nor a plan.
    measures : tuple of MeasureRow
    ranking_sentence, ranking_caption : str
    spot_columns : tuple of str
    spots : tuple of SpotRow
    spots_more : str
        How many more there are, or "".
    not_helping_sentence : str
    not_helping : tuple of str
    thirty_seconds, thirty_seconds_so_far : str
    level_sentences : tuple of str
    twelve_weeks_caption : str
        Of the figure, or why there is none.
    plan : tuple of PlanRow
    plan_note : str
    notes : tuple of Note
        The last of the week, earliest first.
    notes_more : str
        How many more there are, or "".
    footnotes : tuple of str
    red_flags : tuple of RedFlagGroup
    made : str
    names : tuple of str
        Names on the page that run from right to left, the longest first.
    """

    document_title: str
    title: str
    days: str
    person: str
    tags: tuple[str, ...]
    alerts: tuple[Alert, ...]
    headline: str
    summary: str
    is_empty: bool
    measures: tuple[MeasureRow, ...]
    ranking_sentence: str
    ranking_caption: str
    spot_columns: tuple[str, ...]
    spots: tuple[SpotRow, ...]
    spots_more: str
    not_helping_sentence: str
    not_helping: tuple[str, ...]
    thirty_seconds: str
    thirty_seconds_so_far: str
    level_sentences: tuple[str, ...]
    twelve_weeks_caption: str
    plan: tuple[PlanRow, ...]
    plan_note: str
    notes: tuple[Note, ...]
    notes_more: str
    footnotes: tuple[str, ...]
    red_flags: tuple[RedFlagGroup, ...]
    made: str
    names: tuple[str, ...]


def week_view(report: "WeeklyReport") -> WeekView:
    """Put the week's page into words."""
    running = () if report.is_complete else ("Still running",)
    return WeekView(
        document_title=document_title("Week", report),
        title=report.week.title,
        days=report.week.days,
        person=person_name(report),
        tags=(*sample_tags(report), *running),
        alerts=report.alerts,
        headline=report.headline,
        summary=report.summary,
        is_empty=report.kind == "empty",
        measures=tuple(map(_measure_row, report.measures)),
        ranking_sentence=report.ranking_sentence,
        ranking_caption=_ranking_caption(report.reference_pain, is_usual=report.reference_is_usual),
        spot_columns=("Spot", "points", "n", "this week"),
        spots=tuple(map(_spot_row, report.shown_spots)),
        spots_more=_spots_more(report),
        not_helping_sentence=_not_helping_sentence(report),
        not_helping=tuple(
            f"{_muscle(line)}, {line.spot}: {not_helping_sentence(line)}"
            for line in report.not_helping[:NOT_HELPING_SHOWN]
        )
        + _not_helping_more(report),
        thirty_seconds=report.thirty_seconds.sentence,
        thirty_seconds_so_far=report.thirty_seconds.so_far,
        level_sentences=report.level_sentences,
        twelve_weeks_caption=_TWELVE_WEEKS_CAPTION if report.has_earlier_weeks else _FIRST_WEEK,
        plan=tuple(map(_plan_row, report.plan)),
        plan_note=report.plan_note,
        notes=report.notes[-NOTES_SHOWN:],
        notes_more=_notes_more(report),
        footnotes=report.footnotes,
        red_flags=_red_flag_groups(),
        made=f"Made {made_at(report)} {_LIMITS}",
        names=turning_names(report),
    )


def document_title(page: str, report: "WeeklyReport") -> str:
    """Name the document of a page."""
    return f"{page} {report.week.name}{', made-up sample diary' if report.is_sample else ''}"


def person_name(report: "WeeklyReport") -> str:
    """Give the name of the person, or "" where the diary has one without a name."""
    return "" if report.person in _UNNAMED else report.person


def sample_tags(report: "WeeklyReport") -> tuple[str, ...]:
    """Say beside the title that entries are made up, where they are."""
    return (_SAMPLE,) if report.is_sample else ()


def made_at(report: "WeeklyReport") -> str:
    """Say when a report was made."""
    return f"{report.made_at:%Y-%m-%d %H:%M}"


def turning_names(report: "WeeklyReport") -> tuple[str, ...]:
    """Give the names on a page that run from right to left, the longest first."""
    names = {report.person, *(note.text for note in report.notes)}
    for line in report.spot_lines:
        names |= {line.muscle, line.spot}
    for planned in report.plan:
        names |= {planned.muscle, planned.spot, planned.tool}
    return right_to_left(names)


def _measure_row(measure: Measure) -> MeasureRow:
    low, high = measure.low, measure.high
    return MeasureRow(
        name=measure.name,
        value=_number(measure.value, measure.decimals),
        is_known=measure.value is not None,
        likely="" if low is None else f"likely {_number(low)} to {_number(high)}",
        scale=f"{measure.scale}; {measure.n}",
        earlier=(
            EarlierValue("Week before", _number(measure.last, measure.decimals), measure.change),
            EarlierValue("Four before", _number(measure.before), measure.change_before),
        ),
    )


def _ranking_caption(reference_pain: float, *, is_usual: bool) -> str:
    if not isfinite(reference_pain):
        return _RANKING_CAPTION
    caption = f"At a starting pain of {reference_pain:g}. {_RANKING_CAPTION}"
    return f"{caption} {mark_note(reference_pain, is_usual=is_usual)}"


def _spot_row(line: SpotLine) -> SpotRow:
    return SpotRow(
        muscle=_muscle(line),
        spot=line.spot,
        mean=_number(line.mean if isfinite(line.mean) else None),
        n_rated=str(line.n_rated),
        n_week=str(line.n_week or _NONE),
        heading=line.heading,
        tag="" if line.heading or line.gives == LESS else line.gives,
    )


def _not_helping_sentence(report: "WeeklyReport") -> str:
    if report.not_helping:
        return _SOME_NOT_HELPING
    is_any_ranked = any(not line.heading for line in report.spot_lines)
    return _ALL_HELPING if is_any_ranked else _NOT_ENOUGH


def _spots_more(report: "WeeklyReport") -> str:
    hidden = report.spot_lines[len(report.shown_spots) :]
    if not hidden:
        return ""
    ranked = sum(not line.heading for line in hidden)
    parts = (f"{ranked} with less relief", f"{len(hidden) - ranked} not ranked")
    counts = [part for part in parts if not part.startswith("0 ")]
    return f"{len(hidden)} more on the relief page: {', '.join(counts)}."


def _not_helping_more(report: "WeeklyReport") -> tuple[str, ...]:
    more = len(report.not_helping) - NOT_HELPING_SHOWN
    return (f"{more} more, on the relief page",) if more > 0 else ()


def _notes_more(report: "WeeklyReport") -> str:
    more = len(report.notes) - NOTES_SHOWN
    if more <= 0:
        return ""
    are = "is" if more == 1 else "are"
    return f"{counted(more, 'earlier note')} of this week {are} in your diary."


def _plan_row(line: PlanLine) -> PlanRow:
    return PlanRow(
        muscle=_muscle(line),
        spot=f"{line.spot} · {line.tool}" if line.tool else line.spot,
        tag="to explore" if line.kind == "explore" else "",
        reason=line.reason,
    )


def _muscle(line: SpotLine | PlanLine) -> str:
    return f"{line.side.capitalize()} {line.muscle}"


def _red_flag_groups() -> tuple[RedFlagGroup, ...]:
    return tuple(
        RedFlagGroup(
            "If one of these is a yes:",
            advice,
            tuple(flag.question for flag in RED_FLAGS if flag.advice == urgency),
        )
        for urgency, advice in ADVICE.items()
    )


def _number(value: float | None, decimals: int = 1) -> str:
    return _NONE if value is None else signed(value, decimals)

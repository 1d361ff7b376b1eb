"""The explorer's sections: the charts and sentences under each of its headings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from tracker.protocol.local_time import monday_of

if TYPE_CHECKING:
    from tracker.widgets.filters import Selection


def latest_week(chosen: "Selection") -> str:
    """The ISO week of the last day chosen, such as 2026-W46; never one to come."""
    return _week(_last_day(chosen))


def week_sentences(chosen: "Selection") -> list[str]:
    """Compare the latest week with the one before and with the eight before it.

    While a week has hardly begun, the week that was last whole is compared too.
    """
    from tracker.relief.week_comparison import USUAL_WEEKS, week_comparison
    from tracker.wording.over_time import relief_week_sentence

    day = _last_day(chosen)
    asked = [(day, 1), (day, USUAL_WEEKS)]
    answers = [
        week_comparison(chosen.releases, _week(day), before, pooled=chosen.pooled)
        for day, before in asked
        if _reaches_back(chosen, day, before)
    ]
    if answers and not answers[0].enough:
        whole = day - timedelta(weeks=1)
        if _reaches_back(chosen, whole, 1):
            last = week_comparison(chosen.releases, _week(whole), 1, pooled=chosen.pooled)
            answers.insert(1, last)
    said = [relief_week_sentence(answer) for answer in answers]
    return said or ["The days you chose hold no week before the last one to compare it with."]


def _last_day(chosen: "Selection") -> date:
    return min(chosen.chosen.last or chosen.today, chosen.today)


def _reaches_back(chosen: "Selection", day: date, weeks: int) -> bool:
    """Whether the days chosen hold all of the weeks before a day's week."""
    monday = monday_of(day) - timedelta(weeks=weeks)
    return chosen.chosen.first is None or chosen.chosen.first <= monday


def _week(day: date) -> str:
    return f"{day:%G-W%V}"


Shown = dict[str, Any]
"""``charts``: pieces of HTML of the kit's own making. ``said``: sentences, plain text."""

_NEAREST: Final = 3
"""How many comparisons are told where none of them stands out."""


@dataclass(frozen=True)
class Section:
    """One question, one sentence on how to read the answer, and what draws it."""

    name: str
    title: str
    how: str
    draw: "Callable[[Selection], Shown]"


def _spots(chosen: "Selection") -> Shown:
    from tracker.charts.ranking import plot_muscle_ranking, plot_pooled_ranking
    from tracker.charts.show import to_html
    from tracker.wording.answer import mark_note, pooled_sentence

    pooled = chosen.pooled
    title = pooled_sentence(pooled)
    charts = [to_html(plot_pooled_ranking, pooled.spots, title=title)]
    if pooled.fit is None:
        return _shown(charts)
    charts.append(to_html(plot_muscle_ranking, pooled.muscles))
    return _shown(charts, [mark_note(pooled.reference_pain, is_usual=pooled.reference_is_usual)])


def _time(chosen: "Selection") -> Shown:
    from tracker.charts.level import plot_level
    from tracker.charts.relief_change import plot_relief_change
    from tracker.charts.show import to_html
    from tracker.relief.level_change import muscle_changes, relief_change, spot_changes
    from tracker.relief.over_time import over_time
    from tracker.wording.level_change import (
        change_sentences,
        changes_sentence,
        relief_change_sentence,
    )

    table = over_time(chosen.releases, pooled=chosen.pooled)
    since = relief_change(chosen.releases, pooled=chosen.pooled)
    spots = spot_changes(chosen.releases, pooled=chosen.pooled)
    muscles = muscle_changes(chosen.releases, pooled=chosen.pooled)
    title = relief_change_sentence(since) if since.enough else None
    return _shown(
        [to_html(plot_level, table, title=title), to_html(plot_relief_change, spots)],
        [*change_sentences(spots), changes_sentence(muscles), *change_sentences(muscles)],
    )


def _weeks(chosen: "Selection") -> Shown:
    from tracker.charts.relief_over_time import plot_relief_over_time
    from tracker.charts.show import to_html
    from tracker.relief.days import points
    from tracker.relief.tables import by_week

    title, *said = week_sentences(chosen)
    weeks = by_week(chosen.releases)
    chart = to_html(plot_relief_over_time, points(chosen.releases), weeks, title=title)
    return _shown([chart], said)


def _press(chosen: "Selection") -> Shown:
    from tracker.charts.hold_curves import plot_hold_curves
    from tracker.charts.show import to_html
    from tracker.relief.hold_curves import hold_curves
    from tracker.relief.thirty_seconds import thirty_second_rule
    from tracker.wording.thirty_seconds import thirty_second_sentence

    rule = thirty_second_sentence(thirty_second_rule(chosen.releases))
    said = f"The 30-second rule on your own releases: {rule[0].lower()}{rule[1:]}"
    return _shown([to_html(plot_hold_curves, hold_curves(chosen.releases))], [said])


def _muscles(chosen: "Selection") -> Shown:
    from tracker.charts.muscle_weeks import plot_muscle_weeks
    from tracker.charts.show import to_html
    from tracker.relief.tables import by_muscle_and_week

    return _shown([to_html(plot_muscle_weeks, by_muscle_and_week(chosen.releases))])


def _sciatica(chosen: "Selection") -> Shown:
    from tracker.charts.level import plot_level
    from tracker.charts.sciatica import plot_sciatica
    from tracker.charts.show import to_html
    from tracker.relief.days import releases_by_day, sciatica_by_day
    from tracker.relief.level_change import sciatica_change
    from tracker.relief.over_time import sciatica_over_time
    from tracker.relief.week_comparison import USUAL_WEEKS, pain_week_comparison
    from tracker.wording.level_change import sciatica_change_sentence
    from tracker.wording.over_time import pain_week_sentence, sciatica_level_sentence

    by_day = sciatica_by_day(chosen.check_ins)
    if by_day.empty:
        return _shown([to_html(plot_sciatica, by_day, releases_by_day(chosen.releases))])
    site = str(by_day.groupby("site", observed=True).size().idxmax())
    table = sciatica_over_time(chosen.check_ins, site)
    since = sciatica_change(chosen.check_ins, site)
    now = sciatica_level_sentence(table, site)
    title = sciatica_change_sentence(since, site) if since.enough else now
    weeks = [
        pain_week_comparison(chosen.check_ins, latest_week(chosen), before, site)
        for before in (1, USUAL_WEEKS)
    ]
    said = [now] if since.enough else []
    said += [pain_week_sentence(week, site) for week in weeks]
    if chosen.chosen.is_about_presses:
        said.append("Check-ins follow the days you chose; side, muscle and tool are of releases.")
    return _shown(
        [
            to_html(plot_level, table, of="pain", title=title),
            to_html(plot_sciatica, by_day, releases_by_day(chosen.releases)),
        ],
        said,
    )


def _next(chosen: "Selection") -> Shown:
    from tracker.relief.plan import REST_H, plan
    from tracker.wording.plan import (
        advice_sentence,
        place_of,
        reason_sentence,
        rest_note,
        tool_sentences,
    )

    frames = chosen.frames
    planned = plan(
        frames.releases,
        now=frames.read_at,
        catalogue=frames.catalogue,
        tools=frames.profile.tools,
        sides=frames.profile.sides,
        usual_pain=frames.profile.usual_pain,
        check_ins=frames.check_ins,
        screenings=frames.screenings,
    )
    if advice := advice_sentence(planned):
        return _shown([], [advice, *tool_sentences(planned)])
    said = [
        f"{place_of(row)}. {reason_sentence(row)}"
        for row in planned.suggestions.itertuples(index=False)
    ]
    said = [line[0].upper() + line[1:] for line in said]
    return _shown([], [*said, *tool_sentences(planned), rest_note(REST_H)])


def _others(chosen: "Selection") -> Shown:
    from tracker.relief.factors import factors
    from tracker.wording.factors import factor_sentence

    rows = list(factors(chosen.frames.releases, chosen.frames.check_ins).itertuples(index=False))
    enough = [row for row in rows if row.enough]
    notable = [row for row in enough if row.notable]
    if not enough:
        return _shown([], ["Not enough yet: no two tools, hours or days can be compared so far."])
    if notable:
        return _shown([], [factor_sentence(row) for row in notable])
    opening = (
        f"Nothing stands out: of {len(enough)} comparisons none differs more than chance gives "
        "when so many are made. The nearest:"
    )
    return _shown([], [opening, *(factor_sentence(row) for row in enough[:_NEAREST])])


SECTIONS: Final = {
    section.name: section
    for section in (
        Section(
            "spots",
            "Which spots and muscles give relief?",
            "Farther right means that pain fell more while you pressed; a long line means that "
            "little is known yet.",
            _spots,
        ),
        Section(
            "next",
            "What could you press next?",
            "Spots that went with relief so far and one to explore, from your whole diary; the "
            "most hopeful first.",
            _next,
        ),
        Section(
            "time",
            "Is it holding up over time?",
            "The line is where relief stood; the wider the band around it, the less sure that is.",
            _time,
        ),
        Section(
            "weeks",
            "How is this week against the weeks before?",
            "Each light dot is one release and each joined dot a week’s mean; the sentence "
            "compares them at like spots.",
            _weeks,
        ),
        Section(
            "press",
            "What happens during a press?",
            "Follow pain from the start to 30 seconds to the end; presses that you moved on from "
            "are drawn apart.",
            _press,
        ),
        Section(
            "muscles",
            "Which muscle, which week?",
            "The stronger the colour, the more pain fell in that week; a hatched cell holds too "
            "few releases to read anything into it.",
            _muscles,
        ),
        Section(
            "sciatica",
            "How is the sciatica itself?",
            "These are your check-ins, with your releases below; that both change together does "
            "not show that one caused the other.",
            _sciatica,
        ),
        Section(
            "others",
            "What else went with your pain?",
            "Tools, pressure, hours and the day before, from your whole diary: going together is "
            "not causing.",
            _others,
        ),
    )
}
"""By name, in the order they are read."""


def sections_of(chosen: "Selection") -> list[dict[str, str]]:
    """List the sections that have something to show: their name, title and how to read them."""
    names = (
        list(SECTIONS) if len(chosen.releases) else ["sciatica"] if len(chosen.check_ins) else []
    )
    return [
        {"name": name, "title": SECTIONS[name].title, "how": SECTIONS[name].how} for name in names
    ]


def _shown(charts: list[str], said: Sequence[str] = ()) -> Shown:
    return {"charts": charts, "said": list(said)}

"""The explorer's sections: the charts and sentences under each of its headings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from tracker.protocol.weeks import week_name, week_start
from tracker.widgets.paragraphs import paragraphs

if TYPE_CHECKING:
    from tracker.widgets.filters import Selection


def latest_week(chosen: "Selection") -> str:
    """The ISO week of the last day chosen, such as 2026-W46; never one to come."""
    return _week(chosen, _last_day(chosen))


def week_sentences(chosen: "Selection") -> list[str]:
    """Compare the latest week with the one before and with the eight before it.

    While a week has hardly begun, the week that was last whole is compared too.
    """
    from tracker.relief.week_comparison import USUAL_WEEKS, week_comparison
    from tracker.wording.over_time import relief_week_sentence

    day = _last_day(chosen)
    asked = [(day, 1), (day, USUAL_WEEKS)]
    answers = [
        week_comparison(chosen.releases, _week(chosen, day), before, pooled=chosen.pooled)
        for day, before in asked
        if _reaches_back(chosen, day, before)
    ]
    if answers and not answers[0].enough:
        whole = day - timedelta(weeks=1)
        if _reaches_back(chosen, whole, 1):
            last = week_comparison(chosen.releases, _week(chosen, whole), 1, pooled=chosen.pooled)
            answers.insert(1, last)
    said = [relief_week_sentence(answer) for answer in answers]
    return said or ["The days you chose hold no week before the last one to compare it with."]


def _last_day(chosen: "Selection") -> date:
    return min(chosen.chosen.last or chosen.today, chosen.today)


def _reaches_back(chosen: "Selection", day: date, weeks: int) -> bool:
    """Whether the days chosen hold all of the weeks before a day's week."""
    start = _week_start(chosen, day) - timedelta(weeks=weeks)
    return chosen.chosen.first is None or chosen.chosen.first <= start


def _week(chosen: "Selection", day: date) -> str:
    return week_name(_week_start(chosen, day))


def _week_start(chosen: "Selection", day: date) -> date:
    from tracker.relief.columns import first_weekday

    return week_start(day, first_weekday(chosen.releases))


Shown = dict[str, Any]
"""``charts``: pieces of HTML of the kit's own making. ``said``: sentences, plain text. ``starts``:
what may be pressed next, each with the address of the hold page set to it."""

_NEAREST: Final = 3
"""How many comparisons are told where none of them stands out."""


@dataclass(frozen=True)
class Section:
    """One question, one sentence on how to read the answer, and what draws it.

    A folded one stands under "More", and is drawn when it is opened.
    """

    name: str
    title: str
    how: str
    draw: "Callable[[Selection], Shown]"
    folded: bool = True


def _spots(chosen: "Selection") -> Shown:
    from tracker.charts.ranking import plot_muscle_ranking, plot_pooled_ranking
    from tracker.charts.show import to_html
    from tracker.wording.pooling import TWO_QUESTIONS

    pooled = chosen.pooled
    # The page has said the answer above, and how it comes about below.
    charts = [to_html(plot_pooled_ranking, pooled.spots, title="Spots", note="")]
    if pooled.fit is None:
        return _shown(charts)
    charts.append(to_html(plot_muscle_ranking, pooled.muscles, title="Muscles", note=""))
    return _shown(charts, [TWO_QUESTIONS])


def _averages(chosen: "Selection") -> Shown:
    from tracker.charts.ranking import plot_spot_ranking
    from tracker.charts.show import to_html
    from tracker.relief.tables import by_spot
    from tracker.wording.tables import PLAIN_AVERAGES

    return _shown([to_html(plot_spot_ranking, by_spot(chosen.releases), note=PLAIN_AVERAGES)])


def _time(chosen: "Selection") -> Shown:
    """The whole diary first: the sciatica, then what pressing gives."""
    from tracker.charts.level import plot_level
    from tracker.charts.show import to_html
    from tracker.relief.days import main_site, sciatica_by_day
    from tracker.relief.level_change import relief_change, sciatica_change
    from tracker.relief.over_time import over_time, sciatica_over_time
    from tracker.wording.level_change import (
        relief_change_sentence,
        sciatica_change_sentence,
        short_change_sentence,
    )

    said, charts = [], []
    if site := main_site(sciatica_by_day(chosen.check_ins)):
        pain = sciatica_change(chosen.check_ins, site)
        said.append(
            short_change_sentence(pain, f"{site.capitalize()} pain", " of 10", "rating")
            if pain.enough
            else sciatica_change_sentence(pain, site)
        )
        table = sciatica_over_time(chosen.check_ins, site)
        title = f"{site.capitalize()} pain"
        charts.append(to_html(plot_level, table, of="pain", title=title, note=""))
    if len(chosen.releases):
        relief = relief_change(chosen.releases, pooled=chosen.pooled)
        said.append(
            short_change_sentence(relief, "Relief at like spots", " points", "release")
            if relief.enough
            else relief_change_sentence(relief)
        )
        table = over_time(chosen.releases, pooled=chosen.pooled)
        title = "Relief at like spots and like starting pain"
        charts.append(to_html(plot_level, table, title=title, note=""))
    return _shown(charts, said)


def _changes(chosen: "Selection") -> Shown:
    from tracker.charts.relief_change import plot_relief_change
    from tracker.charts.show import to_html
    from tracker.relief.level_change import muscle_changes, spot_changes
    from tracker.wording.level_change import change_sentences, changes_sentence

    spots = spot_changes(chosen.releases, pooled=chosen.pooled)
    muscles = muscle_changes(chosen.releases, pooled=chosen.pooled)
    return _shown(
        [to_html(plot_relief_change, spots)],
        [*change_sentences(spots), changes_sentence(muscles), *change_sentences(muscles)],
    )


def _weeks(chosen: "Selection") -> Shown:
    from tracker.charts.relief_over_time import plot_relief_over_time
    from tracker.charts.show import to_html
    from tracker.relief.days import points
    from tracker.relief.tables import by_week

    title, *said = week_sentences(chosen)
    weeks = by_week(chosen.releases)
    chart = to_html(plot_relief_over_time, points(chosen.releases), weeks, title=title, note="")
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
    from tracker.wording.tables import WEEKS_DIFFER

    return _shown(
        [to_html(plot_muscle_weeks, by_muscle_and_week(chosen.releases), note="")], [WEEKS_DIFFER]
    )


def _sciatica(chosen: "Selection") -> Shown:
    from tracker.charts.sciatica import plot_sciatica
    from tracker.charts.show import to_html
    from tracker.relief.days import main_site, releases_by_day, sciatica_by_day
    from tracker.relief.over_time import sciatica_over_time
    from tracker.relief.week_comparison import USUAL_WEEKS, pain_week_comparison
    from tracker.wording.over_time import pain_week_sentence, sciatica_level_sentence

    by_day = sciatica_by_day(chosen.check_ins)
    charts = [to_html(plot_sciatica, by_day, releases_by_day(chosen.releases))]
    site = main_site(by_day)
    if not site:
        return _shown(charts)
    said = [sciatica_level_sentence(sciatica_over_time(chosen.check_ins, site), site)]
    said += [
        pain_week_sentence(
            pain_week_comparison(chosen.check_ins, latest_week(chosen), before, site), site
        )
        for before in (1, USUAL_WEEKS)
    ]
    if chosen.chosen.is_about_presses:
        said.append("Check-ins follow the days you chose; side, muscle and tool are of releases.")
    return _shown(charts, said)


def _next(chosen: "Selection") -> Shown:
    from tracker.relief.plan import plan
    from tracker.wording.numbers import row_tuples
    from tracker.wording.plan import advice_sentence, reason_sentence, tool_sentences

    frames = chosen.frames
    planned = plan(
        frames.releases,
        now=frames.read_at,
        catalogue=frames.catalogue,
        profile=frames.profile,
        check_ins=frames.check_ins,
        screenings=frames.screenings,
    )
    if advice := advice_sentence(planned):
        return _shown([], [advice, *tool_sentences(planned)])
    starts = [
        {
            "name": f"{row.side.capitalize()} {row.muscle}, {row.spot}",
            "tool": row.tool,
            "said": reason_sentence(row),
            "href": hold_address(row.muscle, row.spot, row.side, row.tool),
        }
        for row in row_tuples(planned.suggestions)
    ]
    return {**_shown([], tool_sentences(planned)), "starts": starts}


def hold_address(muscle: str, spot: str, side: str, tool: str | None) -> str:
    """The hold page, set to a spot; it is read by the page's own script.

    Examples
    --------
    >>> hold_address("psoas", "beside the navel", "left", "lacrosse ball")
    'hold.ipynb?muscle=psoas&spot=beside+the+navel&side=left&tool=lacrosse+ball'
    """
    asked = {"muscle": muscle, "spot": spot, "side": side, "tool": tool}
    return f"hold.ipynb?{urlencode({name: value for name, value in asked.items() if value})}"


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
            "next",
            "What could you press next?",
            "From your whole diary, the most hopeful first, and one to explore.",
            _next,
            folded=False,
        ),
        Section(
            "time",
            "Is it getting better over time?",
            "The wider the band, the less sure the line.",
            _time,
            folded=False,
        ),
        Section(
            "spots",
            "How sure is the ranking?",
            "Long lines mean that little is known yet. Farther right, pain fell more.",
            _spots,
        ),
        Section(
            "changes",
            "Which spots help more, or less, than at first?",
            "Right of 0 a spot gives more relief now than in the first weeks.",
            _changes,
        ),
        Section(
            "weeks",
            "How is this week against the weeks before?",
            "Each light dot is a release, each joined dot a week’s mean.",
            _weeks,
        ),
        Section(
            "press",
            "What happens during a press, and at 30 seconds?",
            "Follow pain from the start to 30 s to the end; moved presses are drawn apart.",
            _press,
        ),
        Section(
            "muscles",
            "Which muscle, which week?",
            "The stronger the colour, the more pain fell; hatched cells hold too few releases.",
            _muscles,
        ),
        Section(
            "sciatica",
            "How is the sciatica, day by day?",
            "Your check-ins, with your releases below; that both change shows no cause.",
            _sciatica,
        ),
        Section(
            "others",
            "What else went with your pain?",
            "From your whole diary; going together is not causing.",
            _others,
        ),
        Section(
            "averages",
            "What are the plain averages?",
            "Each spot as it was rated, nothing compared.",
            _averages,
        ),
    )
}
"""By name, in the order they are read."""


def sections_of(chosen: "Selection") -> list[dict[str, Any]]:
    """List the sections that have something to show: name, title, how to read them, if folded."""
    names = list(SECTIONS) if len(chosen.releases) else []
    if not names and len(chosen.check_ins):
        names = ["time", "sciatica"]
    return [
        {name: getattr(section, name) for name in ("name", "title", "how", "folded")}
        for section in map(SECTIONS.__getitem__, names)
    ]


def _shown(charts: list[str], said: Sequence[str] = ()) -> Shown:
    return {"charts": charts, "said": paragraphs(said), "starts": []}

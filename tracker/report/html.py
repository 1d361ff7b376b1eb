"""The report as a page: one self-contained HTML file, or a piece of a notebook's."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tracker.protocol.red_flags import ADVICE, RED_FLAGS
from tracker.report import figures
from tracker.report.figures.drawing import signed
from tracker.report.figures.interval import scale
from tracker.report.figures.twelve_weeks import NARROW
from tracker.report.spots import flat_said
from tracker.report.typography import RIGHT_TO_LEFT, unbroken
from tracker.theme import LIGHT, css_variables, themed

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

Page = Literal["week", "clinician"]

_FOLDER: Final = Path(__file__).parent / "templates"


def to_html(report: "WeeklyReport", page: Page = "week") -> str:
    """Give a page of a report as a whole HTML document that needs nothing from outside.

    Raises
    ------
    ValueError
        A page that there is not.
    """
    return _rendered("document.html", report, page)


def piece(report: "WeeklyReport", page: Page = "week") -> str:
    """Give a page of a report as a piece of another page.

    Its styles reach nothing outside it; its colours follow the page's theme.
    """
    return _rendered("piece.html", report, page)


def _rendered(template: str, report: "WeeklyReport", page: Page) -> str:
    if page not in ("week", "clinician"):
        raise ValueError(f"page must be week or clinician, not {page!r}.")
    names = _named(report)
    return (
        _environment()
        .get_template(template)
        .render(
            report=report,
            page=page,
            body=f"{page}.html",
            colours=_trusted(css_variables()),
            light=LIGHT,
            figure=_figures(report) if page == "week" else {},
            number=_number,
            flat_said=flat_said,
            said=lambda sentence: isolated(sentence, names),
            red_flags=_asked(),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def isolated(sentence: str, names: Sequence[str]) -> Markup:
    """Escape a sentence, and keep the direction of a name in it from turning the rest around.

    Examples
    --------
    >>> isolated("Left <b> eased.", [])
    Markup('Left &lt;b&gt; eased.')
    """
    parts = re.split(f"({'|'.join(map(re.escape, names))})", sentence) if names else [sentence]
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(part) if place % 2 else escape(unbroken(part))
        for place, part in enumerate(parts)
    )


def _named(report: "WeeklyReport") -> list[str]:
    """The names on the page that run from right to left, the longest first."""
    names = {report.person}
    for line in report.spot_lines:
        names |= {line.muscle, line.spot}
    for planned in report.plan:
        names |= {planned.muscle, planned.spot, planned.tool}
    return sorted((name for name in names if RIGHT_TO_LEFT.search(name)), key=len, reverse=True)


def _figures(report: "WeeklyReport") -> dict[str, Any]:
    lines = report.spot_lines
    within = scale(lines)
    week = report.rule
    pressed = week.fell + week.stayed_up + week.unrated
    return {
        "spark": {one.key: _drawn(figures.sparkline(one)) for one in report.measures},
        "body": _trusted(figures.body(report, follow_theme=True)) if lines else "",
        "axis": _drawn(figures.interval_axis(within)),
        "spots": [
            _drawn(figures.interval(one, within, f"wk-spot-{i}")) for i, one in enumerate(lines)
        ],
        "rule": _drawn(figures.rule(week)) if pressed else "",
        "strip": _drawn(figures.strip(report)) if report.looks_back else "",
        "strip_narrow": _drawn(figures.strip(report, width=NARROW)) if report.looks_back else "",
    }


def _drawn(svg: str) -> Markup:
    """A figure in the page's theme."""
    return _trusted(themed(svg))


def _trusted(drawn: str) -> Markup:
    # What a person wrote was escaped where it was drawn, and `tests/report` holds that.
    return Markup(drawn)  # noqa: S704


def _number(value: float | None, decimals: int = 1) -> str:
    return "\u2013" if value is None else signed(value, decimals)


def _asked() -> list[tuple[str, list[str]]]:
    """The red flags as the protocol asks them, by what they call for."""
    return [
        (advice, [flag.question for flag in RED_FLAGS if flag.advice == urgency])
        for urgency, advice in ADVICE.items()
    ]

"""The pages as HTML: one self-contained document, or a fragment of a notebook's page."""

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tracker.report.figures import FigureSizes, draw_week
from tracker.report.typography import nbsp, split_at_names
from tracker.report.view import week_view
from tracker.theme import LIGHT, css_variables, themed

if TYPE_CHECKING:
    from tracker.report.weekly_report import Page, WeeklyReport

_TEMPLATES: Final = Path(__file__).with_name("templates")

_SIZES: Final = FigureSizes(body=356, thirty_seconds=356, twelve_weeks=(960, 358))
"""CSS pixels across; the twelve weeks at a desk and on a phone."""


_MOST_LETTERS: Final = 400
"""Of the names of the spots shown: twice those of ten spots of the catalogue."""


def to_html(report: "WeeklyReport", page: "Page" = "week") -> str:
    """Give a page of a report as a whole HTML document that needs nothing from outside.

    Raises
    ------
    ValueError
        No such page.
    """
    return _render("document.html", report, page)


def to_html_fragment(report: "WeeklyReport", page: "Page" = "week") -> str:
    """Give a page of a report as a fragment of another page.

    Its styles reach nothing outside it; its colours follow the page's theme.
    """
    return _render("fragment.html", report, page)


def isolate_names(sentence: str, names: Sequence[str]) -> Markup:
    """Escape a sentence, and keep the direction of a name in it from turning the rest around.

    Examples
    --------
    >>> isolate_names("Left <b> eased.", [])
    Markup('Left &lt;b&gt; eased.')
    """
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(part) if place % 2 else escape(nbsp(part))
        for place, part in enumerate(split_at_names(sentence, names))
    )


def _render(template: str, report: "WeeklyReport", page: "Page") -> str:
    if page not in ("week", "clinician"):
        raise ValueError(f"page must be week or clinician, not {page!r}.")
    view = week_view(report) if page == "week" else report.clinician
    return (
        _environment()
        .get_template(template)
        .render(
            view=view,
            page=page,
            body=f"{page}.html",
            colours=Markup(css_variables()),  # noqa: S704 - the kit's own style sheet
            light=LIGHT,
            figures=_figures(report) if page == "week" else {},
            is_crowded=_is_crowded(report),
            isolate=partial(isolate_names, names=view.names),
        )
    )


def _is_crowded(report: "WeeklyReport") -> bool:
    """Whether names are so long that a print keeps to its sheets in smaller type alone."""
    return sum(len(line.spot) for line in report.shown_spots) > _MOST_LETTERS


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _figures(report: "WeeklyReport") -> dict[str, Any]:
    # What a person wrote was escaped where it was drawn, and `tests/report` holds that.
    drawn = draw_week(report, _SIZES, follow_theme=True)
    return drawn.each(lambda svg: Markup(themed(svg)))  # noqa: S704

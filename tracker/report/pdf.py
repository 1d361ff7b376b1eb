"""The pages as PDF: set by typst, in this process.

Everything that a person wrote reaches typst as data, never as its markup.
"""

import json
import re
from dataclasses import asdict
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst

from tracker.report.figures import FigureSizes, draw_week
from tracker.report.figures.svg import FONT
from tracker.report.letters import NOT_DRAWN, OWN_FOLDER, OWN_FONT, fonts_for, without
from tracker.report.typography import isolate_bidi, nbsp
from tracker.report.view import week_view
from tracker.theme import LIGHT

if TYPE_CHECKING:
    from tracker.report.weekly_report import Page, Paper, WeeklyReport

_TEMPLATES: Final = Path(__file__).with_name("typst")

_ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: tags, reading order, language, title and a description of every figure."""

_NOT_DRAWN_NOTE: Final = (
    f"{NOT_DRAWN} stands for a letter that no font of this machine has; the web page shows it."
)

_SIZES: Final = FigureSizes(body=300, thirty_seconds=440, twelve_weeks=(830,))
"""CSS pixels across, at which their smallest type is 12 pixels: on paper it is then 7 points."""


def to_pdf(report: "WeeklyReport", *, page: "Page" = "week", paper: "Paper" = "a4") -> bytes:
    """Give a page of a report as a PDF.

    Parameters
    ----------
    report : WeeklyReport
    page : {"week", "clinician"}
    paper : {"a4", "us-letter"}

    Returns
    -------
    bytes
        The same for the same report on a machine with the same fonts. Text is text, tagged for
        screen readers (PDF/UA-1); nothing in it runs and nothing is fetched.

    Raises
    ------
    ValueError
        No such page or paper.
    """
    if page not in ("week", "clinician"):
        raise ValueError(f"page must be week or clinician, not {page!r}.")
    if paper not in ("a4", "us-letter"):
        raise ValueError(f"paper must be a4 or us-letter, not {paper!r}.")
    view = week_view(report) if page == "week" else report.clinician
    figures = draw_week(report, _SIZES).each(_figure) if page == "week" else {}
    shown = json.dumps(
        {"view": _typeset(asdict(view), view.names), "figures": figures}, ensure_ascii=False
    )
    families, not_drawn = fonts_for(shown)
    data = json.loads(without(shown, not_drawn)) | {
        "paper": paper,
        "colours": asdict(LIGHT),
        "fonts": families,
        "not_drawn": _NOT_DRAWN_NOTE if not_drawn else "",
    }
    is_own = families == (OWN_FONT,)
    return typst.compile(
        _TEMPLATES / f"{page}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(with_system=not is_own),
        ignore_system_fonts=is_own,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=[_ACCESSIBLE],
        timestamp=int(report.made_at.timestamp()),
    )


def _typeset(value: Any, names: tuple[str, ...]) -> Any:
    """Set every text of a view: units stay beside their numbers, and names turn nothing around."""
    if isinstance(value, str):
        return nbsp(isolate_bidi(value, names))
    if isinstance(value, dict):
        return {name: _typeset(part, names) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_typeset(part, names) for part in value]
    return value


def _figure(svg: str) -> dict[str, str]:
    """Give a drawing in the page's own font, and its title and description in words."""
    words = (unescape(text) for text in re.findall(r"<(?:title|desc)[^>]*>([^<]*)<", svg)[:2])
    return {"svg": svg.replace(FONT, f"'{OWN_FONT}'"), "alt": ". ".join(words)}


@cache
def _fonts(*, with_system: bool) -> typst.Fonts:
    """The fonts that come with matplotlib, in which the charts are laid out, and the system's."""
    return typst.Fonts(
        include_system_fonts=with_system,
        include_embedded_fonts=False,
        font_paths=[OWN_FOLDER],
    )

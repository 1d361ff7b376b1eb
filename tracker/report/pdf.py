"""The week's pages as PDF: set by typst, in this process, from what the report says and no more.

Everything that a person wrote reaches typst as data, never as its markup.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import matplotlib as mpl
import typst

from tracker.report.pdf_words import clinician_words, unparted, week_words
from tracker.theme import LIGHT

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

Paper = Literal["a4", "us-letter"]

_TEMPLATES: Final = Path(__file__).with_name("typst")

_ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: tags, reading order, language, title and a description of every figure."""


def to_pdf(
    report: "WeeklyReport", *, page: Literal["week", "clinician"] = "week", paper: Paper = "a4"
) -> bytes:
    """Give a page of a report as a PDF.

    Parameters
    ----------
    report : WeeklyReport
    page : {"week", "clinician"}
    paper : {"a4", "us-letter"}

    Returns
    -------
    bytes
        The same for the same report. Text is text, tagged for screen readers (PDF/UA-1); nothing
        in it runs and nothing is fetched.

    Raises
    ------
    ValueError
        No such page or paper.
    """
    if page not in ("week", "clinician"):
        raise ValueError(f"page must be week or clinician, not {page!r}.")
    if paper not in ("a4", "us-letter"):
        raise ValueError(f"paper must be a4 or us-letter, not {paper!r}.")
    said = {"paper": paper, "look": asdict(LIGHT), **unparted(_SAID[page](report))}
    return typst.compile(
        _TEMPLATES / f"{page}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(said)},
        pdf_standards=[_ACCESSIBLE],
        timestamp=int(report.made_at.timestamp()),
    )


_SAID: Final = {"week": week_words, "clinician": clinician_words}


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with matplotlib: the charts are laid out in them, on every machine.

    Among them is one with a box for every sign there is, so that no note can lack its letters.
    """
    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )

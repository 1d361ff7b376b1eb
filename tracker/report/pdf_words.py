"""What do the PDF's pages say: the same words and figures as the HTML, as plain JSON values?"""

import re
from dataclasses import asdict
from html import unescape
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from tracker.protocol.red_flags import ADVICE, RED_FLAGS
from tracker.report import figures
from tracker.report.figures.drawing import FONT, signed
from tracker.report.figures.interval import scale
from tracker.report.spots import flat_said
from tracker.report.typography import RIGHT_TO_LEFT, unbroken
from tracker.report.values import Measure, PlanLine, SpotLine

if TYPE_CHECKING:
    from tracker.report.weekly_report import WeeklyReport

Said = dict[str, Any]

_NONE: Final = "\u2013"

_STRIP: Final = 830
_BODY: Final = 300
_RULE: Final = 440
"""CSS pixels across, at which their smallest type is 12 pixels: on paper it is then 7 points."""
_LONG: Final = re.compile(r"(\S{24})(?=\S)")
"""Where a word may be parted that is longer than any in a dictionary."""


def week_words(report: "WeeklyReport") -> Said:
    """Say what stands on the week's pages, in the order in which it stands there."""
    lines = report.spot_lines
    return {
        **_heading(report),
        "kind": report.kind,
        "complete": report.complete,
        "alerts": [asdict(alert) for alert in report.alerts],
        "headline": report.headline,
        "lead": report.lead,
        "measures": [_measure(one) for one in report.measures],
        "ranking_said": report.ranking_said,
        "body": _figure(figures.body(report, width=_BODY)) if lines else None,
        "start": f"{report.reference_pain:g}" if isfinite(report.reference_pain) else "",
        "axis": _figure(figures.interval_axis(scale(lines))),
        "spots": [_spot(one, scale(lines)) for one in lines],
        "not_helping": [_not_helping(one) for one in report.not_helping],
        "rule": {
            "sentence": report.rule.sentence,
            "so_far": report.rule.so_far,
            "figure": _figure(figures.rule(report.rule, width=_RULE)) if _pressed(report) else None,
        },
        "strip_said": report.strip_said,
        "strip": _figure(figures.strip(report, width=_STRIP)) if report.looks_back else None,
        "plan": [_planned(one) for one in report.plan],
        "plan_said": report.plan_said,
        "words": [
            {name: isolate_bidi(text) for name, text in asdict(one).items()} for one in report.words
        ],
        "notes": report.notes,
        "red_flags": [
            {"advice": advice, "questions": [f.question for f in RED_FLAGS if f.advice == urgency]}
            for urgency, advice in ADVICE.items()
        ],
    }


def clinician_words(report: "WeeklyReport") -> Said:
    """Say what stands on the clinician's page."""
    page = report.clinician
    return {
        **_heading(report),
        "period": page.period,
        "summary": page.summary,
        "tables": [
            {
                "title": table.title,
                "columns": ["Measure" if c == table.title else c for c in table.columns],
                "rows": [[isolate_bidi(cell) for cell in row] for row in table.rows],
                "note": table.note,
            }
            for table in page.tables
        ],
        "methods": page.methods,
    }


def isolate_bidi(words: str) -> str:
    """Keep somebody's words from turning what stands around them, and from leaving the page.

    Examples
    --------
    >>> isolate_bidi("near the sacrum")
    'near the sacrum'
    >>> isolate_bidi("\\u05d0").encode("ascii", "backslashreplace")
    b'\\\\u2068\\\\u05d0\\\\u2069'
    """
    parted = _LONG.sub("\\1\u200b", words)
    return f"\u2068{parted}\u2069" if RIGHT_TO_LEFT.search(words) else parted


def unparted(said: Any) -> Any:
    """Keep every number and its unit on one line, in all that is said.

    Examples
    --------
    >>> unparted({"notes": ("at 30 s",)})
    {'notes': ['at 30\\xa0s']}
    """
    if isinstance(said, str):
        return unbroken(said)
    if isinstance(said, dict):
        return {name: unparted(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [unparted(value) for value in said]
    return said


def _heading(report: "WeeklyReport") -> Said:
    own = report.person not in ("me", "sample")
    return {
        "week": report.week.name,
        "number": int(report.week.name[-2:]),
        "days": report.week.days,
        "sunday": str(report.week.sunday),
        "person": isolate_bidi(report.person) if own else "",
        "sample": report.sample,
        "made": f"{report.made_at:%Y-%m-%d %H:%M}",
    }


def _measure(one: Measure) -> Said:
    return {
        "name": one.name,
        "value": _number(one.value, one.decimals),
        "known": one.value is not None,
        "likely": "" if one.low is None else f"likely {_number(one.low)} to {_number(one.high)}",
        "scale": f"{one.scale}; {one.n}",
        "spark": _figure(figures.sparkline(one)),
        "against": [
            {"name": "Week before", "value": _number(one.last, one.decimals), "said": one.change},
            {"name": "Four before", "value": _number(one.before), "said": one.change_before},
        ],
    }


def _spot(one: SpotLine, within: tuple[float, float]) -> Said:
    return {
        **_place(one),
        "figure": _figure(figures.interval(one, within, "spot")),
        "mean": _number(one.mean if isfinite(one.mean) else None),
        "n": str(one.n_rated),
        "week": str(one.n_week or _NONE),
        "under": one.under,
        "leads": one.leads,
    }


def _not_helping(one: SpotLine) -> str:
    place = _place(one)
    return f"{place['name']}, {place['spot']}: {flat_said(one)}"


def _planned(one: PlanLine) -> Said:
    tool = f" · {isolate_bidi(one.tool)}" if one.tool else ""
    place = _place(one)
    return {
        "name": place["name"],
        "spot": f"{place['spot']}{tool}",
        "reason": one.reason,
        "explore": one.kind == "explore",
    }


def _place(one: SpotLine | PlanLine) -> dict[str, str]:
    return {
        "name": f"{one.side.capitalize()} {isolate_bidi(one.muscle)}",
        "spot": isolate_bidi(one.spot),
    }


def _pressed(report: "WeeklyReport") -> bool:
    return bool(report.rule.fell + report.rule.stayed_up + report.rule.unrated)


def _number(value: float | None, decimals: int = 1) -> str:
    return _NONE if value is None else signed(value, decimals)


def _figure(svg: str) -> Said:
    """Give a drawing in the one font that is there, and the words that stand for it."""
    words = (unescape(found) for found in re.findall(r"<(?:title|desc)[^>]*>([^<]*)<", svg)[:2])
    return {"svg": svg.replace(FONT, "'DejaVu Sans'"), "alt": ". ".join(words)}

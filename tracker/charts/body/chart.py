"""The chart of the body: an SVG of the relief at each spot, for a page or a file."""

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from os import PathLike
from pathlib import Path
from typing import Final

import pandas as pd

from tracker.charts.body.figure import (
    CLOSE,
    CLOSE_VIEW,
    MIDLINE,
    NAMED,
    SIDES,
    VIEWS,
    WHOLE,
    WIDTH,
    Frame,
    draw_figure,
    labels,
    outward,
    to_drawing,
)
from tracker.charts.body.key import counts, draw_key, name_style, write_name, write_text
from tracker.charts.body.marks import (
    Callout,
    Mark,
    callouts,
    draw_mark,
    hatch,
    is_over,
    mark_style,
    marks_of,
)
from tracker.charts.relief_scale import themed_steps
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.catalogue import catalogue as built_in
from tracker.theme import LIGHT, css_variables, themed

DESK: Final = 560
PHONE: Final = 350
"""Widths in CSS pixels: beside text at a desk, across a phone."""

TITLE: Final = "Spots to press, on the body"
RELIEF_TITLE: Final = "Relief by spot, on the body"

_TYPE: Final = 12.0
"""The least size of type in CSS pixels."""

_ROOM: Final = 12.6
"""The largest type, in units of the drawing, at which the names of the close-up keep apart."""

_LEADER: Final = f"fill: none; stroke: {LIGHT.muted.lower()}; stroke-width: 1"
_ORDER: Final = ("untried", "few", "rated")
_FIGURE: Final = (
    "The body from the front and from behind, from the lowest ribs down. Left and right "
    "are your own: facing you, your left is on the right."
)
_STYLE: Final = (
    ".tk-body-map{margin:0}.tk-body-map svg{display:block;margin:0 auto;width:100%;height:auto}"
    ".tk-body-map .tk-narrow{display:none}@media (max-width:600px){"
    ".tk-body-map .tk-wide{display:none}.tk-body-map .tk-narrow{display:block}}"
)


@dataclass(frozen=True)
class BodyChart:
    """A body map as a notebook shows it: the right width for the screen, dark where the page is.

    Attributes
    ----------
    spots, title, catalogue
        As in `body_svg`.
    """

    spots: pd.DataFrame | None = None
    title: str | None = None
    catalogue: Catalogue | None = None

    def to_html(self) -> str:
        """Give it as a piece of a page: one inline SVG for wide and one for narrow screens."""
        wide, narrow = (
            body_svg(
                self.spots,
                width=width,
                title=self.title,
                catalogue=self.catalogue,
                stacked=width == PHONE,
            )
            for width in (DESK, PHONE)
        )
        return (
            f'<figure class="tk-body-map"><style>{_STYLE}</style>'
            f'<div class="tk-wide">{wide}</div><div class="tk-narrow">{narrow}</div></figure>'
        )

    def save(self, path: str | PathLike[str], *, width: float = DESK) -> Path:
        """Write it to an SVG file in the light colours, and give the file.

        Raises
        ------
        ValueError
            The path does not end in .svg.
        """
        file = Path(path)
        if file.suffix.lower() != ".svg":
            raise ValueError(f"path must end in .svg, not {file.suffix!r}.")
        svg = body_svg(
            self.spots, width=width, title=self.title, catalogue=self.catalogue, follow_theme=False
        )
        file.write_text(svg, encoding="utf-8")
        return file

    def _repr_html_(self) -> str:
        return (
            f"<style>{css_variables()}</style>"
            '<div style="background:var(--tk-paper);border-radius:12px;padding:4px">'
            f"{self.to_html()}</div>"
        )


def body_svg(
    spots: pd.DataFrame | None = None,
    *,
    width: float = DESK,
    title: str | None = None,
    catalogue: Catalogue | None = None,
    follow_theme: bool = True,
    stacked: bool = False,
) -> str:
    """Draw the body, front and back, with a mark at every spot, as one inline SVG.

    Parameters
    ----------
    spots : DataFrame, optional
        ``muscle``, ``spot``, ``side``, ``mean`` (points of relief), ``n_rated`` and ``enough``,
        and ``n``, ``plain`` and ``conflicts_with_data`` where they are known; such as
        ``pool(frame).spots``.
        Without it every spot is a plain cross.
    width : float
        In CSS pixels, at which its smallest type is 12 pixels.
    title : str, optional
        What a screen reader hears first.
    catalogue : Catalogue, optional
        With the person's own spots; by default the built-in catalogue.
    follow_theme : bool
        Whether colours follow the page's ``--tk-...`` variables; else they are the light ones,
        for a viewer that knows no variables.
    stacked : bool
        Whether the back stands over the front, each as wide as the drawing, as on a phone.

    Returns
    -------
    str
        An ``<svg>`` that needs nothing from outside. The same table gives the same text.

    Notes
    -----
    The body is cut from the lowest ribs to mid-thigh, where the catalogue's spots are; it stands
    whole where a spot lies lower. A colour is one step of the relief scale, in a disc where pain
    fell and a diamond where it rose; grey with a hatch is a spot with releases, but under 5 rated
    ones; a cross without colour was never tried. The numbers of the three spots with most relief
    stand beside the figure; every mark says its own, and its n, in its ``<title>``. Spots without a
    place are counted under the figure. Relief is uncontrolled: pain also eases by itself.
    """
    marks = marks_of(spots, catalogue or built_in())
    size = _TYPE * WIDTH / width
    prefix = f"tk{sha256(repr((marks, width)).encode()).hexdigest()[:8]}"
    body, bottom = _body(marks, size, prefix, stacked=stacked)
    key, key_height = draw_key(marks, size, prefix, rated=spots is not None)
    heading = title or (TITLE if spots is None else RELIEF_TITLE)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d" '
        f'viewBox="0 0 {WIDTH:g} {bottom + key_height + 1.5 * size:.1f}" '
        f'style="max-width: {width:g}px">'
        f'<title id="{prefix}-t">{escape(heading)}</title>'
        f'<desc id="{prefix}-d">{escape(_described(marks))}</desc>'
        f"{hatch(prefix)}{body}"
        f'<g transform="translate(0 {bottom + 0.5 * size:.1f})">{key}</g></svg>'
    )
    return themed(themed_steps(svg)) if follow_theme else svg


def _described(marks: list[Mark]) -> str:
    rated = sorted((m for m in marks if m.state == "rated"), key=lambda m: -m.mean)
    sentences = [f"{mark.name}: {mark.summary}." for mark in rated]
    return " ".join(filter(None, [_FIGURE, counts(marks), *sentences]))


def _body(marks: list[Mark], size: float, prefix: str, *, stacked: bool) -> tuple[str, float]:
    """Draw the figure with its marks under the names of its views; give where it ends, too."""
    places = [to_drawing(mark.place) for mark in marks if mark.place]
    near = all(map(CLOSE.holds, places))
    rows = [CLOSE_VIEW[view] for view in reversed(VIEWS)] if stacked and near else []
    frames = rows or [CLOSE if near else WHOLE]
    # Type is as large on the page whatever the frame.
    type_size = size * frames[0].width / WIDTH
    numbers = callouts(marks, 1.2 * type_size)
    drawn = (
        draw_figure(prefix)
        + _names(numbers, type_size, whole=not near)
        + "".join(_number(number, type_size) for number in numbers)
        + _marks(marks, prefix)
    )
    # Drawn where it is first shown, so that a pointer is told the titles of its marks.
    parts, top, shown = [], 0.0, f'<g id="{prefix}-body">{drawn}</g>'
    for frame in frames:
        parts.append(_captions(frame, size, top))
        top += 3 * size
        high = frame.height * WIDTH / frame.width
        parts.append(
            # A page may let what overflows an SVG be seen; here it is what was cut off.
            f'<svg y="{top:.1f}" width="{WIDTH:g}" height="{high:.1f}" style="overflow: hidden" '
            f'viewBox="{frame.x:g} {frame.y:g} {frame.width:g} {frame.height:g}">'
            f"{shown}</svg>"
        )
        shown = f'<use href="#{prefix}-body"/>'
        top += high + (size if frame is not frames[-1] else 0)
    return "".join(parts), top


def _captions(frame: Frame, size: float, top: float) -> str:
    """Name the views over a frame, and their sides."""
    words = []
    for view in VIEWS:
        if not frame.holds((MIDLINE[view], frame.y)):
            continue
        scale = WIDTH / frame.width
        middle = (MIDLINE[view] - frame.x) * scale
        words.append(
            write_text(view.capitalize(), middle, top + 1.4 * size, size * 7 / 6, strong=True)
        )
        for side in SIDES:
            x = middle + 62 * scale * outward(view, side)
            words.append(write_text(f"your {side}", x, top + 2.8 * size, size))
    return "".join(words)


def _names(numbers: list[Callout], size: float, *, whole: bool) -> str:
    """Write what a figure without words would leave to guess, as far as there is room."""
    shown = [
        label
        for label in labels()
        if label.muscle in (None, NAMED)
        and label.whole == whole
        and (size <= _ROOM or label.muscle)
        and not any(is_over(number, label) for number in numbers)
    ]
    lines = "".join(label.leader for label in shown)
    words = "".join(write_name(label.lines, label.x, label.y, size) for label in shown)
    return f'<path d="{lines}" style="{_LEADER}"/><g style="{name_style(size)}">{words}</g>'


def _number(callout: Callout, size: float) -> str:
    x1, y1, x2, y2 = callout.line
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" style="{_LEADER}"/>' + write_text(
        callout.text, callout.x, callout.y + 0.35 * size, size, strong=True
    )


def _marks(marks: list[Mark], prefix: str) -> str:
    placed = [(mark, to_drawing(mark.place)) for mark in marks if mark.place]
    placed.sort(key=lambda pair: _ORDER.index(pair[0].state))
    return "".join(
        draw_mark(
            mark_style(mark.state, mark.mean, prefix),
            *at,
            title=escape(f"{mark.name}: {mark.summary}"),
        )
        for mark, at in placed
    )

"""A chart as HTML: drawn for the desk and for the phone, in the colours of the page's theme."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracker.charts.relief_scale import themed_steps
from tracker.charts.style import DESK, PHONE, style
from tracker.theme import css_variables, themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tracker.relief.experiments.chances import Chances

Plot = Callable[..., "Axes | Sequence[Axes]"]

_STYLE: Final = (
    ".tk-chart{margin:0}.tk-chart svg{display:block;width:100%;height:auto;"
    "font-variant-numeric:tabular-nums}.tk-chart .tk-narrow{display:none}"
    "@media (max-width:600px){.tk-chart .tk-wide{display:none}"
    ".tk-chart .tk-narrow{display:block}}"
)
_UNDATED: Final[dict[str, dict[str, Any]]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True)
class Chart:
    """A chart as a notebook shows it: the right width for the screen, dark where the page is."""

    plot: Plot
    tables: "tuple[pd.DataFrame | Chances, ...]"
    options: dict[str, Any]

    def save(self, path: str | PathLike[str], *, width: float = DESK) -> Path:
        """Write the chart to a file; the ending says as what: .svg, .png or .pdf.

        Parameters
        ----------
        path : path
            Where to; a file there is replaced.
        width : float
            In inches.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            The ending is none of the three.
        """
        file = Path(path)
        kind = file.suffix.lower().lstrip(".")
        if kind not in ("svg", "png", "pdf"):
            raise ValueError(f"path must end in .svg, .png or .pdf, not {file.suffix!r}.")
        figure = _drawn(self.plot, self.tables, self.options, width)
        with style():
            figure.savefig(file, format=kind, metadata=_UNDATED.get(kind))
        return file

    def _repr_html_(self) -> str:
        return (
            f"<style>{css_variables()}</style>"
            '<div style="background:var(--tk-paper);border-radius:12px;padding:4px">'
            f"{to_html(self.plot, *self.tables, **self.options)}</div>"
        )


def show(plot: Plot, *tables: "pd.DataFrame | Chances", **options: Any) -> Chart:
    """Show a chart in a notebook.

    Parameters
    ----------
    plot : function
        One of the charts here, such as `plot_spot_ranking`.
    *tables : DataFrame
        The tables it draws.
    **options
        Its keyword options, without ``width``: both widths are drawn.

    Returns
    -------
    Chart
        Draws itself when a notebook displays it; `Chart.save` writes it to a file.

    Raises
    ------
    TypeError
        It is no function, but for instance what one has drawn.
    """
    if not callable(plot):
        kind = type(plot).__name__
        raise TypeError(
            "plot must be a chart that is still to be drawn, such as charts.plot_spot_ranking, "
            f"with its tables after it, not {kind}."
        )
    return Chart(plot, tables, options)


def to_html(plot: Plot, *tables: "pd.DataFrame | Chances", **options: Any) -> str:
    """Give a chart as a piece of a page: two inline SVGs, one for wide and one for narrow screens.

    Parameters
    ----------
    plot, *tables, **options
        As in `show`.

    Returns
    -------
    str
        A ``<figure class="tk-chart">`` that needs nothing from outside. Its colours follow the
        page's ``--tk-...`` variables and are the light ones where there are none. Its text is
        text: selectable, and in the page's own font.

    Notes
    -----
    A screen reader hears the answer and what is plotted, once: the other width is not displayed.
    """
    wide = _svg(_drawn(plot, tables, options, DESK))
    narrow = _svg(_drawn(plot, tables, options, PHONE))
    return (
        f'<figure class="tk-chart"><style>{_STYLE}</style>'
        f'<div class="tk-wide">{wide}</div><div class="tk-narrow">{narrow}</div></figure>'
    )


def _drawn(
    plot: Plot, tables: "tuple[pd.DataFrame | Chances, ...]", options: dict[str, Any], width: float
) -> "Figure":
    from matplotlib.axes import Axes

    drawn = plot(*tables, width=width, **options)
    ax = drawn if isinstance(drawn, Axes) else drawn[0]
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError(f"{plot.__name__} must return Axes that stand in a figure.")
    return figure


def _svg(figure: "Figure") -> str:
    text = StringIO()
    with style():
        figure.savefig(text, format="svg", metadata=_NO_METADATA, transparent=True)
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<style.*?</style>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;\"]*|font: ([^;\"]*?px) '[^;\"]*", _page_font, svg)
    svg = re.sub(r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):.2f}", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    points = round(72 * figure.get_figwidth())
    opening = (
        f'<svg role="img" aria-label="{escape(str(figure.get_label()))}" '
        f'viewBox="0 0 {points} {72 * figure.get_figheight():.0f}" '
        f'style="max-width:{points * 4 / 3:.0f}px" stroke-linejoin="round">'
    )
    svg = _unique_ids(_styled_once(opening + svg[svg.index(">") + 1 :]))
    return themed(themed_steps(svg))


def _page_font(match: re.Match[str]) -> str:
    stack = "var(--tk-sans, system-ui, sans-serif)"
    return f"font: {match[1]} {stack}" if match[1] else f"font-family: {stack}"


def _styled_once(svg: str) -> str:
    """Say the style of a row of equal marks once, on their group: a year has thousands."""

    def shorter(match: re.Match[str]) -> str:
        group, marks = match[1], match[2]
        styles = set(re.findall(r' style="[^"]*"', marks))
        if len(styles) != 1 or "style=" in group:
            return match[0]
        style = styles.pop()
        return f"<g{group}{style}>{marks.replace(style, '')}</g>"

    return re.sub(r"<g([^>]*)>((?: ?<use [^>]*/>)+) ?</g>", shorter, svg)


def _unique_ids(svg: str) -> str:
    """Keep only ids that something refers to, and make them differ from any other chart's.

    Two charts of one page would otherwise share "axes_1" and, worse, clip each other.
    """
    prefix = f"tk{sha256(svg.encode()).hexdigest()[:8]}"
    used = dict.fromkeys(re.findall(r"(?<=url\(#)[^)]+|(?<=href=\"#)[^\"]+", svg))
    new = {name: f"{prefix}-{i}" for i, name in enumerate(used)}
    svg = re.sub(r' id="([^"]+)"', lambda id_: f' id="{new[id_[1]]}"' if id_[1] in new else "", svg)
    svg = re.sub(r"url\(#([^)]+)\)", lambda url: f"url(#{new[url[1]]})", svg)
    return re.sub(r'(?:xlink:)?href="#([^"]+)"', lambda ref: f'href="#{new[ref[1]]}"', svg)

"""Show an answer in a notebook cell: a caption and a plain table, as text and as HTML."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

import numpy as np
import pandas as pd

NOT_ENOUGH: Final = "not enough yet"
_NO_VALUE: Final = "\u2013"
_SHOWN_AS_TEXT: Final = 8


class ShownAsTable:
    """Prints itself as a caption and a table, in place of every array it holds."""

    def _caption(self) -> str:
        raise NotImplementedError

    def _cells(self) -> pd.DataFrame:
        """The table to show, every cell a text."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Give the caption and the top of the table."""
        cells = self._cells()
        if cells.empty:
            return self._caption()
        hidden = len(cells) - _SHOWN_AS_TEXT
        top = cells.head(_SHOWN_AS_TEXT).to_string(index=False)
        more = f"\n... and {hidden} more" if hidden > 0 else ""
        return f"{self._caption()}\n{top}{more}"

    def _repr_html_(self) -> str:
        cells = self._cells()
        head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in cells.columns)
        rows = "".join(_row(row) for row in cells.itertuples(index=False, name=None))
        caption = f'<caption style="text-align: left">{escape(self._caption())}</caption>'
        # Jupyter and Voila style the class as they style any frame.
        return (
            f'<table class="dataframe">{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )


def _row(cells: Iterable[str]) -> str:
    texts = list(cells)
    # Set apart by the slant of the letters, which every theme of the notebook has.
    style = ' style="font-style: italic"' if NOT_ENOUGH in texts else ""
    return f"<tr{style}>{''.join(f'<td>{escape(text)}</td>' for text in texts)}</tr>"


def figures(values: Mapping[str, str]) -> pd.DataFrame:
    """Make a table of single figures, one a row."""
    return pd.DataFrame({"figure": list(values), "value": list(values.values())})


def points(value: float) -> str:
    """Write points to one decimal; a dash where there is no value.

    Examples
    --------
    >>> points(2.06), points(-0.04), points(float("nan")) == "\u2013"
    ('2.1', '0.0', True)
    """
    return f"{round(value, 1) + 0.0:.1f}" if np.isfinite(value) else _NO_VALUE


def interval(low: float, high: float) -> str:
    """Write an interval of points; a dash where an end has no value.

    Examples
    --------
    >>> interval(-0.5, 3)
    '-0.5 to 3.0'
    """
    known = np.isfinite(low) and np.isfinite(high)
    return f"{points(low)} to {points(high)}" if known else _NO_VALUE


def percent(share: float) -> str:
    """Write a share in whole per cent; a dash where there is no value.

    Examples
    --------
    >>> percent(0.556)
    '56 %'
    """
    return f"{100 * share:.0f} %" if np.isfinite(share) else _NO_VALUE

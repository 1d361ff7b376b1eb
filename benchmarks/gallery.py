"""Draw the README's gallery anew: every chart of the notebook `charts`, on one fixed sample diary.

Run: python benchmarks/gallery.py [FOLDER]. It runs the notebook's own calls, so the pictures are
what the notebook shows; a test compares their words with what the code draws now.
"""

import ast
import re
import sys
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from typing import Any

import nbformat

import tracker
from tracker.theme import LIGHT

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "charts.ipynb"
FOLDER = NOTEBOOK.parent / "gallery"
UNTIL = date(2026, 11, 22)

_PATH = re.compile(r'(?<= d=")[^"]*')
_DIGITS = re.compile(r"-?\d+\.\d{2,}")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_FAMILY = "font-family: 'DejaVu Sans', sans-serif; "
_UNSEEN = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)


def drawings() -> dict[str, str]:
    """Every chart of the notebook as SVG, by the name of its file."""
    made = tracker.sample_diary
    names: dict[str, Any] = {}
    drawn: dict[str, str] = {}
    try:
        # The notebook's sample ends yesterday; the pictures' ends on a day that stays.
        tracker.sample_diary = lambda: made(until=UNTIL, zone=UTC)
        for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
            if cell.cell_type == "code":
                shown = _run(cell.source, names)
                if shown is not None:
                    drawn[shown.name] = _small(shown)
    finally:
        tracker.sample_diary = made
    return drawn


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does, and give what its last line shows."""
    lines = ast.parse(source).body
    last = lines.pop() if isinstance(lines[-1], ast.Expr) else None
    exec(compile(ast.Module(lines, []), str(NOTEBOOK), "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)


def _small(shown: Any) -> str:
    """Give a chart's SVG without what nobody sees: comments, idle ids, the last digits."""
    text = _UNSEEN.sub("", shown.svg().decode())
    text = _PATH.sub(lambda path: _DIGITS.sub(_rounded(1), path[0]), text)
    text = re.sub(r"\s*\n\s*", "\n", _LONG.sub(_rounded(2), text))
    used = set(re.findall(r"#([\w-]+)[)\"]|aria-labelledby=\"([^\"]*)", text))
    names = {name for pair in used for part in pair for name in part.split()}
    text = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in names else "", text)
    if _FAMILY in text:
        # Said once, on the whole drawing.
        text = text.replace(_FAMILY, "").replace("<svg ", f'<svg style="{_FAMILY}" ', 1)
    return _on_paper(text)


def _on_paper(text: str) -> str:
    """Put a sheet under a drawing that has none: a README may be read on black."""
    opening = re.search(r"<svg[^>]*>", text)
    if opening is None or " width=" in opening[0]:
        return text
    x, y, wide, high = re.findall(r"[-\d.]+", re.findall(r'viewBox="([^"]*)"', opening[0])[0])
    sheet = f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{LIGHT.paper}"/>'
    return text.replace(opening[0], f"{opening[0]}{sheet}", 1)


def _rounded(digits: int) -> Callable[[re.Match[str]], str]:
    return lambda number: f"{float(number[0]):.{digits}f}"


def main() -> None:
    """Write every picture into the folder, and say how large it is."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(exist_ok=True)
    for name, drawing in drawings().items():
        file = folder / f"{name}.svg"
        file.write_text(drawing, encoding="utf-8")
        print(f"{file.name:28} {len(drawing.encode()) / 1000:6.1f} kB")


if __name__ == "__main__":
    main()

"""The weekly report beside the usual way: a notebook run by papermill, then nbconvert.

The notebook shows the same figures of the same week as the page; both start cold.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date
from importlib.util import find_spec
from pathlib import Path

import nbformat
from commands import children
from ratios import Row, medians

from tracker.diary import sample
from tracker.facade import open_diary

WEEK = "2026-W46"
UNTIL = date(2026, 11, 22)
ROOT = Path(__file__).parents[1]
TOPIC = "The weekly report"
ONE_WEEK, TWELVE_WEEKS = 0.30, 2.5

CELLS = (
    """import os
from IPython.display import SVG, HTML, display
import tracker
from tracker.report import figures
from tracker.report.figures.interval import scale
report = tracker.weekly_report(tracker.open_diary(), os.environ["WEEK"])""",
    "print(report.headline, report.summary, *report.alerts)",
    "for one in report.measures: display(SVG(figures.sparkline(one)))",
    "SVG(figures.body(report))",
    """lines = report.spot_lines
for i, one in enumerate(lines): display(SVG(figures.interval(one, scale(lines), f"spot-{i}")))""",
    "SVG(figures.thirty_second_figure(report.thirty_seconds))",
    "SVG(figures.twelve_week_figure(report))",
    "print(report.plan_note, *report.plan, *report.footnotes, sep='\\n')",
)


def notebook(path: Path) -> Path:
    """Write the notebook of the same figures."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    book.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(book, path)
    return path


def run(words: Sequence[str], environment: dict[str, str]) -> None:
    """Run a Python module to its end."""
    command = [sys.executable, "-m", *words]
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=ROOT)


def usual_way(book: Path, environment: dict[str, str]) -> None:
    """Run the notebook and make it a page."""
    done = book.with_name("done.ipynb")
    run(["papermill", str(book), str(done)], environment)
    run(["nbconvert", "--to", "html", str(done)], environment)


def rows(repeats: int) -> Iterator[Row]:
    """One week beside the notebook, twelve weeks beside one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_diary(folder / "sample.db") as diary:
            sample.write(diary, until=UNTIL, zone=UTC)
        environment = os.environ | {"TRACKER_DIARY": str(folder / "sample.db"), "WEEK": WEEK}
        book = notebook(folder / "book.ipynb")
        words = ["tracker.cli.main", "report", "--out", str(folder / "out")]
        calls = [
            lambda: run([*words, "--week", WEEK], environment),
            lambda: run([*words, "--weeks", "12"], environment),
        ]
        with_papermill = find_spec("papermill") is not None
        if with_papermill:
            calls.append(lambda: usual_way(book, environment))
        week, weeks, *theirs = medians(calls, repeats, children)
    usual = "papermill, then nbconvert"
    if with_papermill:
        yield Row(TOPIC, "one week", usual, ONE_WEEK, week, theirs[0])
    else:
        yield Row(TOPIC, "one week", usual, ONE_WEEK, week, missing="pip install papermill")
    yield Row(TOPIC, "12 weeks", "one week", TWELVE_WEEKS, weeks, week)

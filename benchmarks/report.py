"""What a weekly report costs, beside the usual way: a notebook run by papermill, then nbconvert.

Run: python benchmarks/report.py. The notebook shows the same figures of the same week as the page;
both ways start cold, take turns in this one run, and are told by their medians, on the clock and
in processor seconds, which another program's load leaves alone. papermill is not
the kit's: it is fetched into a folder that goes away, and where it cannot be had nbconvert runs the
notebook itself, which is said.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date
from pathlib import Path
from statistics import median

import nbformat

from tracker.diary import sample
from tracker.facade import open_diary

WEEK = "2026-W46"
UNTIL = date(2026, 11, 22)
ROOT = Path(__file__).parents[1]

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


def fetched(folder: Path) -> bool:
    """Fetch papermill into a folder; whether it could be had."""
    words = ["install", "--quiet", "--disable-pip-version-check", "--target", str(folder)]
    command = [sys.executable, "-m", "pip", *words, "papermill"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def run(words: Sequence[str], environment: dict[str, str]) -> None:
    """Run a Python module to its end."""
    command = [sys.executable, "-m", *words]
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=ROOT)


def seconds(what: Callable[[], None]) -> tuple[float, float]:
    """How long one call takes on the wall's clock, and how long it keeps a processor busy."""
    busy, start = _busy(), time.perf_counter()
    what()
    return time.perf_counter() - start, _busy() - busy


def _busy() -> float:
    """Processor seconds of everything that was started and has ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def usual_way(book: Path, with_papermill: bool, environment: dict[str, str]) -> None:
    """Run the notebook and make it a page."""
    convert = ["nbconvert", "--to", "html"]
    if not with_papermill:
        run([*convert, "--execute", str(book)], environment)
        return
    done = book.with_name("done.ipynb")
    run(["papermill", str(book), str(done)], environment)
    run([*convert, str(done)], environment)


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_diary(folder / "sample.db") as diary:
            sample.write(diary, until=UNTIL, zone=UTC)
        (folder / "papermill").mkdir()
        with_papermill = fetched(folder / "papermill")
        places = [str(ROOT), str(folder / "papermill")] if with_papermill else [str(ROOT)]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(places),
            "TRACKER_DIARY": str(folder / "sample.db"),
            "WEEK": WEEK,
        }
        book = notebook(folder / "book.ipynb")
        report = ["tracker.cli.main", "report", "--out", str(folder / "out")]
        other = "papermill + nbconvert" if with_papermill else "nbconvert --execute (no papermill)"
        ways: dict[str, Callable[[], None]] = {
            "tracker report, one week": lambda: run([*report, "--week", WEEK], environment),
            f"{other}, the same figures": lambda: usual_way(book, with_papermill, environment),
            "tracker report, 12 weeks": lambda: run([*report, "--weeks", "12"], environment),
            "tracker report, one week, PDF too": lambda: run(
                [*report, "--week", WEEK, "--pdf"], environment
            ),
        }
        taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for number in range(rounds + 1):
            for way, act in ways.items():
                took = seconds(act)
                # The first round only fills the disk's cache.
                if number:
                    taken[way].append(took)
    print(f"cold processes, medians of {rounds} rounds: on the clock, and of a processor")
    one_week = [median(times) for times in zip(*taken["tracker report, one week"], strict=True)]
    for way, rows in taken.items():
        middles = [median(times) for times in zip(*rows, strict=True)]
        pairs = zip(middles, one_week, strict=True)
        told = "   ".join(f"{middle:6.2f} s {middle / first:5.2f}x" for middle, first in pairs)
        print(f"{way:50} {told}")


if __name__ == "__main__":
    main()

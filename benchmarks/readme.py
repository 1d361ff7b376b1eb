"""The table as text, as README.md and as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import growth
from growth import Curve
from ratios import Row, cells

HEAD = ("", "takes", "instead of", "takes", "ratio", "goal", "")

INTRODUCTION = """# Benchmarks

This page is written by `make bench`. Each line is measured beside what one would use instead, in
one run, in turn. Times are medians: of computing, or on the clock where a disk or a page is waited
for. A ratio below 1 is faster than what is used instead. Whether the answers are *true* is in
[VALIDITY.md](VALIDITY.md).

```
make bench                     # all of it, some minutes
python benchmarks --quick      # under a minute: small diaries, no pages; written only with --out
python benchmarks --full       # with 1,000,000 releases, 10,000,000 in the growth, and PyMC
python benchmarks validity     # do intervals hold the truth? about 15 minutes
python benchmarks estimators   # the pooled estimate beside lme4, statsmodels, PyMC and Gibbs
python benchmarks gallery      # draw the pictures of the README anew
```

A peer that is absent is named in its line.
"""

WHY = """## What misses its goal, and why

- **releases()**: what is left is SQLite's cursor making a Python object of every cell. An Arrow
  driver for SQLite reads the rows in a third of the time, and is not used: it brings a second copy
  of SQLite into the process, and two copies with one file open drop each other's locks when either
  closes it (<https://www.sqlite.org/howtocorrupt.html>, section 2.2.1).
- **relief.pool**: a spot whose chance lies between .80 and .90 keeps the name it was given before,
  which is looked up at the end of up to 20 earlier days; each is a fit of its own, and they are
  most of the time. Without such a spot one fit and its tables remain.
- **All tables**: beside pool these are the changes by spot and by muscle, and relief over time,
  whose filter goes from day to day.
- **plot_sciatica**: it draws the presses of each day below the pain and labels both; the one-liner
  draws one line.
- **The hold page and the report**: on idle cores the page took 1.04 times the bare one, a week's
  report .31 times the notebook, and 12 weeks 2.7 times one; where other work shares the cores
  they lose more than what they are compared with.
- **A study of many people** is not there yet.
"""


def machine() -> str:
    """The machine by what matters for the times, and by nothing that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    used = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "sqlalchemy"))
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, Python "
        f"{platform.python_version()}, {used}"
    )


def as_text(rows: Sequence[Row]) -> str:
    """The table for a terminal."""
    lines = [cells(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = []
    for topic, of_topic in groupby(rows, key=lambda row: row.topic):
        text.append(f"\n{topic}")
        for row in of_topic:
            padded = map(str.ljust, cells(row), widths)
            text.append("  " + "   ".join(padded).rstrip())
    return "\n".join(text)


def growth_as_text(curves: Sequence[Curve]) -> str:
    """Each exponent with its goal."""
    lines = [
        f"  {curve.what:32} n^{curve.exponent:.2f}   at most n^{growth.MOST}   {curve.verdict}"
        for curve in curves
    ]
    return "\n".join(["\nGrowth over the largest two decades", *lines])


def as_markdown(rows: Sequence[Row], curves: Sequence[Curve]) -> str:
    """The whole README."""
    parts = [INTRODUCTION, f"Measured on {machine()}.\n"]
    for topic, of_topic in groupby(rows, key=lambda row: row.topic):
        parts.append(f"## {topic}\n")
        parts.append("\n".join(map(_line, (HEAD, ("---",) * len(HEAD), *map(cells, of_topic)))))
        parts.append("")
    sizes = ", ".join(f"{size:,}" for size in max((curve.sizes for curve in curves), key=len))
    parts.append(f"## Growth\n\nAt {sizes} releases; exponents of the largest two decades.\n")
    parts.append("![Seconds against releases, both logarithmic](growth.svg)\n")
    head = ("", "grows as", "goal", "")
    told = [
        (curve.what, f"n^{curve.exponent:.2f}", f"at most n^{growth.MOST}", curve.verdict)
        for curve in curves
    ]
    parts.append("\n".join(map(_line, (head, ("---",) * len(head), *told))))
    return "\n".join([*parts, "", WHY])


def _line(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |"


def write(folder: Path, rows: Sequence[Row], curves: Sequence[Curve]) -> None:
    """Write README.md, growth.svg and results.json."""
    (folder / "README.md").write_text(as_markdown(rows, curves), encoding="utf-8")
    growth.draw(curves, folder / "growth.svg")
    found = {
        "machine": machine(),
        "rows": [row.as_json() for row in rows],
        "growth": [curve.as_json() for curve in curves],
    }
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")

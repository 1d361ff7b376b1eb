"""Measure the kit beside what one would use instead, print the ratios, and write them down.

`python benchmarks validity`, `estimators`, `gallery` and `trust` run what else is in this folder.
"""

import argparse
import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratios import Row

# One thread keeps times comparable; to be said before numpy is loaded.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

HERE = Path(__file__).parent
OTHERS = ("validity", "estimators", "gallery", "trust")


def measured(asked: argparse.Namespace) -> Iterator["Row"]:
    """Every line, in the order of the page."""
    import commands
    import estimators
    import files
    import load
    import opening
    import relief_page
    import report
    from made_up import fill
    from ratios import Row

    import tracker

    repeats = 2 if asked.quick else 5
    yield from commands.rows(2 if asked.quick else 9)
    if not asked.quick:
        yield from opening.rows(7)
    sizes = [100, 1_000] if asked.quick else [100, 36_500]
    if asked.full:
        sizes.append(1_000_000)
    for n in sizes:
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "diary.db"
            with tracker.open_diary(file) as diary:
                fill(diary, n)
                times = repeats if n <= 100_000 else 1
                frame = diary.releases()
                yield from load.rows(diary, file, n, times)
                yield from relief_page.table_rows(frame, times)
    with (
        tempfile.TemporaryDirectory() as name,
        tracker.open_diary(Path(name) / "diary.db") as diary,
    ):
        fill(diary, 100 if asked.quick else 2_000, hours=365 * 24, check_ins=365)
        yield from relief_page.chart_rows(diary, Path(name), 1 if asked.quick else 3)
    if not asked.quick:
        yield from report.rows(2)
    yield from files.rows(1_000_000 if asked.full else sizes[-1], 1 if asked.quick else 2)
    yield from estimators.rows(500 if asked.quick else 5_000, repeats, with_pymc=asked.full)
    yield Row(
        "A study of many people",
        "three levels of partial pooling",
        "bare DuckDB GROUP BY",
        1.2,
        missing="the study is not there yet",
    )


def main() -> None:
    """Measure, print, and write README.md, growth.svg and results.json."""
    if sys.argv[1:2] and sys.argv[1] in OTHERS:
        sys.argv = sys.argv[1:]
        script = HERE / sys.argv[0]
        runpy.run_path(str(script if script.is_dir() else f"{script}.py"), run_name="__main__")
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small diaries, no pages, one run each")
    size.add_argument("--full", action="store_true", help="a million releases and more")
    parser.add_argument("--out", type=Path, help="folder to write into; by default this one")
    asked = parser.parse_args()

    import growth
    import readme

    rows = []
    for row in measured(asked):
        print(f"{row.topic}: {' | '.join(readme.cells(row))}", file=sys.stderr, flush=True)
        rows.append(row)
    largest = 3 if asked.quick else 7 if asked.full else 6
    curves = growth.curves([10**power for power in range(2, largest + 1)], 1 if asked.quick else 3)
    print(readme.as_text(rows))
    print(readme.growth_as_text(curves))
    folder = asked.out or (None if asked.quick else HERE)
    if folder:
        readme.write(folder, rows, curves)


if __name__ == "__main__":
    main()

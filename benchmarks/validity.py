"""Is what the kit says true? Simulated diaries whose truth is known, against stated goals.

Run: OMP_NUM_THREADS=1 python benchmarks/validity.py [--quick]

Every line is an average over made-up diaries (effect sizes are invented) with its Monte-Carlo
standard error. Seeds are fixed: the same line comes out each time. "within error": short of the
goal by two standard errors at most. Indented lines are contrasts: what one would get instead.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from check_answer import (
    muscle_findings,
    name_findings,
    null_findings,
    withdrawal_findings,
)
from check_experiments import (
    chance_findings,
    false_findings,
    power_findings,
    stopping_findings,
)
from check_factors import factor_findings, swap_findings
from check_plan import plan_findings
from check_pooling import (
    agreeing_findings,
    bounds_findings,
    coverage_findings,
    day_findings,
    few_findings,
    flag_findings,
    next_findings,
    reference_findings,
)
from check_time import (
    change_findings,
    contrast_findings,
    run_findings,
    trend_findings,
    week_findings,
)
from findings import Finding, show

# Title, what is measured, made-up diaries in full and in a quick run.
CHECKS: tuple[tuple[str, Callable[[int], Iterator[Finding]], int, int], ...] = (
    ("Relief of 72 spots in 8 muscles: interval holds the truth", coverage_findings, 150, 5),
    ("The first releases: interval holds the truth", few_findings, 150, 5),
    ("Few whole ratings: interval holds the truth", agreeing_findings, 300, 2),
    ("Days with moods: interval holds the truth", day_findings, 150, 2),
    ("Presses moved from, ends not rated: spots", bounds_findings, 100, 2),
    ("The next press, in whole points: chance less truth", next_findings, 200, 3),
    ("Flares that fade, and pressing that does nothing: spots", reference_findings, 200, 3),
    ("Spots that all give the same: share of diaries with a false flag", flag_findings, 200, 5),
    ("The answer: spots named as giving clear relief", name_findings, 100, 2),
    ("The answer: muscles named, as pressed", muscle_findings, 100, 2),
    ("The answer: nothing to be named", null_findings, 100, 2),
    ("The answer: names withdrawn while a diary grows", withdrawal_findings, 25, 1),
    ("What to try next: points of relief lost per release, over 420", plan_findings, 24, 2),
    ("Over time: share of days in the band", trend_findings, 200, 10),
    ("Last 14 days less the first 14: share of diaries", contrast_findings, 150, 5),
    ("Spots against the first weeks: share of diaries", change_findings, 60, 3),
    ("Week against week, mix of spots changing: interval holds the truth", week_findings, 200, 5),
    ("Sciatica in runs of bad days: share of weeks called a change", run_findings, 400, 10),
    ("Experiment without a difference: share with p < .05", false_findings, 1500, 50),
    ("Experiment with a difference: share with p < .05", power_findings, 4000, 100),
    ("Experiment as people ask for it: chances", chance_findings, 20000, 500),
    ("Experiment with a stopping rule: share of experiments", stopping_findings, 400, 5),
    ("Factors without any effect: share of diaries", factor_findings, 300, 5),
    ("A tool that took the place of another while relief drifts", swap_findings, 60, 3),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="seconds: does it run, not is it true")
    parser.add_argument("--jobs", type=int, help="how many processes; by default one a core")
    options = parser.parse_args()
    quick, verdicts, took = options.quick, Counter[str](), 0.0
    print(f"{'':66} {'measured ± error'}  goal")
    with ProcessPoolExecutor(options.jobs) as processes:
        measured = processes.map(partial(_measured, quick=quick), range(len(CHECKS)))
        for (title, _, full, few), (findings, seconds) in zip(CHECKS, measured, strict=True):
            show(f"{title} ({few if quick else full} each)", findings, verdicts=not quick)
            verdicts.update(one.verdict for one in findings if one.goal)
            took += seconds
    if not quick:
        print("\nGoals: " + ", ".join(f"{n} {verdict}" for verdict, n in verdicts.items()))
    print(f"{took / 60:.1f} minutes of computing")


def _measured(check: int, *, quick: bool) -> tuple[list[Finding], float]:
    """The findings of one check, and its seconds of computing, in a process of its own."""
    start = time.process_time()
    _, measure, full, few = CHECKS[check]
    return list(measure(few if quick else full)), time.process_time() - start


if __name__ == "__main__":
    main()

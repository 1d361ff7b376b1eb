"""The pooled estimate beside lme4, statsmodels, PyMC and a Gibbs sampler: how fast, how alike?

Run: OMP_NUM_THREADS=1 python benchmarks/estimators.py [--quick]

Peers that are not installed are named, with how to get them, and left out. Times are of computing
(CPU), so that a busy machine does not lengthen them; the least of several runs, PyMC one.
"""

import argparse
from collections.abc import Callable, Iterator
from functools import partial

import gibbs
import numpy as np
import peers
import worlds
from numpy.typing import NDArray
from peers import cpu_seconds
from ratios import Row, medians

from tracker.relief.pooling.grid import ConditionalModel
from tracker.relief.pooling.moments import Moments
from tracker.relief.pooling.nested import Fit, fit

Array = NDArray[np.float64]

ROWS = (50, 500, 5_000, 50_000)
LEVELS = (0.025, 0.1, 0.9, 0.975)
THRESHOLD = 2.0
GOAL = 0.1

# With more rows PyMC takes many minutes.
PYMC_MOST_ROWS = 5_000


def whole_answer(world: worlds.World) -> Fit:
    """From rows to what a page shows: moments, fit, four quantiles, two kinds of chances."""
    fitted = fit(world.moments())
    fitted.quantile(LEVELS)
    fitted.probability_above(THRESHOLD)
    fitted.probability_best(np.random.default_rng(0), 4000)
    return fitted


def least_seconds(call: Callable[[], object], repeats: int = 15) -> float:
    """Least computing time of several runs."""
    took = []
    for _ in range(repeats):
        start = cpu_seconds()
        call()
        took.append(cpu_seconds() - start)
    return min(took)


def times_and_spreads(rows: tuple[int, ...], there: dict[str, bool]) -> None:
    """Time everything on the same rows, and compare the REML fits."""
    reml: list[str] = []
    print(
        f"{'rows':>7} {'Bayes':>9} {'PyMC':>9}{'':7} {'REML':>9} {'lme4':>9}{'':7} {'MixedLM':>9}"
    )
    for n in rows:
        world = worlds.whole_points(np.random.default_rng(n), n)
        bayes = least_seconds(partial(whole_answer, world))
        ours = least_seconds(partial(_reml, world))
        line = f"{n:7,} {_shown(bayes)}"
        line += _beside(_pymc_seconds(world, there), bayes)
        line += f" {_shown(ours)}"
        found = _reml(world)
        reml.append(_spreads("ours", n, found.deviance, world.moments(), found))
        for name, peer in (("lme4", peers.lme4), ("MixedLM", peers.mixed_lm)):
            if not there[name]:
                line += _beside(None, ours)
                continue
            answer = peer(world)
            line += _beside(answer.seconds, ours)
            reml.append(_spreads(name, n, found.deviance, world.moments(), answer))
        print(line.rstrip(), flush=True)
    print(f"\n{'rows':>7} {'':8} {'deviance - ours':>16} {'muscle':>9} {'spot':>9} {'residual':>9}")
    print("\n".join(reml))


def _reml(world: worlds.World) -> Fit:
    return fit(world.moments(), "reml")


def _spreads(name: str, n: int, lowest: float, of: Moments, found: Fit | peers.Spreads) -> str:
    """One line; every peer's spreads are judged by one criterion, at their ratios."""
    at = ConditionalModel(
        of, *(np.array([sd / found.sigma]) for sd in (found.sd_group, found.sd_leaf))
    )
    above = float(at.criterion("reml")[0]) - lowest
    sds = f"{found.sd_group:9.5f} {found.sd_leaf:9.5f} {found.sigma:9.5f}"
    line = f"{n:7,} {name:8} {above:16.1e} {sds}"
    if isinstance(found, peers.Spreads):
        if np.isfinite(found.criterion):
            line += f"   its own criterion {found.criterion - lowest:+.1e}"
        if not found.converged:
            line += "   says it did not converge"
    return line


def _pymc_seconds(world: worlds.World, there: dict[str, bool]) -> float | None:
    if not there["PyMC"] or len(world.y) > PYMC_MOST_ROWS:
        return None
    return peers.pymc(world)[0]


def _shown(seconds: float) -> str:
    return f"{1000 * seconds:6,.1f} ms" if seconds < 1 else f"{seconds:7,.1f} s"


def _beside(seconds: float | None, ours: float) -> str:
    if seconds is None:
        return f" {'-':>9}{'':7}"
    return f" {_shown(seconds)} {seconds / ours:5,.0f}x"


def agreement(rows: tuple[int, ...], there: dict[str, bool], sweeps: int) -> None:
    """Hold the posterior against long runs of samplers that share no formula with it."""
    print(
        f"\n{'rows':>7} {'sampler':8} {'draws':>8} {'mean, in sd':>12} {'(its error)':>12} "
        f"{'sd ratio':>13} {'P(> 2)':>8} {'P(best)':>8}"
    )
    for n in rows:
        world = worlds.whole_points(np.random.default_rng(n), n)
        fitted = fit(world.moments())
        of_rows = (world.y, world.covariates, world.leaf, worlds.GROUP)
        drawn = gibbs.leaf_draws(*of_rows, np.random.default_rng(1), sweeps=sweeps)
        print(_agreement("Gibbs", n, fitted, drawn), flush=True)
        if there["PyMC"] and n <= PYMC_MOST_ROWS:
            print(_agreement("PyMC", n, fitted, peers.pymc(world, draws=4000)[1]), flush=True)


def _agreement(name: str, n: int, fitted: Fit, drawn: Array) -> str:
    """The worst of all leaves, and how far the sampler's own error alone would take it."""
    flat = drawn.reshape(-1, drawn.shape[-1])
    sd = flat.std(axis=0, ddof=1)
    # Batches longer than a chain forgets: their averages scatter as if independent.
    batches = drawn.reshape(20 if len(drawn) < 20 else len(drawn), -1, drawn.shape[-1]).mean(axis=1)
    error = batches.std(axis=0, ddof=1) / np.sqrt(len(batches))
    mean = np.abs(flat.mean(axis=0) - fitted.leaf_mean) / fitted.leaf_scale
    ratio = sd / fitted.leaf_scale
    above = np.abs((flat > THRESHOLD).mean(axis=0) - fitted.probability_above(THRESHOLD))
    first = np.bincount(flat.argmax(axis=1), minlength=flat.shape[1]) / len(flat)
    best = np.abs(first - fitted.probability_best(np.random.default_rng(0), 40_000))
    return (
        f"{n:7,} {name:8} {len(flat):8,} {mean.max():12.3f} {(error / sd).max():12.3f} "
        f"{ratio.min():6.3f}-{ratio.max():.3f} {above.max():8.4f} {best.max():8.4f}"
    )


def rows(n: int, repeats: int, *, with_pymc: bool) -> Iterator[Row]:
    """The same fit of n releases by each peer that is installed."""
    world = worlds.whole_points(np.random.default_rng(n), n)
    there = peers.installed()
    topic = f"Estimators, {n:,} releases of 72 spots"
    (reml,) = medians([lambda: _reml(world)], repeats)
    for name, peer in (("MixedLM", peers.mixed_lm), ("lme4", peers.lme4)):
        if there[name]:
            yield Row(topic, "REML", name, GOAL, reml, peer(world).seconds)
        else:
            yield Row(topic, "REML", name, GOAL, reml, missing=peers.HOW_TO_GET[name])
    (bayes,) = medians([lambda: whole_answer(world)], repeats)
    seconds = _pymc_seconds(world, there) if with_pymc else None
    why = "" if seconds else peers.HOW_TO_GET["PyMC"] if with_pymc else "--full samples with it"
    yield Row(topic, "posterior and chances", "PyMC", GOAL, bayes, seconds, why)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few rows, no PyMC, a short sampler")
    quick = parser.parse_args().quick
    there = peers.installed()
    for name, is_there in there.items():
        if not is_there:
            print(peers.HOW_TO_GET[name])
    if quick:
        there["PyMC"] = False
    rows = ROWS[:2] if quick else ROWS
    print("72 spots in 8 muscles. Computing time, and how many times ours it is:\n")
    times_and_spreads(rows, there)
    print("\nREML: deviance of each answer by one criterion, less ours; below 0 is better.")
    agreement(rows, there, sweeps=600 if quick else 6000)
    print("\nPosterior: the worst of 72 spots. Goals: 0.03, 0.97-1.03, 0.01.")


if __name__ == "__main__":
    main()

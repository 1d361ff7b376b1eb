"""The same nested model in other people's hands: lme4, statsmodels and PyMC, where installed."""

import csv
import resource
import shutil
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from worlds import GROUP, LEAVES, MUSCLES, World

Array = NDArray[np.float64]

HOW_TO_GET = {
    "lme4": "lme4 is not there: install R, then install.packages('lme4') in it.",
    "MixedLM": "statsmodels is not there: pip install statsmodels",
    "PyMC": "PyMC is not there: pip install pymc",
}


@dataclass(frozen=True)
class Spreads:
    """A REML fit: seconds of computing, its own criterion (NaN if defined otherwise), the sds."""

    seconds: float
    criterion: float
    sd_group: float
    sd_leaf: float
    sigma: float
    converged: bool = True


def cpu_seconds() -> float:
    """Computing time of this process and those it waited for; waiting for a turn is not in it."""
    waited_for = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited_for.ru_utime + waited_for.ru_stime


def installed() -> dict[str, bool]:
    """Which peers can be run here."""
    return {
        "lme4": _has_lme4(),
        "MixedLM": find_spec("statsmodels") is not None,
        "PyMC": find_spec("pymc") is not None,
    }


def _has_lme4() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = subprocess.run(["Rscript", "-e", "library(lme4)"], capture_output=True, check=False)
    return asked.returncode == 0


def lme4(world: World) -> Spreads:
    """Fit with lmer; seconds inside R, the least of several."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        with file.open("w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["y", "before", "leaf", "muscle"])
            rows.writerows(zip(world.y, world.before, world.leaf, GROUP[world.leaf], strict=True))
        script = Path(__file__).with_name("lme4.R")
        said = subprocess.run(
            ["Rscript", str(script), str(file)], capture_output=True, check=True, text=True
        )
    return Spreads(*(float(word) for word in said.stdout.split()))


def mixed_lm(world: World) -> Spreads:
    """Fit with statsmodels; the least seconds of two fits."""
    from statsmodels.formula.api import mixedlm

    frame = pd.DataFrame(
        {"y": world.y, "before": world.before, "leaf": world.leaf, "muscle": GROUP[world.leaf]}
    )
    took = []
    for _ in range(2):
        start = cpu_seconds()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted = mixedlm(
                "y ~ before",
                frame,
                groups="muscle",
                re_formula="1",
                vc_formula={"leaf": "0 + C(leaf)"},
            ).fit(reml=True)
        took.append(cpu_seconds() - start)
    of_group, of_leaf = float(fitted.cov_re.iloc[0, 0]), float(fitted.vcomp[0])
    sds = (max(variance, 0) ** 0.5 for variance in (of_group, of_leaf, float(fitted.scale)))
    return Spreads(min(took), float("nan"), *sds, converged=bool(fitted.converged))


def pymc(world: World, *, draws: int = 1000, chains: int = 4, seed: int = 1) -> tuple[float, Array]:
    """Sample with PyMC's defaults; seconds from model to draws, and the leaves' means (C, D, L)."""
    import logging

    import pymc as pm

    logging.getLogger("pymc").setLevel(logging.ERROR)
    start = cpu_seconds()
    with pm.Model(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        a, b = pm.HalfNormal("a", 1), pm.HalfNormal("b", 1)
        sigma = pm.math.exp(pm.Flat("log_sigma", initval=0.0))
        level, slope = pm.Flat("level", initval=0.0), pm.Flat("slope", initval=0.0)
        u = a * sigma * pm.Normal("u", 0, 1, shape=MUSCLES)
        v = b * sigma * pm.Normal("v", 0, 1, shape=LEAVES)
        leaf = pm.Deterministic("leaf", level + u[GROUP] + v)
        pm.Normal("y", leaf[world.leaf] + slope * world.before, sigma, observed=world.y)
        trace = pm.sample(
            draws=draws, tune=1000, chains=chains, cores=1, random_seed=seed, progressbar=False
        )
    return cpu_seconds() - start, trace.posterior["leaf"].to_numpy()

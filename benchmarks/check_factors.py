"""Where nothing has an effect, is any factor called notable?"""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pandas as pd
import worlds
from findings import Finding, finding

from tracker.relief import columns as c
from tracker.relief.factors import factors

DAYS = 60
MUSCLE = np.array(["muscle 0", "muscle 1", "muscle 2", "muscle 3"]).repeat(2)
SPOT = np.array([f"spot {i}" for i in range(8)])

Shape = Callable[["np.ndarray", np.random.Generator], "np.ndarray"]
"""Something of each day."""


def factor_findings(repeats: int) -> Iterator[Finding]:
    """Any notable row at all, and the share of single p values of 0.05 or less."""
    tables = []
    for seed in range(repeats):
        tables.append(factors(*without_effects(np.random.default_rng([11, seed]))))
    notable = [table[c.NOTABLE].any() for table in tables]
    low = [(table.loc[table[c.ENOUGH], c.P] <= 0.05).mean() for table in tables]
    some = [(table.loc[table[c.ENOUGH], c.P] <= 0.05).any() for table in tables]
    yield finding("any notable row", notable, at_most=0.05)
    yield finding("  any row with p of 0.05 or less", some)
    yield finding("  share of rows with p of 0.05 or less", low)


def swap_findings(repeats: int) -> Iterator[Finding]:
    """A new tool takes the place of the old one while relief itself drifts by 1.5 points."""
    half = DAYS / 2
    swaps = {
        "at half-way": lambda day, _: day >= half,
        "little by little": lambda day, rng: (
            rng.random(len(day)) < 1 / (1 + np.exp((half - day) / 8))
        ),
        "with single uses after": lambda day, rng: (day >= half) ^ (rng.random(len(day)) < 0.06),
    }
    drifts = {
        "a straight drift": lambda day, _: 1.5 * day / DAYS,
        "a drift in the middle": lambda day, _: 1.5 / (1 + np.exp((half - day) / 4)),
    }
    for (swap, uses), (drift, level) in product(swaps.items(), drifts.items()):
        rng = np.random.default_rng([24, len(swap), len(drift)])
        notable = [factors(_swapped(rng, uses, level))[c.NOTABLE].any() for _ in range(repeats)]
        yield finding(f"called notable, swapped {swap}, {drift}", notable, at_most=0.05)
    both = [
        factors(
            _swapped(
                rng, lambda day, rng: rng.random(len(day)) < 0.5, drifts["a straight drift"], 1.0
            )
        )[c.NOTABLE].any()
        for _ in range(repeats)
    ]
    yield finding("  a tool better by 1 point, both used all along, called notable", both)


def _swapped(
    rng: np.random.Generator, uses: Shape, level: Shape, better: float = 0.0
) -> pd.DataFrame:
    day = np.sort(rng.integers(0, DAYS, 150))
    spot = rng.integers(4, size=150)
    new = uses(day, rng)
    before = rng.integers(4, 9, 150).astype(float)
    felt = 1 + 0.3 * (before - 6) + level(day, rng) + better * new + rng.normal(0, 1.2, 150)
    relief = before - np.clip(np.round(before - felt), 0, 10)
    tool = np.where(new, "roller", "ball")
    return worlds.releases(day, MUSCLE[spot], SPOT[spot], before, relief, tool=tool)


def without_effects(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Releases and check-ins in which only spot, pain before and the day itself matter.

    Good and bad days follow each other; bad days are pressed more, firmer and with less walking,
    the better spots more often with the roller: none of that may pass for an effect.
    """
    truth = rng.normal(1, 0.9, 8)
    state = _wandering(rng, 0.7, 0.7)
    of_day, habit = _wandering(rng, 0.6, 0.3), _wandering(rng, 0.8, 0.6)
    presses = np.minimum(rng.poisson(np.maximum(0.3, 1.5 + 0.8 * state)), 6)
    day = np.repeat(np.arange(DAYS), presses)
    n = len(day)
    spot = rng.integers(8, size=n)
    before = np.clip(np.round(5.5 + state[day] + rng.normal(0, 1, n)), 1, 10)
    felt = truth[spot] + 0.25 * (before - 6) + of_day[day] + rng.normal(0, 1.2, n)
    relief = before - np.clip(np.round(before - felt), 0, 10)
    roller = rng.random(n) < 1 / (1 + np.exp(-1.5 * habit[day] - np.sign(truth[spot] - 1)))
    moved = (felt < 0.3) & (rng.random(n) < 0.7)
    frame = worlds.releases(
        day + rng.choice([8, 13, 20], n) / 24 - 0.5,
        MUSCLE[spot],
        SPOT[spot],
        before,
        relief,
        side=rng.choice(["left", "right"], n),
        tool=np.where(roller, "roller", "ball"),
        pressure=np.where(state[day] + rng.normal(0, 0.8, n) > 0, "firm", "light"),
        held_s=rng.integers(85, 120, n).astype(float),
        outcome=np.where(moved, "moved", "held"),
        pain_30s=before - relief,
    )
    return frame, _check_ins(rng, state)


def _wandering(rng: np.random.Generator, kept: float, sd: float) -> "np.ndarray":
    values = rng.normal(0, sd, DAYS)
    for t in range(1, DAYS):
        values[t] += kept * values[t - 1]
    return values


def _check_ins(rng: np.random.Generator, state: "np.ndarray") -> pd.DataFrame:
    did = rng.random((DAYS, 2)) < (0.4 - 0.1 * state)[:, None]
    names = np.array(["walking", "driving"])
    return pd.DataFrame(
        {
            "at": pd.date_range("2026-01-05T21:00Z", periods=DAYS, unit="us"),
            "at_offset": 0,
            "site": "sciatica",
            "pain": np.clip(np.round(5.5 + state + rng.normal(0, 0.6, DAYS)), 0, 10),
            "activities": [";".join(names[one]) for one in did],
        }
    )

"""Match an experiment's releases with its randomized pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from tracker.protocol.experiment import Arm, Experiment
from tracker.relief import columns as c
from tracker.relief.derive import derive
from tracker.relief.experiments.analysis import Comparison, analyse
from tracker.relief.experiments.chances import Chances, chances, stopped_after
from tracker.relief.pooling.pool import pool

LEAST_SLOPE: Final = 0.0
MOST_SLOPE: Final = 1.0
"""A slope outside is noise: relief neither falls with pain before nor rises by more than it."""


@dataclass(frozen=True)
class ExperimentProgress:
    """How far an experiment is.

    Attributes
    ----------
    done : int
        Releases pressed in their turn.
    pairs_done : int
        Pairs with both of their releases.
    pair : int or None
        The pair that the next release belongs to, from 1; None at the planned length.
    arm : {"A", "B"} or None
        What to press next; None at the planned length.
    left_out : int
        Releases of the experiment that were not in their turn.
    stopped : bool
        Whether its stopping rule ended it before the planned length.
    ready_at : datetime or None
        When the wash-out after the last release is over; None where there is none to wait for.
    """

    done: int
    pairs_done: int
    pair: int | None
    arm: Arm | None
    left_out: int
    stopped: bool = False
    ready_at: datetime | None = None


def progress(frame: pd.DataFrame, experiment: Experiment) -> ExperimentProgress:
    """Count the releases pressed in their turn, and give the next arm.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out.
    experiment : Experiment
    """
    mine = _releases_of(frame, experiment)
    turns, stopped = _turns(frame, experiment)
    done = len(_in_turn(list(mine[c.ARM]), turns))
    over = done == len(turns)
    ready_at = None
    if experiment.washout_h and len(mine) and not over:
        last: datetime = mine[c.STARTED_AT].iloc[-1].to_pydatetime()
        ready_at = last + timedelta(hours=experiment.washout_h)
    return ExperimentProgress(
        done=done,
        pairs_done=done // 2,
        pair=None if over else done // 2 + 1,
        arm=None if over else turns[done],
        left_out=len(mine) - done,
        stopped=stopped,
        ready_at=ready_at,
    )


def _turns(frame: pd.DataFrame, experiment: Experiment) -> tuple[Sequence[Arm], bool]:
    """Every release to press, up to the pair at which the stopping rule ends it."""
    turns = experiment.turns()
    if experiment.stops_at is None:
        return turns, False
    pairs = _pressed(frame, experiment, turns)
    at_equal_pain = pairs[c.RELIEF] - experiment.slope * pairs[c.PAIN_BEFORE]
    table = pair_table(pairs.assign(**{c.RELIEF: at_equal_pain}))
    last = stopped_after(table[c.DIFFERENCE].to_numpy(dtype=float), experiment.stops_at)
    stopped = last is not None and last < experiment.pairs
    return (turns[: 2 * last], True) if last is not None and stopped else (turns, False)


def experiment_pairs(frame: pd.DataFrame, experiment: Experiment) -> pd.DataFrame:
    """List the releases that were pressed in the randomized order, with their pair.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out.
    experiment : Experiment

    Returns
    -------
    DataFrame
        One row per release pressed in its turn, RangeIndex: ``id`` (str), ``pair`` (int64, from
        1), ``order`` (int64, 1 or 2 within the pair), ``arm`` (str, A or B), ``pain_before`` and
        ``relief`` (float64, points; NaN where not rated). `analyse` reads it as it is.

    Notes
    -----
    Releases count in the order they were made. One whose arm is not the one that was next is left
    out: it was not what the coin asked for. So are those beyond the planned length, or beyond the
    pair at which its stopping rule ended it.

    Which pair a release is in is not noted with it: once one is deleted, those after it move up.

    A moved release counts with its relief on leaving, as everywhere (see `derive`).
    """
    return _pressed(frame, experiment, _turns(frame, experiment)[0])


def _pressed(frame: pd.DataFrame, experiment: Experiment, turns: Sequence[Arm]) -> pd.DataFrame:
    mine = derive(_releases_of(frame, experiment))
    taken = mine.iloc[_in_turn(list(mine[c.ARM]), turns)].reset_index(drop=True)
    place = pd.Series(range(len(taken)), index=taken.index, dtype="int64")
    return pd.DataFrame(
        {
            c.ID: taken[c.ID],
            c.PAIR: place // 2 + 1,
            c.ORDER: place % 2 + 1,
            c.ARM: taken[c.ARM].astype("str"),
            c.PAIN_BEFORE: taken[c.PAIN_BEFORE],
            c.RELIEF: taken[c.RELIEF],
        }
    )


def pair_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Set the two releases of each pair side by side.

    Parameters
    ----------
    pairs : DataFrame
        From `experiment_pairs`.

    Returns
    -------
    DataFrame
        One row per pair begun, RangeIndex: ``pair`` (int64), ``first`` (str, A or B: which was
        pressed first), ``relief_a``, ``relief_b`` and ``difference`` (float64, points of relief:
        A - B, as rated; NaN where one is not there or not rated).
    """
    wide = pairs.pivot(index=c.PAIR, columns=c.ARM, values=c.RELIEF).reindex(columns=["A", "B"])
    first = pairs[pairs[c.ORDER] == 1].set_index(c.PAIR)[c.ARM]
    table = pd.DataFrame(
        {
            c.FIRST: first,
            c.RELIEF_A: wide["A"].astype("float64"),
            c.RELIEF_B: wide["B"].astype("float64"),
            c.DIFFERENCE: (wide["A"] - wide["B"]).astype("float64"),
        }
    )
    return table.rename_axis(c.PAIR).reset_index()


def experiment_result(
    frame: pd.DataFrame, experiment: Experiment, names: tuple[str, str] = ("A", "B")
) -> Comparison:
    """Analyse an experiment as it was planned: its length, its slope, its order.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out.
    experiment : Experiment
    names : tuple of str
        What A and B are called in the answer.

    Returns
    -------
    Comparison
        Exploratory unless every planned pair was pressed, or its stopping rule ended it.
    """
    turns, _ = _turns(frame, experiment)
    named = _named(_pressed(frame, experiment, turns), names)
    return analyse(named, planned_pairs=len(turns) // 2, slope=experiment.slope, arms=names)


def experiment_chances(
    frame: pd.DataFrame, experiment: Experiment, names: tuple[str, str] = ("A", "B")
) -> Chances:
    """Give the chance that A is better than B, as far as an experiment is.

    Parameters
    ----------
    frame, experiment, names
        As in `experiment_result`.
    """
    named = _named(experiment_pairs(frame, experiment), names)
    return chances(named, slope=experiment.slope, arms=names)


def slope_so_far(frame: pd.DataFrame) -> float:
    """Estimate the points of relief per point of pain before, from earlier releases.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, all from before the experiment.

    Returns
    -------
    float
        From 0 to 1, to two decimals; 0 with too few releases for `pool` to fit.
    """
    fit = pool(frame).fit
    slope = 0.0 if fit is None else fit.slope
    return round(min(max(slope, LEAST_SLOPE), MOST_SLOPE), 2)


def _named(pairs: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    return pairs.assign(**{c.ARM: pairs[c.ARM].map(dict(zip("AB", names, strict=True)))})


def _releases_of(frame: pd.DataFrame, experiment: Experiment) -> pd.DataFrame:
    mine = frame[frame[c.EXPERIMENT] == str(experiment.id)]
    return mine.sort_values([c.STARTED_AT, c.ID], kind="stable")


def _in_turn(arms: Sequence[str], turns: Sequence[Arm]) -> list[int]:
    """Places of the arms that came when it was their turn."""
    taken: list[int] = []
    for place, arm in enumerate(arms):
        if len(taken) < len(turns) and arm == turns[len(taken)]:
            taken.append(place)
    return taken

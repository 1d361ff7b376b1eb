"""From the plan form's answers to an experiment, with its coin flips drawn."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.experiment import (
    FEWEST_PAIRS,
    MOST_PAIRS,
    STAYS,
    STOPS_AT,
    VARIES,
    Compares,
    Experiment,
    spot_arm,
)

if TYPE_CHECKING:
    from tracker.relief.experiments.randomization import Coin


def planned(
    entry: UUID,
    at: str,
    answers: Mapping[str, Any],
    *,
    slope: float,
    coin: "Coin | None" = None,
) -> Experiment:
    """Make the experiment that was asked for.

    Parameters
    ----------
    at : str
        When it is planned, ISO 8601 with its offset.
    answers : mapping
        ``compares``, ``pairs``, ``washout_h`` (hours) and ``stops`` ("early" or "length");
        ``muscle``, ``spot``, ``side``, ``tool`` and ``pressure`` that stay the same; and those that
        differ as ``a_tool`` and ``b_tool`` and so on.
    slope : float
        Points of relief per point of pain before, from earlier releases.
    coin : Generator, optional
        What decides the order; by default a new one.

    Raises
    ------
    InvalidRecord
        With one sentence for each answer that is missing or wrong, by its name in ``answers``.
    """
    compares: Compares | None = answers.get("compares")
    if compares not in VARIES:
        raise InvalidRecord({"compares": "compares is missing: choose spots, tools or pressures."})
    _check_given(compares, answers)
    same = (*STAYS[compares], *(("pressure",) if compares != "pressure" else ()))
    pairs = answers.get("pairs")
    try:
        return Experiment(
            planned_at=at,
            id=entry,
            compares=compares,
            arm_a=_arm(compares, "a", answers),
            arm_b=_arm(compares, "b", answers),
            pairs=pairs,
            order=_coin_flips(pairs, coin),
            slope=slope,
            stops_at=STOPS_AT if answers.get("stops") == "early" else None,
            washout_h=_as_float(answers.get("washout_h")),
            **{field: answers.get(field) for field in same},
        )
    except InvalidRecord as error:
        first = VARIES[compares][0]
        beside = {"arm_a": f"a_{first}", "arm_b": f"b_{first}"}
        raise InvalidRecord(
            {beside.get(field, field): said for field, said in error.problems.items()}
        ) from None


def _check_given(compares: Compares, answers: Mapping[str, Any]) -> None:
    wanted = {field: field for field in STAYS[compares]}
    for arm in ("a", "b"):
        wanted |= {f"{arm}_{field}": f"{arm.upper()}'s {field}" for field in VARIES[compares]}
    problems = {
        field: f"{words} is missing: choose one."
        for field, words in wanted.items()
        if not answers.get(field)
    }
    if not problems and _arm(compares, "a", answers) == _arm(compares, "b", answers):
        last = VARIES[compares][-1]
        problems[f"b_{last}"] = f"B must differ from A, and both have the same {compares}."
    if problems:
        raise InvalidRecord(problems)


def _as_float(hours: Any) -> Any:
    return float(hours) if isinstance(hours, int) else hours


def _arm(compares: Compares, arm: str, answers: Mapping[str, Any]) -> str:
    chosen = [answers[f"{arm}_{field}"] for field in VARIES[compares]]
    return spot_arm(*chosen) if compares == "spot" else str(chosen[0])


def _coin_flips(pairs: object, coin: "Coin | None") -> tuple[str, ...]:
    if not isinstance(pairs, int) or not FEWEST_PAIRS <= pairs <= MOST_PAIRS:
        return ()
    from tracker.relief import draw_order

    return draw_order(pairs, coin)

"""Normalize a record that enters the diary: names in their plain form, no time in the future."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from tracker.diary.schema import python_types
from tracker.protocol.catalogue import Catalogue
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.experiment import Experiment, spot_arm, spot_of
from tracker.protocol.muscle import Muscle, Spot, Tool
from tracker.protocol.record import Record
from tracker.protocol.release import Release

R = TypeVar("R", bound=Record)

CLOCK_SLACK: Final = timedelta(minutes=5)
"""How far the clocks of a phone and a laptop may differ before a time counts as the future."""

FIRST_YEAR: Final = 1900
"""An earlier year is a slip of the hand, such as 26 for 2026."""


def normalize(record: R, names: Catalogue, now: datetime, *, was: Record | None = None) -> R:
    """Return the record as the diary keeps it.

    Parameters
    ----------
    names : Catalogue
        With the person's own muscles, spots and tools.
    was : Record, optional
        The entry before it was amended: what it named then may stay, though no longer listed.

    Raises
    ------
    UnknownName
        A muscle, spot or tool that nobody has named.
    InvalidRecord
        A time in the future, or before 1900.
    """
    plain = {
        field: name
        for field, name in _plain_names(record, names, was).items()
        if name != getattr(record, field)
    }
    _check_past(record, now)
    return record.changed(**plain) if plain else record


def with_own(names: Catalogue, records: Iterable[Record]) -> Catalogue:
    """Return the catalogue with the muscles, spots and tools among ``records``."""
    own = list(records)
    grown = names.with_own(
        muscles=[Muscle(r.name, where=r.where) for r in own if isinstance(r, OwnMuscle)],
        tools=[Tool(r.name, why=r.why) for r in own if isinstance(r, OwnTool)],
    )
    # A spot outlives its muscle in the history; without the muscle it has no place in the list.
    spots = [r for r in own if isinstance(r, OwnSpot) and r.muscle in grown]
    return grown.with_own(spots=[(r.muscle, Spot(r.name, r.view, r.x, r.y, r.find)) for r in spots])


def _plain_names(record: Record, names: Catalogue, was: Record | None) -> dict[str, str]:
    plain: dict[str, Any] = {}
    if isinstance(record, Release):
        before = was if isinstance(was, Release) else None
        if before is None or (record.muscle, record.spot) != (before.muscle, before.spot):
            plain["muscle"] = names.canonical_muscle(record.muscle)
            plain["spot"] = names.canonical_spot(plain["muscle"], record.spot)
        if before is None or record.tool != before.tool:
            plain["tool"] = names.canonical_tool(record.tool)
    elif isinstance(record, Experiment):
        if not isinstance(was, Experiment) or _names_of(record) != _names_of(was):
            plain = _plain_experiment(record, names)
    elif isinstance(record, OwnSpot):
        plain["muscle"] = names.canonical_muscle(record.muscle)
    return plain


def _names_of(record: Experiment) -> tuple[str | None, ...]:
    return record.arm_a, record.arm_b, record.muscle, record.spot, record.tool


def _plain_experiment(record: Experiment, names: Catalogue) -> dict[str, str]:
    plain: dict[str, str] = {}
    if record.muscle is not None and record.spot is not None:
        plain["muscle"] = names.canonical_muscle(record.muscle)
        plain["spot"] = names.canonical_spot(plain["muscle"], record.spot)
    if record.tool is not None:
        plain["tool"] = names.canonical_tool(record.tool)
    for field, arm in (("arm_a", record.arm_a), ("arm_b", record.arm_b)):
        if record.compares == "spot":
            muscle, spot, side = spot_of(arm)
            plain[field] = spot_arm(
                names.canonical_muscle(muscle), names.canonical_spot(muscle, spot), side
            )
        elif record.compares == "tool":
            plain[field] = names.canonical_tool(arm)
    return plain


def _check_past(record: Record, now: datetime) -> None:
    for field, kind in python_types(type(record)).items():
        moment = getattr(record, field)
        if kind is not datetime or moment is None:
            continue
        if moment > now + CLOCK_SLACK:
            raise InvalidRecord(
                {field: f"{field} must not be in the future, and {moment:%Y-%m-%d %H:%M} is."}
            )
        if moment.year < FIRST_YEAR:
            raise InvalidRecord(
                {field: f"{field} must not be before {FIRST_YEAR}, and the year {moment.year} is."}
            )

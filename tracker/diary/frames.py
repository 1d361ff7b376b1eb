"""The diary as typed pandas frames, one row an entry."""

from datetime import datetime
from typing import Any, Final, get_args

import pandas as pd
from sqlalchemy import Connection

from tracker.diary.revisions import present
from tracker.diary.schema import DATA_COLUMNS, python_types
from tracker.protocol.check_in import CheckIn
from tracker.protocol.fields import LIST_SEPARATOR, SciaticaSide, Side
from tracker.protocol.local_time import OFFSET
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

MOMENT: Final = "datetime64[us, UTC]"

_CATEGORIES: Final[dict[str, Any]] = {
    "person": "category",
    "muscle": "category",
    "spot": "category",
    "tool": "category",
    "site": "category",
    "outcome": pd.CategoricalDtype(["held", "moved", "stopped"]),
    "pressure": pd.CategoricalDtype(["light", "moderate", "firm"], ordered=True),
    "arm": pd.CategoricalDtype(["A", "B"]),
    "reach": pd.CategoricalDtype(["back", "glute", "thigh", "calf", "foot"], ordered=True),
}

_SIDES: Final[dict[type[Record], list[str]]] = {
    Release: list(get_args(Side)),
    CheckIn: list(get_args(SciaticaSide)),
}


def releases(connection: Connection, person: str | None = None) -> pd.DataFrame:
    """Every release, of one person or of all, a row each, by ``started_at`` and then id.

    Returns
    -------
    DataFrame
        RangeIndex; the columns of `tracker.Release`: ids and note as str; ``person``, ``muscle``,
        ``spot``, ``side``, ``tool``, ``outcome``, ``arm`` as categories and ``pressure`` as an
        ordered one;
        pain (0-10) and ``held_s`` (seconds) as float64, NaN where not rated; ``stay_assigned`` and
        ``time_known`` as boolean; ``started_at`` and ``later_at`` as UTC times, each with
        ``…_offset``, the local zone's minutes east of UTC (int64 and Int64).
    """
    return _frame(connection, Release, person)


def check_ins(connection: Connection, person: str | None = None) -> pd.DataFrame:
    """Every check-in, of one person or of all, a row each, by ``at`` and then id.

    Returns
    -------
    DataFrame
        RangeIndex; the columns of `tracker.CheckIn`, typed as those of `releases`; lists
        (``symptoms``, ``bothersomeness``, ``activities``, ``red_flags``) as text joined by ``;``.
    """
    return _frame(connection, CheckIn, person)


def screenings(connection: Connection, person: str | None = None) -> pd.DataFrame:
    """Every screening, of one person or of all, a row each, by ``answered_at`` and then id.

    Returns
    -------
    DataFrame
        RangeIndex; the columns of `tracker.Screening`, typed as those of `releases`; ``red_flags``
        as text joined by ``;``; ``dismissed_at`` is NaT where the person did not go on,
        ``doctor_agreed_at`` where no doctor has agreed.
    """
    return _frame(connection, Screening, person)


def _frame(connection: Connection, kind: type[Record], person: str | None) -> pd.DataFrame:
    rows = connection.execute(present(kind, person))
    frame = pd.DataFrame.from_records(rows, columns=DATA_COLUMNS[kind])
    categories = _CATEGORIES | {"side": pd.CategoricalDtype(_SIDES.get(kind, []))}
    for field, python_type in python_types(kind).items():
        frame[field] = _typed(frame[field], categories.get(field), python_type)
        if python_type is datetime:
            required = kind.model_fields[field].is_required()
            frame[field + OFFSET] = frame[field + OFFSET].astype("int64" if required else "Int64")
    return frame


def _typed(values: "pd.Series[Any]", category: Any, python_type: type) -> "pd.Series[Any]":
    if category is not None:
        return values.astype(category)
    if python_type is datetime:
        return pd.to_datetime(values, utc=True).astype(MOMENT)
    if python_type in (int, float):
        return values.astype("float64")
    if python_type is bool:
        return values.astype("boolean")
    if python_type is tuple:
        return values.map(_joined).astype("str")
    return values.astype("str")


def _joined(items: list[Any] | None) -> str:
    return LIST_SEPARATOR.join(map(str, items or []))

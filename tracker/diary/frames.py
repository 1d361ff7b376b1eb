"""The diary as typed pandas frames, one row an entry."""

import json
from datetime import datetime
from functools import cache
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

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

_ROWS: Final = 500


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
        (``symptoms``, ``bothersomeness``, ``activities``, ``medication``, ``red_flags``) as text
        joined by ``;``.
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
    columns = _columns(connection, kind, person)
    categories = _CATEGORIES | {"side": pd.CategoricalDtype(_SIDES.get(kind, []))}
    typed: dict[str, Any] = {}
    for field, python_type in python_types(kind).items():
        typed[field] = _typed(columns[field], categories.get(field), python_type)
        if python_type is datetime:
            required = kind.model_fields[field].is_required()
            offset = pd.array(_numbers(columns[field + OFFSET]), dtype="Float64").astype("Int64")
            typed[field + OFFSET] = offset.astype("int64") if required else offset
    return _in_order(pd.DataFrame(typed, columns=DATA_COLUMNS[kind]), next(iter(kind.model_fields)))


def _in_order(frame: pd.DataFrame, moment: str) -> pd.DataFrame:
    # The rows are nearly in order as they were written: here that costs less than in the database.
    at = frame[moment]
    if at.is_monotonic_increasing and at.is_unique:
        return frame
    return frame.sort_values([moment, "id"], ignore_index=True)


def _columns(
    connection: Connection, kind: type[Record], person: str | None
) -> dict[str, list[Any]]:
    """Read the entries column by column, as the driver hands them out.

    Notes
    -----
    SQLite's own cursor gives a value as it is stored. Through SQLAlchemy each would be taken up by
    itself, which takes several times as long.
    """
    names = DATA_COLUMNS[kind]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    cursor: Any
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(*_sqlite_statement(kind, person))
    else:
        cursor = connection.execute(present(kind, person).order_by(None))
    # Some rows at a time: Python looks through all of many rows for waste, again and again.
    while rows := cursor.fetchmany(_ROWS):
        for values, more in zip(columns.values(), zip(*rows, strict=True), strict=True):
            values.extend(more)
    cursor.close()
    return columns


@cache
def _sqlite_statement(kind: type[Record], person: str | None) -> tuple[str, tuple[Any, ...]]:
    statement = present(kind, person).order_by(None).compile(dialect=sqlite.dialect())
    return str(statement), tuple(statement.params[name] for name in statement.positiontup or ())


def _typed(values: list[Any], category: Any, python_type: type) -> Any:
    if category is not None:
        return _categories(values, category)
    if python_type is datetime:
        return _moments(values)
    if python_type in (int, float):
        return _numbers(values)
    if python_type is bool:
        return pd.array(_numbers(values), dtype="Float64").astype("boolean")
    if python_type is tuple:
        return pd.array([_joined(items) for items in values], dtype="str")
    return pd.array(np.array(values, dtype=object), dtype="str")


def _numbers(values: list[Any]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def _categories(values: list[Any], category: Any) -> "pd.Categorical[Any]":
    """Number the values by the few names that there are."""
    if isinstance(category, str):
        category = pd.CategoricalDtype(pd.Index(sorted(set(values) - {None}), dtype="str"))
    number = dict(zip(category.categories, range(len(category.categories)), strict=True))
    code = {value: number.get(value, -1) for value in set(values)}
    codes = np.fromiter(map(code.__getitem__, values), np.int64, len(values))
    return pd.Categorical.from_codes(codes, dtype=category)


def _moments(values: list[Any]) -> pd.DatetimeIndex:
    # SQLite keeps the text of a time, other databases the time. numpy takes long over each None.
    noted = ["NaT" if value is None else value for value in values]
    return pd.DatetimeIndex(np.array(noted, dtype="datetime64[us]")).tz_localize("UTC")


def _joined(items: str | list[Any] | None) -> str:
    listed = json.loads(items) if isinstance(items, str) else items
    return LIST_SEPARATOR.join(map(str, listed or []))

"""Columns of a table as plain numbers, words and days, whatever their pandas types."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_FIRST_DAY: Final = date(1970, 1, 1)
_MICROSECONDS_A_DAY: Final = 86_400_000_000


def numbers(table: pd.DataFrame, column: str) -> Numbers:
    """Give a column as floats, missing values as NaN."""
    return table[column].to_numpy(dtype="float64", na_value=np.nan)


def words(table: pd.DataFrame, column: str) -> list[str]:
    """Give a column as text."""
    return [str(value) for value in table[column]]


def flags(table: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    """Give a column as true and false."""
    return table[column].to_numpy(dtype="bool")


def dates(table: pd.DataFrame, column: str) -> Numbers:
    """Give a column of local days as days since 1970, as matplotlib counts them."""
    moments = pd.to_datetime(table[column]).to_numpy(dtype="datetime64[us]")
    days = moments.astype("int64") / _MICROSECONDS_A_DAY
    return np.where(np.isnat(moments), np.nan, days)


def day_of(number: float) -> date:
    """Give the day that a number of `dates` stands for."""
    return _FIRST_DAY + timedelta(days=int(np.floor(number)))


def number_of(day: date) -> float:
    """Give the number that stands for a day in `dates`."""
    return float((day - _FIRST_DAY).days)


def groups(table: pd.DataFrame, column: str) -> dict[str, pd.DataFrame]:
    """Split a table by the values that occur in a column, in order of first appearance."""
    parts = table.groupby(column, observed=True, sort=False)
    return {str(value): rows for value, rows in parts}


def fullest_first(parts: dict[str, pd.DataFrame], column: str) -> list[str]:
    """Order groups by the sum of a column, most first, ties by name."""
    return sorted(parts, key=lambda name: (-parts[name][column].sum(), name))


def finite(*columns: Sequence[float] | Numbers) -> Numbers:
    """Put the known values of several columns together."""
    together: Numbers = np.concatenate([np.asarray(column, dtype="float64") for column in columns])
    return together[np.isfinite(together)]

"""Is this the table that was asked for?"""

from collections.abc import Iterable

import pandas as pd


def expect(table: pd.DataFrame, columns: Iterable[str], *, name: str, source: str) -> None:
    """Say in one sentence what to hand in, where it is not a table or lacks a column.

    Parameters
    ----------
    table : DataFrame
        What was handed in.
    columns : iterable of str
        The columns that are read.
    name : str
        What the argument is called.
    source : str
        The call that gives such a table.

    Raises
    ------
    TypeError
        It is no table.
    ValueError
        It lacks a column.

    Examples
    --------
    >>> expect(pd.DataFrame({"n": [1]}), ["day"], name="days", source="releases_by_day(releases)")
    Traceback (most recent call last):
    ...
    ValueError: days has no column 'day'; hand in what releases_by_day(releases) gives.
    """
    if not isinstance(table, pd.DataFrame):
        kind = type(table).__name__
        raise TypeError(f"{name} must be a table, not {kind}; hand in what {source} gives.")
    for column in columns:
        if column not in table.columns:
            raise ValueError(f"{name} has no column {column!r}; hand in what {source} gives.")

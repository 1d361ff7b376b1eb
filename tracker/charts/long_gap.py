"""Begin a chart through time at the last long gap, and say what is left out."""

from typing import Literal

import pandas as pd

from tracker.relief.days import first_day_shown
from tracker.wording.over_time import left_out_sentence


def since_last_gap(
    noted: "pd.Series[pd.Timestamp]",
    *tables: tuple[pd.DataFrame | None, str],
    what: Literal["day", "week"] = "day",
) -> tuple[list[pd.DataFrame], str]:
    """Cut tables to what follows the last gap of a year or more.

    Parameters
    ----------
    noted : Series of datetime64
        The days on which something was noted.
    *tables : tuple of DataFrame and str
        Each with its column of days or of Mondays; None becomes an empty table.

    what : {"day", "week"}
        What each of the days stands for.

    Returns
    -------
    list of DataFrame
        The tables from the week of the first day shown on.
    str
        What is left out, in a sentence; empty where nothing is.
    """
    begin = first_day_shown(noted)
    cut = []
    for table, column in tables:
        if table is None:
            cut.append(pd.DataFrame(columns=[column]))
        elif begin is None:
            cut.append(table)
        else:
            # A week begins up to six days before the first day in it.
            cut.append(table[table[column] > begin - pd.Timedelta(days=7)])
    return cut, left_out_sentence(noted, what)

"""Which spots may be said to have helped?"""

import pandas as pd

from tracker.relief import columns as c


def helps(spots: pd.DataFrame) -> "pd.Series[bool]":
    """Tell the spots after which pain fell, by the estimate and by the plain ratings as well.

    Parameters
    ----------
    spots : DataFrame
        ``pool(releases).spots``, or rows of it in any order. Read: ``enough``, ``at_odds``,
        ``low_80``.

    Returns
    -------
    Series of bool
        By the index of `spots`: 5 rated releases or more, an 80 % interval above 0, and not at
        odds with the ratings.
    """
    return spots[c.ENOUGH].eq(True) & spots[c.AT_ODDS].eq(False) & (spots[c.LOW_80] > 0)

"""How is a spot shown whose estimate says the opposite of its ratings?"""

from typing import Final

import pandas as pd

from tracker.relief import columns as c

_RANGES: Final = (c.LOW_80, c.HIGH_80, c.LOW_95, c.HIGH_95)


def as_rated(spots: pd.DataFrame) -> pd.DataFrame:
    """Let the spots that are at odds with their ratings stand as they were rated.

    Parameters
    ----------
    spots : DataFrame
        ``pool(releases).spots``, or rows of it in any order.

    Returns
    -------
    DataFrame
        The same rows; where ``at_odds``, ``mean`` is the plain average, in points, and its
        ranges are NaN.
    """
    odd = spots[c.AT_ODDS]
    unknown = {name: spots[name].mask(odd) for name in _RANGES}
    return spots.assign(**unknown, **{c.MEAN: spots[c.MEAN].mask(odd, spots[c.PLAIN])})


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

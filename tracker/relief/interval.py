"""How far off may an average of a few presses be?"""

import numpy as np
import pandas as pd
from scipy.special import stdtrit


def t_interval(
    mean: "pd.Series[float]",
    sd: "pd.Series[float]",
    n: "pd.Series[int]",
    *,
    level: float = 0.95,
) -> "tuple[pd.Series[float], pd.Series[float]]":
    """Give the likely range of each average.

    Parameters
    ----------
    mean, sd : Series of float
        Average and sample standard deviation (n - 1) of each group, in points.
    n : Series of int
        How many values went into each.
    level : float
        Share of such ranges that would hold the true average, by default 0.95.

    Returns
    -------
    low, high : Series of float64
        Aligned with `mean`; NaN where n is under 2.

    Notes
    -----
    Student's t: mean -+ t(n - 1) sd / sqrt(n). It is plain: each group stands alone (nothing is
    pooled, so a lucky few presses can lead), starting pain is not adjusted for, presses of one day
    count as independent, and with two or three values the range may leave the 0-10 scale.

    Examples
    --------
    >>> low, high = t_interval(pd.Series([2.0]), pd.Series([1.0]), pd.Series([5]))
    >>> round(low[0], 3), round(high[0], 3)
    (np.float64(0.758), np.float64(3.242))
    """
    margin: pd.Series[float] = sd * stdtrit(n - 1, (1 + level) / 2) / np.sqrt(n)
    return mean - margin, mean + margin

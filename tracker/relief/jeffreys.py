"""How far off may a share of a few releases be?"""

import numpy as np
from scipy.special import betaincinv


def jeffreys_interval(k: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Give the likely range of a share, k of n.

    Parameters
    ----------
    k, n : float
        How many, and of how many; where releases are weighted, of how many like ones.
    level : float
        Share of such ranges that would hold the true share, by default 0.95.

    Returns
    -------
    low, high : float
        From 0 to 1; NaN where n is 0.

    Raises
    ------
    ValueError
        k is not from 0 to n.

    Notes
    -----
    Equal tails of beta(k + 1/2, n - k + 1/2); at none (or all) of n, the low end is 0 (the high
    end 1).

    References
    ----------
    Brown, Cai & DasGupta 2001, Statistical Science 16:101-133, doi:10.1214/ss/1009213286.

    Examples
    --------
    >>> low, high = jeffreys_interval(12, 15)
    >>> round(low, 3), round(high, 3)
    (0.556, 0.94)
    """
    if not 0 <= k <= n:
        raise ValueError(f"k must be from 0 to n ({n}), not {k}.")
    if n == 0:
        return np.nan, np.nan
    tail = (1 - level) / 2
    low, high = betaincinv(k + 0.5, n - k + 0.5, [tail, 1 - tail])
    return 0.0 if k == 0 else float(low), 1.0 if k == n else float(high)

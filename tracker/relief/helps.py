"""Which spots may be said to have helped?"""

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.pool import SPOT_KEYS


def helps(spots: pd.DataFrame, releases: pd.DataFrame) -> "pd.Series[bool]":
    """Tell the spots after which pain fell, by the estimate and by the plain ratings as well.

    Parameters
    ----------
    spots : DataFrame
        ``pool(releases).spots``, or rows of it in any order. Read: ``muscle``, ``spot``, ``side``,
        ``enough``, ``low_80``.
    releases : DataFrame
        As `derive` gives them.

    Returns
    -------
    Series of bool
        By the index of `spots`: 5 rated releases or more, an 80 % interval above 0, and a plain
        average above 0.

    Notes
    -----
    The estimate speaks of one starting pain. For a spot that was only ever pressed at another it
    rests on the other spots, and can lie above 0 though pain rose there each time.
    """
    rated = releases[releases[c.RELIEF].notna()]
    plain = rated.groupby([rated[key].astype(str) for key in SPOT_KEYS])[c.RELIEF].mean()
    keys = pd.MultiIndex.from_frame(spots[SPOT_KEYS].astype(str))
    fell = pd.Series(plain.reindex(keys).to_numpy() > 0, index=spots.index)
    return spots[c.ENOUGH].eq(True) & (spots[c.LOW_80] > 0) & fell

"""Which spots may be said to have helped?"""

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.pool import SPOT_KEYS

Place = tuple[str, str, str]


def plain_relief(releases: pd.DataFrame) -> dict[Place, float]:
    """Give the average relief of each spot as it was rated, in points; NaN where none was.

    Parameters
    ----------
    releases : DataFrame
        As `derive` gives them.

    Returns
    -------
    dict
        By muscle, spot and side.
    """
    return dict(releases.groupby(SPOT_KEYS, observed=True)[c.RELIEF].mean())


def helps(spots: pd.DataFrame, plain: dict[Place, float]) -> "pd.Series[bool]":
    """Tell the spots after which pain fell, by the estimate and by the plain ratings as well.

    Parameters
    ----------
    spots : DataFrame
        ``pool(releases).spots``, or rows of it in any order. Read: ``muscle``, ``spot``, ``side``,
        ``enough``, ``low_80``.
    plain : dict
        From `plain_relief`.

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
    places = zip(*(spots[key] for key in SPOT_KEYS), strict=True)
    fell = pd.Series([plain.get(place, 0.0) > 0 for place in places], spots.index, dtype=bool)
    return spots[c.ENOUGH].eq(True) & (spots[c.LOW_80] > 0) & fell

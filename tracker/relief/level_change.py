"""Compare the level of pain or relief in the last days with that in the first, also by spot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.days import sciatica_by_day, since_last_gap
from tracker.relief.derive import shared
from tracker.relief.display import NOT_ENOUGH, ShownAsTable, figures, interval, points
from tracker.relief.factors import holm
from tracker.relief.intervals import WEAK
from tracker.relief.level import Level, local_levels
from tracker.relief.over_time import average_by_day, fill_days, level_of, rated_days
from tracker.relief.pooling.adjust import adjusted_by_day, adjusted_relief
from tracker.relief.pooling.mixture import Mixture
from tracker.relief.pooling.pool import SPOT_KEYS, Pooled, pool

WINDOW_DAYS: Final = 14
"""How many days at the start, and now, are compared."""

LONG_WINDOW_DAYS: Final = 28
"""The same for single spots and muscles, once the diary holds twice as many."""

SAME_WITHIN: Final = 1.0
"""A change that surely is smaller than a point is called the same."""

_DAY: Final = pd.Timedelta(days=1)

MORE: Final = "more"
LESS: Final = "less"
SAME: Final = "the same"
UNCLEAR: Final = "not clear"

Array = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class LevelChange(ShownAsTable):
    """The average level of the last days less that of the first.

    Attributes
    ----------
    window : int
        Days that each of the two holds.
    first_day, last_day : Timestamp or NaT
        The first and the last day with a value.
    mean_first, mean_last : float
        Average level of the first and of the last days, in points; NaN where not enough.
    change, low, high : float
        The difference and its 95 % interval, in points; NaN where not enough.
    n_first, n_last : int
        Ratings or releases in either.
    enough : bool
        Five or more in either, and windows that do not overlap.
    left_out : tuple of Timestamp
        Days before the last gap of a year or more: the first day is the one after it.
    """

    window: int
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    mean_first: float
    mean_last: float
    change: float
    low: float
    high: float
    n_first: int
    n_last: int
    enough: bool
    left_out: tuple[pd.Timestamp, ...] = ()

    def _caption(self) -> str:
        return f"LevelChange: the last {self.window} days less the first {self.window}"

    def _cells(self) -> pd.DataFrame:
        return figures(
            {
                "change in points": points(self.change),
                "95 % interval": interval(self.low, self.high) if self.enough else NOT_ENOUGH,
                "first days": f"{points(self.mean_first)} (n {self.n_first})",
                "last days": f"{points(self.mean_last)} (n {self.n_last})",
            }
        )


def sciatica_change(check_ins: pd.DataFrame, site: str = "sciatica") -> LevelChange:
    """Compare the sciatica's pain of the last 14 days with that of the first 14.

    Parameters
    ----------
    check_ins : DataFrame
        Check-ins as the diary hands them out.
    site : str
        The place of pain.

    Returns
    -------
    LevelChange
        In points of pain; a change below 0 is easing.

    Notes
    -----
    A contrast of the levels of `local_level`, with their covariance. That the ranges of a first and
    a last day overlap says little: each is far wider than the range of their difference, and a
    fall of 2 points was missed that way in half of the simulated diaries. Ratings that all agree
    have a range too: the prior on the scatter is weak, not flat.

    It is about those days. It does not show why pain changed, nor what comes next: people begin a
    diary when pain is bad, and some of it passes by itself.
    """
    by_day = sciatica_by_day(check_ins, [site]).rename(columns={c.PAIN: c.MEAN})
    return _change(by_day[[c.DAY, c.MEAN, c.N]], WINDOW_DAYS)


def relief_change(frame: pd.DataFrame, *, pooled: Pooled | None = None) -> LevelChange:
    """Compare the relief of the last 14 days with that of the first 14, at like spots.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already.
    """
    day, adjusted = adjusted_by_day(frame, pooled=pooled)
    return _change(rated_days(day.to_numpy(), np.asarray(adjusted, dtype=np.float64)), WINDOW_DAYS)


def spot_changes(frame: pd.DataFrame, *, pooled: Pooled | None = None) -> pd.DataFrame:
    """Say of each spot whether it gives more, less or the same relief as in the first weeks.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    pooled : Pooled, optional
        The answer of `pool` for `frame`, where it is at hand already.

    Returns
    -------
    DataFrame
        One row per spot with a rated release, RangeIndex: ``muscle``, ``spot``, ``side`` (str),
        ``window`` (int64, days), ``mean_first``, ``mean_last``, ``difference``, ``low``, ``high``
        (float64, points of relief at like starting pain; NaN where not enough), ``n_first``,
        ``n_last``, ``n_left_out`` (int64, rated releases; the last before a gap of a year or more,
        after which the first days begin), ``p`` (float64, that a change either way is none) and
        ``verdict`` (str: more, less, the same, not clear, not enough yet). Those with enough
        first, by difference, the most gained first.

    Notes
    -----
    The windows are the first and the last 28 days of the diary (14 where it holds fewer than 56),
    the same for every spot; each needs five rated releases of it. Within them the level is averaged
    over the releases.

    "more" and "less" are Holm's rule at 5 % over all spots compared: where nothing changes, the
    chance that even one is named is at most 5 %. So a small true change goes without the word.
    "the same" means that the whole 95 % interval is less than a point from 0; the rest is "not
    clear".

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70.
    """
    return _changes(frame, SPOT_KEYS, pooled)


def muscle_changes(frame: pd.DataFrame, *, pooled: Pooled | None = None) -> pd.DataFrame:
    """Say of each muscle whether it gives more, less or the same relief as in the first weeks.

    Parameters
    ----------
    frame, pooled
        As in `spot_changes`.

    Returns
    -------
    DataFrame
        As `spot_changes`, without ``spot`` and ``side``: releases are compared at like spots.
    """
    return _changes(frame, [c.MUSCLE], pooled)


def _changes(frame: pd.DataFrame, keys: list[str], pooled: Pooled | None) -> pd.DataFrame:
    pooled = pool(frame) if pooled is None else pooled
    of, adjusted = shared(frame), adjusted_relief(frame, pooled=pooled)
    day = of.frame[c.DAY]
    rated_on = day[of.is_rated]
    (shown,), _ = since_last_gap(rated_on, (rated_on.to_frame(), c.DAY))
    window, first_until, last_from = _windows(shown[c.DAY])
    is_shown = of.is_rated & day.isin(shown[c.DAY]).to_numpy()
    groups = of.groups(keys)
    names = of.frame[keys].iloc[groups.first].astype("str")
    days = day.to_numpy()
    places: list[dict[str, Any]] = []
    parts: list[_Part] = []
    for place, rows_of_place in zip(
        zip(*(names[key] for key in keys), strict=True), groups.rows(), strict=True
    ):
        rated = rows_of_place[is_shown[rows_of_place]]
        n_left_out = int(of.is_rated[rows_of_place].sum()) - len(rated)
        if len(rated) or n_left_out:
            places.append(dict(zip(keys, place, strict=True)) | {c.N_LEFT_OUT: n_left_out})
            pressed = average_by_day(days[rated], adjusted.of_rows(rated))
            parts.append(_Part.of(*pressed, first_until, last_from))
    rows = [
        place | {c.WINDOW: window} | figures
        for place, figures in zip(places, _figures(parts), strict=True)
    ]
    table = pd.DataFrame(rows, columns=[*keys, c.WINDOW, *_FIGURES, c.N_LEFT_OUT, c.VERDICT])
    table = table.astype(dict.fromkeys(keys, "str") | _KINDS)
    known = table[c.P].notna()
    named = pd.Series(data=False, index=table.index)
    named[known] = holm(table.loc[known, c.P].to_numpy())
    table[c.VERDICT] = [
        _verdict(*row)
        for row in zip(table[c.DIFFERENCE], table[c.LOW], table[c.HIGH], named, strict=True)
    ]
    order = table.assign(known=~known).sort_values(["known", c.DIFFERENCE, *keys],
        ascending=[True, False, *[True] * len(keys)])  # fmt: skip
    return table.loc[order.index].reset_index(drop=True)


_FIGURES: Final = (
    c.MEAN_FIRST, c.MEAN_LAST, c.DIFFERENCE, c.LOW, c.HIGH, c.N_FIRST, c.N_LAST, c.P,
)  # fmt: skip
_KINDS: Final = dict.fromkeys(_FIGURES, "float64") | dict.fromkeys(
    (c.WINDOW, c.N_FIRST, c.N_LAST, c.N_LEFT_OUT), "int64"
)


@dataclass(frozen=True)
class _Part:
    """The days of one spot or muscle, and how many releases of them are early and late, (T,)."""

    series: tuple[Array, Array, Array]
    early: Array
    late: Array

    @classmethod
    def of(
        cls,
        day: "NDArray[np.datetime64]",
        mean: Array,
        n: "NDArray[np.int64]",
        first_until: pd.Timestamp,
        last_from: pd.Timestamp,
    ) -> Self:
        counts = n.astype(float)
        early = counts * (day < first_until.to_datetime64())
        late = counts * (day >= last_from.to_datetime64())
        since_first = (day - day[:1]) / _DAY.to_timedelta64()
        return cls((since_first, mean, counts), early, late)

    @property
    def is_enough(self) -> bool:
        early, late = self.early, self.late
        counts = min(early.sum(), late.sum())
        return bool(counts >= c.MIN_RELEASES and not ((early > 0) & (late > 0)).any())


def _figures(parts: list[_Part]) -> Iterator[dict[str, Any]]:
    levels = local_levels([part.series for part in parts if part.is_enough], prior=WEAK)
    for part in parts:
        figures = dict.fromkeys(_FIGURES, np.nan)
        if part.is_enough:
            contrast, means = _contrast(next(levels), part.early, part.late)
            low, high = contrast.quantile([0.025, 0.975])[:, 0]
            above = float(contrast.above(0.0)[0])
            change = means[1] - means[0]
            values = (*means, change, low, high, 0, 0, 2 * min(above, 1 - above))
            figures = dict(zip(_FIGURES, map(float, values), strict=True))
        n_first, n_last = int(part.early.sum()), int(part.late.sum())
        yield figures | {c.N_FIRST: n_first, c.N_LAST: n_last}


def _verdict(difference: float, low: float, high: float, named: bool) -> str:
    if np.isnan(difference):
        return NOT_ENOUGH
    if named:
        return MORE if difference > 0 else LESS
    return SAME if low > -SAME_WITHIN and high < SAME_WITHIN else UNCLEAR


def _windows(day: "pd.Series[pd.Timestamp]") -> tuple[int, Any, Any]:
    """The days that a window holds, the first day after the early one, and that of the late one."""
    first, last = day.min(), day.max()
    whole = 0 if pd.isna(first) else (last - first).days + 1
    window = LONG_WINDOW_DAYS if whole >= 2 * LONG_WINDOW_DAYS else WINDOW_DAYS
    length = pd.Timedelta(days=min(window, whole // 2))
    return window, first + length, last + _DAY - length


def _change(days: pd.DataFrame, window: int) -> LevelChange:
    """Contrast every day of the last window with every day of the first, rated or not."""
    (days,), left_out = since_last_gap(days[c.DAY], (days, c.DAY))
    first, last = days[c.DAY].min(), days[c.DAY].max()
    length = pd.Timedelta(days=window)
    early, late = days[c.DAY] < first + length, days[c.DAY] > last - length
    n_first, n_last = int(days.loc[early, c.N].sum()), int(days.loc[late, c.N].sum())
    counts = n_first, n_last
    overlap = bool((early & late).any()) or last - first < 2 * length - _DAY
    if min(counts) < c.MIN_RELEASES or overlap:
        nan = np.nan
        return LevelChange(window, first, last, nan, nan, nan, nan, nan, *counts, False, left_out)
    every = fill_days(days)
    share_first = (every[c.DAY] < first + length).to_numpy(dtype=float)
    share_last = (every[c.DAY] > last - length).to_numpy(dtype=float)
    contrast, (mean_first, mean_last) = _contrast(level_of(every), share_first, share_last)
    low, high = contrast.quantile([0.025, 0.975])[:, 0]
    means = mean_first, mean_last, mean_last - mean_first
    return LevelChange(
        window, first, last, *means, float(low), float(high), *counts, True, left_out
    )


def _contrast(level: Level, early: Array, late: Array) -> tuple[Mixture, tuple[float, float]]:
    """The level of the late days less that of the early ones, and the average of either."""
    middle = level.weight @ level.mean
    early, late = early / early.sum(), late / late.sum()
    return level.contrast(late - early), (float(middle @ early), float(middle @ late))

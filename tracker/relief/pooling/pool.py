"""Estimate relief per spot by nested partial pooling, integrated over the variance ratios."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.derive import Derived, shared
from tracker.relief.display import ShownAsTable, interval, points
from tracker.relief.intervals import WEAK
from tracker.relief.pooling.earlier import keep_names, shares_of, whole_of_spots
from tracker.relief.pooling.mixture import Mixture
from tracker.relief.pooling.moments import DayMoments, Moments, day_moments, moments
from tracker.relief.pooling.nested import Fit, fit, shares_of_first
from tracker.relief.pooling.next_press import half_step, probability_next_reaches
from tracker.relief.pooling.sets import (
    GIVES,
    NOT_ENOUGH,
    answer_columns,
    clear_mark,
)

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
UsualPain = float | Mapping[tuple[str, str, str], float]

SPOT_KEYS: Final = [c.MUSCLE, c.SPOT, c.SIDE]
SIDE_KEYS: Final = [c.MUSCLE, c.SIDE]
MUSCLE_KEYS: Final = [c.MUSCLE]

SPREAD_BELIEVED: Final = 10.0
"""Bayes factor from which the model counts as believing that spots differ at all."""

LEADS_FROM: Final = 0.9
"""Chance of being the best, among those with enough releases, from which one may lead."""

AS_RATED: Final = "as rated"
"""Notes that a spot is shown by its plain average: its estimate conflicts with its ratings."""

LEVELS: Final = {c.LOW_80: 0.1, c.HIGH_80: 0.9, c.LOW_95: 0.025, c.HIGH_95: 0.975}
"""Which quantile each end of a range is."""

_DRAWS: Final = 4000

_TOTAL: Final = "total"
_COUNTS: Final = [c.N, c.N_RATED, _TOTAL]


@dataclass(frozen=True, eq=False, repr=False)
class Pooled(ShownAsTable):
    """Pooled relief of each spot, muscle and side, compared at a reference pain.

    Attributes
    ----------
    spots, muscles, sides : DataFrame
        See `pool`.
    reference_pain : float
        The pain before, in points, at which all are compared; where each spot has its usual pain,
        the median of those. NaN without rated releases.
    differ : bool
        Whether the model believes that spots differ at all; without it none is called the best.
    fit : Fit or None
        The model behind it; None where there are too few releases for any.
    reference_is_usual : bool
        Whether the reference is the person's usual pain; otherwise it is the lower of the pains
        that are known, and relief may in part be pain going back to its usual level.
    """

    spots: pd.DataFrame
    muscles: pd.DataFrame
    sides: pd.DataFrame
    reference_pain: float
    differ: bool
    fit: Fit | None
    reference_is_usual: bool = False

    @property
    def mark(self) -> float:
        """The points of relief above which it counts as clear; see `clear_mark`."""
        return clear_mark(self.reference_pain)

    @property
    def probability_best(self) -> pd.DataFrame:
        """``muscle``, ``spot``, ``side``, ``p_best``: how likely no other spot gives more."""
        best = self.spots[[*SPOT_KEYS, c.P_BEST]]
        return best.sort_values(c.P_BEST, ascending=False, kind="stable", ignore_index=True)

    def _caption(self) -> str:
        rated = f"Pooled: {self.spots[c.N_RATED].sum()} rated releases, {len(self.spots)} spots"
        if pd.isna(self.reference_pain):
            return rated
        usual = "the usual pain" if self.reference_is_usual else "a pain before"
        gives = self.spots[c.GIVES].value_counts()
        counts = ", ".join(f"{gives[name]} {name}" for name in GIVES if name in gives)
        return (
            f"{rated}, compared at {usual} of {self.reference_pain:g}: {counts} "
            f"(clear: over {round(self.mark, 2):g} points)"
        )

    def _cells(self) -> pd.DataFrame:
        shown = display_estimates(self.spots)
        ranges = zip(shown[c.LOW_95], shown[c.HIGH_95], strict=True)
        return pd.DataFrame(
            {
                **{key: shown[key] for key in (c.SPOT, c.MUSCLE, c.SIDE)},
                "points": shown[c.MEAN].map(points),
                "95 % range": [interval(low, high) for low, high in ranges],
                c.N: shown[c.N_RATED].astype("str"),
                c.GIVES: shown[c.GIVES].mask(shown[c.CONFLICTS_WITH_DATA], AS_RATED),
            }
        )


def pool(
    frame: pd.DataFrame,
    *,
    untried: pd.DataFrame | None = None,
    usual_pain: UsualPain | None = None,
    reference_pain: float | None = None,
    day_effect: bool = True,
    rng: np.random.Generator | None = None,
) -> Pooled:
    """Estimate the relief of each spot, muscle and side with partial pooling.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    untried : DataFrame, optional
        ``muscle``, ``spot``, ``side`` of spots to estimate though never pressed.
    usual_pain : float or mapping, optional
        The person's pain on a usual day, in points: of all spots, or by (muscle, spot, side);
        spots that the mapping leaves out have the median of those in it.
    reference_pain : float, optional
        Pain before, in points, at which spots are compared, in place of the usual pain. Without
        either it is the lower of what is known: the median pain before the rated releases, and
        that some hours after them (``pain_later``), from 5 such ratings on.
    day_effect : bool
        Whether releases of one day may be alike, where some days have several; without it they
        count as independent.
    rng : Generator, optional
        For the chances of being best, and the sides; by default one with a fixed seed.

    Returns
    -------
    Pooled
        Its frames have their keys (``muscle``, ``spot``, ``side``; ``muscle``; ``muscle``,
        ``side``), ``n`` and ``n_rated`` (int64), ``plain`` (float64, the average relief in points
        as it was rated, at whatever pain it began), then ``mean``, ``low_80``, ``high_80``,
        ``low_95``, ``high_95`` (float64, points of relief), ``p_mean_2`` (that the average relief
        is 2 points or more), ``p_next_2`` (that the next release gives 2 or more), ``p_clear``
        (that the average is above the mark), ``p_fell`` (that it is above 0), ``p_best`` (that no
        other has a higher average), ``enough`` (bool, n_rated of 5 or more),
        ``conflicts_with_data`` (bool), ``mark`` (float64, points: see `clear_mark`), ``gives``
        (str, see `what_each_gives`), ``n_more`` (float64: about how many more releases would
        settle what is open, see `releases_to_settle`; NaN where nothing is), ``in_best_set``
        (bool, see `best_set`), ``leads`` (bool) and ``reference_pain`` (float64, points: the pain
        before at which it is compared). First those with enough whose estimate does not conflict
        with the data, then those where it does, then the others; each by mean from high to low,
        then by name.

    Notes
    -----
    The mark for clear relief is 30 % of the reference pain, and at least 1 point. A name once
    given, "clear relief", is withdrawn only where its chance falls under .80: those between .80 and
    a new name are looked up in the diary as it stood at the end of each earlier day (up to 20
    days with a release), back to the day that named them or found them under .80. So the same
    releases always give the same answer, and nothing is stored.

    The mean of a muscle, or of a side of it, is that of its spots as they were pressed, each by
    its rated releases::

        theta = sum(n_l theta_l) / sum(n_l)

    ``p_mean_2`` and ``p_next_2`` answer different questions and are never to be mixed. One leads
    only with 5 rated releases or more, a chance of 0.9 or more to be the best of those, and a
    spread between spots that the model itself believes in. With too few releases for a fit the
    estimates are NaN.

    People press when pain is up, and pain that is up goes down by itself: compared at the pains of
    pressing, that counts as relief. So spots are compared at the pain of a usual day, asked at
    moments that were not chosen for their pain. Where pain before never varies there is nothing to
    learn from, and the comparison stays at that pain.

    ``p_next_2`` is taken over the residuals that there are, with ratings in whole points (see
    `tracker.relief.pooling.next_press`).

    The estimate speaks of one starting pain. For a spot that was only ever pressed at another it
    rests on the other spots, and its 80 % interval can lie above 0 though pain rose there each
    time, or below 0 though it fell. Such an estimate conflicts with the data: the spot is not
    to be compared, never leads, and is to be shown as it was rated.

    Relief is the primary relief of `derive`: a moved release counts with its relief on leaving.
    It is uncontrolled: pain also eases by itself, for every spot alike.
    """
    of = shared(frame)
    spots = _counted(of, untried)
    rows = _Rows.of(of, spots)
    reference, is_usual = _references(of.frame, rows, spots, usual_pain, reference_pain)
    spots[c.REFERENCE_PAIN] = reference
    muscles, sides = _together(spots, [c.MUSCLE]), _together(spots, SIDE_KEYS)
    overall = float(np.median(reference)) if len(rows.relief) else np.nan
    sums = _Sums.of(rows, reference, overall, day_effect=day_effect)
    fitted = sums.fit() if len(rows.relief) > rows.coefficients else None
    if fitted is None:
        none = _without_estimates
        return Pooled(none(spots), none(muscles), none(sides), overall, differ=False, fit=None)
    differ = fitted.spread_evidence >= SPREAD_BELIEVED
    spot_draws, _ = fitted.draws(rng or np.random.default_rng(0), _DRAWS)
    spot_next = _next_reaches(fitted, rows, reference)
    exact = _exact(fitted.leaves, spot_next, _marks(spots))
    tables = [_table(spots, exact, spot_draws, fitted.sigma, differ=differ)]
    for wholes, keys in ((muscles, MUSCLE_KEYS), (sides, SIDE_KEYS)):
        shares = shares_of(whole_of_spots(spots, wholes, keys), spots[c.N_RATED].to_numpy())
        draws = spot_draws @ shares
        estimates = _from_draws(draws, spot_next @ shares, _marks(wholes))
        tables.append(_table(wholes, estimates, draws, fitted.sigma, differ=differ))

    day = of.frame[c.DAY][of.is_rated]

    @cache
    def refit(last: pd.Timestamp) -> Fit | None:
        after = (day > last).to_numpy()
        until = rows.some(~after)
        if len(until.relief) <= until.coefficients:
            return None
        if until.coefficients < rows.coefficients:
            return _Sums.of(until, reference, overall, day_effect=day_effect).fit()
        return sums.without(rows.some(after)).fit()

    named = [
        keep_names(table, keys, spots=spots, place=rows.spot, day=day, refit=refit)
        for table, keys in zip(tables, (SPOT_KEYS, MUSCLE_KEYS, SIDE_KEYS), strict=True)
    ]
    return Pooled(
        spots=named[0],
        muscles=named[1],
        sides=named[2],
        reference_pain=overall,
        differ=differ,
        fit=fitted,
        reference_is_usual=is_usual,
    )


def spot_means(frame: pd.DataFrame, alike: Pooled) -> Mixture | None:
    """Estimate the spots of an answer from other releases, at the same reference pains.

    Parameters
    ----------
    frame : DataFrame
        Releases of the spots of ``alike`` alone, derived or not.
    alike : Pooled

    Returns
    -------
    Mixture or None
        The mean relief of each spot, in the order of ``alike.spots``, in points; None with too few
        releases for a fit. Nothing is drawn and nothing named, so it takes a fraction of `pool`.
    """
    rows = _Rows.of(shared(frame), alike.spots)
    reference = alike.spots[c.REFERENCE_PAIN].to_numpy(dtype=float)
    if len(rows.relief) <= rows.coefficients:
        return None
    return _Sums.of(rows, reference, alike.reference_pain, day_effect=True).fit().leaves


def _marks(table: pd.DataFrame) -> Array:
    return np.array([clear_mark(pain) for pain in table[c.REFERENCE_PAIN]], dtype=np.float64)


@dataclass(frozen=True)
class _Rows:
    """The rated releases as arrays: relief, pain before, day, spot, and each spot's muscle."""

    relief: Array
    before: Array
    day: Codes
    spot: Codes
    muscle_of_spot: Codes

    @classmethod
    def of(cls, derived: Derived, spots: pd.DataFrame) -> "_Rows":
        frame, is_rated = derived.frame, derived.is_rated
        return cls(
            derived.relief[is_rated],
            frame[c.PAIN_BEFORE].to_numpy(dtype=float)[is_rated],
            derived.groups([c.DAY]).number[is_rated],
            place_of_rows(derived, spots)[is_rated],
            np.asarray(pd.factorize(spots[c.MUSCLE])[0], dtype=np.int64),
        )

    def some(self, rows: NDArray[np.bool_]) -> "_Rows":
        """Some of the releases, shape (n,)."""
        return replace(
            self,
            relief=self.relief[rows],
            before=self.before[rows],
            day=self.day[rows],
            spot=self.spot[rows],
        )

    @property
    def has_slope(self) -> bool:
        """The slope needs a pain before that varies, and one row more than coefficients."""
        return len(self.before) > 2 and bool(np.ptp(self.before) > 0)

    @property
    def coefficients(self) -> int:
        """The level, and the slope where there is one."""
        return 2 if self.has_slope else 1


@dataclass(frozen=True)
class _Sums:
    """What the fit needs of the releases, by spot and by day; releases can be taken away again.

    Attributes
    ----------
    spots : Moments
    days : DayMoments or None
        None where days have no effect of their own.
    at : array, shape (spots, p)
        The covariates at which each spot is compared.
    overall : float
        The pain before from which theirs is counted, in points.
    """

    spots: Moments
    days: DayMoments | None
    at: Array
    overall: float

    @classmethod
    def of(cls, rows: _Rows, reference: Array, overall: float, *, day_effect: bool) -> Self:
        counted = np.column_stack([np.ones(len(reference)), reference - overall])
        at = counted[:, : rows.coefficients]
        return cls(*_sums(rows, at, overall, day_effect=day_effect), at, overall)

    def without(self, rows: _Rows) -> Self:
        """Take the releases of whole days away."""
        has_days = self.days is not None
        spots, days = _sums(rows, self.at, self.overall, day_effect=has_days)
        left = self.days - days if self.days is not None and days is not None else None
        return replace(self, spots=self.spots - spots, days=left)

    def fit(self) -> Fit:
        # Where no day has several releases, days and single releases cannot be told apart.
        has_days = self.days is not None and self.days.rows.max(initial=0) > 1
        return fit(self.spots, x_star=self.at, prior=WEAK, days=self.days if has_days else None)


def _sums(
    rows: _Rows, at: Array, overall: float, *, day_effect: bool
) -> tuple[Moments, DayMoments | None]:
    p = at.shape[1]
    X = np.column_stack([np.ones(len(rows.before)), rows.before - overall])[:, :p]  # noqa: N806
    spots = moments(rows.relief, X, rows.spot, rows.muscle_of_spot)
    if not day_effect:
        return spots, None
    return spots, day_moments(rows.relief, X, rows.spot, len(at), rows.day)


def _references(
    derived: pd.DataFrame,
    rows: _Rows,
    spots: pd.DataFrame,
    usual_pain: UsualPain | None,
    reference_pain: float | None,
) -> tuple[Array, bool]:
    """The pain before at which each spot is compared, shape (spots,), and whether it is usual."""
    same = np.ones(len(spots))
    if reference_pain is not None:
        return same * reference_pain, False
    if not len(rows.before):
        return same * np.nan, False
    pressed_at = float(np.median(rows.before))
    if usual_pain is None or not rows.has_slope:
        return same * _lower_of_known(derived, rows, pressed_at), False
    if not isinstance(usual_pain, Mapping):
        return same * usual_pain, True
    if not usual_pain:
        return same * _lower_of_known(derived, rows, pressed_at), False
    others = float(np.median(list(usual_pain.values())))
    places = spots[SPOT_KEYS].itertuples(index=False, name=None)
    return np.array([usual_pain.get(place, others) for place in places]), True


def _lower_of_known(derived: pd.DataFrame, rows: _Rows, pressed_at: float) -> float:
    later: Any = derived[c.PAIN_LATER].dropna() if c.PAIN_LATER in derived else []
    if len(later) < c.MIN_RELEASES or not rows.has_slope:
        return pressed_at
    return min(pressed_at, float(later.median()))


def _together(spots: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum the counts by muscle or side, and average the reference over the rated releases."""
    table = spots.groupby(keys, sort=False)[_COUNTS].sum().reset_index()
    shares = shares_of(whole_of_spots(spots, table, keys), spots[c.N_RATED].to_numpy())
    return table.assign(**{c.REFERENCE_PAIN: spots[c.REFERENCE_PAIN].to_numpy() @ shares})


def place_of_rows(of: Derived, spots: pd.DataFrame) -> Codes:
    """Give which of the spots each release is of, shape (n,).

    Parameters
    ----------
    of : Derived
    spots : DataFrame
        With ``muscle``, ``spot``, ``side``, and every spot of the releases.
    """
    groups = of.groups(SPOT_KEYS)
    places = pd.MultiIndex.from_frame(spots[SPOT_KEYS])
    pressed = of.frame[SPOT_KEYS].iloc[groups.first].astype("str")
    place: Codes = places.get_indexer(pd.MultiIndex.from_frame(pressed)).astype(np.int64)
    return place[groups.number] if len(place) else groups.number


def _counted(of: Derived, untried: pd.DataFrame | None) -> pd.DataFrame:
    """Each spot once, with its releases, its rated releases, and their relief in all."""
    groups = of.groups(SPOT_KEYS)
    tried = of.frame[SPOT_KEYS].iloc[groups.first].astype("str")
    tried[c.N] = groups.sizes()
    tried[c.N_RATED] = groups.sums(of.is_rated.astype(np.float64)).astype("int64")
    tried[_TOTAL] = groups.sums(np.where(of.is_rated, of.relief, 0.0))
    if untried is not None:
        never = untried[SPOT_KEYS].astype("str")
        never[[c.N, c.N_RATED]] = 0
        never[_TOTAL] = 0.0
        tried = pd.concat([tried, never])
    return tried.groupby(SPOT_KEYS)[_COUNTS].sum().reset_index()


def _next_reaches(fitted: Fit, rows: _Rows, reference: Array) -> Array:
    """The chance that the next release of each spot gives 2 points or more, shape (spots,)."""
    slope = fitted.slope
    expected = fitted.leaf_mean[rows.spot] + slope * (rows.before - reference[rows.spot])
    threshold = c.POINTS - half_step(rows.relief)
    return probability_next_reaches(
        threshold, fitted.leaves, fitted.next_row, rows.relief - expected, rows.spot
    )


def _exact(means: Mixture, following: Array, mark: Array) -> dict[str, Array]:
    quantiles = dict(zip(LEVELS, means.quantile(list(LEVELS.values())), strict=True))
    return {
        c.MEAN: means.weight @ means.centre,
        **quantiles,
        c.P_MEAN_2: means.above(c.POINTS),
        c.P_NEXT_2: following,
        c.P_CLEAR: means.above(mark),
        c.P_FELL: means.above(0),
    }


def _from_draws(draws: Array, following: Array, mark: Array) -> dict[str, Array]:
    quantiles = dict(zip(LEVELS, np.quantile(draws, list(LEVELS.values()), axis=0), strict=True))
    return {
        c.MEAN: draws.mean(axis=0),
        **quantiles,
        c.P_MEAN_2: (draws >= c.POINTS).mean(axis=0),
        c.P_NEXT_2: following,
        c.P_CLEAR: (draws > mark).mean(axis=0),
        c.P_FELL: (draws > 0).mean(axis=0),
    }


def _table(
    counts: pd.DataFrame,
    estimates: dict[str, Array],
    draws: Array,
    sigma: float,
    *,
    differ: bool,
) -> pd.DataFrame:
    table = _with_plain_average(counts).assign(**estimates, **{c.P_BEST: shares_of_first(draws)})
    enough = (table[c.N_RATED] >= c.MIN_RELEASES).to_numpy()
    fell_not_rose = (table[c.LOW_80] > 0) & (table[c.PLAIN] <= 0)
    rose_not_fell = (table[c.HIGH_80] < 0) & (table[c.PLAIN] >= 0)
    conflicts_with_data = enough & (fell_not_rose | rose_not_fell).to_numpy()
    leads = np.zeros(len(table), dtype=bool)
    compared = enough & ~conflicts_with_data
    if differ and compared.sum() > 1:
        leads[compared] = shares_of_first(draws[:, compared]) >= LEADS_FROM
    table[c.ENOUGH] = enough
    table[c.CONFLICTS_WITH_DATA] = conflicts_with_data
    table[c.MARK] = _marks(counts)
    for name, values in answer_columns(table, draws, compared, sigma, differ=differ).items():
        table[name] = values
    table[c.LEADS] = leads
    return _in_order(table)


def _with_plain_average(counts: pd.DataFrame) -> pd.DataFrame:
    rated = counts[c.N_RATED].where(counts[c.N_RATED] > 0)
    plain = (counts[_TOTAL] / rated).astype("float64")
    return counts.drop(columns=_TOTAL).assign(**{c.PLAIN: plain})


def _without_estimates(counts: pd.DataFrame) -> pd.DataFrame:
    unknown = pd.DataFrame(np.nan, index=counts.index, columns=list(c.ESTIMATES))
    table = pd.concat([_with_plain_average(counts), unknown], axis=1)
    table[[c.ENOUGH, c.CONFLICTS_WITH_DATA]] = False
    table[c.MARK] = np.nan
    table[c.GIVES] = pd.Series(NOT_ENOUGH, index=table.index, dtype="str")
    table[c.N_MORE] = np.maximum(c.MIN_RELEASES - table[c.N_RATED], 1.0)
    table[[c.IN_BEST_SET, c.LEADS]] = False
    return _in_order(table)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    keys = [key for key in SPOT_KEYS if key in table]
    ascending = [False, True, False, *(True for _ in keys)]
    ranks = table.assign(**{c.MEAN: table[c.MEAN].round(9)})
    order = ranks.sort_values(
        [c.ENOUGH, c.CONFLICTS_WITH_DATA, c.MEAN, *keys], ascending=ascending
    ).index
    others = [name for name in table if name != c.REFERENCE_PAIN]
    return table.loc[order, [*others, c.REFERENCE_PAIN]].reset_index(drop=True)


def display_estimates(spots: pd.DataFrame) -> pd.DataFrame:
    """Replace the estimates that conflict with the data by the plain averages.

    Parameters
    ----------
    spots : DataFrame
        ``pool(releases).spots``, or rows of it in any order.

    Returns
    -------
    DataFrame
        The same rows; where ``conflicts_with_data``, ``mean`` is the plain average, in points, and
        its ranges are NaN.
    """
    odd = spots[c.CONFLICTS_WITH_DATA]
    unknown = {name: spots[name].mask(odd) for name in LEVELS}
    return spots.assign(**unknown, **{c.MEAN: spots[c.MEAN].mask(odd, spots[c.PLAIN])})


def responders(spots: pd.DataFrame) -> "pd.Series[bool]":
    """Mark the spots after which pain fell, by the estimate and by the plain ratings as well.

    Parameters
    ----------
    spots : DataFrame
        ``pool(releases).spots``, or rows of it in any order. Read: ``enough``,
        ``conflicts_with_data``, ``low_80``.

    Returns
    -------
    Series of bool
        By the index of `spots`: 5 rated releases or more, an 80 % interval above 0, and no
        conflict with the ratings.
    """
    return spots[c.ENOUGH].eq(True) & spots[c.CONFLICTS_WITH_DATA].eq(False) & (spots[c.LOW_80] > 0)

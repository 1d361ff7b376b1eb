"""Estimate relief per spot by nested partial pooling, integrated over the variance ratios."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.relief import columns as c
from tracker.relief.derive import derive
from tracker.relief.display import NOT_ENOUGH, ShownAsTable, interval, points
from tracker.relief.pooling.moments import moments
from tracker.relief.pooling.nested import Fit, fit, shares_of_first

Array = NDArray[np.float64]

SPOT_KEYS: Final = [c.MUSCLE, c.SPOT, c.SIDE]
SIDE_KEYS: Final = [c.MUSCLE, c.SIDE]

SPREAD_BELIEVED: Final = 10.0
"""Bayes factor from which the model counts as believing that spots differ at all."""

LEADS_FROM: Final = 0.9
"""Chance of being the best, among those with enough releases, from which one may lead."""

AS_RATED: Final = "as rated"
"""Notes that a spot is shown by its plain average: its estimate conflicts with its ratings."""

_LEVELS: Final = {c.LOW_80: 0.1, c.HIGH_80: 0.9, c.LOW_95: 0.025, c.HIGH_95: 0.975}
_DRAWS: Final = 4000

_TOTAL: Final = "total"
_COUNTS: Final = [c.N, c.N_RATED, _TOTAL]


@dataclass(frozen=True, eq=False, repr=False)
class Pooled(ShownAsTable):
    """Pooled relief of each spot, muscle and side, all compared at one starting pain.

    Attributes
    ----------
    spots, muscles, sides : DataFrame
        See `pool`.
    reference_pain : float
        The pain before, in points, at which all are compared; NaN without rated releases.
    differ : bool
        Whether the model believes that spots differ at all; without it none leads.
    fit : Fit or None
        The model behind it; None where there are too few releases for any.
    """

    spots: pd.DataFrame
    muscles: pd.DataFrame
    sides: pd.DataFrame
    reference_pain: float
    differ: bool
    fit: Fit | None

    @property
    def probability_best(self) -> pd.DataFrame:
        """``muscle``, ``spot``, ``side``, ``p_best``: how likely no other spot gives more."""
        best = self.spots[[*SPOT_KEYS, c.P_BEST]]
        return best.sort_values(c.P_BEST, ascending=False, kind="stable", ignore_index=True)

    def _caption(self) -> str:
        rated = f"Pooled: {self.spots[c.N_RATED].sum()} rated releases, {len(self.spots)} spots"
        if pd.isna(self.reference_pain):
            return rated
        return f"{rated}, compared at a pain before of {self.reference_pain:g}"

    def _cells(self) -> pd.DataFrame:
        shown = display_estimates(self.spots)
        ranges = zip(shown[c.LOW_95], shown[c.HIGH_95], strict=True)
        marks = [~shown[c.ENOUGH], shown[c.CONFLICTS_WITH_DATA]]
        notes = np.select(marks, [NOT_ENOUGH, AS_RATED], "")
        return pd.DataFrame(
            {
                **{key: shown[key] for key in (c.SPOT, c.MUSCLE, c.SIDE)},
                "points": shown[c.MEAN].map(points),
                "95 % range": [interval(low, high) for low, high in ranges],
                c.N: shown[c.N_RATED].astype("str"),
                "note": notes,
            }
        )


def pool(
    frame: pd.DataFrame,
    *,
    untried: pd.DataFrame | None = None,
    reference_pain: float | None = None,
    rng: np.random.Generator | None = None,
) -> Pooled:
    """Estimate the relief of each spot, muscle and side with partial pooling.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    untried : DataFrame, optional
        ``muscle``, ``spot``, ``side`` of spots to estimate though never pressed.
    reference_pain : float, optional
        Pain before, in points, at which spots are compared; by default the median of the rated
        releases.
    rng : Generator, optional
        For the chances of being best, and the sides; by default one with a fixed seed.

    Returns
    -------
    Pooled
        Its frames have their keys (``muscle``, ``spot``, ``side``; ``muscle``; ``muscle``,
        ``side``), ``n`` and ``n_rated`` (int64), ``plain`` (float64, the average relief in points
        as it was rated, at whatever pain it began), then ``mean``, ``low_80``, ``high_80``,
        ``low_95``, ``high_95`` (float64, points of relief), ``p_mean_2`` (that the average relief
        is 2 points or more), ``p_next_2`` (that the next release gives 2 or more), ``p_best``
        (that no other has a higher average), ``enough`` (bool, n_rated of 5 or more),
        ``conflicts_with_data`` (bool) and ``leads`` (bool). First those with enough whose estimate
        does not conflict with the data, then those where it does, then the others; each by mean
        from high to low, then by name.

    Notes
    -----
    ``p_mean_2`` and ``p_next_2`` answer different questions and are never to be mixed. One leads
    only with 5 rated releases or more, a chance of 0.9 or more to be the best of those, and a
    spread between spots that the model itself believes in. With too few releases for a fit the
    estimates are NaN.

    The estimate speaks of one starting pain. For a spot that was only ever pressed at another it
    rests on the other spots, and its 80 % interval can lie above 0 though pain rose there each
    time, or below 0 though it fell. Such an estimate conflicts with the data: the spot is not
    to be compared, never leads, and is to be shown as it was rated.

    Relief is the primary relief of `derive`: a moved release counts with its relief on leaving.
    It is uncontrolled: pain also eases by itself, for every spot alike.
    """
    derived = derive(frame)
    rated = derived[derived[c.RELIEF].notna()]
    spots = _counted(derived, untried)
    muscles = spots.groupby(c.MUSCLE, sort=False)[_COUNTS].sum().reset_index()
    sides = spots.groupby(SIDE_KEYS, sort=False)[_COUNTS].sum().reset_index()
    reference = rated[c.PAIN_BEFORE].median() if reference_pain is None else reference_pain
    fitted = _fit(rated, spots, reference)
    if fitted is None:
        none = _without_estimates
        return Pooled(
            none(spots), none(muscles), none(sides), float(reference), differ=False, fit=None
        )
    differ = fitted.spread_evidence >= SPREAD_BELIEVED
    spot_draws, muscle_draws = fitted.draws(rng or np.random.default_rng(0), _DRAWS)
    shares = _shares(spots, sides)
    side_draws = spot_draws @ shares
    side_next = fitted.probability_next_above(c.POINTS) @ shares
    return Pooled(
        spots=_table(spots, _exact(fitted, "spots"), spot_draws, differ=differ),
        muscles=_table(muscles, _exact(fitted, "muscles"), muscle_draws, differ=differ),
        sides=_table(sides, _from_draws(side_draws, side_next), side_draws, differ=differ),
        reference_pain=float(reference),
        differ=differ,
        fit=fitted,
    )


def _counted(derived: pd.DataFrame, untried: pd.DataFrame | None) -> pd.DataFrame:
    """Each spot once, with its releases, its rated releases, and their relief in all."""
    tried = derived[SPOT_KEYS].astype("str")
    tried[c.N] = 1
    tried[c.N_RATED] = derived[c.RELIEF].notna().astype("int64")
    tried[_TOTAL] = derived[c.RELIEF].fillna(0.0).astype("float64")
    if untried is not None:
        never = untried[SPOT_KEYS].astype("str")
        never[[c.N, c.N_RATED]] = 0
        never[_TOTAL] = 0.0
        tried = pd.concat([tried, never])
    return tried.groupby(SPOT_KEYS)[_COUNTS].sum().reset_index()


def _fit(rated: pd.DataFrame, spots: pd.DataFrame, reference: float) -> Fit | None:
    before = rated[c.PAIN_BEFORE].to_numpy(dtype=float) - reference
    columns = [np.ones(len(rated)), before]
    # The slope needs a pain before that varies, and one row more than there are coefficients.
    p = 2 if len(rated) > 2 and np.ptp(before) > 0 else 1
    if len(rated) <= p:
        return None
    leaf = pd.MultiIndex.from_frame(spots[SPOT_KEYS]).get_indexer(
        pd.MultiIndex.from_frame(rated[SPOT_KEYS].astype("str"))
    )
    muscle = pd.factorize(spots[c.MUSCLE])[0]
    return fit(moments(rated[c.RELIEF], np.column_stack(columns[:p]), leaf, muscle))


def _shares(spots: pd.DataFrame, sides: pd.DataFrame) -> Array:
    """How much each spot counts for its side, shape (spots, sides): by its rated releases."""
    side = pd.MultiIndex.from_frame(sides[SIDE_KEYS]).get_indexer(
        pd.MultiIndex.from_frame(spots[SIDE_KEYS])
    )
    # A side never rated takes its spots alike; the tiny weight is nothing beside a release.
    weight = spots[c.N_RATED].to_numpy(dtype=float) + 1e-9
    shares = np.zeros((len(spots), len(sides)))
    shares[np.arange(len(spots)), side] = weight
    return np.asarray(shares / shares.sum(axis=0), dtype=np.float64)


def _exact(fitted: Fit, of: str) -> dict[str, Array]:
    means = fitted.leaves if of == "spots" else fitted.groups
    following = fitted.next_row if of == "spots" else fitted.next_in_group
    quantiles = dict(zip(_LEVELS, means.quantile(list(_LEVELS.values())), strict=True))
    return {
        c.MEAN: means.weight @ means.centre,
        **quantiles,
        c.P_MEAN_2: means.above(c.POINTS),
        c.P_NEXT_2: following.above(c.POINTS),
    }


def _from_draws(draws: Array, following: Array) -> dict[str, Array]:
    quantiles = dict(zip(_LEVELS, np.quantile(draws, list(_LEVELS.values()), axis=0), strict=True))
    return {
        c.MEAN: draws.mean(axis=0),
        **quantiles,
        c.P_MEAN_2: (draws >= c.POINTS).mean(axis=0),
        c.P_NEXT_2: following,
    }


def _table(
    counts: pd.DataFrame, estimates: dict[str, Array], draws: Array, *, differ: bool
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
    return _in_order(
        table.assign(
            **{c.ENOUGH: enough, c.CONFLICTS_WITH_DATA: conflicts_with_data, c.LEADS: leads}
        )
    )


def _with_plain_average(counts: pd.DataFrame) -> pd.DataFrame:
    rated = counts[c.N_RATED].where(counts[c.N_RATED] > 0)
    plain = (counts[_TOTAL] / rated).astype("float64")
    return counts.drop(columns=_TOTAL).assign(**{c.PLAIN: plain})


def _without_estimates(counts: pd.DataFrame) -> pd.DataFrame:
    unknown = pd.DataFrame(np.nan, index=counts.index, columns=list(c.ESTIMATES))
    table = pd.concat([_with_plain_average(counts), unknown], axis=1)
    table[[c.ENOUGH, c.CONFLICTS_WITH_DATA, c.LEADS]] = False
    return _in_order(table)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    keys = [key for key in SPOT_KEYS if key in table]
    ascending = [False, True, False, *(True for _ in keys)]
    ranks = table.assign(**{c.MEAN: table[c.MEAN].round(9)})
    order = ranks.sort_values(
        [c.ENOUGH, c.CONFLICTS_WITH_DATA, c.MEAN, *keys], ascending=ascending
    ).index
    return table.loc[order].reset_index(drop=True)


_RANGES: Final = (c.LOW_80, c.HIGH_80, c.LOW_95, c.HIGH_95)


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
    unknown = {name: spots[name].mask(odd) for name in _RANGES}
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

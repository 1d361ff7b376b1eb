"""Test the 30-second rule on one's own data, with weights where staying was randomized."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from tracker.relief import columns as c
from tracker.relief.derive import shared
from tracker.relief.display import ShownAsTable, interval, percent, points
from tracker.relief.intervals import jeffreys_interval

Array = NDArray[np.float64]

SCALE_TOP: Final = 10.0


@dataclass(frozen=True)
class Estimate:
    """How some releases ended.

    Attributes
    ----------
    n : int
        Releases.
    n_effective : float
        How many equally weighted releases would say as much.
    share, low, high : float
        Share that ended as the rule says, 0 to 1, and its 95 % Jeffreys interval.
    mean_relief, mean_low, mean_high : float
        Average final relief in points and its 95 % t interval; NaN under two releases.
    """

    n: int
    n_effective: float
    share: float
    low: float
    high: float
    mean_relief: float
    mean_low: float
    mean_high: float


@dataclass(frozen=True)
class Prediction:
    """How the releases ended that were alike at 30 s, by four ways of counting.

    Attributes
    ----------
    n_moved : int
        Moved at the check, so without an end.
    complete : Estimate
        Those with an end only.
    by_lot : Estimate or None
        Those that stayed because a lot said so; None where no lot was drawn.
    worst, best : Estimate
        All, as if pain had risen to 10 in every moved one, or had gone.
    """

    n_moved: int
    complete: Estimate
    by_lot: Estimate | None
    worst: Estimate
    best: Estimate

    @property
    def fairest(self) -> Estimate:
        """By lot where that has enough releases, otherwise the complete ones."""
        by_lot = self.by_lot
        return by_lot if by_lot is not None and by_lot.n >= c.MIN_RELEASES else self.complete

    @property
    def enough(self) -> bool:
        """Five releases or more with an end."""
        return self.complete.n >= c.MIN_RELEASES


@dataclass(frozen=True, repr=False)
class ThirtySecondRule(ShownAsTable):
    """Final relief by whether pain had begun to fall at 30 s.

    Attributes
    ----------
    no_drop : Prediction
        No lower at 30 s than before; its shares are of relief under 2 points.
    drop : Prediction
        Lower at 30 s, if only by a point; its shares are of relief of 2 points or more.
    n_unrated : int
        Left out: no rating at 30 s, or not moved and no rating at the end.
    n_all : int
        Releases with a relief, of moved ones that on leaving.
    share_all : float
        Share of those with relief of 2 points or more: the base rate; NaN without any.
    """

    no_drop: Prediction
    drop: Prediction
    n_unrated: int
    n_all: int
    share_all: float

    @property
    def table(self) -> pd.DataFrame:
        """Every figure: a row for each ``by_30s`` (no drop, drop) and ``how`` it was counted.

        ``how`` is complete, by lot, worst or best; then the fields of `Estimate`.
        """
        return pd.DataFrame(
            [
                {c.BY_30S: by_30s, c.HOW: how, **asdict(estimate)}
                for by_30s, prediction in (("no drop", self.no_drop), ("drop", self.drop))
                for how, estimate in (
                    ("complete", prediction.complete),
                    ("by lot", prediction.by_lot),
                    ("worst", prediction.worst),
                    ("best", prediction.best),
                )
                if estimate is not None
            ]
        )

    def _caption(self) -> str:
        moved = self.no_drop.n_moved + self.drop.n_moved
        n = self.no_drop.complete.n + self.drop.complete.n
        return f"ThirtySecondRule: {n} with an end, {moved} moved, {self.n_unrated} unrated"

    def _cells(self) -> pd.DataFrame:
        table = self.table
        shares = zip(table["low"], table["high"], strict=True)
        reliefs = zip(table["mean_low"], table["mean_high"], strict=True)
        ended = {"no drop": f"under {c.POINTS:g} points", "drop": f"{c.POINTS:g} points or more"}
        return pd.DataFrame(
            {
                "by 30 s": table[c.BY_30S],
                "counted": table[c.HOW],
                c.N: table[c.N].astype("str"),
                "ended with": table[c.BY_30S].map(ended),
                "share": table["share"].map(percent),
                "95 % range of it": [f"{percent(low)} to {percent(high)}" for low, high in shares],
                "points": table[c.MEAN_RELIEF].map(points),
                "95 % range": [interval(low, high) for low, high in reliefs],
            }
        )


def thirty_second_rule(frame: pd.DataFrame, stay_probability: float = 0.25) -> ThirtySecondRule:
    """Compare how releases end where pain had begun to fall by 30 s, and where it had not.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not. Read besides: ``stay_assigned``.
    stay_probability : float
        The chance of "stay" in the coach's lot.

    Returns
    -------
    ThirtySecondRule

    Raises
    ------
    ValueError
        A stay_probability that is not above 0 and at most 1.

    Notes
    -----
    A moved release has no end, and is not missing at random: a person leaves where nothing seems
    to come. So the complete releases alone mislead. Where staying was drawn by lot, those that
    stayed by lot stand, weighted by 1 / P(stay), for all at which it was drawn; a choice to stay
    or move against the lot is not counted. Without a lot only bounds are honest: as if pain had
    risen to 10 in every moved release, and as if it had gone.

    The rule predicts; it does not show that 30 s, or staying, causes anything. Relief by 30 s and
    relief at the end share the pain before, so noise in that one rating ties them together: it
    alone gives a correlation of .2 to .33. And releases that begin under 2 points cannot end
    2 points lower.

    A share says something about the rule only beside the base rate: where few presses give 2 points
    anyway, most of those without a drop end below it, whatever the check at 30 s is worth.

    "2 points" is borrowed from studies over weeks (see `tracker.relief.columns`).

    References
    ----------
    Intervals: Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286. Bounds: Manski 1990,
    Am Econ Rev 80:319-323. Effective n: Kish 1965, Survey Sampling.
    """
    derived = shared(frame).frame
    derived = derived.assign(**{c.STAY_WEIGHT: stay_weights(derived, stay_probability)})
    moved = derived[c.OUTCOME] == c.MOVED
    rated = derived[c.RELIEF_30S].notna() & (moved | derived[c.RELIEF_AFTER].notna())
    drop = derived[c.RELIEF_30S] > 0
    return ThirtySecondRule(
        no_drop=_prediction(derived[rated & ~drop], succeeds=False),
        drop=_prediction(derived[rated & drop], succeeds=True),
        n_unrated=int((~rated).sum()),
        n_all=int(derived[c.RELIEF].count()),
        share_all=float((derived[c.RELIEF].dropna() >= c.POINTS).mean()),
    )


def _prediction(derived: pd.DataFrame, *, succeeds: bool) -> Prediction:
    moved = derived[c.OUTCOME] == c.MOVED
    before, relief = derived[c.PAIN_BEFORE], derived[c.RELIEF_AFTER]
    drawn, stay = stay_draws(derived)
    by_lot = stay & ~moved
    alike = pd.Series(1.0, index=derived.index)

    def estimate(final: "pd.Series[float]", weight: "pd.Series[float]") -> Estimate:
        return _estimate(np.asarray(final), np.asarray(weight), succeeds)

    return Prediction(
        n_moved=int(moved.sum()),
        complete=estimate(relief[~moved], alike[~moved]),
        by_lot=estimate(relief[by_lot], derived[c.STAY_WEIGHT][by_lot]) if drawn.any() else None,
        worst=estimate(relief.mask(moved, before - SCALE_TOP), alike),
        best=estimate(relief.mask(moved, before), alike),
    )


def _estimate(relief: Array, weight: Array, succeeds: bool) -> Estimate:
    nan = np.nan
    if not len(relief):
        return Estimate(0, 0.0, nan, nan, nan, nan, nan, nan)
    n_effective = float(weight.sum() ** 2 / (weight**2).sum())
    share = float(np.average((relief >= c.POINTS) == succeeds, weights=weight))
    mean = float(np.average(relief, weights=weight))
    margin = nan
    if n_effective > 1:
        variance = np.average((relief - mean) ** 2, weights=weight) / (n_effective - 1)
        margin = float(np.sqrt(variance) * stdtrit(n_effective - 1, 0.975))
    return Estimate(
        len(relief),
        n_effective,
        share,
        *jeffreys_interval(share * n_effective, n_effective),
        mean,
        mean - margin,
        mean + margin,
    )


def stay_weights(frame: pd.DataFrame, stay_probability: float = 0.25) -> "pd.Series[float]":
    """Weight releases by the inverse probability of staying, where staying was drawn by lot.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not. Read besides: ``stay_assigned``
        (True where the lot said stay, False where it said move, missing where none was drawn).
    stay_probability : float
        The chance of "stay" in the lot.

    Returns
    -------
    Series of float64, named "stay_weight"
        Aligned with `frame`: 1 / stay_probability where the lot said stay, 0 where it said move,
        1 where none was drawn.

    Raises
    ------
    ValueError
        A stay_probability that is not above 0 and at most 1.

    Notes
    -----
    A moved release has no "after", and was moved because pain did not fall: an average over the
    others flatters the worst spots (1.48 instead of 0.30 points in simulated diaries). Weighted
    averages of relief are right again, for the releases at which the lot was in use.

    The weight depends on the lot alone, never on what was done afterwards: a release that stayed
    though the lot said move has weight 0, and one that moved though it said stay keeps its weight.
    The lot is drawn where pain has not begun to fall; elsewhere ``stay_assigned`` is not read.
    Without a lot the weights cannot help: whoever stays by choice may have felt it coming.

    References
    ----------
    Horvitz & Thompson 1952, J Am Stat Assoc 47:663-685, doi:10.1080/01621459.1952.10483446.
    """
    if not 0 < stay_probability <= 1:
        raise ValueError(f"stay_probability must be above 0 and at most 1, not {stay_probability}.")
    drawn, stay = stay_draws(shared(frame).frame)
    weight = pd.Series(1.0, index=frame.index, name=c.STAY_WEIGHT)
    return weight.mask(drawn, 0.0).mask(stay, 1 / stay_probability)


def stay_draws(derived: pd.DataFrame) -> "tuple[pd.Series[bool], pd.Series[bool]]":
    """Mark the releases at which a lot was drawn, and those where it said stay."""
    assigned: pd.Series[Any] = derived[c.STAY_ASSIGNED].astype("boolean")
    drawn = (assigned.notna() & (derived[c.RELIEF_30S] <= 0)).astype("bool")
    return drawn, drawn & assigned.fillna(False).astype("bool")

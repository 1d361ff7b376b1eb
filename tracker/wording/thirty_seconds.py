"""Say what the 30-second rule comes to in one's own data."""

from tracker.relief import columns as c
from tracker.relief.thirty_seconds import Estimate, Prediction, ThirtySecondRule
from tracker.wording.numbers import counted, points

PREDICTS = (
    "Pain at 30 s predicts the end at most; it does not decide it. Both are measured from the same "
    "pain before, so chance alone links them a little."
)


def thirty_second_sentence(rule: ThirtySecondRule) -> str:
    """Say how releases ended where pain had begun to fall by 30 s, and where it had not.

    Parameters
    ----------
    rule : ThirtySecondRule
        From `thirty_second_rule`.

    Returns
    -------
    str
        Either kind needs five releases with an end, and stands beside the base rate of all
        releases. Where releases were moved it says what they leave open, unless a lot decided who
        stayed.
    """
    where = "where pain had {} by 30 s"
    without = _part(
        rule.no_drop,
        where.format("not begun to fall"),
        f"under {c.POINTS:g} points",
        _base(rule, falls=False),
    )
    also = rule.no_drop.enough and rule.drop.enough
    fell = _part(
        rule.drop,
        "where it had" if also else where.format("begun to fall"),
        f"{c.POINTS:g} points or more",
        _base(rule, falls=True),
    )
    if not (rule.no_drop.enough or rule.drop.enough):
        return f"{without} {fell}"
    return f"{without} {fell} {PREDICTS}"


def _base(rule: ThirtySecondRule, *, falls: bool) -> str:
    if falls:
        return f"of all {_percent(rule.share_all)}"
    moved = rule.no_drop.n_moved + rule.drop.n_moved
    as_left = ", moved ones as left" if moved else ""
    return f"of all {rule.n_all} releases{as_left}, {_percent(1 - rule.share_all)}"


def _part(prediction: Prediction, where: str, ended: str, base: str) -> str:
    if not prediction.enough:
        return (
            f"Not enough yet {where}: {counted(prediction.complete.n, 'release')} with an end, "
            f"and {c.MIN_RELEASES} are needed."
        )
    fairest = prediction.fairest
    by_lot = fairest is prediction.by_lot
    stayed = "on which a lot had you stay" if by_lot else "you stayed on"
    # Weighted by the lot, a count would not be that of the share.
    count = "" if by_lot else f"{round(fairest.share * fairest.n)} gave {ended}: "
    gave = "" if count else f" gave {ended}"
    sentence = (
        f"Of {fairest.n} releases {stayed} {where}, {count}{_percent(fairest.share)}{gave} "
        f"(likely {100 * fairest.low:.0f} to {_percent(fairest.high)}; {base}). "
        f"Relief was {points(fairest.mean_relief)} points on average."
    )
    if by_lot or prediction.n_moved == 0:
        return sentence
    return f"{sentence} {_left_open(prediction.n_moved, prediction.worst, prediction.best)}"


def _left_open(n_moved: int, worst: Estimate, best: Estimate) -> str:
    fewest, most = sorted((worst.share, best.share))
    one = n_moved == 1
    moved = "1 more was moved and has" if one else f"{n_moved} more were moved and have"
    return (
        f"{moved} no end: with {'it' if one else 'them'} the share could be anything from "
        f"{_percent(fewest)} to {_percent(most)}."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"

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
        Either kind needs five releases with an end. Where releases were moved it says what they
        leave open, unless a lot decided who stayed.
    """
    without = _part(rule.no_drop, "not begun to fall", f"under {c.POINTS:g} points of relief")
    fell = _part(rule.drop, "begun to fall", f"{c.POINTS:g} points of relief or more")
    if not (rule.no_drop.enough or rule.drop.enough):
        return f"{without} {fell}"
    return f"{without} {fell} {PREDICTS}"


def _part(prediction: Prediction, pain: str, ended: str) -> str:
    where = f"where pain had {pain} by 30 s"
    if not prediction.enough:
        return (
            f"Not enough yet {where}: {counted(prediction.complete.n, 'release')} with an end, "
            f"and {c.MIN_RELEASES} are needed."
        )
    fairest = prediction.fairest
    by_lot = fairest is prediction.by_lot
    stayed = " in which a lot said to stay" if by_lot else ""
    sentence = (
        f"Of {fairest.n} releases {where}{stayed}, {_percent(fairest.share)} ended with {ended} "
        f"(likely between {_percent(fairest.low)} and {_percent(fairest.high)}); "
        f"relief was {points(fairest.mean_relief)} points on average."
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

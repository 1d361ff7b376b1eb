"""Apply the rules for flare-ups and red flags to the diary's frames.

The rules themselves are the protocol's, in `tracker.protocol.flare_up` and
`tracker.protocol.red_flag_schedule`; here they meet the diary.
"""

from typing import Any, Final

import pandas as pd

from tracker.protocol.flare_up import LARGE_RISE_POINTS, Press, flare_ups, has_gone
from tracker.protocol.red_flag_schedule import Answer, allows_continuing, flags_standing
from tracker.protocol.red_flags import ADVICE, most_urgent
from tracker.relief import columns as c
from tracker.relief.derive import shared
from tracker.relief.pooling.pool import SPOT_KEYS

FLARED_UP: Final = "flared_up"
RESTING: Final = "resting"
LAST_PRESS: Final = "last_press"

_ACTION: Final = "action"
_ADVICE: Final = "advice"


def stop_advice(
    frame: pd.DataFrame,
    check_ins: pd.DataFrame | None = None,
    screenings: pd.DataFrame | None = None,
) -> str:
    """Give the advice of the rule that forbids pressing now, or "" where none does.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    check_ins : DataFrame, optional
        Check-ins as the diary hands them out. Read: ``at``, ``red_flags``.
    screenings : DataFrame, optional
        Screenings as the diary hands them out. Read: ``answered_at``, ``asked_because``,
        ``red_flags``, ``dismissed_at``, ``doctor_agreed_at``.

    Returns
    -------
    str
        The advice of the red flags that stand, see `flags_standing`; else that of a release whose
        pain was still raised a day later; else "".

    Notes
    -----
    A rise that lasted a day stops every release, not only those of its spot, until a later release
    of the same spot begins without that rise, the rating is amended, or the person, asked the red
    flags because of it, read the advice and went on.
    """
    flags = flags_standing(_latest(check_ins, c.AT), _latest(screenings, c.ANSWERED_AT))
    if flags:
        return ADVICE[most_urgent(flags) or "see a doctor first"]
    derived = shared(frame).frame
    # The rule reads a press at a time; only a rise that was rated again can have stayed.
    still_raised = derived[c.PAIN_LATER] - derived[c.PAIN_BEFORE] >= LARGE_RISE_POINTS
    assessed = _with_advice(derived[still_raised])
    stays = (assessed[_ACTION] == "stop and consult") & ~(
        assessed[c.LATER_AT] <= _last_override(screenings)
    )
    for row in assessed[stays].itertuples():
        if not _has_gone(row, derived):
            return str(row.advice)
    return ""


def spot_restrictions(frame: pd.DataFrame, *, now: pd.Timestamp, rest_h: float) -> pd.DataFrame:
    """Mark the spots that flared up or rest, as of now.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not.
    now : Timestamp
        With its zone.
    rest_h : float
        Hours that a spot rests after a press.

    Returns
    -------
    DataFrame
        One row per spot ever pressed: ``muscle``, ``spot``, ``side`` (str), ``flared_up`` (bool:
        its last rated release left a large rise that lingered, or one not rated again yet, for a
        day) and ``resting`` (bool: pressed within `rest_h`).
    """
    derived = shared(frame).frame[[c.ID, c.STARTED_AT, *SPOT_KEYS, c.RELIEF, c.PAIN_BEFORE,
        c.PAIN_LATER, c.LATER_AT]]  # fmt: skip
    by_spot = derived.groupby(SPOT_KEYS, observed=True)[c.STARTED_AT]
    spots = by_spot.max().rename(LAST_PRESS).reset_index()
    spots = spots.astype(dict.fromkeys(SPOT_KEYS, "str")).sort_values(SPOT_KEYS, ignore_index=True)
    rated = derived[derived[c.RELIEF].notna() | derived[c.PAIN_LATER].notna()]
    # The rule reads the last rated press of each spot.
    last = rated.sort_values([c.STARTED_AT, c.ID]).drop_duplicates(SPOT_KEYS, keep="last")
    against = flare_ups(_presses(_ordered(last)), now)
    keys = spots[SPOT_KEYS].itertuples(index=False, name=None)
    return spots[SPOT_KEYS].assign(
        **{
            FLARED_UP: pd.Series([key in against for key in keys], index=spots.index, dtype=bool),
            RESTING: now - spots[LAST_PRESS] < pd.Timedelta(hours=rest_h),
        }
    )


def _latest(frame: pd.DataFrame | None, moment: str) -> list[Answer]:
    """The answers of the last moment; earlier ones decide nothing."""
    if frame is None or frame.empty:
        return []
    last = frame[frame[moment] == frame[moment].max()]
    return [
        Answer(
            row[moment],
            _names(row[c.RED_FLAGS]),
            # A check-in has no place for either.
            dismissed=pd.notna(row.get(c.DISMISSED_AT)),
            doctor_agreed=pd.notna(row.get(c.DOCTOR_AGREED_AT)),
        )
        for _, row in last.iterrows()
    ]


def _last_override(screenings: pd.DataFrame | None) -> pd.Timestamp:
    """The moment at which the person last read the advice to stop, and went on."""
    never = pd.Timestamp(0, tz="UTC")
    if screenings is None:
        return never
    moments = [
        row[c.ANSWERED_AT]
        for _, row in screenings.iterrows()
        if allows_continuing(
            row[c.ASKED_BECAUSE],
            _names(row[c.RED_FLAGS]),
            dismissed=bool(pd.notna(row[c.DISMISSED_AT])),
        )
    ]
    return max(moments, default=never)


def _names(text: str) -> list[str]:
    return [name for name in text.split(";") if name] if isinstance(text, str) else []


def _with_advice(derived: pd.DataFrame) -> pd.DataFrame:
    """Every release with the action and advice of the flare-up rule, earliest first."""
    ordered = _ordered(derived)
    advice = [press.advice for press in _presses(ordered)]
    assessed: dict[str, Any] = {
        _ACTION: [one.action for one in advice],
        _ADVICE: [one.reason for one in advice],
    }
    return ordered.assign(**assessed)


def _ordered(derived: pd.DataFrame) -> pd.DataFrame:
    return derived.sort_values([c.STARTED_AT, c.ID]).astype(dict.fromkeys(SPOT_KEYS, str))


def _presses(ordered: pd.DataFrame) -> list[Press]:
    """Each release as the flare-up rule reads it."""
    spots = ordered[SPOT_KEYS].itertuples(index=False, name=None)
    # The pain when the press ended: of a moved release, that on leaving.
    ended = ordered[c.PAIN_BEFORE] - ordered[c.RELIEF]
    hours = (ordered[c.LATER_AT] - ordered[c.STARTED_AT]).dt.total_seconds() / 3600
    return [
        Press(spot, at, before, *(None if pd.isna(rating) else rating for rating in ratings))
        for spot, at, before, *ratings in zip(
            spots,
            ordered[c.STARTED_AT],
            ordered[c.PAIN_BEFORE],
            ended,
            ordered[c.PAIN_LATER],
            hours,
            strict=True,
        )
    ]


def _has_gone(row: Any, derived: pd.DataFrame) -> bool:
    """Whether a later release of the same spot began without the rise that this one left."""
    later = derived[derived[c.STARTED_AT] > row.later_at]
    for key in SPOT_KEYS:
        later = later[later[key] == getattr(row, key)]
    return any(has_gone(row.pain_before, before) for before in later[c.PAIN_BEFORE])

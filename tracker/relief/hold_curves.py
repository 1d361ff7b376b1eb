"""Average the pain before, at 30 s and after, of held and of moved presses."""

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.intervals import t_interval

_MOMENT_OF = dict(zip((c.PAIN_BEFORE, c.PAIN_30S, c.PAIN_AFTER), c.MOMENTS, strict=True))
_SD = "sd"


def hold_curves(frame: pd.DataFrame) -> pd.DataFrame:
    """Follow the average pain through a press: before, at 30 s, after.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out, derived or not. Read: ``muscle``, ``outcome``,
        ``pain_before``, ``pain_30s``, ``pain_after``.

    Returns
    -------
    DataFrame
        One row per muscle, outcome and moment, RangeIndex: ``muscle`` (as in the frame),
        ``outcome`` (ordered category held < moved), ``moment`` (ordered category
        before < 30 s < after), ``mean_pain``, ``low``, ``high`` (float64, points: average pain and
        its plain 95 % t interval, NaN under 2) and ``n`` (int64, releases). Rows by muscle name,
        outcome, moment.

    Notes
    -----
    A held curve is of releases with all three ratings, a moved one of those with a rating before
    and at 30 s: so along a curve the releases are the same, and a fall is never a change of
    company. ``n`` is therefore the same along a curve, and may be smaller than the number of
    releases. Stopped releases are left out: when they ended differs.

    The moved are moved because pain had not begun to fall: the two curves differ by that choice,
    and their distance says nothing about what staying would have done.
    """
    read = (c.MUSCLE, c.OUTCOME, *_MOMENT_OF)
    expect(frame, read, name="frame", source="diary.releases()")
    curves = pd.concat(
        [
            _curves(frame, c.HELD, [c.PAIN_BEFORE, c.PAIN_30S, c.PAIN_AFTER]),
            _curves(frame, c.MOVED, [c.PAIN_BEFORE, c.PAIN_30S]),
        ],
        ignore_index=True,
    )
    low, high = t_interval(curves[c.MEAN_PAIN], curves.pop(_SD), curves[c.N])
    curves[c.LOW], curves[c.HIGH] = low, high
    curves[c.OUTCOME] = pd.Categorical(curves[c.OUTCOME], [c.HELD, c.MOVED], ordered=True)
    curves[c.MOMENT] = pd.Categorical(curves[c.MOMENT], list(c.MOMENTS), ordered=True)
    curves[c.MUSCLE] = curves[c.MUSCLE].astype(frame[c.MUSCLE].dtype)
    by_name = curves.assign(**{c.MUSCLE: curves[c.MUSCLE].astype("str")})
    order = by_name.sort_values([c.MUSCLE, c.OUTCOME, c.MOMENT]).index
    columns = [c.MUSCLE, c.OUTCOME, c.MOMENT, c.MEAN_PAIN, c.LOW, c.HIGH, c.N]
    return curves.loc[order, columns].reset_index(drop=True)


def _curves(frame: pd.DataFrame, outcome: str, moments: list[str]) -> pd.DataFrame:
    """Average the ratings of one outcome by muscle and moment, where all of them are there."""
    whole = (frame[c.OUTCOME] == outcome) & frame[moments].notna().all(axis=1)
    grouped = frame.loc[whole, moments].groupby(frame.loc[whole, c.MUSCLE], observed=True)
    parts = [
        pd.DataFrame(
            {
                c.MUSCLE: each.index,
                c.OUTCOME: outcome,
                c.MOMENT: _MOMENT_OF[name],
                c.MEAN_PAIN: each.to_numpy(),
                _SD: grouped[name].std().to_numpy(),
                c.N: grouped.size().to_numpy(),
            }
        )
        for name in moments
        for each in [grouped[name].mean()]
    ]
    return pd.concat(parts, ignore_index=True)

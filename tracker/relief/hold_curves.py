"""Average the pain before, at 30 s and after, of held and of moved presses."""

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.columns import expect
from tracker.relief.intervals import t_interval

_MOMENT_OF = dict(zip((c.PAIN_BEFORE, c.PAIN_30S, c.PAIN_AFTER), c.MOMENTS, strict=True))


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
    held = frame[frame[c.OUTCOME] == c.HELD].dropna(subset=list(_MOMENT_OF))
    moved = frame[frame[c.OUTCOME] == c.MOVED].dropna(subset=[c.PAIN_BEFORE, c.PAIN_30S])
    ratings = pd.concat(
        [
            held.melt([c.MUSCLE, c.OUTCOME], list(_MOMENT_OF), c.MOMENT, c.PAIN),
            moved.melt([c.MUSCLE, c.OUTCOME], [c.PAIN_BEFORE, c.PAIN_30S], c.MOMENT, c.PAIN),
        ]
    )
    ratings = ratings.assign(
        **{
            c.OUTCOME: pd.Categorical(
                ratings[c.OUTCOME].astype("str"), [c.HELD, c.MOVED], ordered=True
            ),
            c.MOMENT: pd.Categorical(
                ratings[c.MOMENT].map(_MOMENT_OF), list(c.MOMENTS), ordered=True
            ),
        }
    )
    keys = [c.MUSCLE, c.OUTCOME, c.MOMENT]
    grouped = ratings.groupby(keys, observed=True)[c.PAIN]
    mean, n = grouped.mean(), grouped.size()
    low, high = t_interval(mean, grouped.std(), n)
    table = pd.DataFrame({c.MEAN_PAIN: mean, c.LOW: low, c.HIGH: high, c.N: n}).reset_index()
    by_name = table.assign(**{c.MUSCLE: table[c.MUSCLE].astype("str")}).sort_values(keys)
    return table.loc[by_name.index].reset_index(drop=True)

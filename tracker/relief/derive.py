"""Derive each release's relief, and its local day, hour and week; once for each frame."""

import weakref
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types
from pandas.arrays import BooleanArray, FloatingArray, IntegerArray

from tracker.protocol.weeks import FirstWeekday, days_into_week, week_name
from tracker.relief import columns as c
from tracker.relief.columns import expect

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

# 4.1 - 2.1 is 1.9999999999999996 in binary: unrounded, an imported decimal would miss a threshold.
_DECIMALS = 9

_READ = (c.STARTED_AT, c.STARTED_AT_OFFSET, c.PAIN_BEFORE, c.PAIN_30S, c.PAIN_AFTER, c.OUTCOME)


def derive(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that every table needs: relief, and the local day, hour and week.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out. Read: ``started_at`` (datetime64, UTC),
        ``started_at_offset`` (minutes east of UTC), ``time_known`` (bool, where there is such a
        column: whether the time of day is known), ``pain_before``, ``pain_30s``, ``pain_after``
        (points, 0-10) and ``outcome``.

    Returns
    -------
    DataFrame
        The same rows in the same order, with, after the columns that were there:
        ``relief_30s`` and ``relief_after`` (float64, points: before - then), ``relief`` (float64,
        points: the primary relief, when the press ended), ``relief_share`` (float64,
        relief / pain before), ``local_time`` and ``day`` (datetime64[us], naive, local; day is
        midnight), ``hour`` (Int64), ``time_of_day`` (ordered category: night 0-5, morning 6-11,
        afternoon 12-17, evening 18-23; both missing where the time of day is not known), ``week``
        (str, the ISO week of its Monday, such as "2026-W46") and ``week_start`` (datetime64[us],
        its first day: Monday, or what the diary's frame says in ``attrs["first_weekday"]``).
        Deriving twice changes nothing.

    Raises
    ------
    TypeError
        No table, but for instance the diary itself.
    ValueError
        A table that lacks one of these columns, such as one of check-ins; or times without a
        zone.

    Notes
    -----
    The primary relief of a held or stopped release is ``relief_after``. A moved release has no
    "after", and is not missing at random: it was moved because pain did not fall, so leaving it
    out would flatter the worst spots. Its primary relief is the relief on leaving, ``relief_30s``.
    A rating that was skipped gives NaN, never 0. The share is NaN where pain before was 0.

    Pain also eases by itself: relief says what happened while pressing, not what pressing caused.

    Examples
    --------
    >>> releases = pd.DataFrame({
    ...     "started_at": pd.to_datetime(["2026-11-09T23:30Z", "2026-11-10T08:00Z"]),
    ...     "started_at_offset": [-300, -300],
    ...     "pain_before": [6.0, 5.0], "pain_30s": [5.0, 5.0], "pain_after": [3.0, float("nan")],
    ...     "outcome": ["held", "moved"],
    ... })
    >>> derive(releases)[["relief", "relief_share", "day", "hour", "time_of_day", "week"]]
       relief  relief_share        day  hour time_of_day      week
    0     3.0           0.5 2026-11-09    18     evening  2026-W46
    1     0.0           0.0 2026-11-10     3       night  2026-W46
    """
    return shared(frame).frame.copy(deep=False)


def _derived(frame: pd.DataFrame) -> pd.DataFrame:
    before = frame[c.PAIN_BEFORE]
    relief_30s = (before - frame[c.PAIN_30S]).round(_DECIMALS)
    relief_after = (before - frame[c.PAIN_AFTER]).round(_DECIMALS)
    relief = relief_after.where(frame[c.OUTCOME] != c.MOVED, relief_30s)
    local = local_time(frame[c.STARTED_AT], frame[c.STARTED_AT_OFFSET])
    has_time = time_known(frame)
    day = local.dt.normalize()
    week_start = week_starts(day, c.first_weekday(frame))
    added: dict[str, pd.Series[Any]] = {
        c.RELIEF_30S: relief_30s,
        c.RELIEF_AFTER: relief_after,
        c.RELIEF: relief,
        c.RELIEF_SHARE: (relief / before.where(before > 0)).round(_DECIMALS),
        c.LOCAL_TIME: local,
        c.DAY: day,
        c.HOUR: local.dt.hour.astype("Int64").where(has_time),
        c.TIME_OF_DAY: _time_of_day(local).where(has_time),
        c.WEEK: _names(week_start),
        c.WEEK_START: week_start,
    }
    return frame.assign(**added)


@dataclass(frozen=True)
class Groups:
    """The groups that releases fall into.

    Attributes
    ----------
    number : array of int, shape (n,)
        The group of each release, 0 to k - 1.
    first : array of int, shape (k,)
        The row at which each group is seen first.
    """

    number: Codes
    first: Codes

    def sizes(self) -> Codes:
        """How many releases each group holds, shape (k,)."""
        return np.bincount(self.number, minlength=len(self.first))

    def sums(self, values: Array) -> Array:
        """The sum over each group, shape (k,), of values aligned with the releases."""
        return np.asarray(np.bincount(self.number, values, len(self.first)), dtype=np.float64)

    def rows(self) -> list[Codes]:
        """The rows of each group, ascending."""
        order = np.argsort(self.number, kind="stable")
        return np.split(order, np.cumsum(self.sizes())[:-1]) if len(order) else []


class Derived:
    """A derived frame with its groups, each computed when it is first asked for.

    Attributes
    ----------
    frame : DataFrame
        What `derive` gives; it is shared, and never to be written to.
    relief : array, shape (n,)
        The primary relief, NaN where not rated.
    is_rated : array of bool, shape (n,)
        Whether there is one.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = _derived(frame)
        self.relief: Array = self.frame[c.RELIEF].to_numpy(dtype=float)
        self.is_rated: NDArray[np.bool_] = ~np.isnan(self.relief)
        self._groups: dict[tuple[str, ...], Groups] = {}
        self._values: dict[str, tuple[Codes, Array]] = {}

    @cached_property
    def as_happened(self) -> Codes:
        """The rows as they happened: by ``started_at``, then ``id``."""
        started, rows = self.frame[c.STARTED_AT], np.arange(len(self.frame))
        # A diary hands its releases out in this order.
        if started.is_monotonic_increasing and started.is_unique:
            return rows
        keys = self.frame[[c.STARTED_AT, c.ID]].set_axis(rows, axis="index")
        return keys.sort_values([c.STARTED_AT, c.ID]).index.to_numpy()

    def groups(self, keys: Sequence[str]) -> Groups:
        """Number the groups of releases that are alike in all of the columns ``keys``."""
        names = tuple(keys)
        if names not in self._groups:
            self._groups[names] = self._grouped(names)
        return self._groups[names]

    def values(self, name: str) -> tuple[Codes, Array]:
        """Number the values of a column of points or shares, ascending; -1 where it has none."""
        if name not in self._values:
            codes, values = pd.factorize(self.frame[name].to_numpy(dtype=float), sort=True)
            self._values[name] = np.asarray(codes, dtype=np.int64), np.asarray(values)
        return self._values[name]

    def _grouped(self, names: tuple[str, ...]) -> Groups:
        column = self.frame[names[-1]]
        number = _codes(column)
        if len(names) > 1:
            others = self.groups(names[:-1])
            number = others.number * (number.max(initial=0) + 1) + number
        return compact(number)


def _codes(column: "pd.Series[Any]") -> Codes:
    """Number the values of a column from 0, missing ones as those named "not noted"."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, names = np.asarray(column.cat.codes, dtype=np.int64), list(column.cat.categories)
        missing = names.index(c.NOT_NOTED) if c.NOT_NOTED in names else len(names)
        return np.where(codes < 0, missing, codes)
    if not types.is_numeric_dtype(column.dtype) and not types.is_datetime64_any_dtype(column.dtype):
        column = column.fillna(c.NOT_NOTED)
    return np.asarray(pd.factorize(column, use_na_sentinel=False)[0], dtype=np.int64)


def compact(number: Codes) -> Groups:
    """Number groups anew, from 0 and without a gap, in the order of their numbers."""
    if not len(number):
        return Groups(number, number)
    most = int(number.max()) + 1
    if most > _DENSE * len(number) + _DENSE:
        _, first, anew = np.unique(number, return_index=True, return_inverse=True)
        return Groups(anew.astype(np.int64), first)
    first = np.full(most, -1)
    # The last write holds, so that the first row of each is written last.
    first[number[::-1]] = np.arange(len(number) - 1, -1, -1)
    occurs = first >= 0
    return Groups((np.cumsum(occurs) - 1)[number], first[occurs])


_DENSE: Final = 8
"""How many numbers a row may leave unused before they are sorted in place of being counted."""

_shared: "dict[int, tuple[weakref.ref[pd.DataFrame], pd.DataFrame, Derived]]" = {}
_by_derived: "weakref.WeakValueDictionary[int, Derived]" = weakref.WeakValueDictionary()


def shared(frame: pd.DataFrame) -> Derived:
    """Derive a frame, or hand out what was derived from it, if it has not changed since.

    Parameters
    ----------
    frame : DataFrame
        As in `derive`; it is remembered for as long as somebody else holds it.

    Raises
    ------
    TypeError, ValueError
        As in `derive`.
    """
    expect(frame, _READ, name="frame", source="diary.releases()")
    if (own := _by_derived.get(id(frame))) is not None and own.frame is frame:
        return own
    key = id(frame)
    if key in _shared:
        known, before, derived = _shared[key]
        if known() is frame and _is_unchanged(frame, before):
            return derived
    derived = Derived(frame)
    _by_derived[id(derived.frame)] = derived
    # pandas copies on write: what this shallow copy shares is never altered in place.
    known = weakref.ref(frame, lambda _: _shared.pop(key, None))
    _shared[key] = known, frame.copy(deep=False), derived
    return derived


def _is_unchanged(frame: pd.DataFrame, before: pd.DataFrame) -> bool:
    return (
        frame.attrs == before.attrs
        and frame.index.identical(before.index)
        and frame.columns.equals(before.columns)
        and all(_is_same(frame.iloc[:, at], before.iloc[:, at]) for at in range(len(frame.columns)))
    )


def _is_same(one: "pd.Series[Any]", other: "pd.Series[Any]") -> bool:
    """Whether two columns are the same memory, or where that cannot be seen the same values."""
    if one.dtype != other.dtype:
        return False
    places = _memory(one), _memory(other)
    return places[0] == places[1] if places[0] else one.equals(other)


def _memory(column: "pd.Series[Any]") -> Hashable:
    """Where a column's values are in memory; None where that cannot be seen."""
    values: Any = column.array
    if isinstance(column.dtype, pd.CategoricalDtype):
        values = values.codes
    elif isinstance(column.dtype, pd.DatetimeTZDtype):
        values = values.view("int64")
    elif isinstance(column.dtype, pd.StringDtype) and column.dtype.storage == "pyarrow":
        # Text that is not altered stays one and the same object.
        return id(values.__arrow_array__())
    elif isinstance(column.dtype, np.dtype):
        values = values.to_numpy()
    elif isinstance(values, _MASKED):
        return _place(values._data), _place(values._mask)
    return _place(values) if isinstance(values, np.ndarray) else None


_MASKED: Final[tuple[Any, ...]] = (BooleanArray, FloatingArray, IntegerArray)


def _place(values: "NDArray[Any]") -> Hashable:
    return values.__array_interface__["data"][0], values.strides


def local_time(
    moment: "pd.Series[pd.Timestamp]", offset: "pd.Series[int]"
) -> "pd.Series[pd.Timestamp]":
    """Convert moments to the local time where the person was.

    Parameters
    ----------
    moment : Series of datetime64, in UTC or any other zone
    offset : Series of int
        Minutes east of UTC at that moment, so an evening stays an evening after travel.

    Returns
    -------
    Series of datetime64[us], without a zone
        Aligned with `moment`. Between two zones, local times may run backwards.

    Raises
    ------
    ValueError
        The moments have no zone.
    """
    if moment.dt.tz is None:
        raise ValueError(
            f"{moment.name or 'moment'} must be times with their zone, and these have none; if "
            "they are in UTC, say so with .dt.tz_localize('UTC')."
        )
    # A frame may be shown in any zone: the offset counts from UTC.
    instant = moment.dt.tz_convert("UTC").dt.tz_localize(None)
    local = instant + pd.to_timedelta(offset.astype("int64"), unit="min")
    return local.astype("datetime64[us]")


def time_known(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each entry's time of day is known; all are, where no column says so."""
    if c.TIME_KNOWN not in frame.columns:
        return pd.Series(True, index=frame.index)
    return frame[c.TIME_KNOWN].fillna(True).astype("bool")


def week_starts(
    day: "pd.Series[pd.Timestamp]", first: FirstWeekday = "monday"
) -> "pd.Series[pd.Timestamp]":
    """Give the first day of each day's week; `day` holds local midnights."""
    return day - pd.to_timedelta(days_into_week(day.dt.day_of_week, first), unit="D")


def _time_of_day(local: "pd.Series[pd.Timestamp]") -> "pd.Series[Any]":
    quarter = (local.dt.hour // 6).to_numpy()
    named = pd.Categorical.from_codes(quarter, pd.Index(c.TIMES_OF_DAY), ordered=True)
    return pd.Series(named, index=local.index)


def _names(week_start: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    # Text is slow to build, and a diary has few weeks: each is spelt once.
    codes, starts = pd.factorize(week_start)
    spelt = pd.Index([week_name(start) for start in starts], dtype="str")
    return pd.Series(spelt.take(codes), index=week_start.index)

"""Mean, scatter, median and shares of each group, from how often each value occurs in it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracker.relief.derive import Groups

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """How often each group holds each value: ratings repeat, so these are few.

    Attributes
    ----------
    n : array of int, shape (k,)
        How many values each group holds.
    group : array of int, shape (m,)
        The group of each pair of a group and a value, ascending.
    value : array, shape (m,)
        The value of each, ascending within its group.
    count : array of int, shape (m,)
        How often it occurs there.
    """

    n: Codes
    group: Codes
    value: Array
    count: Codes

    @classmethod
    def of(cls, groups: Groups, codes: Codes, values: Array) -> "Tally":
        """Count the values of each group.

        Parameters
        ----------
        groups : Groups
        codes : array of int, shape (n,)
            Which of ``values`` each row has; -1 where none.
        values : array, shape (v,)
            Ascending.
        """
        has, k = codes >= 0, max(len(values), 1)
        pair = groups.number[has] * k + codes[has]
        most = len(groups.first) * k
        if most <= _DENSE * max(len(codes), 1):
            counts = np.bincount(pair, minlength=most)
            occurs = np.flatnonzero(counts)
            counts = counts[occurs]
        else:
            occurs, counts = np.unique(pair, return_counts=True)
        group, at = np.divmod(occurs, k)
        n = np.bincount(group, counts, minlength=len(groups.first)).astype(np.int64)
        return cls(n, group, values[at] if len(values) else np.empty(0), counts)

    def mean(self) -> Array:
        """The average of each group; NaN where it holds no value."""
        return self._average(self.value)

    def sd(self) -> Array:
        """The standard deviation (n - 1) of each group; NaN under two values."""
        squares = self._sum((self.value - self.mean()[self.group]) ** 2)
        return np.sqrt(squares / np.where(self.n > 1, self.n - 1, np.nan))

    def median(self) -> Array:
        """The median of each group; NaN where it holds no value."""
        median = np.full(len(self.n), np.nan)
        holds = np.flatnonzero(self.n)
        until = np.cumsum(self.count)
        begins = (np.cumsum(self.n) - self.n)[holds]
        lower, upper = (
            self.value[np.searchsorted(until, begins + middle, side="right")]
            for middle in ((self.n[holds] - 1) // 2, self.n[holds] // 2)
        )
        median[holds] = (lower + upper) / 2
        return median

    def share(self, threshold: float) -> Array:
        """The share of each group's values that reach a threshold; NaN where it holds none."""
        return self._average((self.value >= threshold).astype(np.float64))

    def _average(self, value: Array) -> Array:
        return self._sum(value) / np.where(self.n > 0, self.n, np.nan)

    def _sum(self, value: Array) -> Array:
        summed = np.bincount(self.group, self.count * value, len(self.n))
        return np.asarray(summed, dtype=np.float64)


_DENSE: Final = 4
"""How many places a row may take where counts are laid out, before pairs are sorted instead."""

"""Test paired differences by sign-flip permutation, and invert the test to an interval."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

EXACT_UP_TO: Final = 14
"""Up to so many differences every pattern of signs is looked at; above, `DRAWS` random ones."""

DRAWS: Final = 100_000


@dataclass(frozen=True, eq=False)
class SignFlip:
    """The two-sided sign-flip test on a sum of differences, and the interval it gives.

    Attributes
    ----------
    estimate : float
        The average difference (sum of values over sum of weights).
    n : int
        How many differences.
    exact : bool
        Whether every pattern of signs was looked at.
    """

    estimate: float
    n: int
    exact: bool
    _lows: Array = field(repr=False)
    _highs: Array = field(repr=False)
    _always: int = field(repr=False)
    _patterns: int = field(repr=False)
    _rounding: float = field(repr=False)

    @classmethod
    def of(
        cls,
        values: ArrayLike,
        weights: ArrayLike | None = None,
        *,
        rng: np.random.Generator | None = None,
    ) -> Self:
        """Test a set of differences under every pattern of signs.

        Parameters
        ----------
        values : array, shape (n,)
            The differences, in points.
        weights : array, shape (n,), optional
            How far each value moves where the true difference is 1; by default 1 each.
        rng : Generator, optional
            For the random patterns above 14; by default one with a fixed seed.

        Raises
        ------
        ValueError
            No value, a value that is not finite, a weight that is not above 0.

        Notes
        -----
        If the true difference is d, each of values - d weights is as likely to be positive as
        negative: where a coin decided which of a pair came first, and each release would have given
        the same either way but for d, that is so by the coin alone, whatever else drifts.

        A pattern flips a subset of the values. Its sum is at least as far from 0 as the one seen
        exactly where d lies between the average of the subset and that of the rest, so a pattern
        is a span of d, and the p of any d is the share of spans that hold it. The interval is
        every d whose p is above 1 - level, with no search and no rounding of its ends.

        References
        ----------
        Fisher (1935), The Design of Experiments, chapter 3. Hartigan (1969), J Am Stat Assoc
        64:1303-1317, for the averages of subsets.

        Examples
        --------
        >>> test = SignFlip.of([1, 2, 1, 3, 2, 1])
        >>> test.p(), test.p() == 2 / 2**6
        (0.03125, True)
        >>> test.interval()
        (1.0, 3.0)
        """
        x = np.asarray(values, dtype=float)
        w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
        if not len(x) or not np.isfinite(x).all():
            raise ValueError("values must be one or more finite numbers; leave unrated pairs out.")
        if w.shape != x.shape or not (w > 0).all():
            raise ValueError("weights must be numbers above 0, one for each value.")
        exact = len(x) <= EXACT_UP_TO
        flipped = _every_pattern(len(x)) if exact else _drawn_patterns(len(x), rng)
        proper = flipped[flipped.any(axis=1) & ~flipped.all(axis=1)].astype(float)
        part = (proper @ x) / (proper @ w)
        rest = ((1 - proper) @ x) / ((1 - proper) @ w)
        # The values as they are count among the drawn patterns, so that p is never 0.
        patterns = len(flipped) + (not exact)
        return cls(
            estimate=float(x.sum() / w.sum()),
            n=len(x),
            exact=exact,
            _lows=np.sort(np.minimum(part, rest)),
            _highs=np.sort(np.maximum(part, rest)),
            _always=patterns - len(proper),
            _patterns=patterns,
            # Sums taken in another order differ in the last bits, which must not decide a tie.
            _rounding=float(max(1e-9 * np.abs(x / w).max(), 1e-12)),
        )

    def p(self, at: float = 0.0) -> float:
        """Give the two-sided p value of a true difference ``at``."""
        begun = np.searchsorted(self._lows, at + self._rounding, side="right")
        over = np.searchsorted(self._highs, at - self._rounding, side="left")
        return float((self._always + begun - over) / self._patterns)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Give the interval of differences that the test does not reject; infinite with few values.

        Raises
        ------
        ValueError
            A level that is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"level must lie between 0 and 1, not {level}.")
        rejected_up_to = int(np.floor((1 - level) * self._patterns + 1e-9))
        needed = rejected_up_to - self._always + 1
        if needed < 1:
            return -np.inf, np.inf
        return float(self._lows[needed - 1]), float(self._highs[-needed])


def _every_pattern(n: int) -> NDArray[np.bool_]:
    """Which values each pattern flips, shape (2^(n - 1), n).

    The last is never flipped: flipping all the others instead leans as far.
    """
    numbers = np.arange(2 ** (n - 1))[:, None]
    return np.asarray((numbers >> np.arange(n)) & 1, dtype=np.bool_)


def _drawn_patterns(n: int, rng: np.random.Generator | None) -> NDArray[np.bool_]:
    drawn = (rng or np.random.default_rng(0)).integers(0, 2, (DRAWS, n), dtype=np.int8)
    return np.asarray(drawn, dtype=np.bool_)

"""Sum rows to the sufficient statistics of the nested model."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array, hstack

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Moments:
    """The sufficient statistics of the model; moments of the same leaves add.

    Attributes
    ----------
    n : int
        Rows.
    cross : array, shape (p + 1, p + 1)
        Sum of z z' over the rows, z = (x, y).
    leaf_n : array, shape (L,)
        Rows in each leaf.
    leaf_sum : array, shape (L, p + 1)
        Sum of z over the rows of each leaf.
    group : array of int, shape (L,)
        The group of each leaf.
    """

    n: int
    cross: Array
    leaf_n: Array
    leaf_sum: Array
    group: Codes

    def __add__(self, other: Self) -> Self:
        if not np.array_equal(self.group, other.group):
            raise ValueError("group must be the same in both moments: number the leaves alike.")
        return type(self)(
            self.n + other.n,
            self.cross + other.cross,
            self.leaf_n + other.leaf_n,
            self.leaf_sum + other.leaf_sum,
            self.group,
        )

    def __sub__(self, other: Self) -> Self:
        """Take rows away that are among these; their leaves are numbered alike."""
        return type(self)(
            self.n - other.n,
            self.cross - other.cross,
            self.leaf_n - other.leaf_n,
            self.leaf_sum - other.leaf_sum,
            self.group,
        )

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, up to the rounding of sums taken in another order."""
        if not isinstance(other, Moments):
            return NotImplemented
        return (
            np.array_equal(self.group, other.group)
            and np.array_equal(self.leaf_n, other.leaf_n)
            and np.allclose(self.cross, other.cross, rtol=1e-10, atol=1e-9)
            and np.allclose(self.leaf_sum, other.leaf_sum, rtol=1e-10, atol=1e-9)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def freedom(self) -> int:
        """Rows less coefficients, nu."""
        return self.n - (len(self.cross) - 1)

    @cached_property
    def member(self) -> Array:
        """1 where a leaf is of a group, shape (L, M)."""
        return np.eye(int(self.group.max(initial=-1)) + 1)[self.group]

    @cached_property
    def member_sum(self) -> Array:
        """``leaf_sum`` where a leaf is of a group, else 0, shape (L, M (p + 1))."""
        spread = self.member[:, :, None] * self.leaf_sum[:, None, :]
        return spread.reshape(len(self.group), -1)

    @cached_property
    def leaf_square(self) -> Array:
        """s s' of each leaf's sum s, shape (L, (p + 1)^2)."""
        square = self.leaf_sum[:, :, None] * self.leaf_sum[:, None, :]
        return square.reshape(len(self.group), -1)


def moments(y: ArrayLike, X: ArrayLike, leaf: ArrayLike, group: ArrayLike) -> Moments:  # noqa: N803
    """Sum rows to moments.

    Parameters
    ----------
    y : array, shape (n,)
        The outcome, such as relief in points.
    X : array, shape (n, p)
        The covariates, intercept included.
    leaf : array of int, shape (n,)
        The leaf of each row, 0 to L - 1.
    group : array of int, shape (L,)
        The group of each leaf, 0 to M - 1; a leaf without rows is one never tried.

    Raises
    ------
    ValueError
        Shapes that do not fit, a leaf or group out of range, a value that is not finite.
    """
    outcome, covariates = np.asarray(y, dtype=float), np.asarray(X, dtype=float)
    leaves: Codes = np.asarray(leaf, dtype=np.int64)
    groups: Codes = np.asarray(group, dtype=np.int64)
    if covariates.ndim != 2 or not (outcome.shape == covariates.shape[:1] == leaves.shape):
        raise ValueError(
            f"y, X and leaf must have shapes (n,), (n, p) and (n,), "
            f"not {outcome.shape}, {covariates.shape} and {leaves.shape}."
        )
    if len(leaves) and not 0 <= leaves.min() <= leaves.max() < len(groups):
        raise ValueError(f"leaf must number the {len(groups)} leaves of group from 0.")
    if len(groups) and groups.min() < 0:
        raise ValueError(f"group must number the groups from 0, not from {groups.min()}.")
    z = np.column_stack([covariates, outcome])
    if not np.isfinite(z).all():
        raise ValueError("y and X must be finite numbers; leave unrated releases out.")
    sums = [np.bincount(leaves, each, len(groups)) for each in z.T]
    leaf_sum = np.asarray(np.column_stack(sums), dtype=np.float64)
    leaf_n = np.asarray(np.bincount(leaves, minlength=len(groups)), dtype=np.float64)
    return Moments(len(outcome), z.T @ z, leaf_n, leaf_sum, groups)


@dataclass(frozen=True, eq=False)
class DayMoments:
    """The rows by day, for a day effect crossed with the leaves.

    Attributes
    ----------
    rows : array, shape (K,)
        The numbers of rows that a day has, each number once.
    days : array, shape (K,)
        How many days have that many.
    square : array, shape (K, L + p + 1, L + p + 1)
        Sum of t t' over those days, t a day's rows in each leaf, then its sum of z = (x, y).
    """

    rows: Array
    days: Array
    square: Array

    def __sub__(self, other: Self) -> Self:
        """Take whole days away that are among these."""
        at = np.searchsorted(self.rows, other.rows)
        days, square = self.days.copy(), self.square.copy()
        days[at] -= other.days
        square[at] -= other.square
        left = days > 0
        return type(self)(self.rows[left], days[left], square[left])


def day_moments(
    y: ArrayLike,
    X: ArrayLike,  # noqa: N803
    leaf: ArrayLike,
    leaves: int,
    day: ArrayLike,
) -> DayMoments:
    """Sum rows by day.

    Parameters
    ----------
    y, X, leaf
        As in `moments`.
    leaves : int
        How many there are, L.
    day : array of int, shape (n,)
        The day of each row, in any numbering.
    """
    numbers, at = np.unique(np.asarray(day), return_inverse=True)
    z = np.column_stack([np.asarray(X, dtype=float), np.asarray(y, dtype=float)])
    width = leaves + z.shape[1]
    # One row of a sparse matrix for each day: few leaves are pressed on one day.
    at_leaf = (np.ones(len(z)), (at, np.asarray(leaf)))
    in_leaf = coo_array(at_leaf, shape=(len(numbers), leaves)).tocsr()
    of_z = csr_array(
        coo_array((np.ones(len(z)), (at, np.arange(len(z)))), shape=(len(numbers), len(z))) @ z
    )
    sums = hstack([in_leaf, of_z]).tocsr()
    rows_of_day = np.bincount(at)
    rows, days = np.unique(rows_of_day, return_counts=True)
    square = np.empty((len(rows), width, width))
    for k, count in enumerate(rows):
        part = sums[rows_of_day == count]
        square[k] = (part.T @ part).toarray()
    return DayMoments(rows.astype(np.float64), days.astype(np.float64), square)

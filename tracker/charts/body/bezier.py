"""How do a few knots become a smooth curve, and two borders the fibres between them?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (points, 2): x to the right, y down."""

_SAMPLES = 12
"""Points on a curve between two knots, where it is measured."""


def path(curves: Sequence[Points], *, closed: bool = False) -> str:
    """Write curves that follow each other as the data of one SVG path, as cubic Béziers.

    Parameters
    ----------
    curves : sequence of Points
        The knots of each; where one ends and the next begins is a corner.
    closed : bool
        Whether the path returns to where it began.
    """
    here = np.round(curves[0][0], 1)
    drawn = f"M{_pairs(here)}"
    for curve in curves:
        for bezier in _beziers(curve):
            # From where the pen is, which is shorter, and without adding up what is rounded off.
            steps = np.round(bezier[1:] - here, 1)
            drawn += f"c{_pairs(steps)}"
            here = here + steps[-1]
    return drawn + "Z" * closed


def sampled(curves: Sequence[Points]) -> Points:
    """Give points along curves, close enough together to measure with."""
    t = np.linspace(0, 1, _SAMPLES, endpoint=False)[:, None]
    parts = [
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
        for curve in curves
        for a, b, c, d in _beziers(curve)
    ]
    return np.concatenate([*parts, curves[-1][-1:]])


def between(
    first: Points, last: Points, origin: Points, insertion: Points, *, along: int, across: int
) -> NDArray[np.float64]:
    """Lay curves from one border to the other: a Coons patch.

    Parameters
    ----------
    first, last : Points
        Knots of the two borders, both from origin to insertion.
    origin, insertion : Points
        Knots of the two ends, both from the first border to the last.
    along, across : int
        How many knots a curve gets, and how many curves there are, borders included.

    Returns
    -------
    ndarray, shape (across, along, 2)
        The knots of each curve.

    References
    ----------
    Coons (1967), Surfaces for computer-aided design of space forms, MIT MAC-TR-41.
    """
    one, two = (_evenly(border, along)[None, :] for border in (first, last))
    start, end = (_evenly(edge, across)[:, None] for edge in (origin, insertion))
    t = np.linspace(0, 1, across)[:, None, None]
    s = np.linspace(0, 1, along)[None, :, None]
    ruled_across = (1 - t) * one + t * two
    ruled_along = (1 - s) * start + s * end
    corners = (1 - s) * ((1 - t) * start[0] + t * start[-1]) + s * ((1 - t) * end[0] + t * end[-1])
    return np.asarray(ruled_across + ruled_along - corners, dtype=np.float64)


def inside(shape: Points, point: tuple[float, float]) -> bool:
    """Whether a point lies inside a closed shape, by counting how often a ray leaves it."""
    x, y = point
    ahead = np.roll(shape, -1, axis=0)
    crosses = (shape[:, 1] > y) != (ahead[:, 1] > y)
    (x1, y1), (x2, y2) = shape[crosses].T, ahead[crosses].T
    return bool(np.count_nonzero(x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)) % 2)


def _beziers(knots: Points) -> Points:
    """Shape (knots - 1, 4, 2): the centripetal Catmull-Rom spline, which never loops."""
    padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    step = np.sqrt(np.linalg.norm(np.diff(padded, axis=0), axis=1))[:, None]
    before, here, after = step[:-2], step[1:-1], step[2:]
    p0, p1, p2, p3 = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    one = (before**2 * p2 - here**2 * p0 + (2 * before**2 + 3 * before * here + here**2) * p1) / (
        3 * before * (before + here)
    )
    two = (after**2 * p1 - here**2 * p3 + (2 * after**2 + 3 * after * here + here**2) * p2) / (
        3 * after * (after + here)
    )
    return np.stack([p1, one, two, p2], axis=1)


def _evenly(knots: Points, count: int) -> Points:
    """Give this many points at equal distances along a curve."""
    curve = sampled([knots])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    at = np.linspace(0, length[-1], count)
    return np.column_stack([np.interp(at, length, curve[:, axis]) for axis in (0, 1)])


def _pairs(points: Points) -> str:
    return " ".join(f"{value:.1f}".removesuffix(".0") for value in points.ravel())
